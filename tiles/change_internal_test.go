package tiles

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/heat"
)

func TestInOrder(t *testing.T) {
	t.Parallel()
	f := func(a, b []geo.Cell, want string) {
		t.Helper()
		var got []string
		for i, j := range inOrder(a, b, itself) {
			got = append(got, fmt.Sprintf("%d:%d", i, j))
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%v and %v: %s; want %s", a, b, s, want)
		}
	}
	f(nil, nil, "")
	f([]geo.Cell{5, 7}, nil, "0:-1 1:-1")
	f(nil, []geo.Cell{5, 7}, "-1:0 -1:1")
	f([]geo.Cell{5, 7}, []geo.Cell{5, 7}, "0:0 1:1")
	f([]geo.Cell{1, 4, 6, 9}, []geo.Cell{2, 4, 9, 10}, "0:-1 -1:0 1:1 2:-1 3:2 -1:3")
	for i, j := range inOrder([]geo.Cell{3, 8}, []geo.Cell{1}, itself) { // one may stop
		if i != -1 || j != 0 {
			t.Errorf("the first pair is %d:%d; want -1:0", i, j)
		}
		break
	}
}

// TestSamplesOfBothWindowsHaveTheSameBlocks: what is only in one window, whole
// blocks included, is in the sample of a scale.
func TestSamplesOfBothWindowsHaveTheSameBlocks(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 86))
	gridAt := func(p geo.Point) *heat.Grid {
		b, l := heat.NewGridBuilder(geo.BaseResolution), randomLayer(t, rng, p, geo.BaseResolution, 200)
		for i, c := range l.Cells {
			b.Add(c, &l.Counts[i], nil)
		}
		return b.Grid()
	}
	east, west := gridAt(geo.Point{Lon: 107.9, Lat: 10.8}), gridAt(geo.Point{Lon: 105.5, Lat: 10.8})
	for _, res := range []int{6, 7, 8, 9} { // of 10 there are too many blocks to look at all
		for _, windows := range [][2]*heat.Grid{{east, west}, {west, east}, {east, east}} {
			now, before := sampleBoth(windows[0], windows[1], res)
			if !slices.Equal(now.Cells, windows[0].At(res).Cells) || !slices.Equal(before.Cells, windows[1].At(res).Cells) {
				t.Errorf("resolution %d: %d and %d cells; want all %d and %d", res,
					len(now.Cells), len(before.Cells), len(windows[0].At(res).Cells), len(windows[1].At(res).Cells))
			}
		}
	}
}
