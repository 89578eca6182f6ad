package main

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/diemnong/diemnong/internal/pgtest"
)

const wholeCity = "/tiles/v1/heat/9/407/240.mvt"

// TestTheDatabaseGoesAwayAndComesBack under a service with an index.
func TestTheDatabaseGoesAwayAndComesBack(t *testing.T) {
	t.Parallel()
	server := pgtest.NewServer(t)
	city := demoPlace(t, server.URL(), pgtest.Schema, 1000)
	s := city.serve(t, serveCmd{Index: true}, t.TempDir()).awaitIndex()
	s.record("before")
	s.until("the index follows", func() bool { return s.count("") == 1001 })
	first := s.answerTags()
	for range 2 { // the second time must be like the first
		server.Kill()
		city.pass(95 * time.Second)
		s.wantStale(first)
		s.wantNoDatabase()

		server.Start(t)
		s.until("the marks are gone", func() bool {
			res, _ := s.get(wholeCity)
			return res.Header.Get("Diemnong-Stale") == "" && res.Header.Get("Age") == ""
		})
		if note := s.readiness().Checks[0].Note; strings.Contains(note, "does not answer") {
			t.Errorf("/readyz says %q while the database answers", note)
		}
		if again := s.answerTags(); again != first {
			t.Errorf("tags %q; want those of before, %q: nothing has changed", again, first)
		}
	}
	s.until("writing works again", func() bool {
		res, _ := s.post(`{"source":"test","source_ref":"after","category":"noise-karaoke","received_at":"2026-10-31","lon":106.6981,"lat":10.7721}`)
		return res.StatusCode == http.StatusCreated || res.StatusCode == http.StatusOK
	})
	s.until("the index follows again", func() bool { return s.count("") == 1002 })
	if got := s.count("status=received&from=2026-10-31"); got == 0 {
		t.Error("the filter of the written complaint matches nothing")
	}
}

// answerTags are the tags of tiles, which their bytes alone decide.
func (s *liveService) answerTags() (tags [3]string) {
	s.Helper()
	for i, path := range []string{wholeCity, "/tiles/v1/areas/hcmc-2025-07/ward/10/815/481.mvt?class=late", "/tiles/v1/heat/12/3262/1925.mvt?as_of=2026-01-01"} {
		res, body := s.get(path)
		if tags[i] = res.Header.Get("ETag"); res.StatusCode != http.StatusOK || tags[i] == "" {
			s.Errorf("GET %s: %s\n%s", path, res.Status, body)
		}
	}
	return tags
}

// wantStale checks that tiles and figures are served as before, and marked.
func (s *liveService) wantStale(tags [3]string) {
	s.Helper()
	if got := s.answerTags(); got != tags {
		s.Errorf("without the database the tags are %q; want %q", got, tags)
	}
	paths := []string{
		wholeCity, "/tiles/v1/heat.json?class=open", "/api/v1/stats?group_by=agency&from=2026-01-01&to=2026-06-01&compare=year",
		"/api/v1/stats?as_of=2026-02-01T00:00:00Z", "/api/v1/areas", "/api/v1/areas/hcmc-2025-07/26740", "/api/v1/meta",
	}
	for _, path := range paths {
		res, body := s.get(path)
		age, err := strconv.Atoi(res.Header.Get("Age"))
		if res.StatusCode != http.StatusOK || res.Header.Get("Diemnong-Stale") != "true" || err != nil || age < 90 {
			s.Errorf("GET %s: %s, Diemnong-Stale %q, Age %q; want 200, true, 95 or so\n%.300s",
				path, res.Status, res.Header.Get("Diemnong-Stale"), res.Header.Get("Age"), body)
		}
	}
	ready := s.readiness()
	if note := ready.Checks[0].Note; !ready.Ready || !strings.Contains(note, "The database does not answer; what is served is 1m") {
		s.Errorf("/readyz: %+v; want ready, with a note", ready)
	}
}

// wantNoDatabase checks that what needs the database is refused for now.
func (s *liveService) wantNoDatabase() {
	s.Helper()
	refused := func(res *http.Response, body []byte) {
		s.Helper()
		seconds, err := strconv.Atoi(res.Header.Get("Retry-After"))
		if res.StatusCode != http.StatusServiceUnavailable || err != nil || seconds < 1 || !strings.Contains(string(body), `"code":"unavailable"`) {
			s.Errorf("%s %s: %s, Retry-After %q; want 503 with seconds\n%s",
				res.Request.Method, res.Request.URL.Path, res.Status, res.Header.Get("Retry-After"), body)
		}
	}
	refused(s.get("/api/v1/complaints"))
	refused(s.get("/api/v1/complaints?class=overdue&sort=due_at"))
	refused(s.get("/api/v1/complaints/1"))
	refused(s.get("/tiles/v1/complaints/15/26096/15401.mvt"))
	refused(s.post(`{"source":"test","source_ref":"lost","category":"noise-karaoke","received_at":"2026-10-31"}`))
}
