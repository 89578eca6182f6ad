package api

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/diemnong/diemnong"
)

// badValues has, for every parameter, values that are wrong in each of the
// ways it can be wrong.
var badValues = map[string][]string{
	"from":       {"yesterday", "2026-13-01", "2026-11-22 08:00", "1", "9999-01-01", "2026-11-22T08:00:00 07:00"},
	"to":         {"tomorrow", "-", "0001-01-01"},
	"as_of":      {"now", "2026-12-24", "2199-01-01"},
	"category":   {"fload", "Ngập", "a b", "'", strings.Repeat("x", 65), strings.Repeat("flood1,", 600)},
	"group":      {"watre", "*"},
	"agency":     {"darin", "drain;works"},
	"agencies":   {"as_later", "now"},
	"status":     {"done", "received,done", "0"},
	"class":      {"on time", "overdues"},
	"channel":    {"fax", "Phone"},
	"area":       {"W1", "now:W9", "then:W1", ":", "now:", "now:W1:W2"},
	"quality":    {"exact", "-1"},
	"group_by":   {"ward", "class", "area,category,hour", "area,area", "Area"},
	"set":        {"then", "Now", "now,old"},
	"level":      {"block", "ward,city"},
	"compare":    {"last", "previous,year", "Year"},
	"format":     {"xlsx", "JSON", "csv,json"},
	"resolution": {"5", "11", "-9", "nine", "9.0"},
	"sort":       {"age", "-age", "received_at,due_at"},
	"limit":      {"0", "-1", "1001", "ten", "1e2", "99999999999999999999", " 5"},
	"least":      {"0", "-1", "1000001", "few", "1.5"},
	"cursor":     {"abc", "-1", "9999"},
	"offset":     {"-1", "100001", "half", "1.5", "99999999999999999999"},
	"radius":     {"0", "-5", "1001", "2.5", "200m"},
	"lang":       {"fr", "VI"},
	"unplaced":   {"nowhere", "no_address,x", "0", "Ambiguous"},
	"q":          {"", " ", strings.Repeat("đ", 2049)},
	"at":         {"yesterday", "2026-13-01", "1"},
	"lat":        {"91", "-90.1", "x", "NaN", "1e999", "10,5", "Inf"},
	"lon":        {"181", "-180.1", "đông", "nan", "0x"},
}

// Every wrong value of every parameter of every route is a problem that names
// the parameter, repeats the value and says what would be right.
func TestEveryBadValueIsNamed(t *testing.T) {
	f := newFixture(t, nil)
	for _, r := range f.routes() {
		for _, name := range r.parameters {
			values := badValues[name]
			if len(values) == 0 {
				t.Fatalf("no bad values for %s", name)
			}
			for _, v := range values {
				checkBadValue(t, f, r, name, v)
			}
		}
	}
}

func checkBadValue(t *testing.T, f *fixture, r route, name, value string) {
	t.Helper()
	address := fillPath(r.path) + "?" + url.Values{name: {value}}.Encode()
	if (name == "set" || name == "level") && slices.Contains(r.parameters, "group_by") {
		address += "&group_by=area"
	}
	s := scenario{URL: address, WantStatus: http.StatusBadRequest}
	p := decode[problem](t, s.play(t, f))
	if p.Field != name {
		t.Errorf("%s: field %q; want %q", address, p.Field, name)
	}
	if p.Detail == "" || p.Hint == "" || len(p.Value) > 4*80 {
		t.Errorf("%s: problem %+v", address, p)
	}
}

// fillPath names something that is there.
func fillPath(template string) string {
	return strings.NewReplacer("{z}/{x}/{y}", tileAt(14), "{set}", "now", "{level}", "ward", "{code}", "W1", "{id}", "7", "{name}", "heat").Replace(template)
}

// A parameter that a route does not know is an error on every route, and so is
// one said twice that has one value.
func TestEveryUnknownParameterIsNamed(t *testing.T) {
	f := newFixture(t, nil)
	for _, r := range f.routes() {
		if r.page || r.method != http.MethodGet || r.endless {
			continue
		}
		for _, bad := range []string{"categry=flood", "Category=flood", "x", "=", "from%00=1", "as_of[]=2026-11-01"} {
			s := scenario{URL: fillPath(r.path) + "?" + bad, WantStatus: http.StatusBadRequest}
			s.play(t, f)
		}
		if slices.Contains(r.parameters, "from") {
			s := scenario{URL: fillPath(r.path) + "?categry=flood", WantStatus: 400, WantContent: []string{`"field":"categry"`, "Did you mean category?"}}
			s.play(t, f)
			s = scenario{URL: fillPath(r.path) + "?from=2026-11-01&from=2026-11-02", WantStatus: 400, WantContent: []string{`"field":"from"`, "Give it once."}}
			s.play(t, f)
		}
		s := scenario{URL: fillPath(r.path) + "?a=%zz", WantStatus: 400, WantContent: []string{`"field":"query"`}}
		s.play(t, f)
	}
}

