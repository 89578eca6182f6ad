package api

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/diemnong/diemnong"
)

func TestGeocode(t *testing.T) {
	run(t, []scenario{
		{
			Name: "candidates, parts and the version", URL: "/api/v1/geocode?q=" + url.QueryEscape("12 Nguyễn Huệ"),
			WantHeaders: []string{"Cache-Control", "no-cache"},
			WantContent: []string{
				`{"gazetteer":7,"candidates":[{"lon":106.65,"lat":10.75,"quality":"point","radius_m":32,"score":0.88,"area":{"set":"now","level":"ward","code":"W1","name":"Phường W1","name_en":"Ward W1"}`,
				`"areas":[{"set":"old","level":"district","code":"D1"`, `"street":"Nguyễn Huệ","number":"12"}`,
				`"quality":"area","radius_m":900,"score":0.1,"areas":[{"set":"now","level":"ward","code":"W2"`,
				`{"quality":"none","score":0.02,"areas":[{"set":"now","level":"ward","code":"W3"`,
				`"parts":[{"kind":"number","text":"12 ","start":0,"end":3,"value":"12"}]`,
			},
			NotWantContent: []string{`"unplaced"`},
		},
		{
			Name: "places in the text count as JavaScript does", URL: "/api/v1/geocode?q=" + url.QueryEscape("😀đ1 Huệ"),
			WantContent: []string{`"text":"😀đ1","start":0,"end":4`},
		},
		{
			Name: "fewer", URL: "/api/v1/geocode?q=Hu%E1%BB%87&limit=1",
			WantContent: []string{`"candidates":[{"lon"`}, NotWantContent: []string{`"quality":"area"`},
		},
		{
			Name: "nothing found, and why", URL: "/api/v1/geocode?q=nowhere",
			WantContent: []string{`"candidates":[]`, `"parts":[]`, `"unplaced":"unreadable"`},
		},
		{
			Name: "as points", URL: "/api/v1/geocode?q=x", Headers: []string{"Accept", typeGeoJSON}, WantHeaders: []string{"Content-Type", typeGeoJSON},
			WantContent: []string{
				`"type":"FeatureCollection"`, `"coordinates":[106.65,10.75]`, `"rank":1`, `"rank":2`, `{"type":"Feature","id":"3","geometry":null`,
				`"area:now":"W1"`, `"area_name:now":"Phường W1"`, `"number":"12"`,
			},
		},
		{Name: "at a date", URL: "/api/v1/geocode?q=x&at=2020-01-01"},
		{Name: "no table", URL: "/api/v1/geocode?q=x&format=csv", WantStatus: 400, WantContent: []string{`"field":"format"`}},
		{Name: "nothing asked", URL: "/api/v1/geocode", WantStatus: 400, WantContent: []string{`"field":"q"`, "is missing"}},
		{Name: "blank", URL: "/api/v1/geocode?q=+%09", WantStatus: 400, WantContent: []string{`"field":"q"`}},
		{Name: "as long as may be", URL: "/api/v1/geocode?q=" + strings.Repeat("x", 4096)},
		{Name: "too long", URL: "/api/v1/geocode?q=" + strings.Repeat("x", 4097), WantStatus: 400, WantContent: []string{`"field":"q"`, "has 4097 bytes", "at most 4096"}, NotWantContent: []string{"xxx"}},
		{Name: "no geocoder", URL: "/api/v1/geocode?q=x", WantStatus: 503, Change: func(o *Options) { o.Geocoders = nil }},
	})
}

func TestReverse(t *testing.T) {
	run(t, []scenario{
		{
			Name: "on a street", URL: "/api/v1/reverse?lat=10.75&lon=106.65",
			WantContent: []string{
				`{"gazetteer":7,"lon":106.65,"lat":10.75,"areas":[{"set":"old","level":"district","code":"D1"`, `"code":"W1"`,
				`"street":"Nguyễn Huệ","number":"12","distance_m":8}`,
			},
		},
		{
			Name: "off the streets", URL: "/api/v1/reverse?lat=10.77&lon=106.65",
			WantContent: []string{`"code":"W1"`}, NotWantContent: []string{"street", "number", "distance_m"},
		},
		{Name: "outside of everything", URL: "/api/v1/reverse?lat=-33&lon=0", WantContent: []string{`"areas":[]`}},
		{
			Name: "as a point", URL: "/api/v1/reverse?lat=10.75&lon=106.65&format=geojson", WantHeaders: []string{"Content-Type", typeGeoJSON},
			WantContent: []string{`"coordinates":[106.65,10.75]`, `"area:old":"D1"`, `"distance_m":8`},
		},
		{Name: "no latitude", URL: "/api/v1/reverse?lon=106.65", WantStatus: 400, WantContent: []string{`"field":"lat"`, "is missing"}},
		{Name: "no longitude", URL: "/api/v1/reverse?lat=10.75", WantStatus: 400, WantContent: []string{`"field":"lon"`, "is missing"}},
		{Name: "exchanged", URL: "/api/v1/reverse?lat=106.65&lon=10.75", WantStatus: 400, WantContent: []string{`"field":"lat"`, "-90 to 90"}},
		{Name: "no geocoder", URL: "/api/v1/reverse?lat=10.75&lon=106.65", WantStatus: 503, Change: func(o *Options) { o.Geocoders = nil }},
	})
}

