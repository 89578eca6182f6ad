package ingest

import (
	"testing"
	"time"

	"github.com/diemnong/diemnong"
)

func TestDatesWithoutAMapping(t *testing.T) {
	saigon := zone(t, "Asia/Ho_Chi_Minh")
	f := func(text, want string, formats ...string) {
		t.Helper()
		d, err := NewDates(formats...)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := d.Parse(text, saigon, false)
		if s := got.Format(time.RFC3339); ok && s != want || !ok && want != "" {
			t.Errorf("%q = %s, %t; want %q", text, s, ok, want)
		}
	}
	f("2024-01-01", "2023-12-31T17:00:00Z")
	f("2024-01-01T08:00", "2024-01-01T01:00:00Z")
	f(" 2024-01-01 08:00:30 ", "2024-01-01T01:00:30Z")
	f("2024-01-01T08:00:00+07:00", "2024-01-01T01:00:00Z")
	f("2024-01-01T08:00:00Z", "2024-01-01T08:00:00Z")
	f("05/03/2024", "2024-03-04T17:00:00Z") // the day first
	f("5/3/2024 8:05", "2024-03-05T01:05:00Z")
	f("08:05 05/03/2024", "2024-03-05T01:05:00Z")
	f("05-03-2024", "2024-03-04T17:00:00Z")
	f("05.03.2024 08:05:06", "2024-03-05T01:05:06Z")
	f("2024/3/5", "2024-03-04T17:00:00Z")
	f("20240305", "2024-03-04T17:00:00Z")
	f("45356.5", "2024-03-05T05:00:00Z")
	f("1709600400", "2024-03-05T01:00:00Z")
	f("03/25/2024", "") // the month first is never guessed
	f("03/25/2024", "2024-03-24T17:00:00Z", "MM/DD/YYYY")
	f("2024", "") // as a spreadsheet's day it would be in 1905
	f("hôm qua", "")
	f("", "")
	if _, err := NewDates("DD/MM"); diemnong.ErrorCode(err) != diemnong.Invalid {
		t.Errorf("a format without a year: %v; want %s", err, diemnong.Invalid)
	}
}
