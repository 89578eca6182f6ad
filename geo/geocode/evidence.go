package geocode

import (
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// model holds the constants of the probabilities. They were fitted to addresses
// with known coordinates; see docs/geocoding.md for how well they do.
type model struct {
	noise      float32 // chance that an area in the text is not where the place is
	otherWorld float32 // an area of another set than the rest of the text
	unknown    float32 // a street of that name that the gazetteer does not have there
	numbered   float32 // the same for streets whose name is only a number or a letter
	reach      float32 // how many house numbers two places of one ward are apart, at number 0
	reachPer   float32 // more of it per house number
	power      float32
	parity     float32 // weight of the other side of the street
	sameHead   float32 // weight of a point at the same number of the street
	sameExact  float32 // weight of a point of the same whole number
	series     float32 // weight of a point of another series
	lines      float32 // weight of 100 m of a street's line
	fuzzy      float32 // weight of a street of a similar name
	wardName   float32 // how much likelier a street is in a ward that it is named after
	world      float32 // prior of the set in force over each other one
}

var defaultModel = model{
	noise: 0.004, otherWorld: 0.1, unknown: 0.06, numbered: 0.2, reach: 6, reachPer: 0.03, power: 2, parity: 0.4,
	sameHead: 3, sameExact: 20, series: 0.02, lines: 0.05, fuzzy: 0.15, wardName: 12, world: 3,
}

// belief is a weight for each atom; its memory is reused.
type belief struct {
	mass  []float32 // by atom
	spare []float32
	total float32
}

func (b *belief) reset(n int, v float32) {
	b.mass = b.mass[:0]
	for range n {
		b.mass = append(b.mass, v)
	}
}

// areaEvidence weighs the atoms by the areas that the text names. The names
// belong to one area set, but for a few: people mix old and new units.
func (g *Geocoder) areaEvidence(c *call, mentions [][]candidateArea, inForce int) {
	n := g.atoms.len()
	c.area.reset(n, 0)
	if len(mentions) == 0 {
		c.area.reset(n, 1)
		return
	}
	for world := 1; world <= g.atoms.sets; world++ {
		prior := float32(1)
		if world == inForce {
			prior = g.model.world
		}
		if !g.speaks(mentions, world) {
			continue
		}
		c.product = append(c.product[:0], c.ones(n, prior)...)
		for _, m := range mentions {
			c.likelihood = append(c.likelihood[:0], c.ones(n, g.model.noise)...)
			for _, cand := range m {
				q := cand.q
				if g.setOf[cand.id] != int32(world) {
					q *= g.model.otherWorld
				}
				for _, part := range g.atoms.of[cand.id] {
					c.likelihood[part.atom] = max(c.likelihood[part.atom], q)
				}
			}
			for i, l := range c.likelihood {
				c.product[i] *= l
			}
		}
		for i, p := range c.product {
			c.area.mass[i] += p
		}
	}
}

// speaks reports whether some mention may be of a set.
func (g *Geocoder) speaks(mentions [][]candidateArea, world int) bool {
	for _, m := range mentions {
		for _, cand := range m {
			if g.setOf[cand.id] == int32(world) {
				return true
			}
		}
	}
	return false
}

// namedStreet is a street that the text may mean.
type namedStreet struct {
	id gazetteer.NameID
	q  float32
}

// streetEvidence is the distribution over atoms of a house number on a street:
// near numbers speak for where they are, the more the nearer; lines for where
// they run. found is how much the gazetteer knows of it in all.
func (g *Geocoder) streetEvidence(c *call, streets []namedStreet, number gazetteer.Number) (found bool) {
	c.place.reset(g.atoms.len(), 0)
	var total float32
	for _, s := range streets {
		total += g.addPoints(c.place.mass, s, number)
		total += g.addLines(c.place.mass, s)
	}
	if total == 0 {
		return false
	}
	unknown := g.model.unknown
	if g.numbered(streets[0].id) {
		unknown = g.model.numbered
	}
	scale := (1 - unknown) / total
	for i := range c.place.mass {
		c.place.mass[i] = c.place.mass[i]*scale + unknown*g.atoms.share[i]
	}
	return true
}

// numbered reports whether a street's name is a number or a letter, as in Đường số
// 5: nearly every quarter has one.
func (g *Geocoder) numbered(id gazetteer.NameID) bool {
	key := g.gaz.Key(id)
	return len(key) < 4 || key[0] >= '0' && key[0] <= '9'
}

// maxPoints bounds how many points of one street are looked at.
const maxPoints = 3000

func (g *Geocoder) addPoints(mass []float32, s namedStreet, number gazetteer.Number) (total float32) {
	points, first := g.gaz.PointsOf(s.id)
	points, first = window(points, first, number)
	for i := range points {
		atom := g.pointAtom[first+i]
		if atom < 0 {
			continue
		}
		w := s.q * g.nearness(&points[i], number)
		mass[atom] += w
		total += w
	}
	return total
}

// window leaves the points of the nearest house numbers where there are too many.
func window(points []gazetteer.Point, first int, number gazetteer.Number) ([]gazetteer.Point, int) {
	if len(points) <= maxPoints {
		return points, first
	}
	at := 0
	for at < len(points) && (points[at].Series < number.Series || points[at].Series == number.Series && points[at].Head < number.Head) {
		at++
	}
	from := max(0, min(at-maxPoints/2, len(points)-maxPoints))
	return points[from : from+maxPoints], first + from
}

// nearness is how much a known point says about where a house number is, 1 for its
// neighbour.
func (g *Geocoder) nearness(p *gazetteer.Point, number gazetteer.Number) float32 {
	m := &g.model
	w := float32(p.Weight) / 255
	if number.Depth == 0 || p.Depth == 0 {
		return w * 0.1
	}
	if p.Exact != 0 && p.Exact == number.Exact {
		return w * m.sameExact
	}
	if p.Series != number.Series {
		return w * m.series
	}
	if p.Head == number.Head {
		if number.Second != 0 && p.Second != 0 {
			d := float32(abs(number.Second - p.Second))
			return w * m.sameHead * (1 + 2*20/(20+d))
		}
		return w * m.sameHead
	}
	d := float32(abs(number.Head - p.Head))
	reach := m.reach + m.reachPer*float32(number.Head)
	near := reach / (reach + d)
	near *= near
	if m.power > 2 {
		near *= near
	}
	if (p.Head^number.Head)&1 != 0 {
		near *= m.parity
	}
	return w * near
}

func abs(v int32) int32 {
	if v < 0 {
		return -v
	}
	return v
}

func (g *Geocoder) addLines(mass []float32, s namedStreet) (total float32) {
	for _, l := range g.lineAtoms[s.id] {
		w := s.q * g.model.lines * l.lengthM / 100
		mass[l.atom] += w
		total += w
	}
	return total
}

// lineAtom is how much of a street's lines runs in an atom.
type lineAtom struct {
	atom    int32
	lengthM float32
}
