package tiles_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
	"github.com/diemnong/diemnong/tiles"
)

// surroundings are a context whose tiles say in their bytes what was asked for.
type surroundings struct {
	now  atomic.Pointer[gazetteer.Context]
	cuts atomic.Int32
	away atomic.Bool
}

var errAway = diemnong.Errorf(diemnong.Unavailable, "The database does not answer at the moment.")

func (s *surroundings) Current(context.Context) (*gazetteer.Context, error) {
	if c := s.now.Load(); c != nil {
		return c, nil
	}
	return nil, errAway
}

func (s *surroundings) Cut(_ context.Context, cut gazetteer.ContextCut) ([]byte, error) {
	s.cuts.Add(1)
	if s.away.Load() {
		return nil, errAway
	}
	names := cut.Places
	for _, f := range cut.Features {
		names = append(names, string(f.Kind)+"/"+f.Class)
	}
	if cut.Named {
		names = append(names, "named")
	}
	return []byte(strings.Join(names, " ")), nil
}

func classes(names ...string) (list []gazetteer.FeatureClass) {
	for _, name := range names {
		kind, class, _ := strings.Cut(name, "/")
		list = append(list, gazetteer.FeatureClass{Kind: gazetteer.FeatureKind(kind), Class: class})
	}
	return list
}

