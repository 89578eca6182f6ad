package area

import "github.com/paulmach/orb"

// outline is a multipolygon prepared for the question whether it covers a
// point. A grid over its box knows, for each cell and each ring, the edges near
// the cell, which must be asked, and what the edges to the right of the cell
// add to the winding number, which follows from their ends alone. Edges to the
// left add nothing.
type outline struct {
	bound      orb.Bound
	sides      int // edges of all rings
	cols, rows scale
	cells      []int32 // of a cell, row by row: its first part
	parts      []part
	near       []edge
	turns      []turn
}

// edge is one side of a ring, in the ring's direction.
type edge struct{ ax, ay, bx, by float64 }

// part is what a cell knows of one ring. A ring without a part in a cell lies
// elsewhere. The parts of holes follow that of the outer ring. Cells that no
// edge is near to share their parts.
type part struct {
	near, turns          int32 // where they begin
	nearCount, turnCount int32
	winding              int32 // of the edges to the right, at the lower end of the cell's row
	hole, last           bool  // last: the cell has no more parts
}

// turn is a latitude from which on the winding number differs.
type turn struct {
	lat float64
	by  int32
}

// rest is where a point lies relative to a ring.
type rest int8

const (
	outside rest = iota
	border
	inside
)

// covers reports whether the outline covers the point: it lies inside a
// polygon, or on its border. The order of the questions is PostGIS's own
// (point_in_multipolygon): a polygon whose outer ring does not hold the point is
// left at once, and of its holes the first one that touches the point decides.
func (o *outline) covers(x, y float64) bool {
	if !(x >= o.bound.Min[0] && x <= o.bound.Max[0] && y >= o.bound.Min[1] && y <= o.bound.Max[1]) {
		return false
	}
	cell := o.rows.of(y)*o.cols.n + o.cols.of(x)
	held := false // by the polygon at hand
	for i := o.cells[cell]; ; i++ {
		p := &o.parts[i]
		if !p.hole && held {
			return true // by the polygon before: none of its holes has the point
		}
		if !p.hole || held {
			switch o.relate(p, x, y) {
			case border:
				return true
			case inside:
				held = !p.hole
			case outside:
				held = p.hole
			}
		}
		if p.last {
			return held
		}
	}
}

// relate says where a point of the cell lies relative to the ring of a part.
//
// It is the winding number by the expression that PostGIS evaluates, rounding
// included; the explicit conversions keep a compiler from fusing product and
// sum, which would round differently. Exact arithmetic could disagree about
// points within about 1e-14 degrees of an edge, and there we want the answer
// that ST_Covers gives.
func (o *outline) relate(p *part, x, y float64) rest {
	winding := p.winding
	for _, t := range o.turns[p.turns:][:p.turnCount] {
		if t.lat <= y {
			winding += t.by
		}
	}
	near := o.near[p.near:][:p.nearCount]
	for i := range near {
		e := &near[i]
		if (y < e.ay && y < e.by) || (y > e.ay && y > e.by) {
			continue
		}
		side := float64((e.bx-e.ax)*(y-e.ay)) - float64((x-e.ax)*(e.by-e.ay))
		if side == 0 && min(e.ax, e.bx) <= x && x <= max(e.ax, e.bx) {
			return border
		}
		if e.ay <= y && y < e.by && side > 0 {
			winding++
		} else if e.by <= y && y < e.ay && side < 0 {
			winding--
		}
	}
	if winding == 0 {
		return outside
	}
	return inside
}
