package api

import (
	"encoding/csv"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/diemnong/diemnong"
)

func TestComplaints(t *testing.T) {
	run(t, []scenario{
		{
			Name: "newest first, fifty a page", URL: "/api/v1/complaints",
			WantHeaders: []string{revisionHeader, "1", asOfHeader, "2026-11-22T10:30:00Z", "Link", `</api/v1/complaints?cursor=50>; rel="next"`},
			WantContent: []string{`"complaints":[{"id":"60","source":"1022","source_ref":"HCM-60"`, `"next":"50"`, `"h3":"8a`, `"areas":{"now":"W1"`},
		},
		{
			Name: "known by a ward only, and by nothing", URL: "/api/v1/complaints?sort=received_at&limit=10",
			WantContent: []string{`"quality":"area"`, `"quality":"none"`, `"flags":["area_contradicts","outside_city"]`, `"reopened":1`},
		},
		{
			Name: "the last page has no next", URL: "/api/v1/complaints?cursor=50&sort=received_at",
			WantHeaders: []string{"Link", ""}, WantContent: []string{`"id":"60"`}, NotWantContent: []string{`"next"`},
		},
		{
			Name: "the next page keeps what was asked", URL: "/api/v1/complaints?limit=2&category=flood&format=csv&sort=-received_at",
			WantHeaders: []string{"Link", `</api/v1/complaints?category=flood&cursor=4&format=csv&limit=2&sort=-received_at>; rel="next"`},
		},
		{
			Name: "as a table, times in the city's zone, no formula", URL: "/api/v1/complaints?sort=received_at&limit=3", Headers: []string{"Accept", "text/csv"},
			WantHeaders: []string{"Content-Type", typeCSV, "Content-Disposition", `attachment; filename="diemnong-complaints.csv"`},
			WantContent: []string{"area:old,area:now\r\n", "2026-10-23T17:30:00+07:00", "'=cmd|'/c calc'!A1", "'=Ổ gà"}, NotWantContent: []string{",=cmd"},
		},
		{
			Name: "as points; those without a place have no geometry", URL: "/api/v1/complaints?sort=received_at&format=geojson",
			WantContent: []string{`"geometry":{"type":"Point","coordinates":[106.62,10.75]}`, `"geometry":null`, `"id":"1"`, `"area:now":"W1"`},
		},
		{Name: "an unknown order", URL: "/api/v1/complaints?sort=age", WantStatus: 400, WantContent: []string{`"field":"sort"`, "-received_at"}},
		{Name: "no complaints at all on a page", URL: "/api/v1/complaints?limit=0", WantStatus: 400, WantContent: []string{"from 1 to 1000"}},
		{Name: "too many", URL: "/api/v1/complaints?limit=1001", WantStatus: 400, WantContent: []string{`"field":"limit"`, `"value":"1001"`, "from 1 to 1000."}},
		{Name: "a cursor of nowhere", URL: "/api/v1/complaints?cursor=abc", WantStatus: 400, WantContent: []string{`"field":"cursor"`}},
		{
			Name: "entered by counting", URL: "/api/v1/complaints?offset=58&limit=1",
			WantHeaders: []string{"Link", `</api/v1/complaints?cursor=59&limit=1>; rel="next"`},
			WantContent: []string{`"complaints":[{"id":"2"`},
		},
		{Name: "entered behind its end", URL: "/api/v1/complaints?offset=100000", WantHeaders: []string{"Link", ""}, WantContent: []string{`"complaints":[]`}},
		{Name: "entered too deep", URL: "/api/v1/complaints?offset=100001", WantStatus: 400, WantContent: []string{`"field":"offset"`, "narrower filter"}},
		{Name: "entered before its beginning", URL: "/api/v1/complaints?offset=-1", WantStatus: 400, WantContent: []string{`"field":"offset"`}},
		{Name: "entered twice", URL: "/api/v1/complaints?offset=5&cursor=50", WantStatus: 400, WantContent: []string{`"field":"offset"`, "only one"}},
		{
			Name: "one with its history", URL: "/api/v1/complaints/9",
			WantContent: []string{`"id":"9"`, `"history":[{"at":"2026-10-27T10:30:00Z","kind":"received","status":"received"`, `"kind":"reopened"`},
		},
		{Name: "one that is not there", URL: "/api/v1/complaints/4711", WantStatus: 404, WantContent: []string{`"code":"not_found"`}},
		{Name: "a number that is none", URL: "/api/v1/complaints/HCM-1", WantStatus: 400, WantContent: []string{`"field":"id"`}},
		{Name: "an id over all numbers", URL: "/api/v1/complaints/99999999999999999999", WantStatus: 400, WantContent: []string{`"field":"id"`}},
		{Name: "a fault of the store", URL: "/api/v1/complaints", WantStatus: 500, Prepare: func(f *fixture) { f.complaints.fail = errSecret }},
	})
}

