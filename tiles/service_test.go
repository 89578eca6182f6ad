package tiles_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/tiles"
)

func TestKeptTilesAreThoseThatANewServiceMakes(t *testing.T) {
	t.Parallel()
	c := newCity(t, 40, 600, saigon, 0.2)
	s := newService(t, c)
	for _, l := range []tiles.Layer{tiles.HeatLayer(), wards, tiles.ComplaintLayer()} {
		for zoom := uint8(14); zoom <= 16; zoom++ {
			a := addressOf(c.complaints[0].Point, zoom)
			first, kept := mustTile(t, s, l, a, diemnong.Filter{}), mustTile(t, s, l, a, diemnong.Filter{})
			fresh := mustTile(t, newService(t, c), l, a, diemnong.Filter{})
			if kept != first {
				t.Errorf("%s tile %s was made twice", l.Kind, a)
			}
			if first.Empty || !cmp.Equal(forms(t, kept), forms(t, fresh)) {
				t.Errorf("%s tile %s of another service differs", l.Kind, a)
			}
		}
	}
}

// TestEqualRequestsGiveOneETag while the data stay the same: a new revision
// that changes nothing in the tile leaves it as it was.
func TestEqualRequestsGiveOneETag(t *testing.T) {
	t.Parallel()
	c := newCity(t, 41, 600, saigon, 0.2)
	s := newService(t, c)
	a := addressOf(saigon, 12)
	want := mustTile(t, s, tiles.HeatLayer(), a, diemnong.Filter{})
	for i := range 20 {
		if i == 10 {
			c.state.Store(&heat.State{Revision: 8, ID: "eight"})
		}
		got := mustTile(t, s, tiles.HeatLayer(), a, diemnong.Filter{})
		if diff := cmp.Diff(forms(t, want), forms(t, got)); diff != "" {
			t.Errorf("request %d (-first +this):\n%s", i, diff)
		}
	}
	if got := mustTile(t, s, tiles.HeatLayer(), a, diemnong.Filter{}); got.State.Revision != 8 {
		t.Errorf("the tile is of revision %d; want 8", got.State.Revision)
	}
	other := mustTile(t, s, tiles.HeatLayer(), a, mustFilter(t, diemnong.Filter{Categories: []string{"road"}}))
	if mustForm(t, other, "").ETag == mustForm(t, want, "").ETag {
		t.Error("two different tiles have one ETag")
	}
}

func TestEmptyTileSaysSo(t *testing.T) {
	t.Parallel()
	s := newService(t, newCity(t, 43, 50, saigon, 0.2))
	for _, l := range []tiles.Layer{tiles.HeatLayer(), wards, tiles.ComplaintLayer()} {
		tile := mustTile(t, s, l, tiles.Address{Z: 14}, diemnong.Filter{})
		if gzip := mustForm(t, tile, "gzip"); !tile.Empty || tile.Body != nil || gzip.Body != nil {
			t.Errorf("%s: empty %t with %d bytes; want true with none", l.Kind, tile.Empty, len(tile.Body))
		}
	}
}

func TestOneGridServesAllTilesOfAFilter(t *testing.T) {
	t.Parallel()
	c := newCity(t, 44, 300, saigon, 0.2)
	s := newService(t, c)
	for zoom := uint8(8); zoom < 16; zoom++ {
		for _, a := range addressesOver(c.catalog.City.Bounds, min(zoom, 12)) {
			mustTile(t, s, tiles.HeatLayer(), a, diemnong.Filter{})
		}
	}
	if _, err := s.TileJSON(t.Context(), tiles.HeatLayer(), diemnong.Filter{}, ""); err != nil {
		t.Fatal(err)
	}
	if got := c.asked.Load(); got != 1 {
		t.Errorf("the engine counted %d times; want once", got)
	}
}

