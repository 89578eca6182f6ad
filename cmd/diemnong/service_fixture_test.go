package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"golang.org/x/sync/errgroup"

	"github.com/diemnong/diemnong/geo/postgis"
	"github.com/diemnong/diemnong/internal/democity"
)

const demoToken = "a token for tests"

// demoNow is the present of the services under test: no boundary of an as_of
// step passes while a test runs.
var demoNow = time.Date(2026, 11, 1, 0, 1, 0, 0, time.UTC)

// place is a city's database and the present of the services on it.
type place struct {
	url, schema string
	late        atomic.Int64 // how much later than demoNow it is, in nanoseconds
}

func (p *place) now() time.Time { return demoNow.Add(time.Duration(p.late.Load())) }

// pass lets time go by.
func (p *place) pass(d time.Duration) { p.late.Add(int64(d)) }

// open opens the database for one service, which shares it with nobody.
func (p *place) open(t *testing.T) *postgis.DB {
	t.Helper()
	db, err := postgis.Open(t.Context(), postgis.Options{URL: p.url, Schema: p.schema})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	db.Now = p.now
	return db
}

func (p *place) app(log io.Writer) *app {
	a := &app{log: slog.New(slog.NewTextHandler(log, nil)), zone: time.UTC, now: p.now}
	a.out, a.err, a.Schema = io.Discard, io.Discard, p.schema
	return a
}

// geography is drawn once for all tests, for that takes seconds.
var geography = sync.OnceValues(democity.NewGeography)

// demoPlace fills a migrated database with a small demonstration city.
func demoPlace(t *testing.T, url, schema string, rows int) *place {
	t.Helper()
	p := &place{url: url, schema: schema}
	lands, err := geography()
	if err != nil {
		t.Fatal(err)
	}
	g, err := democity.New(lands, democity.Options{Seed: 7, Rows: rows, End: demoNow.Truncate(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	db := p.open(t)
	job, err := db.StartImport(t.Context(), demoJob, []byte(schema))
	if err != nil {
		t.Fatal(err)
	}
	if err := storeDemo(t.Context(), p.app(io.Discard), db, g, &job); err != nil {
		t.Fatal(err)
	}
	return p
}

// liveService is the whole service on a real database, asked over HTTP.
type liveService struct {
	*testing.T
	url    string
	router routers.Router
	log    *logText
	stop   func() // ends it as SIGTERM does, and waits
}

// serve assembles a service and runs it until the test ends. It begins to
// answer at once; see awaitIndex.
func (p *place) serve(t *testing.T, c serveCmd, dataDir string) *liveService {
	t.Helper()
	log := &logText{}
	a, db := p.app(log), p.open(t)
	a.DataDir = dataDir
	c.WriteToken = demoToken
	parts, err := c.assemble(a, db, nil)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(parts.server)
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	var g errgroup.Group
	g.Go(func() error { return ignoreEnd(parts.feed.Run(ctx)) })
	g.Go(func() error { return ignoreEnd(parts.runIndex(ctx)) })
	stop := sync.OnceFunc(func() {
		server.Close()
		cancel()
		if err := g.Wait(); err != nil {
			t.Errorf("the service ended with %v", err)
		}
	})
	t.Cleanup(stop)
	return &liveService{t, server.URL, contract(t), log, stop}
}

// as is the same service, asked by a test within the test.
func (s *liveService) as(t *testing.T) *liveService {
	other := *s
	other.T = t
	return &other
}

// awaitIndex waits until the index answers, about the past too.
func (s *liveService) awaitIndex() *liveService {
	s.Helper()
	s.until("the index is ready", func() bool {
		note := s.readiness().Checks[0].Note
		return strings.Contains(note, "The index holds") && !strings.Contains(note, "Histories")
	})
	return s
}

type readinessJSON struct {
	Ready  bool
	Checks []struct {
		Name, Note, Reason string
		OK                 bool
	}
}

// readiness is what /readyz says, whether it is ready or not.
func (s *liveService) readiness() (r readinessJSON) {
	s.Helper()
	res, body := s.get("/readyz")
	if err := json.Unmarshal(body, &r); err != nil || r.Ready != (res.StatusCode == http.StatusOK) {
		s.Fatalf("GET /readyz: %s, %v\n%s", res.Status, err, body)
	}
	return r
}

// logText is a log that can be looked into while it is written.
type logText struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logText) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logText) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// until waits for what another goroutine or process brings about.
func (s *liveService) until(what string, ok func() bool) {
	s.Helper()
	until(s.T, what, ok)
}

func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for range 30_000 { // five minutes, beyond what any machine needs
		if ok() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("it did not come about: %s", what)
}

func contract(t *testing.T) routers.Router {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromFile("../../api/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	return router
}

// get asks for a path and holds the answer against the contract.
func (s *liveService) get(path string) (*http.Response, []byte) {
	s.Helper()
	return s.do(s.request(http.MethodGet, path, http.NoBody))
}

func (s *liveService) request(method, path string, body io.Reader) *http.Request {
	s.Helper()
	req, err := http.NewRequestWithContext(s.Context(), method, s.url+path, body)
	if err != nil {
		s.Fatal(err)
	}
	return req
}

// post records a complaint by a body of JSON.
func (s *liveService) post(body string) (*http.Response, []byte) {
	s.Helper()
	req := s.request(http.MethodPost, "/api/v1/complaints", strings.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+demoToken)
	return s.do(req)
}

// record records a complaint about noise in the middle of the city and gives
// its id.
func (s *liveService) record(ref string) (id int64) {
	s.Helper()
	res, body := s.post(fmt.Sprintf(`{"source":"test","source_ref":%q,"category":"noise-karaoke","channel":"app",
		"received_at":"2026-10-31T20:00:00+07:00","lon":106.6981,"lat":10.7721}`, ref))
	var c struct {
		ID int64 `json:",string"`
	}
	if err := json.Unmarshal(body, &c); err != nil || res.StatusCode != http.StatusCreated {
		s.Fatalf("recording %s: %s, %v\n%s", ref, res.Status, err, body)
	}
	return c.ID
}

func (s *liveService) do(req *http.Request) (*http.Response, []byte) {
	s.Helper()
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		s.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		s.Fatal(err)
	}
	plain := req.Clone(s.Context())
	plain.URL.Host, plain.URL.Scheme = "", ""
	route, params, err := s.router.FindRoute(plain)
	if err != nil {
		s.Fatalf("%s is not in the contract: %v", req.URL, err)
	}
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: plain, PathParams: params, Route: route},
		Status:                 res.StatusCode, Header: res.Header, Body: io.NopCloser(bytes.NewReader(body)),
	}
	if err := openapi3filter.ValidateResponse(s.Context(), input); err != nil {
		s.Errorf("%s %s breaks the contract: %v", req.Method, req.URL, err)
	}
	return res, body
}

func (s *liveService) json(path string, into any) {
	s.Helper()
	res, body := s.get(path)
	if res.StatusCode != http.StatusOK {
		s.Fatalf("GET %s: %s\n%s", path, res.Status, body)
	}
	if err := json.Unmarshal(body, into); err != nil {
		s.Fatalf("GET %s: %v", path, err)
	}
}

// count is how many complaints match a filter.
func (s *liveService) count(filter string) int {
	s.Helper()
	var stats statsJSON
	s.json("/api/v1/stats?"+filter, &stats)
	return stats.Total.N
}
