package heat

import (
	"slices"
	"time"

	"github.com/diemnong/diemnong/geo"
)

// BlockResolution is that of the cells by which a grid gives its finer layers
// piece by piece: about 2.4 km across, a few to a tile that shows fine cells.
const BlockResolution = 7

// Grid is the answer to one filter: measures per cell at every resolution that
// maps show, and the measures of the complaints that no cell holds. All layers
// are sums of the same base cells, so each adds up to Placed. It is immutable
// and shared.
//
// The coarse layers are there when the grid is. An engine may leave the fine
// ones to the moment they are asked for: most maps never show them, and those
// that do show a few blocks.
type Grid struct {
	State    State
	AsOf     time.Time // the moment at which classes were judged
	Layers   []Layer   // of the first of [geo.Resolutions], coarse to fine; all of them when Finer is nil
	Placed   Measures  // of the complaints in cells
	Unplaced Measures  // of the complaints in no cell
	Finer    Finer     // gives the layers that Layers lacks
}

// Finer gives layers that were not counted with their grid. It is safe for
// concurrent use.
type Finer interface {
	// Blocks are cells of [BlockResolution], ascending: all those with a match,
	// and perhaps others.
	Blocks() []geo.Cell
	// Part gives the cells of a block at a resolution. The layer is shared.
	Part(res int, block geo.Cell) *Layer
	// Parts is Part for several blocks, which may be counted side by side.
	Parts(res int, blocks []geo.Cell) []*Layer
	// Bytes is about the most memory that it will keep.
	Bytes() int
}

// At gives the whole layer of one of [geo.Resolutions].
func (g *Grid) At(res int) *Layer {
	if l, held := g.Held(res); held {
		return l
	}
	whole := &Layer{Resolution: res}
	for _, p := range g.Finer.Parts(res, g.Finer.Blocks()) {
		whole.Append(p)
	}
	return whole
}

// Held gives the layer of a resolution if it was counted with the grid.
func (g *Grid) Held(res int) (*Layer, bool) {
	for i := range g.Layers {
		if g.Layers[i].Resolution == res {
			return &g.Layers[i], true
		}
	}
	return nil, false
}

// Append appends a layer of cells that come after those of l.
func (l *Layer) Append(o *Layer) {
	l.Cells, l.Counts, l.Times = append(l.Cells, o.Cells...), append(l.Counts, o.Counts...), append(l.Times, o.Times...)
}

// Blocks are the cells of [BlockResolution] for which [Grid.Part] has
// something, ascending, and perhaps others.
func (g *Grid) Blocks() []geo.Cell {
	if g.Finer != nil {
		return g.Finer.Blocks()
	}
	return g.At(BlockResolution).Cells
}

// Part gives the cells of a block, a cell of [BlockResolution], at one of
// [geo.Resolutions] that is not coarser.
func (g *Grid) Part(res int, block geo.Cell) *Layer {
	l, held := g.Held(res)
	if !held {
		return g.Finer.Part(res, block)
	}
	first, last := block.Children(res)
	from, _ := slices.BinarySearch(l.Cells, first)
	to, _ := slices.BinarySearch(l.Cells, last+1)
	return &Layer{res, l.Cells[from:to], l.Counts[from:to], l.Times[from:to]}
}

// Layer is the cells of a grid at one resolution, in the order of their indexes.
type Layer struct {
	Resolution int
	Cells      []geo.Cell  // ascending; cells without a match are absent
	Counts     []Counts    // of Cells[i]
	Times      []Quantiles // handling times of Cells[i]
}

// Quantiles are the median and the 90th percentile of handling times, as the
// buckets that hold them; [NoTime] where there is no handling time.
type Quantiles struct{ Median, P90 uint8 }

// MedianSeconds is the middle handling time; ok is false when there is none.
func (q Quantiles) MedianSeconds() (seconds int64, ok bool) { return bucketSeconds(q.Median) }

// P90Seconds is the handling time that nine in ten do not exceed.
func (q Quantiles) P90Seconds() (seconds int64, ok bool) { return bucketSeconds(q.P90) }

func bucketSeconds(bucket uint8) (int64, bool) {
	if bucket == NoTime {
		return 0, false
	}
	return BucketValue(bucket), true
}

// Total is the sum over all complaints of the filter, placed or not.
func (g *Grid) Total() Measures {
	sum := g.Placed
	sum.Add(&g.Unplaced)
	return sum
}

// Base is the layer of the cells as they are stored.
func (g *Grid) Base() *Layer { return g.At(geo.BaseResolution) }

