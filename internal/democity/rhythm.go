package democity

import (
	"fmt"
	"slices"
	"time"
)

// rhythm is how a category's frequency goes through the day and the week.
type rhythm uint8

const (
	byDay     rhythm = iota // when people are about
	byMorning               // first thing, before work
	byRush                  // on the way to and from work
	byEvening               // after work
	byNight                 // after dark, most at week-ends
	byLate                  // in the small hours
	byOffice                // when offices are open
	byRain                  // during and after heavy rain, and at spring tides
	byWet                   // when people are about, more on rainy days
	byStorm                 // when people are about, more in storms
)

var rhythmNames = []string{"day", "morning", "rush", "evening", "night", "late", "office", "rain", "wet", "storm"}

func parseRhythm(s string) (rhythm, error) {
	i := slices.Index(rhythmNames, s)
	if i < 0 {
		return 0, fmt.Errorf("no rhythm is called %q", s)
	}
	return rhythm(i), nil
}

// hours is the relative frequency in each hour of the day, by rhythm. The
// weather's rhythms follow the day where the weather does not say more.
var hours = [...][24]float64{
	byDay:     {1, 1, 0.5, 0.5, 1, 3, 8, 13, 17, 18, 16, 13, 9, 12, 15, 16, 15, 13, 11, 10, 8, 6, 4, 2},
	byMorning: {0.5, 0.5, 0.5, 1, 3, 9, 20, 25, 22, 16, 11, 8, 5, 6, 8, 9, 10, 10, 8, 6, 5, 3, 2, 1},
	byRush:    {0.5, 0.5, 0.5, 0.5, 1, 4, 14, 27, 22, 12, 9, 9, 7, 7, 9, 13, 22, 28, 20, 10, 6, 4, 2, 1},
	byEvening: {2, 1, 0.5, 0.5, 0.5, 1, 4, 7, 8, 8, 8, 8, 7, 7, 8, 10, 13, 18, 24, 27, 24, 17, 10, 5},
	byNight:   {9, 4, 2, 1, 0.5, 0.5, 1, 2, 3, 4, 4, 5, 5, 5, 5, 6, 7, 10, 16, 25, 33, 36, 30, 18},
	byLate:    {20, 16, 13, 11, 12, 16, 9, 4, 3, 3, 3, 4, 6, 4, 2, 2, 2, 2, 3, 5, 8, 14, 22, 25},
	byOffice:  {0, 0, 0, 0, 0, 0.5, 2, 9, 24, 27, 24, 12, 5, 14, 22, 22, 17, 7, 4, 3, 3, 2, 1, 0},
	byRain:    {2, 1, 1, 1, 2, 4, 7, 9, 9, 8, 7, 7, 7, 8, 10, 13, 17, 20, 19, 16, 12, 9, 6, 4},
	byWet:     {1, 1, 0.5, 0.5, 1, 3, 8, 13, 17, 18, 16, 13, 9, 12, 15, 16, 15, 13, 11, 10, 8, 6, 4, 2},
	byStorm:   {2, 1, 1, 1, 2, 4, 7, 9, 10, 10, 10, 10, 9, 10, 12, 14, 16, 17, 16, 14, 12, 9, 6, 3},
}

// weekend is the frequency on a Saturday or Sunday against that on a working
// day, by rhythm; for byNight the nights of Friday, Saturday and Sunday.
var weekend = [...]float64{
	byDay: 0.7, byMorning: 0.85, byRush: 0.35, byEvening: 0.95, byNight: 1.9,
	byLate: 0.9, byOffice: 0.12, byRain: 1, byWet: 0.8, byStorm: 0.95,
}

// dayWeight is the frequency of a rhythm in an hour of local time.
func (r rhythm) dayWeight(t time.Time) float64 {
	w := hours[r][t.Hour()]
	if r == byNight {
		switch t.Add(-5 * time.Hour).Weekday() { // the small hours belong to the night before
		case time.Friday, time.Saturday, time.Sunday:
			return w * weekend[r]
		}
		return w
	}
	if d := t.Weekday(); d == time.Saturday || d == time.Sunday {
		return w * weekend[r]
	}
	return w
}

