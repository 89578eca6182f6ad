package area_test

import (
	"testing"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
)

// At 10° north a degree of longitude is 109.5 km long and one of latitude 111.2 km.
func TestNearMeasuresToTheBorder(t *testing.T) {
	ring := func(west, south, east, north float64) orb.Ring {
		return orb.Ring{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}
	}
	u := area.Unit{Area: diemnong.Area{ID: 7, Set: "s", Level: "ward", Code: "1"}, Outline: orb.MultiPolygon{
		{ring(106, 10, 106.1, 10.1), ring(106.04, 10.04, 106.06, 10.06)}, {ring(106.2, 10, 106.3, 10.1)},
	}}
	sets := []diemnong.AreaSet{{ID: 1, Code: "s", Levels: []diemnong.Level{{Code: "ward"}}}}
	atlas, err := area.NewAtlas(sets, []area.Unit{u}, nil)
	if err != nil {
		t.Fatal(err)
	}
	f := func(name string, id int32, lon, lat, within float64, want bool) {
		t.Helper()
		if got := atlas.Near(id, geo.Point{Lon: lon, Lat: lat}, within); got != want {
			t.Errorf("%s: near %v, %v within %g m: %v", name, lon, lat, within, got)
		}
	}
	f("inside", 7, 106.01, 10.01, 0, true)
	f("on the border", 7, 106, 10.05, 0, true)
	f("109.5 m west", 7, 105.999, 10.05, 109, false)
	f("109.5 m west", 7, 105.999, 10.05, 110, true)
	f("111.2 m south", 7, 106.05, 9.999, 111, false)
	f("111.2 m south", 7, 106.05, 9.999, 112, true)
	f("156 m off a corner", 7, 105.999, 9.999, 155, false)
	f("156 m off a corner", 7, 105.999, 9.999, 157, true)
	f("in the hole, 1.1 km from its border", 7, 106.05, 10.05, 1000, false)
	f("in the hole, at its border", 7, 106.0401, 10.05, 20, true)
	f("between the parts", 7, 106.15, 10.05, 150, false)
	f("between the parts, near the second", 7, 106.199, 10.05, 150, true)
	f("no such area", 8, 106.01, 10.01, 150, false)
}
