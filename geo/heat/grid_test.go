package heat_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/h3"
	"github.com/diemnong/diemnong/geo/heat"
)

// randomCells gives n cells around Ho Chi Minh City, ascending, some twice.
func randomCells(t testing.TB, r *rand.Rand, n int) []geo.Cell {
	t.Helper()
	cells := make([]geo.Cell, n)
	for i := range cells {
		p := geo.Point{Lon: 106.4 + r.Float64()*r.Float64()*0.6, Lat: 10.5 + r.Float64()*0.6}
		var err error
		if cells[i], err = h3.FromPoint(p, geo.BaseResolution); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(cells)
	return cells
}

func randomMeasures(r *rand.Rand) heat.Measures {
	var t heat.Tally
	for range 1 + r.IntN(5) {
		t.Classes[r.IntN(diemnong.NumClasses)]++
		if r.IntN(2) == 0 {
			t.Times[r.IntN(heat.NumBuckets)]++
		}
	}
	t.Reopened = uint32(r.IntN(2))
	return t.Measures()
}

// TestGrid holds building, finding and rolling up against maps.
func TestGrid(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{0, 1, 2, 50, 2000} {
		b := heat.NewGridBuilder(geo.BaseResolution)
		want := map[geo.Cell]heat.Measures{}
		for _, c := range randomCells(t, r, n) {
			m := randomMeasures(r)
			b.Add(c, &m.Counts, m.Handling)
			sum := want[c]
			sum.Add(&m)
			want[c] = sum
		}
		g := b.Grid()
		g.State, g.AsOf, g.Unplaced = heat.State{Revision: 7, ID: "x"}, time.Unix(1, 0), randomMeasures(r)
		checkGrid(t, g, want)
		for _, res := range geo.Resolutions() {
			parents := map[geo.Cell]heat.Measures{}
			for c, m := range want {
				sum := parents[c.Parent(res)]
				sum.Add(&m)
				parents[c.Parent(res)] = sum
			}
			up := g.Rollup(res)
			checkGrid(t, up, parents)
			if up.State != g.State || up.AsOf != g.AsOf || up.Resolution != res {
				t.Errorf("rolled up to %d: %v %v %d; want state and moment kept", res, up.State, up.AsOf, up.Resolution)
			}
			if diff := cmp.Diff(g.Total(), up.Total(), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("total at resolution %d (-base +rolled up):\n%s", res, diff)
			}
		}
	}
}

func checkGrid(t *testing.T, g *heat.Grid, want map[geo.Cell]heat.Measures) {
	t.Helper()
	got := map[geo.Cell]heat.Measures{}
	var placed heat.Measures
	for i, c := range g.Cells {
		m := g.Measures(i)
		got[c] = m
		placed.Add(&m)
		if at, ok := g.Find(c); !ok || at != i {
			t.Errorf("Find(%s) = %d, %v; want %d", c, at, ok, i)
		}
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("cells at resolution %d (-want +got):\n%s", g.Resolution, diff)
	}
	if !slices.IsSorted(g.Cells) || len(got) != len(g.Cells) {
		t.Errorf("cells at resolution %d are not ascending", g.Resolution)
	}
	if diff := cmp.Diff(placed, g.Placed(), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("placed (-sum of the cells +got):\n%s", diff)
	}
	if _, ok := g.Find(0); ok {
		t.Error("found cell 0")
	}
}

// TestRollupSharesWhatIsCoarseEnough expects no copy at the grid's own resolution.
func TestRollupSharesWhatIsCoarseEnough(t *testing.T) {
	g := heat.NewGridBuilder(7).Grid()
	for _, res := range []int{7, 8, 15} {
		if up := g.Rollup(res); up != g {
			t.Errorf("Rollup(%d) of resolution 7 is another grid", res)
		}
	}
}

func BenchmarkRollup(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	builder := heat.NewGridBuilder(geo.BaseResolution)
	for _, c := range randomCells(b, r, 50_000) {
		m := randomMeasures(r)
		builder.Add(c, &m.Counts, m.Handling)
	}
	g := builder.Grid()
	for _, res := range []int{9, 8, 7, 6} {
		b.Run(fmt.Sprintf("to=%d", res), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				g.Rollup(res)
			}
			b.ReportMetric(float64(len(g.Cells)), "cells")
		})
	}
}

func ExampleGrid_Rollup() {
	b := heat.NewGridBuilder(geo.BaseResolution)
	for _, text := range []string{"8a65b5662aa7fff", "8a65b5662aaffff"} { // two of the same parent
		cell, _ := geo.ParseCell(text)
		b.Add(cell, &heat.Counts{Classes: [6]uint32{diemnong.Open: 2}}, nil)
	}
	for i, up := 0, b.Grid().Rollup(9); i < len(up.Cells); i++ {
		fmt.Println(up.Cells[i], up.Counts[i].N())
	}
	// Output: 8965b5662abffff 4
}
