package index

import (
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// stats counts the complaints of a selection by group.
func (s *snapshot) stats(q *selection, groups *groups) *heat.Stats {
	workers := s.count(q, groups)
	out := &heat.Stats{State: s.state, AsOf: q.asOf}
	var total heat.Tally
	groups.sum(workers, func(group uint32, c *cellCounter) {
		var t heat.Tally
		c.moveTo(&t)
		if t.Counts.N() > 0 {
			total.Add(&t)
			out.Rows = append(out.Rows, heat.Row{Keys: groups.keys(group), Measures: t.Measures()})
		}
	})
	for _, w := range workers {
		out.Placed += w.placed
	}
	out.Total = total.Measures()
	slices.SortFunc(out.Rows, func(a, b heat.Row) int { return heat.CompareKeys(a.Keys, b.Keys) })
	return out
}

// mostDense is up to how many groups have a counter each, a kilobyte in size and
// one for each core. Of more, the measures are listed and sorted by group.
var mostDense = 1 << 14 / workers

// groups says which group a row belongs to: one number made of a number for
// each grouping.
type groups struct {
	dimensions []dimension
	n          int // possible groups
}

func newGroups(s *snapshot, q *selection, by []heat.Grouping, view diemnong.AgencyView) *groups {
	g := &groups{n: 1}
	for _, d := range by {
		g.dimensions = append(g.dimensions, newDimension(s, q, d, view))
		g.n *= len(g.dimensions[len(g.dimensions)-1].texts)
	}
	stride := uint32(g.n)
	for i := range g.dimensions {
		d := &g.dimensions[i]
		stride /= uint32(len(d.texts))
		for k := range d.group {
			d.group[k] *= stride
		}
	}
	return g
}

// keys gives the texts of a group.
func (g *groups) keys(group uint32) (keys [heat.MaxGroupings]string) {
	for i := len(g.dimensions) - 1; i >= 0; i-- {
		n := uint32(len(g.dimensions[i].texts))
		keys[i] = g.dimensions[i].texts[group%n]
		group /= n
	}
	return keys
}

// statsWorker counts groups on one goroutine.
type statsWorker struct {
	scanner
	groups  *groups
	keys    [pieceRows]uint32
	dense   []cellCounter // by group; nil when there are too many
	listed  [2][]uint64   // group and measure of each row: counted, counted off
	inCells bool          // the rows at hand are in cells
	placed  uint32
}

// count has the workers count all spans.
func (s *snapshot) count(q *selection, g *groups) []*statsWorker {
	free := make(chan *statsWorker, workers)
	all := make([]*statsWorker, workers)
	for i := range all {
		all[i] = &statsWorker{groups: g}
		all[i].q = q
		if g.n <= mostDense {
			all[i].dense = make([]cellCounter, g.n)
		}
		free <- all[i]
	}
	var eg errgroup.Group
	eg.SetLimit(workers)
	for i := range s.spans {
		eg.Go(func() error {
			w := <-free
			w.countSpan(s, &s.spans[i])
			free <- w
			return nil
		})
	}
	_ = eg.Wait() // the work cannot fail
	return all
}

func (w *statsWorker) countSpan(s *snapshot, sp *span) {
	for i := range s.parts {
		p := &s.parts[i]
		w.inCells = false
		from, to := w.q.window(p.segment, sp.unplaced[i].from, sp.unplaced[i].to)
		w.scan(p, from, to, w)
		w.inCells = true
		for u := sp.from; u < sp.to; u++ {
			if b := s.union[u].blocks[i]; b >= 0 {
				from, to := p.rows(int(b))
				from, to = w.q.window(p.segment, from, to)
				w.scan(p, from, to, w)
			}
		}
	}
}

// take counts the selected rows of a piece into their groups.
func (w *statsWorker) take(x *piece) {
	n := x.to - x.from
	if !x.sel.all {
		n = x.sel.n
	}
	if w.inCells {
		w.placed += uint32(n) * x.weight
	}
	keys := w.keys[:n]
	clear(keys)
	for i := range w.groups.dimensions {
		w.groups.dimensions[i].add(keys, x)
	}
	switch {
	case w.dense == nil:
		w.list(keys, x)
	case x.sel.all:
		for i, m := range x.measure {
			w.dense[keys[i]].add(m, x.weight)
		}
	default:
		for k, i := range x.sel.row[:n] {
			w.dense[keys[k]].add(x.measure[i], x.weight)
		}
	}
}

// list notes group and measure of each row, for many groups.
func (w *statsWorker) list(keys []uint32, x *piece) {
	to := &w.listed[0]
	if x.weight == minus {
		to = &w.listed[1]
	}
	for k, key := range keys {
		i := k
		if !x.sel.all {
			i = int(x.sel.row[k])
		}
		*to = append(*to, uint64(key)<<16|uint64(x.measure[i]))
	}
}

// sum adds up what the workers counted and hands over each group, in order.
func (g *groups) sum(workers []*statsWorker, take func(group uint32, c *cellCounter)) {
	if g.n > mostDense {
		g.sumListed(workers, take)
		return
	}
	for group := range uint32(g.n) {
		c := &workers[0].dense[group]
		for _, w := range workers[1:] {
			c.addAll(&w.dense[group])
		}
		if c.used() {
			take(group, c)
		}
	}
}

func (c *cellCounter) addAll(o *cellCounter) {
	if !o.used() {
		return
	}
	for i, n := range o.codes {
		c.codes[i] += n
	}
	for i, n := range o.times.N {
		c.times.N[i] += n
	}
	for i, word := range o.times.Seen {
		c.times.Seen[i] |= word
	}
}

// sumListed sorts what was listed, and counts what follows each other.
func (g *groups) sumListed(workers []*statsWorker, take func(group uint32, c *cellCounter)) {
	var sorted [2][]uint64
	for k := range sorted {
		for _, w := range workers {
			sorted[k] = append(sorted[k], w.listed[k]...)
			w.listed[k] = nil
		}
		sorted[k] = radixSort(sorted[k])
	}
	counted, off := sorted[0], sorted[1]
	var c cellCounter
	for len(counted)+len(off) > 0 {
		group := nextGroup(counted, off)
		counted = c.addListed(counted, group, plus)
		off = c.addListed(off, group, minus)
		take(group, &c)
	}
}

func nextGroup(a, b []uint64) uint32 {
	switch {
	case len(a) == 0:
		return uint32(b[0] >> 16)
	case len(b) == 0:
		return uint32(a[0] >> 16)
	default:
		return uint32(min(a[0], b[0]) >> 16)
	}
}

// addListed counts what is listed of a group and gives the rest of the list.
func (c *cellCounter) addListed(list []uint64, group uint32, weight uint32) []uint64 {
	n := 0
	for n < len(list) && uint32(list[n]>>16) == group {
		c.add(measure(list[n]), weight)
		n++
	}
	return list[n:]
}

// radixSort sorts by 11 bits at a time, the lowest first, as far as the
// largest number goes. It may use the list's memory.
func radixSort(list []uint64) []uint64 {
	const digit = 11
	var most uint64
	for _, x := range list {
		most = max(most, x)
	}
	other := make([]uint64, len(list))
	for shift := 0; most>>shift > 0; shift += digit {
		var at [1 << digit]int
		for _, x := range list {
			at[x>>shift&(1<<digit-1)]++
		}
		sum := 0
		for i, n := range at {
			at[i] = sum
			sum += n
		}
		for _, x := range list {
			d := x >> shift & (1<<digit - 1)
			other[at[d]] = x
			at[d]++
		}
		list, other = other, list
	}
	return list
}