// A whole list leaves as one file, up to a bound; pages of JSON keep theirs.
func TestExport(t *testing.T) {
	fail := func(f *fixture) { f.complaints.fail = errSecret }
	run(t, []scenario{
		{
			Name: "as CSV", URL: "/api/v1/complaints?format=csv&limit=100000&sort=received_at",
			WantHeaders: []string{"Content-Type", typeCSV, "Content-Disposition", `attachment; filename="diemnong-complaints.csv"`, revisionHeader, "1", "Link", ""},
			WantContent: []string{"area:old,area:now\r\n", "'=cmd|'/c calc'!A1"},
		},
		{
			Name: "as GeoJSON", URL: "/api/v1/complaints?format=geojson&limit=1001&sort=received_at",
			WantHeaders: []string{"Content-Type", typeGeoJSON, "Content-Disposition", `attachment; filename="diemnong-complaints.geojson"`},
			WantContent: []string{`"geometry":{"type":"Point","coordinates":[106.62,10.75]}`, `"geometry":null`, `"id":"60"`},
		},
		{Name: "too many", URL: "/api/v1/complaints?format=csv&limit=100001", WantStatus: 400, WantContent: []string{`"field":"limit"`, "from 1 to 100000."}},
		{Name: "from the middle", URL: "/api/v1/complaints?format=csv&limit=1001&offset=1", WantStatus: 400, WantContent: []string{`"field":"offset"`, "cursor"}},
		{Name: "a fault of the store", URL: "/api/v1/complaints?format=csv&limit=1001", WantStatus: 500, Prepare: fail},
	})
}

// slowReader asks how many exports are there while one is sent.
type slowReader struct {
	*httptest.ResponseRecorder
	onWrite func()
}

func (r slowReader) Write(p []byte) (int, error) {
	r.onWrite()
	return r.ResponseRecorder.Write(p)
}

// A file keeps its place until it is sent, and gives it back however that ends.
func TestExportKeepsItsPlaceWhileItIsSent(t *testing.T) {
	f := newFixture(t, nil)
	const url = "/api/v1/complaints?format=csv&limit=1001"
	sent := 0
	f.ServeHTTP(slowReader{httptest.NewRecorder(), func() {
		if sent++; len(f.exports.inside) != 1 {
			t.Errorf("%d exports inside while one is sent", len(f.exports.inside))
		}
	}}, httptest.NewRequestWithContext(t.Context(), http.MethodGet, url, nil))
	f.complaints.fail = errSecret
	f.get(url)
	if sent == 0 || len(f.exports.present) != 0 || len(f.exports.inside) != 0 {
		t.Errorf("%d writes; places are not given back: %d inside", sent, len(f.exports.inside))
	}
}

// A file has what the pages have.
func TestExportIsThePages(t *testing.T) {
	f := newFixture(t, nil)
	for _, format := range []string{"csv", "geojson"} {
		page := f.get("/api/v1/complaints?limit=1000&format=" + format).Body.String()
		file := f.get("/api/v1/complaints?limit=1001&format=" + format).Body.String()
		if strings.ReplaceAll(file, "\n", "") != strings.ReplaceAll(page, "\n", "") {
			t.Errorf("%s: the file differs from the page:\n%.500s\n%.500s", format, file, page)
		}
	}
}

// Whoever follows next sees every complaint once.
func TestPagesJoin(t *testing.T) {
	f := newFixture(t, nil)
	seen, url := map[string]bool{}, "/api/v1/complaints?limit=7"
	for url != "" {
		w := f.get(url)
		for _, c := range decode[listAnswer](t, w).Complaints {
			if seen[c.ID] {
				t.Fatalf("%s twice", c.ID)
			}
			seen[c.ID] = true
		}
		url, _, _ = strings.Cut(strings.TrimPrefix(w.Header().Get("Link"), "<"), ">")
	}
	if len(seen) != 60 {
		t.Errorf("%d complaints; want 60", len(seen))
	}
}

// A spreadsheet takes no cell of any table for a formula, and reads every row.
func TestTablesAreHarmless(t *testing.T) {
	f := newFixture(t, nil)
	for _, url := range []string{"/api/v1/complaints?limit=1000", "/api/v1/areas", "/api/v1/stats?group_by=category,agency"} {
		text := strings.TrimPrefix(f.get(url, "Accept", "text/csv").Body.String(), bom)
		rows, err := csv.NewReader(strings.NewReader(text)).ReadAll() // fails where a row is short
		if err != nil {
			t.Fatalf("%s: %v", url, err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
					t.Errorf("%s: cell %q", url, cell)
				}
			}
		}
	}
}

