package tiles_test

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/tiles"
)

// TestLegendOfChange: the scale is that of all cells and areas of the filter,
// computed from their tiles, and the totals are those of both windows.
func TestLegendOfChange(t *testing.T) {
	t.Parallel()
	c := newCity(t, 86, 3000, saigon, 0.2)
	s := newService(t, c)
	sizes := func(l tiles.Layer, layer, name string, zoom uint8) (list []float64) {
		seen := map[string]bool{}
		for _, a := range addressesOver(c.catalog.City.Bounds, zoom) {
			for _, f := range decode(t, mustTile(t, s, l, a, fiveDays))[layer] {
				if index := f.Properties[name].(string); !seen[index] {
					seen[index] = true
					list = append(list, math.Abs(f.Properties["change"].(float64)))
				}
			}
		}
		return list
	}
	cells := mustTileJSON(t, s, since(tiles.HeatLayer()), fiveDays).Legend
	for zoom, res := range map[uint8]int{8: 6, 10: 7, 12: 8, 13: 9} {
		want := heat.ChangeBreaks(sizes(since(tiles.HeatLayer()), "cells", "h3", zoom))
		if diff := cmp.Diff(want, cells.Breaks["change"].ByResolution[res]); diff != "" || len(want) == 0 {
			t.Errorf("breaks at resolution %d (-want +got):\n%s", res, diff)
		}
	}
	areas := mustTileJSON(t, s, since(wards), fiveDays).Legend
	want := heat.ChangeBreaks(sizes(since(wards), "areas", "code", 9))
	if diff := cmp.Diff(want, areas.Breaks["change"].All); diff != "" || len(want) == 0 {
		t.Errorf("breaks of areas (-want +got):\n%s", diff)
	}
	n, before := uint32(0), uint32(0)
	for i := range c.complaints {
		if matches(fiveDays, &c.complaints[i]) {
			n++
		} else if matches(fiveBefore, &c.complaints[i]) {
			before++
		}
	}
	for _, l := range []tiles.Legend{cells, areas} {
		if l.Totals.N != n || l.Totals.NBefore == nil || *l.Totals.NBefore != before {
			t.Errorf("totals %+v; want n %d, before %d", l.Totals, n, before)
		}
		window := tiles.Compared{Mode: heat.WithPrevious, From: fiveBefore.From, To: fiveBefore.To, AsOf: fiveBefore.AsOf}
		if diff := cmp.Diff(&window, l.Compare); diff != "" {
			t.Errorf("compared with (-want +got):\n%s", diff)
		}
	}
	plain := mustTileJSON(t, s, tiles.HeatLayer(), fiveDays).Legend
	if _, compares := plain.Breaks["change"]; compares || plain.Compare != nil || plain.Totals.NBefore != nil {
		t.Errorf("the plain legend compares: %+v", plain)
	}
	delete(cells.Breaks, "change")
	if diff := cmp.Diff(plain.Breaks, cells.Breaks); diff != "" {
		t.Errorf("the other breaks (-plain +of change):\n%s", diff)
	}
}

// TestYearBeforeIsThatOfTheCity: its days begin when they do there, and a year
// ago that may have been another hour.
func TestYearBeforeIsThatOfTheCity(t *testing.T) {
	t.Parallel()
	c := newCity(t, 87, 50, geo.Point{Lon: -74, Lat: 40.7}, 0.2)
	c.catalog.City.TimeZone = "America/New_York"
	f := diemnong.Filter{From: time.Date(2026, 3, 8, 5, 0, 0, 0, time.UTC), To: time.Date(2026, 3, 9, 4, 0, 0, 0, time.UTC)}
	j := mustTileJSON(t, newService(t, c), wards.Comparing(heat.WithYear), f)
	want := tiles.Compared{Mode: heat.WithYear, From: time.Date(2025, 3, 8, 5, 0, 0, 0, time.UTC), To: time.Date(2025, 3, 9, 5, 0, 0, 0, time.UTC), AsOf: now.AddDate(-1, 0, 0)}
	if diff := cmp.Diff(&want, j.Legend.Compare); diff != "" {
		t.Errorf("8 March in New York (-want +got):\n%s", diff)
	}
	if want := "?from=2026-03-08T05%3A00%3A00Z&to=2026-03-09T04%3A00%3A00Z&compare=year"; j.Tiles[0] != "https://city.example/tiles/v1/areas/thu-2025/ward/{z}/{x}/{y}.mvt"+want {
		t.Errorf("tiles at %s", j.Tiles[0])
	}
}
