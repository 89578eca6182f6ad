package heat

import (
	"slices"
	"time"

	"github.com/diemnong/diemnong/geo"
)

// Grid is the answer to one filter: measures per cell at every resolution that
// maps show, and the measures of the complaints that no cell holds. All layers
// are sums of the same base cells, so each adds up to Placed. It is immutable
// and shared.
type Grid struct {
	State    State
	AsOf     time.Time // the moment at which classes were judged
	Layers   []Layer   // one for each of [geo.Resolutions], coarse to fine
	Placed   Measures  // of the complaints in cells
	Unplaced Measures  // of the complaints in no cell
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

// At is the finest layer that is not finer than a resolution, or the coarsest.
func (g *Grid) At(res int) *Layer {
	for i := len(g.Layers) - 1; i > 0; i-- {
		if g.Layers[i].Resolution <= res {
			return &g.Layers[i]
		}
	}
	return &g.Layers[0]
}

// Base is the layer of the cells as they are stored.
func (g *Grid) Base() *Layer { return &g.Layers[len(g.Layers)-1] }

// Bytes is about what the grid takes in memory, for caches that are bounded by it.
func (g *Grid) Bytes() int {
	const cell, counts, times = 8, 28, 2
	n := 0
	for i := range g.Layers {
		n += len(g.Layers[i].Cells) * (cell + counts + times)
	}
	return n + 8*(len(g.Placed.Handling)+len(g.Unplaced.Handling))
}

// Find gives the position of a cell.
func (l *Layer) Find(c geo.Cell) (i int, ok bool) { return slices.BinarySearch(l.Cells, c) }

// GridBuilder makes a grid of base cells that come in order. The children of a
// parent follow each other in that order, so all layers are summed on the way:
// what is open is one cell of each resolution.
type GridBuilder struct {
	layers []Layer
	open   []openCell // of layers[i], being summed
	placed Tally
}

type openCell struct {
	cell geo.Cell // 0: none
	Tally
}

// NewGridBuilder starts a grid.
func NewGridBuilder() *GridBuilder {
	resolutions := geo.Resolutions()
	b := &GridBuilder{layers: make([]Layer, len(resolutions)), open: make([]openCell, len(resolutions))}
	for i, res := range resolutions {
		b.layers[i].Resolution = res
	}
	return b
}

// Add adds to a base cell. Cells must not descend from call to call.
func (b *GridBuilder) Add(c geo.Cell, counts *Counts, times Histogram) {
	base := len(b.open) - 1
	o := b.at(base, c)
	o.Counts.Add(counts)
	for _, t := range times {
		o.Times.Add(t.Bucket, t.N)
	}
}

// AddWhole adds a base cell of which nothing was added before and nothing will
// be after, and empties the tally. Cells must ascend from call to call.
func (b *GridBuilder) AddWhole(c geo.Cell, t *Tally) { b.put(len(b.layers)-1, c, t) }

// Grid ends the collection.
func (b *GridBuilder) Grid() *Grid { return JoinGrid([]*GridBuilder{b}) }

// JoinGrid ends the collections of several builders whose cells follow each
// other: no cell of the coarsest resolution may be in two of them.
func JoinGrid(parts []*GridBuilder) *Grid {
	g := &Grid{}
	var placed Tally
	for i, res := range geo.Resolutions() {
		n := 0
		for _, b := range parts {
			b.close(0)
			n += len(b.layers[i].Cells)
		}
		l := Layer{Resolution: res, Cells: make([]geo.Cell, 0, n), Counts: make([]Counts, 0, n), Times: make([]Quantiles, 0, n)}
		for _, b := range parts {
			from := &b.layers[i]
			l.Cells, l.Counts, l.Times = append(l.Cells, from.Cells...), append(l.Counts, from.Counts...), append(l.Times, from.Times...)
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
			b.put(i, c, &o.Tally)
		}
	}
}

// put appends a finished cell to its layer, adds it to its parent, and empties it.
func (b *GridBuilder) put(layer int, c geo.Cell, t *Tally) {
	parent := &b.placed
	if layer > 0 {
		parent = &b.at(layer-1, c.Parent(b.layers[layer-1].Resolution)).Tally
	}
	l := &b.layers[layer]
	l.Cells = append(l.Cells, c)
	l.Counts = append(l.Counts, t.Counts)
	parent.Counts.Add(&t.Counts)
	l.Times = append(l.Times, t.Times.moveTo(&parent.Times))
	t.Counts = Counts{}
}
