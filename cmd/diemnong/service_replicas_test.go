package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"

	"github.com/diemnong/diemnong/internal/pgtest"
)

// replicas are two services on one database, each with its own index.
type replicas struct {
	*place
	one, two *liveService
	t        *testing.T
}

// TestTwoReplicas lets all kinds of changes come, through either replica or
// past both: each sees all of them, and what one gave, the other confirms.
func TestTwoReplicas(t *testing.T) {
	t.Parallel()
	at := pgtest.New(t)
	city := demoPlace(t, at.URL, at.Schema, 1000)
	start := func() *liveService { return city.serve(t, serveCmd{Index: true}, t.TempDir()).awaitIndex() }
	r := &replicas{city, start(), start(), t}
	address := r.behindOneAddress()
	r.wantSame(1000)
	loadPage(r.one, address)

	id := r.one.record("first")
	r.wantSame(1001)
	r.two.record("second")
	r.wantSame(1002)

	r.command("import", "complaints", r.file("later.ndjson",
		`{"source_ref":"first","received_at":"2026-10-31T20:00:00+07:00","category":"noise-karaoke","lon":106.75,"lat":10.85,"status":"resolved","closed_at":"2026-10-31T21:00:00+07:00"}
{"source_ref":"third","received_at":"2026-10-31T20:00:00+07:00","category":"a new kind","lon":106.7,"lat":10.77}
`), "--source", "test")
	r.wantSame(1003)
	for _, s := range []*liveService{r.one, r.two} {
		if n := s.count("status=resolved&from=2026-10-31"); n == 0 {
			t.Error("nobody sees that the complaint was resolved")
		}
	}

	r.change(`delete from diemnong.complaint where id = $1`, id)
	r.wantSame(1002)
	loadPage(r.one, address)
	r.boundariesMove()
	loadPage(r.one, address)
}

// boundariesMove draws a set of two halves of the city, and then moves the
// border between them to the east.
func (r *replicas) boundariesMove() {
	r.t.Helper()
	west := func() int {
		r.t.Helper()
		n := r.one.count("area=halves:west")
		if other := r.two.count("area=halves:west"); other != n {
			r.t.Errorf("west of the border are %d complaints for one replica, %d for the other", n, other)
		}
		return n
	}
	halves := func(border float64) string { return r.file("halves.geojson", halvesAt(border)) }
	r.command("import", "areas", halves(106.65), "--set", "halves", "--level", "half")
	r.wantSame(1002)
	before := west()
	r.command("import", "areas", halves(106.75), "--set", "halves", "--level", "half", "--no-recompute")
	r.command("areas", "recompute")
	r.wantSame(1002)
	if after := west(); before == 0 || after <= before {
		r.t.Errorf("%d complaints were west of the border, %d are after it moved to the east; want more", before, after)
	}
	bothAnswerAlike(r.one, r.two, []string{
		"/api/v1/areas?set=halves&format=geojson", "/tiles/v1/areas/halves/half/8/203/120.mvt", "/api/v1/stats?group_by=area&set=halves&level=half",
	})
}

// halvesAt is the city cut in two at a degree of longitude.
func halvesAt(border float64) string {
	half := func(code string, west, east float64) string {
		return fmt.Sprintf(`{"type":"Feature","properties":{"code":%q,"name":%q},"geometry":{"type":"Polygon",
			"coordinates":[[[%[3]g,8.6],[%[4]g,8.6],[%[4]g,11.5],[%[3]g,11.5],[%[3]g,8.6]]]}}`, code, code, west, east)
	}
	return `{"type":"FeatureCollection","features":[` + half("west", 106.25, border) + "," + half("east", border, 107.65) + "]}"
}

// file writes a file for a command and gives its name.
func (r *replicas) file(name, text string) string {
	r.t.Helper()
	name = filepath.Join(r.t.TempDir(), name)
	writeFile(r.t, name, []byte(text))
	return name
}

