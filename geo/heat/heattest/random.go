package heattest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// random makes complaints and questions. It prefers the places where mistakes
// live: equal times, times a second apart, borders of local days and of the
// hours that a clock skips or repeats.
type random struct {
	*rand.Rand
	zone    *time.Location
	now     time.Time
	catalog *diemnong.Catalog
	refs    []string    // of the complaints made so far
	times   []time.Time // that occurred in them
	areas   []diemnong.AreaRef
}

func newRandom(b *bench, seed uint64) *random {
	r := &random{Rand: rand.New(rand.NewPCG(seed, 1)), zone: b.zone, now: startNow, catalog: b.ref.catalog}
	for _, u := range newUnits() {
		r.areas = append(r.areas, diemnong.AreaRef{Set: u.Set, Code: u.Code})
	}
	return r
}

// one in n.
func (r *random) one(n int) bool { return r.IntN(n) == 0 }

func pick[T any](r *random, list []T) T { return list[r.IntN(len(list))] }

// some gives up to three of the list, often none.
func some[T any](r *random, list []T) []T {
	if !r.one(4) {
		return nil
	}
	var out []T
	for range 1 + r.IntN(3) {
		out = append(out, pick(r, list))
	}
	return out
}

// moment is a time in the last two years, up to now.
func (r *random) moment() time.Time {
	t := r.now.Add(-time.Duration(r.Int64N(int64(2 * 365 * 24 * time.Hour))))
	switch r.IntN(8) {
	case 0:
		t = r.localMidnight(t)
	case 1: // the clocks of New York change within these hours
		t = time.Date(2025, 11, 2, 4+r.IntN(4), 0, 0, 0, time.UTC)
	case 2:
		t = time.Date(2026, 3, 8, 5+r.IntN(4), 0, 0, 0, time.UTC)
	case 3:
		if len(r.times) > 0 {
			t = pick(r, r.times)
		}
	}
	t = t.Add(time.Duration(r.IntN(3)-1) * time.Second).Truncate(time.Second).UTC()
	if t.After(r.now) {
		t = r.now
	}
	return t
}

func (r *random) localMidnight(t time.Time) time.Time {
	y, m, d := t.In(r.zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, r.zone)
}

// after is a time at or after another one, and not after now.
func (r *random) after(t time.Time) time.Time {
	steps := []time.Duration{0, time.Second, time.Minute, time.Hour, 24 * time.Hour, 7 * 24 * time.Hour, 300 * 24 * time.Hour}
	t = t.Add(time.Duration(r.Float64() * float64(pick(r, steps)))).Truncate(time.Second)
	if t.After(r.now) {
		return r.now
	}
	return t
}

// due is a due time for a receipt, or none; it may be past or to come.
func (r *random) due(got time.Time) time.Time {
	switch r.IntN(6) {
	case 0:
		return never
	case 1:
		return got
	case 2: // around the line between open and overdue
		return r.now.Truncate(heat.AsOfStep).Add(time.Duration(r.IntN(3)-1) * time.Second)
	default:
		return got.Add(time.Duration(r.IntN(40*24)) * time.Hour)
	}
}

// complaint makes a new one.
func (r *random) complaint() Complaint {
	got := r.moment()
	c := received(fmt.Sprintf("r%d", len(r.refs)), got, r.due(got))
	r.refs = append(r.refs, c.SourceRef)
	for range r.IntN(5) {
		c = r.happen(c)
	}
	return r.describe(c)
}

// happen adds an event.
func (r *random) happen(c Complaint) Complaint {
	at := r.after(c.Events[len(c.Events)-1].At)
	r.times = append(r.times, at, c.ReceivedAt)
	if !c.DueAt.IsZero() && !c.DueAt.After(r.now) {
		r.times = append(r.times, c.DueAt)
	}
	switch {
	case r.one(6):
		return c.then(at, diemnong.EventUpdated, c.Status, r.due(c.ReceivedAt), c.ClosedAt)
	case c.Status.Closed():
		return c.reopened(at)
	case r.one(3):
		return c.then(at, diemnong.EventAssigned, diemnong.Assigned, c.DueAt, never)
	case r.one(8):
		return c.closedSometime(at)
	case r.one(6):
		return c.then(at, diemnong.EventClosed, diemnong.Rejected, c.DueAt, at)
	default:
		return c.closed(at)
	}
}

// describe sets everything but the history.
func (r *random) describe(c Complaint) Complaint {
	c.Category = pick(r, r.catalog.Categories).Code
	c.Channel = pick(r, diemnong.Channels())
	c.Agency = ""
	if !r.one(5) {
		c.Agency = pick(r, r.catalog.Agencies).Code
	}
	switch r.IntN(8) {
	case 0:
		return c.nowhere()
	case 1:
		return c.in(pick(r, r.areas))
	default: // a few places with many complaints, not on the border of a field
		lon := west + field*(float64(r.IntN(fields))+0.1+0.2*float64(r.IntN(4)))
		lat := south + field*(float64(r.IntN(fields))+0.1+0.2*float64(r.IntN(2)))
		return c.placed(lon, lat, diemnong.Quality(r.IntN(2)))
	}
}

// filter asks for anything.
func (r *random) filter() diemnong.Filter {
	var f diemnong.Filter
	if r.one(2) {
		f.From = r.moment()
	}
	if r.one(2) {
		if f.To = r.moment(); !f.From.Before(f.To) {
			f.To = never
		}
	}
	if r.one(2) {
		f.AsOf = r.moment()
	}
	if r.one(2) {
		f.AgencyView = diemnong.AsNow
	}
	f.Categories = some(r, codesOf(r.catalog.Categories, func(k diemnong.Category) string { return k.Code }))
	f.Groups = some(r, codesOf(r.catalog.Groups, func(g diemnong.Group) string { return g.Code }))
	f.Agencies = some(r, codesOf(r.catalog.Agencies, func(a diemnong.Agency) string { return a.Code }))
	f.Statuses = some(r, diemnong.Statuses())
	f.Classes = some(r, diemnong.Classes())
	f.Channels = some(r, diemnong.Channels())
	f.Qualities = some(r, diemnong.Qualities())
	f.Areas = some(r, r.areas)
	return f
}

func codesOf[T any](list []T, code func(T) string) []string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = code(x)
	}
	return out
}

// groupings asks for none, one or two different ones.
func (r *random) groupings() []heat.Grouping {
	var g []heat.Grouping
	for range r.IntN(heat.MaxGroupings + 1) {
		one := heat.Grouping{Dimension: heat.Dimension(r.IntN(int(heat.ByHourOfWeek) + 1))}
		if one.Dimension == heat.ByArea {
			one = pick(r, areaGroupings())
		}
		if !slices.Contains(g, one) {
			g = append(g, one)
		}
	}
	return g
}
