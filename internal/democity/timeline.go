package democity

import (
	"math"
	"time"
)

// timeline cuts the years into hours and says how many complaints each has. The
// numbers are the steps of rounded running totals, so they add up to exactly
// what was asked for and need no memory of earlier hours.
type timeline struct {
	start time.Time // on the full hour
	end   time.Time
	base  flow
	spots []flow // of the hot spots
}

// flow is a number of complaints spread over hours.
type flow struct {
	first int       // hour of the timeline
	total []float64 // running total of the weights, after each hour from first on
	rows  int
}

// before is the number of complaints of the flow before an hour.
func (f *flow) before(hour int) int {
	n := min(hour-f.first, len(f.total))
	if n <= 0 {
		return 0
	}
	return int(math.Floor(f.total[n-1]/f.total[len(f.total)-1]*float64(f.rows) + 1e-9))
}

// hours is the number of hours, the last one perhaps not full.
func (t *timeline) hours() int { return int(math.Ceil(t.end.Sub(t.start).Hours())) }

// at is the local time at which an hour begins.
func (t *timeline) at(hour int) time.Time {
	return t.start.Add(time.Duration(hour) * time.Hour).In(zone)
}

// length is how much of an hour lies before the end.
func (t *timeline) length(hour int) time.Duration {
	return min(time.Hour, t.end.Sub(t.at(hour)))
}

// before is the number of complaints before an hour, all flows together.
func (t *timeline) before(hour int) int {
	n := t.base.before(hour)
	for i := range t.spots {
		n += t.spots[i].before(hour)
	}
	return n
}

// hourOf is the hour in which the complaint of a number, from 0, is received.
func (t *timeline) hourOf(row int) int {
	low, high := 0, t.hours()
	for low < high {
		if mid := (low + high) / 2; t.before(mid+1) <= row {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// spread makes a flow of rows over the hours from first to before last, with
// the weight that each hour has.
func (t *timeline) spread(first, last, rows int, weight func(time.Time) float64) flow {
	f := flow{first: first, total: make([]float64, 0, last-first), rows: rows}
	sum := 0.0
	for h := first; h < last; h++ {
		sum += weight(t.at(h)) * t.length(h).Hours()
		f.total = append(f.total, sum)
	}
	return f
}

// hourAt is the hour that holds a moment.
func (t *timeline) hourAt(m time.Time) int { return int(m.Sub(t.start) / time.Hour) }

// lastHour is the hour before which a moment's hours end.
func (t *timeline) lastHour(m time.Time) int {
	return min(int(math.Ceil(m.Sub(t.start).Hours())), t.hours())
}

// growth is how the hotline is used more from year to year.
func (t *timeline) growth(at time.Time) float64 {
	const yearly = 0.11
	return 1 + yearly*at.Sub(t.start).Hours()/(24*365)
}

// joining is the part of complaints that come from the former provinces that
// joined the city: none before the merger, and their share of the residents
// once people there have learnt the number.
func joining(at time.Time, share float64) float64 {
	const learning = 75 * 24 * time.Hour
	since := at.Sub(Merger)
	if since < 0 {
		return 0
	}
	known := 0.25 + 0.75*math.Min(1, float64(since)/float64(learning))
	return known * share / (1 - share + known*share)
}
