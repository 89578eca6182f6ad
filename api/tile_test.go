package api

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"testing"

	"github.com/paulmach/orb/encoding/mvt"
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
		{Name: "TileJSON of points", URL: "/tiles/v1/complaints.json", WantContent: []string{`"minzoom":14`}},
		{Name: "TileJSON of an unknown level", URL: "/tiles/v1/areas/now/block.json", WantStatus: 400, WantContent: []string{`"field":"level"`}},
		{Name: "a style", URL: "/styles/heat.json", WantContent: []string{`"version":8`, "/tiles/v1/heat.json"}},
		{Name: "a style in English, with a filter", URL: "/styles/areas.json?lang=en&category=flood", WantContent: []string{"Test City", "category=flood"}},
		{Name: "a style of another name", URL: "/styles/roads.json", WantStatus: 404, WantContent: []string{`"field":"name"`}},
		{Name: "a style in another language", URL: "/styles/heat.json?lang=fr", WantStatus: 400, WantContent: []string{`"field":"lang"`, "Use vi or en."}},
	})
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
