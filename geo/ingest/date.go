package ingest

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"
)

// dateKind is a way to write a moment.
type dateKind uint8

const (
	layoutDate  dateKind = iota // by a layout of package time
	isoDate                     // ISO 8601, with or without time, seconds, fraction and zone
	epochDate                   // seconds since 1970
	epochMillis                 // milliseconds since 1970
	excelDate                   // days since 1899-12-30, as spreadsheets count
)

// dateFormat reads moments written in one way. A moment that is only a day
// has its time at midnight.
type dateFormat struct {
	kind   dateKind
	layout string
	days   bool // the layout has no time of day
}

// tokens translate the letters of date formats into Go's layouts, the longest
// first: letters and layout by turns. The 12-hour clock is meant where there
// is an A for AM and PM.
var tokens = strings.Fields(`
	YYYY 2006  yyyy 2006  MMMM January  MMM Jan  SSS 000  YY 06  yy 06  MM 01  DD 02  dd 02  HH 15  hh 15  mm 04  ss 05
	M 1  D 2  d 2  H 15  h 15  m 4  s 5  A PM  a pm  Z Z07:00`)

var errNoDate = errors.New("the format does not hold day, month and year")

func parseDateFormat(s string) (dateFormat, error) {
	switch strings.ToLower(s) {
	case "iso":
		return dateFormat{kind: isoDate}, nil
	case "epoch":
		return dateFormat{kind: epochDate}, nil
	case "epoch_ms":
		return dateFormat{kind: epochMillis}, nil
	case "excel":
		return dateFormat{kind: excelDate}, nil
	}
	layout := s
	if !strings.Contains(s, "2006") {
		layout = translateTokens(s)
	}
	return checkLayout(layout)
}

func translateTokens(s string) string {
	var b strings.Builder
	twelve := strings.ContainsAny(s, "Aa")
next:
	for len(s) > 0 {
		for i := 0; i < len(tokens); i += 2 {
			letters, layout := tokens[i], tokens[i+1]
			if !strings.HasPrefix(s, letters) {
				continue
			}
			if twelve && layout == "15" {
				layout = "03"[2-len(letters):]
			}
			b.WriteString(layout)
			s = s[len(letters):]
			continue next
		}
		b.WriteByte(s[0])
		s = s[1:]
	}
	return b.String()
}

// checkLayout makes sure that the layout holds a whole date, by writing two
// moments that differ in everything and reading them again.
func checkLayout(layout string) (dateFormat, error) {
	day := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC) }
	for _, t := range []time.Time{
		time.Date(2019, 11, 28, 17, 46, 59, 0, time.UTC), time.Date(2024, 2, 3, 4, 5, 6, 0, time.UTC),
	} {
		back, err := time.Parse(layout, t.Format(layout))
		if err != nil || !day(back).Equal(day(t)) {
			return dateFormat{}, errNoDate
		}
	}
	midday := time.Date(2019, 11, 28, 12, 0, 0, 0, time.UTC)
	back, err := time.Parse(layout, midday.Format(layout))
	return dateFormat{kind: layoutDate, layout: layout, days: err == nil && !back.Equal(midday)}, nil
}

// parse reads a moment; dayOnly tells that it has no time of day.
func (f *dateFormat) parse(s string, zone *time.Location, date1904 bool) (t time.Time, dayOnly, ok bool) {
	switch f.kind {
	case isoDate:
		return parseISO(s, zone)
	case epochDate, epochMillis:
		t, ok = f.parseEpoch(s)
		return t, false, ok
	case excelDate:
		return parseSerial(s, zone, date1904)
	}
	t, err := time.ParseInLocation(f.layout, s, zone)
	return t, f.days, err == nil
}

func (f *dateFormat) parseEpoch(s string) (time.Time, bool) {
	n, err := strconv.ParseFloat(s, 64)
	if f.kind == epochMillis {
		n /= 1000
	}
	if err != nil || !(math.Abs(n) < 1e11) { // the year 5138
		return time.Time{}, false
	}
	return time.Unix(int64(math.Floor(n)), 0), true
}

