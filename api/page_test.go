package api

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
)

func TestPage(t *testing.T) {
	index := []string{"Content-Type", "text/html; charset=utf-8", "Cache-Control", "no-cache", "Content-Security-Policy", pagePolicy(nil)}
	browser := []string{"Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
	notFound := []string{"Content-Type", "text/html; charset=utf-8", "Cache-Control", "no-store", "Content-Security-Policy", pagePolicy(nil), "Content-Encoding", ""}
	run(t, []scenario{
		{Name: "the page", URL: "/", WantContent: []string{"Điểm nóng"}, WantHeaders: index},
		{Name: "with the state of the page", URL: "/?category=flood&whatever=%zz", WantContent: []string{"Điểm nóng"}},
		{Name: "an area's own page", URL: "/areas/now/W1?lang=en", WantContent: []string{"Điểm nóng"}, WantHeaders: index},
		{Name: "the wall", URL: "/wall", WantContent: []string{"Điểm nóng"}, WantHeaders: index},
		{Name: "an area that is not there: the page says so", URL: "/areas/now/W9.1", Headers: browser, WantStatus: 404, WantContent: []string{"Điểm nóng"}, WantHeaders: notFound},
		{Name: "a set that is not there", URL: "/areas/then/W1", Headers: browser, WantStatus: 404, WantContent: []string{"Điểm nóng"}, WantHeaders: notFound},
		{Name: "a list of areas is no page", URL: "/areas/now", Headers: browser, WantStatus: 404, WantContent: []string{"Điểm nóng"}},
		{Name: "an area that is not there, for a program", URL: "/areas/now/W9", Headers: []string{"Accept", "*/*"}, WantStatus: 404, WantContent: []string{`"field":"path"`}},
		{Name: "a complaint's own address", URL: "/complaints/1", Headers: browser, WantContent: []string{"Điểm nóng"}, WantHeaders: index},
		{Name: "a complaint that is not there: the page says so", URL: "/complaints/4711", Headers: browser, WantStatus: 404, WantContent: []string{"Điểm nóng"}, WantHeaders: notFound},
		{Name: "what is no complaint's number", URL: "/complaints/x", Headers: browser, WantStatus: 404, WantContent: []string{"Điểm nóng"}, WantHeaders: notFound},
		{Name: "nothing of the page's", URL: "/walls", Headers: browser, WantStatus: 404, WantContent: []string{"Điểm nóng"}},
		{
			Name: "while nobody knows the areas, the page says what is wrong", URL: "/areas/now/W1", WantContent: []string{"Điểm nóng"},
			Change: func(o *Options) { o.World = noWorld{} },
		},
		{
			Name: "compressed", URL: "/", Headers: []string{"Accept-Encoding", "gzip, br"}, WantContent: []string{"pretend"},
			WantHeaders: append([]string{"Content-Encoding", "gzip"}, index...),
		},
		{
			Name: "a file that never changes", URL: "/assets/app-BxY12_ab.js", WantContent: []string{"whole application"},
			WantHeaders: []string{"Cache-Control", forever, "Content-Type", "text/javascript; charset=utf-8", "X-Content-Type-Options", "nosniff"},
		},
		{
			Name: "its best form", URL: "/assets/app-BxY12_ab.js", Headers: []string{"Accept-Encoding", "gzip, deflate, br"},
			WantContent: []string{"brotli js"}, WantHeaders: []string{"Content-Encoding", "br"},
		},
		{Name: "its second best", URL: "/assets/app-BxY12_ab.js", Headers: []string{"Accept-Encoding", "gzip"}, WantHeaders: []string{"Content-Encoding", "gzip"}},
		{Name: "a file that may change", URL: "/assets/notes.txt", WantHeaders: []string{"Cache-Control", "no-cache"}},
		{Name: "glyphs", URL: "/fonts/be-vietnam/0-255.pbf", WantHeaders: []string{"Content-Type", "application/x-protobuf"}},
		{Name: "a file that is not there", URL: "/assets/old-12345678.js", WantStatus: 404, WantContent: []string{`"code":"not_found"`}},
		{Name: "a hidden file", URL: "/.gitkeep", WantStatus: 404},
		{Name: "no way out of the folder", URL: "/assets/../../go.mod", WantStatus: 404},
		{Name: "an unknown address of the interface", URL: "/api/v1/nothing", WantStatus: 404, WantContent: []string{`"field":"path"`}},
		{Name: "an older version", URL: "/api/v0/stats", WantStatus: 404},
		{Name: "no tiles of roads", URL: "/tiles/v1/roads.json", WantStatus: 404},
		{Name: "a slash too many", URL: "/api/v1/stats/", WantStatus: 404},
		{Name: "the root of the interface", URL: "/api", WantStatus: 404},
		{Name: "built without", URL: "/", WantStatus: 404, Change: func(o *Options) { o.Frontend = nil }, WantContent: []string{"without the page"}},
		{Name: "the interface works without", URL: "/api/v1/meta", Change: func(o *Options) { o.Frontend = nil }},
	})
}

// noWorld is a city that has not been loaded.
type noWorld struct{}

func (noWorld) Current(context.Context) (*diemnong.Catalog, *area.Atlas, error) {
	return nil, nil, diemnong.Errorf(diemnong.Unavailable, "The city is not loaded yet.")
}

func TestPageTags(t *testing.T) {
	f := newFixture(t, nil)
	for _, coding := range []string{"", "gzip", "br"} {
		tag := f.get("/assets/app-BxY12_ab.js", "Accept-Encoding", coding).Header().Get("ETag")
		for _, other := range []string{"", "gzip", "br"} {
			want := 200
			if coding == other {
				want = 304
			}
			if w := f.get("/assets/app-BxY12_ab.js", "Accept-Encoding", other, "If-None-Match", tag); w.Code != want {
				t.Errorf("tag of %q for %q: %d; want %d", coding, other, w.Code, want)
			}
		}
	}
}

func TestNewRefusesAFrontendWithoutIndex(t *testing.T) {
	_, err := newPage(fstest.MapFS{"assets/app.js": &fstest.MapFile{}}, "")
	if err == nil || !strings.Contains(err.Error(), "index.html") {
		t.Errorf("error %v", err)
	}
}
