package diemnong_test

import (
	"testing"
	"time"

	"github.com/diemnong/diemnong"
)

func TestClassify(t *testing.T) {
	var none time.Time
	now := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	before, after := now.Add(-time.Second), now.Add(time.Second)
	f := func(s diemnong.Status, due, closed time.Time, want diemnong.Class) {
		t.Helper()
		if got := diemnong.Classify(s, due, closed, now); got != want {
			t.Errorf("Classify(%s, due %v, closed %v) = %s; want %s", s, due, closed, got, want)
		}
	}
	f(diemnong.Resolved, now, before, diemnong.OnTime)
	f(diemnong.Resolved, now, now, diemnong.OnTime) // at its due time is on time
	f(diemnong.Rejected, now, after, diemnong.Late)
	f(diemnong.Resolved, none, before, diemnong.UndatedClosed)
	f(diemnong.Resolved, now, none, diemnong.UndatedClosed) // closed at an unknown time
	f(diemnong.Received, now, none, diemnong.Open)          // due at this moment is not overdue yet
	f(diemnong.Assigned, before, none, diemnong.Overdue)
	f(diemnong.InProgress, none, none, diemnong.UndatedOpen)
}

func TestEnumsReadWhatTheyWrite(t *testing.T) {
	for _, x := range diemnong.Statuses() {
		check(t, x, x.String(), diemnong.ParseStatus)
	}
	for _, x := range diemnong.Classes() {
		check(t, x, x.String(), diemnong.ParseClass)
	}
	for _, x := range diemnong.Channels() {
		check(t, x, x.String(), diemnong.ParseChannel)
	}
	for _, x := range diemnong.Qualities() {
		check(t, x, x.String(), diemnong.ParseQuality)
	}
	for _, x := range diemnong.UnplacedReasons() {
		check(t, x, x.String(), diemnong.ParseUnplaced)
	}
	if u, err := diemnong.ParseUnplaced(""); err == nil {
		t.Errorf("parsing no reason = %v; want an error", u)
	}
	if len(diemnong.Classes()) != diemnong.NumClasses {
		t.Errorf("%d classes; want %d", len(diemnong.Classes()), diemnong.NumClasses)
	}
}

func check[T comparable](t *testing.T, want T, text string, parse func(string) (T, error)) {
	t.Helper()
	if got, err := parse(text); err != nil || got != want {
		t.Errorf("parsing %q = %v, %v; want %v", text, got, err, want)
	}
}

func TestSetInForce(t *testing.T) {
	day := func(y, m int) time.Time { return time.Date(y, time.Month(m), 1, 0, 0, 0, 0, time.UTC) }
	c := diemnong.Catalog{Sets: []diemnong.AreaSet{
		{Code: "old", ValidFrom: day(2021, 1), ValidTo: day(2025, 7)},
		{Code: "new", ValidFrom: day(2025, 7)},
	}}
	f := func(at time.Time, want string) {
		t.Helper()
		if got := c.SetInForce(at); got != want {
			t.Errorf("in force at %v: %q; want %q", at, got, want)
		}
	}
	f(day(2024, 1), "old")
	f(day(2025, 7), "new") // validity is half-open
	f(day(2019, 1), "new") // none in force: the newest
}
