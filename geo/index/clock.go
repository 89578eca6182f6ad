package index

import (
	"math"
	"time"
)

// clock tells the local day and hour of a time of receipt.
type clock struct {
	part     clockPart
	firstDay int64 // local day of the earliest time, counted from 1970-01-01
	lastDay  int64
	// The offset from UTC is offsets[i] seconds from begins[i] on.
	begins  []int64
	offsets []int64
}

// clockPart is what a clock groups by.
type clockPart uint8

const (
	dayNumber clockPart = iota // from firstDay on
	hourOfDay
	hourOfWeek // Monday 0:00 is 0
)

const (
	hourSeconds = 3600
	daySeconds  = 86400
	// manyDays keeps days that are counted from 1970 positive: 2,000 years.
	manyDays = 365_250 * 2
)

// newClock reads the zone's offsets between the earliest and the latest
// receipt that a selection can hold.
func newClock(s *snapshot, q *selection) *clock {
	first, last := s.extent(q)
	c := &clock{}
	for at := first; ; {
		t := time.Unix(at, 0).In(s.world.Zone)
		_, offset := t.Zone()
		c.begins, c.offsets = append(c.begins, at), append(c.offsets, int64(offset))
		_, end := t.ZoneBounds()
		if end.IsZero() || end.Unix() > last {
			break
		}
		at = end.Unix()
	}
	c.begins[0] = math.MinInt64
	// Clocks that are set back may make an earlier time the later day.
	c.firstDay, c.lastDay = (first+c.offsets[0])/daySeconds-1, (last+c.offsets[len(c.offsets)-1])/daySeconds+1
	return c
}

// extent is the earliest and the latest time of receipt that a selection can
// hold, and 0 to 0 when there is none.
func (s *snapshot) extent(q *selection) (first, last int64) {
	first, last = math.MaxInt64, math.MinInt64
	for _, p := range s.parts {
		first, last = min(first, p.epoch+int64(p.earliest)), max(last, p.epoch+int64(p.latest))
	}
	first = max(first, q.from)
	if q.to < math.MaxInt64 {
		last = min(last, q.to-1)
	}
	if first > last {
		return 0, 0
	}
	return first, last
}

// addKeys adds the group of each selected row's day or hour to its key.
func (c *clock) addKeys(keys []uint32, x *piece, group []uint32) {
	zone := 0
	for k := range keys {
		i := k
		if !x.sel.all {
			i = int(x.sel.row[k])
		}
		t := x.epoch + int64(x.time[x.from+i])
		for zone+1 < len(c.begins) && t >= c.begins[zone+1] { // rows of a piece ascend in time
			zone++
		}
		local := uint64(t + c.offsets[zone] + manyDays*daySeconds)
		day := int64(local/daySeconds) - manyDays
		switch c.part {
		case hourOfDay:
			keys[k] += group[local%daySeconds/hourSeconds]
		case hourOfWeek:
			keys[k] += group[weekday(day)*24+int64(local%daySeconds/hourSeconds)]
		default:
			keys[k] += group[day-c.firstDay]
		}
	}
}

// days lists all days from the first to the last.
func (c *clock) days() []int64 {
	all := make([]int64, c.lastDay-c.firstDay+1)
	for i := range all {
		all[i] = c.firstDay + int64(i)
	}
	return all
}

// weekday counts from Monday, 0. 1970-01-01 was a Thursday, 3.
func weekday(day int64) int64 { return (day + 3 + 7*manyDays) % 7 }

func dayText(day int64, layout string) string {
	return time.Unix(day*daySeconds, 0).UTC().Format(layout)
}
