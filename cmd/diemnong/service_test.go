package main

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/google/go-cmp/cmp"

	"github.com/diemnong/diemnong/geo/postgis"
	"github.com/diemnong/diemnong/internal/democity"
	"github.com/diemnong/diemnong/internal/pgtest"
)

// liveService is the whole service on a real database with a small
// demonstration city, asked over HTTP.
type liveService struct {
	*testing.T
	url    string
	router routers.Router
	db     *postgis.DB
}

const (
	demoRows  = 6000
	demoToken = "a token for tests"
)

// demoNow is the present of the service under test: no boundary of an as_of
// step passes while a test runs.
var demoNow = time.Date(2026, 11, 1, 0, 1, 0, 0, time.UTC)

func newLiveService(t *testing.T) *liveService {
	t.Helper()
	at := pgtest.New(t)
	db, err := postgis.Open(t.Context(), postgis.Options{URL: at.URL, Schema: at.Schema})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	db.Now = func() time.Time { return demoNow }
	a := &app{log: slog.New(slog.DiscardHandler), zone: time.UTC, now: db.Now}
	a.out, a.err, a.Schema = io.Discard, io.Discard, at.Schema
	end := demoNow.Truncate(time.Hour)
	if err := fillDemo(t.Context(), a, db, demoOptions{Options: democity.Options{Seed: 7, Rows: demoRows, End: end}}); err != nil {
		t.Fatal(err)
	}
	parts, err := (&serveCmd{WriteToken: demoToken}).assemble(a, db)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(parts.server)
	t.Cleanup(server.Close)
	return &liveService{t, server.URL, contract(t), db}
}

// TestService asks one service many questions; what writes comes last.
func TestService(t *testing.T) {
	t.Parallel()
	s := newLiveService(t)
	for _, c := range []struct {
		name string
		test func(*testing.T, *liveService)
	}{
		{"ready and metrics", readyAndMetrics},
		{"every grouping adds up to the same total", everyGroupingAddsUpToTheSameTotal},
		{"the cells of every zoom add up to the placed complaints", theCellsOfEveryZoomAddUpToThePlacedComplaints},
		{"area tiles have the figures of the statistics", areaTilesHaveTheFiguresOfTheStatistics},
		{"GDAL reads the tiles", gdalReadsTheTiles},
		{"twenty equal requests give one ETag", twentyEqualRequestsGiveOneETag},
		{"the legend does not move with the view", theLegendDoesNotMoveWithTheView},
		{"bad questions get a clear sentence", badQuestionsGetAClearSentence},
		{"a written complaint is counted at once", aWrittenComplaintIsCountedAtOnce},
	} {
		t.Run(c.name, func(t *testing.T) {
			one := *s
			one.T = t
			c.test(t, &one)
		})
	}
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
	req, err := http.NewRequestWithContext(s.Context(), http.MethodGet, s.url+path, http.NoBody)
	if err != nil {
		s.Fatal(err)
	}
	return s.do(req)
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
		s.Errorf("GET %s breaks the contract: %v", req.URL, err)
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

type measuresJSON struct {
	N             int `json:"n"`
	OnTime        int `json:"on_time"`
	Late          int `json:"late"`
	Open          int `json:"open"`
	Overdue       int `json:"overdue"`
	UndatedOpen   int `json:"undated_open"`
	UndatedClosed int `json:"undated_closed"`
	Reopened      int `json:"reopened"`
}

func (m measuresJSON) classes() int {
	return m.OnTime + m.Late + m.Open + m.Overdue + m.UndatedOpen + m.UndatedClosed
}

type statsJSON struct {
	Total            measuresJSON
	Placed, Unplaced int
	Rows             []struct {
		Key      []*string
		Measures measuresJSON
	}
}

// filters are questions of every kind that a filter knows.
func filters() []string {
	return []string{
		"",
		"from=2026-01-01&to=2026-07-01",
		"class=overdue,late",
		"group=noise,environment&channel=app,phone",
		"status=resolved&quality=point",
		"quality=area,none",
		"as_of=2025-12-31T00:00:00Z",
		"as_of=2025-12-31T00:00:00Z&class=open,overdue",
		"from=2026-10-01&agencies=as_now",
		"area=hcmc-2025-07:26740,hcmc-2025-07:26743",
	}
}

func everyGroupingAddsUpToTheSameTotal(t *testing.T, s *liveService) {
	groupings := []string{
		"area&set=hcmc-2025-07", "area&set=hcmc-2021&level=ward", "area&set=hcmc-2021&level=district",
		"category", "group", "agency", "status", "channel", "quality", "hour", "day", "week", "month",
		"hour_of_week", "category,month", "area,group",
	}
	for _, filter := range filters() {
		var want statsJSON
		s.json("/api/v1/stats?"+filter, &want)
		if want.Total.classes() != want.Total.N || want.Placed+want.Unplaced != want.Total.N {
			t.Errorf("%q: classes %d, placed and unplaced %d + %d; n is %d",
				filter, want.Total.classes(), want.Placed, want.Unplaced, want.Total.N)
		}
		if want.Total.N == 0 && filter != "" {
			t.Errorf("%q matches nothing, so it proves nothing", filter)
		}
		for _, by := range groupings {
			var got statsJSON
			s.json("/api/v1/stats?"+filter+"&group_by="+by, &got)
			var sum measuresJSON
			for _, r := range got.Rows {
				sum = plus(sum, r.Measures)
			}
			if sum != want.Total || got.Total != want.Total {
				t.Errorf("%q by %s: rows add up to %+v, total %+v; want %+v", filter, by, sum, got.Total, want.Total)
			}
		}
	}
}

func plus(a, b measuresJSON) measuresJSON {
	return measuresJSON{
		a.N + b.N, a.OnTime + b.OnTime, a.Late + b.Late, a.Open + b.Open, a.Overdue + b.Overdue,
		a.UndatedOpen + b.UndatedOpen, a.UndatedClosed + b.UndatedClosed, a.Reopened + b.Reopened,
	}
}

func twentyEqualRequestsGiveOneETag(t *testing.T, s *liveService) {
	for _, path := range []string{"/tiles/v1/heat/9/407/240.mvt?class=late", "/tiles/v1/areas/hcmc-2025-07/ward/9/407/240.mvt", "/tiles/v1/heat.json"} {
		tags := map[string]int{}
		for range 20 {
			res, _ := s.get(path)
			tags[res.Header.Get("ETag")]++
		}
		if len(tags) != 1 || tags[""] != 0 {
			t.Errorf("%s: ETags %v; want one", path, tags)
		}
	}
}

// The legend speaks of the whole filter: no parameter of it is a place on the
// map, and it is the same whatever tiles were asked for in between.
func theLegendDoesNotMoveWithTheView(t *testing.T, s *liveService) {
	legend := func() (l struct{ Legend map[string]any }) { s.json("/tiles/v1/heat.json?group=noise", &l); return l }
	before := legend()
	for _, tile := range []string{"10/815/481", "12/3262/1925", "14/13048/7700"} {
		s.get("/tiles/v1/heat/" + tile + ".mvt?group=noise")
	}
	if d := cmp.Diff(before, legend()); d != "" {
		t.Errorf("the legend changed:\n%s", d)
	}
	if len(before.Legend) == 0 {
		t.Error("there is no legend")
	}
}

// A complaint that is written is in the next answer, once, and none of what is
// personal comes out again.
func aWrittenComplaintIsCountedAtOnce(t *testing.T, s *liveService) {
	var before, after statsJSON
	s.json("/api/v1/stats", &before)
	const body = `{"source":"test","source_ref":"T-1","category":"noise-karaoke","channel":"app","received_at":"2026-10-31T20:00:00+07:00",
		"lon":106.6981,"lat":10.7721,"name":"Người Thử","phone":"0000000001","address":"1 Đường Thử","text":"Ồn quá"}`
	for i, want := range []int{http.StatusCreated, http.StatusOK} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/api/v1/complaints", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Authorization", "Bearer "+demoToken)
		res, answer := s.do(req)
		if res.StatusCode != want {
			t.Fatalf("request %d: %s; want %d\n%s", i+1, res.Status, want, answer)
		}
		for _, secret := range []string{"Người Thử", "0000000001", "Đường Thử", "Ồn quá"} {
			if bytes.Contains(answer, []byte(secret)) {
				t.Errorf("the answer gives away %q", secret)
			}
		}
	}
	s.json("/api/v1/stats", &after)
	if after.Total.N != before.Total.N+1 || after.Placed != before.Placed+1 {
		t.Errorf("n %d → %d, placed %d → %d; want one more each", before.Total.N, after.Total.N, before.Placed, after.Placed)
	}
}

