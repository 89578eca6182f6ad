package ingest

import (
	"maps"
	"slices"
	"strconv"
	"time"
)

// DueRule gives the due time where the file has none: so many days after the
// receipt, at the same time of day.
type DueRule struct {
	Days        int            `yaml:"days"`        // 0: no due time
	ByCategory  map[string]int `yaml:"by_category"` // category code → days, before Days
	WorkingDays bool           `yaml:"working_days"`
	Holidays    []string       `yaml:"holidays"` // YYYY-MM-DD, not counted as working days

	holidays map[int]bool // by dayNumber
}

// maxDueDays bounds a due rule: ten years.
const maxDueDays = 3660

func (r *DueRule) prepare(m *Mapping) func() error {
	return func() error {
		if err := checkDays(m, r.Days, "due", "days"); err != nil {
			return err
		}
		for _, code := range slices.Sorted(maps.Keys(r.ByCategory)) {
			if err := m.checkCode(FieldCategory, code, "due", "by_category", code); err != nil {
				return err
			}
			if err := checkDays(m, r.ByCategory[code], "due", "by_category", code); err != nil {
				return err
			}
		}
		r.holidays = make(map[int]bool, len(r.Holidays))
		for _, h := range r.Holidays {
			day, err := time.Parse(time.DateOnly, h)
			if err != nil {
				return m.invalid(h, "is not a day.", "Write it like 2026-01-01.", "due", "holidays")
			}
			r.holidays[dayNumber(day)] = true
		}
		return nil
	}
}

func checkDays(m *Mapping, days int, path ...string) error {
	if days < 0 || days > maxDueDays {
		return m.invalid(strconv.Itoa(days), "is not a number of days.", "Give 0 to "+strconv.Itoa(maxDueDays)+".", path...)
	}
	return nil
}

// due is the due time of a complaint of a category; zero when no rule holds.
// Days are those of the zone, so the clock time stays the same over a change
// to summer time.
func (r *DueRule) due(received time.Time, category string, zone *time.Location) time.Time {
	days, ok := r.ByCategory[category]
	if !ok {
		days = r.Days
	}
	if days == 0 {
		return time.Time{}
	}
	local := received.In(zone)
	if !r.WorkingDays {
		return local.AddDate(0, 0, days).UTC()
	}
	shift := 0
	for days > 0 {
		shift++
		if r.works(local.AddDate(0, 0, shift)) {
			days--
		}
	}
	return local.AddDate(0, 0, shift).UTC()
}

func (r *DueRule) works(t time.Time) bool {
	return t.Weekday() != time.Saturday && t.Weekday() != time.Sunday && !r.holidays[dayNumber(t)]
}

func dayNumber(t time.Time) int { return t.Year()*1000 + t.YearDay() }
