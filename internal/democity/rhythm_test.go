package democity

import (
	"testing"
	"time"

	"github.com/diemnong/diemnong/geo/ingest"
)

func TestComplaintsFollowTheHoursAndDays(t *testing.T) {
	t.Parallel()
	night := func(l time.Time) bool { return l.Hour() >= 18 || l.Hour() < 4 }
	smallHours := func(l time.Time) bool { return l.Hour() < 5 }
	weekend := func(l time.Time) bool { return l.Weekday() == time.Saturday || l.Weekday() == time.Sunday }
	rainy := func(l time.Time) bool { return rainySeason(l) > 0 }
	checks := []struct {
		what, category string // an empty category means all
		low, high      float64
		is             func(local time.Time) bool
		n, all         float64
	}{
		{"all by night", "", 0.25, 0.4, night, 0, 0}, // 10 of 24 hours
		{"karaoke by night", "noise-karaoke", 0.7, 0.9, night, 0, 0},
		{"potholes by night", "pothole", 0.1, 0.3, night, 0, 0},
		{"all in the small hours", "", 0.02, 0.06, smallHours, 0, 0},
		{"all at week-ends", "", 0.18, 0.27, weekend, 0, 0}, // 2 of 7 days
		{"karaoke at week-ends", "noise-karaoke", 0.33, 0.5, weekend, 0, 0},
		{"paperwork at week-ends", "procedures", 0.01, 0.1, weekend, 0, 0},
		{"floods in the rainy season", "flooding", 0.75, 0.95, rainy, 0, 0}, // 7 of 12 months
		{"street lights in the rainy season", "street-light", 0.5, 0.68, rainy, 0, 0},
	}
	for row := range usualGenerator(t).Rows(0) {
		local := row.Complaint.ReceivedAt.In(zone)
		for i := range checks {
			c := &checks[i]
			if c.category != "" && c.category != row.Complaint.Category {
				continue
			}
			if c.all++; c.is(local) {
				c.n++
			}
		}
	}
	for _, c := range checks {
		if s := c.n / c.all; s < c.low || s > c.high {
			t.Errorf("%s: %.3f; want %.2f to %.2f", c.what, s, c.low, c.high)
		}
	}
}

func TestTetIsQuiet(t *testing.T) {
	t.Parallel()
	during, before := 0, 0
	for row := range usualGenerator(t).Rows(0) {
		local := row.Complaint.ReceivedAt.In(zone)
		if atTet(local) {
			during++
		}
		if atTet(local.AddDate(0, 0, 28)) {
			before++
		}
	}
	if during == 0 || float64(during) > 0.6*float64(before) {
		t.Errorf("%d complaints at Tết, %d four weeks before", during, before)
	}
}

func TestFloodsComeInBursts(t *testing.T) {
	t.Parallel()
	g := usualGenerator(t)
	w := &weather{seed: 1}
	days, onRainDays, all := make(map[string]int), 0, 0
	for row := range g.Rows(0) {
		if row.Complaint.Category != "flooding" {
			continue
		}
		local := row.Complaint.ReceivedAt.In(zone)
		days[local.Format(time.DateOnly)]++
		all++
		if w.on(local).mm > 20 {
			onRainDays++
		}
	}
	largest := 0
	for _, n := range days {
		largest = max(largest, n)
	}
	mean := float64(all) / (3 * 365)
	if float64(largest) < 10*mean {
		t.Errorf("the worst day has %d floods, the mean day %.1f", largest, mean)
	}
	if s := float64(onRainDays) / float64(all); s < 0.5 {
		t.Errorf("%.2f of the floods come on days of heavy rain", s)
	}
}

func TestWhatJoinedTheCityComplainsSinceThen(t *testing.T) {
	t.Parallel()
	g := usualGenerator(t)
	former := make(map[string]Former)
	for i := range g.Geography.Units {
		former[g.Geography.Units[i].Code] = g.Geography.Units[i].Former()
	}
	joined, all := 0.0, 0.0
	visit := func(row *ingest.Row) {
		at := row.Complaint.Location.Area
		if at.Set != SetNew {
			return
		}
		f := former[at.Code]
		if f != HoChiMinh && row.Complaint.ReceivedAt.In(zone).Before(Merger) {
			t.Fatalf("%s came from %s before the merger", row.Complaint.SourceRef, at)
		}
		all++
		if f != HoChiMinh {
			joined++
		}
	}
	for row := range g.Rows(0) {
		visit(&row)
	}
	if s := joined / all; s < 0.2 || s > 0.45 {
		t.Errorf("%.2f of the complaints come from what joined the city; about a third of the residents live there", s)
	}
}

func TestWeatherIsDryInWinterAndWetInSummer(t *testing.T) {
	t.Parallel()
	w := &weather{seed: 9}
	mm := make(map[time.Month]float64)
	for d := range 10 * 365 {
		at := day(2016, 1, 1).AddDate(0, 0, d)
		mm[at.Month()] += w.on(at).mm / 10
	}
	if mm[time.February] > 30 || mm[time.September] < 200 {
		t.Errorf("%.0f mm in February, %.0f mm in September", mm[time.February], mm[time.September])
	}
	a, b := w.on(day(2024, 9, 10)), (&weather{seed: 9}).on(day(2024, 9, 10))
	if a != b {
		t.Error("the same day has other weather when it is asked for alone")
	}
}

func TestSpringTidesComeAtNewAndFullMoon(t *testing.T) {
	t.Parallel()
	f := func(at time.Time, high bool) {
		t.Helper()
		if got := tide(at); (got > 0.4) != high {
			t.Errorf("tide at %v is %.2f; high: %t", at, got, high)
		}
	}
	f(time.Date(2024, 10, 17, 18, 0, 0, 0, zone), true)  // full moon
	f(time.Date(2024, 11, 1, 18, 0, 0, 0, zone), true)   // new moon
	f(time.Date(2024, 10, 10, 18, 0, 0, 0, zone), false) // first quarter
	f(time.Date(2024, 10, 17, 12, 0, 0, 0, zone), false) // noon
	f(time.Date(2024, 3, 10, 18, 0, 0, 0, zone), false)  // new moon in the dry season
}
