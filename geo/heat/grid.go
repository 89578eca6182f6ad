package heat

import (
	"math/bits"
	"slices"
	"time"

	"github.com/diemnong/diemnong/geo"
)

// Grid is the answer to one filter: measures per cell at one resolution, in
// the order of the cells' indexes, and the measures of the complaints that no
// cell holds. It is immutable and shared.
type Grid struct {
	State      State
	AsOf       time.Time // the moment at which classes were judged
	Resolution int
	Cells      []geo.Cell // ascending; cells without a match are absent
	Counts     []Counts   // of Cells[i]
	Unplaced   Measures   // of the complaints in no cell

	histograms []BucketCount
	ends       []uint32 // histogram of Cells[i] is histograms[ends[i-1]:ends[i]]
}

// Measures gives the measures of Cells[i].
func (g *Grid) Measures(i int) Measures {
	return Measures{Counts: g.Counts[i], Handling: g.Handling(i)}
}

// Handling gives the handling times of Cells[i].
func (g *Grid) Handling(i int) Histogram {
	begin := uint32(0)
	if i > 0 {
		begin = g.ends[i-1]
	}
	return Histogram(g.histograms[begin:g.ends[i]:g.ends[i]])
}

// Bytes is about what the grid takes in memory, for caches that are bounded by it.
func (g *Grid) Bytes() int {
	const cell, counts, bucket, end = 8, 28, 8, 4
	return len(g.Cells)*(cell+counts+end) + len(g.histograms)*bucket
}

// Placed is the sum over all cells.
func (g *Grid) Placed() Measures {
	var sum Measures
	var times [NumBuckets]uint32
	for i := range g.Counts {
		sum.Counts.Add(&g.Counts[i])
	}
	for _, b := range g.histograms {
		times[b.Bucket] += b.N
	}
	sum.Handling = pack(&times)
	return sum
}

// Total is the sum over all complaints of the filter, placed or not.
func (g *Grid) Total() Measures {
	sum := g.Placed()
	sum.Add(&g.Unplaced)
	return sum
}

// Find gives the position of a cell.
func (g *Grid) Find(c geo.Cell) (i int, ok bool) { return slices.BinarySearch(g.Cells, c) }

// Rollup gives the grid at the coarser resolution res: each cell is the sum of
// its stored children, so every resolution adds up to the same total. One
// linear pass: cells are in index order, so the children of a parent follow
// each other.
func (g *Grid) Rollup(res int) *Grid {
	if res >= g.Resolution {
		return g
	}
	b := NewGridBuilder(res)
	b.reserve(len(g.Cells)/4, len(g.histograms)/2)
	for i, c := range g.Cells {
		b.Add(c.Parent(res), &g.Counts[i], g.Handling(i))
	}
	up := b.Grid()
	up.State, up.AsOf, up.Unplaced = g.State, g.AsOf, g.Unplaced
	return up
}

// GridBuilder collects a grid from parts that come in the order of their cells.
type GridBuilder struct {
	g       Grid
	pending [NumBuckets]uint32             // handling times of the newest cell
	touched [(NumBuckets + 63) / 64]uint64 // bit set of the buckets that pending uses
}

// NewGridBuilder starts a grid of a resolution.
func NewGridBuilder(res int) *GridBuilder {
	return &GridBuilder{g: Grid{Resolution: res}}
}

// reserve makes room, so that a large grid is not copied again and again while
// it grows.
func (b *GridBuilder) reserve(cells, buckets int) {
	b.g.Cells, b.g.Counts = make([]geo.Cell, 0, cells), make([]Counts, 0, cells)
	b.g.ends, b.g.histograms = make([]uint32, 0, cells), make([]BucketCount, 0, buckets)
}

// Add adds to a cell. Cells must not descend from call to call.
func (b *GridBuilder) Add(c geo.Cell, counts *Counts, times Histogram) {
	if n := len(b.g.Cells); n == 0 || b.g.Cells[n-1] != c {
		b.flush()
		b.g.Cells = append(b.g.Cells, c)
		b.g.Counts = append(b.g.Counts, Counts{})
	}
	b.g.Counts[len(b.g.Counts)-1].Add(counts)
	for _, t := range times {
		b.pending[t.Bucket] += t.N
		b.touched[t.Bucket/64] |= 1 << (t.Bucket % 64)
	}
}

// Grid ends the collection.
func (b *GridBuilder) Grid() *Grid {
	b.flush()
	g := b.g
	return &g
}

// flush closes the histogram of the newest cell. It visits only the buckets
// that were used: most cells have a handful.
func (b *GridBuilder) flush() {
	if len(b.g.Cells) == 0 {
		return
	}
	for i, word := range b.touched {
		for ; word != 0; word &= word - 1 {
			k := 64*i + bits.TrailingZeros64(word)
			if b.pending[k] > 0 {
				b.g.histograms = append(b.g.histograms, BucketCount{uint8(k), b.pending[k]})
				b.pending[k] = 0
			}
		}
		b.touched[i] = 0
	}
	b.g.ends = append(b.g.ends, uint32(len(b.g.histograms)))
}

func pack(times *[NumBuckets]uint32) Histogram {
	var h Histogram
	for i, n := range times {
		if n > 0 {
			h = append(h, BucketCount{uint8(i), n})
		}
	}
	return h
}
