package api

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// scenario is one request and what its answer must and must not be.
type scenario struct {
	Name           string
	Method         string // GET when empty
	URL            string
	Headers        []string // name, value, …
	Body           string
	WantStatus     int      // 200 when zero
	WantHeaders    []string // name, value, …; "" for a header that must be absent
	WantContent    []string
	NotWantContent []string
	Change         func(*Options)
	Prepare        func(*fixture)
}

// run plays scenarios, each on a server of its own, and holds every answer to
// openapi.yaml.
func run(t *testing.T, scenarios []scenario) {
	t.Helper()
	for _, s := range scenarios {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, s.Change)
			if s.Prepare != nil {
				s.Prepare(f)
			}
			s.play(t, f)
		})
	}
}

func (s *scenario) play(t *testing.T, f *fixture) *httptest.ResponseRecorder {
	t.Helper()
	if s.Method == "" {
		s.Method = http.MethodGet
	}
	if s.WantStatus == 0 {
		s.WantStatus = http.StatusOK
	}
	w := f.do(s.Method, s.URL, s.Body, s.Headers...)
	body := w.Body.String()
	if w.Code != s.WantStatus {
		t.Fatalf("%s %s: status %d; want %d\n%s\n%s", s.Method, s.URL, w.Code, s.WantStatus, body, f.log)
	}
	for i := 0; i+1 < len(s.WantHeaders); i += 2 {
		if got := w.Header().Get(s.WantHeaders[i]); got != s.WantHeaders[i+1] {
			t.Errorf("%s: header %s = %q; want %q", s.URL, s.WantHeaders[i], got, s.WantHeaders[i+1])
		}
	}
	for _, want := range s.WantContent {
		if !strings.Contains(body, want) {
			t.Errorf("%s: answer has no %s:\n%s", s.URL, want, body)
		}
	}
	for _, not := range append(s.NotWantContent, secrets...) {
		if strings.Contains(body, not) {
			t.Errorf("%s: answer has %s:\n%s", s.URL, not, body)
		}
	}
	if !isPage(w) {
		checkContract(t, s.Method, s.URL, w)
	}
	return w
}

// isPage reports whether the answer is the page, which has its own words for errors.
func isPage(w *httptest.ResponseRecorder) bool {
	return strings.HasPrefix(w.Header().Get("Content-Type"), "text/html")
}

// secrets must be in no answer at all: what the tests write as personal data,
// and what only the log may have.
var secrets = []string{"Nguyễn Thị Kín", "0909123456", "kin@example.org", "12/3 hẻm kín", "lời than kín", "SQLSTATE", "complaint_personal", "goroutine"}

// spec is openapi.yaml with a router over its paths.
type spec struct {
	doc    *openapi3.T
	router routers.Router
}

var loadSpec = sync.OnceValues(func() (*spec, error) {
	doc, err := openapi3.NewLoader().LoadFromData(contract)
	if err != nil {
		return nil, err
	}
	if err := doc.Validate(context.Background()); err != nil {
		return nil, err
	}
	router, err := gorillamux.NewRouter(doc)
	for _, t := range []string{typeTile, "text/event-stream", "text/plain", "text/csv"} {
		openapi3filter.RegisterBodyDecoder(t, openapi3filter.FileBodyDecoder)
	}
	openapi3filter.RegisterBodyDecoder(typeGeoJSON, openapi3filter.RegisteredBodyDecoder(typeJSON))
	return &spec{doc, router}, err
})

func mustSpec(t testing.TB) *spec {
	t.Helper()
	s, err := loadSpec()
	if err != nil {
		t.Fatalf("openapi.yaml: %v", err)
	}
	return s
}

// checkContract holds an answer to openapi.yaml. What the contract does not
// speak of, such as the page, is left alone.
func checkContract(t testing.TB, method, url string, w *httptest.ResponseRecorder) {
	t.Helper()
	if method == http.MethodHead {
		return // the body of its GET is what the contract is about
	}
	r := httptest.NewRequest(method, url, nil)
	route, path, err := mustSpec(t).router.FindRoute(r)
	if err != nil {
		if w.Code >= 400 {
			checkProblem(t, url, w)
		}
		return
	}
	in := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, PathParams: path, Route: route},
		Status:                 w.Code, Header: w.Header(), Body: io.NopCloser(strings.NewReader(w.Body.String())),
		Options: &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
	}
	if err := openapi3filter.ValidateResponse(context.Background(), in); err != nil {
		t.Errorf("%s %s: answer %d is not as openapi.yaml says: %v\n%.2000s", method, url, w.Code, err, w.Body)
	}
	if w.Code >= 400 && w.Code != http.StatusServiceUnavailable {
		checkProblem(t, url, w)
	}
}

// checkProblem holds an error to the schema Problem and to what every problem must say.
func checkProblem(t testing.TB, url string, w *httptest.ResponseRecorder) {
	t.Helper()
	if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("%s: error %d as %q", url, w.Code, got)
		return
	}
	p := decode[map[string]any](t, w)
	if err := mustSpec(t).doc.Components.Schemas["Problem"].Value.VisitJSON(p); err != nil {
		t.Errorf("%s: problem: %v", url, err)
	}
	if p["instance"] == "" || p["instance"] != w.Header().Get(requestIDHeader) {
		t.Errorf("%s: instance %v; want the request's id %q", url, p["instance"], w.Header().Get(requestIDHeader))
	}
	if int(p["status"].(float64)) != w.Code {
		t.Errorf("%s: problem says status %v in an answer %d", url, p["status"], w.Code)
	}
}