// The same question has the same tag, so that a client need not fetch twice.
func TestAnswersOfTheGeocoderAreKept(t *testing.T) {
	f := newFixture(t, nil)
	for _, address := range []string{"/api/v1/geocode?q=x", "/api/v1/reverse?lat=10.75&lon=106.65"} {
		tag := f.get(address).Header().Get("ETag")
		if w := f.get(address, "If-None-Match", tag); tag == "" || w.Code != http.StatusNotModified {
			t.Errorf("%s: %d with tag %q; want 304", address, w.Code, tag)
		}
	}
}

// What is looked up is somebody's address: it is in no log, whatever happens.
func TestTheLogHasNoAddresses(t *testing.T) {
	f := newFixture(t, nil)
	for _, address := range []string{
		"/api/v1/geocode?q=kinaddress", "/api/v1/geocode?q=" + strings.Repeat("kinaddress", 500),
		"/api/v1/geocode?q=kinaddress&limit=0", "/api/v1/reverse?lat=10.7654321&lon=106.65", "/api/v1/geocode?q=kinaddress&q=kinaddress",
		"/?at=9/10.8/106.7&place=106.65,10.7654321,80,kinaddress", "/nosuchpage?place=106.65,10.7654321,80,kinaddress",
	} {
		f.get(address)
	}
	if log := f.log.String(); strings.Contains(log, "kinaddress") || strings.Contains(log, "10.7654321") {
		t.Errorf("the log has what was looked up:\n%s", log)
	}
}

func TestUnplaced(t *testing.T) {
	run(t, []scenario{
		{
			Name: "by the reason", URL: "/api/v1/complaints/unplaced", WantHeaders: []string{revisionHeader, "1", asOfHeader, "2026-11-22T10:30:00Z"},
			WantContent: []string{
				`"n":12,"reasons":[{"reason":"no_address","n":2,"none":2,"area":0}`, `{"reason":"unknown_street","n":6,"none":0,"area":6}`,
				`{"reason":"unexamined","n":2,"none":2,"area":0}]`,
			},
		},
		{Name: "of a filter", URL: "/api/v1/complaints/unplaced?quality=none&from=2026-11-01"},
		{Name: "a list has no reason", URL: "/api/v1/complaints/unplaced?unplaced=ambiguous", WantStatus: 400, WantContent: []string{`"field":"unplaced"`}},
		{Name: "a fault of the store", URL: "/api/v1/complaints/unplaced", WantStatus: 500, Prepare: func(f *fixture) { f.complaints.fail = errSecret }},
		{
			Name: "the list of a reason", URL: "/api/v1/complaints?unplaced=ambiguous&sort=received_at",
			WantContent: []string{`"id":"20"`, `"source_ref":"HCM-20"`, `"method":"unknown","quality":"none","unplaced":"ambiguous"`}, NotWantContent: []string{`"quality":"point"`, "no_address"},
		},
		{
			Name: "of two reasons, a page at a time", URL: "/api/v1/complaints?unplaced=unexamined,no_address&limit=1",
			WantHeaders: []string{"Link", `</api/v1/complaints?cursor=1&limit=1&unplaced=unexamined%2Cno_address>; rel="next"`},
		},
		{Name: "an unknown reason", URL: "/api/v1/complaints?unplaced=lost", WantStatus: 400, WantContent: []string{`"field":"unplaced"`, "no_address, unreadable", "unexamined"}},
		{
			Name: "as a table", URL: "/api/v1/complaints?unplaced=ambiguous&format=csv",
			WantContent: []string{",flags,method,score,unplaced,area:old", ",unknown,,ambiguous,"},
		},
		{Name: "found by its address", URL: "/api/v1/complaints/11", WantContent: []string{`"method":"geocoded","quality":"point","radius_m":37,"score":0.88`, `"earlier_places":[]`}},
		{Name: "its radius in a table", URL: "/api/v1/complaints?format=csv", WantContent: []string{",point,37,106."}, NotWantContent: []string{"37.4"}},
	})
}

