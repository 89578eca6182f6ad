package geocode

import (
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
	"github.com/diemnong/diemnong/geo/geocode/vntext"
)

// lookUpStreets decides which street of the text the place is on, and collects the
// streets of the gazetteer that it may be. Of several in a text the first counts
// that is known where the areas in the text allow it.
func (g *Geocoder) lookUpStreets(c *call, d *reading) {
	c.streets = c.streets[:0]
	if d.street == nil {
		return
	}
	main := d.street
	for _, s := range append([]*segment{main}, d.streets...) {
		g.lookUp(c, s)
		if g.allows(c) {
			if s != main {
				c.reader.choose(d, s)
			}
			return
		}
	}
	g.lookUp(c, main)
}

// allows reports whether a street that was looked up lies where the areas in the
// text allow it.
func (g *Geocoder) allows(c *call) bool {
	const enough = 0.05
	for _, s := range c.streets {
		points, first := g.gaz.PointsOf(s.id)
		for i := range points {
			if atom := g.sides[first+i].own; atom >= 0 && c.allowed[atom] > enough {
				return true
			}
		}
		for _, l := range g.lineAtoms[s.id] {
			if c.allowed[l.atom] > enough {
				return true
			}
		}
	}
	return false
}

// lookUp collects the streets that a piece of text may mean: the one that is written;
// where nobody knows where that is, others that are written alike, or that are
// numbered in the same row (Bàu Cát 2 for Bàu Cát 3).
func (g *Geocoder) lookUp(c *call, s *segment) {
	c.streets = c.streets[:0]
	if s.street >= 0 {
		q := float32(1)
		if s.shortened {
			q = g.model.fuzzy
		}
		c.streets = append(c.streets, namedStreet{s.street, q})
		if g.gaz.Known(s.street) {
			return
		}
	}
	for _, from := range []int32{s.from, s.core} {
		if g.lookUpAlike(c, s, from) || s.from == s.core {
			return
		}
	}
}

// lookUpAlike adds the streets that are written like the text from a token on. It
// reports whether that is enough.
func (g *Geocoder) lookUpAlike(c *call, s *segment, from int32) bool {
	r := &c.reader
	r.key, r.toned = gazetteer.AppendStreetKey(r.key[:0], r.toned[:0], r.Tokens[from:s.to])
	if id, ok := g.gaz.Find(r.key); ok && g.gaz.Known(id) { // a hamlet
		c.streets = append(c.streets, namedStreet{id, 1})
		return true
	}
	if s.kind == kindHamlet {
		return false // khu phố 3 is not like khu phố 2
	}
	c.similar = g.gaz.Similar(string(r.key), c.similar[:0])
	for _, id := range c.similar {
		if g.gaz.Known(id) {
			c.streets = append(c.streets, namedStreet{id, g.model.fuzzy})
		}
	}
	if len(c.streets) > 0 && g.allows(c) {
		return true
	}
	for _, id := range g.gaz.Row(r.key) {
		c.streets = append(c.streets, namedStreet{id, g.model.row})
	}
	return false
}

// findPlaces looks up the places that a segment names.
func (r *reader) findPlaces(gaz *gazetteer.Gazetteer, s *segment) []gazetteer.PlaceHit {
	r.key = r.key[:0]
	for i := s.core; i < s.to; i++ {
		r.key = vntext.AppendKey(r.key, &r.Tokens[i])
	}
	return gaz.FindPlaces(r.key)
}

// wardNames uses that many streets of the outskirts are called after their ward, and
// numbered: Xuân Thới Thượng 24, TCH 10.
func (g *Geocoder) wardNames(c *call, d *reading) {
	r, s := &c.reader, d.street
	if s == nil {
		return
	}
	key := r.key[:0]
	numbered := false
	for i := s.core; i < s.to && !numbered; i++ {
		if numbered = r.Tokens[i].Kind == vntext.Number; !numbered {
			key = vntext.AppendKey(key, &r.Tokens[i])
		}
	}
	r.key = key
	if len(key) < 2 || !numbered {
		return
	}
	clear(c.boosted)
	for _, n := range g.names.byKey[string(key)] {
		if n.class&classFine == 0 {
			continue
		}
		for _, part := range g.atoms.of[n.id] {
			c.boosted[part.atom] = true
		}
	}
	for atom := range c.boosted {
		c.area.mass[atom] *= g.model.wardName
	}
}
