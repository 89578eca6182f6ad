package heattest

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/heat"
)

// reference is the naive engine: it looks at every complaint for every
// question, and says what the design says, as directly as Go can. It checks no
// names and knows no revisions.
type reference struct {
	catalog    *diemnong.Catalog
	areas      map[diemnong.AreaRef]area.Unit
	zone       *time.Location
	now        func() time.Time
	complaints map[string]Complaint // by SourceRef
}

func newReference(s Setup, zone *time.Location) *reference {
	r := &reference{
		catalog: s.Catalog, zone: zone, now: s.Now,
		areas: map[diemnong.AreaRef]area.Unit{}, complaints: map[string]Complaint{},
	}
	parents := map[int32]string{}
	for _, u := range s.Units {
		parents[int32(u.ID)] = u.Code
		u.Parent = parents[u.ParentID]
		r.areas[diemnong.AreaRef{Set: u.Set, Code: u.Code}] = u
	}
	return r
}

// moment is a complaint as it stood at the moment a question is about.
type moment struct {
	*Complaint
	status        diemnong.Status
	due, closed   time.Time
	reopenedSoFar int
	class         diemnong.Class
}

// matches gives all complaints of the filter, as they stood at its moment.
func (r *reference) matches(f diemnong.Filter) []moment {
	var out []moment
	for _, ref := range slices.Sorted(maps.Keys(r.complaints)) {
		c := r.complaints[ref]
		m := moment{&c, c.Status, c.DueAt, c.ClosedAt, c.Reopened, 0}
		if !f.AsOf.IsZero() {
			if c.ReceivedAt.After(f.AsOf) {
				continue // does not exist yet
			}
			m = asOf(&c, f.AsOf)
		}
		m.class = classify(m, heat.Moment(f, r.now()))
		if r.selects(f, m) {
			out = append(out, m)
		}
	}
	return out
}

// asOf takes the state from the last event at or before a time.
func asOf(c *Complaint, t time.Time) moment {
	m := moment{Complaint: c}
	for _, e := range c.Events {
		if e.At.After(t) {
			break
		}
		m.status, m.due, m.closed = e.Status, e.DueAt, e.ClosedAt
		if e.Kind == diemnong.EventReopened {
			m.reopenedSoFar++
		}
	}
	return m
}

// classify is the table of classes, row by row.
func classify(m moment, t time.Time) diemnong.Class {
	isClosed := m.status == diemnong.Resolved || m.status == diemnong.Rejected
	hasDue, hasClosed := !m.due.IsZero(), !m.closed.IsZero()
	for class, holds := range []bool{
		diemnong.OnTime:        isClosed && hasDue && hasClosed && m.closed.Compare(m.due) <= 0,
		diemnong.Late:          isClosed && hasDue && hasClosed && m.closed.Compare(m.due) > 0,
		diemnong.Open:          !isClosed && hasDue && m.due.Compare(t) >= 0,
		diemnong.Overdue:       !isClosed && hasDue && m.due.Compare(t) < 0,
		diemnong.UndatedOpen:   !isClosed && !hasDue,
		diemnong.UndatedClosed: isClosed && !(hasDue && hasClosed),
	} {
		if holds {
			return diemnong.Class(class)
		}
	}
	panic("heattest: the classes do not cover everything")
}

func (r *reference) selects(f diemnong.Filter, m moment) bool {
	switch {
	case !f.From.IsZero() && m.ReceivedAt.Before(f.From),
		!f.To.IsZero() && !m.ReceivedAt.Before(f.To),
		!oneOf(f.Categories, m.Category),
		!oneOf(f.Groups, r.group(m.Category)),
		!oneOf(f.Statuses, m.status),
		!oneOf(f.Classes, m.class),
		!oneOf(f.Channels, m.Channel),
		!oneOf(f.Qualities, m.Location.Quality):
		return false
	}
	return r.ofAgencies(f, m.Agency) && r.inAreas(f.Areas, m.Areas)
}

func oneOf[T comparable](asked []T, value T) bool {
	return len(asked) == 0 || slices.Contains(asked, value)
}

func (r *reference) group(category string) string {
	for _, k := range r.catalog.Categories {
		if k.Code == category {
			return k.Group
		}
	}
	return ""
}

// ofAgencies reads both sides of the comparison as now, when that is asked for.
func (r *reference) ofAgencies(f diemnong.Filter, agency string) bool {
	if len(f.Agencies) == 0 {
		return true
	}
	return agency != "" && slices.ContainsFunc(f.Agencies, func(asked string) bool {
		return r.agency(f, asked) == r.agency(f, agency)
	})
}

// agency follows the successors, when the filter reads agencies as now.
func (r *reference) agency(f diemnong.Filter, code string) string {
	if f.AgencyView == diemnong.AsThen {
		return code
	}
	for _, a := range r.catalog.Agencies {
		if a.Code == code && a.Successor != "" {
			return r.agency(f, a.Successor)
		}
	}
	return code
}

// inAreas reports whether one of the known areas is, or lies in, one of those asked for.
func (r *reference) inAreas(asked, known []diemnong.AreaRef) bool {
	if len(asked) == 0 {
		return true
	}
	for _, ref := range known {
		for u, ok := r.areas[ref]; ok; u, ok = r.areas[diemnong.AreaRef{Set: u.Set, Code: u.Parent}] {
			if slices.Contains(asked, diemnong.AreaRef{Set: u.Set, Code: u.Code}) {
				return true
			}
		}
	}
	return false
}

