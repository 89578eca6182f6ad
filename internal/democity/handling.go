package democity

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/diemnong/diemnong"
)

// How complaints are handled, as parts of all.
const (
	rejectedShare = 0.04
	reopenedShare = 0.03
	stuckShare    = 0.006 // take many times as long as they should
	lostShare     = 0.006 // lie somewhere for months
	unusableShare = 0.006 // of the closed: nobody knows when
)

// undatedHandling is the usual time for what has no due time.
const undatedHandling = 120 * time.Hour

// handlingSpread is how far the logarithms of handling times lie apart.
const handlingSpread = 0.7

// pace says how paces are drawn: most are near the usual one, a few are clearly
// slower. Who is slow is fiction.
type pace struct {
	usual  float64 // in the median
	spread float64 // of the logarithms
	slow   float64 // part of all that are slow
	factor float64 // by which these are slower
}

// The pace of an agency is the part of the given time that it needs in the
// median. In some wards everything takes longer, whoever is responsible.
var (
	agencyPace = pace{usual: 0.27, spread: 0.15, slow: 0.06, factor: 2.2}
	wardPace   = pace{usual: 1, spread: 0.18, slow: 0.03, factor: 1.7}
)

// of is the pace of an agency or a ward; only the seed decides.
func (p *pace) of(code string, seed uint64) float64 {
	h := fnv.New64a()
	h.Write([]byte(code))
	r := rand.New(rand.NewPCG(seed, h.Sum64()))
	x := p.usual * math.Exp(p.spread*r.NormFloat64())
	if r.Float64() < p.slow {
		x *= p.factor
	}
	return x
}

// pace is the part of the given time that an agency needs in the median for a
// category in a ward.
func (g *Generator) pace(agency string, k *category, ward string) float64 {
	return g.paces[agency] * g.paces[ward] * k.pace
}

// handlingTime draws how long an agency takes for a complaint.
func handlingTime(k *category, pace float64, agency string, received time.Time, r *rand.Rand) time.Duration {
	given := k.due
	if given == 0 {
		given = undatedHandling
	}
	factor := pace * math.Exp(handlingSpread*r.NormFloat64())
	switch x := r.Float64(); {
	case x < stuckShare:
		factor *= 20
	case x < stuckShare+lostShare:
		given += time.Duration(30+500*r.Float64()) * 24 * time.Hour
	}
	// The committees of the new wards had to find their feet.
	if since := received.Sub(Merger); since >= 0 && strings.HasPrefix(agency, "ubnd-") {
		factor *= 1 + 0.8*math.Exp(-since.Hours()/24/60)
	}
	return time.Duration(factor * float64(given))
}

// course is a complaint on its way, with its events so far.
type course struct {
	complaint *diemnong.Complaint
	events    []diemnong.Event
	end       time.Time // nothing is known of what comes later
	r         *rand.Rand
}

// add puts an event into the history, and its state into the complaint, when it
// happens before the end; it reports whether it did.
func (c *course) add(at time.Time, kind diemnong.EventKind, s diemnong.Status) bool {
	if !at.Before(c.end) {
		return false
	}
	k := c.complaint
	k.Status, k.ClosedAt = s, time.Time{}
	if s.Closed() {
		k.ClosedAt = at
	}
	c.events = append(c.events, diemnong.Event{At: at, Kind: kind, Status: s, DueAt: k.DueAt, ClosedAt: k.ClosedAt})
	return true
}

// handle takes the complaint from its receipt as far as it gets before the end.
func (c *course) handle(k *category, takes time.Duration) {
	received := c.complaint.ReceivedAt
	if k.due > 0 {
		c.complaint.DueAt = received.Add(k.due)
	}
	c.add(received, diemnong.EventReceived, diemnong.Received)
	outcome := diemnong.Resolved
	if c.r.Float64() < rejectedShare {
		outcome, takes = diemnong.Rejected, takes/4
	}
	closed := c.work(received, takes, outcome)
	if closed.IsZero() {
		return
	}
	switch x := c.r.Float64(); {
	case x < reopenedShare && outcome == diemnong.Resolved:
		c.reopen(k, closed, takes)
	case x > 1-unusableShare:
		c.forgetClosing()
	}
}

// work goes from assignment to closing; it returns the closing time, or zero
// when the end came first.
func (c *course) work(from time.Time, takes time.Duration, outcome diemnong.Status) time.Time {
	closing := c.inOfficeHours(from, from.Add(takes))
	span := closing.Sub(from)
	assigned := from.Add(min(time.Duration((0.02+0.1*c.r.Float64())*float64(span)), 20*time.Hour).Truncate(time.Second))
	begun := from.Add(time.Duration((0.2 + 0.4*c.r.Float64()) * float64(span)).Truncate(time.Second))
	done := c.add(assigned, diemnong.EventAssigned, diemnong.Assigned) &&
		c.add(begun, diemnong.EventProgress, diemnong.InProgress) &&
		c.add(closing, diemnong.EventClosed, outcome)
	if !done {
		return time.Time{}
	}
	return closing
}

// reopen has the resident come back within days, with a new due time.
func (c *course) reopen(k *category, closed time.Time, takes time.Duration) {
	again := closed.Add(time.Duration((4 + 120*c.r.Float64()) * float64(time.Hour))).Truncate(time.Second)
	due := c.complaint.DueAt
	if k.due > 0 {
		c.complaint.DueAt = again.Add(k.due)
	}
	if !c.add(again, diemnong.EventReopened, diemnong.InProgress) {
		c.complaint.DueAt = due
		return
	}
	c.complaint.Reopened++
	c.add(c.inOfficeHours(again, again.Add(takes/2+time.Hour)), diemnong.EventClosed, diemnong.Resolved)
}

// forgetClosing makes the closing one whose time nobody knows: the time of the
// event before stands for it.
func (c *course) forgetClosing() {
	c.complaint.ClosedAt = time.Time{}
	c.complaint.Flags |= diemnong.FlagClosedAtUnusable
	e := &c.events[len(c.events)-1]
	e.At, e.ClosedAt = c.events[len(c.events)-2].At, time.Time{}
}

// inOfficeHours moves a closing that took longer than a shift to the next
// morning when it falls into the night: results are entered by day.
func (c *course) inOfficeHours(from, to time.Time) time.Time {
	const shift = 5 * time.Hour
	to = to.Truncate(time.Second)
	if to.Sub(from) < shift {
		return to
	}
	local := to.In(zone)
	hour := local.Hour()
	if hour >= 7 && hour < 19 {
		return to
	}
	morning := time.Date(local.Year(), local.Month(), local.Day(), 7, 0, 0, 0, zone)
	if hour >= 19 {
		morning = morning.AddDate(0, 0, 1)
	}
	return morning.Add(time.Duration(c.r.IntN(3*3600)) * time.Second).UTC()
}
