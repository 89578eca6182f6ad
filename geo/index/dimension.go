package index

import (
	"fmt"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// dimension is one grouping in the numbers of the columns.
type dimension struct {
	texts  []string // of the groups
	group  []uint32 // group of each value of the column, times its stride
	column func(p *part) *codes
	attr   bool   // the values are attrs
	clock  *clock // the values are parts of the local time
}

// add adds the group of each selected row of a piece to its key.
func (d *dimension) add(keys []uint32, x *piece) {
	switch {
	case d.clock != nil:
		d.clock.addKeys(keys, x, d.group)
	case d.attr:
		addKeys(keys, x.sel, x.attr, d.group)
	default:
		d.column(x.part).addKeys(keys, x.sel, x.from, x.to, d.group)
	}
}

// newDimension translates a grouping that has been checked.
func newDimension(s *snapshot, q *selection, g heat.Grouping, view diemnong.AgencyView) dimension {
	w := s.world
	switch g.Dimension {
	case heat.ByArea:
		set, _ := w.Catalog.Set(g.Set)
		d := grouped(s.words.areas, func(areas []int32) string { return areaAt(w, areas, set.ID, g.Level) })
		d.column = func(p *part) *codes { return &p.area }
		return d
	case heat.ByCategory, heat.ByGroup:
		text := func(id int16) string { return w.Categories[id] }
		if g.Dimension == heat.ByGroup {
			groups := groupsOf(w)
			text = func(id int16) string { return groups[w.Categories[id]] }
		}
		d := grouped(s.words.categories, text)
		d.column = func(p *part) *codes { return &p.category }
		return d
	case heat.ByAgency:
		read := agencyReader(view, w)
		d := grouped(s.words.agencies, func(id int16) string {
			if code, known := w.Agencies[id]; known {
				return read(code)
			}
			return ""
		})
		d.column = func(p *part) *codes { return &p.agency }
		return d
	case heat.ByStatus:
		return groupedAttrs(func(a uint8) string { return attrStatus(a).String() })
	case heat.ByChannel:
		return groupedAttrs(func(a uint8) string { return attrChannel(a).String() })
	case heat.ByQuality:
		return groupedAttrs(func(a uint8) string { return attrQuality(a).String() })
	default:
		return newTimeDimension(s, q, g.Dimension)
	}
}

// areaAt gives the code of the area at a level that holds what is known of a
// complaint's place in a set; "" when none does.
func areaAt(w *World, areas []int32, set int, level string) string {
	if set > len(areas) {
		return ""
	}
	unit, _ := w.Atlas.Area(w.Atlas.Ancestor(areas[set-1], level))
	return unit.Code
}

// grouped puts values with the same text into one group.
func grouped[V any](values []V, text func(V) string) dimension {
	d := dimension{group: make([]uint32, len(values))}
	number := map[string]uint32{}
	for i, v := range values {
		t := text(v)
		n, known := number[t]
		if !known {
			n = uint32(len(d.texts))
			number[t] = n
			d.texts = append(d.texts, t)
		}
		d.group[i] = n
	}
	if len(d.texts) == 0 { // no complaints yet
		d.texts = []string{""}
	}
	return d
}

func groupedAttrs(text func(uint8) string) dimension {
	d := grouped(allAttrs[:], text)
	d.attr = true
	return d
}

// newTimeDimension groups by a part of the local time of receipt.
func newTimeDimension(s *snapshot, q *selection, by heat.Dimension) dimension {
	c := newClock(s, q)
	var d dimension
	switch by {
	case heat.ByHour:
		c.part = hourOfDay
		d = grouped(numbers(24), func(h int) string { return fmt.Sprintf("%02d", h) })
	case heat.ByHourOfWeek:
		c.part = hourOfWeek
		d = grouped(numbers(7*24), func(h int) string { return fmt.Sprintf("%03d", h) })
	case heat.ByDay:
		d = grouped(c.days(), func(day int64) string { return dayText(day, "2006-01-02") })
	case heat.ByWeek:
		d = grouped(c.days(), func(day int64) string { return dayText(day-weekday(day), "2006-01-02") })
	default: // heat.ByMonth
		d = grouped(c.days(), func(day int64) string { return dayText(day, "2006-01") })
	}
	d.clock = c
	return d
}

func numbers(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}
