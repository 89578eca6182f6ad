package postgis

import (
	"fmt"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// groupKey is one dimension of a statistic: an integer that each row holds,
// and what it means. Several integers may mean the same, such as the wards of
// one district.
type groupKey struct {
	column string             // SQL expression of type integer
	text   func(int32) string // the key, as in heat.Row
}

// everything puts all complaints into one group.
func everything() groupKey { return groupKey{"0", func(int32) string { return "" }} }

// newGroupKey translates a grouping that has been checked.
func newGroupKey(s *selection, g heat.Grouping, view diemnong.AgencyView) groupKey {
	w := s.world
	switch g.Dimension {
	case heat.ByArea:
		set, _ := w.Catalog.Set(g.Set)
		return groupKey{fmt.Sprintf("coalesce(c.areas[%d], 0)", set.ID), w.areaAt(g.Level)}
	case heat.ByCategory:
		return groupKey{"c.category_id::int", w.ids.categories.text}
	case heat.ByGroup:
		return groupKey{"c.category_id::int", func(id int32) string { return w.groups[w.ids.categories.text(id)] }}
	case heat.ByAgency:
		return groupKey{"coalesce(c.agency_id, 0)::int", w.agency(view)}
	case heat.ByStatus:
		return groupKey{s.status + "::int", func(v int32) string { return diemnong.Status(v).String() }}
	case heat.ByChannel:
		return groupKey{"c.channel::int", func(v int32) string { return diemnong.Channel(v).String() }}
	case heat.ByQuality:
		return groupKey{"c.quality::int", func(v int32) string { return diemnong.Quality(v).String() }}
	default:
		return newTimeKey(g.Dimension, "(c.received_at at time zone "+s.arg(w.Zone.String())+")")
	}
}

// newTimeKey groups by a part of the local time. Days are counted from
// 1970-01-01, as PostgreSQL's dates are plain numbers between which nothing
// depends on a time zone.
func newTimeKey(d heat.Dimension, local string) groupKey {
	const epoch = "'1970-01-01'::date"
	switch d {
	case heat.ByHour:
		return groupKey{"date_part('hour', " + local + ")::int", func(h int32) string { return fmt.Sprintf("%02d", h) }}
	case heat.ByHourOfWeek:
		return groupKey{
			fmt.Sprintf("((date_part('isodow', %s) - 1) * 24 + date_part('hour', %s))::int", local, local),
			func(h int32) string { return fmt.Sprintf("%03d", h) },
		}
	case heat.ByDay:
		return groupKey{local + "::date - " + epoch, dayText(time.DateOnly)}
	case heat.ByWeek:
		return groupKey{"date_trunc('week', " + local + ")::date - " + epoch, dayText(time.DateOnly)}
	default: // heat.ByMonth
		return groupKey{"date_trunc('month', " + local + ")::date - " + epoch, dayText("2006-01")}
	}
}

// dayText writes a day counted from 1970-01-01.
func dayText(layout string) func(int32) string {
	return func(day int32) string {
		return time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(day)).Format(layout)
	}
}

// text gives the code of a number; "" for 0, which stands for none.
func (t codeTable) text(id int32) string { return t.code[int16(id)] }

// areaAt gives the code of the area at a level that holds an area; "" when
// none does, or when the area is coarser than the level.
func (w *World) areaAt(level string) func(int32) string {
	return func(id int32) string {
		unit, _ := w.Atlas.Area(w.Atlas.Ancestor(id, level))
		return unit.Code
	}
}

// agency gives the code of an agency, or of the one that has taken over from it.
func (w *World) agency(view diemnong.AgencyView) func(int32) string {
	if view == diemnong.AsThen {
		return w.ids.agencies.text
	}
	return func(id int32) string {
		code := w.ids.agencies.text(id)
		if code == "" {
			return ""
		}
		return w.Catalog.AgencyNow(code)
	}
}
