package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/diemnong/diemnong"
)

// requestIDHeader tells the client the id under which the log has its request.
const requestIDHeader = "Diemnong-Request-Id"

// ServeHTTP is the outermost layer: it gives the request its id, catches
// panics, and counts and logs each request once.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := &exchange{ResponseWriter: w, id: s.opt.NewID()}
	begin := s.opt.Now()
	x.set(requestIDHeader, x.id)
	x.Header()["X-Content-Type-Options"] = headerNosniff

	s.metrics.inFlight.Inc()
	defer func() {
		s.metrics.inFlight.Dec()
		s.finish(r, x, begin, s.opt.Now().Sub(begin))
	}()
	defer s.rescue(x, r)
	s.admit(x, r)
}

// admit answers what no route answers and leaves the rest to the router.
func (s *Server) admit(w http.ResponseWriter, r *http.Request) {
	if err := s.checkHost(r.Host); err != nil {
		s.writeError(w, r, err)
		return
	}
	if openToOthers(r) {
		setCORS(w.Header(), r)
	}
	s.router.ServeHTTP(w, r)
}

// rescue turns a panic into an answer with an id, and its stack into the log.
func (s *Server) rescue(x *exchange, r *http.Request) {
	p := recover()
	if p == nil {
		return
	}
	if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(p)
	}
	err := &panicked{p, debug.Stack()}
	if x.status == 0 {
		s.writeError(x, r, err)
		return
	}
	x.err = err // too late for an answer: break it off, so that nobody takes it for whole
	panic(http.ErrAbortHandler)
}

// panicked is a panic as an error, for the log.
type panicked struct {
	value any
	stack []byte
}

// Error gives value and stack.
func (p *panicked) Error() string { return fmt.Sprintf("panic: %v\n%s", p.value, p.stack) }

// finish counts and logs one exchange.
func (s *Server) finish(r *http.Request, x *exchange, begin time.Time, took time.Duration) {
	m := x.meter
	if m == nil {
		m = s.unmatched
	}
	m.observe(r.Method, x, took)
	ctx, level := r.Context(), levelOf(x)
	if !s.worthLine(ctx, level, x, begin, took) {
		return
	}
	attrs := [9]slog.Attr{
		slog.String("id", x.id), slog.String("method", r.Method), slog.String("url", shortURL(r)),
		slog.String("route", x.route), slog.Int("status", x.status), slog.Int64("bytes", x.bytes),
		slog.Duration("took", took),
	}
	n := 7
	if x.err != nil {
		attrs[n] = slog.String("err", whatWent(r, x.err))
		n++
	}
	if skipped := s.quick.leftOut(); skipped > 0 {
		attrs[n] = slog.Int64("skipped", skipped)
		n++
	}
	s.opt.Log.LogAttrs(context.WithoutCancel(ctx), level, "request", attrs[:n]...)
}

// worthLine reports whether an exchange has a line of its own in the log.
func (s *Server) worthLine(ctx context.Context, level slog.Level, x *exchange, begin time.Time, took time.Duration) bool {
	log := s.opt.Log
	if !log.Enabled(ctx, level) {
		return false
	}
	return level != slog.LevelInfo || x.status >= 400 || took > quickAnswer || log.Enabled(ctx, slog.LevelDebug) || s.quick.spend(begin)
}

// levelOf is how much an operator wants to know of an exchange.
func levelOf(x *exchange) slog.Level {
	var p *panicked
	switch {
	case x.err != nil && errors.As(x.err, &p), x.status >= 500 && diemnong.ErrorCode(x.err) != diemnong.Unavailable:
		return slog.LevelError
	case x.status == statusClientGone || quietRoutes[x.route]:
		return slog.LevelDebug
	case x.status >= 500:
		return slog.LevelWarn
	default:
		return slog.LevelInfo
	}
}

// asksOfAPlace reports whether a query is somebody's address, or holds one, as the
// page's may. The log has none.
func asksOfAPlace(r *http.Request) bool {
	return r.URL.Path == geocodePath || r.URL.Path == reversePath || strings.Contains(r.URL.RawQuery, "place=")
}

// whatWent is an error for the log. Of a question about a place it leaves out the
// value, which is a piece of the question.
func whatWent(r *http.Request, err error) string {
	var e *diemnong.Error
	if asksOfAPlace(r) && errors.As(err, &e) && e.Err == nil {
		return e.Field + ": " + e.Message
	}
	return causes(err)
}

// causes is an error with what [diemnong.Error] keeps from people.
func causes(err error) string {
	var e *diemnong.Error
	if errors.As(err, &e) && e.Err != nil {
		return err.Error() + ": " + e.Err.Error()
	}
	return err.Error()
}

// shortURL is path and query as asked, bounded for the log.
func shortURL(r *http.Request) string {
	const most = 500
	if asksOfAPlace(r) {
		return r.URL.Path
	}
	u := r.URL.RequestURI()
	if len(u) > most {
		return u[:most] + "…"
	}
	return u
}

// checkHost refuses names that the service is not known by: a page elsewhere
// whose name was pointed at this machine would otherwise pass for this site.
func (s *Server) checkHost(host string) error {
	if len(s.opt.Hosts) == 0 {
		return nil
	}
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.Trim(strings.ToLower(name), "[]")
	if slices.Contains(s.opt.Hosts, name) {
		return nil
	}
	e := diemnong.InvalidValue("Host", host, "is not a name of this service.", "Use one of: "+strings.Join(s.opt.Hosts, ", ")+".")
	e.Code = misdirected
	return e
}

// Headers that never change are set as whole slices that all answers share:
// that costs nothing, and http.Header only ever replaces them or, being full,
// copies them.
var (
	headerNosniff        = []string{"nosniff"}
	headerAnyOrigin      = []string{"*"}
	headerExposed        = []string{"ETag, Link, Content-Disposition, Age, " + revisionHeader + ", " + asOfHeader + ", " + staleHeader + ", " + requestIDHeader}
	headerAllowedMethods = []string{"GET, HEAD"}
	headerAllowedHeaders = []string{"Accept, If-None-Match"}
	headerPreflightAge   = []string{"86400"}
)

// openToOthers reports whether pages of other origins may read the answer:
// maps elsewhere show these tiles and figures. Writing never is.
func openToOthers(r *http.Request) bool {
	if r.Method != http.MethodGet && r.Method != http.MethodHead && !isPreflight(r) {
		return false
	}
	return isDataPath(r.URL.Path)
}

// isPreflight reports whether a browser asks if it may read.
func isPreflight(r *http.Request) bool {
	asked := r.Header.Get("Access-Control-Request-Method")
	return r.Method == http.MethodOptions && (asked == http.MethodGet || asked == http.MethodHead)
}

// isDataPath reports whether a path belongs to the interface rather than to the page.
func isDataPath(path string) bool {
	for _, p := range [...]string{"/api/", "/tiles/", "/styles/"} {
		if strings.HasPrefix(path, p) || path == p[:len(p)-1] {
			return true
		}
	}
	return false
}

// setCORS lets pages of other origins read, and answers what a browser asks
// before it reads. Which headers they may read matters to them only.
func setCORS(h http.Header, r *http.Request) {
	h["Access-Control-Allow-Origin"] = headerAnyOrigin
	if r.Header["Origin"] != nil {
		h["Access-Control-Expose-Headers"] = headerExposed
	}
	if r.Method != http.MethodOptions {
		return
	}
	h["Access-Control-Allow-Methods"] = headerAllowedMethods
	h["Access-Control-Allow-Headers"] = headerAllowedHeaders
	h["Access-Control-Max-Age"] = headerPreflightAge
}
