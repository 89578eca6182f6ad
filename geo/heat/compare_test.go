package heat_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

func zoneOf(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// window makes a filter from two local times, with something else in it that
// has to stay.
func window(t testing.TB, from, to string, zone *time.Location) diemnong.Filter {
	t.Helper()
	f := diemnong.Filter{Categories: []string{"flood"}, AgencyView: diemnong.AsNow}
	for text, into := range map[*string]*time.Time{&from: &f.From, &to: &f.To} {
		var err error
		if *into, err = time.ParseInLocation("2006-01-02 15:04:05", *text+" 00:00:00"[min(9, len(*text)-10):], zone); err != nil {
			t.Fatal(err)
		}
	}
	f, err := diemnong.NewFilter(f)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestComparePrevious(t *testing.T) {
	utc := time.UTC
	f := func(from, to, wantFrom string) {
		t.Helper()
		got, err := heat.ComparePrevious(window(t, from, to, utc))
		if diff := cmp.Diff(window(t, wantFrom, from, utc), got); diff != "" || err != nil {
			t.Errorf("before %s…%s (-want +got), error %v:\n%s", from, to, err, diff)
		}
	}
	f("2026-03-01", "2026-04-01", "2026-01-29")
	f("2026-03-02", "2026-03-03", "2026-03-01")
	f("2026-03-02 10:00:00", "2026-03-02 12:30:00", "2026-03-02 07:30:00")
}

func TestCompareYear(t *testing.T) {
	f := func(zone, from, to, wantFrom, wantTo string) {
		t.Helper()
		z := zoneOf(t, zone)
		got, err := heat.CompareYear(window(t, from, to, z), z)
		if diff := cmp.Diff(window(t, wantFrom, wantTo, z), got); diff != "" || err != nil {
			t.Errorf("a year before %s…%s in %s (-want +got), error %v:\n%s", from, to, zone, err, diff)
		}
	}
	const hcmc, newYork = "Asia/Ho_Chi_Minh", "America/New_York"
	f(hcmc, "2026-03-01", "2026-04-01", "2025-03-01", "2025-04-01")
	f(hcmc, "2026-01-01 06:30:00", "2026-01-01 07:00:00", "2025-01-01 06:30:00", "2025-01-01 07:00:00")
	f(hcmc, "2024-02-01", "2024-03-01", "2023-02-01", "2023-03-01")
	f(hcmc, "2024-02-29", "2024-03-01", "2023-02-28", "2023-03-01")
	f(hcmc, "2024-02-28", "2024-02-29", "2023-02-28", "2023-03-01") // all of the 28th
	f(hcmc, "2024-02-29 08:00:00", "2024-02-29 12:00:00", "2023-02-28 08:00:00", "2023-02-28 12:00:00")
	f(hcmc, "2025-02-28", "2025-03-01", "2024-02-28", "2024-03-01")
	f(newYork, "2026-03-08", "2026-03-09", "2025-03-08", "2025-03-09") // 23 hours, and 24 the year before
}

func TestCompareNeedsAWindow(t *testing.T) {
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	leap := time.Date(2024, 2, 28, 13, 0, 0, 0, time.UTC)
	for _, f := range []diemnong.Filter{{}, {From: now}, {To: now}} {
		if _, err := heat.ComparePrevious(f); diemnong.ErrorCode(err) != diemnong.Invalid {
			t.Errorf("ComparePrevious(%s): error %v; want it refused", f.Key(), err)
		}
		if _, err := heat.CompareYear(f, time.UTC); diemnong.ErrorCode(err) != diemnong.Invalid {
			t.Errorf("CompareYear(%s): error %v; want it refused", f.Key(), err)
		}
	}
	f := diemnong.Filter{From: leap, To: leap.Add(23 * time.Hour)} // ends on the 29th, at an earlier time of day
	if _, err := heat.CompareYear(f, time.UTC); diemnong.ErrorCode(err) != diemnong.Invalid {
		t.Errorf("CompareYear(%s): error %v; want it refused", f.Key(), err)
	}
}

func TestComparisonsAreReadAsWritten(t *testing.T) {
	for _, c := range []heat.Comparison{heat.NoComparison, heat.WithPrevious, heat.WithYear} {
		if got, err := heat.ParseComparison(c.String()); got != c || err != nil {
			t.Errorf("ParseComparison(%q) = %v, %v", c.String(), got, err)
		}
		var read heat.Comparison
		if text, err := c.MarshalText(); err != nil || read.UnmarshalText(text) != nil || read != c {
			t.Errorf("%s is written as %q and read as %v (%v)", c, text, read, err)
		}
	}
	for _, s := range []string{"last", "Year", "previous,year", "unknown"} {
		if _, err := heat.ParseComparison(s); diemnong.ErrorCode(err) != diemnong.Invalid {
			t.Errorf("ParseComparison(%q): error %v; want it refused", s, err)
		}
	}
}

func TestComparisonGivesTheWindowBefore(t *testing.T) {
	zone := zoneOf(t, "Asia/Ho_Chi_Minh")
	f := window(t, "2026-03-01", "2026-04-01", zone)
	for c, want := range map[heat.Comparison]diemnong.Filter{
		heat.WithPrevious: window(t, "2026-01-29", "2026-03-01", zone),
		heat.WithYear:     window(t, "2025-03-01", "2025-04-01", zone),
	} {
		got, err := c.Before(f, zone, f.To)
		want.AsOf = want.To // the windows are of one length: both have just ended
		if diff := cmp.Diff(want, got); diff != "" || err != nil || c.Check(f, zone) != nil {
			t.Errorf("%s (-want +got), error %v:\n%s", c, err, diff)
		}
		open := diemnong.Filter{From: f.From}
		if _, err := c.Before(open, zone, f.To); diemnong.ErrorCode(err) != diemnong.Invalid || diemnong.ErrorCode(c.Check(open, zone)) != diemnong.Invalid {
			t.Errorf("%s without an end: error %v; want it refused", c, err)
		}
	}
	for _, c := range []heat.Comparison{heat.NoComparison, 9} {
		if _, err := c.Before(f, zone, f.To); diemnong.ErrorCode(err) != diemnong.Invalid || diemnong.ErrorCode(c.Check(f, zone)) != diemnong.Invalid {
			t.Errorf("comparison %d: error %v; want it refused", c, err)
		}
	}
}

// TestBothWindowsAreJudgedAtOneAge: as much time has passed since the beginning of
// either, whether the window asked for is over, under way or still to come.
func TestBothWindowsAreJudgedAtOneAge(t *testing.T) {
	f := func(c heat.Comparison, zone, from, to, asOf, want string) {
		t.Helper()
		z := zoneOf(t, zone)
		at, want1 := window(t, asOf, "2030-01-01", z).From, window(t, want, "2030-01-01", z).From
		now := window(t, from, to, z)
		then, err := c.Before(now, z, at)
		if err != nil || !then.AsOf.Equal(want1) || at.Sub(now.From) != then.AsOf.Sub(then.From) {
			t.Errorf("%s of %s…%s at %s: judged at %s, error %v; want %s", c, from, to, asOf, then.AsOf.In(z), err, want)
		}
		now.AsOf = now.To // what the filter says itself is replaced
		if again, err := c.Before(now, z, at); err != nil || !again.AsOf.Equal(then.AsOf) {
			t.Errorf("with a moment of its own: judged at %s, error %v; want %s", again.AsOf, err, then.AsOf)
		}
	}
	const hcmc, newYork = "Asia/Ho_Chi_Minh", "America/New_York"
	f(heat.WithPrevious, hcmc, "2026-03-01", "2026-03-08", "2026-03-20 10:00:00", "2026-03-13 10:00:00")
	f(heat.WithPrevious, hcmc, "2026-03-01", "2026-03-31", "2026-03-20 10:00:00", "2026-02-18 10:00:00")
	f(heat.WithPrevious, hcmc, "2026-04-01", "2026-04-08", "2026-03-20", "2026-03-13")
	f(heat.WithYear, hcmc, "2026-03-01", "2026-03-08", "2026-03-20 10:00:00", "2025-03-20 10:00:00")
	f(heat.WithYear, hcmc, "2024-02-01", "2024-03-01", "2024-03-10", "2023-03-11") // 38 days, over a leap day or not
	f(heat.WithYear, newYork, "2026-03-01", "2026-03-02", "2026-03-12", "2025-03-12")
}
