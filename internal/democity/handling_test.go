package democity

import (
	"testing"

	"github.com/diemnong/diemnong"
)

func TestHistoriesLeadToTheStateOfTheComplaint(t *testing.T) {
	t.Parallel()
	g := usualGenerator(t)
	for row := range g.Rows(0) {
		c, events := &row.Complaint, row.Events
		last := events[len(events)-1]
		if events[0].Kind != diemnong.EventReceived || !events[0].At.Equal(c.ReceivedAt) {
			t.Fatalf("%s begins with %+v", c.SourceRef, events[0])
		}
		if last.Status != c.Status || !last.DueAt.Equal(c.DueAt) || !last.ClosedAt.Equal(c.ClosedAt) {
			t.Fatalf("%s ends with %+v, but is %+v", c.SourceRef, last, c)
		}
		reopened := 0
		for i, e := range events {
			if i > 0 && e.At.Before(events[i-1].At) || !e.At.Before(testEnd) {
				t.Fatalf("%s: event %d is at %v", c.SourceRef, i, e.At)
			}
			if e.Kind == diemnong.EventReopened {
				reopened++
			}
		}
		if reopened != c.Reopened {
			t.Fatalf("%s was reopened %d times, and says %d", c.SourceRef, reopened, c.Reopened)
		}
		usable := c.Flags&diemnong.FlagClosedAtUnusable == 0
		if c.Status.Closed() && usable != (!c.ClosedAt.IsZero() && !c.ClosedAt.Before(c.ReceivedAt)) {
			t.Fatalf("%s was closed at %v; flags %b", c.SourceRef, c.ClosedAt, c.Flags)
		}
	}
}

func TestResultsAreEnteredByDay(t *testing.T) {
	t.Parallel()
	g := usualGenerator(t)
	night, all := 0, 0
	for row := range g.Rows(0) {
		if c := row.Complaint; !c.ClosedAt.IsZero() {
			all++
			if h := c.ClosedAt.In(zone).Hour(); h < 7 || h >= 19 {
				night++
			}
		}
	}
	if s := float64(night) / float64(all); s > 0.15 {
		t.Errorf("%.2f of the complaints are closed by night", s)
	}
}
