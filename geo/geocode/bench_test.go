package geocode_test

import (
	"testing"

	"github.com/diemnong/diemnong/geo/geocode"
)

// BenchmarkGeocode reads texts of all kinds over the made-up city. A real city has more
// areas and names, so that make eval-geocode has the figures that count.
func BenchmarkGeocode(b *testing.B) {
	c := theCity(b)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		c.Geocode(geocode.Query{Text: mixedTexts[n%len(mixedTexts)], At: after})
		n++
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "addresses/s")
}

// BenchmarkNew makes the geocoder of the made-up city.
func BenchmarkNew(b *testing.B) {
	c := theCity(b)
	gaz := makeGazetteer(1)
	for b.Loop() {
		geocode.New(c.atlas, gaz)
	}
}
