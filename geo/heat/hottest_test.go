package heat

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/diemnong/diemnong/geo"
)

// The hottest cells are the first ones of a plain, stable sort.
func TestHottestIsASort(t *testing.T) {
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 1))
		l := &Layer{Resolution: 9}
		for i := range r.IntN(200) {
			l.Cells = append(l.Cells, geo.Cell(i+1))
			var c Counts
			c.Classes[r.IntN(len(c.Classes))] = uint32(r.IntN(12)) + 1 // many are equal
			l.Counts = append(l.Counts, c)
		}
		for _, limit := range []int{0, 1, 7, 100, 500} {
			want := make([]int, len(l.Cells))
			for i := range want {
				want[i] = i
			}
			slices.SortStableFunc(want, func(a, b int) int { return cmp.Compare(l.Counts[b].N(), l.Counts[a].N()) })
			want = want[:min(limit, len(want))]
			if got := l.Hottest(limit); !slices.Equal(got, want) {
				t.Fatalf("seed %d, %d of %d: %v; want %v", seed, limit, len(l.Cells), got, want)
			}
		}
	}
}
