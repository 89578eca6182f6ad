package mosaic

import (
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// assemble makes polygons of rings that do not cross: counter-clockwise ones
// are outlines, the others holes of the outline around them.
func assemble(rings []orb.Ring) orb.MultiPolygon {
	var out orb.MultiPolygon
	for _, r := range rings {
		if r.Orientation() == orb.CCW {
			out = append(out, orb.Polygon{r})
		}
	}
	slices.SortStableFunc(out, func(a, b orb.Polygon) int {
		if planar.Area(a) > planar.Area(b) {
			return -1
		}
		return 1
	})
	for _, r := range rings {
		if r.Orientation() == orb.CCW {
			continue
		}
		// Pieces of one label do not nest deeper than one hole, and outlines
		// come large to small: the last that holds the hole is the nearest.
		for i := len(out) - 1; i >= 0; i-- {
			if planar.RingContains(out[i][0], r[0]) {
				out[i] = append(out[i], r)
				break
			}
		}
	}
	return out
}

// Overlap is the area that an outline shares with a convex counter-clockwise
// ring, in square degrees.
func Overlap(outline orb.MultiPolygon, convex orb.Ring) float64 {
	sum := 0.0
	for _, polygon := range outline {
		for _, ring := range polygon { // holes run clockwise: their area is negative
			sum += signedArea(clip(ring, convex))
		}
	}
	return sum
}

// clip cuts a ring to a convex one, side by side (Sutherland and Hodgman,
// Reentrant polygon clipping, 1974). Where that leaves several pieces they are
// joined by lines along the border, which have no area.
func clip(ring, convex orb.Ring) orb.Ring {
	out := slices.Clone(ring[:len(ring)-1])
	for i := 0; i+1 < len(convex) && len(out) > 0; i++ {
		out = clipSide(out, convex[i], convex[i+1])
	}
	return out
}

// clipSide keeps what lies on the left of the line from a to b; the ring is not closed.
func clipSide(ring orb.Ring, a, b orb.Point) orb.Ring {
	out := make(orb.Ring, 0, len(ring)+4)
	previous := ring[len(ring)-1]
	before := leftOf(a, b, previous)
	for _, p := range ring {
		now := leftOf(a, b, p)
		if (before < 0) != (now < 0) {
			t := before / (before - now)
			out = append(out, orb.Point{previous[0] + t*(p[0]-previous[0]), previous[1] + t*(p[1]-previous[1])})
		}
		if now >= 0 {
			out = append(out, p)
		}
		previous, before = p, now
	}
	return out
}

// leftOf is positive where p lies on the left of the line from a to b.
func leftOf(a, b, p orb.Point) float64 {
	return (b[0]-a[0])*(p[1]-a[1]) - (b[1]-a[1])*(p[0]-a[0])
}

// signedArea is positive for a counter-clockwise ring; the ring is not closed.
func signedArea(r orb.Ring) float64 {
	sum := 0.0
	for i, p := range r {
		q, o := r[(i+1)%len(r)], r[0]
		sum += (p[0]-o[0])*(q[1]-o[1]) - (q[0]-o[0])*(p[1]-o[1]) // about r[0]: less cancellation
	}
	return sum / 2
}
