package tiles_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/tiles"
)

func mustTileJSON(t testing.TB, s *tiles.Service, l tiles.Layer, f diemnong.Filter) *tiles.TileJSON {
	t.Helper()
	j, err := s.TileJSON(t.Context(), l, f, "https://city.example")
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func TestTileJSONNamesTheTilesOfTheFilter(t *testing.T) {
	t.Parallel()
	s := newService(t, newCity(t, 50, 300, saigon, 0.2))
	filter := mustFilter(t, diemnong.Filter{Categories: []string{"water", "noise"}, Areas: []diemnong.AreaRef{{Set: citySet, Code: "w01"}}})
	f := func(l tiles.Layer, f diemnong.Filter, want string, first, last int) {
		t.Helper()
		j := mustTileJSON(t, s, l, f)
		if diff := cmp.Diff([]string{"https://city.example" + want}, j.Tiles); diff != "" {
			t.Errorf("tiles (-want +got):\n%s", diff)
		}
		if j.MinZoom != first || j.MaxZoom != last || j.Revision != 7 || !j.AsOf.Equal(now) || j.Version != "3.0.0" {
			t.Errorf("%s: %+v; want zooms %d to %d at revision 7, %s", want, j, first, last, now)
		}
	}
	f(tiles.HeatLayer(), diemnong.Filter{}, "/tiles/v1/heat/{z}/{x}/{y}.mvt", 0, 15)
	f(tiles.HeatLayer(), filter, "/tiles/v1/heat/{z}/{x}/{y}.mvt?area=thu-2025%3Aw01&category=noise%2Cwater", 0, 15)
	f(wards, diemnong.Filter{}, "/tiles/v1/areas/thu-2025/ward/{z}/{x}/{y}.mvt", 0, 14)
	f(tiles.ComplaintLayer(), diemnong.Filter{}, "/tiles/v1/complaints/{z}/{x}/{y}.mvt", 14, 18)
}

// TestFieldsAreThoseOfTheFeatures holds TileJSON and tiles together.
func TestFieldsAreThoseOfTheFeatures(t *testing.T) {
	t.Parallel()
	c := newCity(t, 51, 800, saigon, 0.01)
	for i := range c.wards {
		c.wards[i].Parent = "p1"
	}
	s := newService(t, c)
	changes := []tiles.Layer{tiles.HeatLayer().Comparing(heat.WithPrevious), wards.Comparing(heat.WithPrevious)}
	for _, l := range append(changes, tiles.HeatLayer(), wards, tiles.ComplaintLayer()) {
		layers := decode(t, mustTile(t, s, l, addressOf(saigon, 14), fiveDays))
		for _, v := range mustTileJSON(t, s, l, fiveDays).VectorLayers {
			if v.ID == "truncated" { // not in this tile: see TestTruncatedTileSaysSo
				continue
			}
			var got []string
			for _, f := range layers[v.ID] {
				for name := range f.Properties {
					if !slices.Contains(got, name) {
						got = append(got, name)
					}
				}
			}
			var want []string
			for name := range v.Fields {
				want = append(want, name)
			}
			slices.Sort(got)
			slices.Sort(want)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("layer %s: fields described and fields found (-described +found):\n%s", v.ID, diff)
			}
		}
	}
}

