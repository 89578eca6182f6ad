package heat_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

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
			t.Times.Add(uint8(r.IntN(heat.NumBuckets)), 1)
		}
	}
	t.Reopened = uint32(r.IntN(2))
	return t.Measures()
}

// TestGrid holds every layer against maps, in one piece and joined from two.
func TestGrid(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{0, 1, 2, 50, 2000} {
		whole, parts := heat.NewGridBuilder(geo.BaseResolution), []*heat.GridBuilder{heat.NewGridBuilder(geo.BaseResolution), heat.NewGridBuilder(geo.BaseResolution)}
		cells := randomCells(t, r, n)
		want := map[geo.Cell]heat.Measures{}
		for i, c := range cells {
			m := randomMeasures(r)
			whole.Add(c, &m.Counts, m.Handling)
			second := 0
			if c.Parent(6) > cells[len(cells)/2].Parent(6) {
				second = 1
			}
			parts[second].Add(c, &m.Counts, m.Handling)
			sum := want[c]
			sum.Add(&m)
			want[cells[i]] = sum
		}
		g := whole.Grid()
		checkGrid(t, g, want)
		if diff := cmp.Diff(g, heat.JoinGrid(parts)); diff != "" {
			t.Errorf("joined from two parts (-whole +joined):\n%s", diff)
		}
	}
}

// TestWholeCells gives a builder finished cells, and expects their tallies back empty.
func TestWholeCells(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	one, other := heat.NewGridBuilder(geo.BaseResolution), heat.NewGridBuilder(geo.BaseResolution)
	for _, c := range slices.Compact(randomCells(t, r, 500)) {
		m := randomMeasures(r)
		one.Add(c, &m.Counts, m.Handling)
		var times heat.Times
		for _, b := range m.Handling {
			times.Add(b.Bucket, b.N)
		}
		times.Add(heat.NoTime, 3) // in no quantile
		other.AddWhole(c, m.Counts, &times)
		if times != (heat.Times{}) {
			t.Fatal("there are times left afterwards")
		}
	}
	if diff := cmp.Diff(one.Grid(), other.Grid()); diff != "" {
		t.Errorf("by parts (-) and whole (+):\n%s", diff)
	}
}

func checkGrid(t *testing.T, g *heat.Grid, want map[geo.Cell]heat.Measures) {
	t.Helper()
	var placed heat.Measures
	for _, m := range want {
		placed.Add(&m)
	}
	if diff := cmp.Diff(placed, g.Placed, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("placed (-sum of the cells +got):\n%s", diff)
	}
	if len(g.Layers) != len(geo.Resolutions()) || g.Base() != g.At(geo.BaseResolution) || g.Layers[0].Resolution != 6 {
		t.Fatalf("%d layers; want one for each resolution, coarse to fine", len(g.Layers))
	}
	for _, l := range g.Layers {
		parents := map[geo.Cell]heat.Measures{}
		for c, m := range want {
			sum := parents[c.Parent(l.Resolution)]
			sum.Add(&m)
			parents[c.Parent(l.Resolution)] = sum
		}
		checkLayer(t, &l, parents)
	}
}

func checkLayer(t *testing.T, l *heat.Layer, want map[geo.Cell]heat.Measures) {
	t.Helper()
	if !slices.IsSorted(l.Cells) || len(want) != len(l.Cells) {
		t.Errorf("resolution %d has %d cells, or not in order; want %d", l.Resolution, len(l.Cells), len(want))
	}
	for i, c := range l.Cells {
		m := want[c]
		if l.Counts[i] != m.Counts || l.Times[i] != m.Handling.Quantiles() {
			t.Errorf("%s: %v %v; want %v %v", c, l.Counts[i], l.Times[i], m.Counts, m.Handling.Quantiles())
		}
		if at, ok := l.Find(c); !ok || at != i {
			t.Errorf("Find(%s) = %d, %v; want %d", c, at, ok, i)
		}
	}
	if _, ok := l.Find(0); ok {
		t.Error("found cell 0")
	}
}

func BenchmarkGrid(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	cells := slices.Compact(randomCells(b, r, 50_000))
	measures := make([]heat.Measures, len(cells))
	for i := range measures {
		measures[i] = randomMeasures(r)
	}
	b.ReportAllocs()
	for b.Loop() {
		builder := heat.NewGridBuilder(geo.BaseResolution)
		for i, c := range cells {
			builder.Add(c, &measures[i].Counts, measures[i].Handling)
		}
		builder.Grid()
	}
	b.ReportMetric(float64(len(cells)), "cells")
}

func ExampleGrid() {
	b := heat.NewGridBuilder(geo.BaseResolution)
	for _, text := range []string{"8a65b5662aa7fff", "8a65b5662aaffff"} { // two of the same parent
		cell, _ := geo.ParseCell(text)
		b.Add(cell, &heat.Counts{Classes: [6]uint32{diemnong.Open: 2}}, nil)
	}
	for layer, i := b.Grid().At(9), 0; i < len(layer.Cells); i++ {
		fmt.Println(layer.Cells[i], layer.Counts[i].N())
	}
	// Output: 8965b5662abffff 4
}
