package main

import (
	"bytes"
	"maps"
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/diemnong/diemnong/internal/pgtest"
)

// TestService asks two services of one city the same questions: one with the
// index, one without. What writes comes last.
func TestService(t *testing.T) {
	t.Parallel()
	at := pgtest.New(t)
	city := demoPlace(t, at.URL, at.Schema, 6000)
	engines := map[string]*liveService{
		"index": city.serve(t, serveCmd{Index: true}, t.TempDir()).awaitIndex(),
		"SQL":   city.serve(t, serveCmd{}, ""),
	}
	for _, c := range []struct {
		name string
		test func(*liveService)
	}{
		{"ready and metrics", readyAndMetrics},
		{"every grouping adds up to the same total", everyGroupingAddsUpToTheSameTotal},
		{"the cells of every zoom add up to the placed complaints", theCellsOfEveryZoomAddUpToThePlacedComplaints},
		{"area tiles have the figures of the statistics", areaTilesHaveTheFiguresOfTheStatistics},
		{"GDAL reads the tiles", gdalReadsTheTiles},
		{"twenty equal requests give one ETag", twentyEqualRequestsGiveOneETag},
		{"the legend does not move with the view", theLegendDoesNotMoveWithTheView},
		{"bad questions get a clear sentence", badQuestionsGetAClearSentence},
	} {
		for name, engine := range engines {
			t.Run(c.name+" with "+name, func(t *testing.T) { c.test(engine.as(t)) })
		}
	}
	index, sql := engines["index"], engines["SQL"]
	t.Run("both answer alike", func(t *testing.T) { bothAnswerAlike(index.as(t), sql.as(t), manyAnswers()) })
	t.Run("a written complaint is counted with SQL", func(t *testing.T) { aWrittenComplaintIsCounted(sql.as(t), "T-1") })
	t.Run("a written complaint is counted with index", func(t *testing.T) {
		s := index.as(t)
		s.awaitSame(sql.as(t)) // the complaint before may still be on its way to the index
		aWrittenComplaintIsCounted(s, "T-2")
	})
	t.Run("both answer alike afterwards", func(t *testing.T) { bothAnswerAlike(index.as(t), sql.as(t), manyAnswers()) })
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

func everyGroupingAddsUpToTheSameTotal(s *liveService) {
	groupings := []string{
		"area&set=hcmc-2025-07", "area&set=hcmc-2021&level=ward", "area&set=hcmc-2021&level=district",
		"category", "group", "agency", "status", "channel", "quality", "hour", "day", "week", "month",
		"hour_of_week", "category,month", "area,group",
	}
	for _, filter := range filters() {
		var want statsJSON
		s.json("/api/v1/stats?"+filter, &want)
		if want.Total.classes() != want.Total.N || want.Placed+want.Unplaced != want.Total.N {
			s.Errorf("%q: classes %d, placed and unplaced %d + %d; n is %d",
				filter, want.Total.classes(), want.Placed, want.Unplaced, want.Total.N)
		}
		if want.Total.N == 0 && filter != "" {
			s.Errorf("%q matches nothing, so it proves nothing", filter)
		}
		for _, by := range groupings {
			var got statsJSON
			s.json("/api/v1/stats?"+filter+"&group_by="+by, &got)
			var sum measuresJSON
			for _, r := range got.Rows {
				sum = plus(sum, r.Measures)
			}
			if sum != want.Total || got.Total != want.Total {
				s.Errorf("%q by %s: rows add up to %+v, total %+v; want %+v", filter, by, sum, got.Total, want.Total)
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

func twentyEqualRequestsGiveOneETag(s *liveService) {
	for _, path := range []string{"/tiles/v1/heat/9/407/240.mvt?class=late", "/tiles/v1/areas/hcmc-2025-07/ward/9/407/240.mvt", "/tiles/v1/heat.json"} {
		tags := map[string]int{}
		for range 20 {
			res, _ := s.get(path)
			tags[res.Header.Get("ETag")]++
		}
		if len(tags) != 1 || tags[""] != 0 {
			s.Errorf("%s: ETags %v; want one", path, tags)
		}
	}
}

// The legend speaks of the whole filter: no parameter of it is a place on the
// map, and it is the same whatever tiles were asked for in between.
func theLegendDoesNotMoveWithTheView(s *liveService) {
	legend := func() (l struct{ Legend map[string]any }) { s.json("/tiles/v1/heat.json?group=noise", &l); return l }
	before := legend()
	for _, tile := range []string{"10/815/481", "12/3262/1925", "14/13048/7700"} {
		s.get("/tiles/v1/heat/" + tile + ".mvt?group=noise")
	}
	if d := cmp.Diff(before, legend()); d != "" {
		s.Errorf("the legend changed:\n%s", d)
	}
	if len(before.Legend) == 0 {
		s.Error("there is no legend")
	}
}

// A complaint that is written is counted once, at once or when the index has
// followed, and none of what is personal comes out again.
func aWrittenComplaintIsCounted(s *liveService, ref string) {
	var before, after statsJSON
	s.json("/api/v1/stats", &before)
	body := `{"source":"test","source_ref":"` + ref + `","category":"noise-karaoke","channel":"app","received_at":"2026-10-31T20:00:00+07:00",
		"lon":106.6981,"lat":10.7721,"name":"Người Thử","phone":"0000000001","address":"1 Đường Thử","text":"Ồn quá"}`
	for i, want := range []int{http.StatusCreated, http.StatusOK} {
		res, answer := s.post(body)
		if res.StatusCode != want {
			s.Fatalf("request %d: %s; want %d\n%s", i+1, res.Status, want, answer)
		}
		for _, secret := range []string{"Người Thử", "0000000001", "Đường Thử", "Ồn quá"} {
			if bytes.Contains(answer, []byte(secret)) {
				s.Errorf("the answer gives away %q", secret)
			}
		}
	}
	s.until("the complaint is counted", func() bool {
		s.json("/api/v1/stats", &after)
		return after.Total.N != before.Total.N
	})
	if after.Total.N != before.Total.N+1 || after.Placed != before.Placed+1 {
		s.Errorf("n %d → %d, placed %d → %d; want one more each", before.Total.N, after.Total.N, before.Placed, after.Placed)
	}
}

// Bad input never gives a 5xx, and always a problem that says what is right.
func badQuestionsGetAClearSentence(s *liveService) {
	f := func(path string, status int, parts ...string) {
		s.Helper()
		res, body := s.get(path)
		if res.StatusCode != status || res.Header.Get("Content-Type") != "application/problem+json" {
			s.Errorf("GET %s: %s, %s; want %d as problem+json", path, res.Status, res.Header.Get("Content-Type"), status)
		}
		for _, p := range parts {
			if !bytes.Contains(body, []byte(p)) {
				s.Errorf("GET %s: %s\nwants %q in it", path, body, p)
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

func readyAndMetrics(s *liveService) {
	ready, held := s.readiness(), map[string]bool{}
	for _, c := range ready.Checks {
		held[c.Name] = c.OK
	}
	if !ready.Ready || !maps.Equal(held, map[string]bool{"complaints": true, "areas and catalogue": true}) {
		s.Errorf("readiness %+v", ready)
	}
	if _, body := s.get("/metrics"); !bytes.Contains(body, []byte("/readyz")) {
		s.Error("the metrics do not name the route that was just asked")
	}
}
