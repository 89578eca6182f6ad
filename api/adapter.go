package api

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// This is the only file that knows echo: routes go in, calls come out.

// newRouter makes echo serve the routes.
func (s *Server) newRouter(routes []route) http.Handler {
	e := echo.New()
	e.HTTPErrorHandler = s.unrouted
	for _, r := range routes {
		path, suffix := echoPath(r.path)
		handle := s.adapt(r, suffix)
		e.Add(r.method, path, handle)
		if r.method == http.MethodGet {
			e.Add(http.MethodHead, path, handle)
		}
	}
	return e
}

// echoPath turns a template such as /tiles/v1/heat/{z}/{x}/{y}.mvt into echo's
// words; echo's parameters take a whole segment, so what follows the last one
// is handed back for the adapter to check.
func echoPath(template string) (path, suffix string) {
	if end := strings.LastIndexByte(template, '}'); end >= 0 {
		if rest := template[end+1:]; !strings.Contains(rest, "/") {
			template, suffix = template[:end+1], rest
		}
	}
	return strings.NewReplacer("{", ":", "}", "").Replace(template), suffix
}

// adapt makes an echo handler of a route.
func (s *Server) adapt(r route, suffix string) echo.HandlerFunc {
	meter := s.metrics.meter(r.path)
	return func(c echo.Context) error {
		request := c.Request()
		x := exchangeOf(c.Response()) // from here on without echo's own notes of the answer
		x.route, x.meter = r.path, meter
		path, err := pathOf(c, suffix)
		if err == nil {
			err = s.serve(x, request, &r, path)
		}
		if err != nil {
			s.writeError(x, request, err)
		}
		return nil
	}
}

// pathOf reads the parameters of the path. One with a slash in it (echo gives
// the last one all the rest), or without the suffix, is no match.
func pathOf(c echo.Context, suffix string) (path pathValues, err error) {
	names, values := c.ParamNames(), c.ParamValues()
	for i, name := range names {
		raw := values[i]
		if i == len(names)-1 && name != anyPath {
			rest, ok := strings.CutSuffix(raw, suffix)
			if !ok || strings.Contains(rest, "/") {
				return path, noSuchPath(c.Request().URL.Path)
			}
			raw = rest
		}
		if c.Request().URL.RawPath != "" { // echo routes by the escaped path then
			plain, err := url.PathUnescape(raw)
			if err != nil {
				return path, noSuchPath(c.Request().URL.Path)
			}
			raw = plain
		}
		path[i] = pathValue{name, raw}
	}
	return path, nil
}

// anyPath is echo's name for the rest of a path.
const anyPath = "*"

// serve reads a request, asks the route and sends its answer.
func (s *Server) serve(x *exchange, request *http.Request, r *route, path pathValues) error {
	c := &call{path: path, rawQuery: request.URL.RawQuery, header: request.Header, host: request.Host, secure: request.TLS != nil}
	if r.writes {
		if err := s.authorize(request.Header); err != nil {
			return err
		}
		c.body = http.MaxBytesReader(x.ResponseWriter, request.Body, s.opt.Limits.Body)
	}
	if r.forMaps {
		c.kept = s.keptFor(r, c.rawQuery)
	}
	if !r.anyQuery && c.kept == nil {
		var err error
		if c.query, err = readQuery(c.rawQuery, r.parameters); err != nil {
			return err
		}
	}
	ctx := request.Context()
	if !r.endless {
		p := &patience{Context: ctx, until: time.Now().Add(s.timeout())}
		defer p.end()
		ctx = p
	}
	answer, err := r.handle(ctx, c)
	if err != nil {
		return err
	}
	defer answer.end()
	return s.send(x, request, answer)
}

// keptFor is what a query meant earlier, unless the route cannot compare and the
// one that was asked then did: the two take other parameters.
func (s *Server) keptFor(r *route, rawQuery string) *keptFilter {
	kept := s.filters.get(rawQuery)
	if kept != nil && kept.compare != heat.NoComparison && !r.compares {
		return nil
	}
	return kept
}

// timeout is how long an answer may take now.
func (s *Server) timeout() time.Duration {
	if _, stale := s.opt.Freshness(); stale {
		return s.opt.Limits.Stale
	}
	return s.opt.Limits.Timeout
}

// unrouted answers what echo found no handler for.
func (s *Server) unrouted(err error, c echo.Context) {
	r, w := c.Request(), c.Response()
	var h *echo.HTTPError
	switch {
	case errors.As(err, &h) && h.Code == http.StatusMethodNotAllowed && !(c.Path() == "/*" && isDataPath(r.URL.Path)):
		err = s.wrongMethod(w, r)
	case errors.As(err, &h):
		err = noSuchPath(r.URL.Path)
	}
	s.writeError(w, r, err)
}

// wrongMethod says which methods the path has; echo has put them into Allow.
func (s *Server) wrongMethod(w http.ResponseWriter, r *http.Request) error {
	allow := strings.Split(w.Header().Get("Allow"), ", ")
	slices.Sort(allow)
	w.Header().Set("Allow", strings.Join(allow, ", "))
	return &diemnong.Error{
		Code: methodNotAllowed, Field: "method", Value: shortText(r.Method),
		Message: "is not possible at this address.", Hint: "Use one of: " + strings.Join(allow, ", ") + ".",
	}
}

func noSuchPath(path string) error {
	return &diemnong.Error{
		Code: diemnong.NotFound, Field: "path", Value: shortText(path), Message: "is not an address of this service.",
		Hint: "/api/v1/openapi.yaml lists what there is.",
	}
}
