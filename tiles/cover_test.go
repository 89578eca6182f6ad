package tiles

import (
	"math/rand/v2"
	"testing"

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
		reach, err := reachOf(root)
		if err != nil {
			t.Fatal(err)
		}
		for cell := root; cell.Resolution() < geo.BaseResolution; {
			child, bound := farthestChild(t, cell, reach.Center())
			if !reach.Contains(bound.Min) || !reach.Contains(bound.Max) {
				t.Fatalf("%s at %v, a descendant of %s, reaches out of the circle %v: %v", child, place, root, reach, bound)
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

func TestCoverRefusesWhatIsNoCell(t *testing.T) {
	f := func(cells ...geo.Cell) {
		t.Helper()
		c := cover{outlines: newOutlines(outlineBytes)}
		if found, err := c.all(cells, Address{}); err == nil {
			t.Errorf("cells %v gave %d; want an error", cells, len(found))
		}
	}
	f(0)
	f(0x8265b7fffffffff)         // coarser than where the walk begins
	f(0x8a65b5662aa7fff | 7<<15) // a digit that is none
	f(0x8a65b5662aa7fff | 7<<21) // and a coarser one
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
