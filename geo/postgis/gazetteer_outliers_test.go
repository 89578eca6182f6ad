package postgis

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/diemnong/diemnong/geo"
)

func TestOutliers(t *testing.T) {
	t.Parallel()
	// on puts a number at so many metres along and beside a street.
	on := func(head int32, along, beside float64) streetPoint {
		return streetPoint{head: head, at: geo.Point{Lon: 106.7 + along/109_400, Lat: 10.8 + beside/111_320}}
	}
	f := func(what, want string, points ...streetPoint) {
		t.Helper()
		for i := range points {
			points[i].id = int64(i + 1)
			points[i].outlier = i%2 == 0 // what was said before does not matter
		}
		rand.Shuffle(len(points), func(i, j int) { points[i], points[j] = points[j], points[i] })
		markOutliers(points)
		out := []int64{}
		for _, p := range points {
			if p.outlier {
				out = append(out, p.id)
			}
		}
		slices.Sort(out)
		if got := fmt.Sprint(out); got != want {
			t.Errorf("%s: outliers %s; want %s", what, got, want)
		}
	}
	near := []streetPoint{on(1, 0, 0), on(3, 10, 0), on(5, 20, 5), on(7, 30, 0)}
	with := func(more ...streetPoint) []streetPoint { return append(slices.Clone(near), more...) }
	f("nothing", "[]")
	f("one", "[]", on(1, 0, 0))
	f("a street", "[]", near...)
	f("one far away", "[5]", with(on(9, 0, 900))...)
	f("one at 450 m", "[]", with(on(9, 0, 450))...)
	f("too few to say", "[]", on(1, 0, 0), on(3, 10, 0), on(9, 0, 900))
	f("a number far from theirs", "[]", with(on(90, 0, 900))...)
	f("no number", "[]", with(on(0, 0, 900))...)
	f("two far away together", "[5 6]", with(on(9, 0, 900), on(11, 10, 900))...)
	f("three: another street of the name", "[]", with(on(9, 0, 900), on(11, 10, 900), on(400, 20, 900))...)
	f("three at the very same place", "[5 6 7]", with(on(9, 0, 900), on(11, 0, 900), on(4, 0, 900))...)
	f("neighbours that do not agree", "[]", on(1, 0, 0), on(3, 800, 0), on(5, 0, 1600), on(7, 1600, 0), on(9, 0, 4000))
	var long []streetPoint
	for n := range int32(400) { // a street of 4 km, on which far numbers are far away
		long = append(long, on(2*n+1, 10*float64(n), 0))
	}
	f("a long street", "[]", long...)
}
