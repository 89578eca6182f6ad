package area

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
)

// An outline's grid has about cellsPerEdge cells for each edge, but so few that
// edges that run through many cells do not exceed nearPerEdge mentions each.
// 2 is where more cells stop making BenchmarkLocate faster.
const (
	cellsPerEdge = 2
	nearPerEdge  = 12
)

// clearance is how far, in degrees, an edge must keep from a cell to count as
// lying to its left or right (0.1 mm). It must only exceed the rounding error
// in relate, which is below 1e-12 anywhere on the globe.
const clearance = 1e-9

// side is an edge and the ring that it is part of.
type side struct {
	edge
	ring int
	hole bool
}

// span is the columns of one row that an edge is near to, ends included.
type span struct {
	edge
	west, east int
}

// newOutline prepares a multipolygon. It refuses rings that are not closed,
// and coordinates that are not on the globe.
func newOutline(mp orb.MultiPolygon) (*outline, error) {
	var sides []side
	rings := 0
	for _, polygon := range mp {
		for r, ring := range polygon {
			if err := checkRing(ring); err != nil {
				return nil, err
			}
			for i := 1; i < len(ring); i++ {
				if a, b := ring[i-1], ring[i]; a != b { // PostGIS skips edges without length too
					sides = append(sides, side{edge{a[0], a[1], b[0], b[1]}, rings, r > 0})
				}
			}
			rings++
		}
	}
	if len(sides) == 0 {
		return nil, diemnong.Errorf(diemnong.Invalid, "The outline is empty.")
	}
	o := &outline{bound: mp.Bound(), sides: len(sides)}
	o.layOut(sides)
	return o, nil
}

func checkRing(ring orb.Ring) error {
	if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
		return diemnong.Errorf(diemnong.Invalid, "A ring is not closed or has fewer than four positions.")
	}
	for _, p := range ring {
		if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) { // NaN is refused too
			return diemnong.Errorf(diemnong.Invalid, "The position %v is not a longitude and latitude.", p)
		}
	}
	return nil
}

// layOut chooses the grid and fills it row by row.
func (o *outline) layOut(sides []side) {
	for cells := cellsPerEdge * len(sides); ; cells /= 4 {
		o.cols, o.rows = squares(o.bound, max(cells, 1))
		if cells <= 1 || o.mentions(sides) <= nearPerEdge*len(sides) {
			break
		}
	}
	byRow := make([][]side, o.rows.n)
	for _, s := range sides {
		lo, hi := s.rows(o.rows)
		for row := lo; row <= hi; row++ {
			byRow[row] = append(byRow[row], s)
		}
	}
	l := layer{outline: o, drafts: make([][]draftPart, o.cols.n), plain: make(map[int32]int32)}
	for row, sides := range byRow {
		for from, to := 0, 0; from < len(sides); from = to {
			for to = from; to < len(sides) && sides[to].ring == sides[from].ring; to++ {
			}
			l.ring(row, sides[from:to])
		}
		l.flush()
	}
	o.parts = slices.Clip(o.parts)
	o.near, o.turns = slices.Clip(o.near), slices.Clip(o.turns)
}

// squares divides a box into about so many cells that are as high as wide, in degrees.
func squares(b orb.Bound, cells int) (cols, rows scale) {
	w, h := b.Max[0]-b.Min[0], b.Max[1]-b.Min[1]
	n := min(max(int(math.Sqrt(float64(cells)*w/h)), 1), cells) // also where w or h is 0
	return newScale(b.Min[0], b.Max[0], n), newScale(b.Min[1], b.Max[1], max(cells/n, 1))
}

// mentions counts the cells that edges are near to, each edge for itself.
func (o *outline) mentions(sides []side) int {
	n := 0
	for _, s := range sides {
		lo, hi := s.rows(o.rows)
		for row := lo; row <= hi; row++ {
			at := s.span(o.cols, o.rows, row)
			n += at.east - at.west + 1
		}
	}
	return n
}

// rows gives the rows that an edge is near to, ends included.
func (e edge) rows(rows scale) (lo, hi int) {
	return rows.span(min(e.ay, e.by)-clearance, max(e.ay, e.by)+clearance)
}

