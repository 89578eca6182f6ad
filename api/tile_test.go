package api

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/paulmach/orb/encoding/mvt"

	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
	"github.com/diemnong/diemnong/tiles"
)

func TestTiles(t *testing.T) {
	at := tileAt(10)
	run(t, []scenario{
		{
			Name: "hexagons", URL: "/tiles/v1/heat/" + at + ".mvt",
			WantHeaders: []string{
				"Content-Type", typeTile, "Cache-Control", "no-cache", "Vary", "Accept, Accept-Encoding", "Content-Encoding", "",
				revisionHeader, "1", asOfHeader, "2026-11-22T10:30:00Z", "Access-Control-Allow-Origin", "*",
			},
		},
		{Name: "an empty one", URL: "/tiles/v1/heat/10/0/0.mvt", WantStatus: 204, WantHeaders: []string{"ETag", "", "Content-Type", "", revisionHeader, "1"}},
		{Name: "areas", URL: "/tiles/v1/areas/now/ward/" + at + ".mvt?class=late", WantContent: []string{"W1"}},
		{Name: "points are too far out", URL: "/tiles/v1/complaints/" + at + ".mvt", WantStatus: 400, WantContent: []string{`"field":"z"`}},
		{Name: "points", URL: "/tiles/v1/complaints/" + tileAt(14) + ".mvt"},
		{Name: "an unknown set", URL: "/tiles/v1/areas/then/ward/" + at + ".mvt", WantStatus: 400, WantContent: []string{`"field":"set"`}},
		{Name: "an unknown level", URL: "/tiles/v1/areas/now/city/" + at + ".mvt", WantStatus: 400, WantContent: []string{`"field":"level"`}},
		{Name: "an unknown filter", URL: "/tiles/v1/heat/" + at + ".mvt?category=fload", WantStatus: 400, WantContent: []string{"Did you mean flood?"}},
		{Name: "outside the scheme", URL: "/tiles/v1/heat/10/1024/0.mvt", WantStatus: 400, WantContent: []string{`"field":"x"`}},
		{Name: "a zoom over all", URL: "/tiles/v1/heat/23/0/0.mvt", WantStatus: 400, WantContent: []string{`"field":"z"`}},
		{Name: "no number", URL: "/tiles/v1/heat/10/a/0.mvt", WantStatus: 400, WantContent: []string{`"field":"x"`}},
		{Name: "another ending", URL: "/tiles/v1/heat/" + at + ".pbf", WantStatus: 404},
		{Name: "no ending", URL: "/tiles/v1/heat/" + at, WantStatus: 404},
		{Name: "one more part", URL: "/tiles/v1/heat/" + at + "/7.mvt", WantStatus: 404},
		{
			Name: "TileJSON names this host and the filter", URL: "http://map.example/tiles/v1/heat.json?category=flood",
			WantContent: []string{`"tiles":["http://map.example/tiles/v1/heat/{z}/{x}/{y}.mvt?category=flood"]`, `"totals":{"n":30`},
			WantHeaders: []string{revisionHeader, "1", asOfHeader, "2026-11-22T10:30:00Z"},
		},
		{
			Name: "TileJSON names the public address", URL: "http://10.0.0.7:8080/tiles/v1/areas/now/ward.json",
			Change: func(o *Options) { o.PublicURL = "https://nong.example.vn/" }, WantContent: []string{`"https://nong.example.vn/tiles/v1/areas/now/ward/{z}/`},
		},
		{Name: "context where none was imported", URL: "/tiles/v1/context/" + at + ".mvt", WantStatus: 204, WantHeaders: []string{"ETag", "", revisionHeader, ""}},
		{
			Name: "context", URL: "/tiles/v1/context/" + at + ".mvt", Change: withContext, WantContent: []string{"a river"},
			WantHeaders: []string{"Content-Type", typeTile, "Cache-Control", "no-cache", "Vary", "Accept, Accept-Encoding", revisionHeader, "", "Access-Control-Allow-Origin", "*"},
		},
		{Name: "context, compressed", URL: "/tiles/v1/context/" + at + ".mvt", Change: withContext, Headers: []string{"Accept-Encoding", "gzip"}, WantHeaders: []string{"Content-Encoding", "gzip"}},
		{Name: "context outside the scheme", URL: "/tiles/v1/context/3/8/0.mvt", WantStatus: 400, WantContent: []string{`"field":"x"`}},
		{Name: "context beyond its last zoom", URL: "/tiles/v1/context/16/0/0.mvt", WantStatus: 400, WantContent: []string{`"field":"z"`, "6 to 15"}},
		{Name: "context by no number", URL: "/tiles/v1/context/3/1/-1.mvt", WantStatus: 400, WantContent: []string{`"field":"y"`}},
		{Name: "context knows no filter", URL: "/tiles/v1/context/" + at + ".mvt?category=flood", WantStatus: 400, WantContent: []string{`"field":"category"`}},
		{
			Name: "TileJSON of context names its sources", URL: "http://map.example/tiles/v1/context.json", Change: withContext,
			WantContent: []string{`"attribution":"© Rivers"`, `"tiles":["http://map.example/tiles/v1/context/{z}/{x}/{y}.mvt"]`, `"id":"water"`},
			WantHeaders: []string{revisionHeader, ""},
		},
		{Name: "TileJSON of no context", URL: "/tiles/v1/context.json", WantContent: []string{`"vector_layers":[]`}},
		{Name: "TileJSON of points", URL: "/tiles/v1/complaints.json", WantContent: []string{`"minzoom":14`}},
		{Name: "TileJSON of an unknown level", URL: "/tiles/v1/areas/now/block.json", WantStatus: 400, WantContent: []string{`"field":"level"`}},
		{Name: "hexagons of change", URL: "/tiles/v1/heat/" + at + ".mvt?compare=previous&" + testWindow, WantContent: []string{"n_before", "change"}},
		{Name: "areas of change", URL: "/tiles/v1/areas/now/ward/" + at + ".mvt?compare=year&" + testWindow, WantContent: []string{"n_before", "change"}},
		{
			Name: "TileJSON of change", URL: "http://map.example/tiles/v1/heat.json?compare=previous&" + testWindow,
			WantContent: []string{
				`.mvt?from=2026-11-12T17%3A00%3A00Z&to=2026-11-22T17%3A00%3A00Z&compare=previous"`, `"n_before":20`,
				`"change":{"10":[`, `"compare":{"mode":"previous","from":"2026-11-02T17:00:00Z","to":"2026-11-12T17:00:00Z","as_of":"2026-11-12T10:30:00Z"}`,
			},
		},
		{
			Name: "TileJSON of areas since the year before", URL: "/tiles/v1/areas/now/ward.json?compare=year&" + testWindow,
			WantContent: []string{`"n_before":0`, `"change":[`, `"compare":{"mode":"year","from":"2025-11-12T17:00:00Z","to":"2025-11-22T17:00:00Z","as_of":"2025-11-22T10:30:00Z"}`},
		},
		{Name: "a plain TileJSON compares nothing", URL: "/tiles/v1/heat.json?" + testWindow, NotWantContent: []string{"n_before", "compare"}},
		{Name: "change needs a beginning", URL: "/tiles/v1/heat/" + at + ".mvt?compare=previous&to=2026-11-20", WantStatus: 400, WantContent: []string{`"field":"compare"`, "Give both from and to."}},
		{Name: "change needs an end", URL: "/tiles/v1/areas/now/ward.json?compare=year&from=2026-11-20", WantStatus: 400, WantContent: []string{`"field":"compare"`, "Give both from and to."}},
		{Name: "change since an unknown window", URL: "/tiles/v1/heat.json?compare=month&" + testWindow, WantStatus: 400, WantContent: []string{`"field":"compare"`, "Use previous or year."}},
		{Name: "points do not change", URL: "/tiles/v1/complaints/" + tileAt(14) + ".mvt?compare=previous&" + testWindow, WantStatus: 400, WantContent: []string{`"field":"compare"`, "is not a parameter of this address"}},
		{Name: "nor do they in TileJSON", URL: "/tiles/v1/complaints.json?compare=previous&" + testWindow, WantStatus: 400, WantContent: []string{`"field":"compare"`}},
		{Name: "a style of change", URL: "/styles/heat.json?compare=previous&" + testWindow, WantStatus: 400, WantContent: []string{`"field":"compare"`, "is not a parameter of this address"}},
		{Name: "a style", URL: "/styles/heat.json", WantContent: []string{`"version":8`, "/tiles/v1/heat.json"}},
		{Name: "a style in English, with a filter", URL: "/styles/areas.json?lang=en&category=flood", WantContent: []string{"Test City", "category=flood"}},
		{Name: "a style of another name", URL: "/styles/roads.json", WantStatus: 404, WantContent: []string{`"field":"name"`}},
		{Name: "a style in another language", URL: "/styles/heat.json?lang=fr", WantStatus: 400, WantContent: []string{`"field":"lang"`, "Use vi or en."}},
	})
}

