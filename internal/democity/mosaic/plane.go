package mosaic

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong/geo"
)

// Kilometres per degree on the sphere of the WGS 84 mean radius, and the
// parallel at which the plane is true. Within the two degrees of a city the
// distances are right to half a percent, which approximate outlines need not know.
const (
	kmPerDegree  = 111.195
	trueParallel = 10.75
)

// flat puts a point on a plane in kilometres.
func flat(p geo.Point) orb.Point {
	return orb.Point{p.Lon * kmPerDegree * math.Cos(trueParallel*math.Pi/180), p.Lat * kmPerDegree}
}

// degrees is the way back from flat.
func degrees(p orb.Point) orb.Point {
	return orb.Point{p[0] / (kmPerDegree * math.Cos(trueParallel*math.Pi/180)), p[1] / kmPerDegree}
}

// wave bends the plane along one direction: what lies at phase θ of the wave
// is moved by amplitude·sin θ along (dx, dy).
type wave struct{ kx, ky, phase, dx, dy float64 }

// waves make borders wind like rivers and roads do. Their lengths (18 to 3 km)
// and amplitudes (0.8 to 0.1 km) are chosen so that the slopes add up to less
// than one: the bent plane never folds, so what is in one piece on it is in
// one piece on the ground.
var waves = [...]wave{
	{0.31, 0.16, 0.4, 0.55, -0.60},
	{-0.12, 0.37, 2.1, -0.70, 0.20},
	{0.85, -0.33, 1.2, 0.12, 0.22},
	{0.41, 0.92, 5.0, -0.21, 0.09},
	{1.90, 0.80, 3.3, 0.03, -0.07},
	{-0.70, 2.10, 0.9, 0.07, 0.02},
}

// bend moves a point of the plane with the waves.
func bend(p orb.Point) orb.Point {
	out := p
	for _, w := range waves {
		s := math.Sin(w.kx*p[0] + w.ky*p[1] + w.phase)
		out[0] += s * w.dx
		out[1] += s * w.dy
	}
	return out
}

func distance(a, b orb.Point) float64 { return math.Hypot(a[0]-b[0], a[1]-b[1]) }
