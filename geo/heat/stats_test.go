package heat_test

import (
	"slices"
	"testing"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

func TestCompareKeys(t *testing.T) {
	keys := func(a, b string) [heat.MaxGroupings]string { return [heat.MaxGroupings]string{a, b} }
	want := [][heat.MaxGroupings]string{
		keys("10", "x"), keys("9", "a"), keys("9", "b"), keys("9", ""), keys("Z", "a"), keys("a", "a"), keys("đ", ""),
		keys("", "a"), keys("", ""),
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, heat.CompareKeys)
	if !slices.Equal(got, want) {
		t.Errorf("sorted: %q; want by bytes and the empty key last: %q", got, want)
	}
	if heat.CompareKeys(keys("a", ""), keys("a", "")) != 0 {
		t.Error("equal keys do not compare as equal")
	}
}

func TestParseDimension(t *testing.T) {
	for d := heat.ByArea; d <= heat.ByHourOfWeek; d++ {
		if got, err := heat.ParseDimension(d.String()); err != nil || got != d {
			t.Errorf("ParseDimension(%q) = %v, %v", d.String(), got, err)
		}
	}
	for _, s := range []string{"", "unknown", "Area", "year"} {
		if _, err := heat.ParseDimension(s); diemnong.ErrorCode(err) != diemnong.Invalid {
			t.Errorf("ParseDimension(%q): error %v; want it refused", s, err)
		}
	}
}

func TestParseSort(t *testing.T) {
	for s := heat.NewestFirst; s <= heat.LongestHandledFirst; s++ {
		if got, err := heat.ParseSort(s.String()); err != nil || got != s {
			t.Errorf("ParseSort(%q) = %v, %v", s.String(), got, err)
		}
	}
	if got, err := heat.ParseSort(""); err != nil || got != heat.NewestFirst {
		t.Errorf("ParseSort of nothing = %v, %v; want the newest first", got, err)
	}
	if _, err := heat.ParseSort("received"); diemnong.ErrorCode(err) != diemnong.Invalid {
		t.Errorf("ParseSort(received): error %v; want it refused", err)
	}
}

func TestMoment(t *testing.T) {
	at := func(s string) time.Time {
		x, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	f := func(asOf time.Time, now, want string) {
		t.Helper()
		if got := heat.Moment(diemnong.Filter{AsOf: asOf}, at(now)); !got.Equal(at(want)) {
			t.Errorf("Moment as of %v at %s = %s; want %s", asOf, now, got, want)
		}
	}
	f(time.Time{}, "2026-03-15T12:04:59+07:00", "2026-03-15T05:00:00Z")
	f(time.Time{}, "2026-03-15T12:05:00+07:00", "2026-03-15T05:05:00Z")
	f(at("2026-01-01T00:00:01Z"), "2026-03-15T12:04:59+07:00", "2026-01-01T00:00:01Z")
}
