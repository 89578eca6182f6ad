package mosaic

import (
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"
	"github.com/paulmach/orb/planar"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/h3"
)

// Three seats in a row, a large one between two small ones.
var seats = []Seat{
	{geo.Point{Lon: 106.60, Lat: 10.80}, 8},
	{geo.Point{Lon: 106.64, Lat: 10.80}, 30},
	{geo.Point{Lon: 106.70, Lat: 10.81}, 12},
}

func grow(t *testing.T) *Ground {
	t.Helper()
	g, err := Grow(seats, 9)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func outlines(t *testing.T, g *Ground, n int) []orb.MultiPolygon {
	t.Helper()
	m, err := FromCells(g)
	if err != nil {
		t.Fatal(err)
	}
	m.Smooth(g.Owner, g.Home, 3)
	m.Round()
	out, err := m.Dissolve(g.Owner, n)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestGrowGivesEachSeatItsAreaAroundIt(t *testing.T) {
	t.Parallel()
	for i, o := range outlines(t, grow(t), len(seats)) {
		if got, want := orbgeo.Area(o)/1e6, seats[i].AreaKM2; math.Abs(got/want-1) > 0.05 {
			t.Errorf("seat %d has %.2f km²; want %.2f", i, got, want)
		}
		if len(o) != 1 || len(o[0]) != 1 {
			t.Errorf("seat %d has %d parts; want one without holes", i, len(o))
		}
		if !planar.MultiPolygonContains(o, orb.Point{seats[i].At.Lon, seats[i].At.Lat}) {
			t.Errorf("the ground of seat %d does not hold it", i)
		}
	}
}

func TestDivideGivesAllCells(t *testing.T) {
	t.Parallel()
	g := grow(t)
	d, err := Divide(g.Cells, []Seat{{seats[0].At, 1}, {seats[2].At, 3}})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(d.Cells, g.Cells) {
		t.Fatalf("%d cells are given; want all %d", len(d.Cells), len(g.Cells))
	}
	if share := float64(len(d.Of(0))) / float64(len(d.Cells)); math.Abs(share-0.25) > 0.02 {
		t.Errorf("a seat with a quarter of the area has %.3f of the cells", share)
	}
	if _, err := Divide(g.Cells, []Seat{{geo.Point{Lon: 0, Lat: 0}, 1}}); err == nil {
		t.Error("a seat outside the ground is taken")
	}
}

func TestTwoSeatsInOneCellAreRefused(t *testing.T) {
	t.Parallel()
	if _, err := Grow([]Seat{seats[0], seats[0]}, 9); err == nil {
		t.Error("no error")
	}
}

// edges counts every side of all rings, in its direction.
func edges(outlines []orb.MultiPolygon) map[[2]orb.Point]int {
	n := make(map[[2]orb.Point]int)
	for _, o := range outlines {
		for _, p := range o {
			for _, r := range p {
				for i := range r[1:] {
					n[[2]orb.Point{r[i], r[i+1]}]++
				}
			}
		}
	}
	return n
}

func TestNeighboursShareTheirBorderExactly(t *testing.T) {
	t.Parallel()
	all := edges(outlines(t, grow(t), len(seats)))
	shared := 0
	for e, n := range all {
		if n != 1 {
			t.Errorf("side %v occurs %d times", e, n)
		}
		shared += all[[2]orb.Point{e[1], e[0]}]
	}
	if shared < 20 {
		t.Errorf("%d sides are shared; the large ground borders both others", shared)
	}
}

func TestThePlaneIsNeverFolded(t *testing.T) {
	t.Parallel()
	const step = 0.01 // km
	for x := -90.0; x < 90; x += 0.7 {
		for y := -120.0; y < 90; y += 0.7 {
			p := orb.Point{x, y}
			a, b, c := bend(p), bend(orb.Point{x + step, y}), bend(orb.Point{x, y + step})
			if turn := leftOf(a, b, c); turn <= 0 {
				t.Fatalf("the plane is folded at %v", p)
			}
		}
	}
}

func TestDissolveMakesHoles(t *testing.T) {
	t.Parallel()
	middle, err := h3.FromPoint(seats[0].At, 9)
	if err != nil {
		t.Fatal(err)
	}
	disk, err := h3.Disk(middle, 2)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(disk)
	g := &Ground{Cells: disk, Owner: make([]int, len(disk))}
	at, _ := slices.BinarySearch(disk, middle)
	g.Owner[at] = 1
	m, err := FromCells(g)
	if err != nil {
		t.Fatal(err)
	}
	out, err := m.Dissolve(g.Owner, 2)
	if err != nil {
		t.Fatal(err)
	}
	if len(out[0]) != 1 || len(out[0][0]) != 2 {
		t.Fatalf("the ring of cells has %d parts, want one with a hole", len(out[0]))
	}
	if got := len(out[1][0][0]); got != 7 {
		t.Errorf("one cell has %d points; want 6 and the first again", got)
	}
	if o := out[0][0][1].Orientation(); o != orb.CW {
		t.Error("the hole is not clockwise")
	}
	want, err := h3.AreaKM2(middle)
	if err != nil {
		t.Fatal(err)
	}
	if got := orbgeo.Area(out[1]) / 1e6; math.Abs(got/want-1) > 0.01 {
		t.Errorf("one cell has %.4f km²; H3 says %.4f", got, want)
	}
}

func TestVoronoiGivesTheNearestSite(t *testing.T) {
	t.Parallel()
	cells := grow(t).Cells
	sites, _, err := Centres(cells, 12)
	if err != nil {
		t.Fatal(err)
	}
	around, err := Around(cells, 8)
	if err != nil {
		t.Fatal(err)
	}
	m, err := Voronoi(append(sites, around...), len(sites))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cells {
		p, err := h3.Center(c)
		if err != nil {
			t.Fatal(err)
		}
		at := make([]orb.Point, len(sites)+len(around))
		for i, s := range append(slices.Clone(sites), around...) {
			at[i] = flat(s)
		}
		want := nearest(at, flat(p))
		for f := range m.Faces {
			if inside := planar.RingContains(m.Ring(f), orb.Point{p.Lon, p.Lat}); inside != (f == want) {
				t.Errorf("face %d holds %v: %t; nearest is site %d", f, p, inside, want)
			}
		}
	}
}

func TestVoronoiRefusesOpenGround(t *testing.T) {
	t.Parallel()
	if _, err := Voronoi([]geo.Point{seats[0].At, seats[1].At}, 1); err == nil {
		t.Error("no error")
	}
}

func TestOverlap(t *testing.T) {
	square := func(west, south, size float64) orb.Ring {
		return orb.Ring{{west, south}, {west + size, south}, {west + size, south + size}, {west, south + size}, {west, south}}
	}
	hole := square(1, 1, 1)
	slices.Reverse(hole)
	f := func(outline orb.MultiPolygon, convex orb.Ring, want float64) {
		t.Helper()
		if got := Overlap(outline, convex); math.Abs(got-want) > 1e-12 {
			t.Errorf("overlap is %v; want %v", got, want)
		}
	}
	f(orb.MultiPolygon{{square(0, 0, 3)}}, square(1, 1, 1), 1)
	f(orb.MultiPolygon{{square(0, 0, 3)}}, square(2, 2, 3), 1)
	f(orb.MultiPolygon{{square(0, 0, 3)}}, square(5, 5, 1), 0)
	f(orb.MultiPolygon{{square(0, 0, 3), hole}}, square(0, 0, 3), 8)
	f(orb.MultiPolygon{{square(0, 0, 1)}, {square(2, 0, 1)}}, square(0, 0, 3), 2)
	f(orb.MultiPolygon{{square(0, 0, 1)}, {square(2, 0, 1)}}, square(0.5, 0, 2), 1)
	// A U, cut across its arms: two pieces.
	u := orb.Ring{{0, 0}, {3, 0}, {3, 3}, {2, 3}, {2, 1}, {1, 1}, {1, 3}, {0, 3}, {0, 0}}
	f(orb.MultiPolygon{{u}}, square(0, 2, 3), 2)
}