// TestLegendHoldsForTheFilter: the breaks are those of all values, computed
// from the cells of all tiles, and the totals are those of the complaints.
func TestLegendHoldsForTheFilter(t *testing.T) {
	t.Parallel()
	c := newCity(t, 52, 3000, saigon, 0.2)
	s := newService(t, c)
	filter := mustFilter(t, diemnong.Filter{Categories: []string{"road", "noise"}})
	legend := mustTileJSON(t, s, tiles.HeatLayer(), filter).Legend
	want := tiles.Totals{}
	for i := range c.complaints {
		if p := &c.complaints[i]; matches(filter, p) {
			want.N++
			if p.Quality.Placeable() {
				want.Placed++
			}
		}
	}
	want.Unplaced = want.N - want.Placed
	if legend.Totals != want {
		t.Errorf("totals = %+v; want %+v", legend.Totals, want)
	}
	for zoom, res := range map[uint8]int{8: 6, 10: 7, 12: 8, 13: 9} {
		values := map[string][]float64{}
		seen := map[string]bool{}
		for _, a := range addressesOver(c.catalog.City.Bounds, zoom) {
			for _, f := range decode(t, mustTile(t, s, tiles.HeatLayer(), a, filter))["cells"] {
				if index := f.Properties["h3"].(string); !seen[index] {
					seen[index] = true
					for name, v := range f.Properties {
						if x, ok := v.(float64); ok {
							values[name] = append(values[name], x)
						}
					}
				}
			}
		}
		for _, m := range []string{"n", "on_time_rate", "overdue_share", "median_s"} {
			classify := heat.Breaks
			if m == "n" {
				classify = heat.HeadBreaks
			}
			want := classify(values[m], 6)
			if diff := cmp.Diff(want, legend.Breaks[m].ByResolution[res]); diff != "" {
				t.Errorf("breaks of %s at resolution %d (-want +got):\n%s", m, res, diff)
			}
		}
		checkNear(t, res, heat.HeadBreaks(values["per_km2"], 6), legend.Breaks["per_km2"].ByResolution[res])
	}
}

// checkNear compares densities, which legends take from a nearby cell's area:
// their last printed digit may differ.
func checkNear(t *testing.T, res int, want, got []float64) {
	t.Helper()
	if len(want) != len(got) {
		t.Errorf("per_km2 at resolution %d has breaks %v; want about %v", res, got, want)
		return
	}
	for i := range want {
		if d := got[i]/want[i] - 1; d < -0.1 || d > 0.1 {
			t.Errorf("per_km2 at resolution %d has breaks %v; want about %v", res, got, want)
		}
	}
}

func TestLegendOfAreasCountsWhatNoAreaHolds(t *testing.T) {
	t.Parallel()
	c := newCity(t, 53, 900, saigon, 0.2)
	for i := range 40 {
		c.complaints[i].Point = geo.Point{Lon: 100, Lat: 10}
	}
	j := mustTileJSON(t, newService(t, c), wards, diemnong.Filter{})
	if want := (tiles.Totals{N: 900, Placed: 860, Unplaced: 40}); j.Legend.Totals != want {
		t.Errorf("totals = %+v; want %+v", j.Legend.Totals, want)
	}
	for _, m := range []string{"n", "per_km2", "per_1000", "on_time_rate", "overdue_share", "median_s"} {
		if b := j.Legend.Breaks[m].All; len(b) == 0 || len(b) > 5 || !slices.IsSorted(b) {
			t.Errorf("breaks of %s are %v; want one to five, ascending", m, b)
		}
	}
	if j.Attribution != "Nobody · Made for tests" {
		t.Errorf("attribution = %q", j.Attribution)
	}
}

func TestTileJSONIsWrittenAsClientsReadIt(t *testing.T) {
	t.Parallel()
	c := newCity(t, 54, 60, saigon, 0.2)
	s := newService(t, c)
	write := func(l tiles.Layer) map[string]any {
		raw, err := json.Marshal(mustTileJSON(t, s, l, diemnong.Filter{}))
		if err != nil {
			t.Fatal(err)
		}
		var j map[string]any
		if err := json.Unmarshal(raw, &j); err != nil {
			t.Fatal(err)
		}
		return j
	}
	breaks := func(j map[string]any, measure string) any {
		return j["legend"].(map[string]any)["breaks"].(map[string]any)[measure]
	}
	j := write(tiles.HeatLayer())
	byResolution, ok := breaks(j, "n").(map[string]any)
	if !ok || byResolution["6"] == nil || byResolution["10"] == nil {
		t.Errorf("breaks of cells are %v; want an object by resolution", breaks(j, "n"))
	}
	if _, ok := breaks(write(wards), "n").([]any); !ok {
		t.Errorf("breaks of areas are %v; want a list", breaks(write(wards), "n"))
	}
	for _, key := range []string{"tilejson", "name", "attribution", "tiles", "minzoom", "maxzoom", "bounds", "vector_layers", "legend", "as_of", "revision"} {
		if _, ok := j[key]; !ok {
			t.Errorf("TileJSON lacks %s: %v", key, j)
		}
	}
	if _, ok := j["State"]; ok || !strings.HasPrefix(j["as_of"].(string), "2026-11-22T08:00:00") {
		t.Errorf("TileJSON is %v", j)
	}
}
