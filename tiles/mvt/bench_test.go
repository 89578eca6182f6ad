package mvt_test

import (
	"strconv"
	"testing"

	"github.com/diemnong/diemnong/tiles/mvt"
)

// BenchmarkHexagon encodes a tile of 1,000 hexagons with the properties that
// heat tiles have; the figure that counts is ns/hexagon.
func BenchmarkHexagon(b *testing.B) {
	const hexagons = 1000
	l := mvt.NewLayer("cells")
	var tile []byte
	var text [16]byte
	b.ReportAllocs()
	for b.Loop() {
		l.Reset("cells")
		var counts [9]mvt.Key
		for i := range counts {
			counts[i] = l.Key(strconv.Itoa(i))
		}
		h3, rate, share, density, median, p90 := l.Key("h3"), l.Key("rate"), l.Key("share"), l.Key("density"), l.Key("median"), l.Key("p90")
		for i := range int32(hexagons) {
			x, y, n := i%40*100, i/40*100, uint64(i)
			hexagon := [6]mvt.Point{{x, y + 50}, {x + 30, y}, {x + 70, y}, {x + 100, y + 50}, {x + 70, y + 100}, {x + 30, y + 100}}
			l.Polygon(0xa65b5662aa7ff+n, hexagon[:])
			l.Text(h3, strconv.AppendUint(text[:0], 0x8a65b5662aa7fff+n, 16))
			for j, k := range counts {
				l.Uint(k, n*uint64(j)%200)
			}
			l.Double(rate, float64(n%50)/50)
			l.Double(share, float64(n%30)/30)
			l.Double(density, float64(n)/0.7373)
			l.Uint(median, 3600*(n%60))
			l.Uint(p90, 7200*(n%60))
		}
		tile = l.AppendTo(tile[:0])
	}
	b.SetBytes(int64(len(tile)))
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/hexagons, "ns/hexagon")
}
