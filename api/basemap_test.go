package api

import (
	"strings"
	"testing"

	"github.com/diemnong/diemnong/tiles/basemap"
	"github.com/diemnong/diemnong/tiles/pmtiles/pmtilestest"
)

// fileBasemap is a base map of one vector tile in gzip.
func fileBasemap(t *testing.T) *basemap.Map {
	t.Helper()
	layer := func(id string) any { return map[string]any{"id": id} }
	m, err := basemap.Open(pmtilestest.Write(t, pmtilestest.Archive{
		Type: 1, Gzip: true, MaxZoom: 4, Tiles: []pmtilestest.Tile{{ID: 0, Body: []byte("the whole world")}},
		Metadata: map[string]any{"attribution": "© World", "vector_layers": []any{layer("earth"), layer("water"), layer("roads")}},
	}), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	return m
}

func TestBasemap(t *testing.T) {
	file := fileBasemap(t)
	ofFile := func(o *Options) { o.Basemap = file }
	of := func(setting string) func(*Options) {
		return func(o *Options) {
			var err error
			if o.Basemap, err = basemap.Open(setting, "© Who"); err != nil {
				t.Error(err)
			}
		}
	}
	policy := func(other string) []string {
		return []string{"Content-Security-Policy", strings.NewReplacer(
			"blob:; style", "blob:"+other+"; style", "connect-src 'self'", "connect-src 'self'"+other).Replace(pagePolicy(nil))}
	}
	run(t, []scenario{
		{Name: "none", URL: "/api/v1/meta", NotWantContent: []string{"basemap"}},
		{Name: "no tiles of none", URL: "/tiles/v1/basemap/0/0/0", WantStatus: 404, WantContent: []string{"DIEMNONG_BASEMAP"}},
		{
			Name: "a file", URL: "/api/v1/meta", Change: ofFile,
			WantContent: []string{`"basemap":{"kind":"vector","url":"/tiles/v1/basemap/{z}/{x}/{y}"`, `"maxzoom":4`, `"attribution":"© World"`, `"schema":"protomaps","layers":["earth","water","roads"]`},
		},
		{Name: "the page of a file asks nobody else", URL: "/", Change: ofFile, WantHeaders: policy("")},
		{
			Name: "a tile of a file", URL: "/tiles/v1/basemap/0/0/0", Change: ofFile, WantContent: []string{"the whole world"},
			WantHeaders: []string{"Content-Type", typeTile, "Content-Encoding", "", "Cache-Control", "public, max-age=3600", revisionHeader, ""},
		},
		{
			Name: "a tile as it is stored", URL: "/tiles/v1/basemap/0/0/0", Change: ofFile, Headers: []string{"Accept-Encoding", "gzip"},
			WantHeaders: []string{"Content-Encoding", "gzip"}, NotWantContent: []string{"the whole world"},
		},
		{Name: "a tile that the file lacks", URL: "/tiles/v1/basemap/1/0/0", Change: ofFile, WantStatus: 204},
		{Name: "a tile outside the scheme", URL: "/tiles/v1/basemap/1/2/0", Change: ofFile, WantStatus: 400, WantContent: []string{`"field":"x"`}},
		{
			Name: "tiles of another server", URL: "/api/v1/meta", Change: of("https://tile.example.org/{z}/{x}/{y}.png"),
			WantContent: []string{`"basemap":{"kind":"raster","url":"https://tile.example.org/{z}/{x}/{y}.png","tile_size":256`, `"attribution":"© Who"`, `"layers":[]`},
		},
		{Name: "are none of this one", URL: "/tiles/v1/basemap/0/0/0", Change: of("https://tile.example.org/{z}/{x}/{y}.png"), WantStatus: 404},
		{Name: "whose page may ask it, and no other", URL: "/", Change: of("https://tile.example.org/{z}/{x}/{y}.png"), WantHeaders: policy(" https://tile.example.org")},
		{Name: "a style", URL: "/api/v1/meta", Change: of("http://127.0.0.1:9/style.json"), WantContent: []string{`"basemap":{"kind":"style","url":"http://127.0.0.1:9/style.json"`}},
		{Name: "and its page", URL: "/", Change: of("http://127.0.0.1:9/style.json"), WantHeaders: policy(" http://127.0.0.1:9")},
	})
}