// testWindow is ten days of the city.
const testWindow = "from=2026-11-13&to=2026-11-23"

// A query that was kept for tiles that compare is still refused by those that
// cannot, and one without comparison serves both.
func TestKeptQueriesMeanTheSameOnEveryRoute(t *testing.T) {
	f := newFixture(t, nil)
	for _, step := range []struct {
		url  string
		want int
	}{
		{"/tiles/v1/heat.json?compare=previous&" + testWindow, 200},
		{"/tiles/v1/complaints.json?compare=previous&" + testWindow, 400},
		{"/tiles/v1/areas/now/ward.json?compare=previous&" + testWindow, 200},
		{"/tiles/v1/heat.json?compare=&class=late&" + testWindow, 200},
		{"/tiles/v1/complaints.json?compare=&class=late&" + testWindow, 400},
		{"/tiles/v1/complaints.json?" + testWindow, 200},
		{"/tiles/v1/heat.json?" + testWindow, 200},
		{"/tiles/v1/heat.json?compare=previous&from=2026-11-13", 400},
		{"/tiles/v1/heat.json?compare=previous&from=2026-11-13", 400},
	} {
		w := f.get(step.url)
		if w.Code != step.want {
			t.Errorf("%s: %d; want %d", step.url, w.Code, step.want)
		}
		if refused := strings.Contains(w.Body.String(), "is not a parameter of this address"); refused != strings.Contains(step.url, "complaints.json?compare") {
			t.Errorf("%s: %s", step.url, w.Body)
		}
		if compares := strings.Contains(w.Body.String(), "n_before"); step.want == 200 && compares != strings.Contains(step.url, "compare=previous") {
			t.Errorf("%s: compares %v: %s", step.url, compares, w.Body)
		}
	}
	if n := len(f.filters.byQuery); n != 2 {
		t.Errorf("%d queries are kept; want 2", n)
	}
}

