package bulkcity_test

import (
	"testing"
	"time"

	"github.com/diemnong/diemnong/internal/bulkcity"
	"github.com/diemnong/diemnong/internal/pgtest"
)

const benchRows = 100_000

// BenchmarkEach is what making complaints costs without storing them.
func BenchmarkEach(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if err := bulkcity.Each(benchRows, func(*bulkcity.Complaint) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(benchRows*b.N)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkFill is making and storing them, each time in a database of its own.
func BenchmarkFill(b *testing.B) {
	var took time.Duration
	for b.Loop() {
		d := pgtest.New(b)
		pool := d.Pool(b)
		begin := time.Now()
		if err := bulkcity.Fill(b.Context(), pool, d.Schema, benchRows, func(done string) { b.Log(time.Since(begin), done) }); err != nil {
			b.Fatal(err)
		}
		took += time.Since(begin)
	}
	b.ReportMetric(float64(benchRows*b.N)/took.Seconds(), "rows/s")
}