// All parameters of a filter mean the same on all routes: the list of them is the root's.
func TestEveryFilterRouteTakesTheWholeFilter(t *testing.T) {
	f := newFixture(t, nil)
	for _, r := range f.routes() {
		if !slices.Contains(r.parameters, "category") {
			continue
		}
		for _, p := range diemnong.FilterParameters {
			if p == "area" && r.path == "/api/v1/areas/{set}/{code}" {
				continue // the path names it
			}
			if !slices.Contains(r.parameters, p) {
				t.Errorf("%s lacks %s", r.path, p)
			}
		}
	}
}

// FuzzRoutes throws paths and queries at the server: whatever is asked, it is
// never the server's fault, and every error is a problem as described.
func FuzzRoutes(f *testing.F) {
	for _, path := range []string{
		"/", "/areas/now/W1", "/api/v1/stats", "/api/v1/areas/now/W1", "/api/v1/complaints/7", "/api/v1//stats", "/api/v1/geocode", "/api/v1/reverse", "/api/v1/complaints/unplaced", "/api/v1/areas/now/%2e%2e",
		"/tiles/v1/heat/10/815/481.mvt", "/tiles/v1/areas/now/ward/0/0/0.mvt", "/styles/heat.json", "/tiles/v1/heat/1/2", "/assets/../index.html", "/%00",
	} {
		for _, query := range []string{
			"", "group_by=area,category&compare=year&from=2026-11-01&to=2026-11-08", "format=csv&limit=5", "as_of=2026-11-01&class=late",
			"area=now:W1,old:D2&set=old&level=city", "lang=en", "cursor=50&sort=due_at", "a=%zz&&;=",
			"q=12/3 Nguyễn Văn Cừ, P4 Q5&at=2026-11-01&limit=3", "lat=10.75&lon=106.65&format=geojson", "unplaced=ambiguous,unexamined",
		} {
			f.Add(path, query)
		}
	}
	server := newFixture(f, nil)
	f.Fuzz(func(t *testing.T, path, query string) {
		u := url.URL{Scheme: "http", Host: "test", Path: "/" + strings.TrimPrefix(path, "/"), RawQuery: query}
		r, err := http.NewRequest(http.MethodGet, u.String(), nil)
		if err != nil || strings.HasPrefix(r.URL.Path, eventsPath) {
			t.Skip() // no address; or a stream that does not end
		}
		w := server.serveRequest(r)
		if w.Code >= 500 {
			t.Fatalf("%s: %d\n%s\n%s", u.String(), w.Code, w.Body, server.log)
		}
		if w.Code >= 400 {
			checkProblem(t, u.String(), w)
		}
	})
}

// FuzzCreate throws bodies at the route that records complaints.
func FuzzCreate(f *testing.F) {
	for _, body := range []string{complaintToSend, `{}`, `null`, `{"source":1}`, `{"lon":1e308}`, `{"source":{"a":[`, "\xff\xfe", `{"text":"\ud800"}`} {
		f.Add(body)
	}
	server := newFixture(f, nil)
	f.Fuzz(func(t *testing.T, body string) {
		w := server.do(http.MethodPost, "/api/v1/complaints", body, "Authorization", "Bearer "+testToken, "Content-Type", "application/json")
		if w.Code >= 500 {
			t.Fatalf("%q: %d\n%s", body, w.Code, server.log)
		}
		checkContract(t, http.MethodPost, "/api/v1/complaints", w)
	})
}

// FuzzRelocate throws bodies at the route that moves complaints.
func FuzzRelocate(f *testing.F) {
	for _, body := range []string{`{"lon":106.65,"lat":10.75}`, `{"area":"now:W1"}`, `{}`, `null`, `{"lon":1e308,"lat":0}`, `{"area":{"a":[`, "\xff\xfe"} {
		f.Add("7", body)
	}
	f.Add("99999999999999999999", `{}`)
	server := newFixture(f, nil)
	f.Fuzz(func(t *testing.T, id, body string) {
		address := "/api/v1/complaints/" + url.PathEscape(id) + "/location"
		if _, err := http.NewRequest(http.MethodPatch, address, nil); err != nil {
			t.Skip()
		}
		w := server.do(http.MethodPatch, address, body, "Authorization", "Bearer "+testToken, "Content-Type", "application/json")
		if w.Code >= 500 {
			t.Fatalf("%q %q: %d\n%s", id, body, w.Code, server.log)
		}
	})
}
