package geo_test

import (
	"math"
	"testing"

	"github.com/diemnong/diemnong/geo"
)

func mustCell(t *testing.T, s string) geo.Cell {
	t.Helper()
	c, err := geo.ParseCell(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestParent(t *testing.T) {
	f := func(cell string, res int, want string) {
		t.Helper()
		if got := mustCell(t, cell).Parent(res).String(); got != want {
			t.Errorf("%s.Parent(%d) = %s; want %s", cell, res, got, want)
		}
	}
	f("8a65b5662aa7fff", 9, "8965b5662abffff")
	f("8a65b5662aa7fff", 7, "8765b5662ffffff")
	f("8a65b5662aa7fff", 10, "8a65b5662aa7fff") // its own resolution: itself
	f("8a65b5662aa7fff", 11, "0")               // finer: none
}

func TestChildrenAreOneRange(t *testing.T) {
	first, last := mustCell(t, "8765b5662ffffff").Children(10)
	f := func(cell string, want bool) {
		t.Helper()
		c := mustCell(t, cell)
		if got := c >= first && c <= last; got != want {
			t.Errorf("%s in the range of its grandparent = %v; want %v", cell, got, want)
		}
	}
	f("8a65b5662aa7fff", true)
	f("8a65b5662007fff", true)
	f("8a65b5663007fff", false)
}

func TestFeatureIDsFitAJavaScriptNumber(t *testing.T) {
	id := mustCell(t, "8a65b5662aa7fff").FeatureID()
	if id > 1<<53-1 || uint64(float64(id)) != id {
		t.Errorf("feature id %d does not survive as a double", id)
	}
}

func TestBadCells(t *testing.T) {
	for _, s := range []string{"", "x", "ffffffffffffffff", "0", "8a65b5662aa7ffff8"} {
		if c, err := geo.ParseCell(s); err == nil {
			t.Errorf("ParseCell(%q) = %v; want an error", s, c)
		}
	}
}

func TestResolutionOfZoomNeverFalls(t *testing.T) {
	for z := 1; z <= geo.MaxZoom; z++ {
		if geo.Resolution(z) < geo.Resolution(z-1) {
			t.Errorf("zoom %d is coarser than zoom %d", z, z-1)
		}
	}
	if geo.Resolution(8) != 6 || geo.Resolution(10) != 7 || geo.Resolution(12) != 8 || geo.Resolution(14) != 9 || geo.Resolution(15) != 10 {
		t.Error("the table is not the one of the design: up to 8 → 6, 9–10 → 7, 11–12 → 8, 13–14 → 9, from 15 → 10")
	}
}

func TestDistance(t *testing.T) {
	market, tower := geo.Point{Lon: 106.6981, Lat: 10.7721}, geo.Point{Lon: 106.7220, Lat: 10.7950}
	// Flat approximation: 111.19 km per degree, shrunk by cos(lat) east-west.
	dx, dy := (tower.Lon-market.Lon)*111195*math.Cos(10.78*math.Pi/180), (tower.Lat-market.Lat)*111195
	if got, want := market.DistanceM(tower), math.Hypot(dx, dy); math.Abs(got-want) > 5 {
		t.Errorf("distance %.0f m; want %.0f m", got, want)
	}
}