// Parts is [Grid.Part] for several blocks.
func (g *Grid) Parts(res int, blocks []geo.Cell) []*Layer {
	if _, held := g.Held(res); !held {
		return g.Finer.Parts(res, blocks)
	}
	parts := make([]*Layer, len(blocks))
	for i, b := range blocks {
		parts[i] = g.Part(res, b)
	}
	return parts
}

// Bytes is about what the grid takes in memory, for caches that are bounded by it.
func (g *Grid) Bytes() int {
	const cell, counts, times = 8, 28, 2
	n := 0
	for i := range g.Layers {
		n += len(g.Layers[i].Cells) * (cell + counts + times)
	}
	if g.Finer != nil {
		n += g.Finer.Bytes()
	}
	return n + 8*(len(g.Placed.Handling)+len(g.Unplaced.Handling))
}

// Find gives the position of a cell.
func (l *Layer) Find(c geo.Cell) (i int, ok bool) { return slices.BinarySearch(l.Cells, c) }

// GridBuilder makes a grid of cells of one resolution that come in order. The
// children of a parent follow each other in that order, so all coarser layers
// are summed on the way: what is open is one cell of each resolution.
type GridBuilder struct {
	layers []Layer
	open   []openCell // of layers[i], being summed
	placed Tally
	list   TimesList
}

type openCell struct {
	cell geo.Cell // 0: none
	Tally
}

// NewGridBuilder starts a grid of cells of the finest resolution, with all
// coarser ones of [geo.Resolutions].
func NewGridBuilder(finest int) *GridBuilder {
	b := &GridBuilder{}
	for _, res := range geo.Resolutions() {
		if res <= finest {
			b.layers = append(b.layers, Layer{Resolution: res})
		}
	}
	b.open = make([]openCell, len(b.layers))
	return b
}

// Add adds to a cell. Cells must not descend from call to call.
func (b *GridBuilder) Add(c geo.Cell, counts *Counts, times Histogram) {
	o := b.at(len(b.open)-1, c)
	o.Counts.Add(counts)
	for _, t := range times {
		o.Times.Add(t.Bucket, t.N)
	}
}

// AddWhole adds a cell of which nothing was added before and nothing will
// be after, and leaves nothing in times. Cells must ascend from call to call.
func (b *GridBuilder) AddWhole(c geo.Cell, counts Counts, times *Times) {
	b.put(len(b.layers)-1, c, &counts, times)
}

// Grid ends the collection.
func (b *GridBuilder) Grid() *Grid { return JoinGrid([]*GridBuilder{b}) }

// JoinGrid ends the collections of several builders of the same resolution
// whose cells follow each other: no cell of the coarsest resolution may be in
// two of them.
func JoinGrid(parts []*GridBuilder) *Grid {
	g := &Grid{}
	var placed Tally
	for i := range parts[0].layers {
		n := 0
		for _, b := range parts {
			b.close(0)
			n += len(b.layers[i].Cells)
		}
		l := Layer{Resolution: parts[0].layers[i].Resolution, Cells: make([]geo.Cell, 0, n), Counts: make([]Counts, 0, n), Times: make([]Quantiles, 0, n)}
		for _, b := range parts {
			l.Append(&b.layers[i])
		}
		g.Layers = append(g.Layers, l)
	}
	for _, b := range parts {
		placed.Add(&b.placed)
	}
	g.Placed = placed.Measures()
	return g
}

// at is the open cell of a layer; another one that was open is closed first.
func (b *GridBuilder) at(layer int, c geo.Cell) *openCell {
	o := &b.open[layer]
	if o.cell != c {
		b.close(layer)
		o.cell = c
	}
	return o
}

// close puts the open cells of a layer and of all finer ones.
func (b *GridBuilder) close(layer int) {
	for i := len(b.open) - 1; i >= layer; i-- {
		if o := &b.open[i]; o.cell != 0 {
			c := o.cell
			o.cell = 0
			b.put(i, c, &o.Counts, &o.Times)
			o.Counts = Counts{}
		}
	}
}

// put appends a finished cell to its layer and moves its times to its parent.
func (b *GridBuilder) put(layer int, c geo.Cell, counts *Counts, times *Times) {
	parent := &b.placed
	if layer > 0 {
		parent = &b.at(layer-1, c.Parent(b.layers[layer-1].Resolution)).Tally
	}
	l := &b.layers[layer]
	l.Cells = append(l.Cells, c)
	l.Counts = append(l.Counts, *counts)
	parent.Counts.Add(counts)
	l.Times = append(l.Times, times.moveTo(&parent.Times, &b.list))
}