// parseSerial reads a spreadsheet's count of days; times of day are rounded to
// the second, because a fraction of a day holds no exact one.
func parseSerial(s string, zone *time.Location, date1904 bool) (t time.Time, dayOnly, ok bool) {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || !(n >= 1 && n < 2958466) { // 9999-12-31
		return time.Time{}, false, false
	}
	year, month, day := 1899, time.December, 30
	if date1904 {
		year, month, day = 1904, time.January, 1
	}
	days, fraction := math.Modf(n)
	seconds := int(math.Round(fraction * 86400))
	return time.Date(year, month, day+int(days), 0, 0, seconds, 0, zone), fraction == 0, true
}

// parseISO reads YYYY-MM-DD, then, behind a T or a space, hh:mm with optional
// seconds, fraction and zone. It is written out because it is where half of
// the time of reading a row would go: time.Parse makes an error for every
// layout that does not fit.
func parseISO(s string, zone *time.Location) (t time.Time, dayOnly, ok bool) {
	if len(s) < 10 || s[4] != '-' || s[7] != '-' {
		return time.Time{}, false, false
	}
	year, ok1 := digits(s[:4])
	month, ok2 := digits(s[5:7])
	day, ok3 := digits(s[8:10])
	if !ok1 || !ok2 || !ok3 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return time.Time{}, false, false
	}
	if len(s) == 10 {
		return time.Date(year, time.Month(month), day, 0, 0, 0, 0, zone), true, true
	}
	if s[10] != 'T' && s[10] != ' ' {
		return time.Time{}, false, false
	}
	clock, offset, ok := parseClock(s[11:], zone)
	if !ok {
		return time.Time{}, false, false
	}
	return time.Date(year, time.Month(month), day, 0, 0, clock, 0, offset), false, true
}

// parseClock reads hh:mm[:ss[.fraction]][zone] as seconds of the day.
func parseClock(s string, zone *time.Location) (seconds int, offset *time.Location, ok bool) {
	if len(s) < 5 || s[2] != ':' {
		return 0, nil, false
	}
	hour, ok1 := digits(s[:2])
	minute, ok2 := digits(s[3:5])
	second, ok3 := 0, true
	if s = s[5:]; len(s) >= 3 && s[0] == ':' {
		second, ok3 = digits(s[1:3])
		s = s[3:]
		if len(s) > 1 && s[0] == '.' && s[1] >= '0' && s[1] <= '9' {
			s = strings.TrimLeft(s[1:], "0123456789")
		}
	}
	if !ok1 || !ok2 || !ok3 || hour > 23 || minute > 59 || second > 59 {
		return 0, nil, false
	}
	offset, ok = parseOffset(s, zone)
	return hour*3600 + minute*60 + second, offset, ok
}

// parseOffset reads Z, ±hh, ±hhmm or ±hh:mm; nothing means zone.
func parseOffset(s string, zone *time.Location) (*time.Location, bool) {
	switch {
	case s == "":
		return zone, true
	case s == "Z" || s == "z":
		return time.UTC, true
	case s[0] != '+' && s[0] != '-':
		return nil, false
	}
	clock := strings.Replace(s[1:], ":", "", 1)
	if len(clock) == 2 {
		clock += "00"
	}
	if len(clock) != 4 {
		return nil, false
	}
	hour, ok1 := digits(clock[:2])
	minute, ok2 := digits(clock[2:])
	seconds := hour*3600 + minute*60
	if s[0] == '-' {
		seconds = -seconds
	}
	return time.FixedZone("", seconds), ok1 && ok2 && hour <= 15 && minute <= 59
}

// digits reads a number that is nothing but digits.
func digits(s string) (n int, ok bool) {
	for i := range len(s) {
		c := s[i]
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
