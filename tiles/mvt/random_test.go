package mvt_test

import (
	"math/rand/v2"
	"slices"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong/tiles/mvt"
)

// ring makes a ring of x, y, x, y …
func ring(xy ...int32) []mvt.Point {
	r := make([]mvt.Point, len(xy)/2)
	for i := range r {
		r[i] = mvt.Point{X: xy[2*i], Y: xy[2*i+1]}
	}
	return r
}

// randomPoints are within ±spread; a small spread makes many of them repeat.
func randomPoints(rng *rand.Rand, n, spread int) []mvt.Point {
	p := make([]mvt.Point, n)
	for i := range p {
		p[i] = mvt.Point{X: int32(rng.IntN(2*spread+1) - spread), Y: int32(rng.IntN(2*spread+1) - spread)}
	}
	return p
}

func randomRings(rng *rand.Rand) [][]mvt.Point {
	rings := make([][]mvt.Point, 1+rng.IntN(3))
	for i := range rings {
		rings[i] = randomPoints(rng, rng.IntN(9), []int{1, 30, 5000}[rng.IntN(3)])
		if len(rings[i]) > 0 && rng.IntN(2) == 0 {
			rings[i] = append(rings[i], rings[i][0])
		}
	}
	return rings
}

func pointGeometry(points []mvt.Point) orb.Geometry {
	if len(points) == 1 {
		return orb.Point{float64(points[0].X), float64(points[0].Y)}
	}
	mp := make(orb.MultiPoint, len(points))
	for i, p := range points {
		mp[i] = orb.Point{float64(p.X), float64(p.Y)}
	}
	return mp
}

// expectedGeometry is the rule of the encoder written once more, on orb's
// types: drop repeated points, close, drop what has no area, wind, and leave
// out the polygons whose outer ring is gone.
func expectedGeometry(polygons [][][]mvt.Point) orb.Geometry {
	var mp orb.MultiPolygon
	for _, rings := range polygons {
		var p orb.Polygon
		for i, r := range rings {
			if e := expectedRing(r, i == 0); e != nil {
				p = append(p, e)
			} else if i == 0 {
				break
			}
		}
		if len(p) > 0 {
			mp = append(mp, p)
		}
	}
	switch len(mp) {
	case 0:
		return nil
	case 1:
		return mp[0]
	default:
		return mp
	}
}

func expectedRing(points []mvt.Point, outer bool) orb.Ring {
	var r orb.Ring
	for _, p := range slices.Compact(slices.Clone(points)) {
		r = append(r, orb.Point{float64(p.X), float64(p.Y)})
	}
	if len(r) > 0 && r[0] != r[len(r)-1] {
		r = append(r, r[0])
	}
	if len(r) < 4 {
		return nil
	}
	switch r.Orientation() {
	case 0:
		return nil
	case orb.CCW:
		if !outer {
			r.Reverse()
		}
	default:
		if outer {
			r.Reverse()
		}
	}
	return r
}
