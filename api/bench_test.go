package api

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
)

// discard is an answer that nobody reads.
type discard struct{ h http.Header }

func (d *discard) Header() http.Header         { return d.h }
func (d *discard) Write(p []byte) (int, error) { return len(p), nil }
func (d *discard) WriteHeader(int)             {}

// What the edge itself costs: figures and tiles behind it are small or kept.
func BenchmarkServe(b *testing.B) {
	f := newFixture(b, func(o *Options) { o.Log = slog.New(slog.NewTextHandler(io.Discard, nil)) })
	tile := "/tiles/v1/heat/" + tileAt(12) + ".mvt?category=flood&from=2026-11-01"
	bench := func(name, url string, headers ...string) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			r := httptest.NewRequest(http.MethodGet, url, nil)
			for i := 0; i+1 < len(headers); i += 2 {
				r.Header.Set(headers[i], headers[i+1])
			}
			for b.Loop() {
				f.ServeHTTP(&discard{http.Header{}}, r)
			}
		})
	}
	bench("tile", tile, "Accept-Encoding", "gzip")
	bench("tile not modified", tile, "If-None-Match", f.get(tile).Header().Get("ETag"))
	bench("page", "/", "Accept-Encoding", "gzip")
	bench("areas as JSON", "/api/v1/areas")
	bench("areas as CSV", "/api/v1/areas?format=csv")
	bench("complaints as GeoJSON", "/api/v1/complaints?format=geojson&limit=60", "Accept-Encoding", "gzip")
	bench("refused", "/api/v1/stats?categry=flood")
}
