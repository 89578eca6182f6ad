package tiles

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"

	"github.com/diemnong/diemnong/tiles/mvt"
)

// areaLimit is where areas are cut: at the tile's buffer.
var areaLimit = orb.Bound{Min: orb.Point{-Buffer, -Buffer}, Max: orb.Point{mvt.Extent + Buffer, mvt.Extent + Buffer}}

// quantiser turns rings of the world into rings of a tile. Each point moves to
// the nearest point of the tile's grid by itself, so a point that two areas
// share stays shared; then only points go that change no line. Simplifying
// each ring by itself would open slivers between neighbours.
//
// Its memory is used again from ring to ring: what it returns is valid until
// the next call of reset.
type quantiser struct {
	window window
	ring   orb.Ring    // the ring at hand
	points []mvt.Point // of all rings since reset
}

func (q *quantiser) reset() { q.points = q.points[:0] }

// polygon gives the parts of a polygon's rings that lie in the tile and its
// buffer. It is empty when nothing of the outer ring is left on the grid.
func (q *quantiser) polygon(rings []orb.Ring) [][]mvt.Point {
	var out [][]mvt.Point
	for i, r := range rings {
		p := q.quantise(r)
		if mvt.HasArea(p) {
			out = append(out, p)
		} else if i == 0 {
			return nil
		}
	}
	return out
}

// quantise gives the part of one ring.
func (q *quantiser) quantise(r orb.Ring) []mvt.Point {
	q.ring = q.ring[:0]
	for _, p := range r {
		q.ring = appendStraight(q.ring, q.window.round(p))
	}
	if len(q.ring) < 4 { // a closed triangle is the least that has area
		return nil
	}
	ring := q.ring
	if bound := ring.Bound(); !areaLimit.Contains(bound.Min) || !areaLimit.Contains(bound.Max) {
		if !areaLimit.Intersects(bound) {
			return nil
		}
		ring = clip.Ring(areaLimit, ring)
	}
	from := len(q.points)
	for _, p := range ring {
		q.points = append(q.points, mvt.Point{X: int32(math.Round(p[0])), Y: int32(math.Round(p[1]))})
	}
	return q.points[from:len(q.points):len(q.points)]
}

// appendStraight appends a point to a line of whole coordinates and takes out
// the point before it when that repeats it or lies on the straight way to it.
func appendStraight(line orb.Ring, p orb.Point) orb.Ring {
	n := len(line)
	if n > 0 && line[n-1] == p {
		return line
	}
	if n > 1 {
		a, b := line[n-2], line[n-1]
		if (b[0]-a[0])*(p[1]-b[1]) == (b[1]-a[1])*(p[0]-b[0]) {
			line[n-1] = p
			if a == p { // there and back again
				return line[:n-1]
			}
			return line
		}
	}
	return append(line, p)
}
