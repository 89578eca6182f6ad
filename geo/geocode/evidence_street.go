package geocode

import (
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

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
	if len(c.mentions) == 0 { // a street of that name anywhere: one near number is no proof
		along = c.existsAlong * 0.3
	}
	sum := near + along
	near = part(near*(1-unknown), sum*c.near.total)
	along = part(along*(1-unknown), sum*c.along.total)
	unknown = part(unknown, c.area.total)
	for i := range c.area.mass {
		c.area.mass[i] = c.area.mass[i]*unknown + c.near.mass[i]*near + c.along.mass[i]*along
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
	if anchor >= 0 {
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
	r := min(at.spreadM/3, 60)
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