// seasons is the frequency by month, January first, of the categories that have
// a season besides the weather's.
var seasons = map[string][12]float64{
	"pothole":       {0.8, 0.7, 0.7, 0.8, 1, 1.2, 1.3, 1.3, 1.4, 1.3, 1.1, 0.9},
	"odour":         {1.2, 1.2, 1.3, 1.2, 1, 0.9, 0.8, 0.8, 0.8, 0.9, 1, 1.1},
	"mosquitoes":    {0.6, 0.5, 0.5, 0.5, 0.8, 1.2, 1.5, 1.6, 1.6, 1.6, 1.3, 0.9},
	"power-outage":  {0.8, 0.8, 1.1, 1.4, 1.4, 1.1, 1, 1, 1, 0.9, 0.8, 0.8},
	"water-outage":  {0.9, 1.1, 1.5, 1.7, 1.4, 0.9, 0.8, 0.8, 0.8, 0.8, 0.8, 0.9},
	"noise-karaoke": {1.4, 1.3, 1, 1, 1, 0.9, 0.8, 0.8, 0.9, 0.9, 1, 1.3},
	"roadworks":     {0.7, 0.8, 1, 1, 1, 0.9, 0.9, 0.9, 1, 1.1, 1.3, 1.4},
	"land":          {0.7, 0.8, 1.1, 1.1, 1.1, 1, 1, 1, 1, 1, 1.1, 1},
}

// newYears is the first day of Tết, the lunar new year, by year.
var newYears = map[int]time.Time{
	2019: day(2019, 2, 5), 2020: day(2020, 1, 25), 2021: day(2021, 2, 12), 2022: day(2022, 2, 1),
	2023: day(2023, 1, 22), 2024: day(2024, 2, 10), 2025: day(2025, 1, 29), 2026: day(2026, 2, 17),
	2027: day(2027, 2, 6), 2028: day(2028, 1, 26), 2029: day(2029, 2, 13), 2030: day(2030, 2, 3),
	2031: day(2031, 1, 23), 2032: day(2032, 2, 11), 2033: day(2033, 1, 31), 2034: day(2034, 2, 19),
	2035: day(2035, 2, 8),
}

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

// atTet reports whether a local time falls into the holidays around Tết: three
// days before it to five days after.
func atTet(t time.Time) bool {
	first, known := newYears[t.Year()]
	if !known {
		return false
	}
	days := day(t.Year(), t.Month(), t.Day()).Sub(first).Hours() / 24
	return days >= -3 && days <= 5
}

// isHoliday reports the public holidays of the solar calendar.
func isHoliday(t time.Time) bool {
	_, m, d := t.Date()
	switch {
	case m == time.January && d == 1, m == time.April && d == 30, m == time.May && d == 1, m == time.September && d == 2:
		return true
	}
	return false
}

// conditions are what an hour is like.
type conditions struct {
	local        time.Time // at which the hour begins
	tet, holiday bool
	water        float64 // in the streets: see [weather.water]
}

func (w *weather) conditions(local time.Time) conditions {
	return conditions{local: local, tet: atTet(local), holiday: isHoliday(local), water: w.water(local)}
}

// holidayWeight is the frequency on holidays: offices are closed and people are
// away, but karaoke is at its height.
func (k *category) holidayWeight(c *conditions) float64 {
	office := k.rhythm == byOffice
	switch {
	case c.tet && k.Code == "noise-karaoke":
		return 1.4
	case c.tet && office:
		return 0.03
	case c.tet:
		return 0.3
	case c.holiday && office:
		return 0.05
	case c.holiday:
		return 0.7
	}
	return 1
}

// frequency is how often the category comes up in an hour, in a unit that all
// categories share.
func (k *category) frequency(c *conditions) float64 {
	f := k.weight * k.rhythm.dayWeight(c.local) * k.holidayWeight(c)
	if s, ok := seasons[k.Code]; ok {
		f *= s[c.local.Month()-1]
	}
	switch k.rhythm {
	case byRain:
		f *= 0.05 + 3*c.water
	case byWet:
		f *= 0.7 + 0.9*min(c.water, 2) + 0.5*rainySeason(c.local)
	case byStorm:
		f *= 0.8 + 1.2*c.water
	}
	return f
}

// rainySeason is 1 from May to November and 0 in the other months.
func rainySeason(t time.Time) float64 {
	if t.Month() >= time.May && t.Month() <= time.November {
		return 1
	}
	return 0
}