// Bad input never gives a 5xx, and always a problem that says what is right.
func badQuestionsGetAClearSentence(t *testing.T, s *liveService) {
	f := func(path string, status int, parts ...string) {
		t.Helper()
		res, body := s.get(path)
		if res.StatusCode != status || res.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("GET %s: %s, %s; want %d as problem+json", path, res.Status, res.Header.Get("Content-Type"), status)
		}
		for _, p := range parts {
			if !bytes.Contains(body, []byte(p)) {
				t.Errorf("GET %s: %s\nwants %q in it", path, body, p)
			}
		}
	}
	f("/api/v1/stats?group_by=ward", 400, "group_by", "ward", "area, category")
	f("/api/v1/stats?category=noise-karaok", 400, "category", "noise-karaoke")
	f("/api/v1/stats?area=hcmc-2025-07:99999", 400, "area", "99999")
	f("/api/v1/stats?area=hcmc-2099:1", 400, "hcmc-2099", "Did you mean")
	f("/api/v1/stats?as_of=2099-01-01", 400, "as_of", "future")
	f("/api/v1/stats?categry=x", 400, "categry", "category")
	f("/api/v1/stats?compare=year", 400, "from")
	f("/api/v1/areas/hcmc-2025-07/nowhere", 404, "nowhere")
	f("/api/v1/complaints/999999999", 404, "999999999")
	f("/api/v1/complaints?cursor="+url.QueryEscape("' or 1=1"), 400, "cursor")
	f("/tiles/v1/heat/3/9/0.mvt", 400, "9")
	f("/tiles/v1/complaints/13/6524/3850.mvt", 400, "14")
	f("/tiles/v1/areas/hcmc-2025-07/village/9/407/240.mvt", 400, "village", "meta")
}

func readyAndMetrics(t *testing.T, s *liveService) {
	var ready struct {
		Ready  bool
		Checks []struct {
			Name string
			OK   bool
		}
	}
	s.json("/readyz", &ready)
	held := map[string]bool{}
	for _, c := range ready.Checks {
		held[c.Name] = c.OK
	}
	if !ready.Ready || !maps.Equal(held, map[string]bool{"database": true, "areas and catalogue": true}) {
		t.Errorf("readiness %+v", ready)
	}
	if _, body := s.get("/metrics"); !bytes.Contains(body, []byte("/readyz")) {
		t.Error("the metrics do not name the route that was just asked")
	}
}