// key is the group that a complaint belongs to.
func (r *reference) key(f diemnong.Filter, g heat.Grouping, m moment) string {
	local := m.ReceivedAt.In(r.zone)
	monday := (int(local.Weekday()) + 6) % 7 // days since Monday
	switch g.Dimension {
	case heat.ByArea:
		return r.areaAt(g, m.Areas)
	case heat.ByCategory:
		return m.Category
	case heat.ByGroup:
		return r.group(m.Category)
	case heat.ByAgency:
		return r.agency(f, m.Agency)
	case heat.ByStatus:
		return m.status.String()
	case heat.ByChannel:
		return m.Channel.String()
	case heat.ByQuality:
		return m.Location.Quality.String()
	case heat.ByHour:
		return local.Format("15")
	case heat.ByDay:
		return local.Format("2006-01-02")
	case heat.ByWeek:
		return local.AddDate(0, 0, -monday).Format("2006-01-02")
	case heat.ByMonth:
		return local.Format("2006-01")
	case heat.ByHourOfWeek:
		return fmt.Sprintf("%03d", monday*24+local.Hour())
	}
	panic("heattest: unknown dimension")
}

func (r *reference) areaAt(g heat.Grouping, known []diemnong.AreaRef) string {
	for _, ref := range known {
		for u, ok := r.areas[ref]; ok; u, ok = r.areas[diemnong.AreaRef{Set: u.Set, Code: u.Parent}] {
			if u.Set == g.Set && u.Level == g.Level {
				return u.Code
			}
		}
	}
	return ""
}

// measure sums complaints.
func measure(all []moment) heat.Measures {
	var m heat.Measures
	times := map[uint8]uint32{}
	for _, c := range all {
		m.Classes[c.class]++
		if c.reopenedSoFar > 0 {
			m.Reopened++
		}
		if c.status.Closed() && !c.closed.IsZero() {
			times[bucket(int64(c.closed.Sub(c.ReceivedAt)/time.Second))]++
		}
	}
	for _, b := range slices.Sorted(maps.Keys(times)) {
		m.Handling = append(m.Handling, heat.BucketCount{Bucket: b, N: times[b]})
	}
	return m
}

// bucket looks at one bound after the other.
func bucket(seconds int64) uint8 {
	b := 0
	for i, lower := range heat.Bounds {
		if seconds >= lower {
			b = i
		}
	}
	return uint8(b)
}

// Grid groups the matches by cell.
func (r *reference) Grid(_ context.Context, f diemnong.Filter) (*heat.Grid, error) {
	byCell := map[geo.Cell][]moment{}
	for _, m := range r.matches(f) {
		cell := geo.Cell(m.Location.Cell)
		byCell[cell] = append(byCell[cell], m)
	}
	g := &heat.Grid{AsOf: heat.Moment(f, r.now()), Unplaced: measure(byCell[0])}
	delete(byCell, 0)
	var placed []moment
	for _, m := range byCell {
		placed = append(placed, m...)
	}
	g.Placed = measure(placed)
	for _, res := range geo.Resolutions() {
		g.Layers = append(g.Layers, layer(byCell, res))
	}
	return g, nil
}

// layer groups by the parents of the base cells.
func layer(byCell map[geo.Cell][]moment, res int) heat.Layer {
	parents := map[geo.Cell][]moment{}
	for cell, moments := range byCell {
		parents[cell.Parent(res)] = append(parents[cell.Parent(res)], moments...)
	}
	l := heat.Layer{Resolution: res}
	for _, cell := range slices.Sorted(maps.Keys(parents)) {
		m := measure(parents[cell])
		l.Cells, l.Counts = append(l.Cells, cell), append(l.Counts, m.Counts)
		l.Times = append(l.Times, quantiles(m.Handling))
	}
	return l
}

// quantiles writes all handling times down in order, by bucket, and counts off.
func quantiles(h heat.Histogram) heat.Quantiles {
	var all []uint8
	for _, b := range h {
		for range b.N {
			all = append(all, b.Bucket)
		}
	}
	if len(all) == 0 {
		return heat.Quantiles{Median: heat.NoTime, P90: heat.NoTime}
	}
	n := len(all)
	return heat.Quantiles{Median: all[(n+1)/2-1], P90: all[(9*n+9)/10-1]}
}

// Stats groups the matches by the dimensions.
func (r *reference) Stats(_ context.Context, q heat.StatsQuery) (*heat.Stats, error) {
	all := r.matches(q.Filter)
	s := &heat.Stats{AsOf: heat.Moment(q.Filter, r.now()), Total: measure(all)}
	byKeys := map[[heat.MaxGroupings]string][]moment{}
	for _, m := range all {
		if m.Location.Cell != 0 {
			s.Placed++
		}
		var keys [heat.MaxGroupings]string
		for i, g := range q.By {
			keys[i] = r.key(q.Filter, g, m)
		}
		byKeys[keys] = append(byKeys[keys], m)
	}
	for keys, group := range byKeys {
		s.Rows = append(s.Rows, heat.Row{Keys: keys, Measures: measure(group)})
	}
	slices.SortFunc(s.Rows, func(a, b heat.Row) int { return compareKeys(a.Keys, b.Keys) })
	return s, nil
}

// compareKeys orders by text, what has none last.
func compareKeys(a, b [heat.MaxGroupings]string) int {
	last := func(s string) string { return cmp.Or(s, "\xff") }
	return cmp.Or(cmp.Compare(last(a[0]), last(b[0])), cmp.Compare(last(a[1]), last(b[1])))
}
