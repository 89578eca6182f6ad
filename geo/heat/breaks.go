package heat

import (
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// Significant digits of a legend's numbers: two read well ("1,300"); more are
// taken only where two would let classes fall together.
const (
	fewestDigits = 2
	mostDigits   = 6
)

// Breaks gives the borders between the classes of a legend, at most classes−1
// of them, strictly ascending: a value v is in the class i for which
// breaks[i−1] ≤ v < breaks[i]. Each class holds about as many of the values
// (quantiles), never none, and the borders are numbers that print short.
//
// Few different values give fewer breaks, and a single one gives none. The
// order of the values does not matter; what is not finite is left out.
func Breaks(values []float64, classes int) []float64 {
	v := finiteSorted(values)
	quantiles := quantileBreaks(v, classes)
	var breaks []float64
	for digits := fewestDigits; digits <= mostDigits; digits++ {
		breaks = separating(v, roundAll(quantiles, digits))
		if len(breaks) == len(quantiles) {
			return breaks
		}
	}
	return separating(v, quantiles)
}

func finiteSorted(values []float64) []float64 {
	v := make([]float64, 0, len(values))
	for _, x := range values {
		if !math.IsNaN(x) && !math.IsInf(x, 0) {
			v = append(v, x)
		}
	}
	slices.Sort(v)
	return v
}

// quantileBreaks gives the first value of each class but the lowest, when the
// sorted values are cut into classes of equal size. Equal values stay together.
func quantileBreaks(v []float64, classes int) []float64 {
	var breaks []float64
	for i := 1; i < classes && len(v) > 0; i++ {
		breaks = append(breaks, v[len(v)*i/classes])
	}
	return separating(v, slices.Compact(breaks))
}

// separating keeps the breaks that have values on both sides, so that no class
// is empty.
func separating(v, breaks []float64) []float64 {
	var kept []float64
	below := 0 // values under the last break kept
	for _, b := range breaks {
		at := sort.SearchFloat64s(v, b)
		if at > below && at < len(v) {
			kept, below = append(kept, b), at
		}
	}
	return kept
}

func roundAll(v []float64, digits int) []float64 {
	rounded := make([]float64, len(v))
	for i, x := range v {
		rounded[i] = cut(x, digits)
	}
	return rounded
}

// cut drops the digits after the first few, so that the value that begins a
// class stays in it. It cuts the decimal text: what is left prints as short.
func cut(x float64, digits int) float64 {
	text := strconv.FormatFloat(x, 'e', -1, 64) // such as 1.307e+03
	mantissa, exponent, _ := strings.Cut(text, "e")
	keep := digits
	if digits > 1 {
		keep++ // the point
	}
	if x < 0 {
		keep++ // the sign
	}
	r, _ := strconv.ParseFloat(mantissa[:min(keep, len(mantissa))]+"e"+exponent, 64) // a beginning of a number is one
	return r
}
