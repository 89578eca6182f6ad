package geocode

import (
	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// spot is a place of its own: where two streets meet, or a named place.
type spot struct {
	at      geo.Point
	atom    int32
	radiusM float64
	quality diemnong.Quality
}

// Sizes for finding where streets meet, in degrees and metres.
const (
	meetCell   = 0.0004 // about 45 m
	nearCell   = 0.0012 // of streets of which only addresses are known
	meetStepM  = 25
	meetRadius = 100.0
	nearRadius = 500.0
	spotsApart = 300.0 // crossings that are nearer to each other are one
	maxSpots   = 16
)

// crossings finds where two streets meet, within the areas that the text allows.
func (g *Geocoder) crossings(c *call, a, b []namedStreet) []spot {
	if spots := g.meeting(c, a, b, meetCell, meetRadius, diemnong.QualityPoint, g.trace); len(spots) > 0 {
		return spots
	}
	return g.meeting(c, a, b, nearCell, nearRadius, diemnong.QualityStreet, g.known)
}

// cellKey is a cell of a grid over the city.
type cellKey struct{ x, y int32 }

func keyOf(p geo.Point, size float64) cellKey {
	return cellKey{int32(p.Lon / size), int32(p.Lat / size)}
}

// meeting finds places of one street that share a cell, or neighbouring cells, with
// places of the other.
func (g *Geocoder) meeting(c *call, a, b []namedStreet, size, radiusM float64, quality diemnong.Quality, places func(gazetteer.NameID, func(geo.Point))) []spot {
	cells := map[cellKey]geo.Point{}
	for _, s := range b {
		places(s.id, func(p geo.Point) { cells[keyOf(p, size)] = p })
	}
	if len(cells) == 0 {
		return nil
	}
	var spots []spot
	loc := locator{atoms: g.atoms, atlas: g.atlas}
	for _, s := range a {
		places(s.id, func(p geo.Point) {
			q, ok := neighbourOf(cells, p, size)
			if !ok || len(spots) == maxSpots {
				return
			}
			at := geo.Point{Lon: (p.Lon + q.Lon) / 2, Lat: (p.Lat + q.Lat) / 2}
			for i := range spots {
				if spots[i].at.DistanceM(at) < spotsApart {
					return
				}
			}
			if atom := loc.atom(at); atom >= 0 && c.allowed[atom] > 1e-3 {
				spots = append(spots, spot{at, atom, radiusM, quality})
			}
		})
	}
	return spots
}

// neighbourOf finds a place in the cell of a point or in one beside it.
func neighbourOf(cells map[cellKey]geo.Point, p geo.Point, size float64) (geo.Point, bool) {
	k := keyOf(p, size)
	if q, ok := cells[k]; ok {
		return q, true
	}
	for dx := int32(-1); dx <= 1; dx++ {
		for dy := int32(-1); dy <= 1; dy++ {
			if q, ok := cells[cellKey{k.x + dx, k.y + dy}]; ok {
				return q, true
			}
		}
	}
	return geo.Point{}, false
}

// trace visits places along the lines of a street.
func (g *Geocoder) trace(id gazetteer.NameID, visit func(geo.Point)) {
	g.gaz.Walk(id, meetStepM, func(p geo.Point, _ float64) { visit(p) })
}

// known visits lines and address points of a street.
func (g *Geocoder) known(id gazetteer.NameID, visit func(geo.Point)) {
	g.trace(id, visit)
	points, _ := g.gaz.PointsOf(id)
	for i := range points[:min(len(points), maxPoints)] {
		visit(points[i].At())
	}
}

// spots collects the places of their own that the text names: where its two streets
// meet, else places of the gazetteer.
func (g *Geocoder) spots(c *call, d *reading) {
	c.spots = c.spots[:0]
	if d.crossing {
		g.lookUp(c, d.streets[1])
		other := append([]namedStreet(nil), c.streets...)
		g.lookUp(c, d.streets[0])
		c.spots = append(c.spots, g.crossings(c, c.streets, other)...)
	}
	if len(c.spots) > 0 || d.number.Depth > 0 && len(c.streets) > 0 {
		return
	}
	loc := locator{atoms: g.atoms, atlas: g.atlas}
	for _, s := range d.places {
		if !s.placeKnown {
			continue
		}
		for _, h := range c.reader.findPlaces(g.gaz, s) {
			if atom := loc.atom(h.Point); atom >= 0 && c.allowed[atom] > 1e-3 && len(c.spots) < maxSpots {
				c.spots = append(c.spots, spot{h.Point, atom, max(h.RadiusM, 80), diemnong.QualityPoint})
			}
		}
		if len(c.spots) > 0 {
			return
		}
	}
}

// spotEvidence turns the area evidence into the posterior of being at one of the
// spots. It reports whether there are any.
func (g *Geocoder) spotEvidence(c *call) bool {
	if len(c.spots) == 0 {
		return false
	}
	c.near.reset(g.atoms.len(), 0)
	for _, s := range c.spots {
		c.near.add(s.atom, c.allowed[s.atom])
	}
	unknown := g.model.unknown
	for i := range c.area.mass {
		c.area.mass[i] = unknown*part(c.area.mass[i], c.area.total) + (1-unknown)*part(c.near.mass[i], c.near.total)
	}
	return true
}

// spotIn is the likeliest spot in an area of a set.
func (g *Geocoder) spotIn(c *call, set int, ward int32) (spot, bool) {
	best, ok := spot{}, false
	for _, s := range c.spots {
		if g.atoms.areas[int(s.atom)*g.atoms.sets+set-1] == ward && (!ok || c.allowed[s.atom] > c.allowed[best.atom]) {
			best, ok = s, true
		}
	}
	return best, ok
}
