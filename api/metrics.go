package api

import (
	"fmt"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics are the server's collectors. Labels are bounded: route templates,
// known methods and status classes, never an area, a filter or a path.
type metrics struct {
	requests *prometheus.CounterVec
	duration *prometheus.HistogramVec
	inFlight prometheus.Gauge
	streams  prometheus.Gauge
}

// durationBuckets reach from a cached tile (under a millisecond) to the timeout.
var durationBuckets = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}

func newMetrics(registry prometheus.Registerer) (*metrics, error) {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "diemnong_http_requests_total", Help: "Answers by route and class of status.",
		}, []string{"method", "route", "status"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "diemnong_http_request_seconds", Help: "Time to answer, event streams excepted.", Buckets: durationBuckets,
		}, []string{"route"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "diemnong_http_requests_in_flight", Help: "Requests being answered.",
		}),
		streams: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "diemnong_http_event_streams", Help: "Open event streams.",
		}),
	}
	for _, c := range []prometheus.Collector{m.requests, m.duration, m.inFlight, m.streams} {
		if err := registry.Register(c); err != nil {
			return nil, fmt.Errorf("api: register metrics: %w", err)
		}
	}
	return m, nil
}

// meter counts for one route. The collectors of what is asked most are looked
// up once: finding them by their labels takes a microsecond each time.
type meter struct {
	of       *metrics
	route    string
	got      [6]atomic.Pointer[prometheus.Counter] // GET by the first digit of the status
	duration atomic.Pointer[prometheus.Observer]
}

// meter makes the meter of a route.
func (m *metrics) meter(route string) *meter { return &meter{of: m, route: route} }

// observe counts one exchange.
func (m *meter) observe(method string, x *exchange, took time.Duration) {
	if class := x.status / 100; method == http.MethodGet && x.status != statusClientGone && class < len(m.got) {
		kept(&m.got[class], func() prometheus.Counter { return m.counter(method, x.status) }).Inc()
	} else {
		m.counter(method, x.status).Inc()
	}
	if m.route != eventsPath {
		kept(&m.duration, func() prometheus.Observer { return m.of.duration.WithLabelValues(m.route) }).Observe(took.Seconds())
	}
}

func (m *meter) counter(method string, status int) prometheus.Counter {
	return m.of.requests.WithLabelValues(methodLabel(method), m.route, statusClass(status))
}

// kept gives what p holds, which find finds the first time. Two who come at
// once find the same.
func kept[T any](p *atomic.Pointer[T], find func() T) T {
	if v := p.Load(); v != nil {
		return *v
	}
	v := find()
	p.Store(&v)
	return v
}

// methodLabel keeps made-up methods from making labels.
func methodLabel(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodOptions:
		return method
	}
	return "other"
}

// statusClass is such as "2xx"; "499" for a client that left.
func statusClass(status int) string {
	if status == statusClientGone {
		return strconv.Itoa(status)
	}
	return strconv.Itoa(status/100) + "xx"
}