func TestNewDataAndANewPresentAreAsked(t *testing.T) {
	t.Parallel()
	c := newCity(t, 45, 300, saigon, 0.2)
	clock := now
	s, err := tiles.New(tiles.Options{Engine: c, World: c, Points: c, Now: func() time.Time { return clock }})
	if err != nil {
		t.Fatal(err)
	}
	past := mustFilter(t, diemnong.Filter{AsOf: now.Add(-240 * time.Hour)})
	ask := func(step string, f diemnong.Filter, want int32) {
		t.Helper()
		mustTile(t, s, tiles.HeatLayer(), tiles.Address{}, f)
		if got := c.asked.Load(); got != want {
			t.Errorf("%s: the engine has counted %d times; want %d", step, got, want)
		}
	}
	ask("the present", diemnong.Filter{}, 1)
	ask("a past moment", past, 2)
	clock = now.Add(heat.AsOfStep - time.Second)
	ask("the same five minutes", diemnong.Filter{}, 2)
	clock = now.Add(heat.AsOfStep)
	ask("the next five minutes", diemnong.Filter{}, 3)
	ask("the past moment stays", past, 3)
	c.state.Store(&heat.State{Revision: 7, ID: "another seven"})
	ask("another history", past, 4)
	ask("the present of another history", diemnong.Filter{}, 5)
}

// TestAnOlderStateForgetsNothing: of two who ask while the data change, the one
// who saw the old state may come last.
func TestAnOlderStateForgetsNothing(t *testing.T) {
	t.Parallel()
	c := newCity(t, 45, 300, saigon, 0.2)
	s := newService(t, c)
	for i, step := range []struct {
		revision diemnong.Revision
		counted  int32
	}{{7, 1}, {8, 2}, {7, 3}, {8, 3}, {9, 4}, {8, 5}} {
		c.state.Store(&heat.State{Revision: step.revision, ID: "x"})
		got := mustTile(t, s, tiles.HeatLayer(), tiles.Address{}, diemnong.Filter{})
		if got.State.Revision != step.revision || c.asked.Load() != step.counted {
			t.Errorf("step %d: a tile of revision %d after %d counts; want %d after %d",
				i, got.State.Revision, c.asked.Load(), step.revision, step.counted)
		}
	}
}

// TestFirstCallerMayLeave: the one who asked first goes away, as maps do all
// the time, and the second still gets the tile from the same count.
func TestFirstCallerMayLeave(t *testing.T) {
	t.Parallel()
	c := newCity(t, 46, 300, saigon, 0.2)
	counting, finish := make(chan struct{}), make(chan struct{})
	c.before = func(ctx context.Context) error {
		close(counting)
		<-finish
		return ctx.Err()
	}
	s := newService(t, c)
	a := addressOf(saigon, 11)
	first, leave := context.WithCancel(t.Context())
	left := make(chan error)
	go func() {
		_, err := s.Tile(first, tiles.HeatLayer(), a, diemnong.Filter{})
		left <- err
	}()
	<-counting
	leave()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Errorf("the first caller got %v; want context.Canceled at once", err)
	}
	got := make(chan *tiles.Tile)
	go func() {
		tile, err := s.Tile(t.Context(), tiles.HeatLayer(), a, diemnong.Filter{})
		if err != nil {
			t.Errorf("the second caller got %v", err)
		}
		got <- tile
	}()
	close(finish)
	if tile := <-got; tile == nil || tile.Empty || c.asked.Load() != 1 {
		t.Errorf("the second caller got %v after %d counts; want a tile after 1", tile, c.asked.Load())
	}
}

func TestFaultsOfTheEngineComeThrough(t *testing.T) {
	t.Parallel()
	c := newCity(t, 47, 10, saigon, 0.2)
	fault := diemnong.InvalidValue("category", "x", "is not known here.", "Did you mean y?")
	c.before = func(context.Context) error { return fault }
	s := newService(t, c)
	if _, err := s.Tile(t.Context(), tiles.HeatLayer(), tiles.Address{}, diemnong.Filter{}); !errors.Is(err, fault) {
		t.Errorf("Tile failed with %v; want the engine's error in it", err)
	}
	if _, err := s.TileJSON(t.Context(), tiles.HeatLayer(), diemnong.Filter{}, ""); !errors.Is(err, fault) {
		t.Errorf("TileJSON failed with %v; want the engine's error in it", err)
	}
	if _, err := s.Style(t.Context(), "heat", diemnong.Filter{}, "", "vi"); !errors.Is(err, fault) {
		t.Errorf("Style failed with %v; want the engine's error in it", err)
	}
}

func TestNewWantsItsParts(t *testing.T) {
	if _, err := tiles.New(tiles.Options{}); err == nil {
		t.Error("a service without parts was made")
	}
}
