package heat_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/diemnong/diemnong/geo/heat"
)

func TestBreaks(t *testing.T) {
	f := func(classes int, values, want []float64) {
		t.Helper()
		if got := heat.Breaks(values, classes); !slices.Equal(got, want) {
			t.Errorf("Breaks(%v, %d) = %v; want %v", values, classes, got, want)
		}
	}
	f(5, nil, nil)
	f(5, []float64{3}, nil)
	f(5, []float64{3, 3, 3, 3}, nil)
	f(5, []float64{1, 1, 1, 1, 1, 1, 1, 2}, []float64{2})
	f(5, []float64{1, 2}, []float64{2})
	f(5, []float64{2, 1, 3, 5, 4}, []float64{2, 3, 4, 5})
	f(5, []float64{0, 0, 0, 0, 0, 0, 1, 2, 9, 30}, []float64{1, 2, 9, 30})
	f(3, []float64{1, 1, 1, 1, 1, 1, 1, 1, 2, 3, 7, 40}, []float64{2, 7})                     // the rest is cut anew
	f(3, []float64{57.85, 57.86, 57.87, 57.9, 57.91, 115.7, 116.2, 290}, []float64{110, 290}) // alike in print
	f(5, []float64{math.NaN(), 1, math.Inf(1), 2}, []float64{2})
	f(5, []float64{101, 204, 309, 412, 518}, []float64{200, 300, 410, 510})
	f(5, []float64{1001, 1002, 1003, 1004, 1005}, []float64{1002, 1003, 1004, 1005})
	f(5, []float64{0.111, 0.222, 0.333, 0.444, 0.555}, []float64{0.22, 0.33, 0.44, 0.55})
	f(5, []float64{-250, -130, 1e-7, 12345678, 3e20}, []float64{-130, 1e-7, 12000000, 3e20})
	f(1, []float64{1, 2, 3}, nil)
	f(0, []float64{1, 2, 3}, nil)
}

// TestBreaksPartAnything asks for the promises on random values.
func TestBreaksPartAnything(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 2000 {
		values := make([]float64, r.IntN(60))
		for i := range values {
			values[i] = math.Floor(math.Exp(r.Float64()*12)) / []float64{1, 1000}[r.IntN(2)]
		}
		classes := 5 + r.IntN(3)
		breaks := heat.Breaks(values, classes)
		checkBreaks(t, values, breaks, classes)
		r.Shuffle(len(values), func(i, j int) { values[i], values[j] = values[j], values[i] })
		if again := heat.Breaks(values, classes); !slices.Equal(again, breaks) {
			t.Fatalf("in another order %v; want %v", again, breaks)
		}
	}
}

func checkBreaks(t *testing.T, values, breaks []float64, classes int) {
	t.Helper()
	if len(breaks) > classes-1 {
		t.Fatalf("%d breaks for %d classes", len(breaks), classes)
	}
	in := make([]int, len(breaks)+1)
	for _, v := range values {
		class := 0
		for class < len(breaks) && v >= breaks[class] {
			class++
		}
		in[class]++
	}
	for i, b := range breaks {
		if i > 0 && b <= breaks[i-1] {
			t.Fatalf("breaks %v do not ascend", breaks)
		}
	}
	if len(values) > 0 && slices.Contains(in, 0) {
		t.Fatalf("breaks %v of %v leave a class empty: %v", breaks, values, in)
	}
}

func TestChangeBreaks(t *testing.T) {
	f := func(sizes, want []float64) {
		t.Helper()
		if got := heat.ChangeBreaks(sizes); !slices.Equal(got, want) {
			t.Errorf("ChangeBreaks(%v) = %v; want %v", sizes, got, want)
		}
	}
	f(nil, nil)
	f([]float64{0, 0, 0}, nil)
	f([]float64{0, 0, 0, 0, 3, 8, 40}, []float64{3, 8, 40})
	f([]float64{0, 1, 2, 3, 4, 5, 6, 7}, []float64{2, 4, 6})
	f([]float64{1204, 0, 13, 57, 118, 2, 366, 841}, []float64{13, 110, 840})
	f([]float64{0, 0, 1, 1, 1, 2, 2, 3, 4, 9}, []float64{1, 2, 3})
	f([]float64{0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 9}, []float64{2, 3, 4})
	f([]float64{1, 1, 1, 1, 2, 2, 9}, []float64{1, 2, 9}) // most have changed by one
	f([]float64{1, 2, 2, 2, 2, 2, 2, 3, 3}, []float64{2, 3})
	f([]float64{7}, []float64{7}) // a single area
	f([]float64{1234, 1234}, []float64{1200})
	f([]float64{0, 5, 5, 5, 5, 5}, []float64{5}) // nearly everywhere alike
}

// TestChangeBreaksLeaveChangeVisible asks for the promises on random values.
func TestChangeBreaksLeaveChangeVisible(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for range 2000 {
		sizes := make([]float64, r.IntN(60))
		most := []float64{1, 3, 40, 9000}[r.IntN(4)]
		for i := range sizes {
			sizes[i] = math.Floor(r.Float64() * r.Float64() * most * 1.5)
		}
		breaks := heat.ChangeBreaks(sizes)
		changed, same := 0, 0
		for _, s := range sizes {
			if s > 0 {
				changed++
				if len(breaks) == 0 || s < breaks[0] {
					same++
				}
			}
		}
		if len(breaks) > 3 || !slices.IsSorted(breaks) || len(slices.Compact(slices.Clone(breaks))) != len(breaks) {
			t.Fatalf("breaks %v of %v; want three at most, ascending", breaks, sizes)
		}
		if (len(breaks) > 0) != (changed > 0) || 2*same > changed || len(breaks) > 0 && breaks[0] <= 0 {
			t.Fatalf("breaks %v of %v: %d of %d changes are about the same", breaks, sizes, same, changed)
		}
	}
}

func ExampleBreaks() {
	complaintsPerWard := []float64{3, 8, 14, 27, 41, 55, 120, 236, 418, 1307}
	fmt.Println(heat.Breaks(complaintsPerWard, 5))
	// Output: [14 41 120 410]
}

func TestHeadBreaksLeaveFewForTheTop(t *testing.T) {
	values := make([]float64, 1000)
	for i := range values {
		values[i] = float64(i)
	}
	breaks := heat.HeadBreaks(values, 6)
	want := []float64{450, 700, 840, 920, 960}
	if !slices.Equal(breaks, want) {
		t.Errorf("HeadBreaks = %v; want %v", breaks, want)
	}
	if few := heat.HeadBreaks([]float64{1, 1, 2}, 6); !slices.Equal(few, []float64{2}) {
		t.Errorf("HeadBreaks of two different values = %v; want [2]", few)
	}
}
