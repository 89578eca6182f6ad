package main

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/diemnong/diemnong/geo/index"
)

// registerIndex adds what an operator wants to know of the index to the
// service's metrics.
func registerIndex(r *prometheus.Registry, e *index.Engine) {
	gauge := func(name, help string, value func() float64) {
		r.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "diemnong_index_" + name, Help: help}, value))
	}
	gauge("ready", "1 while the index answers, 0 while SQL does.", func() float64 {
		if e.Status().Phase == index.Ready {
			return 1
		}
		return 0
	})
	gauge("complaints", "Complaints in the index.", func() float64 { return float64(e.Status().Complaints) })
	gauge("revision", "Revision that the index answers from.", func() float64 { return float64(e.Status().State.Revision) })
	gauge("age_seconds", "Time since the index last knew that it had everything.", func() float64 {
		age, _ := e.Freshness()
		return age.Seconds()
	})
}
