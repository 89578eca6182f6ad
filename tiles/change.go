package tiles

import (
	"iter"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/tiles/mvt"
)

// inOrder goes through two lists that ascend by cell at once. Each cell that is
// in either comes once, as its place in each list, −1 where it is not there.
func inOrder[T any](a, b []T, cell func(*T) geo.Cell) iter.Seq2[int, int] {
	return func(yield func(i, j int) bool) {
		i, j := 0, 0
		for i < len(a) || j < len(b) {
			inA, inB := i < len(a), j < len(b)
			if inA && inB {
				x, y := cell(&a[i]), cell(&b[j])
				inA, inB = x <= y, y <= x
			}
			at, other := -1, -1
			if inA {
				at, i = i, i+1
			}
			if inB {
				other, j = j, j+1
			}
			if !yield(at, other) {
				return
			}
		}
	}
}

func itself(c *geo.Cell) geo.Cell { return *c }

func cellOf(c *covered) geo.Cell { return c.cell }

// joinedCells puts the cells of two windows into one list. It keeps its memory
// from tile to tile.
type joinedCells struct {
	layer  heat.Layer
	cells  []covered
	before []uint32
}

// join gives the cells of either window, with the measures of now: those that
// only the other window has are without complaints. It is valid until the next
// call.
func (x *joinedCells) join(now, before shown) shown {
	l := &x.layer
	l.Resolution, l.Cells, l.Counts, l.Times = now.Resolution, l.Cells[:0], l.Counts[:0], l.Times[:0]
	x.cells, x.before = x.cells[:0], x.before[:0]
	for i, j := range inOrder(now.cells, before.cells, cellOf) {
		var counts heat.Counts
		var then uint32
		var at covered
		times := heat.Quantiles{Median: heat.NoTime, P90: heat.NoTime}
		if j >= 0 {
			at = before.cells[j]
			then = before.Counts[at.index].N()
		}
		if i >= 0 {
			at = now.cells[i]
			counts, times = now.Counts[at.index], now.Times[at.index]
		}
		at.index = len(x.cells)
		l.Cells, l.Counts, l.Times = append(l.Cells, at.cell), append(l.Counts, counts), append(l.Times, times)
		x.cells, x.before = append(x.cells, at), append(x.before, then)
	}
	return shown{Layer: l, cells: x.cells, before: x.before}
}

// changeKeys are the keys that layers have beside others when they compare.
type changeKeys struct{ nBefore, change mvt.Key }

func newChangeKeys(l *mvt.Layer) changeKeys {
	return changeKeys{l.Key(measureNBefore), l.Key(measureChange)}
}

// put gives the feature that was begun last the complaints of the window before
// and what has changed since.
func (k changeKeys) put(l *mvt.Layer, now, before uint32) {
	l.Uint(k.nBefore, uint64(before))
	l.Int(k.change, int64(now)-int64(before))
}
