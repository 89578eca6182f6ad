package api

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/diemnong/diemnong"
)

func TestMethods(t *testing.T) {
	run(t, []scenario{
		{
			Name: "a method that a path does not have", Method: http.MethodDelete, URL: "/api/v1/complaints", WantStatus: 405,
			WantHeaders: []string{"Allow", "GET, HEAD, OPTIONS, POST"}, WantContent: []string{`"field":"method"`, `"value":"DELETE"`},
		},
		{Name: "posting to figures", Method: http.MethodPost, URL: "/api/v1/stats", WantStatus: 405, WantHeaders: []string{"Allow", "GET, HEAD, OPTIONS"}},
		{Name: "posting to a tile", Method: http.MethodPut, URL: "/tiles/v1/heat/0/0/0.mvt", WantStatus: 405},
		{Name: "posting to nowhere", Method: http.MethodPost, URL: "/api/v1/nothing", WantStatus: 404},
		{Name: "posting to the page", Method: http.MethodPost, URL: "/wall", WantStatus: 405, WantHeaders: []string{"Allow", "GET, HEAD, OPTIONS"}},
		{Name: "a made-up method", Method: "PROPFIND", URL: "/api/v1/stats", WantStatus: 405},
	})
}

func TestOtherOrigins(t *testing.T) {
	open := []string{"Access-Control-Allow-Origin", "*"}
	closed := []string{"Access-Control-Allow-Origin", ""}
	from := []string{"Origin", "https://gis.example"}
	run(t, []scenario{
		{Name: "reading figures", URL: "/api/v1/stats", Headers: from, WantHeaders: open},
		{Name: "reading an error", URL: "/api/v1/stats?x=1", Headers: from, WantStatus: 400, WantHeaders: open},
		{Name: "reading tiles", URL: "/tiles/v1/heat.json", Headers: from, WantHeaders: append(open, "Access-Control-Allow-Credentials", "")},
		{Name: "the page is this origin's", URL: "/", Headers: from, WantHeaders: closed},
		{Name: "metrics too", URL: "/metrics", Headers: from, WantHeaders: closed},
		{
			Name: "asking whether it may read", Method: http.MethodOptions, URL: "/api/v1/stats", Headers: append(from, "Access-Control-Request-Method", "GET"),
			WantStatus: 204, WantHeaders: append(open, "Access-Control-Allow-Methods", "GET, HEAD"),
		},
		{
			Name: "asking whether it may write", Method: http.MethodOptions, URL: "/api/v1/complaints", Headers: append(from, "Access-Control-Request-Method", "POST"),
			WantStatus: 204, WantHeaders: closed,
		},
		{Name: "writing", Method: http.MethodPost, URL: "/api/v1/complaints", Headers: from, WantStatus: 401, WantHeaders: closed},
	})
}

func TestHosts(t *testing.T) {
	only := func(o *Options) { o.Hosts = []string{"localhost", "127.0.0.1", "::1"} }
	run(t, []scenario{
		{Name: "its own name", URL: "http://localhost:8080/api/v1/meta", Change: only},
		{Name: "in capitals", URL: "http://LOCALHOST/api/v1/meta", Change: only},
		{Name: "its address", URL: "http://[::1]:8080/healthz", Change: only},
		{
			Name: "a name pointed at it", URL: "http://rebound.example/api/v1/meta", Change: only, WantStatus: 421,
			WantContent: []string{`"field":"Host"`, "localhost"}, WantHeaders: []string{"Access-Control-Allow-Origin", ""},
		},
		{Name: "any name where none is set", URL: "http://rebound.example/api/v1/meta"},
	})
}

