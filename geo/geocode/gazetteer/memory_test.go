package gazetteer_test

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// addPoints adds n houses on streets of 100 houses each.
func addPoints(b *gazetteer.Builder, n int) {
	for i := range n {
		a := gazetteer.Address{
			Street: fmt.Sprintf("Nguyễn Văn %c%c%c", 'a'+i/100%26, 'a'+i/2600%26, 'a'+i/67600%26), Number: fmt.Sprintf("%d/%d", i%1000, i%7),
			Point: geo.Point{Lon: 106.5 + float64(i%1000)*3e-4, Lat: 10.6 + float64(i/1000)*3e-4},
		}
		b.AddAddress(&a, true)
	}
}

// TestAHundredThousandHousesAreSmall: a million must fit in 300 MB with what the
// geocoder adds.
func TestAHundredThousandHousesAreSmall(t *testing.T) {
	const n, limit = 100_000, 120
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	g := build(func(b *gazetteer.Builder) { addPoints(b, n) })
	after := heap()
	if g.PointCount() != n {
		t.Fatalf("%d points; want %d", g.PointCount(), n)
	}
	if each := float64(after-before) / n; after < before || each > limit {
		t.Errorf("%.0f bytes a house; want at most %d", each, limit)
	}
	runtime.KeepAlive(g)
}

func BenchmarkBuild(b *testing.B) {
	const n = 100_000
	b.ReportAllocs()
	for b.Loop() {
		build(func(b *gazetteer.Builder) { addPoints(b, n) })
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "points/s")
}
