package geocode

import (
	"math"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// located is where on its street a house is.
type located struct {
	point   geo.Point
	quality diemnong.Quality
	radiusM float64 // of nine in ten
	spreadM float64 // how far apart what is known about it lies
}

// clusterM is how far apart points of one street may be; farther ones belong to
// another street of the same name.
const clusterM = 1500

// locate estimates the point of a house number on a street, within an area.
func (g *Geocoder) locate(c *call, d *reading, set int, ward int32) (located, bool) {
	if s, ok := g.spotIn(c, set, ward); ok {
		return located{s.at, s.quality, s.radiusM, s.radiusM}, true
	}
	if len(c.spots) > 0 {
		return located{}, false
	}
	for _, s := range c.streets {
		if at, ok := g.locateOn(c, s.id, d.number, set, ward); ok {
			return at, true
		}
	}
	return located{}, false
}

func (g *Geocoder) locateOn(c *call, id gazetteer.NameID, number gazetteer.Number, set int, ward int32) (located, bool) {
	points, first := g.gaz.PointsOf(id)
	points, first = window(points, first, number)
	anchor, best := -1, float32(0)
	for i := range points {
		atom := g.sides[first+i].own
		if atom < 0 {
			continue
		}
		w := g.nearness(&points[i], number) * g.belief(c, atom, set, ward)
		if number.Depth == 0 || points[i].Depth == 0 {
			w *= 0.01
		}
		if w > best {
			anchor, best = i, w
		}
	}
	if anchor < 0 {
		return g.alongLines(c, id, set, ward)
	}
	centre := points[anchor].At()
	if number.Depth > 0 {
		if at, ok := fitNumber(points, number, centre, false); ok {
			return at, true
		}
	}
	return g.someWhere(c, points, first, centre, set, ward), true
}

// belief is how likely an atom is, with preference for the ward that is asked for.
func (g *Geocoder) belief(c *call, atom int32, set int, ward int32) float32 {
	w := c.allowed[atom]
	if g.atoms.areas[int(atom)*g.atoms.sets+set-1] != ward {
		w *= 0.02
	}
	return w
}

// mean is a weighted mean of places.
type mean struct{ lon, lat, weight float64 }

func (m *mean) add(p geo.Point, w float64) {
	m.lon, m.lat, m.weight = m.lon+w*p.Lon, m.lat+w*p.Lat, m.weight+w
}

func (m *mean) point() geo.Point { return geo.Point{Lon: m.lon / m.weight, Lat: m.lat / m.weight} }

// someWhere is the middle of what is known of a street in a ward.
func (g *Geocoder) someWhere(c *call, points []gazetteer.Point, first int, centre geo.Point, set int, ward int32) located {
	var m mean
	for i := range points {
		if atom := g.sides[first+i].own; atom >= 0 && g.atoms.areas[int(atom)*g.atoms.sets+set-1] == ward {
			if at := points[i].At(); centre.DistanceM(at) < clusterM {
				m.add(at, float64(points[i].Weight))
			}
		}
	}
	if m.weight == 0 {
		return located{centre, diemnong.QualityStreet, clusterM, clusterM / 2}
	}
	middle := m.point()
	near, far := centre, 0.0
	nearest := math.Inf(1)
	for i := range points {
		at := points[i].At()
		if centre.DistanceM(at) >= clusterM {
			continue
		}
		d := middle.DistanceM(at)
		far = max(far, d)
		if d < nearest {
			near, nearest = at, d
		}
	}
	return alongStreet(near, max(100, far))
}

// alongLines is the middle of the street's lines in a ward.
func (g *Geocoder) alongLines(c *call, id gazetteer.NameID, set int, ward int32) (located, bool) {
	loc := locator{atoms: g.atoms, atlas: g.atlas}
	var all []geo.Point
	var m mean
	g.gaz.Walk(id, lineStepM, func(p geo.Point, lengthM float64) {
		atom := loc.atom(p)
		if atom < 0 || g.atoms.areas[int(atom)*g.atoms.sets+set-1] != ward || c.area.mass[atom] < 1e-4 {
			return
		}
		all = append(all, p)
		m.add(p, lengthM)
	})
	if len(all) == 0 {
		return located{}, false
	}
	middle := m.point()
	near, far := all[0], 0.0
	for _, p := range all {
		if d := middle.DistanceM(p); d < middle.DistanceM(near) {
			near = p
		}
		far = max(far, middle.DistanceM(p))
	}
	return alongStreet(near, max(80, far)), true
}

// radiusOf is the radius in metres of a circle as large as the area, or of one
// around its box where its size is unknown.
func radiusOf(u *area.Unit) float64 {
	if u.AreaKM2 > 0 {
		return 1000 * math.Sqrt(u.AreaKM2/math.Pi)
	}
	b := u.Bounds
	return geo.Point{Lon: b.West, Lat: b.South}.DistanceM(geo.Point{Lon: b.East, Lat: b.North}) / 2
}

// alongStreet is a place somewhere on a street that is known so far about it. What is
// known of most streets is half of them.
func alongStreet(at geo.Point, farM float64) located {
	return located{at, diemnong.QualityStreet, 2 * farM, farM}
}
