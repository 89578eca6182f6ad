package index

import (
	"golang.org/x/sync/errgroup"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/heat"
)

// gridResolution is the finest layer that is counted for the whole city at
// once. A block has seven cells of it, whose counters stay in the first-level
// cache. Finer layers are counted block by block when a map shows them.
const gridResolution = 8

// grouping says into which counter each cell of a block is counted.
type grouping struct {
	res     int
	of      [512]uint16 // by number in the block; more than blockCells saves a check of bounds
	cells   int
	members uint16 // cells to a group
}

// groupings are those of the resolutions from the block's own to the base.
var groupings = func() (all [geo.BaseResolution + 1]grouping) {
	members := uint16(blockCells)
	for res := blockResolution; res <= geo.BaseResolution; res++ {
		g := &all[res]
		g.res, g.members, g.cells = res, members, blockCells/int(members)
		for local := range uint16(blockCells) {
			g.of[local] = local / members
		}
		members /= 7
	}
	return all
}()

// oneGroup counts everything together.
var oneGroup grouping

// cellCounter counts the complaints of one cell. Its first field counts class
// and re-opened together, by the upper byte of the measure.
type cellCounter struct {
	codes [measureCodes]uint32
	times heat.Times
}

func (c *cellCounter) add(m measure, w uint32) {
	c.codes[m>>classShift&(measureCodes-1)] += w
	bucket := uint8(m)
	c.times.N[bucket] += w
	c.times.Seen[bucket/64] |= 1 << (bucket % 64)
}

// used reports whether anything was counted since the counter was emptied.
func (c *cellCounter) used() bool {
	s := &c.times.Seen
	return s[0]|s[1]|s[2]|s[3] != 0
}

// counts splits what was counted together and empties it.
func (c *cellCounter) counts() (sum heat.Counts) {
	for class := range diemnong.NumClasses {
		again := c.codes[class|measureCodes/2]
		sum.Classes[class] = c.codes[class] + again
		sum.Reopened += again
	}
	c.codes = [measureCodes]uint32{}
	return sum
}

// moveTo gives a counter as a tally, and empties it.
func (c *cellCounter) moveTo(t *heat.Tally) {
	*t = heat.Tally{Counts: c.counts(), Times: c.times}
	c.times = heat.Times{}
}

// gridWorker is what one goroutine needs to count cells: half a megabyte, of
// which coarse cells use little.
type gridWorker struct {
	scanner
	group *grouping
	cells [512]cellCounter // of the block at hand
	list  heat.TimesList
}

// gridWorkers are those that nobody uses. The collector would empty a
// sync.Pool time and again, and a worker takes as long to make as to use.
var gridWorkers = make(chan *gridWorker, 4*workers)

func takeGridWorker() *gridWorker {
	select {
	case w := <-gridWorkers:
		return w
	default:
		return new(gridWorker)
	}
}

// release gives a worker back, whose counters are empty. It is not deferred: a
// panic would leave counts in them.
func (w *gridWorker) release() {
	w.q, w.piece = nil, piece{} // what they refer to may go
	w.cursor = historyCursor{}
	select {
	case gridWorkers <- w:
	default:
	}
}

// take adds the selected rows to the counters of their cells.
func (w *gridWorker) take(x *piece) {
	local, weight := x.local[x.from:x.to], x.weight
	if x.sel.all {
		for i, m := range x.measure {
			w.cells[w.group.of[local[i]&511]&511].add(m, weight)
		}
		return
	}
	for _, i := range x.sel.row[:x.sel.n] {
		w.cells[w.group.of[local[i]&511]&511].add(x.measure[i], weight)
	}
}

// countBlock counts the rows of a block in all parts.
func (w *gridWorker) countBlock(s *snapshot, u *unionBlock) {
	for i := range s.parts {
		if u.blocks[i] < 0 {
			continue
		}
		p := &s.parts[i]
		from, to := p.rows(int(u.blocks[i]))
		from, to = w.q.window(p.segment, from, to)
		w.scan(p, from, to, w)
	}
}

// emit gives the cells that were counted to the builder, in order, and empties
// them.
func (w *gridWorker) emit(block geo.Cell, b *heat.GridBuilder) {
	for k := range w.cells[:w.group.cells] {
		c := &w.cells[k]
		if !c.used() {
			continue
		}
		counts := c.counts()
		if counts.N() == 0 { // counted and counted off again
			c.times = heat.Times{}
			continue
		}
		cell := cellOf(block, uint16(k)*w.group.members).Parent(w.group.res)
		b.AddWhole(cell, counts, &c.times)
	}
}

// grid counts the complaints of a selection by cell. The blocks are shared out
// to the cores in spans that follow each other.
func (s *snapshot) grid(q *selection) *heat.Grid {
	builders := make([]*heat.GridBuilder, len(s.spans))
	unplaced := make([]heat.Tally, len(s.spans))
	var g errgroup.Group
	g.SetLimit(workers)
	for i := range s.spans {
		g.Go(func() error {
			w := takeGridWorker()
			w.q = q
			w.countUnplaced(s, &s.spans[i], &unplaced[i])
			w.group = &groupings[gridResolution]
			builders[i] = heat.NewGridBuilder(gridResolution)
			for u := s.spans[i].from; u < s.spans[i].to; u++ {
				w.countBlock(s, &s.union[u])
				w.emit(s.union[u].cell, builders[i])
			}
			w.release()
			return nil
		})
	}
	_ = g.Wait() // the work cannot fail
	var none heat.Tally
	for i := range unplaced {
		none.Add(&unplaced[i])
	}
	grid := heat.JoinGrid(builders)
	grid.State, grid.AsOf, grid.Unplaced = s.state, q.asOf, none.Measures()
	grid.Finer = &finer{snapshot: s, q: q}
	return grid
}

// countUnplaced counts a span's share of what is in no cell, as if it were all
// in one.
func (w *gridWorker) countUnplaced(s *snapshot, sp *span, t *heat.Tally) {
	w.group = &oneGroup
	for i := range s.parts {
		p := &s.parts[i]
		from, to := w.q.window(p.segment, sp.unplaced[i].from, sp.unplaced[i].to)
		w.scan(p, from, to, w)
	}
	w.cells[0].moveTo(t)
}
