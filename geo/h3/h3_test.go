package h3_test

import (
	"math"
	"math/rand/v2"
	"testing"

	h3go "github.com/uber/h3-go/v4"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/h3"
)

// TestBitArithmeticAgreesWithTheLibrary holds geo.Cell's parents and ranges of
// children against the H3 library, all over the globe.
func TestBitArithmeticAgreesWithTheLibrary(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		p := geo.Point{Lon: random.Float64()*360 - 180, Lat: math.Asin(random.Float64()*2-1) * 180 / math.Pi}
		c, err := h3.FromPoint(p, geo.BaseResolution)
		if err != nil {
			t.Fatal(err)
		}
		if c.Resolution() != geo.BaseResolution {
			t.Fatalf("%s has resolution %d", c, c.Resolution())
		}
		for res := range geo.BaseResolution + 1 {
			want, err := h3go.Cell(c).Parent(res)
			if err != nil {
				t.Fatal(err)
			}
			parent := c.Parent(res)
			if parent != geo.Cell(want) {
				t.Fatalf("%s.Parent(%d) = %s; the library says %s", c, res, parent, want)
			}
			if first, last := parent.Children(geo.BaseResolution); c < first || c > last {
				t.Fatalf("%s lies outside the range [%s, %s] of its parent %s", c, first, last, parent)
			}
		}
	}
}

func TestEveryChildLiesInTheRange(t *testing.T) {
	parent, err := geo.ParseCell("8765b5662ffffff")
	if err != nil {
		t.Fatal(err)
	}
	children, err := h3go.Cell(parent).Children(geo.BaseResolution)
	if err != nil {
		t.Fatal(err)
	}
	first, last := parent.Children(geo.BaseResolution)
	for _, c := range children {
		if geo.Cell(c) < first || geo.Cell(c) > last {
			t.Errorf("child %s lies outside [%s, %s]", c, first, last)
		}
	}
	if len(children) != 343 {
		t.Errorf("%d children; want 7³", len(children))
	}
}

func TestBoundaryHoldsTheCenter(t *testing.T) {
	c, err := h3.FromPoint(geo.Point{Lon: 106.6981, Lat: 10.7721}, geo.BaseResolution)
	if err != nil {
		t.Fatal(err)
	}
	corners, err := h3.Boundary(c)
	if err != nil {
		t.Fatal(err)
	}
	center, err := h3.Center(c)
	if err != nil {
		t.Fatal(err)
	}
	if len(corners) != 6 {
		t.Fatalf("%d corners; want 6", len(corners))
	}
	for _, p := range corners { // about 76 m from the middle at resolution 10
		if d := p.DistanceM(center); d < 50 || d > 100 {
			t.Errorf("corner %v is %.0f m from the middle", p, d)
		}
	}
	if area, err := h3.AreaKM2(c); err != nil || area < 0.01 || area > 0.02 {
		t.Errorf("area %v km², %v; want about 0.015", area, err)
	}
}

func TestPointsOffTheGlobeAreRefused(t *testing.T) {
	for _, p := range []geo.Point{{Lon: 181}, {Lat: -91}, {Lon: math.NaN()}, {Lat: math.Inf(1)}} {
		if c, err := h3.FromPoint(p, geo.BaseResolution); err == nil {
			t.Errorf("FromPoint(%v) = %s; want an error", p, c)
		}
	}
}