// run runs the program on the city.
func (p *place) run(t *testing.T, args ...string) {
	t.Helper()
	var out bytes.Buffer
	args = append([]string{"--database-url", p.url, "--schema", p.schema, "--log-level", "error"}, args...)
	if code := run(t.Context(), environment{args: args, in: http.NoBody, out: &out, err: &out}); code != exitOK {
		t.Fatalf("diemnong %q ends with %d:\n%s", args, code, out.String())
	}
}

func (r *replicas) command(args ...string) { r.t.Helper(); r.run(r.t, args...) }

// change changes a complaint past the service, as a script of the operator may.
func (r *replicas) change(statement string, id int64) {
	r.t.Helper()
	db := r.open(r.t)
	for _, s := range []string{statement, `select diemnong.record_change('complaints', array[$1::bigint])`} {
		if _, err := db.Pool.Exec(r.t.Context(), s, id); err != nil {
			r.t.Fatal(err)
		}
	}
}

// wantSame waits until both replicas have the database's revision. Then they
// answer alike, about so many complaints.
func (r *replicas) wantSame(n int) {
	r.t.Helper()
	var newest int64
	if err := r.open(r.t).Pool.QueryRow(r.t.Context(), `select revision from diemnong.feed`).Scan(&newest); err != nil {
		r.t.Fatal(err)
	}
	want := strconv.FormatInt(newest, 10)
	until(r.t, "both replicas are at revision "+want, func() bool { return r.one.revision() == want && r.two.revision() == want })
	bothAnswerAlike(r.one, r.two, someAnswers())
	if got := r.one.count(""); got != n {
		r.t.Errorf("%d complaints; want %d", got, n)
	}
}

// behindOneAddress puts a reverse proxy before the replicas, which sends each
// request to the other one than the request before.
func (r *replicas) behindOneAddress() string {
	r.t.Helper()
	var backends [2]*url.URL
	for i, s := range []*liveService{r.one, r.two} {
		u, err := url.Parse(s.url)
		if err != nil {
			r.t.Fatal(err)
		}
		backends[i] = u
	}
	var requests atomic.Int64
	front := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(p *httputil.ProxyRequest) {
		p.SetURL(backends[requests.Add(1)%2])
		p.Out.Host = p.In.Host
	}})
	r.t.Cleanup(front.Close)
	return front.URL
}

// loadPage asks what the page asks, twice: both times the answers are of one
// revision, and what one replica gave, the other one has as well.
func loadPage(s *liveService, address string) {
	s.Helper()
	front := s.as(s.T)
	front.url = address
	paths := []string{"/api/v1/meta", "/styles/heat.json", "/tiles/v1/heat.json", "/api/v1/stats", "/api/v1/stats?group_by=category", "/api/v1/areas"}
	for x := 814; x < 818; x++ {
		for y := 480; y < 484; y++ {
			paths = append(paths, fmt.Sprintf("/tiles/v1/heat/10/%d/%d.mvt", x, y))
		}
	}
	if len(paths)%2 == 0 {
		paths = append(paths, "/api/v1/stats?group_by=agency") // so that the second time each goes to the other replica
	}
	tags, revisions := map[string]string{}, map[string]int{}
	for range 2 {
		for _, path := range paths {
			req := front.request(http.MethodGet, path, http.NoBody)
			if tag := tags[path]; tag != "" {
				req.Header.Set("If-None-Match", tag)
			}
			res, body := front.do(req)
			tag := res.Header.Get("ETag")
			switch {
			case tags[path] == "" && res.StatusCode == http.StatusNoContent:
			case tags[path] == "" && (res.StatusCode != http.StatusOK || tag == ""):
				s.Errorf("GET %s: %s, tag %q\n%.300s", path, res.Status, tag, body)
			case tags[path] != "" && res.StatusCode != http.StatusNotModified:
				s.Errorf("GET %s: %s with tag %s; the other replica gave %s", path, res.Status, tag, tags[path])
			}
			tags[path] = tag
			if r := res.Header.Get("Diemnong-Revision"); r != "" {
				revisions[r]++
			}
		}
	}
	if len(revisions) != 1 {
		s.Errorf("the page's answers are of revisions %v; want one", revisions)
	}
}
