package area

import "math"

// scale divides an interval into n equal steps. A larger value is never in a
// smaller step, rounding included, so what reaches from one value to another
// is in all the steps between theirs.
type scale struct {
	from, perUnit float64
	n             int
}

func newScale(from, to float64, n int) scale {
	perUnit := float64(n) / (to - from)
	if math.IsInf(perUnit, 0) || math.IsNaN(perUnit) { // no width to speak of
		return scale{from: from, n: 1}
	}
	return scale{from: from, perUnit: perUnit, n: n}
}

// of gives the step of a value; values outside the interval are in the first or last one.
func (s scale) of(v float64) int {
	return min(max(int((v-s.from)*s.perUnit), 0), s.n-1)
}

// span gives the steps that lie between two values, ends included.
func (s scale) span(a, b float64) (lo, hi int) {
	lo, hi = s.of(a), s.of(b)
	if lo > hi {
		lo, hi = hi, lo
	}
	return lo, hi
}

// start is where a step begins, within rounding.
func (s scale) start(step int) float64 {
	if s.perUnit == 0 {
		return s.from
	}
	return s.from + float64(step)/s.perUnit
}