func newAround(t *testing.T, c *gazetteer.Context) (*tiles.Service, *surroundings) {
	t.Helper()
	around := &surroundings{}
	around.now.Store(c)
	city := newCity(t, 1, 10, geo.Point{Lon: 106.7, Lat: 10.8}, 0.2)
	s, err := tiles.New(tiles.Options{Engine: city, World: city, Points: city, Context: around, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	return s, around
}

func everything() *gazetteer.Context {
	return &gazetteer.Context{
		State: "a", Attribution: []string{"© One", "© Two"},
		Features: classes("rail/subway", "road/motorway", "road/primary", "road/secondary", "road/tertiary", "road/unheard", "station/subway",
			"water/pond", "water/river", "waterway/river", "waterway/stream"),
		Places: []string{"", "hospital", "marketplace", "nail_salon"},
	}
}

func TestContextComesWithTheZoom(t *testing.T) {
	t.Parallel()
	s, _ := newAround(t, everything())
	f := func(zoom uint8, want string) {
		t.Helper()
		tile, err := s.ContextTile(t.Context(), tiles.Address{Z: zoom})
		if err != nil || string(tile.Body) != want || tile.Empty != (want == "") {
			t.Errorf("zoom %d shows %q, empty %v, %v; want %q", zoom, tile.Body, tile.Empty, err, want)
		}
	}
	f(0, "")
	f(5, "")
	f(6, "water/river")
	f(7, "water/river road/motorway")
	f(8, "water/river waterway/river road/motorway")
	f(9, "water/river waterway/river road/motorway road/primary rail/subway")
	f(11, "water/river waterway/river road/motorway road/primary road/secondary rail/subway station/subway")
	f(12, "water/river water/pond waterway/river road/motorway road/primary road/secondary rail/subway station/subway named")
	f(13, "hospital water/river water/pond waterway/river waterway/stream road/motorway road/primary road/secondary road/tertiary road/unheard rail/subway station/subway named")
	f(14, "hospital marketplace water/river water/pond waterway/river waterway/stream road/motorway road/primary road/secondary road/tertiary road/unheard rail/subway station/subway named")
	f(15, "hospital marketplace  water/river water/pond waterway/river waterway/stream road/motorway road/primary road/secondary road/tertiary road/unheard rail/subway station/subway named")
}

func TestContextJSONHasTheLayersThatThereAre(t *testing.T) {
	t.Parallel()
	f := func(c *gazetteer.Context, attribution string, want map[string]int) {
		t.Helper()
		s, _ := newAround(t, c)
		d, err := s.ContextJSON(t.Context(), "https://map.example")
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]int{}
		for _, l := range d.VectorLayers {
			got[l.ID] = l.MinZoom
			if l.MaxZoom != 15 || len(l.Fields) == 0 || l.Description == "" {
				t.Errorf("layer %+v", l)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("layers and their first zoom (-want +got):\n%s", diff)
		}
		if d.Attribution != attribution || d.VectorLayers == nil || !slices.Equal(d.Tiles, []string{"https://map.example/tiles/v1/context/{z}/{x}/{y}.mvt"}) {
			t.Errorf("description %+v", d)
		}
	}
	f(everything(), "© One · © Two", map[string]int{"water": 6, "waterways": 8, "roads": 7, "rail": 9, "stations": 11, "places": 13})
	f(&gazetteer.Context{Features: classes("station/halt")}, "", map[string]int{"stations": 14})
	f(&gazetteer.Context{Places: []string{"nail_salon"}}, "", map[string]int{})
	f(&gazetteer.Context{}, "", map[string]int{})
}

// Without a source there is a description without layers, and empty tiles.
func TestServiceWithoutContext(t *testing.T) {
	t.Parallel()
	s := newService(t, newCity(t, 1, 10, geo.Point{Lon: 106.7, Lat: 10.8}, 0.2))
	tile, err := s.ContextTile(t.Context(), tiles.Address{Z: 14, X: 13046, Y: 7697})
	if err != nil || !tile.Empty {
		t.Errorf("tile %+v, %v; want an empty one", tile, err)
	}
	if d, err := s.ContextJSON(t.Context(), ""); err != nil || len(d.VectorLayers) != 0 {
		t.Errorf("description %+v, %v", d, err)
	}
}

func TestContextTilesAreKeptUntilTheContextChanges(t *testing.T) {
	t.Parallel()
	s, around := newAround(t, everything())
	at, other := tiles.Address{Z: 9, X: 407, Y: 240}, tiles.Address{Z: 9, X: 408, Y: 240}
	ask := func(a tiles.Address) (string, error) {
		tile, err := s.ContextTile(t.Context(), a)
		if err != nil {
			return "", err
		}
		return mustForm(t, tile, "gzip").ETag, nil
	}
	first, err := ask(at)
	if err != nil {
		t.Fatal(err)
	}
	around.away.Store(true)
	if again, err := ask(at); err != nil || again != first {
		t.Errorf("while the database is away: %s, %v; want the kept %s", again, err, first)
	}
	if _, err := ask(other); diemnong.ErrorCode(err) != diemnong.Unavailable {
		t.Errorf("a tile that is not kept: %v; want unavailable", err)
	}
	around.away.Store(false)
	if cuts := around.cuts.Load(); cuts != 2 {
		t.Errorf("%d cuts; want one for the tile and one that failed", cuts)
	}
	changed := everything()
	changed.State, changed.Features = "b", classes("road/motorway")
	around.now.Store(changed)
	if after, err := ask(at); err != nil || after == first {
		t.Errorf("after an import: %s, %v; want another tile", after, err)
	}
}

func TestContextRefusesWhatIsNoTile(t *testing.T) {
	t.Parallel()
	s, around := newAround(t, everything())
	for _, a := range []tiles.Address{{Z: 16}, {Z: 22}, {Z: 23}, {Z: 3, X: 8}, {Z: 3, Y: 8}, {Z: 255, X: 1<<32 - 1, Y: 1<<32 - 1}} {
		if _, err := s.ContextTile(t.Context(), a); diemnong.ErrorCode(err) != diemnong.Invalid {
			t.Errorf("%s: %v; want invalid", a, err)
		}
	}
	around.now.Store(nil)
	if _, err := s.ContextTile(t.Context(), tiles.Address{Z: 9}); diemnong.ErrorCode(err) != diemnong.Unavailable {
		t.Errorf("before the first answer of the database: %v; want unavailable", err)
	}
	if _, err := s.ContextJSON(t.Context(), ""); !errors.Is(err, errAway) {
		t.Errorf("its description: %v; want unavailable", err)
	}
}
