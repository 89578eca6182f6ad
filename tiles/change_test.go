package tiles_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb/geojson"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/tiles"
)

// fiveDays are the last five days of the test city, which has eleven and a
// half; fiveBefore are those before them, at the same age.
var (
	fiveDays   = diemnong.Filter{From: now.AddDate(0, 0, -5), To: now}
	fiveBefore = diemnong.Filter{From: now.AddDate(0, 0, -10), To: now.AddDate(0, 0, -5), AsOf: now.AddDate(0, 0, -5)}
)

// since is a layer compared with the window before.
func since(l tiles.Layer) tiles.Layer { return l.Comparing(heat.WithPrevious) }

// ofCategory is a filter narrowed to a category.
func ofCategory(f diemnong.Filter, code string) diemnong.Filter {
	f.Categories = []string{code}
	return f
}

// TestChangeIsThatOfTheTwoWindows joins the plain tiles of both windows, by
// features, and compares the tile of change with that, for engines that hold
// whole layers and for such as count blocks.
func TestChangeIsThatOfTheTwoWindows(t *testing.T) {
	t.Parallel()
	c := newCity(t, 80, 900, saigon, 0.2)
	blocks, err := tiles.New(tiles.Options{Engine: blockwise{c}, World: c, Points: c, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(8, 80))
	plain, fallen := newService(t, c), 0
	for name, s := range map[string]*tiles.Service{"whole": newService(t, c), "blocks": blocks} {
		for zoom := uint8(0); zoom <= 18; zoom++ {
			for _, l := range []tiles.Layer{tiles.HeatLayer(), wards} {
				for _, f := range []diemnong.Filter{fiveDays, ofCategory(fiveDays, "noise")} {
					before := fiveBefore
					before.Categories = f.Categories
					a := randomAddress(rng, c, zoom)
					want := joined(decode(t, mustTile(t, plain, l, a, f)), decode(t, mustTile(t, plain, l, a, before)))
					got := byFeature(decode(t, mustTile(t, s, since(l), a, f)))
					if diff := cmp.Diff(want, got); diff != "" {
						t.Fatalf("%s: %s tile %s of %q (-joined +got):\n%s", name, l.Kind, a, f.Key(), diff)
					}
					for _, p := range got {
						if p.Properties["n"] == 0.0 && p.Properties["n_before"] != 0.0 {
							fallen++
						}
					}
				}
			}
		}
	}
	if fallen < 100 {
		t.Errorf("only %d features had fallen to nothing", fallen)
	}
}

// byFeature gives the features of a tile by what names them.
func byFeature(layers map[string][]*geojson.Feature) map[string]*geojson.Feature {
	out := map[string]*geojson.Feature{}
	for layer, list := range layers {
		for _, f := range list {
			name, ok := f.Properties["h3"].(string)
			if !ok {
				name = f.Properties["code"].(string)
			}
			out[layer+" "+name] = f
		}
	}
	return out
}

// joined is what a tile of change says, from the plain tiles of its windows.
func joined(now, before map[string][]*geojson.Feature) map[string]*geojson.Feature {
	out, then := byFeature(now), byFeature(before)
	for _, f := range out {
		f.Properties["n_before"] = 0.0
	}
	for name, f := range then {
		n := f.Properties["n"]
		if out[name] == nil {
			out[name] = emptied(f)
		}
		out[name].Properties["n_before"] = n
	}
	for _, f := range out {
		f.Properties["change"] = f.Properties["n"].(float64) - f.Properties["n_before"].(float64)
	}
	return out
}

// emptied is a feature without complaints: its counts are 0, its rates and times absent.
func emptied(f *geojson.Feature) *geojson.Feature {
	p := expectedMeasures(heat.Measures{})
	p["h3"], p["res"], p["per_km2"] = f.Properties["h3"], f.Properties["res"], 0.0
	f.Properties = p
	return f
}

// TestChangeAddsUpAtEveryZoom counts each cell of all tiles once.
func TestChangeAddsUpAtEveryZoom(t *testing.T) {
	t.Parallel()
	c := newCity(t, 81, 2500, saigon, 0.2)
	s := newService(t, c)
	for category, deepest := range map[string]uint8{"": 15, "road": 12} {
		f, before := fiveDays, fiveBefore
		if category != "" {
			f, before = ofCategory(f, category), ofCategory(before, category)
		}
		want := map[string]float64{}
		for i := range c.complaints {
			p := &c.complaints[i]
			if !p.Quality.Placeable() {
				continue
			}
			if matches(f, p) {
				want["n"]++
				want["change"]++
			}
			if matches(before, p) {
				want["n_before"]++
				want["change"]--
			}
		}
		for zoom := range deepest + 1 {
			got, seen := map[string]float64{}, map[string]bool{}
			for _, a := range addressesOver(c.catalog.City.Bounds, zoom) {
				for _, cell := range decode(t, mustTile(t, s, since(tiles.HeatLayer()), a, f))["cells"] {
					if index := cell.Properties["h3"].(string); !seen[index] {
						seen[index] = true
						for m := range want {
							got[m] += cell.Properties[m].(float64)
						}
					}
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("category %q, zoom %d (-want +got):\n%s", category, zoom, diff)
			}
		}
	}
}

func TestTilesOfChangeHaveStableTagsOfTheirOwn(t *testing.T) {
	t.Parallel()
	c := newCity(t, 82, 600, saigon, 0.2)
	s, a := newService(t, c), addressOf(saigon, 12)
	for _, l := range []tiles.Layer{tiles.HeatLayer(), wards} {
		plain, want := mustTile(t, s, l, a, fiveDays), mustTile(t, s, since(l), a, fiveDays)
		for i := range 4 {
			c.state.Store(&heat.State{Revision: diemnong.Revision(8 + i/2), ID: "x"})
			for _, service := range []*tiles.Service{s, newService(t, c)} {
				if diff := cmp.Diff(forms(t, want), forms(t, mustTile(t, service, since(l), a, fiveDays))); diff != "" {
					t.Errorf("%s, request %d (-first +this):\n%s", l.Kind, i, diff)
				}
				if diff := cmp.Diff(forms(t, plain), forms(t, mustTile(t, service, l, a, fiveDays))); diff != "" {
					t.Errorf("plain %s, request %d (-first +this):\n%s", l.Kind, i, diff)
				}
			}
		}
		year := mustTile(t, s, l.Comparing(heat.WithYear), a, fiveDays)
		if tag := mustForm(t, want, "").ETag; tag == mustForm(t, plain, "").ETag || tag == mustForm(t, year, "").ETag {
			t.Errorf("%s: different tiles have one ETag", l.Kind)
		}
	}
}

// TestWindowsAreCountedOnce: a plain map, one of change and one of the window
// before share their grids.
func TestWindowsAreCountedOnce(t *testing.T) {
	t.Parallel()
	c := newCity(t, 83, 300, saigon, 0.2)
	s := newService(t, c)
	ask := func(step string, l tiles.Layer, f diemnong.Filter, want int32) {
		t.Helper()
		for _, a := range addressesOver(c.catalog.City.Bounds, 11) {
			mustTile(t, s, l, a, f)
		}
		mustTileJSON(t, s, l, f)
		if got := c.asked.Load(); got != want {
			t.Errorf("%s: the engine has counted %d times; want %d", step, got, want)
		}
	}
	ask("plain", tiles.HeatLayer(), fiveDays, 1)
	ask("change", since(tiles.HeatLayer()), fiveDays, 2)
	ask("the window before, plain", tiles.HeatLayer(), fiveBefore, 2)
	ask("change since the year before", tiles.HeatLayer().Comparing(heat.WithYear), fiveDays, 3)
	c.state.Store(&heat.State{Revision: 8, ID: "eight"})
	ask("new data", since(tiles.HeatLayer()), fiveDays, 5)
}

// TestTheWindowBeforeAgesToo: in the next five minutes both windows are counted
// anew, for a filter with a moment of its own neither.
func TestTheWindowBeforeAgesToo(t *testing.T) {
	t.Parallel()
	c := newCity(t, 86, 300, saigon, 0.2)
	clock := now
	s, err := tiles.New(tiles.Options{Engine: c, World: c, Points: c, Now: func() time.Time { return clock }})
	if err != nil {
		t.Fatal(err)
	}
	fixed := fiveDays
	fixed.AsOf = now.AddDate(0, 0, -1)
	for _, step := range []struct {
		clock, asOf time.Time
		filter      diemnong.Filter
		counted     int32
	}{
		{now, fiveBefore.AsOf, fiveDays, 2},
		{now, fixed.AsOf.AddDate(0, 0, -5), fixed, 4},
		{now.Add(heat.AsOfStep - time.Second), fiveBefore.AsOf, fiveDays, 4},
		{now.Add(heat.AsOfStep), fixed.AsOf.AddDate(0, 0, -5), fixed, 4},
	} {
		clock = step.clock
		got := mustTileJSON(t, s, since(tiles.HeatLayer()), step.filter).Legend.Compare
		if !got.AsOf.Equal(step.asOf) || c.asked.Load() != step.counted {
			t.Errorf("%s at %s: judged at %s after %d counts; want %s after %d", step.filter.Key(), clock, got.AsOf, c.asked.Load(), step.asOf, step.counted)
		}
	}
}

// TestWhereAllIsGoneIsNoEmptyTile: what has fallen to nothing is news; where
// nothing was either, the tile is empty.
func TestWhereAllIsGoneIsNoEmptyTile(t *testing.T) {
	t.Parallel()
	c := newCity(t, 84, 200, saigon, 0.2)
	for i := range c.complaints {
		c.complaints[i].ReceivedAt = fiveBefore.From
	}
	s, a := newService(t, c), addressOf(saigon, 10)
	if !mustTile(t, s, tiles.HeatLayer(), a, fiveDays).Empty {
		t.Error("the plain tile is not empty")
	}
	for _, f := range decode(t, mustTile(t, s, since(tiles.HeatLayer()), a, fiveDays))["cells"] {
		p := f.Properties
		if p["n"] != 0.0 || p["n_before"].(float64) < 1 || p["change"] != -p["n_before"].(float64) || p["on_time_rate"] != nil || p["overdue_share"] != nil {
			t.Errorf("a cell that has fallen to nothing says %v", p)
		}
	}
	if tile := mustTile(t, s, since(tiles.HeatLayer()), a, fiveDays); tile.Empty {
		t.Error("the tile of change is empty")
	}
	if tile := mustTile(t, s, since(tiles.HeatLayer()), tiles.Address{Z: 14}, fiveDays); !tile.Empty {
		t.Error("a tile far away is not empty")
	}
}

func TestChangeWithoutAWindowIsRefused(t *testing.T) {
	t.Parallel()
	s := newService(t, newCity(t, 85, 10, saigon, 0.2))
	f := func(l tiles.Layer, f diemnong.Filter) {
		t.Helper()
		_, err := s.Tile(t.Context(), l, tiles.Address{Z: 14}, f)
		checkInvalid(t, err, "compare")
		_, err = s.TileJSON(t.Context(), l, f, "")
		checkInvalid(t, err, "compare")
	}
	for _, c := range []heat.Comparison{heat.WithPrevious, heat.WithYear} {
		for _, l := range []tiles.Layer{tiles.HeatLayer(), wards} {
			f(l.Comparing(c), diemnong.Filter{})
			f(l.Comparing(c), diemnong.Filter{From: fiveDays.From})
			f(l.Comparing(c), diemnong.Filter{To: fiveDays.To})
		}
		f(tiles.ComplaintLayer().Comparing(c), fiveDays)
	}
}

// changing answers about one window from older data, a number of times.
type changing struct {
	*city
	behind int
}

func (c *changing) Stats(ctx context.Context, q heat.StatsQuery) (*heat.Stats, error) {
	s, err := c.city.Stats(ctx, q)
	if err == nil && q.Filter.From.Equal(fiveBefore.From) && c.behind > 0 {
		c.behind--
		s.State.Revision--
		c.state.Store(&heat.State{Revision: s.State.Revision + 2, ID: "next"}) // what is kept is of the past
	}
	return s, err
}

// TestBothWindowsAreOfTheSameData: when the data change between the two
// questions, both are asked again, and whoever cannot have that is told of the
// older data.
func TestBothWindowsAreOfTheSameData(t *testing.T) {
	t.Parallel()
	for behind, want := range map[int]diemnong.Revision{0: 7, 1: 8, 2: 7} {
		c := newCity(t, 88, 50, saigon, 0.2)
		e := &changing{c, behind}
		s, err := tiles.New(tiles.Options{Engine: e, World: c, Points: c, Now: func() time.Time { return now }})
		if err != nil {
			t.Fatal(err)
		}
		tile := mustTile(t, s, since(wards), tiles.Address{}, fiveDays)
		if tile.State.Revision != want || e.behind != 0 {
			t.Errorf("%d times behind: a tile of revision %d, %d times left; want %d and none", behind, tile.State.Revision, e.behind, want)
		}
	}
}
