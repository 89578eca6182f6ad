package geocode_test

import (
	"testing"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode"
)

func TestCoordinatesAsText(t *testing.T) {
	c := theCity(t)
	want := geo.Point{Lon: 106.665, Lat: 10.765} // Phường 4, Quận 5
	for _, text := range []string{
		"10.765, 106.665",
		"10.765,106.665",
		"10.765 106.665",
		"10.765; 106.665",
		"(10.765, 106.665)",
		"[106.665, 10.765]",
		"106.665 10.765",
		"  10.765000,\t106.665000\n",
		"10.765N 106.665E",
		"10.765°N, 106.665°E",
		"106.665E, 10.765N",
		"10°45'54\"N 106°39'54\"E",
		"10°45′54″N, 106°39′54″E",
		"10° 45' 54.0\" N 106° 39' 54.0\" E",
		"106°39'54\"E 10°45'54\"N",
		"10d45'54\"n 106d39'54\"e",
		"7P28QM88+22",
	} {
		a := c.Geocode(geocode.Query{Text: text, At: before})
		if len(a.Candidates) != 1 || len(a.Parts) != 1 || a.Parts[0].Kind != geocode.PartPoint {
			t.Errorf("%q: %+v", text, a)
			continue
		}
		k := a.Candidates[0]
		if d := k.Point.DistanceM(want); d > 15 || k.Quality != diemnong.QualityPoint || k.Score != 1 || k.AreaScore != 1 || a.Unplaced != diemnong.Placed {
			t.Errorf("%q is %v with score %.2f, %.2f, %.0f m off", text, k.Quality, k.Score, k.AreaScore, d)
		}
		if got := c.named(k.Area); got != "Phường 4, Quận 5" {
			t.Errorf("%q is in %q", text, got)
		}
	}
}

func TestCoordinatesOutsideTheCityAreElsewhere(t *testing.T) {
	c := theCity(t)
	for _, text := range []string{"21.03, 105.85", "-10.765, 106.665", "10.765, -106.665", "10.765S 106.665E", "0.00, 0.00", "7P28WM88+22", "89.99, 179.99"} {
		if a := c.Geocode(geocode.Query{Text: text}); len(a.Candidates) > 0 || a.Unplaced != diemnong.UnplacedElsewhere {
			t.Errorf("%q: %+v", text, a)
		}
	}
}

func TestWhatOnlyLooksLikeCoordinatesIsNotTakenForThem(t *testing.T) {
	c := theCity(t)
	for _, text := range []string{
		"1000.5, 2000.7",
		"10.765, 206.665",
		"10.765",
		"10,765, 106,665",
		"10.7, 106.6",           // a hundred metres are at least three decimals
		"10.765N 106.665N",      // two latitudes
		"10.765N 106.665",       // one direction
		"10°75'54\"N 106°39'E",  // 75 minutes
		"10.765, 106.665, 5.00", // three numbers
		"7P28QM88+2",            // a plus code has two digits at the end
		"QM88+22",               // a short one needs a place
		"7P28QA88+22",           // A is no digit
		"NaN, Inf",
		"10.765, 106.665 Nguyễn Trãi",
	} {
		for _, p := range c.Geocode(geocode.Query{Text: text}).Parts {
			if p.Kind == geocode.PartPoint {
				t.Errorf("%q is taken for %s", text, p.Value)
			}
		}
	}
}