// A tile of change keeps its tag, and differs from the plain one.
func TestTileOfChangeHasItsOwnTag(t *testing.T) {
	f := newFixture(t, nil)
	url := "/tiles/v1/heat/" + tileAt(12) + ".mvt?" + testWindow
	tags := map[string]string{}
	for range 3 {
		for _, compare := range []string{"", "&compare=previous", "&compare=year"} {
			w := f.get(url + compare)
			tag := w.Header().Get("ETag")
			if before, asked := tags[compare]; tag == "" || asked && tag != before {
				t.Errorf("%q: tag %s, before %s", compare, tag, before)
			}
			tags[compare] = tag
			if again := f.get(url+compare, "If-None-Match", tag); again.Code != http.StatusNotModified {
				t.Errorf("%q: %d for its own tag", compare, again.Code)
			}
		}
	}
	if tags[""] == tags["&compare=previous"] || tags["&compare=previous"] == tags["&compare=year"] {
		t.Errorf("different tiles have one tag: %v", tags)
	}
}

// One tag per coding; each gets 304 for itself and not for the other.
func TestTileTags(t *testing.T) {
	f := newFixture(t, nil)
	url := "/tiles/v1/heat/" + tileAt(12) + ".mvt"
	plain, packed := f.get(url), f.get(url, "Accept-Encoding", "br, gzip")
	if packed.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("coding %q", packed.Header().Get("Content-Encoding"))
	}
	z, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := io.ReadAll(z)
	if err != nil || !bytes.Equal(unpacked, plain.Body.Bytes()) {
		t.Errorf("the two codings hold different tiles (%v)", err)
	}
	layers, err := mvt.Unmarshal(unpacked)
	if err != nil || len(layers) == 0 || layers[0].Name != "cells" || len(layers[0].Features) == 0 {
		t.Errorf("no layer of cells: %v, %v", layers, err)
	}
	tag, packedTag := plain.Header().Get("ETag"), packed.Header().Get("ETag")
	if tag == packedTag || tag == "" {
		t.Fatalf("tags %s and %s", tag, packedTag)
	}
	f2 := func(want int, headers ...string) {
		t.Helper()
		w := f.get(url, headers...)
		if w.Code != want {
			t.Errorf("%q: %d; want %d", headers, w.Code, want)
		}
		if want == http.StatusNotModified && (w.Body.Len() > 0 || w.Header().Get("ETag") == "" || w.Header().Get("Vary") == "") {
			t.Errorf("%q: 304 with %d bytes, headers %v", headers, w.Body.Len(), w.Header())
		}
	}
	f2(304, "If-None-Match", tag)
	f2(304, "If-None-Match", `"other", W/`+tag)
	f2(304, "If-None-Match", "*")
	f2(200, "If-None-Match", packedTag)
	f2(304, "If-None-Match", packedTag, "Accept-Encoding", "gzip")
	f2(200, "If-None-Match", tag, "Accept-Encoding", "gzip")
	f2(200, "If-None-Match", `"other"`)
	f2(200, "If-None-Match", tag[1:len(tag)-1]) // without quotes it is no tag
	for range 20 {
		if again := f.get(url).Header().Get("ETag"); again != tag {
			t.Fatalf("the same question has tags %s and %s", tag, again)
		}
	}
}

