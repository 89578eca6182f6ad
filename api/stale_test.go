package api

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/diemnong/diemnong"
)

var errAway = &diemnong.Error{Code: diemnong.Unavailable, Message: "The database does not answer.", Hint: "Ask again in a few seconds.", Err: errSecret}

// away makes the data 95 seconds old and the database unreachable, while the
// engine goes on answering.
func away(o *Options) {
	o.Freshness = func() (time.Duration, bool) { return 95*time.Second + 700*time.Millisecond, true }
}

func noDatabase(f *fixture) { f.complaints.fail, f.writer.fail = errAway, errAway }

func TestStaleAnswersAreMarked(t *testing.T) {
	marked := []string{ageHeader, "95", staleHeader, "true", revisionHeader, "1"}
	unmarked := []string{ageHeader, "", staleHeader, ""}
	tile := "/tiles/v1/heat/" + tileAt(12) + ".mvt"
	tag := newFixture(t, nil).get(tile).Header().Get("ETag")
	run(t, []scenario{
		{Name: "a tile, with the tag it always has", URL: tile, Change: away, Prepare: noDatabase, WantHeaders: append(marked, "ETag", tag)},
		{
			Name: "a tile the client has", URL: tile, Headers: []string{"If-None-Match", tag}, Change: away, Prepare: noDatabase,
			WantStatus: 304, WantHeaders: append(marked, "ETag", tag),
		},
		{Name: "an empty tile", URL: "/tiles/v1/heat/10/0/0.mvt", Change: away, WantStatus: 204, WantHeaders: marked},
		{Name: "figures", URL: "/api/v1/stats?group_by=category", Change: away, Prepare: noDatabase, WantHeaders: marked},
		{Name: "areas", URL: "/api/v1/areas", Change: away, Prepare: noDatabase, WantHeaders: marked},
		{Name: "an area", URL: "/api/v1/areas/now/W1", Change: away, Prepare: noDatabase, WantHeaders: marked},
		{Name: "TileJSON", URL: "/tiles/v1/heat.json", Change: away, Prepare: noDatabase, WantHeaders: marked},
		{
			Name: "what a filter can name, with an extent in days", URL: "/api/v1/meta", Change: away, Prepare: noDatabase, WantHeaders: marked,
			WantContent: []string{`"extent":{"n":60,"from":"2026-10-22T17:00:00Z","to":"2026-11-21T17:00:00Z"}`},
		},
		{
			Name: "other origins may read the marks", URL: tile, Headers: []string{"Origin", "https://gis.example"}, Change: away,
			WantHeaders: []string{"Access-Control-Expose-Headers", headerExposed[0]},
		},
		{Name: "a list that was read from the database", URL: "/api/v1/complaints", Change: away, WantHeaders: unmarked},
		{Name: "a complaint that was read from the database", URL: "/api/v1/complaints/7", Change: away, WantHeaders: unmarked},
		{Name: "the contract", URL: "/api/v1/openapi.yaml", Change: away, WantHeaders: unmarked},
		{Name: "fresh figures", URL: "/api/v1/stats", WantHeaders: unmarked},
	})
	for _, want := range []string{ageHeader, staleHeader} {
		if !strings.Contains(headerExposed[0], want) {
			t.Errorf("other origins may not read %s", want)
		}
	}
}

// What only the database has is refused for now, and nothing is half done.
func TestWithoutTheDatabase(t *testing.T) {
	refused := []string{"Retry-After", retryAfter, "Content-Type", "application/problem+json"}
	run(t, []scenario{
		{Name: "a list", URL: "/api/v1/complaints", Change: away, Prepare: noDatabase, WantStatus: 503, WantHeaders: refused},
		{
			Name: "writing", Method: http.MethodPost, URL: "/api/v1/complaints", Body: `{"source":"1022","source_ref":"NEW","category":"flood","received_at":"2026-11-22"}`,
			Headers: []string{"Authorization", "Bearer " + testToken, "Content-Type", "application/json"},
			Change:  away, Prepare: noDatabase, WantStatus: 503, WantHeaders: refused, WantContent: []string{"The database does not answer."},
		},
		{
			Name: "not ready", URL: "/readyz", WantStatus: 503, WantHeaders: []string{"Retry-After", retryAfter},
			Change: func(o *Options) { o.Checks = []Check{{Name: "database", Func: failing(errAway)}} },
		},
	})
	f := newFixture(t, away)
	noDatabase(f)
	before := len(f.complaints.all)
	f.do(http.MethodPost, "/api/v1/complaints", `{"source":"1022","source_ref":"NEW","category":"flood","received_at":"2026-11-22"}`,
		"Authorization", "Bearer "+testToken, "Content-Type", "application/json")
	if got := len(f.complaints.all); got != before {
		t.Errorf("%d complaints; want %d as before", got, before)
	}
}

// A database that hangs is not waited for as long as one that is slow.
func TestHangingDatabaseIsGivenUpSooner(t *testing.T) {
	f := newFixture(t, func(o *Options) { away(o); o.Limits.Timeout, o.Limits.Stale = time.Hour, time.Millisecond })
	f.engine.before = func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
	s := scenario{URL: "/api/v1/stats", WantStatus: 503, WantHeaders: []string{"Retry-After", retryAfter}}
	s.play(t, f)
}

// A check may hold and still have something to say.
func TestReadinessNotes(t *testing.T) {
	fine := func(context.Context) error { return nil }
	note := func() string { return "The index is loading (43 %); SQL answers meanwhile." }
	run(t, []scenario{
		{
			Name: "ready, with a note", URL: "/readyz", Change: func(o *Options) { o.Checks = []Check{{Name: "index", Func: fine, Note: note}} },
			WantContent: []string{`{"ready":true,"checks":[{"name":"index","ok":true,"note":"The index is loading (43 %); SQL answers meanwhile."}]}`},
		},
		{
			Name: "not ready, with a note", URL: "/readyz", WantStatus: 503, WantContent: []string{`"reason":"The database does not answer.`, `"note":"The index`},
			Change: func(o *Options) { o.Checks = []Check{{Name: "database", Func: failing(errAway), Note: note}} },
		},
	})
}

// A stream says when staleness begins and when it ends, each once, whatever
// else it says in between.
func TestEventsTellStaleness(t *testing.T) {
	var stale atomic.Bool
	f := newFixture(t, func(o *Options) {
		o.Freshness = func() (time.Duration, bool) { return 90 * time.Second, stale.Load() }
		o.Limits.Watch = time.Millisecond
	})
	base, _ := listen(t, f)
	events := stream(t, base)
	first := begin(t, events)
	stale.Store(true)
	const began = "event: stale\ndata: {\"since\":\"2026-11-22T10:28:30Z\",\"age\":90}\n"
	if got := next(t, events); got != began {
		t.Errorf("after %q came %q; want %q", first, got, began)
	}
	if late := stream(t, base); next(t, late) != first || next(t, late) != began {
		t.Error("one that comes later is not told")
	}
	stale.Store(false)
	if got := next(t, events); got != "event: fresh\ndata: {}\n" {
		t.Errorf("at the end came %q", got)
	}
	f.feed.subscribers[0] <- 9
	if got := next(t, events); !strings.HasPrefix(got, "event: revision\nid: 9\n") {
		t.Errorf("then came %q", got)
	}
}
