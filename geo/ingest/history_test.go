package ingest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/diemnong/diemnong"
)

func day(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }

func TestHistoryEndsInThePresentState(t *testing.T) {
	f := func(s diemnong.Status, closed time.Time, want ...diemnong.Event) {
		t.Helper()
		c := diemnong.Complaint{Status: s, ReceivedAt: day(1), DueAt: day(9), ClosedAt: closed}
		if diff := cmp.Diff(want, History(&c)); diff != "" {
			t.Errorf("%s: events (-want +got):\n%s", s, diff)
		}
	}
	received := diemnong.Event{At: day(1), Kind: diemnong.EventReceived, DueAt: day(9)}
	f(diemnong.Received, time.Time{}, received)
	f(diemnong.Assigned, time.Time{}, received,
		diemnong.Event{At: day(1), Kind: diemnong.EventAssigned, Status: diemnong.Assigned, DueAt: day(9)})
	f(diemnong.Resolved, day(3), received,
		diemnong.Event{At: day(3), Kind: diemnong.EventClosed, Status: diemnong.Resolved, DueAt: day(9), ClosedAt: day(3)})
	f(diemnong.Rejected, time.Time{}, received,
		diemnong.Event{At: day(1), Kind: diemnong.EventClosed, Status: diemnong.Rejected, DueAt: day(9)})
}

func TestChangesSayWhatHappened(t *testing.T) {
	now := day(20)
	open := Previous{ReceivedAt: day(1), LastEventAt: day(1), SamePlace: true}
	closed := Previous{Status: diemnong.Resolved, ReceivedAt: day(1), ClosedAt: day(5), LastEventAt: day(5), SamePlace: true}
	moved := open
	moved.SamePlace = false
	f := func(name string, old Previous, s diemnong.Status, closedAt time.Time, kind diemnong.EventKind, at time.Time, reopened int) {
		t.Helper()
		r := Row{Complaint: diemnong.Complaint{Status: s, ReceivedAt: day(1), ClosedAt: closedAt}}
		events := Changes(old, &r, now)
		e := events[len(events)-1]
		if e.Kind != kind || !e.At.Equal(at) || r.Complaint.Reopened != reopened || e.Status != s || !e.ClosedAt.Equal(closedAt) {
			t.Errorf("%s: %+v with %d re-openings; want %s at %v with %d", name, e, r.Complaint.Reopened, kind, at, reopened)
		}
		if beside := !old.SamePlace && kind != diemnong.EventRelocated; len(events) == 2 != beside {
			t.Errorf("%s: %d events; want one more for the place alone where something else changed too", name, len(events))
		} else if beside && (events[0].Kind != diemnong.EventRelocated || events[0].Status != old.Status || !events[0].ClosedAt.Equal(old.ClosedAt)) {
			t.Errorf("%s: the place changed by %+v; want that in the state before", name, events[0])
		}
	}
	var never time.Time
	f("taken up", open, diemnong.InProgress, never, diemnong.EventProgress, now, 0)
	f("assigned", open, diemnong.Assigned, never, diemnong.EventAssigned, now, 0)
	f("closed", open, diemnong.Resolved, day(4), diemnong.EventClosed, day(4), 0)
	f("closed, nobody knows when", open, diemnong.Resolved, never, diemnong.EventClosed, now, 0)
	f("closed anew", closed, diemnong.Resolved, day(7), diemnong.EventClosed, day(7), 0)
	f("closed before what is known already", closed, diemnong.Resolved, day(3), diemnong.EventClosed, day(5), 0)
	f("re-opened", closed, diemnong.InProgress, never, diemnong.EventReopened, now, 1)
	f("moved", moved, diemnong.Received, never, diemnong.EventRelocated, now, 0)
	f("moved and closed", moved, diemnong.Resolved, day(4), diemnong.EventClosed, day(4), 0)
	f("another text", open, diemnong.Received, never, diemnong.EventUpdated, now, 0)
	f("rejected instead of resolved", closed, diemnong.Rejected, day(5), diemnong.EventUpdated, now, 0)
	closed.Reopened = 2
	f("re-opened again", closed, diemnong.Received, never, diemnong.EventReopened, now, 3)
}
