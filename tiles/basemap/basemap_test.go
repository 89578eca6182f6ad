package basemap

import (
	"strings"
	"testing"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/tiles/pmtiles/pmtilestest"
)

func TestAddressesOfOtherServers(t *testing.T) {
	t.Parallel()
	f := func(setting string, kind Kind, origin string) {
		t.Helper()
		m, err := Open(setting, "© Who")
		if err != nil || m.Kind != kind || m.Origin != origin || m.URL != strings.TrimSpace(setting) || m.Attribution != "© Who" || m.Served() {
			t.Errorf("%s: %+v, %v; want %s from %s", setting, m, err, kind, origin)
		}
	}
	f("https://tile.example.org/{z}/{x}/{y}.png", Raster, "https://tile.example.org")
	f("https://tile.example.org:8443/wmts?z={z}&y={y}&x={x}&key=abc ", Raster, "https://tile.example.org:8443")
	f("http://127.0.0.1:9000/{z}/{x}/{y}.webp", Raster, "http://127.0.0.1:9000")
	f("http://[::1]:9000/{z}/{x}/{y}.webp", Raster, "http://[::1]:9000")
	f("https://maps.example.org/styles/calm.json?key=abc", Style, "https://maps.example.org")
	f("http://localhost/style.json", Style, "http://localhost")
	if m, err := Open(" ", ""); m != nil || err != nil {
		t.Errorf("no setting: %+v, %v", m, err)
	}
}

func TestWhatIsNoBaseMapIsRefused(t *testing.T) {
	t.Parallel()
	vector := pmtilestest.Archive{Type: 1, Metadata: map[string]any{"vector_layers": []any{map[string]any{"id": "buildings"}}}, Tiles: []pmtilestest.Tile{{Body: []byte("x")}}}
	for setting, want := range map[string]string{
		"openstreetmap": "no base map", "/data/map.mbtiles": "no base map", "{z}/{x}/{y}.png": "no base map",
		"http://tile.example.org/{z}/{x}/{y}.png":       "https",
		"ftp://tile.example.org/{z}/{x}/{y}.png":        "https",
		"https://{s}.tile.example.org/{z}/{x}/{y}.png":  "one host",
		"https://me:secret@example.org/{z}/{x}/{y}.png": "one host",
		"https://a.example;script-src */{z}/{x}/{y}":    "one host",
		"https:///{z}/{x}/{y}.png":                      "one host",
		"https://tile.example.org/{z}/{x}.png":          "once each",
		"https://tile.example.org/{z}/{x}/{y}{r}.png":   "once each",
		"https://tile.example.org/{z}/{z}/{x}/{y}.png":  "once each",
		"https://tile.example.org/map":                  "neither tiles nor a style",
		"https://tile.example.org/map.pmtiles":          "on this machine",
		"/nowhere/map.pmtiles":                          "cannot be served",
		t.TempDir() + "/x.pmtiles":                      "cannot be served",
		pmtilestest.Write(t, vector):                    "with the layers buildings",
	} {
		m, err := Open(setting, "")
		if diemnong.ErrorCode(err) != diemnong.Invalid || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), Setting) {
			t.Errorf("%s: %+v, %v; want an error that says %q", setting, m, err, want)
		}
	}
}

func TestFiles(t *testing.T) {
	t.Parallel()
	layers := func(ids ...string) map[string]any {
		list := []any{}
		for _, id := range ids {
			list = append(list, map[string]any{"id": id})
		}
		return map[string]any{"vector_layers": list, "attribution": `<a href="https://osm.example">&copy; OSM</a> &amp; friends `}
	}
	f := func(a pmtilestest.Archive, attribution string, kind Kind, schema, wantAttribution, mediaType string) {
		t.Helper()
		a.Tiles, a.MaxZoom = []pmtilestest.Tile{{Body: []byte("tile")}}, 3
		m, err := Open(pmtilestest.Write(t, a), attribution)
		if err != nil {
			t.Fatal(err)
		}
		defer m.Close()
		if m.Kind != kind || m.Schema != schema || m.Attribution != wantAttribution || m.URL != TilePath || m.Origin != "" || m.MaxZoom != 3 || !m.Served() {
			t.Errorf("%+v", m)
		}
		tile, err := m.Tile(0, 0, 0)
		if err != nil || tile.MediaType != mediaType || tile.Gzip != a.Gzip {
			t.Errorf("tile %+v, %v", tile, err)
		}
		if none, err := m.Tile(2, 1, 1); none != nil || err != nil {
			t.Errorf("a tile that is not there: %+v, %v", none, err)
		}
	}
	f(pmtilestest.Archive{Type: 2}, "", Raster, "", "", "image/png")
	f(pmtilestest.Archive{Type: 4}, "© Me", Raster, "", "© Me", "image/webp")
	f(pmtilestest.Archive{Type: 1, Gzip: true, Metadata: layers("earth", "water", "roads", "places")}, "", Vector, "protomaps", "© OSM & friends", "application/vnd.mapbox-vector-tile")
	f(pmtilestest.Archive{Type: 1, Metadata: layers("water", "transportation")}, "", Vector, "openmaptiles", "© OSM & friends", "application/vnd.mapbox-vector-tile")
}
