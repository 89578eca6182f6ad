package heat_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// tallyOf counts handling times, all of complaints closed on time.
func tallyOf(seconds ...int64) heat.Measures {
	var t heat.Tally
	for _, s := range seconds {
		t.Classes[diemnong.OnTime]++
		t.Times.Add(heat.Bucket(s), 1)
	}
	return t.Measures()
}

func TestCounts(t *testing.T) {
	a := heat.Counts{Classes: [6]uint32{1, 2, 3, 4, 5, 6}, Reopened: 7}
	b := heat.Counts{Classes: [6]uint32{10, 20, 30, 40, 50, 60}, Reopened: 70}
	a.Add(&b)
	want := heat.Counts{Classes: [6]uint32{11, 22, 33, 44, 55, 66}, Reopened: 77}
	if a != want {
		t.Errorf("sum = %v; want %v", a, want)
	}
	if got := a.N(); got != 231 {
		t.Errorf("N = %d; want 231", got)
	}
	if got := a.Judged(); got != 11+22+44 {
		t.Errorf("Judged = %d; want on time + late + overdue", got)
	}
}

func TestOnTimeRate(t *testing.T) {
	f := func(onTime, late, open, overdue, undated uint32, want float64, wantOK bool) {
		t.Helper()
		c := heat.Counts{Classes: [6]uint32{onTime, late, open, overdue, undated, undated}}
		if got, ok := c.OnTimeRate(); got != want || ok != wantOK {
			t.Errorf("rate of %v = %v, %v; want %v, %v", c.Classes, got, ok, want, wantOK)
		}
	}
	f(3, 0, 0, 0, 0, 1, true)
	f(1, 1, 5, 2, 9, 0.25, true)
	f(0, 0, 0, 4, 0, 0, true)
	f(0, 0, 7, 0, 7, 0, false) // nothing can be judged
}

func TestQuantileIsNearestRank(t *testing.T) {
	f := func(num, den uint32, seconds []int64, want int64) {
		t.Helper()
		got, ok := tallyOf(seconds...).Handling.Quantile(num, den)
		if !ok || got != heat.BucketValue(heat.Bucket(want)) {
			t.Errorf("quantile %d/%d of %v = %d, %v; want that of %d", num, den, seconds, got, ok, want)
		}
	}
	hours := func(n ...int64) []int64 {
		for i := range n {
			n[i] *= 3600
		}
		return n
	}
	f(1, 2, hours(5), 5*3600)
	f(1, 2, hours(1, 9), 3600)         // rank 1 of 2
	f(1, 2, hours(1, 2, 9), 2*3600)    // rank 2 of 3
	f(1, 2, hours(1, 2, 8, 9), 2*3600) // rank 2 of 4
	f(9, 10, hours(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), 9*3600)
	f(9, 10, hours(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20), 10*3600) // rank ⌈9.9⌉
	f(0, 1, hours(3, 4), 3*3600)
	f(1, 1, hours(3, 4), 4*3600)
	if _, ok := (heat.Histogram{}).Median(); ok {
		t.Error("the median of nothing is ok; want not")
	}
}

// TestHistogramPlus holds sums of histograms against counting everything at once.
func TestHistogramPlus(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var parts heat.Measures
		var all []int64
		for range r.IntN(4) {
			var some []int64
			for range r.IntN(12) {
				some = append(some, r.Int64N(1<<uint(1+r.IntN(28))))
			}
			m := tallyOf(some...)
			before := slices.Clone(m.Handling)
			parts.Add(&m)
			if !slices.Equal(before, m.Handling) {
				t.Fatal("adding a histogram changed it")
			}
			all = append(all, some...)
		}
		if diff := cmp.Diff(tallyOf(all...), parts, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("sum of parts (+) is not the whole (-) of %v:\n%s", all, diff)
		}
		if got := parts.Handling.N(); got != uint32(len(all)) {
			t.Fatalf("N = %d; want %d", got, len(all))
		}
	}
}

func ExampleMeasures() {
	var t heat.Tally
	t.Classes[diemnong.OnTime] = 3
	t.Classes[diemnong.Overdue] = 1
	for _, hours := range []int64{2, 5, 30} {
		t.Times.Add(heat.Bucket(hours*3600), 1)
	}
	m := t.Measures()
	rate, _ := m.OnTimeRate()
	median, _ := m.Handling.Median()
	fmt.Printf("%d complaints, %.0f %% on time, median %.1f h\n", m.N(), 100*rate, float64(median)/3600)
	// Output: 4 complaints, 75 % on time, median 4.9 h
}
