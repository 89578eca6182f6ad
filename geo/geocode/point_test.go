package geocode

import (
	"math"
	"testing"
)

// FuzzReadPoint holds that coordinates read from any text are on the globe, and that
// their part is the text without the spaces about it.
func FuzzReadPoint(f *testing.F) {
	for _, text := range []string{
		"10.765, 106.665", "106.665E 10.765N", "10°45'54\"N 106°39'54\"E", "7P28QM88+22", "7P28QM88+22C", "(1.00 2.00)",
		"\xff10.765, 106.665", "", "90.00 180.00", "10d45'59,9''S 106d59'W",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, part, ok := readPoint(text)
		if !ok {
			if part.Text != "" || p.Lat != 0 || p.Lon != 0 {
				t.Fatalf("%q is no point, but has %v, %+v", text, p, part)
			}
			return
		}
		if !p.Valid() {
			t.Fatalf("%q is %v, which is not on the globe", text, p)
		}
		if text[part.Start:part.End] != part.Text || part.Kind != PartPoint {
			t.Fatalf("%q: part %+v", text, part)
		}
		again, _, ok := readPoint(part.Value)
		if !ok || math.Abs(again.Lat-p.Lat) > 1e-6 || math.Abs(again.Lon-p.Lon) > 1e-6 {
			t.Fatalf("%q is %v, but its value %q is %v, %v", text, p, part.Value, again, ok)
		}
	})
}
