package index

import (
	"sort"
	"sync"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/heat"
)

// finer counts fine layers block by block, from the snapshot that the coarse
// ones were counted from. It keeps the parts of the middle resolution, which
// several tiles share; a tile that shows base cells reaches into a few blocks,
// and their 13 kB each would add up to more than everything else.
type finer struct {
	*snapshot
	q    *selection
	kept sync.Map // geo.Cell → *heat.Layer of keptResolution
}

const keptResolution = 9

// Blocks are those with any complaint, whatever the filter.
func (f *finer) Blocks() []geo.Cell { return f.cells }

// Part counts the cells of a block.
func (f *finer) Part(res int, block geo.Cell) *heat.Layer {
	if res == keptResolution {
		if l, ok := f.kept.Load(block); ok {
			return l.(*heat.Layer)
		}
	}
	l := f.count(res, block)
	if res == keptResolution {
		f.kept.Store(block, l)
	}
	return l
}

func (f *finer) count(res int, block geo.Cell) *heat.Layer {
	l := &heat.Layer{Resolution: res}
	i := sort.Search(len(f.union), func(i int) bool { return f.union[i].cell >= block })
	if i == len(f.union) || f.union[i].cell != block {
		return l
	}
	w := takeGridWorker()
	w.q, w.group = f.q, &groupings[res]
	w.countBlock(f.snapshot, &f.union[i])
	w.layer(block, l)
	w.release()
	return l
}

// layer gives the cells that were counted, and empties them.
func (w *gridWorker) layer(block geo.Cell, l *heat.Layer) {
	n := 0
	for k := range w.cells[:w.group.cells] {
		if w.cells[k].used() {
			n++
		}
	}
	l.Cells, l.Counts, l.Times = make([]geo.Cell, 0, n), make([]heat.Counts, 0, n), make([]heat.Quantiles, 0, n)
	for k := range w.cells[:w.group.cells] {
		c := &w.cells[k]
		if !c.used() {
			continue
		}
		counts, times := c.counts(), c.times.TakeQuantiles(&w.list)
		if counts.N() > 0 {
			l.Cells = append(l.Cells, cellOf(block, uint16(k)*w.group.members).Parent(w.group.res))
			l.Counts, l.Times = append(l.Counts, counts), append(l.Times, times)
		}
	}
}

// Bytes is what the kept parts take when all blocks are asked for.
func (f *finer) Bytes() int {
	const cell = 8 + 28 + 2
	return len(f.union) * (100 + cell*groupings[keptResolution].cells)
}
