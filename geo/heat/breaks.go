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
// Values that print alike stay together, and the classes after a large group of
// them share what is left: where most cells hold a single complaint, the first
// class is theirs and the others still tell a few from many.
//
// Few different values give fewer breaks, and a single one gives none. The
// order of the values does not matter; what is not finite is left out.
func Breaks(values []float64, classes int) []float64 {
	return printable(values, classes, func(rest, classes int) int { return rest / classes })
}

// headPercent is the part of the remaining values that each class of
// [HeadBreaks] takes. With six classes the highest holds the top 5 %.
const headPercent = 45

// HeadBreaks is [Breaks] with classes that get smaller upwards: each takes 45 %
// of what those below have left. Complaints are concentrated, so that equal
// classes paint the whole middle of a city in the last colour; these show
// where in it the worst places are.
func HeadBreaks(values []float64, classes int) []float64 {
	return printable(values, classes, func(rest, classes int) int { return max(rest*headPercent/100, rest/classes) })
}

// changeClasses is the number of classes by how much has changed: about the
// same, and three of more and more.
const changeClasses = 4

// ChangeBreaks gives the borders of a scale of change: at most three, positive
// and strictly ascending. A change c is about the same as none where |c| is
// below the first, and in the i-th class of growth or of decline where |c| is at
// least the i-th: up and down have one scale. Sizes are |c| of everything,
// changed or not; they are parted as [Breaks] does.
//
// Of what has changed, no more than half is about the same: where most sizes
// are equal, the first border is theirs. That all have grown alike is not the
// same as nothing.
func ChangeBreaks(sizes []float64) []float64 {
	breaks, v := Breaks(sizes, changeClasses), finiteSorted(sizes)
	changed := v[sort.Search(len(v), func(i int) bool { return v[i] > 0 }):]
	same := len(changed)
	if len(breaks) > 0 {
		same = sort.SearchFloat64s(changed, breaks[0])
	}
	if 2*same <= len(changed) {
		return breaks
	}
	most := cut(v[max(len(v)/changeClasses, 1)-1], fewestDigits) // the last one of the lowest class
	return append([]float64{most}, Breaks(v[sort.SearchFloat64s(v, most):], changeClasses-1)...)
}

// printable makes breaks with as few digits as tell the classes apart. Size
// says how many of the remaining values the next of so many classes takes.
func printable(values []float64, classes int, size func(rest, classes int) int) []float64 {
	v := finiteSorted(values)
	exact := quantileBreaks(v, classes, size, func(x float64) float64 { return x })
	for digits := fewestDigits; digits <= mostDigits; digits++ {
		breaks := quantileBreaks(v, classes, size, func(x float64) float64 { return cut(x, digits) })
		if len(breaks) == len(exact) {
			return breaks
		}
	}
	return exact
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

// quantileBreaks cuts sorted values into classes of the given size and gives
// the rounded first value of each but the lowest. Values that round alike are not
// parted; what such a group takes from the next classes is made up for by
// cutting the rest anew.
func quantileBreaks(v []float64, classes int, size func(rest, classes int) int, round func(float64) float64) []float64 {
	var breaks []float64
	for begin := 0; classes > 1; classes-- {
		last := begin + max(size(len(v)-begin, classes), 1) - 1
		if last >= len(v) {
			break
		}
		group := round(v[last])
		end := last + 1 + sort.Search(len(v)-last-1, func(i int) bool { return round(v[last+1+i]) > group })
		if end == len(v) {
			break
		}
		breaks, begin = append(breaks, round(v[end])), end
	}
	return separating(v, breaks)
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
