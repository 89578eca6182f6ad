package mvt_test

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/diemnong/diemnong/tiles/mvt"
)

// TestCopiedRingIsThatOfThePolygon encodes random rings once as they are and
// once by their tails, elsewhere in the tile.
func TestCopiedRingIsThatOfThePolygon(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		ring := randomPoints(rng, rng.IntN(9), []int{1, 30, 5000}[rng.IntN(3)])
		away := randomPoints(rng, 1, 9000)[0]
		moved := make([]mvt.Point, len(ring))
		for i, p := range ring {
			moved[i] = mvt.Point{X: p.X + away.X, Y: p.Y + away.Y}
		}
		whole, copied := mvt.NewLayer("l"), mvt.NewLayer("l")
		tail, ok := mvt.AppendTail(nil, ring)
		if began := whole.Polygon(7, moved); began != ok {
			t.Fatalf("ring %v has area %t, and moved %t", ring, ok, began)
		}
		if ok {
			copied.Ring(7, moved[0], tail)
		}
		if diff := cmp.Diff(whole.AppendTo(nil), copied.AppendTo(nil)); diff != "" {
			t.Fatalf("ring %v moved by %v (-whole +copied):\n%s", ring, away, diff)
		}
	}
}

func TestStepsOfATail(t *testing.T) {
	tail, _ := mvt.AppendTail(nil, ring(10, 10, 410, 0, 400, 700, 0, -5))
	var got []mvt.Point
	for rest := tail[1 : len(tail)-1]; len(rest) > 0; {
		var step mvt.Point
		step, rest = mvt.Step(rest)
		got = append(got, step)
	}
	if diff := cmp.Diff(ring(400, -10, -10, 700, -400, -705), got); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
}
