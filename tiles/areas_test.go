package tiles_test

import (
	"maps"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/tiles"
)

var wards = tiles.AreaLayer(citySet, cityLevel)

// TestAreaThatReachesIntoATileIsInItWithFullFigures compares tiles of every
// zoom with what the fake engine says of each ward.
func TestAreaThatReachesIntoATileIsInItWithFullFigures(t *testing.T) {
	t.Parallel()
	c := newCity(t, 20, 1500, saigon, 0.3)
	s := newService(t, c)
	rng := rand.New(rand.NewPCG(8, 8))
	f := mustFilter(t, diemnong.Filter{Categories: []string{"noise"}})
	stats, err := c.Stats(t.Context(), heat.StatsQuery{Filter: f, By: []heat.Grouping{{Dimension: heat.ByArea, Set: citySet, Level: cityLevel}}})
	if err != nil {
		t.Fatal(err)
	}
	for zoom := range uint8(20) {
		for range 5 {
			a := randomAddress(rng, c, zoom)
			got := map[string]geojson.Properties{}
			for _, f := range decode(t, mustTile(t, s, wards, a, f))["areas"] {
				got[f.Properties["code"].(string)] = f.Properties
				if err := checkPolygon(f.Geometry, tiles.Buffer); err != nil {
					t.Errorf("tile %s, ward %s: %v", a, f.Properties["code"], err)
				}
			}
			want := expectedWards(c, stats, a)
			if diff := cmp.Diff(want, got, cmpopts.EquateApprox(1e-12, 0)); diff != "" {
				t.Errorf("tile %s (-want +got):\n%s", a, diff)
			}
		}
	}
}

// expectedWards gives the properties of the wards that have a part in the tile
// and its buffer. A part of less than a unit may be on the grid or not; the
// wards' sides are longer and cross the buffer's edge at random, so it does not occur.
func expectedWards(c *city, stats *heat.Stats, a tiles.Address) map[string]geojson.Properties {
	figures := map[string]heat.Measures{}
	for _, r := range stats.Rows {
		figures[r.Keys[0]] = r.Measures
	}
	out := map[string]geojson.Properties{}
	for _, w := range c.wards {
		var ring orb.Ring
		for _, p := range w.Outline[0][0] {
			ring = append(ring, tileUnits(p, a))
		}
		box := orb.Bound{Min: orb.Point{-tiles.Buffer, -tiles.Buffer}, Max: orb.Point{4096 + tiles.Buffer, 4096 + tiles.Buffer}}
		if !meets(ring, box) {
			continue
		}
		p := expectedMeasures(figures[w.Code])
		maps.Copy(p, geojson.Properties{
			"set": citySet, "level": cityLevel, "code": w.Code, "name": w.Name, "name_en": w.NameEN, "approximate": true,
		})
		if w.Population > 0 {
			p["per_1000"] = fourDigits(p["n"].(float64) * 1000 / float64(w.Population))
			p["per_km2"] = fourDigits(p["n"].(float64) / w.AreaKM2)
		}
		out[w.Code] = p
	}
	return out
}

// meets tries points of the box, its corners and the ring's corners: enough
// for quadrangles that are large against the box or lie in it.
func meets(ring orb.Ring, box orb.Bound) bool {
	for _, p := range ring {
		if box.Contains(p) {
			return true
		}
	}
	const steps = 200
	for i := range steps + 1 {
		for _, p := range []orb.Point{
			{box.Min[0] + (box.Max[0]-box.Min[0])*float64(i)/steps, box.Min[1]},
			{box.Min[0] + (box.Max[0]-box.Min[0])*float64(i)/steps, box.Max[1]},
			{box.Min[0], box.Min[1] + (box.Max[1]-box.Min[1])*float64(i)/steps},
			{box.Max[0], box.Min[1] + (box.Max[1]-box.Min[1])*float64(i)/steps},
		} {
			if planar.RingContains(ring, p) {
				return true
			}
		}
	}
	return false
}

// TestWardsLeaveNoGap: where wards cover the tile, their polygons, cut and put
// on the grid, add up to its area exactly.
func TestWardsLeaveNoGap(t *testing.T) {
	t.Parallel()
	c := newCity(t, 21, 10, saigon, 0.5)
	s := newService(t, c)
	rng := rand.New(rand.NewPCG(9, 9))
	checked := 0
	for range 300 {
		a := randomAddress(rng, c, uint8(9+rng.IntN(9)))
		box := c.catalog.City.Bounds
		nw, se := tileUnits(orb.Point{box.West, box.North}, a), tileUnits(orb.Point{box.East, box.South}, a)
		if max(nw[0], nw[1]) > -tiles.Buffer || min(se[0], se[1]) < 4096+tiles.Buffer {
			continue // the city ends within the tile
		}
		checked++
		sum := 0.0
		for _, f := range decode(t, mustTile(t, s, wards, a, diemnong.Filter{}))["areas"] {
			sum += math.Abs(planar.Area(f.Geometry))
		}
		if want := math.Pow(4096+2*tiles.Buffer, 2); sum != want {
			t.Errorf("tile %s: the wards add up to %.1f square units; want %.1f", a, sum, want)
		}
	}
	if checked < 100 {
		t.Fatalf("only %d tiles lay within the city", checked)
	}
}

func TestEveryNameIsInOneTileOfAZoom(t *testing.T) {
	t.Parallel()
	c := newCity(t, 22, 200, saigon, 0.3)
	s := newService(t, c)
	for _, zoom := range []uint8{0, 5, 9, 10, 11, 12} {
		times, total := map[string]int{}, 0.0
		for _, a := range addressesOver(c.catalog.City.Bounds, zoom) {
			for _, f := range decode(t, mustTile(t, s, wards, a, diemnong.Filter{}))["area_labels"] {
				times[f.Properties["name"].(string)]++
				total += f.Properties["n"].(float64)
			}
		}
		inWards := 0.0
		for i := range c.complaints {
			if c.wardOf(c.complaints[i].Point) != "" {
				inWards++
			}
		}
		if len(times) != len(c.wards) || total != inWards {
			t.Errorf("zoom %d: %d names with %v complaints; want %d with %v", zoom, len(times), total, len(c.wards), inWards)
		}
		for name, n := range times {
			if n != 1 {
				t.Errorf("zoom %d: %s occurs %d times", zoom, name, n)
			}
		}
	}
}

func TestUnknownSetAndLevelAreRefused(t *testing.T) {
	t.Parallel()
	s := newService(t, newCity(t, 23, 10, saigon, 0.3))
	f := func(l tiles.Layer, want string) {
		t.Helper()
		_, err := s.Tile(t.Context(), l, tiles.Address{}, diemnong.Filter{})
		checkInvalid(t, err, want)
		_, err = s.TileJSON(t.Context(), l, diemnong.Filter{}, "")
		checkInvalid(t, err, want)
	}
	f(tiles.AreaLayer("atlantis", cityLevel), "set")
	f(tiles.AreaLayer(citySet, "planet"), "level")
}
