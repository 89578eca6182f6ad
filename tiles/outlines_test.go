package tiles

import (
	"bytes"
	"math/rand/v2"
	"sync"
	"testing"
	"unsafe"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/heat"
)

// TestOutlinesAreSharedAndBounded draws the same tiles from many goroutines,
// with a tree that holds all of them and one that is begun anew all the time.
func TestOutlinesAreSharedAndBounded(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(21, 22))
	type task struct {
		grid *heat.Layer
		at   Address
		want []byte
	}
	var tasks []task
	alone := newCellWriter(newOutlines(outlineBytes))
	for zoom := 6; zoom <= 16; zoom++ {
		grid := randomLayer(t, rng, geo.Point{Lon: 106.7, Lat: 10.8}, geo.Resolution(zoom), 200)
		a := randomNear(rng, grid.Cells, zoom)
		want, err := alone.encode(grid, nil, a)
		if err != nil {
			t.Fatal(err)
		}
		tasks = append(tasks, task{grid, a, want})
	}
	for _, limit := range []int64{outlineBytes, 3 * blockBytes} {
		o := newOutlines(limit)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				w := newCellWriter(o)
				for _, task := range tasks {
					if got, err := w.encode(task.grid, nil, task.at); err != nil || !bytes.Equal(got, task.want) {
						t.Errorf("limit %d, tile %s: %d bytes, %v; want the %d that one alone makes", limit, task.at, len(got), err, len(task.want))
					}
				}
			})
		}
		wg.Wait()
		if kept := o.tree.Load().bytes.Load(); kept > limit {
			t.Errorf("a tree of %d bytes is kept; want at most %d", kept, limit)
		}
	}
}

// TestWhatHexagonsTake holds the figures that bound memory against the types.
func TestWhatHexagonsTake(t *testing.T) {
	if got := unsafe.Sizeof(hexagon{}); got != 48 {
		t.Errorf("a hexagon takes %d bytes; want 48", got)
	}
	if got := unsafe.Sizeof(block{}); got > blockBytes {
		t.Errorf("a block takes %d bytes; want at most %d", got, blockBytes)
	}
	if got := unsafe.Sizeof(node{}); got > nodeBytes {
		t.Errorf("a node takes %d bytes; want at most %d", got, nodeBytes)
	}
}