func TestHarmless(t *testing.T) {
	f := func(s, want string) {
		t.Helper()
		if got := harmless(s); got != want {
			t.Errorf("harmless(%q) = %q; want %q", s, got, want)
		}
	}
	f("", "")
	f("Ngập nước", "Ngập nước")
	f("a=b", "a=b")
	f("=1+1", "'=1+1")
	f("+84909", "'+84909")
	f("-1", "'-1")
	f("@SUM(A1)", "'@SUM(A1)")
	f("\t=1", "'\t=1")
	f("\r=1", "'\r=1")
	table := &table{columns: []string{"lon"}, rows: [][]any{{-73.98}}}
	a, err := table.reply()
	if err != nil || !strings.Contains(string(a.body), "\r\n-73.98\r\n") {
		t.Errorf("a negative number is a number: %q, %v", a.body, err)
	}
}

const complaintToSend = `{"source": "1022", "source_ref": "NEW-1", "category": "flood", "received_at": "2026-11-22T08:00:00+07:00",
	"due_at": "2026-11-25", "channel": "app", "agency": "works", "lon": 106.65, "lat": 10.75, "area": "now:W1",
	"name": "Nguyễn Thị Kín", "phone": "0909123456", "email": "kin@example.org", "address": "12/3 hẻm kín", "text": "lời than kín"}`

func TestCreateComplaint(t *testing.T) {
	post := func(name, body string, status int, want ...string) scenario {
		return scenario{
			Name: name, Method: http.MethodPost, URL: "/api/v1/complaints", Body: body, WantStatus: status, WantContent: want,
			Headers: []string{"Authorization", "Bearer " + testToken, "Content-Type", "application/json; charset=utf-8"},
		}
	}
	with := func(s scenario, change func(*scenario)) scenario { change(&s); return s }
	minimal := func(fields string) string {
		return `{"source":"1022","source_ref":"N","category":"flood","received_at":"2026-11-22T08:00:00+07:00"` + fields + `}`
	}
	created := post("recorded", complaintToSend, 201, `"id":"61"`, `"source_ref":"NEW-1"`, `"due_at":"2026-11-25T16:59:59Z"`, `"channel":"app"`, `"lon":106.65`)
	created.WantHeaders = []string{"Location", "/api/v1/complaints/61", "Cache-Control", "no-store", "Access-Control-Allow-Origin", ""}
	run(t, []scenario{
		created,
		post("only what is needed", minimal(""), 201, `"channel":"import"`, `"status":"received"`, `"quality":"none"`),
		post("null is absent", minimal(`,"due_at":null,"lon":null`), 201),
		post("known by its area", minimal(`,"area":"now:W2"`), 201, `"quality":"area"`),
		post("not an object", `[1]`, 400, `"field":"body"`),
		post("null", `null`, 400, `"field":"body"`),
		post("not JSON", `{"source": 1022`, 400, `"field":"body"`),
		post("broken JSON", `{"source" "1022"}`, 400, `"field":"body"`, "byte"),
		post("nothing", ``, 400, `"field":"body"`),
		post("two objects", minimal("")+minimal(""), 400, `"field":"body"`, "goes on after"),
		post("a field that is none", minimal(`,"adress":"x"`), 400, `"field":"adress"`, "Did you mean address?"),
		post("text as a number", minimal(`,"lon":"106"`), 400, `"field":"lon"`, "is not a number."),
		post("a number as text", `{"source":1022}`, 400, `"field":"source"`, "is not a text in quotes."),
		post("no source", `{}`, 400, `"field":"source"`),
		post("no number there", `{"source":"1022"}`, 400, `"field":"source_ref"`),
		post("no time", `{"source":"1022","source_ref":"1","category":"flood"}`, 400, `"field":"received_at"`),
		post("an unknown category", strings.Replace(minimal(""), "flood", "fload", 1), 400, `"field":"category"`, "Did you mean flood?"),
		post("an unknown agency", minimal(`,"agency":"fire"`), 400, `"field":"agency"`),
		post("an unknown channel", minimal(`,"channel":"fax"`), 400, `"field":"channel"`),
		post("an unknown status", minimal(`,"status":"done"`), 400, `"field":"status"`),
		post("a time that is none", minimal(`,"due_at":"tomorrow"`), 400, `"field":"due_at"`),
		post("an area that is none", minimal(`,"area":"W1"`), 400, `"field":"area"`),
		post("an unknown area", minimal(`,"area":"now:W9"`), 400, `"field":"area"`),
		post("half a point", minimal(`,"lat":10.7`), 400, `"field":"lon"`),
		post("a point off the globe", minimal(`,"lon":190,"lat":10.7`), 400, `"field":"lon"`),
		post("a number over all numbers", minimal(`,"lon":1e999,"lat":10.7`), 400, `"field":"lon"`),
		post("received tomorrow", strings.Replace(minimal(""), "11-22", "11-23", 1), 400, `"field":"received_at"`, "future"),
		post("closed but not closed", minimal(`,"closed_at":"2026-11-22T09:00:00+07:00"`), 400, `"field":"closed_at"`, "status received"),
		post("closed before it came", minimal(`,"status":"resolved","closed_at":"2026-11-22"`), 400, `"field":"closed_at"`, "before received_at"),
		post("closed tomorrow", minimal(`,"status":"resolved","closed_at":"2026-11-24"`), 400, `"field":"closed_at"`, "future"),
		post("closed at some time", minimal(`,"status":"rejected"`), 201, `"flags":["closed_at_unusable"]`, `"class":"undated_closed"`),
		post("closed", minimal(`,"status":"resolved","closed_at":"2026-11-22T02:00:00Z"`), 201, `"handling_s":3600`),
		post("NUL", minimal(`,"text":"a\u0000b"`), 400, `"field":"text"`),
		post("too long", minimal(`,"phone":"`+strings.Repeat("9", 41)+`"`), 400, `"field":"phone"`, "at most 40"),
		post("a body over the limit", minimal(`,"text":"`+strings.Repeat("x", 1<<20)+`"`), 413, `"code":"too_large"`),
		post("a limit passed behind the object", minimal("")+strings.Repeat(" ", 1<<20), 413),
		with(post("a form", "source=1022", 415, `"field":"Content-Type"`), func(s *scenario) { s.Headers[3] = "application/x-www-form-urlencoded" }),
		with(post("a parameter", minimal(""), 400, `"field":"dry_run"`), func(s *scenario) { s.URL += "?dry_run=1" }),
		with(post("what the writer refuses", minimal(""), 400, `"field":"closed_at"`), func(s *scenario) {
			s.Prepare = func(f *fixture) { f.writer.fail = diemnong.InvalidValue("closed_at", "", "is before received_at.", "") }
		}),
		with(post("a fault of the writer", minimal(""), 500), func(s *scenario) { s.Prepare = func(f *fixture) { f.writer.fail = errSecret } }),
		with(post("no token", complaintToSend, 401), func(s *scenario) {
			s.Headers, s.WantHeaders = s.Headers[2:], []string{"WWW-Authenticate", `Bearer realm="diemnong"`}
		}),
		with(post("a wrong token", complaintToSend, 401), func(s *scenario) { s.Headers[1] += "x" }),
		with(post("the beginning of the token", complaintToSend, 401), func(s *scenario) { s.Headers[1] = "Bearer " + testToken[:5] }),
		with(post("another scheme", complaintToSend, 401), func(s *scenario) { s.Headers[1] = "Basic " + testToken }),
		with(post("an empty token", complaintToSend, 401), func(s *scenario) { s.Headers[1] = "Bearer " }),
		with(post("writing is off", complaintToSend, 403, "DIEMNONG_WRITE_TOKEN"), func(s *scenario) { s.Change = func(o *Options) { o.WriteToken = "" } }),
		with(post("off, and an empty token", complaintToSend, 403), func(s *scenario) {
			s.Change, s.Headers[1] = func(o *Options) { o.WriteToken = "" }, "Bearer "
		}),
		with(post("nothing to write with", complaintToSend, 403), func(s *scenario) { s.Change = func(o *Options) { o.Writer = nil } }),
	})
}

