package mvt_test

import (
	"strconv"
	"testing"

	"github.com/diemnong/diemnong/tiles/mvt"
)

// BenchmarkHexagon encodes a tile of 1,000 hexagons; the figure that counts is
// ns/hexagon. "heat" has the fifteen properties of heat tiles, "bare" has the
// index and one count.
func BenchmarkHexagon(b *testing.B) {
	hexagons := benchHexagons(1000)
	b.Run("heat", func(b *testing.B) { benchEncode(b, hexagons, len(hexagons[0].counts), 3) })
	b.Run("bare", func(b *testing.B) { benchEncode(b, hexagons, 1, 0) })
}

type benchHexagon struct {
	id      uint64
	outline [6]mvt.Point
	h3      []byte
	counts  [11]uint64
	rates   [3]float64
}

func benchHexagons(n int) []benchHexagon {
	out := make([]benchHexagon, n)
	for i := range out {
		h, x, y := &out[i], int32(i%40*100), int32(i/40*100)
		h.id = 0xa65b5662aa7ff + uint64(i)
		h.outline = [6]mvt.Point{{x, y + 50}, {x + 30, y}, {x + 70, y}, {x + 100, y + 50}, {x + 70, y + 100}, {x + 30, y + 100}}
		h.h3 = strconv.AppendUint(nil, 0x8a65b5662aa7fff+uint64(i), 16)
		for j := range h.counts {
			h.counts[j] = uint64(i * (j + 1) % 200)
		}
		h.counts[10] = uint64(i % 60 * 3600) // a handling time
		h.rates = [3]float64{float64(i%50) / 50, float64(i%30) / 30, float64(i) / 0.7373}
	}
	return out
}

func benchEncode(b *testing.B, hexagons []benchHexagon, counts, rates int) {
	l := mvt.NewLayer("cells")
	var tile []byte
	b.ReportAllocs()
	for b.Loop() {
		l.Reset("cells")
		var keys [14]mvt.Key
		for i := range keys {
			keys[i] = l.Key(strconv.Itoa(i))
		}
		h3 := l.Key("h3")
		for i := range hexagons {
			h := &hexagons[i]
			l.Polygon(h.id, h.outline[:])
			l.Set(h3, l.UniqueText(h.h3))
			for j, n := range h.counts[:counts] {
				l.Uint(keys[j], n)
			}
			for j, x := range h.rates[:rates] {
				l.Double(keys[11+j], x)
			}
		}
		tile = l.AppendTo(tile[:0])
	}
	b.SetBytes(int64(len(tile)))
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(hexagons)), "ns/hexagon")
}
