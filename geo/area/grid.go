package area

import "github.com/paulmach/orb"

// candidate is a unit that may cover a point of a cell: its index, and in the
// lowest bit whether it covers the whole cell.
type candidate uint32

func (c candidate) unit() int32 { return int32(c >> 1) }
func (c candidate) whole() bool { return c&1 != 0 }

func candidateOf(unit int32, whole bool) candidate {
	c := candidate(unit) << 1
	if whole {
		c |= 1
	}
	return c
}

// grid says of each cell of a box which units may cover a point in it: first
// those of the finest level, by code, then those of the coarser levels. The
// list ends with the first unit that covers the whole cell.
type grid struct {
	bound      orb.Bound
	cols, rows scale
	cells      []uint32 // row by row: index into lists
	lists      [][]candidate
}

// The grid has gridCellsPerEdge cells for each edge of the set's outlines, within
// bounds: about 400 m across for a city of 200,000 edges.
const (
	gridCellsPerEdge = 1
	minCells         = 1 << 12
	maxCells         = 1 << 20 // 4 MB
)

// at lists the candidates for a point.
func (g *grid) at(x, y float64) []candidate {
	if !(x >= g.bound.Min[0] && x <= g.bound.Max[0] && y >= g.bound.Min[1] && y <= g.bound.Max[1]) {
		return nil
	}
	return g.lists[g.cells[g.rows.of(y)*g.cols.n+g.cols.of(x)]]
}

// makeGrids makes the grid of every set that has areas.
func (a *Atlas) makeGrids() {
	if len(a.sets) == 0 {
		return
	}
	a.grids = make([]*grid, a.sets[len(a.sets)-1].ID)
	for from, to := 0, 0; from < len(a.units); from = to {
		for to = from; to < len(a.units) && a.slots[to] == a.slots[from]; to++ {
		}
		a.grids[a.slots[from]] = a.makeGrid(from, to)
	}
}

// makeGrid makes the grid of the units from..to, which are one set.
func (a *Atlas) makeGrid(from, to int) *grid {
	bound, edges := a.outlines[from].bound, 0
	for _, o := range a.outlines[from:to] {
		bound, edges = bound.Union(o.bound), edges+o.sides
	}
	p := newPainter(bound, min(max(gridCellsPerEdge*edges, minCells), maxCells))
	for end := to; end > from; { // levels from fine to coarse
		begin := end - 1
		for begin > from && a.rank[begin-1] == a.rank[begin] {
			begin--
		}
		for i := begin; i < end; i++ {
			p.paint(a.outlines[i], int32(i))
		}
		end = begin
	}
	return &p.grid
}

// painter adds units to a grid one after the other. Cells with equal lists
// share one, which is found by the list before and the candidate added.
type painter struct {
	grid
	longer map[addition]uint32
	marks  []bool // scratch: the cells of the unit's box that its border touches
}

type addition struct {
	list uint32
	c    candidate
}

func newPainter(bound orb.Bound, cells int) *painter {
	p := &painter{longer: make(map[addition]uint32)}
	p.bound = bound
	p.cols, p.rows = squares(bound, cells)
	p.cells = make([]uint32, p.cols.n*p.rows.n)
	p.lists = [][]candidate{nil}
	return p
}

// box is a part of the grid, ends included.
type box struct{ west, south, east, north int }

func (b box) width() int { return b.east - b.west + 1 }

// paint adds a unit to the cells that it covers or may cover.
func (p *painter) paint(o *outline, unit int32) {
	var b box
	b.west, b.east = p.cols.span(o.bound.Min[0]-clearance, o.bound.Max[0]+clearance)
	b.south, b.north = p.rows.span(o.bound.Min[1]-clearance, o.bound.Max[1]+clearance)
	p.marks = append(p.marks[:0], make([]bool, b.width()*(b.north-b.south+1))...)
	for _, e := range o.near {
		p.mark(e, b)
	}
	for row := b.south; row <= b.north; row++ {
		p.paintRow(o, unit, b, row)
	}
}

// paintRow adds the unit to the cells of a row. Neighbours without a border
// between them are alike, so one point answers for all of them.
func (p *painter) paintRow(o *outline, unit int32, b box, row int) {
	marks := p.marks[(row-b.south)*b.width():][:b.width()]
	y := (p.rows.start(row) + p.rows.start(row+1)) / 2
	known, whole := false, false
	for i, marked := range marks {
		col := b.west + i
		if marked {
			p.add(row*p.cols.n+col, candidateOf(unit, false))
			known = false
			continue
		}
		if !known {
			x := (p.cols.start(col) + p.cols.start(col+1)) / 2
			known, whole = true, o.covers(x, y)
		}
		if whole {
			p.add(row*p.cols.n+col, candidateOf(unit, true))
		}
	}
}

// mark marks the cells of the box that an edge is near to.
func (p *painter) mark(e edge, b box) {
	lo, hi := e.rows(p.rows)
	for row := lo; row <= hi; row++ {
		at := e.span(p.cols, p.rows, row)
		line := p.marks[(row-b.south)*b.width():]
		for col := at.west; col <= at.east; col++ {
			line[col-b.west] = true
		}
	}
}

// add lengthens the list of a cell, unless it already ends with a unit that
// covers the whole cell.
func (p *painter) add(cell int, c candidate) {
	list := p.lists[p.cells[cell]]
	if len(list) > 0 && list[len(list)-1].whole() {
		return
	}
	key := addition{p.cells[cell], c}
	id, ok := p.longer[key]
	if !ok {
		id = uint32(len(p.lists))
		p.lists = append(p.lists, append(list[:len(list):len(list)], c))
		p.longer[key] = id
	}
	p.cells[cell] = id
}
