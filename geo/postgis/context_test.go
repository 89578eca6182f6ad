package postgis

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
	"github.com/diemnong/diemnong/tiles/mvt/mvttest"
)

func newTestContexts(db *DB) *Contexts { return NewContexts(db, slog.New(slog.DiscardHandler)) }

// contextCut is a tile over the inner city.
var contextCut = gazetteer.ContextCut{Z: 12, X: 3261, Y: 1924, Named: true}

// inTile is a place by its shares of that tile, from the west and from the south.
func inTile(x, y float64) orb.Point {
	b := maptile.New(contextCut.X, contextCut.Y, maptile.Zoom(contextCut.Z)).Bound()
	return orb.Point{b.Min[0] + x*(b.Max[0]-b.Min[0]), b.Min[1] + y*(b.Max[1]-b.Min[1])}
}

func feature(ref string, kind gazetteer.FeatureKind, class, name string, g orb.Geometry) gazetteer.Feature {
	return gazetteer.Feature{Ref: ref, Kind: kind, Class: class, Name: name, Geometry: g}
}

func line(points ...orb.Point) orb.LineString { return points }

func pond(x, y, size float64) orb.Polygon {
	return orb.Polygon{{inTile(x, y), inTile(x+size, y), inTile(x+size, y+size), inTile(x, y+size), inTile(x, y)}}
}

func putContext(t testing.TB, db *DB, code, attribution string, b gazetteer.Batch) {
	t.Helper()
	src := gazetteer.Source{Code: code, Kind: gazetteer.SourceOSM, Attribution: attribution}
	if _, err := db.PutGazetteer(t.Context(), src, func(yield func(*gazetteer.Batch, error) bool) { yield(&b, nil) }); err != nil {
		t.Fatal(err)
	}
}

func mustContext(t testing.TB, c *Contexts) *gazetteer.Context {
	t.Helper()
	current, err := c.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return current
}

// all asks for everything that there is in the tile.
func all(c *gazetteer.Context) gazetteer.ContextCut {
	cut := contextCut
	cut.Features, cut.Places = c.Features, c.Places
	return cut
}

// cutLayers decodes a cut by layer.
func cutLayers(t testing.TB, c *Contexts, cut gazetteer.ContextCut) map[string][]*geojson.Feature {
	t.Helper()
	body, err := c.Cut(t.Context(), cut)
	if err != nil {
		t.Fatal(err)
	}
	if err := mvttest.Check(body); err != nil {
		t.Errorf("the tile breaks the specification: %v", err)
	}
	layers, err := mvt.Unmarshal(body)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]*geojson.Feature{}
	for _, l := range layers {
		found[l.Name] = l.Features
	}
	return found
}

// lines says what a layer has: the type of each feature and its properties.
func lines(features []*geojson.Feature) (list []string) {
	for _, f := range features {
		keys := []string{}
		for key, v := range f.Properties {
			keys = append(keys, fmt.Sprint(key, "=", v))
		}
		slices.Sort(keys)
		list = append(list, f.Geometry.GeoJSONType()+" "+strings.Join(keys, " "))
	}
	return list
}

