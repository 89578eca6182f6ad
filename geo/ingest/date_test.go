package ingest

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestDateFormats(t *testing.T) {
	saigon := zone(t, "Asia/Ho_Chi_Minh")
	f := func(format, text, want string) {
		t.Helper()
		d, err := parseDateFormat(format)
		if err != nil {
			t.Errorf("%s: %v", format, err)
			return
		}
		got, _, ok := d.parse(text, saigon, false)
		if s := got.UTC().Format(time.RFC3339); ok && s != want || !ok && want != "" {
			t.Errorf("%s of %q = %s, %v; want %q", format, text, s, ok, want)
		}
	}
	f("DD/MM/YYYY HH:mm", "05/03/2026 07:30", "2026-03-05T00:30:00Z")
	f("dd/MM/yyyy HH:mm:ss", "05/03/2026 07:30:59", "2026-03-05T00:30:59Z")
	f("D/M/YYYY H:mm", "5/3/2026 7:30", "2026-03-05T00:30:00Z")
	f("HH:mm DD/MM/YYYY", "07:30 05/03/2026", "2026-03-05T00:30:00Z")
	f("DD/MM/YYYY", "05/03/2026", "2026-03-04T17:00:00Z")
	f("DD/MM/YYYY", "31/02/2026", "")
	f("MM/DD/YYYY hh:mm:ss A", "03/05/2026 07:30:00 PM", "2026-03-05T12:30:00Z")
	f("DD-MMM-YY", "05-Mar-26", "2026-03-04T17:00:00Z")
	f("YYYYMMDD", "20260305", "2026-03-04T17:00:00Z")
	f("02.01.2006 15h04", "05.03.2026 07h30", "2026-03-05T00:30:00Z")
	f("YYYY-MM-DD HH:mm:ssZ", "2026-03-05 07:30:00-05:00", "2026-03-05T12:30:00Z")
	f("iso", "2026-03-05T07:30:00Z", "2026-03-05T07:30:00Z")
	f("iso", "2026-03-05 07:30", "2026-03-05T00:30:00Z")
	f("iso", "2026-03-05T07:30:00.123456+0700", "2026-03-05T00:30:00Z")
	f("iso", "2026-03-05", "2026-03-04T17:00:00Z")
	f("iso", "2026-02-29", "")
	f("iso", "2026-03-05T24:00:00", "")
	f("iso", "05/03/2026", "")
	f("epoch", "1772670600", "2026-03-05T00:30:00Z")
	f("epoch_ms", "1772670600999", "2026-03-05T00:30:00Z")
	f("epoch", "soon", "")
	f("excel", "46086.3125", "2026-03-05T00:30:00Z")
	f("excel", "46086", "2026-03-04T17:00:00Z")
	f("excel", "-1", "")
	for _, bad := range []string{"", "DD/MM", "HH:mm", "YYYY", "x"} {
		if _, err := parseDateFormat(bad); err == nil {
			t.Errorf("%q is taken for a format of dates", bad)
		}
	}
}

func TestADayWithoutTimeIsKnownAsSuch(t *testing.T) {
	f := func(format, text string, want bool) {
		t.Helper()
		d, err := parseDateFormat(format)
		if err != nil {
			t.Fatal(err)
		}
		if _, dayOnly, ok := d.parse(text, time.UTC, false); !ok || dayOnly != want {
			t.Errorf("%s of %q: day only %v, %v; want %v", format, text, dayOnly, ok, want)
		}
	}
	f("DD/MM/YYYY", "05/03/2026", true)
	f("DD/MM/YYYY HH:mm", "05/03/2026 00:00", false)
	f("iso", "2026-03-05", true)
	f("iso", "2026-03-05T00:00", false)
	f("excel", "46086", true)
	f("excel", "46086.5", false)
}

func TestSerialDatesOfOldMacWorkbooksCountFrom1904(t *testing.T) {
	got, _, ok := parseSerial("44624.3125", time.UTC, true)
	if want := "2026-03-05T07:30:00Z"; !ok || got.Format(time.RFC3339) != want {
		t.Errorf("got %v, %v; want %s", got, ok, want)
	}
}

// FuzzParseISO holds the parser written out against the layouts of package time.
func FuzzParseISO(f *testing.F) {
	for _, s := range []string{"2026-03-05", "2026-03-05T07:30:00Z", "2026-03-05 07:30:00.5+07:00", "2026-03-05T07:30", "9999-99-99"} {
		f.Add(s)
	}
	layouts := []string{
		"2006-01-02", "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02 15:04:05",
		"2006-01-02T15:04:05Z07:00", "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04Z07:00", "2006-01-02 15:04Z07:00",
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.ContainsAny(s, ",z") { // package time takes a comma before a fraction, we a small z
			t.Skip()
		}
		got, _, ok := parseISO(s, time.UTC)
		for _, l := range layouts {
			want, err := time.Parse(l, s)
			_, offset := want.Zone()
			if err != nil || offset%60 != 0 || offset > 15*3600 || offset < -15*3600 || len(s) > 11 && s[13:14] != ":" {
				continue
			}
			if !ok || !got.Equal(want.Truncate(time.Second)) {
				t.Errorf("%q = %v, %v; want %v", s, got, ok, want)
			}
			return
		}
	})
}

func TestDueRule(t *testing.T) {
	m := mustMapping(t, least+`
due:
  days: 5
  by_category: {flood: 1, tree: 0}
  working_days: true
  holidays: [2026-04-30, 2026-05-01]
`)
	saigon := zone(t, "Asia/Ho_Chi_Minh")
	f := func(received, category, want string) {
		t.Helper()
		at, err := time.ParseInLocation("2006-01-02 15:04", received, saigon)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if due := m.Due.due(at, category, saigon); !due.IsZero() {
			got = due.In(saigon).Format("2006-01-02 15:04")
		}
		if got != want {
			t.Errorf("received %s in %s: due %q; want %q", received, category, got, want)
		}
	}
	f("2026-03-02 09:00", "noise", "2026-03-09 09:00") // Monday to Monday
	f("2026-03-06 23:30", "flood", "2026-03-09 23:30") // Friday night to Monday night
	f("2026-03-07 10:00", "flood", "2026-03-09 10:00") // Saturday to Monday
	f("2026-04-29 08:00", "flood", "2026-05-04 08:00") // over two holidays and a week-end
	f("2026-03-02 09:00", "tree", "")
	m.Due.WorkingDays = false
	f("2026-03-06 23:30", "flood", "2026-03-07 23:30")
}

func TestADueRuleKeepsTheClockOverSummerTime(t *testing.T) {
	m := mustMapping(t, least+"due: {days: 2}\n")
	ny := zone(t, "America/New_York")
	due := m.Due.due(time.Date(2026, 3, 7, 9, 0, 0, 0, ny), "x", ny) // clocks change on the 8th
	if want := time.Date(2026, 3, 9, 9, 0, 0, 0, ny); !due.Equal(want) {
		t.Errorf("due %v; want %v", due, want)
	}
}