// JSON answers have tags too, and large ones are compressed.
func TestJSONTags(t *testing.T) {
	f := newFixture(t, nil)
	for _, url := range []string{"/api/v1/meta", "/api/v1/stats?group_by=category", "/api/v1/areas?format=geojson", "/api/v1/complaints?format=csv", "/tiles/v1/heat.json", "/styles/heat.json", "/api/v1/openapi.yaml"} {
		plain, packed := f.get(url), f.get(url, "Accept-Encoding", "gzip;q=0.5")
		tag := plain.Header().Get("ETag")
		if w := f.get(url, "If-None-Match", tag); w.Code != 304 {
			t.Errorf("%s: %d for its own tag", url, w.Code)
		}
		large := plain.Body.Len() >= worthGzip
		if got := packed.Header().Get("Content-Encoding") == "gzip"; got != large {
			t.Errorf("%s: %d bytes, compressed %v", url, plain.Body.Len(), got)
		}
		if large == (packed.Header().Get("ETag") == tag) {
			t.Errorf("%s: tag %s in both codings", url, tag)
		}
		if none := f.get(url, "Accept-Encoding", "gzip;q=0, identity"); none.Header().Get("Content-Encoding") != "" {
			t.Errorf("%s: compressed for one who does not want it", url)
		}
	}
	now, late := f.get("/api/v1/stats"), f.get("/api/v1/stats?class=late")
	if now.Header().Get("ETag") == late.Header().Get("ETag") {
		t.Error("two answers with one tag")
	}
}

// withContext gives the server's tiles a river.
func withContext(o *Options) {
	service, err := tiles.New(tiles.Options{Engine: o.Engine, World: o.World, Points: o.Complaints.(tiles.Points), Context: river{}, Now: o.Now})
	if err != nil {
		panic(err) // as in newTiles, which takes the same parts
	}
	o.Tiles = service
}

type river struct{}

func (river) Current(context.Context) (*gazetteer.Context, error) {
	return &gazetteer.Context{State: "1", Attribution: []string{"© Rivers"}, Features: []gazetteer.FeatureClass{{Kind: gazetteer.Water, Class: "river"}}}, nil
}

func (river) Cut(context.Context, gazetteer.ContextCut) ([]byte, error) {
	return []byte("a river"), nil
}