func TestContextIsCutIntoLayers(t *testing.T) {
	t.Parallel()
	db := openTestDB(t)
	putContext(t, db, "osm", "© OSM", gazetteer.Batch{
		Features: []gazetteer.Feature{
			feature("1", gazetteer.Water, "river", "Sông", pond(.2, .2, .3)),
			feature("2", gazetteer.Water, "pond", "", pond(.8, .8, .0005)), // less than a pixel
			feature("3", gazetteer.Waterway, "canal", "Kênh Đôi", line(inTile(.1, .1), inTile(.5, .1))),
			feature("4", gazetteer.Waterway, "canal", "Kênh Đôi", line(inTile(.5, .1), inTile(.9, .1))),
			feature("5", gazetteer.Road, "primary", "Điện Biên Phủ", line(inTile(-.5, .5), inTile(1.5, .5))),
			feature("6", gazetteer.Road, "motorway", "", line(inTile(.1, .6), inTile(.9, .6))),
			feature("7", gazetteer.Rail, "subway", "Tuyến 1", line(inTile(.1, .7), inTile(.9, .7))),
			feature("8", gazetteer.Station, "subway", "Ga Bến Thành", inTile(.4, .7)),
			feature("9", gazetteer.Road, "primary", "elsewhere", line(inTile(3, 3), inTile(4, 4))),
		},
		Places: []gazetteer.Place{
			{Ref: "1", Name: "Chợ Bến Thành", Kind: "marketplace", Point: pointOf(inTile(.3, .3))},
			{Ref: "2", Name: "Bệnh viện", Kind: "hospital", Point: pointOf(inTile(.6, .3))},
		},
	})
	c := newTestContexts(db)
	held := mustContext(t, c)
	want := []gazetteer.FeatureClass{
		{Kind: "rail", Class: "subway"},
		{Kind: "road", Class: "motorway"},
		{Kind: "road", Class: "primary"},
		{Kind: "station", Class: "subway"},
		{Kind: "water", Class: "pond"},
		{Kind: "water", Class: "river"},
		{Kind: "waterway", Class: "canal"},
	}
	if diff := cmp.Diff(want, held.Features); diff != "" {
		t.Errorf("classes (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"© OSM"}, held.Attribution); diff != "" || !slices.Equal(held.Places, []string{"hospital", "marketplace"}) {
		t.Errorf("attribution %v, places %v", held.Attribution, held.Places)
	}
	cut := all(held)
	slices.Reverse(cut.Places) // the market first
	found := cutLayers(t, c, cut)
	for layer, want := range map[string][]string{
		"water":     {"Polygon class=river"},
		"waterways": {"LineString class=canal name=Kênh Đôi"}, // two pieces are one line
		"roads":     {"LineString class=primary name=Điện Biên Phủ", "LineString class=motorway"},
		"rail":      {"LineString class=subway name=Tuyến 1"},
		"stations":  {"Point class=subway name=Ga Bến Thành"},
		"places":    {"Point kind=marketplace name=Chợ Bến Thành rank=1", "Point kind=hospital name=Bệnh viện rank=2"},
	} {
		if diff := cmp.Diff(want, lines(found[layer])); diff != "" {
			t.Errorf("layer %s (-want +got):\n%s", layer, diff)
		}
	}
	for _, f := range found["roads"] {
		if b := f.Geometry.Bound(); b.Min[0] < -64 || b.Max[0] > 4096+64 {
			t.Errorf("a road reaches from %v to %v; want it cut to the tile and its margin", b.Min, b.Max)
		}
	}
	river := found["water"][0].Geometry.Bound()
	if w := river.Max[0] - river.Min[0]; w < 1220 || w > 1236 {
		t.Errorf("the river is %v units wide; want three tenths of the tile", w)
	}
}

func pointOf(p orb.Point) geo.Point { return geo.Point{Lon: p[0], Lat: p[1]} }

func TestACutShowsOnlyWhatItAsksFor(t *testing.T) {
	t.Parallel()
	db := openTestDB(t)
	batch := gazetteer.Batch{Features: []gazetteer.Feature{
		feature("1", gazetteer.Road, "primary", "A", line(inTile(.1, .1), inTile(.5, .1))),
		feature("2", gazetteer.Road, "primary", "B", line(inTile(.5, .1), inTile(.9, .1))),
		feature("3", gazetteer.Road, "secondary", "C", line(inTile(.1, .5), inTile(.9, .5))),
	}}
	putContext(t, db, "osm", "", batch)
	c := newTestContexts(db)
	cut := contextCut
	cut.Features, cut.Named = []gazetteer.FeatureClass{{Kind: gazetteer.Road, Class: "primary"}}, false
	if diff := cmp.Diff([]string{"LineString class=primary"}, lines(cutLayers(t, c, cut)["roads"])); diff != "" {
		t.Errorf("without names all lines of a class are one (-want +got):\n%s", diff)
	}
	cut.X += 7
	if body, err := c.Cut(t.Context(), cut); err != nil || len(body) > 0 {
		t.Errorf("a tile with nothing in it: %d bytes, %v", len(body), err)
	}
	for _, far := range []gazetteer.ContextCut{{Z: 0}, {Z: 1}, {Z: 22, X: 1<<22 - 1, Y: 1<<22 - 1}, {Z: 3, X: 7, Y: 0}} {
		far.Features = cut.Features
		if _, err := c.Cut(t.Context(), far); err != nil {
			t.Errorf("tile %d/%d/%d: %v", far.Z, far.X, far.Y, err)
		}
	}
}

// Names of people and what was learned from complaints are in no context.
func TestContextHasPublicSourcesOnly(t *testing.T) {
	t.Parallel()
	db := openTestDB(t)
	putContext(t, db, "open", "© Open", gazetteer.Batch{
		Places: []gazetteer.Place{{Ref: "1", Name: "Chợ", Kind: "marketplace", Point: pointOf(inTile(.3, .3))}},
	})
	putContext(t, db, "secret", "© Secret", gazetteer.Batch{
		Features: []gazetteer.Feature{feature("1", gazetteer.Road, "primary", "Secret", line(inTile(.1, .1), inTile(.5, .1)))},
		Places:   []gazetteer.Place{{Ref: "1", Name: "Nhà ông A", Kind: "house", Point: pointOf(inTile(.4, .3))}},
	})
	if _, err := db.Pool.Exec(t.Context(), db.sql(`update diemnong.gazetteer_source set public = false where code = 'secret'`)); err != nil {
		t.Fatal(err)
	}
	c := newTestContexts(db)
	held := mustContext(t, c)
	if len(held.Features) > 0 || !slices.Equal(held.Places, []string{"marketplace"}) || !slices.Equal(held.Attribution, []string{"© Open"}) {
		t.Errorf("context %+v", held)
	}
	cut := contextCut
	cut.Features, cut.Places = []gazetteer.FeatureClass{{Kind: gazetteer.Road, Class: "primary"}}, []string{"house", "marketplace"}
	body, err := c.Cut(t.Context(), cut)
	if err != nil || !strings.Contains(string(body), "Chợ") || strings.Contains(string(body), "Nhà ông A") || strings.Contains(string(body), "Secret") {
		t.Errorf("tile %q, %v", body, err)
	}
}

func TestContextFollowsImportsAndOutlivesItsDatabase(t *testing.T) {
	t.Parallel()
	db, away := openCuttable(t)
	c := newTestContexts(db)
	away(true)
	if _, err := c.Current(t.Context()); diemnong.ErrorCode(err) != diemnong.Unavailable {
		t.Errorf("before the first answer: %v; want unavailable", err)
	}
	away(false)
	empty := mustContext(t, c)
	if len(empty.Features)+len(empty.Places)+len(empty.Attribution) > 0 {
		t.Errorf("an empty gazetteer gives %+v", empty)
	}
	runContexts(t, c)
	road := gazetteer.Batch{Features: []gazetteer.Feature{feature("1", gazetteer.Road, "primary", "A", line(inTile(.1, .1), inTile(.5, .1)))}}
	putContext(t, db, "osm", "© OSM", road)
	first := anotherContext(t, c, empty)
	if len(first.Features) != 1 {
		t.Errorf("after an import: %+v", first)
	}
	raised := c.held.Load().version
	if err := db.PutAreaAlias(t.Context(), gazetteer.AreaAlias{Set: "s", Code: "c", Alias: "a"}); err != nil {
		t.Fatal(err)
	}
	waitUntil(t, func() bool { return c.held.Load().version > raised })
	if mustContext(t, c) != first {
		t.Error("a name of an area made another context")
	}
	putContext(t, db, "osm", "© OSM", road)
	if second := anotherContext(t, c, first); second.State == first.State {
		t.Error("the same file imported again has the same state")
	}
	away(true)
	if held := mustContext(t, c); len(held.Features) != 1 {
		t.Errorf("while the database is away: %+v", held)
	}
	if _, err := c.Cut(t.Context(), contextCut); diemnong.ErrorCode(err) != diemnong.Unavailable {
		t.Errorf("a tile while the database is away: %v; want unavailable", err)
	}
}

// runContexts runs until the test ends.
func runContexts(t *testing.T, c *Contexts) {
	t.Helper()
	c.Poll = time.Millisecond
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := c.Run(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("Run ended with %v; want its context's error", err)
		}
	})
	t.Cleanup(func() { cancel(); wg.Wait() })
}

func anotherContext(t *testing.T, c *Contexts, before *gazetteer.Context) *gazetteer.Context {
	t.Helper()
	waitUntil(t, func() bool { return c.held.Load().context != before })
	return mustContext(t, c)
}

// waitUntil looks as often as the context is polled; the limit is far beyond what any machine needs.
func waitUntil(t *testing.T, holds func() bool) {
	t.Helper()
	tick, limit := time.NewTicker(time.Millisecond), time.After(5*time.Minute)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatal("it did not come about within five minutes")
		}
	}
}
