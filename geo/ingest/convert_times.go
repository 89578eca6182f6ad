package ingest

import (
	"time"

	"github.com/diemnong/diemnong"
)

// Sane times: hotlines have kept files since the nineties, and a date far from
// today is a slip of the pen.
const (
	firstYear = 1990
	lastYear  = 2199
)

// clockSkew is how far a source's clock may be ahead.
const clockSkew = 24 * time.Hour

// times fills in the three times and the number of re-openings.
func (c *Converter) times(k *diemnong.Complaint) {
	var dayOnly bool
	k.ReceivedAt, _ = c.time(FieldReceivedAt)
	if k.ReceivedAt.IsZero() {
		c.reject(FieldReceivedAt, "", "is empty, but every complaint needs the time it was received.")
		return
	}
	if k.ReceivedAt.After(c.env.Now.Add(clockSkew)) {
		c.reject(FieldReceivedAt, c.value(FieldReceivedAt), "is in the future.")
	}
	if k.DueAt, dayOnly = c.time(FieldDueAt); dayOnly {
		k.DueAt = k.DueAt.In(c.zone).AddDate(0, 0, 1).Add(-time.Second).UTC()
	}
	if k.DueAt.IsZero() {
		k.DueAt = c.m.Due.due(k.ReceivedAt, k.Category, c.zone)
	}
	k.Reopened = c.count(FieldReopened)
	c.closing(k)
}

// closing fills in the closing time of a closed complaint. One that cannot be
// (missing, before the receipt, in the future) is no reason to lose the
// complaint: it is marked. So is one that cannot be where the source does not
// call the complaint closed.
func (c *Converter) closing(k *diemnong.Complaint) {
	closedAt, dayOnly, given := c.read(FieldClosedAt)
	if dayOnly && sameDay(closedAt, k.ReceivedAt, c.zone) {
		closedAt = k.ReceivedAt // at some time of the day it was received
	}
	usable := given && !closedAt.Before(k.ReceivedAt) && !closedAt.After(c.env.Now.Add(clockSkew))
	switch {
	case !usable && (given || k.Status.Closed()):
		k.Flags |= diemnong.FlagClosedAtUnusable
	case k.Status.Closed():
		k.ClosedAt = closedAt
	}
}

func sameDay(a, b time.Time, zone *time.Location) bool {
	a, b = a.In(zone), b.In(zone)
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}

// time reads a field as a moment that can be; the zero time when the file
// says nothing.
func (c *Converter) time(f Field) (t time.Time, dayOnly bool) {
	t, dayOnly, given := c.read(f)
	if y := t.Year(); given && (y < firstYear || y > lastYear) {
		c.reject(f, c.value(f), "is not a believable time: its year is before 1990 or after 2199. "+
			"List it under empty in the mapping if it means that nothing is known.")
	}
	return t, dayOnly
}

// read reads a field as a moment, in UTC to the second. Formats are tried in
// the order of the mapping.
func (c *Converter) read(f Field) (t time.Time, dayOnly, given bool) {
	s := c.value(f)
	if s == "" {
		return time.Time{}, false, false
	}
	for i := range c.m.dates {
		if t, dayOnly, ok := c.m.dates[i].parse(s, c.zone, c.env.Date1904); ok {
			return t.UTC().Truncate(time.Second), dayOnly, true
		}
	}
	c.reject(f, s, "is not a time in any of the mapping's date_formats.")
	return time.Time{}, false, false
}

// history derives the events from the times that the file gives. Without any
// of its own, [History] says all there is to say.
func (c *Converter) history(r *Row) {
	assigned, _ := c.time(FieldAssignedAt)
	reopened, _ := c.time(FieldReopenedAt)
	if c.fail != nil || assigned.IsZero() && reopened.IsZero() {
		return
	}
	k := &r.Complaint
	events := History(k)
	last := events[len(events)-1]
	events = events[:1]
	add := func(at time.Time, kind diemnong.EventKind, s diemnong.Status) {
		if !at.IsZero() && !at.Before(events[len(events)-1].At) && !at.After(c.env.Now.Add(clockSkew)) {
			events = append(events, diemnong.Event{At: at, Kind: kind, Status: s, DueAt: k.DueAt})
		}
	}
	add(assigned, diemnong.EventAssigned, diemnong.Assigned)
	add(reopened, diemnong.EventReopened, diemnong.InProgress)
	if !reopened.IsZero() {
		k.Reopened = max(k.Reopened, 1)
	}
	if last.At.Before(events[len(events)-1].At) {
		last.At = events[len(events)-1].At
	}
	if before := events[len(events)-1]; before.Status != last.Status || !before.ClosedAt.Equal(last.ClosedAt) {
		events = append(events, last)
	}
	r.Events = events
}
