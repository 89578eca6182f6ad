package area

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong/geo"
)

// metresPerDegree is the length of a degree of latitude.
var metresPerDegree = geo.Point{}.DistanceM(geo.Point{Lat: 1})

// Near reports whether the area covers the point or its border lies within so
// many metres of it. It is false for an ID that the atlas does not have.
//
// It measures on a plane that touches the earth at the point: good to one part
// in a thousand for the few hundred metres that outlines are off.
func (a *Atlas) Near(id int32, p geo.Point, withinM float64) bool {
	i, ok := a.byID[id]
	if !ok {
		return false
	}
	if a.outlines[i].covers(p.Lon, p.Lat) {
		return true
	}
	plane := touching(p)
	b := a.outlines[i].bound
	if x, y := plane.at(clamp(b, p)); x*x+y*y > withinM*withinM {
		return false // even the box around it is farther away
	}
	for _, polygon := range a.units[i].Outline {
		for _, ring := range polygon {
			if plane.near(ring, withinM) {
				return true
			}
		}
	}
	return false
}

// clamp is the point of a box that is nearest to p.
func clamp(b orb.Bound, p geo.Point) orb.Point {
	return orb.Point{min(max(p.Lon, b.Min[0]), b.Max[0]), min(max(p.Lat, b.Min[1]), b.Max[1])}
}

// plane measures in metres from its origin.
type plane struct{ origin, scale orb.Point }

func touching(p geo.Point) plane {
	return plane{
		origin: orb.Point{p.Lon, p.Lat},
		scale:  orb.Point{metresPerDegree * math.Cos(p.Lat*math.Pi/180), metresPerDegree},
	}
}

func (q plane) at(p orb.Point) (x, y float64) {
	return (p[0] - q.origin[0]) * q.scale[0], (p[1] - q.origin[1]) * q.scale[1]
}

// near reports whether a side of the ring comes within so many metres of the origin.
func (q plane) near(ring orb.Ring, withinM float64) bool {
	for i := 1; i < len(ring); i++ {
		ax, ay := q.at(ring[i-1])
		bx, by := q.at(ring[i])
		if squaredToOrigin(ax, ay, bx, by) <= withinM*withinM {
			return true
		}
	}
	return false
}

// squaredToOrigin is the squared distance from the origin to the line from a to b.
func squaredToOrigin(ax, ay, bx, by float64) float64 {
	dx, dy := bx-ax, by-ay
	t := 0.0
	if length := dx*dx + dy*dy; length > 0 {
		t = min(max(-(ax*dx+ay*dy)/length, 0), 1)
	}
	x, y := ax+t*dx, ay+t*dy
	return x*x + y*y
}
