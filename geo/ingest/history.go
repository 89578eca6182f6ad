package ingest

import (
	"time"

	"github.com/diemnong/diemnong"
)

// History is what can be said about the past of a complaint whose present
// state alone is known: it was received, and it came into its present state
// when it was closed, or at an unknown time, for which its receipt stands.
func History(c *diemnong.Complaint) []diemnong.Event {
	events := make([]diemnong.Event, 1, 2)
	events[0] = diemnong.Event{At: c.ReceivedAt, Kind: diemnong.EventReceived, Status: diemnong.Received, DueAt: c.DueAt}
	if c.Status == diemnong.Received {
		return events
	}
	at := c.ReceivedAt
	if c.ClosedAt.After(at) {
		at = c.ClosedAt
	}
	return append(events, stateAfter(c, kindOf(c.Status), at))
}

// Previous is what the system of record knew of a complaint before a later
// row changed it.
type Previous struct {
	Status                      diemnong.Status
	ReceivedAt, DueAt, ClosedAt time.Time
	Reopened                    int
	LastEventAt                 time.Time
	SamePlace                   bool // point, quality and stated area are those of the later row
}

// Changes are the events that a later row of a complaint leaves. They complete
// the row's count of re-openings, which most sources do not give. Their time is
// the closing time where the row tells one that fits behind the history, and
// now for everything else; it is never before the last event. Where the place
// changed beside something else, an event in the state before says so first.
func Changes(old Previous, r *Row, now time.Time) []diemnong.Event {
	c := &r.Complaint
	kind, at := kindOfChange(old, c), now
	if kind == diemnong.EventClosed && !c.ClosedAt.IsZero() {
		at = c.ClosedAt
	}
	if kind == diemnong.EventReopened {
		old.Reopened++
	}
	c.Reopened = max(c.Reopened, old.Reopened)
	for _, least := range [...]time.Time{old.LastEventAt, c.ReceivedAt} {
		if at.Before(least) {
			at = least
		}
	}
	if old.SamePlace || kind == diemnong.EventRelocated {
		return []diemnong.Event{stateAfter(c, kind, at)}
	}
	moved := diemnong.Event{At: at, Kind: diemnong.EventRelocated, Status: old.Status, DueAt: old.DueAt, ClosedAt: old.ClosedAt}
	return []diemnong.Event{moved, stateAfter(c, kind, at)}
}

func kindOfChange(old Previous, c *diemnong.Complaint) diemnong.EventKind {
	closed, was := c.Status.Closed(), old.Status.Closed()
	switch {
	case was && !closed:
		return diemnong.EventReopened
	case closed && (!was || !c.ClosedAt.Equal(old.ClosedAt)):
		return diemnong.EventClosed
	case c.Status != old.Status && c.Status != diemnong.Received && !closed:
		return kindOf(c.Status)
	case c.Status == old.Status && c.DueAt.Equal(old.DueAt) && !old.SamePlace:
		return diemnong.EventRelocated
	default:
		return diemnong.EventUpdated
	}
}

// stateAfter is the event after which a complaint is as it is now.
func stateAfter(c *diemnong.Complaint, kind diemnong.EventKind, at time.Time) diemnong.Event {
	return diemnong.Event{At: at, Kind: kind, Status: c.Status, DueAt: c.DueAt, ClosedAt: c.ClosedAt}
}

// kindOf is the kind of event that leads to a status.
func kindOf(s diemnong.Status) diemnong.EventKind {
	switch s {
	case diemnong.Assigned:
		return diemnong.EventAssigned
	case diemnong.InProgress:
		return diemnong.EventProgress
	case diemnong.Resolved, diemnong.Rejected:
		return diemnong.EventClosed
	default:
		return diemnong.EventReceived
	}
}