func TestRelocate(t *testing.T) {
	patch := func(name, id, body string, status int, want ...string) scenario {
		return scenario{
			Name: name, Method: http.MethodPatch, URL: "/api/v1/complaints/" + id + "/location", Body: body, WantStatus: status, WantContent: want,
			Headers: []string{"Authorization", "Bearer " + testToken, "Content-Type", "application/json"},
		}
	}
	with := func(s scenario, change func(*scenario)) scenario { change(&s); return s }
	failing := func(err error) func(*scenario) {
		return func(s *scenario) { s.Prepare = func(f *fixture) { f.writer.fail = err } }
	}
	point := `{"lon":106.66,"lat":10.75}`
	run(t, []scenario{
		with(patch("to a point", "10", point, 200, `"id":"10"`, `"method":"operator","quality":"point"`, `"lon":106.66`,
			`"earlier_places":[{"until":"2026-11-22T10:30:00Z","method":"unknown","quality":"none","unplaced":"no_address","gazetteer":7}]`),
			func(s *scenario) {
				s.WantHeaders = []string{"Cache-Control", "no-store", "Access-Control-Allow-Origin", ""}
			}),
		patch("into an area", "1", `{"area":"old:D2"}`, 200, `"method":"operator","quality":"area"`, `"method":"given","quality":"point","radius_m":20,"lon":106.62,"lat":10.75`),
		patch("both", "1", `{"area":"old:D2","lon":106.66,"lat":10.75}`, 400, `"field":"location"`, "either a point or an area"),
		patch("neither", "1", `{}`, 400, `"field":"location"`),
		patch("half a point", "1", `{"lon":106.66}`, 400, `"field":"lon"`, "belong together"),
		patch("off the globe", "1", `{"lon":190,"lat":10.75}`, 400, `"field":"lon"`),
		patch("no area", "1", `{"area":"D2"}`, 400, `"field":"area"`),
		patch("an unknown area", "1", `{"area":"old:D9"}`, 400, `"field":"area"`),
		patch("a field that is none", "1", `{"long":106.66,"lat":10.75}`, 400, `"field":"long"`, "Did you mean lon?"),
		patch("not an object", "1", `[]`, 400, `"field":"body"`),
		patch("no complaint", "4711", point, 404, `"code":"not_found"`),
		patch("no number", "HCM-1", point, 400, `"field":"id"`),
		with(patch("outside the city", "1", point, 400, `"field":"lon"`), failing(diemnong.InvalidValue("lon", "1, 1", "lies outside the city.", "It lies elsewhere."))),
		with(patch("held by another", "1", point, 409, `"code":"conflict"`), failing(diemnong.Errorf(diemnong.Conflict, "Somebody else is changing this complaint."))),
		with(patch("a fault of the writer", "1", point, 500), failing(errors.New("SQLSTATE 42P01"))),
		with(patch("no token", "1", point, 401), func(s *scenario) { s.Headers = s.Headers[2:] }),
		with(patch("no token and no complaint", "4711", point, 401), func(s *scenario) { s.Headers = s.Headers[2:] }),
		with(patch("a wrong token", "1", point, 401), func(s *scenario) { s.Headers[1] += "x" }),
		with(patch("writing is off", "1", point, 403), func(s *scenario) { s.Change = func(o *Options) { o.WriteToken = "" } }),
		with(patch("a form", "1", "lon=1", 415), func(s *scenario) { s.Headers[3] = "application/x-www-form-urlencoded" }),
	})
}

// The schema of a place to be sent lists what the server reads.
func TestNewLocationHasTheFieldsOfTheContract(t *testing.T) {
	schema := mustSpec(t).doc.Components.Schemas["NewLocation"].Value
	fields := (&relocationBody{}).fields()
	for _, f := range fields {
		if schema.Properties[f.name] == nil {
			t.Errorf("openapi.yaml lacks %s", f.name)
		}
	}
	if len(schema.Properties) != len(fields) {
		t.Errorf("openapi.yaml has %d fields; the server reads %d", len(schema.Properties), len(fields))
	}
}