func TestReadiness(t *testing.T) {
	checks := func(list ...Check) func(*Options) { return func(o *Options) { o.Checks = list } }
	fine := Check{Name: "database", Func: func(context.Context) error { return nil }}
	run(t, []scenario{
		{Name: "alive", URL: "/healthz", WantContent: []string{"ok"}, WantHeaders: []string{"Cache-Control", "no-store"}},
		{Name: "ready", URL: "/readyz", WantContent: []string{`{"ready":true,"checks":[{"name":"database","ok":true}]}`}},
		{Name: "ready without conditions", URL: "/readyz", Change: checks(), WantContent: []string{`"checks":[]`}},
		{
			Name: "a reason for people", URL: "/readyz", WantStatus: 503, WantContent: []string{`"ready":false`, `"ok":true`, "The index is being loaded."},
			Change: checks(fine, Check{Name: "index", Func: failing(diemnong.Errorf(diemnong.Unavailable, "The index is being loaded."))}),
		},
		{Name: "a reason for the log", URL: "/readyz", WantStatus: 503, Change: checks(Check{Name: "database", Func: failing(errSecret)}), WantContent: []string{"the log has the cause"}},
		{
			Name: "a check that hangs", URL: "/readyz", WantStatus: 503, WantContent: []string{"no answer within 1ms"},
			Change: func(o *Options) {
				o.Limits.CheckAfter = time.Millisecond
				o.Checks = []Check{{Name: "feed", Func: func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }}}
			},
		},
		{Name: "alive all the same", URL: "/healthz", Change: checks(Check{Name: "database", Func: failing(errSecret)})},
	})
}

// A panic is an answer with an id; the log has its stack under that id.
func TestPanicsAreAnswered(t *testing.T) {
	f := newFixture(t, nil)
	f.engine.before = func(context.Context) error { panic("index out of range [3] with secret") }
	s := scenario{URL: "/api/v1/stats", WantStatus: 500, WantContent: []string{`"instance":"request-1"`}, NotWantContent: []string{"index out"}}
	s.play(t, f)
	for _, want := range []string{"level=ERROR", "id=request-1", "index out of range [3]", "stats.go"} {
		if !strings.Contains(f.log.String(), want) {
			t.Errorf("the log has no %s:\n%s", want, f.log)
		}
	}
}

// A panic after the answer has begun breaks the connection: half an answer
// must not pass for a whole one.
func TestLatePanicsBreakOff(t *testing.T) {
	f := newFixture(t, nil)
	f.router = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusOK)
		panic("late")
	})
	defer func() {
		if err, ok := recover().(error); !ok || !errors.Is(err, http.ErrAbortHandler) {
			t.Error("not broken off")
		}
		if got := strings.Count(f.log.String(), "msg=request"); got != 1 {
			t.Errorf("logged %d times:\n%s", got, f.log)
		}
	}()
	f.get("/api/v1/stats")
}

// Causes are in the log, once and under the id of the answer; answers have none.
func TestCausesAreLogged(t *testing.T) {
	f := newFixture(t, nil)
	f.engine.before = failing(&diemnong.Error{Code: diemnong.Unavailable, Message: "The database does not answer.", Err: errSecret})
	s := scenario{URL: "/api/v1/stats", WantStatus: 503, WantContent: []string{"The database does not answer."}}
	s.play(t, f)
	if log := f.log.String(); strings.Count(log, "SQLSTATE 42P01") != 1 || strings.Count(log, "id=request-1") != 1 {
		t.Errorf("log:\n%s", log)
	}
}

// Who leaves before the answer is no fault of the service.
func TestClientsMayLeave(t *testing.T) {
	f := newFixture(t, nil)
	ctx, leave := context.WithCancel(t.Context())
	f.engine.before = func(ctx context.Context) error { leave(); <-ctx.Done(); return ctx.Err() }
	w := httptest.NewRecorder()
	f.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, "/api/v1/stats", nil))
	if log := f.log.String(); strings.Contains(log, "ERROR") || w.Body.Len() > 0 {
		t.Errorf("answer %q, log:\n%s", w.Body, log)
	}
	if !strings.Contains(f.get("/metrics").Body.String(), `status="499"`) {
		t.Error("not counted as 499")
	}
}

// An answer that takes too long is given up.
func TestDeadline(t *testing.T) {
	f := newFixture(t, func(o *Options) { o.Limits.Timeout = time.Millisecond })
	f.engine.before = func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
	s := scenario{URL: "/api/v1/stats", WantStatus: 503, WantContent: []string{"took too long"}, WantHeaders: []string{"Retry-After", "2"}}
	s.play(t, f)
}

