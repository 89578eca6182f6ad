package heat

import (
	"time"

	"github.com/diemnong/diemnong"
)

// Comparison says which window a filter's figures are compared with.
type Comparison uint8

// The comparisons.
const (
	NoComparison Comparison = iota
	WithPrevious            // the same length of time directly before: [ComparePrevious]
	WithYear                // the same days a year before: [CompareYear]
)

var comparisonNames = [...]string{"", "previous", "year"}

// String is the comparison as written in parameters, "" for none.
func (c Comparison) String() string {
	if int(c) < len(comparisonNames) {
		return comparisonNames[c]
	}
	return "unknown"
}

// MarshalText is [Comparison.String], for JSON.
func (c Comparison) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText is [ParseComparison], for JSON.
func (c *Comparison) UnmarshalText(text []byte) (err error) {
	*c, err = ParseComparison(string(text))
	return err
}

// ParseComparison reads what [Comparison.String] writes.
func ParseComparison(s string) (Comparison, error) {
	for i, n := range comparisonNames {
		if n == s {
			return Comparison(i), nil
		}
	}
	return NoComparison, noComparison(s)
}

func noComparison(s string) error {
	return diemnong.InvalidValue("compare", s, "is not a comparison.", "Use previous or year.")
}

// Check refuses what [Comparison.Before] would.
func (c Comparison) Check(f diemnong.Filter, zone *time.Location) error {
	_, err := c.window(f, zone)
	return err
}

// Before gives the filter of the window that f is compared with; zone is the
// city's, asOf the moment at which f's classes are judged ([Moment]). That window
// is judged at the same age, as it stood when as much time had passed since its
// beginning: else it would have had longer to be dealt with, and to fill up. It
// fails with [diemnong.Invalid], naming compare, when f has no beginning or no
// end, and for [NoComparison].
func (c Comparison) Before(f diemnong.Filter, zone *time.Location, asOf time.Time) (diemnong.Filter, error) {
	before, err := c.window(f, zone)
	if err != nil {
		return diemnong.Filter{}, err
	}
	before.AsOf = asOf.Add(before.From.Sub(f.From))
	return diemnong.NewFilter(before)
}

// window gives f for the window that it is compared with, and leaves the moment as it is.
func (c Comparison) window(f diemnong.Filter, zone *time.Location) (diemnong.Filter, error) {
	switch c {
	case WithPrevious:
		return ComparePrevious(f)
	case WithYear:
		return CompareYear(f, zone)
	default:
		return diemnong.Filter{}, noComparison(c.String())
	}
}

// ComparePrevious gives the filter for the window of the same length directly
// before f's, with everything else as it is. It fails with [diemnong.Invalid]
// when f has no beginning or no end.
func ComparePrevious(f diemnong.Filter) (diemnong.Filter, error) {
	if err := needWindow(f); err != nil {
		return diemnong.Filter{}, err
	}
	f.From, f.To = f.From.Add(-f.To.Sub(f.From)), f.From
	return diemnong.NewFilter(f)
}

// CompareYear gives the filter for the same calendar days one year earlier in
// zone, at the same times of day. 29 February becomes 28 February; a window
// that ends before 29 February begins then ends before 1 March. It fails with
// [diemnong.Invalid] when f has no beginning or no end.
func CompareYear(f diemnong.Filter, zone *time.Location) (diemnong.Filter, error) {
	if err := needWindow(f); err != nil {
		return diemnong.Filter{}, err
	}
	from, to := yearBefore(f.From.In(zone)), yearBefore(f.To.In(zone))
	if isLeapDay(f.To.In(zone)) && isMidnight(f.To.In(zone)) {
		to = to.AddDate(0, 0, 1) // the window's last day was the 28th: all of it is meant
	}
	if !from.Before(to) {
		return diemnong.Filter{}, diemnong.InvalidValue("compare", "year",
			"has nothing to compare this window with: it lies within 29 February.", "Choose whole days.")
	}
	f.From, f.To = from, to
	return diemnong.NewFilter(f)
}

func needWindow(f diemnong.Filter) error {
	if f.From.IsZero() || f.To.IsZero() {
		return diemnong.InvalidValue("compare", "", "needs a window of time.", "Give both from and to.")
	}
	return nil
}

func yearBefore(t time.Time) time.Time {
	day := t.Day()
	if isLeapDay(t) {
		day = 28
	}
	h, m, s := t.Clock()
	return time.Date(t.Year()-1, t.Month(), day, h, m, s, 0, t.Location())
}

func isLeapDay(t time.Time) bool { return t.Month() == time.February && t.Day() == 29 }

func isMidnight(t time.Time) bool {
	h, m, s := t.Clock()
	return h == 0 && m == 0 && s == 0
}