// The same complaint again is the same complaint, and what is personal comes
// back by no route.
func TestCreateTwice(t *testing.T) {
	f := newFixture(t, nil)
	s := scenario{
		Method: http.MethodPost, URL: "/api/v1/complaints", Body: complaintToSend, WantStatus: 201,
		Headers: []string{"Authorization", "Bearer " + testToken, "Content-Type", "application/json"},
	}
	first := decode[complaintDetail](t, s.play(t, f))
	s.WantStatus = 200
	if again := decode[complaintDetail](t, s.play(t, f)); again.ID != first.ID {
		t.Errorf("id %s, then %s", first.ID, again.ID)
	}
	if f.writer.personal.Phone != "0909123456" || f.writer.personal.Text != "lời than kín" {
		t.Errorf("the writer was given %+v", f.writer.personal)
	}
	for _, url := range []string{
		"/api/v1/complaints/61", "/api/v1/complaints", "/api/v1/complaints?format=csv", "/api/v1/complaints?format=geojson",
		"/api/v1/stats?group_by=category", "/api/v1/areas", "/api/v1/meta", "/metrics",
	} {
		show := scenario{URL: url}
		show.play(t, f)
	}
	for _, secret := range secrets[:5] {
		if strings.Contains(f.log.String(), secret) {
			t.Errorf("the log has %s", secret)
		}
	}
}
