package index

import (
	"sort"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/heat"
)

// finer counts fine layers block by block, from the snapshot that the coarse
// ones were counted from. It keeps the parts of the middle resolution, which
// many tiles share, and of the base cells those of the last few blocks: a map
// that shows them stays in one place, and 13 kB for each block of a city would
// add up to more than everything else.
type finer struct {
	*snapshot
	q      *selection
	middle sync.Map // geo.Cell → *heat.Layer of middleResolution
	base   lastParts
}

const middleResolution = 9

// lastParts are the parts that were counted last.
type lastParts struct {
	mu    sync.Mutex
	parts map[geo.Cell]*heat.Layer
	order [mostParts]geo.Cell // in which they came, round and round
	next  int
}

// mostParts is how many blocks a screen at the finest zooms reaches into, with
// room for moving about: 0.8 MB.
const mostParts = 64

func (l *lastParts) get(block geo.Cell) (*heat.Layer, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	p, ok := l.parts[block]
	return p, ok
}

func (l *lastParts) put(block geo.Cell, p *heat.Layer) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.parts == nil {
		l.parts = make(map[geo.Cell]*heat.Layer, mostParts)
	}
	if _, there := l.parts[block]; there {
		return // another was faster
	}
	delete(l.parts, l.order[l.next])
	l.parts[block], l.order[l.next] = p, block
	l.next = (l.next + 1) % mostParts
}

// Blocks are those with any complaint, whatever the filter.
func (f *finer) Blocks() []geo.Cell { return f.cells }

// Part counts the cells of a block.
func (f *finer) Part(res int, block geo.Cell) *heat.Layer {
	l, kept := f.kept(res, block)
	if !kept {
		l = f.count(res, block)
		f.keep(res, block, l)
	}
	return l
}

func (f *finer) kept(res int, block geo.Cell) (*heat.Layer, bool) {
	switch res {
	case middleResolution:
		if l, ok := f.middle.Load(block); ok {
			return l.(*heat.Layer), true
		}
	case geo.BaseResolution:
		return f.base.get(block)
	}
	return nil, false
}

func (f *finer) keep(res int, block geo.Cell, l *heat.Layer) {
	switch res {
	case middleResolution:
		f.middle.Store(block, l)
	case geo.BaseResolution:
		f.base.put(block, l)
	}
}

// Parts counts the blocks that are not kept on all cores.
func (f *finer) Parts(res int, blocks []geo.Cell) []*heat.Layer {
	parts := make([]*heat.Layer, len(blocks))
	var g errgroup.Group
	g.SetLimit(workers)
	for i, b := range blocks {
		if l, kept := f.kept(res, b); kept {
			parts[i] = l
			continue
		}
		g.Go(func() error {
			parts[i] = f.Part(res, b)
			return nil
		})
	}
	_ = g.Wait() // the work cannot fail
	return parts
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
	return len(f.union)*(100+cell*groupings[middleResolution].cells) + mostParts*cell*blockCells
}
