package api

import (
	"net/http"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

func TestStats(t *testing.T) {
	geojson := []string{"Accept", "application/geo+json"}
	run(t, []scenario{
		{
			Name: "the total of everything", URL: "/api/v1/stats",
			WantHeaders: []string{revisionHeader, "1", asOfHeader, "2026-11-22T10:30:00Z", "Cache-Control", "no-cache", "Content-Type", "application/json"},
			WantContent: []string{`"n":60`, `"reopened":1`, `"placed":48`, `"unplaced":12`, `"filter":""`}, NotWantContent: []string{`"rows"`, `"group_by"`, "per_1000"},
		},
		{
			Name: "by category, with names", URL: "/api/v1/stats?group_by=category",
			WantContent: []string{`"key":["flood"],"name":["Ngập nước"],"name_en":["Flooding"]`, `"key":["pothole"],"name":["=Ổ gà"]`},
		},
		{
			Name: "by agency, with those of no agency last", URL: "/api/v1/stats?group_by=agency",
			WantContent: []string{`"key":["works"],"name":["Hạ tầng"]`, `{"key":[null],"name":[null],"name_en":[null],"measures":{"n":20`},
		},
		{
			Name: "by area: the set in force, its finest level, rates of the area", URL: "/api/v1/stats?group_by=area",
			WantContent: []string{`"set":"now","level":"ward"`, `"per_1000"`, `"per_km2"`, `"key":["W1"],"name":["Phường W1"]`},
		},
		{
			Name: "by area of an older set at a coarser level", URL: "/api/v1/stats?group_by=area&set=old&level=city",
			WantContent: []string{`"set":"old","level":"city"`, `"key":["C"]`, `"key":[null]`},
		},
		{
			Name: "by two groupings there are no rates of an area", URL: "/api/v1/stats?group_by=area,class&group_by=status",
			WantStatus: 400, WantContent: []string{`"field":"group_by"`},
		},
		{
			Name: "by area and status", URL: "/api/v1/stats?group_by=area&group_by=status",
			WantContent: []string{`"key":["W1","received"],"name":["Phường W1",null]`, `"group_by":["area","status"]`}, NotWantContent: []string{"per_1000"},
		},
		{
			Name: "nothing matches: no rate, no rows", URL: "/api/v1/stats?group_by=category&from=2000-01-01&to=2000-02-01",
			WantContent: []string{`"n":0`, `"rows":[]`}, NotWantContent: []string{"rate", "share", "median", "p90"},
		},
		{
			Name: "the filter is stated in its canonical form", URL: "/api/v1/stats?category=pothole,flood&category=flood&from=2026-11-01",
			WantContent: []string{`"filter":"category=flood%2Cpothole&from=2026-10-31T17%3A00%3A00Z"`},
		},
		{
			Name: "compared with the time before, with what has fallen to nothing", URL: "/api/v1/stats?group_by=area&from=2026-11-13&to=2026-11-23&compare=previous",
			WantContent: []string{`"mode":"previous","from":"2026-11-02T17:00:00Z","to":"2026-11-12T17:00:00Z"`, `"key":["W3"],"name":["Phường W3"],"name_en":["Ward W3"],"measures":{"n":0`},
		},
		{
			Name: "compared with the year before", URL: "/api/v1/stats?from=2026-11-01&to=2026-11-08&compare=year",
			WantContent: []string{`"mode":"year","from":"2025-10-31T17:00:00Z","to":"2025-11-07T17:00:00Z","as_of":"2025-11-22T10:30:00Z","total":{"n":0`},
		},
		{Name: "a comparison needs a window", URL: "/api/v1/stats?compare=year", WantStatus: 400, WantContent: []string{`"field":"compare"`, "Give both from and to."}},
		{
			Name: "days of two windows have nothing to join", URL: "/api/v1/stats?compare=year&group_by=day&from=2026-11-01&to=2026-11-08",
			WantStatus: 400, WantContent: []string{`"field":"compare"`, "recurs"},
		},
		{
			Name: "a set without areas to group by would say nothing", URL: "/api/v1/stats?set=now&group_by=status", WantStatus: 400,
			WantContent: []string{`"field":"set"`, "group_by=area"},
		},
		{
			Name: "as features, those of no area without geometry", URL: "/api/v1/stats?group_by=area", Headers: geojson,
			WantHeaders: []string{"Content-Type", typeGeoJSON},
			WantContent: []string{`"type":"FeatureCollection"`, `"id":"now:W1"`, `"type":"MultiPolygon"`, `"geometry":null`, `"per_km2":`},
		},
		{Name: "features of categories do not exist", URL: "/api/v1/stats?group_by=category", Headers: geojson, WantStatus: 406, WantContent: []string{`"code":"not_acceptable"`, "text/csv"}},
		{Name: "nor by the parameter", URL: "/api/v1/stats?format=geojson", WantStatus: 400, WantContent: []string{`"field":"format"`, "json, csv"}},
		{
			Name: "as a table", URL: "/api/v1/stats?group_by=category&format=csv",
			WantHeaders: []string{"Content-Type", typeCSV, "Content-Disposition", `attachment; filename="diemnong-stats.csv"`},
			WantContent: []string{"\ufeffcategory,category_name,category_name_en,n,on_time,", "flood,Ngập nước,Flooding,30,", "pothole,'=Ổ gà,"},
		},
		{
			Name: "as a table of one line", URL: "/api/v1/stats?format=csv&from=2026-11-01&to=2026-11-08&compare=previous",
			WantContent: []string{"\ufeffn,on_time,", ",compare_n,", "\r\n14,"},
		},
		{
			Name: "while the engine cannot answer", URL: "/api/v1/stats", WantStatus: 503,
			Prepare: func(f *fixture) {
				f.engine.before = failing(diemnong.Errorf(diemnong.Unavailable, "The index is being loaded."))
			},
			WantHeaders: []string{"Retry-After", "2"}, WantContent: []string{"The index is being loaded."},
		},
		{
			Name: "a fault inside is for the log", URL: "/api/v1/stats", WantStatus: 500,
			Prepare: func(f *fixture) { f.engine.before = failing(errSecret) }, WantContent: []string{`"instance":"request-1"`},
		},
	})
}

// The rows of every grouping add up to the total, and so do the classes.
func TestStatsAddUp(t *testing.T) {
	f := newFixture(t, nil)
	type answer struct {
		Total measures
		Rows  []struct{ Measures, Compare measures }
	}
	for d := heat.ByArea; d <= heat.ByHourOfWeek; d++ {
		a := decode[answer](t, f.get("/api/v1/stats?group_by="+d.String()))
		var n, classes uint32
		for _, r := range a.Rows {
			m := r.Measures
			n += m.N
			classes += m.OnTime + m.Late + m.Open + m.Overdue + m.UndatedOpen + m.UndatedClosed
		}
		if n != a.Total.N || classes != a.Total.N || n == 0 {
			t.Errorf("by %s: rows have %d, their classes %d; the total is %d", d, n, classes, a.Total.N)
		}
	}
	window := "from=2026-11-13&to=2026-11-23"
	a := decode[answer](t, f.get("/api/v1/stats?group_by=area,category&compare=previous&"+window))
	then := decode[answer](t, f.get("/api/v1/stats?from=2026-11-03&to=2026-11-13&as_of=2026-11-12T10:30:00Z"))
	var n, before uint32
	for _, r := range a.Rows {
		n, before = n+r.Measures.N, before+r.Compare.N
	}
	if n != a.Total.N || before != then.Total.N || n == 0 || before == 0 {
		t.Errorf("compared: %d of %d and %d of %d", n, a.Total.N, before, then.Total.N)
	}
}

// A window that is compared with is judged at the age that the window asked for
// has: as it stood then, and not with the days that have gone by since.
func TestTheComparedWindowIsJudgedAtItsAge(t *testing.T) {
	f := newFixture(t, nil)
	type answer struct {
		Total   measures
		Compare struct {
			AsOf  string `json:"as_of"`
			Total measures
		}
	}
	const asked, before = "from=2026-11-13&to=2026-11-23", "from=2026-11-03&to=2026-11-13"
	for asOf, then := range map[string]string{"": "2026-11-12T10:30:00Z", "&as_of=2026-11-20T03:00:00Z": "2026-11-10T03:00:00Z"} {
		got := decode[answer](t, f.get("/api/v1/stats?compare=previous&"+asked+asOf)).Compare
		want := decode[answer](t, f.get("/api/v1/stats?"+before+"&as_of="+then)).Total
		if diff := cmp.Diff(want, got.Total); diff != "" || got.AsOf != then {
			t.Errorf("%q: judged at %s, want %s (-asked at that moment +compared):\n%s", asOf, got.AsOf, then, diff)
		}
		if now := decode[answer](t, f.get("/api/v1/stats?"+before)).Total; cmp.Diff(now, got.Total) == "" {
			t.Errorf("%q: the test city has not changed since %s: the test shows nothing", asOf, then)
		}
	}
}

func TestAreas(t *testing.T) {
	run(t, []scenario{
		{
			Name: "the wards in force, the one without a complaint too", URL: "/api/v1/areas",
			WantHeaders: []string{revisionHeader, "1", asOfHeader, "2026-11-22T10:30:00Z"},
			WantContent: []string{
				`"set":"now","level":"ward","as_of":"2026-11-22T10:30:00Z"`, `"code":"W1","name":"Phường W1"`, `"population":11000`,
				`"code":"W4","name":"Phường W4","name_en":"","label":`, `"approximate":true,"measures":{"n":0`, `"elsewhere":{"n":6`,
			},
		},
		{
			Name: "with a filter", URL: "/api/v1/areas?set=old&level=district&category=flood",
			WantContent: []string{`"code":"D1"`, `"parent":"C"`, `"approximate":false`},
		},
		{
			Name: "as a table, with what lies nowhere", URL: "/api/v1/areas?format=csv",
			WantHeaders: []string{"Content-Disposition", `attachment; filename="diemnong-areas.csv"`},
			WantContent: []string{"\ufeffset,level,code,", "\r\nnow,ward,W1,Phường W1,Ward W1,,11000,11,106.65,10.75,true,", "\r\nnow,ward,,,,,,,,,,6,"},
		},
		{
			Name: "as features, rings counterclockwise", URL: "/api/v1/areas", Headers: []string{"Accept", "application/geo+json, */*;q=0.1"},
			WantContent: []string{`"id":"now:W1"`, `[[[[106.6,10.7],[106.7,10.7],[106.7,10.8],[106.6,10.8],[106.6,10.7]]]]`, `"n":0`},
		},
		{Name: "an unknown set", URL: "/api/v1/areas?set=nwo", WantStatus: 400, WantContent: []string{`"field":"set"`, `"value":"nwo"`, "Use one of: old, now."}},
		{Name: "a level of another set", URL: "/api/v1/areas?level=district", WantStatus: 400, WantContent: []string{`"field":"level"`, "Use one of: ward."}},
		{
			Name: "one area with its relatives", URL: "/api/v1/areas/old/D2",
			WantContent: []string{`"code":"D2"`, `"parent":{"code":"C","name":`, `"children":[]`, `{"set":"now","code":"W2","name":"Phường W2","name_en":"Ward W2","relation":"successor","share":0.6,"main":true}`, `"share":0.4,"main":false`},
		},
		{
			Name: "its children and predecessors", URL: "/api/v1/areas/old/C",
			WantContent: []string{`"children":[{"code":"D1","name":"Phường D1","name_en":"Ward D1"},{"code":"D2"`, `"related":[]`},
		},
		{Name: "what it came from", URL: "/api/v1/areas/now/W3", WantContent: []string{`"relation":"predecessor"`, `"set":"old","code":"D2"`}},
		{Name: "with a filter of its own", URL: "/api/v1/areas/now/W1?category=pothole&class=late", WantContent: []string{`"late":`, `"open":0`}},
		{
			Name: "as a feature", URL: "/api/v1/areas/now/W1?format=geojson",
			WantContent: []string{`"type":"Feature"`, `"id":"now:W1"`, `"MultiPolygon"`}, WantHeaders: []string{"Content-Type", typeGeoJSON},
		},
		{Name: "no table of one", URL: "/api/v1/areas/now/W1", Headers: []string{"Accept", "text/csv"}, WantStatus: 406},
		{Name: "no such set", URL: "/api/v1/areas/then/W1", WantStatus: 404, WantContent: []string{`"field":"set"`}},
		{Name: "no such area", URL: "/api/v1/areas/now/W9", WantStatus: 404, WantContent: []string{`"field":"code"`, "/api/v1/areas?set=now"}},
		{Name: "another area at the same time", URL: "/api/v1/areas/now/W1?area=now:W2", WantStatus: 400, WantContent: []string{`"field":"area"`}},
	})
}

// The areas of a level and what lies elsewhere are all complaints, in every set.
func TestAreasAddUp(t *testing.T) {
	f := newFixture(t, nil)
	for _, level := range []string{"set=now&level=ward", "set=old&level=district", "set=old&level=city"} {
		a := decode[areasAnswer](t, f.get("/api/v1/areas?"+level))
		n := a.Elsewhere.N
		for _, u := range a.Areas {
			n += u.Measures.N
			one := decode[areaDetail](t, f.get("/api/v1/areas/"+u.Set+"/"+u.Code))
			if one.Area.Measures.N != u.Measures.N {
				t.Errorf("%s:%s has %d by itself and %d in the list", u.Set, u.Code, one.Area.Measures.N, u.Measures.N)
			}
		}
		if n != 60 {
			t.Errorf("%s: %d; want 60", level, n)
		}
	}
}

func TestMeta(t *testing.T) {
	run(t, []scenario{
		{
			Name: "everything a filter can name", URL: "/api/v1/meta",
			WantHeaders: []string{revisionHeader, "1", "Access-Control-Allow-Origin", "*"},
			WantContent: []string{
				`"version":"1.2.3"`, `"time_zone":"Asia/Ho_Chi_Minh","bounds":[106.5,10.6,107,11]`, `"default_set":"now"`,
				`"extent":{"n":60,"from":"2026-10-23T10:30:00Z","to":"2026-11-21T22:30:00Z"}`,
				`"code":"old","name":"Cũ","name_en":"Old","valid_from":"2021-01-01","valid_to":"2025-07-01"`,
				`"levels":[{"code":"ward","name":"Phường","name_en":"Ward","areas":3}]`,
				`"valid_to":"2026-07-01","successor":"works"`, `"group":"road"`, `"writable":true`, `"undated_closed"`,
				`"resolutions":[6,6,6,6,6,6,6,6,6,7,7,8,8,9,9,10,10,10,10,10,10,10,10]`,
			},
		},
		{
			Name: "without a token nothing is writable", URL: "/api/v1/meta", Change: func(o *Options) { o.WriteToken = "" },
			WantContent: []string{`"writable":false`},
		},
		{
			Name: "without complaints there is no extent", URL: "/api/v1/meta", WantStatus: http.StatusOK,
			Prepare: func(f *fixture) { f.complaints.all = nil }, WantContent: []string{`"extent":{"n":60}`},
		},
		{
			Name: "when the list fails", URL: "/api/v1/meta", WantStatus: 500, Prepare: func(f *fixture) { f.complaints.fail = errSecret },
		},
	})
}

// Counting everything is asked once for a state of the data, not for each page load.
func TestExtentIsKept(t *testing.T) {
	f := newFixture(t, nil)
	for range 3 {
		f.get("/api/v1/meta")
	}
	if f.engine.asked != 1 {
		t.Errorf("asked %d times", f.engine.asked)
	}
}

func TestMetaNamesTheZoneThatDatesAreReadIn(t *testing.T) {
	f := newFixture(t, nil)
	day := decode[statsAnswer](t, f.get("/api/v1/stats?from=2026-11-20&to=2026-11-21"))
	exact := decode[statsAnswer](t, f.get("/api/v1/stats?from=2026-11-19T17:00:00Z&to=2026-11-21T00:00:00%2B07:00"))
	if day.Total.N != exact.Total.N || day.Total.N != 2 {
		t.Errorf("a day in the city has %s and %s complaints; want 2", strconv.Itoa(int(day.Total.N)), strconv.Itoa(int(exact.Total.N)))
	}
}
