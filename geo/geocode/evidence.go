package geocode

import (
	"slices"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// model holds the constants of the probabilities. They were fitted to addresses
// with known coordinates; see docs/geocoding.md for how well they do.
type model struct {
	noise       float32 // chance that an area in the text is not where the place is
	noiseMarked float32 // the same for one with the word for its kind, spelt right
	otherWorld  float32 // an area of another set than the rest of the text
	future      float32 // prior of a set that was not in force yet, over one that no longer is
	world       float32 // prior of the set in force over each earlier one
	unknown     float32 // a street of that name that the gazetteer does not have there
	numbered    float32 // the same for streets whose name is only a number or a letter
	reach       float32 // how many house numbers two places of one ward are apart, at number 0
	reachPer    float32 // more of it per house number
	power       float32
	tail        float32 // weight of the farthest numbers
	parity      float32 // weight of the other side of the street
	sameHead    float32 // weight of a point at the same number of the street
	second      float32 // more weight where the number in the alley is near, too
	sameExact   float32 // weight of a point of the same whole number
	series      float32 // weight of a point of another series
	across      float32
	fade        float32
	interp      float32
	along       float32 // weight of lines and points without number beside numbered ones
	lines       float32 // weight of 100 m of a street's line beside a point without number
	fuzzy       float32 // weight of a street of a similar name
	row         float32 // weight of a street of the same name with another number
	wardName    float32 // how much likelier a street is in a ward that it is named after
}

var defaultModel = model{
	noise: 1e-3, noiseMarked: 1e-6, otherWorld: 0.03, future: 0.003, world: 3,
	unknown: 0.004, numbered: 0.02, reach: 3.2, reachPer: 0.03, power: 2, tail: 5e-5, parity: 0.19, across: 0.75,
	sameHead: 3, second: 1, sameExact: 8, series: 0.001, interp: 2, along: 0.15, fade: 0.01, lines: 0.2, fuzzy: 0.3, row: 0.2, wardName: 100,
}

// belief is a weight for each atom; its memory is reused.
type belief struct {
	mass  []float32 // by atom
	total float32
}

func (b *belief) add(atom int32, w float32) { b.mass[atom] += w; b.total += w }

func (b *belief) reset(n int, v float32) {
	b.mass, b.total = b.mass[:0], v*float32(n)
	for range n {
		b.mass = append(b.mass, v)
	}
}

// mention is a name of areas in the text.
type mention struct {
	areas []candidateArea
	noise float32
}

// mentionOf says how much a segment counts.
func (g *Geocoder) mentionOf(s *segment) mention {
	m := mention{s.areas, g.model.noise}
	best := float32(0)
	for _, a := range s.areas {
		best = max(best, a.q)
	}
	if s.class != 0 && best >= 0.4 {
		m.noise = g.model.noiseMarked
	}
	return m
}

// areaEvidence weighs the atoms by the areas that the text names. The names
// belong to one area set, but for a few: people mix old and new units.
func (g *Geocoder) areaEvidence(c *call, mentions []mention, inForce int) {
	n := g.atoms.len()
	c.area.reset(n, 0)
	if len(mentions) == 0 {
		c.area.reset(n, 1)
		g.allow(c)
		return
	}
	for world := 1; world <= g.atoms.sets; world++ {
		prior := g.prior(world, inForce)
		if !g.speaks(mentions, world) {
			continue
		}
		c.product = append(c.product[:0], c.ones(n, prior)...)
		for _, m := range mentions {
			c.likelihood = append(c.likelihood[:0], c.ones(n, m.noise)...)
			for _, cand := range m.areas {
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
	g.allow(c)
}

// allow weighs the area evidence by where people live, and keeps beside it how far
// it allows each atom, 1 for the likeliest.
func (g *Geocoder) allow(c *call) {
	c.allowed = append(c.allowed[:0], c.area.mass...)
	most := max(slices.Max(c.allowed), 1e-30)
	c.area.total = 0
	for i := range c.allowed {
		c.allowed[i] /= most
		c.area.mass[i] = c.allowed[i] * g.atoms.share[i]
		c.area.total += c.area.mass[i]
	}
}

// prior is how likely it is that a text speaks of the units of a set: of those in
// force first, of earlier ones as people do for years, of later ones hardly.
func (g *Geocoder) prior(world, inForce int) float32 {
	switch {
	case world == inForce:
		return g.model.world
	case inForce > 0 && newer(g.set(world), g.set(inForce)):
		return g.model.future
	}
	return 1
}

// set finds an area set by its ID.
func (g *Geocoder) set(id int) *diemnong.AreaSet {
	for i := range g.sets {
		if g.sets[i].ID == id {
			return &g.sets[i]
		}
	}
	return &diemnong.AreaSet{}
}

// speaks reports whether some mention may be of a set.
func (g *Geocoder) speaks(mentions []mention, world int) bool {
	for _, m := range mentions {
		for _, cand := range m.areas {
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

// streetEvidence turns the area evidence into the posterior of a house number on a
// street: near numbers speak for where they are, the more the nearer; points
// without a number and lines for where the street runs. All of it counts as far as
// the areas in the text allow; where they allow none of it, they alone count.
// It reports whether the gazetteer knows the street there.
func (g *Geocoder) streetEvidence(c *call, streets []namedStreet, number gazetteer.Number) bool {
	n := g.atoms.len()
	c.near.reset(n, 0)
	c.along.reset(n, 0)
	c.existsNear, c.existsAlong, c.nearest = 0, 0, 0
	for _, s := range streets {
		g.addPoints(c, s, number)
		g.addLines(c, s)
	}
	exists := max(c.existsNear, c.existsAlong)
	if exists == 0 {
		return false
	}
	unknown := g.model.unknown
	if g.numbered(streets[0].id) {
		unknown = g.model.numbered
	}
	unknown /= unknown + exists
	near := c.existsNear * c.nearest / (c.nearest + g.model.fade)
	along := c.existsAlong * g.model.along
	sum := near + along
	near = part(near*(1-unknown), sum*c.near.total)
	along = part(along*(1-unknown), sum*c.along.total)
	unknown = part(unknown, c.area.total)
	for i := range c.area.mass {
		c.area.mass[i] = c.area.mass[i]*unknown + c.near.mass[i]*near + c.along.mass[i]*along
	}
	return true
}

// part divides; what is too small to divide by counts for nothing.
func part(of, by float32) float32 {
	if by < 1e-25 {
		return 0
	}
	return of / by
}

// numbered reports whether a street's name is a number or a letter, as in Đường số
// 5: nearly every quarter has one.
func (g *Geocoder) numbered(id gazetteer.NameID) bool {
	key := g.gaz.Key(id)
	return len(key) < 4 || key[0] >= '0' && key[0] <= '9'
}

// maxPoints bounds how many points of one street are looked at.
const maxPoints = 3000

// addPoints weighs the known numbers of a street.
func (g *Geocoder) addPoints(c *call, s namedStreet, number gazetteer.Number) {
	points, first := g.gaz.PointsOf(s.id)
	points, first = window(points, first, number)
	anchor, best := -1, float32(0)
	for i := range points {
		atom := g.sides[first+i].own
		if atom < 0 {
			continue
		}
		p := &points[i]
		allowed := s.q * c.allowed[atom]
		w := allowed * float32(p.Weight) / 255
		if number.Depth == 0 || p.Depth == 0 {
			c.existsAlong = max(c.existsAlong, allowed)
			c.along.add(atom, w)
			continue
		}
		c.existsNear = max(c.existsNear, allowed)
		nearness := g.nearness(p, number)
		c.nearest = max(c.nearest, nearness*allowed)
		w *= nearness
		if across := g.sides[first+i].across; across >= 0 && (p.Head^number.Head)&1 != 0 && p.Exact != number.Exact {
			c.near.add(across, w*g.model.across*c.allowed[across])
			c.near.add(atom, w*(1-g.model.across))
		} else {
			c.near.add(atom, w)
		}
		if w > best {
			anchor, best = i, w
		}
	}
	if anchor >= 0 && number.Depth > 0 && g.model.interp > 0 {
		g.addBetween(c, points, number, anchor, best)
	}
}

// addBetween adds where the number lies by its neighbours below and above: the border
// of two wards is seldom half way between them.
func (g *Geocoder) addBetween(c *call, points []gazetteer.Point, number gazetteer.Number, anchor int, best float32) {
	if points[anchor].Head == number.Head {
		return
	}
	at, ok := fitNumber(points, number, points[anchor].At(), true)
	if !ok {
		return
	}
	loc := locator{atoms: g.atoms, atlas: g.atlas}
	r := min(at.radiusM/3, 60)
	for k := range 5 {
		q := at.point
		if k > 0 {
			q = q.Moved(r*directions[3*k-3][0], r*directions[3*k-3][1])
		}
		if atom := loc.atom(q); atom >= 0 {
			c.near.add(atom, best*g.model.interp*c.allowed[atom]/5)
		}
	}
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
	if p.Exact != 0 && p.Exact == number.Exact {
		return m.sameExact
	}
	if p.Series != number.Series {
		return m.series
	}
	if p.Head == number.Head {
		if number.Second != 0 && p.Second != 0 {
			d := float32(abs(number.Second - p.Second))
			return m.sameHead * (1 + m.second*20/(20+d))
		}
		return m.sameHead
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
	return near + m.tail
}

func abs(v int32) int32 {
	if v < 0 {
		return -v
	}
	return v
}

// addLines adds where the lines of a street run.
func (g *Geocoder) addLines(c *call, s namedStreet) {
	for _, l := range g.lineAtoms[s.id] {
		allowed := s.q * c.allowed[l.atom]
		c.existsAlong = max(c.existsAlong, allowed)
		c.along.add(l.atom, allowed*g.model.lines*l.lengthM/100)
	}
}

// lineAtom is how much of a street's lines runs in an atom.
type lineAtom struct {
	atom    int32
	lengthM float32
}
