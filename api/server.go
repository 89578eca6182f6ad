package api

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/gzip"
)

// Server answers HTTP requests. It is safe for concurrent use.
type Server struct {
	opt     Options
	router  http.Handler
	metrics *metrics

	unmatched *meter // of requests that no route matched
	page      *page  // nil without a frontend
	gate      *gate
	exports   *gate
	streams   *gate
	zones     atomic.Pointer[time.Location]
	filters   keptFilters
	quick     logBudget
	gzips     sync.Pool // *gzip.Writer
	extents   atomic.Pointer[extent]

	stop   context.Context // ends event streams
	endNow context.CancelFunc
}

// New makes a server. It fails when a part is missing, when the frontend has
// no index.html, and when the registry has the server's metrics already.
func New(opt Options) (*Server, error) {
	opt, err := opt.withDefaults()
	if err != nil {
		return nil, err
	}
	s := &Server{
		opt:     opt,
		gate:    newGate(opt.Limits.Questions, opt.Limits.Waiting),
		exports: newGate(opt.Limits.Exports, opt.Limits.Waiting),
		streams: newGate(opt.Limits.Streams, 0),
	}
	s.gzips.New = func() any {
		z, _ := gzip.NewWriterLevel(io.Discard, gzip.DefaultCompression) // fails for unknown levels only
		return z
	}
	s.stop, s.endNow = context.WithCancel(context.Background())
	if s.metrics, err = newMetrics(opt.Registry); err != nil {
		return nil, err
	}
	s.unmatched = s.metrics.meter("none")
	if s.page, err = newPage(opt.Frontend, pagePolicy(opt.Basemap)); err != nil {
		return nil, err
	}
	s.router = s.newRouter(s.routes())
	return s, nil
}

// Times that bound a connection. Headers must come at once; an answer may take
// the request's own time, and as long again to be sent over a slow line.
const (
	headerTimeout  = 10 * time.Second
	idleTimeout    = 2 * time.Minute
	maxHeaderBytes = 64 << 10 // 500 codes of 64 letters in each of four lists do not fit; real filters do, tenfold
)

// HTTP gives an http.Server for the address with all timeouts set. Its
// Shutdown ends the event streams. Serve on a listener from [Bundle].
func (s *Server) HTTP(addr string) *http.Server {
	h := &http.Server{
		Addr: addr, Handler: s,
		ReadHeaderTimeout: headerTimeout, ReadTimeout: s.opt.Limits.Timeout,
		WriteTimeout: 2 * s.opt.Limits.Timeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: maxHeaderBytes, ConnContext: withConn,
	}
	h.RegisterOnShutdown(s.endNow)
	return h
}

// baseURL is what addresses in answers begin with, without a slash at the end.
func (s *Server) baseURL(c *call) string {
	if s.opt.PublicURL != "" {
		return strings.TrimRight(s.opt.PublicURL, "/")
	}
	if c.secure {
		return "https://" + c.host
	}
	return "http://" + c.host
}
