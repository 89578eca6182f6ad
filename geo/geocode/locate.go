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
	radiusM float64
}

// neighbour is a known number near the one that is asked for.
type neighbour struct {
	p    *gazetteer.Point
	at   geo.Point
	gap  int32
	seen bool
}

// clusterM is how far apart points of one street may be; farther ones belong to
// another street of the same name.
const clusterM = 1500

// locate estimates the point of a house number on a street, within an area.
func (g *Geocoder) locate(c *call, d *reading, set int, ward int32) (located, bool) {
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
		if at, ok := g.sameNumber(points, number, centre); ok {
			return at, true
		}
		if at, ok := g.between(points, number, centre); ok {
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

// sameNumber averages the points of the same number, or of its alley.
func (g *Geocoder) sameNumber(points []gazetteer.Point, number gazetteer.Number, centre geo.Point) (located, bool) {
	var exact, alley mean
	for i := range points {
		p := &points[i]
		if p.Head != number.Head || p.Series != number.Series || p.Depth == 0 {
			continue
		}
		at := p.At()
		if centre.DistanceM(at) > clusterM {
			continue
		}
		w := float64(p.Weight) / 255
		if p.Exact != 0 && p.Exact == number.Exact {
			exact.add(at, w)
			continue
		}
		if number.Second != 0 && p.Second != 0 {
			d := float64(abs(number.Second - p.Second))
			w *= 1 + 20*10/(10+d)
		}
		if (number.Depth > 1) != (p.Depth > 1) {
			w *= 0.5
		}
		alley.add(at, w)
	}
	switch {
	case exact.weight > 0:
		return located{exact.point(), diemnong.QualityPoint, 60}, true
	case alley.weight > 0:
		return located{alley.point(), diemnong.QualityPoint, 150}, true
	}
	return located{}, false
}

// mean is a weighted mean of places.
type mean struct{ lon, lat, weight float64 }

func (m *mean) add(p geo.Point, w float64) {
	m.lon, m.lat, m.weight = m.lon+w*p.Lon, m.lat+w*p.Lat, m.weight+w
}

func (m *mean) point() geo.Point { return geo.Point{Lon: m.lon / m.weight, Lat: m.lat / m.weight} }

// between interpolates between the nearest known numbers below and above, on the
// same side of the street where that is known.
func (g *Geocoder) between(points []gazetteer.Point, number gazetteer.Number, centre geo.Point) (located, bool) {
	var below, above neighbour
	for i := range points {
		p := &points[i]
		if p.Series != number.Series || p.Depth == 0 || p.Head == number.Head {
			continue
		}
		at := p.At()
		if centre.DistanceM(at) > clusterM {
			continue
		}
		gap := abs(p.Head - number.Head)
		if (p.Head^number.Head)&1 != 0 {
			gap = gap*3/2 + 4
		}
		if p.Depth > 1 {
			gap = gap*5/4 + 2
		}
		side := &below
		if p.Head > number.Head {
			side = &above
		}
		if !side.seen || gap < side.gap {
			*side = neighbour{p, at, gap, true}
		}
	}
	switch {
	case below.seen && above.seen:
		return interpolate(number.Head, &below, &above), true
	case below.seen:
		return beside(&below), true
	case above.seen:
		return beside(&above), true
	}
	return located{}, false
}

func interpolate(head int32, below, above *neighbour) located {
	t := float64(head-below.p.Head) / float64(above.p.Head-below.p.Head)
	apart := below.at.DistanceM(above.at)
	at := geo.Point{
		Lon: below.at.Lon + t*(above.at.Lon-below.at.Lon), Lat: below.at.Lat + t*(above.at.Lat-below.at.Lat),
	}
	nearest := apart * min(t, 1-t)
	return place(at, 60+1.2*nearest)
}

func beside(n *neighbour) located { return place(n.at, 60+6*float64(n.gap)) }

// pointRadiusM is the largest radius that is still called a point.
const pointRadiusM = 250

func place(at geo.Point, radiusM float64) located {
	if radiusM <= pointRadiusM {
		return located{at, diemnong.QualityPoint, radiusM}
	}
	return located{at, diemnong.QualityStreet, radiusM}
}

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
		return located{centre, diemnong.QualityStreet, clusterM / 2}
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
	return located{near, diemnong.QualityStreet, max(100, far)}
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
	return located{near, diemnong.QualityStreet, max(80, far)}, true
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

// betweenSame is [Geocoder.between] for numbers of the same side only.
func (g *Geocoder) betweenSame(points []gazetteer.Point, number gazetteer.Number, centre geo.Point) (located, bool) {
	var below, above neighbour
	for i := range points {
		p := &points[i]
		if p.Series != number.Series || p.Depth == 0 || p.Head == number.Head || (p.Head^number.Head)&1 != 0 || centre.DistanceM(p.At()) > clusterM {
			continue
		}
		gap := abs(p.Head - number.Head)
		side := &below
		if p.Head > number.Head {
			side = &above
		}
		if !side.seen || gap < side.gap {
			*side = neighbour{p, p.At(), gap, true}
		}
	}
	if below.seen && above.seen {
		return interpolate(number.Head, &below, &above), true
	}
	return located{}, false
}
