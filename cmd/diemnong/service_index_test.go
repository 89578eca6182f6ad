package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/diemnong/diemnong/internal/pgtest"
)

// someAnswers are paths whose answers are made of complaints: tiles of all
// kinds, legends, figures, areas.
func someAnswers() []string {
	return []string{
		"/tiles/v1/heat/9/407/240.mvt", "/tiles/v1/heat/11/1631/962.mvt?class=overdue", "/tiles/v1/heat/13/6524/3850.mvt",
		"/tiles/v1/heat/15/26096/15401.mvt?as_of=2026-01-01T00:00:00Z", "/tiles/v1/heat/7/0/0.mvt",
		"/tiles/v1/areas/hcmc-2025-07/ward/10/815/481.mvt", "/tiles/v1/areas/hcmc-2021/district/9/407/240.mvt?group=noise",
		"/tiles/v1/heat/9/407/240.mvt?compare=year&from=2026-06-01&to=2026-09-01", "/tiles/v1/heat/14/13048/7700.mvt?compare=previous&from=2026-06-01&to=2026-09-01",
		"/tiles/v1/areas/hcmc-2025-07/ward/10/815/481.mvt?compare=previous&from=2026-09-01&to=2026-10-01&class=late",
		"/tiles/v1/heat.json?compare=previous&from=2026-07-01&to=2026-10-01", "/tiles/v1/areas/hcmc-2025-07/ward.json?compare=year&from=2026-01-01&to=2026-10-01",
		"/tiles/v1/complaints/14/13048/7700.mvt?status=received",
		"/tiles/v1/areas/hcmc-2025-07/ward.json?class=late", "/tiles/v1/heat.json?from=2026-08-01", "/styles/heat.json?group=noise",
		"/api/v1/areas?set=hcmc-2021&level=district", "/api/v1/areas/hcmc-2025-07/26740?from=2026-01-01", "/api/v1/areas?format=geojson",
		"/api/v1/stats?group_by=agency,group&compare=year&from=2026-01-01&to=2026-10-01",
		"/api/v1/stats?group_by=category&compare=previous&from=2026-09-01&to=2026-10-01&format=csv",
		"/api/v1/stats?group_by=hour_of_week&agencies=as_now", "/api/v1/stats?group_by=area,status&set=hcmc-2021&level=ward&format=csv",
	}
}

// manyAnswers add those about every kind of filter.
func manyAnswers() []string {
	paths := someAnswers()
	for _, f := range filters() {
		paths = append(paths, "/api/v1/stats?group_by=group,channel&"+f, "/tiles/v1/heat.json?"+f, "/tiles/v1/heat/10/815/481.mvt?"+f)
		if !strings.Contains(f, "from=") && !strings.Contains(f, "to=") {
			paths = append(paths, "/tiles/v1/heat/11/1631/962.mvt?compare=previous&from=2026-06-01&to=2026-09-01&"+f)
		}
	}
	return paths
}

// bothAnswerAlike holds the answers of two services at one revision against
// each other, to the last byte.
func bothAnswerAlike(s, other *liveService, paths []string) {
	s.Helper()
	s.awaitSame(other)
	for _, path := range paths {
		got, body := s.get(path)
		want, wantBody := other.get(path)
		if got.StatusCode != want.StatusCode || !bytes.Equal(hostless(s, body), hostless(other, wantBody)) {
			s.Errorf("GET %s: %s with %d bytes; the other service says %s with %d bytes:\n%.300s\n%.300s",
				path, got.Status, len(body), want.Status, len(wantBody), body, wantBody)
		}
		same := []string{"Diemnong-Revision", "Diemnong-As-Of", "Content-Type"}
		if !bytes.Contains(body, []byte(s.url)) {
			same = append(same, "ETag")
		}
		for _, h := range same {
			if got.Header.Get(h) != want.Header.Get(h) {
				s.Errorf("GET %s: %s is %q; the other service says %q", path, h, got.Header.Get(h), want.Header.Get(h))
			}
		}
		if got.StatusCode != http.StatusOK && got.StatusCode != http.StatusNoContent {
			s.Errorf("GET %s: %s, which proves nothing\n%s", path, got.Status, body)
		}
	}
}

// hostless is a body without the service's own address, which TileJSON names.
func hostless(s *liveService, body []byte) []byte {
	return bytes.ReplaceAll(body, []byte(s.url), []byte("http://service"))
}

// revision is that of the data that a service answers from.
func (s *liveService) revision() string {
	s.Helper()
	res, _ := s.get("/tiles/v1/heat/9/407/240.mvt")
	return res.Header.Get("Diemnong-Revision")
}

// awaitSame waits until both services answer from the same revision.
func (s *liveService) awaitSame(other *liveService) {
	s.Helper()
	s.until("both are at one revision", func() bool { return s.revision() == other.revision() })
}

// TestTheIndexFile stops and starts a service: its index comes from its file,
// unless that is damaged or another city's; the answers are the same each time.
func TestTheIndexFile(t *testing.T) {
	t.Parallel()
	at := pgtest.New(t)
	city := demoPlace(t, at.URL, at.Schema, 1500)
	sql, dir := city.serve(t, serveCmd{}, ""), t.TempDir()
	file := filepath.Join(dir, "index", city.schema+".index")
	starts := 0
	start := func(logged ...string) {
		t.Helper()
		s := city.serve(t, serveCmd{Index: true}, dir).awaitIndex()
		bothAnswerAlike(s, sql, someAnswers())
		starts++
		s.record(fmt.Sprint("start ", starts)) // so that there is something to catch up with, or to write
		s.awaitSame(sql)
		s.stop()
		for _, line := range logged {
			if !strings.Contains(s.log.String(), line) {
				t.Errorf("the log does not say %q:\n%s", line, s.log)
			}
		}
	}
	const read, fromFile = `msg="the index is ready" complaints=`, `msg="the index is ready, from its file"`
	start(read, `msg="the index's file is written"`)
	sql.record("while no index was there")
	start(fromFile)

	// One bit of a column, and an end that is missing.
	whole := readFile(t, file)
	whole[len(whole)/2] ^= 1
	writeFile(t, file, whole)
	start(`msg="the index's file is not usable and is left out"`, read)
	whole = readFile(t, file)
	writeFile(t, file, whole[:len(whole)-100])
	start(`msg="the index's file is not usable and is left out"`, read)

	other := demoPlace(t, pgtest.New(t).URL, at.Schema, 300)
	foreign := t.TempDir()
	other.serve(t, serveCmd{Index: true}, foreign).awaitIndex().stop()
	writeFile(t, file, readFile(t, filepath.Join(foreign, "index", other.schema+".index")))
	start(`msg="the index's file cannot be continued and is left out"`, read)
	start(fromFile)
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func writeFile(t *testing.T, name string, b []byte) {
	t.Helper()
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
}
