package democity

import (
	"sync"
	"testing"
	"time"
)

// sharedGeography is made once for all tests: it takes seconds and nothing may
// change it.
var sharedGeography = sync.OnceValues(NewGeography)

func geography(t testing.TB) *Geography {
	t.Helper()
	g, err := sharedGeography()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// testEnd is a Sunday morning in the city.
var testEnd = time.Date(2026, 11, 22, 1, 30, 0, 0, time.UTC)

func generator(t testing.TB, o Options) *Generator {
	t.Helper()
	if o.End.IsZero() {
		o.End = testEnd
	}
	g, err := New(geography(t), o)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// usual is the generator of the tests that count: enough rows for every rate
// to be steady.
var usual = sync.OnceValues(func() (*Generator, error) {
	g, err := sharedGeography()
	if err != nil {
		return nil, err
	}
	return New(g, Options{Seed: 1, Rows: 80_000, End: testEnd})
})

func usualGenerator(t testing.TB) *Generator {
	t.Helper()
	g, err := usual()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func BenchmarkGenerate(b *testing.B) {
	g := generator(b, Options{Seed: 1, Rows: 1_000_000})
	b.ReportAllocs()
	n := 0
	b.ResetTimer()
	for n < b.N {
		for range g.Rows(0) {
			if n++; n >= b.N {
				break
			}
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkGeography(b *testing.B) {
	b.ReportAllocs()
	for range b.N {
		if _, err := NewGeography(); err != nil {
			b.Fatal(err)
		}
	}
}