// Beyond the places and the queue, questions are sent away at once.
func TestQuestionsAreBounded(t *testing.T) {
	f := newFixture(t, func(o *Options) { o.Limits.Questions, o.Limits.Waiting = 1, 1 })
	begun, goOn := make(chan struct{}, 2), make(chan struct{})
	f.engine.before = func(context.Context) error { begun <- struct{}{}; <-goOn; return nil }
	answers := make(chan *httptest.ResponseRecorder, 2)
	for range 2 {
		go func() { answers <- f.get("/api/v1/stats") }()
	}
	<-begun // one inside; the other waits as soon as it is present
	for len(f.gate.present) < 2 {
		runtime.Gosched()
	}
	s := scenario{URL: "/api/v1/stats", WantStatus: 503, WantContent: []string{"Too many questions"}, WantHeaders: []string{"Retry-After", "2"}}
	s.play(t, f)
	free := scenario{URL: "/healthz"}
	free.play(t, f)
	close(goOn)
	for range 2 {
		if w := <-answers; w.Code != http.StatusOK {
			t.Errorf("one that waited got %d", w.Code)
		}
	}
	if len(f.gate.present) != 0 || len(f.gate.inside) != 0 {
		t.Error("places are not given back")
	}
}

// Whoever leaves while waiting gives its place back.
func TestGateForgetsThoseWhoLeave(t *testing.T) {
	g := newGate(1, 1)
	leave, err := g.enter(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := g.enter(gone); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	leave()
	if len(g.present) != 0 {
		t.Errorf("%d still present", len(g.present))
	}
}

func TestMetrics(t *testing.T) {
	f := newFixture(t, nil)
	for _, url := range []string{"/api/v1/stats?category=flood", "/api/v1/stats?x=1", "/api/v1/areas/now/W1", "/wp-login.php", "/api/v1/areas/now/../../secret"} {
		f.get(url)
	}
	f.do("BREW", "/coffee", "")
	s := scenario{
		URL: "/metrics", WantContent: []string{
			`diemnong_http_requests_total{method="GET",route="/api/v1/stats",status="2xx"} 1`,
			`diemnong_http_requests_total{method="GET",route="/api/v1/stats",status="4xx"} 1`,
			`diemnong_http_requests_total{method="GET",route="/api/v1/areas/{set}/{code}",status="2xx"} 1`,
			`diemnong_http_requests_total{method="other",route="none",status="4xx"} 1`,
			`diemnong_http_request_seconds_count{route="/api/v1/stats"} 2`, "diemnong_http_requests_in_flight 1",
		},
		NotWantContent: []string{"flood", "W1", "wp-login", "BREW", "secret"},
	}
	s.play(t, f)
}

func TestNewRefusesWhatIsMissing(t *testing.T) {
	if _, err := New(Options{}); err == nil {
		t.Error("a server of nothing")
	}
	registry := prometheus.NewRegistry()
	newFixture(t, func(o *Options) { o.Registry = registry })
	if _, err := newMetrics(registry); err == nil {
		t.Error("metrics twice in one registry")
	}
}

func TestRequestIDsDiffer(t *testing.T) {
	if a, b := newRequestID(), newRequestID(); a == b || len(a) != 24 {
		t.Errorf("%s and %s", a, b)
	}
}

// Every code of an error has a status, and details of inner faults stay inside.
func TestProblems(t *testing.T) {
	for _, code := range []diemnong.Code{
		diemnong.Invalid, diemnong.NotFound, diemnong.Conflict, diemnong.Unauthorized, diemnong.Forbidden,
		diemnong.TooLarge, diemnong.Unavailable, diemnong.Internal,
	} {
		if p := problemOf(diemnong.Errorf(code, "x")); p.Code != code || p.Status < 400 || p.Title == "" {
			t.Errorf("%s: %+v", code, p)
		}
	}
	for _, err := range []error{errSecret, diemnong.Errorf(diemnong.Internal, "SQLSTATE"), diemnong.Errorf("new", "SQLSTATE"), context.Canceled} {
		if p := problemOf(err); p.Status != 500 || strings.Contains(p.Detail, "SQLSTATE") {
			t.Errorf("%v: %+v", err, p)
		}
	}
	if got := problemOf(diemnong.InvalidValue("from", "x", "is not a time.", "")).Detail; got != "from “x” is not a time." {
		t.Errorf("detail %q", got)
	}
}