// span gives the columns of a row that an edge is near to.
func (e edge) span(cols, rows scale, row int) span {
	x1, x2 := e.ax, e.bx
	if e.ay != e.by {
		x1, x2 = e.lonAt(rows.start(row)-clearance), e.lonAt(rows.start(row+1)+clearance)
	}
	s := span{edge: e}
	s.west, s.east = cols.span(min(x1, x2)-clearance, max(x1, x2)+clearance)
	return s
}

// lonAt gives the longitude of an edge at a latitude, or that of its nearer end.
func (e edge) lonAt(y float64) float64 {
	if e.ay > e.by {
		e = edge{e.bx, e.by, e.ax, e.ay}
	}
	switch {
	case y <= e.ay:
		return e.ax
	case y >= e.by:
		return e.bx
	}
	return e.ax + (y-e.ay)/(e.by-e.ay)*(e.bx-e.ax)
}

// layer is one row of the grid while it is laid out.
type layer struct {
	*outline
	drafts [][]draftPart   // by column
	plain  map[int32]int32 // winding number of a cell without edges → its part
}

type draftPart struct {
	near    []edge
	turns   []turn
	winding int32
	hole    bool
}

// ring adds the parts of one ring, of which it gets the edges near the row. It
// goes from right to left, so that more and more edges lie to the right.
func (l *layer) ring(row int, sides []side) {
	spans := make([]span, len(sides))
	near := make([][]edge, l.cols.n)
	for i, s := range sides {
		spans[i] = s.span(l.cols, l.rows, row)
		for col := spans[i].west; col <= spans[i].east; col++ {
			near[col] = append(near[col], s.edge)
		}
	}
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(b.west, a.west) })
	right := winder{rows: l.rows, row: row}
	for col := l.cols.n - 1; col >= 0; col-- {
		for len(spans) > 0 && spans[0].west > col {
			right.add(spans[0].ay, +1)
			right.add(spans[0].by, -1)
			spans = spans[1:]
		}
		if len(near[col]) > 0 || right.winding != 0 || len(right.turns) > 0 {
			l.drafts[col] = append(l.drafts[col], draftPart{near[col], slices.Clone(right.turns), right.winding, sides[0].hole})
		}
	}
}

// flush appends the row's cells to the outline.
func (l *layer) flush() {
	for col, drafts := range l.drafts {
		l.cells = append(l.cells, l.first(drafts))
		l.drafts[col] = drafts[:0]
	}
}

// first stores the parts of a cell and gives the first one.
func (l *layer) first(drafts []draftPart) int32 {
	if len(drafts) == 0 {
		drafts = []draftPart{{}} // around which nothing winds
	}
	first := int32(len(l.parts))
	if d := drafts[0]; len(drafts) == 1 && len(d.near)+len(d.turns) == 0 && !d.hole {
		if shared, ok := l.plain[d.winding]; ok {
			return shared
		}
		l.plain[d.winding] = first
	}
	for i, d := range drafts {
		l.parts = append(l.parts, part{
			near: int32(len(l.near)), nearCount: int32(len(d.near)),
			turns: int32(len(l.turns)), turnCount: int32(len(d.turns)),
			winding: d.winding, hole: d.hole, last: i == len(drafts)-1,
		})
		l.near = append(l.near, d.near...)
		l.turns = append(l.turns, d.turns...)
	}
	return first
}

// winder adds up the winding number of edges that lie to the right of a point
// in a row. An edge from latitude a to b is crossed upwards or downwards where
// the point is not below a but below b, or the other way round: it adds
// [a ≤ y] − [b ≤ y]. So along a chain of edges all but the two ends cancel.
type winder struct {
	rows    scale
	row     int
	winding int32
	turns   []turn
}

func (w *winder) add(lat float64, by int32) {
	switch row := w.rows.of(lat); {
	case row < w.row:
		w.winding += by // below every point of the row
	case row == w.row:
		i := slices.IndexFunc(w.turns, func(t turn) bool { return t.lat == lat })
		if i < 0 {
			w.turns = append(w.turns, turn{lat, by})
			return
		}
		if w.turns[i].by += by; w.turns[i].by == 0 {
			w.turns = slices.Delete(w.turns, i, i+1)
		}
	}
}
