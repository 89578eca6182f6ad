package heat_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/diemnong/diemnong/geo/heat"
)

// TestBoundsFollowTheFormula computes what Bounds writes down.
func TestBoundsFollowTheFormula(t *testing.T) {
	if heat.Bounds[0] != 0 {
		t.Errorf("Bounds[0] = %d; want 0", heat.Bounds[0])
	}
	for k, got := range heat.Bounds[1:] {
		if want := int64(math.Round(60 * math.Pow(2, float64(k)/8))); got != want {
			t.Errorf("Bounds[%d] = %d; want %d", k+1, got, want)
		}
	}
	const tenYears = 10 * 366 * 24 * 3600
	if last := heat.Bounds[heat.NumBuckets-1]; last < tenYears {
		t.Errorf("the last bound is %d s; want it past ten years", last)
	}
}

func TestBucket(t *testing.T) {
	f := func(seconds int64, want uint8) {
		t.Helper()
		if got := heat.Bucket(seconds); got != want {
			t.Errorf("Bucket(%d) = %d; want %d", seconds, got, want)
		}
	}
	f(math.MinInt64, 0)
	f(-1, 0)
	f(0, 0)
	f(59, 0)
	f(60, 1)
	f(64, 1)
	f(65, 2)
	f(math.MaxInt64, heat.NumBuckets-1)
	for i, bound := range heat.Bounds {
		f(bound, uint8(i))
		if i > 0 {
			f(bound-1, uint8(i-1))
		}
	}
}

// TestBucketValueIsNear holds the promise of Bounds' comment.
func TestBucketValueIsNear(t *testing.T) {
	for i := 1; i < heat.NumBuckets-1; i++ {
		value := float64(heat.BucketValue(uint8(i)))
		for _, s := range []int64{heat.Bounds[i], heat.Bounds[i+1] - 1} {
			if off := math.Abs(value-float64(s)) / float64(s); off > 0.05 {
				t.Errorf("bucket %d says %.0f s for %d s: %.1f %% off", i, value, s, 100*off)
			}
			if got := heat.Bucket(s); got != uint8(i) {
				t.Errorf("Bucket(%d) = %d; want %d", s, got, i)
			}
		}
	}
	if got, want := heat.BucketValue(heat.NumBuckets-1), heat.Bounds[heat.NumBuckets-1]; got != want {
		t.Errorf("the last bucket says %d; want its lower bound %d", got, want)
	}
}

func ExampleBucketValue() {
	threeDays := int64(3 * 24 * 3600)
	b := heat.Bucket(threeDays)
	fmt.Println(heat.Bounds[b], "≤", threeDays, "<", heat.Bounds[b+1], "is told as", heat.BucketValue(b))
	// Output: 245760 ≤ 259200 < 268003 is told as 256881
}
