package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"
)

func decode[T any](t testing.TB, w *httptest.ResponseRecorder) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatalf("answer is not JSON: %v\n%.500s", err, w.Body)
	}
	return v
}

// operations lists method, path and query parameters of every operation.
func operations(t *testing.T) map[string][]string {
	t.Helper()
	list := map[string][]string{}
	for path, item := range mustSpec(t).doc.Paths.Map() {
		for method, op := range item.Operations() {
			var query []string
			for _, p := range op.Parameters {
				if p.Value.In == openapi3.ParameterInQuery {
					query = append(query, p.Value.Name)
				}
			}
			slices.Sort(query)
			list[method+" "+path] = query
		}
	}
	return list
}

// Routes served and routes described are the same, with the same parameters.
func TestRoutesAreThoseOfTheContract(t *testing.T) {
	f := newFixture(t, nil)
	served := map[string][]string{}
	for _, r := range f.routes() {
		if !r.page {
			query := slices.Sorted(slices.Values(r.parameters))
			served[r.method+" "+r.path] = query
		}
	}
	if diff := cmp.Diff(operations(t), served); diff != "" {
		t.Errorf("openapi.yaml (-) and the table of routes (+) differ:\n%s", diff)
	}
}

// Every path of the contract reaches its own handler, and its HEAD too.
func TestEveryRouteIsServed(t *testing.T) {
	values := strings.NewReplacer("{z}/{x}/{y}", tileAt(10), "{set}", "now", "{level}", "ward",
		"{code}", "W1", "{id}", "7", "{name}", "heat")
	for op := range operations(t) {
		method, path, _ := strings.Cut(op, " ")
		if method != http.MethodGet || path == eventsPath {
			continue
		}
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, func(o *Options) {
				withContext(o)
				o.Basemap = fileBasemap(t)
			})
			s := scenario{URL: values.Replace(path) + neededQuery[path]}
			if strings.HasPrefix(path, "/tiles/v1/basemap/") {
				s.URL = "/tiles/v1/basemap/0/0/0"
			}
			if strings.HasPrefix(path, "/tiles/v1/complaints/") {
				s.URL = "/tiles/v1/complaints/" + tileAt(14) + ".mvt"
			}
			got := s.play(t, f)
			head := f.do(http.MethodHead, s.URL, "")
			if head.Code != got.Code || head.Body.Len() != 0 {
				t.Errorf("HEAD %s: %d with %d bytes; want %d and none", s.URL, head.Code, head.Body.Len(), got.Code)
			}
			for _, name := range []string{"ETag", "Content-Type", "Content-Length", revisionHeader, asOfHeader} {
				if name == "Content-Length" && path == "/metrics" {
					continue // the first request has changed it
				}
				if h, g := head.Header().Get(name), got.Header().Get(name); h != g {
					t.Errorf("HEAD %s: %s %q; GET has %q", s.URL, name, h, g)
				}
			}
		})
	}
}

// neededQuery are parameters that a route cannot do without.
var neededQuery = map[string]string{geocodePath: "?q=12+Nguyễn+Huệ", reversePath: "?lat=10.75&lon=106.65"}

// The schema of a body to be sent lists what the server reads.
func TestNewComplaintHasTheFieldsOfTheContract(t *testing.T) {
	schema := mustSpec(t).doc.Components.Schemas["NewComplaint"].Value
	want := map[string]string{}
	for name, p := range schema.Properties {
		want[name] = fmt.Sprint(p.Value.Type.Slice()[0], " ", deref(p.Value.MaxLength))
	}
	got := map[string]string{}
	for _, f := range (&complaintBody{}).fields() {
		kind := "string"
		if _, ok := f.into.(**float64); ok {
			kind = "number"
		}
		got[f.name] = fmt.Sprint(kind, " ", f.most)
		if strings.HasSuffix(want[f.name], " 0") { // a code or a time: the contract leaves the length open
			want[f.name] = got[f.name]
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("openapi.yaml (-) and the server (+) differ:\n%s", diff)
	}
}

func deref(n *uint64) uint64 {
	if n == nil {
		return 0
	}
	return *n
}

// Nothing in any schema of an answer is personal.
func TestContractHasNoPersonalAnswers(t *testing.T) {
	personal := regexp.MustCompile(`^(phone|email|address|text|citizen.*|resident.*)$`)
	for name, s := range mustSpec(t).doc.Components.Schemas {
		if name == "NewComplaint" || name == "AddressPart" { // sent here; what was asked, said back
			continue
		}
		for p := range s.Value.Properties {
			if personal.MatchString(p) {
				t.Errorf("schema %s has %s", name, p)
			}
		}
	}
}

// tileAt is the address of the tile that has the first complaint.
func tileAt(zoom int) string {
	t := maptile.At(orb.Point{testWest + 0.2*testStep, testSouth + 0.05}, maptile.Zoom(zoom))
	return fmt.Sprintf("%d/%d/%d", t.Z, t.X, t.Y)
}
