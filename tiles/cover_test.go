package tiles

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/h3"
)

// TestDescendantsStayWithinTheCircle walks down from random coarse cells, all
// over the map, and always towards the child whose hexagon sticks out farthest.
func TestDescendantsStayWithinTheCircle(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 1))
	for range 400 {
		place := geo.Point{Lon: rng.Float64()*350 - 175, Lat: rng.Float64()*140 - 70}
		root, err := h3.FromPoint(place, rootResolution+rng.IntN(4))
		if err != nil {
			t.Fatal(err)
		}
		o, err := newOutline(root)
		if err != nil {
			t.Fatal(err)
		}
		for cell := root; cell.Resolution() < geo.BaseResolution; {
			child, bound := farthestChild(t, cell, o.circle.Center())
			if !o.circle.Contains(bound.Min) || !o.circle.Contains(bound.Max) {
				t.Fatalf("%s at %v, a descendant of %s, reaches out of the circle %v: %v", child, place, root, o.circle, bound)
			}
			cell = child
		}
	}
}

// farthestChild is the child that reaches farthest from a place.
func farthestChild(t *testing.T, parent geo.Cell, from orb.Point) (far geo.Cell, bound orb.Bound) {
	t.Helper()
	first, last := parent.Children(parent.Resolution() + 1)
	step := geo.Cell(1) << (3 * (15 - parent.Resolution() - 1)) // one digit
	best := -1.0
	for c := first; c <= last; c += step {
		o, err := newOutline(c)
		if err != nil {
			continue // a digit that is no child
		}
		for _, p := range o.ring {
			if d := max(p[0]-from[0], from[0]-p[0], p[1]-from[1], from[1]-p[1]); d > best {
				best, far, bound = d, c, o.bound
			}
		}
	}
	return far, bound
}

// TestCoverFindsWhatASearchFinds compares the walk with a look at every cell.
func TestCoverFindsWhatASearchFinds(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(2, 2))
	cache := newOutlines()
	for range 40 {
		cells := randomCells(t, rng, 1+rng.IntN(600), 6+rng.IntN(5))
		m := project(106.7, 10.78)
		width := rng.Float64() * 0.002
		box := orb.Bound{Min: orb.Point{m[0] + (rng.Float64()-0.7)*0.002, m[1] + (rng.Float64()-0.7)*0.002}}
		box.Max = orb.Point{box.Min[0] + width, box.Min[1] + width}
		var want []int
		for i, c := range cells {
			if o, err := cache.of(c); err != nil {
				t.Fatal(err)
			} else if touches([]orb.Ring{o.ring}, box) {
				want = append(want, i)
			}
		}
		c := cover{outlines: cache, cells: cells, box: box}
		found, err := c.all()
		if err != nil {
			t.Fatal(err)
		}
		var got []int
		for _, f := range found {
			got = append(got, f.index)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("cells in %v (-want +got):\n%s", box, diff)
		}
	}
}

func randomCells(t testing.TB, rng *rand.Rand, n, res int) []geo.Cell {
	t.Helper()
	var cells []geo.Cell
	for range n {
		c, err := h3.FromPoint(geo.Point{Lon: 106.7 + rng.NormFloat64()*0.2, Lat: 10.78 + rng.NormFloat64()*0.2}, res)
		if err != nil {
			t.Fatal(err)
		}
		cells = append(cells, c)
	}
	slices.Sort(cells)
	return slices.Compact(cells)
}

func TestCoverRefusesWhatIsNoCell(t *testing.T) {
	f := func(cells ...geo.Cell) {
		t.Helper()
		c := cover{outlines: newOutlines(), cells: cells, box: orb.Bound{Max: orb.Point{1, 1}}}
		if found, err := c.all(); err == nil {
			t.Errorf("cells %v gave %d; want an error", cells, len(found))
		}
	}
	f(0)
	f(0x8265b7fffffffff) // coarser than where the walk begins
}

func TestTouches(t *testing.T) {
	box := orb.Bound{Min: orb.Point{0, 0}, Max: orb.Point{10, 10}}
	f := func(name string, want bool, rings ...orb.Ring) {
		t.Helper()
		if got := touches(rings, box); got != want {
			t.Errorf("%s: touches = %t; want %t", name, got, want)
		}
	}
	f("inside", true, orb.Ring{{2, 2}, {3, 2}, {3, 3}})
	f("around", true, orb.Ring{{-5, -5}, {30, -5}, {30, 30}, {-5, 30}})
	f("beside", false, orb.Ring{{11, 2}, {13, 2}, {13, 3}})
	f("across, without a corner inside", true, orb.Ring{{-5, 4}, {15, 4}, {15, 5}, {-5, 5}})
	f("past a corner", false, orb.Ring{{8, 14}, {14, 8}, {14, 14}})
	f("over a corner", true, orb.Ring{{8, 11}, {11, 8}, {14, 14}})
	f("touching a side", true, orb.Ring{{10, 4}, {12, 3}, {12, 5}})
	f("the box lies in a hole", false, orb.Ring{{-9, -9}, {19, -9}, {19, 19}, {-9, 19}}, orb.Ring{{-2, -2}, {12, -2}, {12, 12}, {-2, 12}})
}
