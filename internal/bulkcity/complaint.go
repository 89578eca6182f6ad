package bulkcity

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/h3"
)

// Complaint is one complaint with what the database knows of it besides.
type Complaint struct {
	diemnong.Complaint
	CategoryID, AgencyID int16
	Areas                [len(AllSets)]int32 // area id in each set
	Events               []diemnong.Event    // in order; the last one's state is the complaint's
}

// Each makes the n complaints of a city in order of time and hands them over
// one by one, each valid until the next. Ids count from 1. It ends with the
// first error of take.
func Each(n int, take func(*Complaint) error) error {
	m := maker{rng: rand.New(rand.NewPCG(1, 2))}
	span := End.Sub(Begin).Seconds()
	for i := range n {
		received := Begin.Add(time.Duration(float64(i)/float64(n)*span) * time.Second)
		if err := m.next(int64(i)+1, received); err != nil {
			return err
		}
		if err := take(&m.c); err != nil {
			return err
		}
	}
	return nil
}

// maker makes one complaint after the other in the same space.
type maker struct {
	rng *rand.Rand
	c   Complaint
}

func (m *maker) next(id int64, received time.Time) error {
	x, y := m.place(id)
	m.c = Complaint{
		Complaint: diemnong.Complaint{
			ID: id, Source: Source, SourceRef: strconv.FormatInt(id, 10), ReceivedAt: received,
			DueAt:   received.AddDate(0, 0, 1+m.rng.IntN(7)),
			Channel: diemnong.Channel(m.rng.IntN(len(diemnong.Channels()))),
		},
		CategoryID: 1 + int16((Categories-0.1)*x*m.rng.Float64()), // what it is about depends on where it is
		AgencyID:   1 + int16(m.rng.IntN(Agencies)),
		Events:     m.c.Events[:0],
	}
	m.c.Category, m.c.Agency = categoryCodes[m.c.CategoryID], agencyCodes[m.c.AgencyID]
	for i, s := range AllSets {
		m.c.Areas[i] = s.areaID(x, y)
	}
	m.history()
	return m.locate(x, y)
}

// place gives a place as parts of the width and the height, both in [0, 1).
func (m *maker) place(id int64) (x, y float64) {
	if id%2 == 0 {
		return m.rng.Float64(), m.rng.Float64()
	}
	const spread = 0.06 // of 80 km
	return inside(0.5 + m.rng.NormFloat64()*spread), inside(0.5 + m.rng.NormFloat64()*spread)
}

func inside(v float64) float64 { return min(max(v, 0), math.Nextafter(1, 0)) }

// locate gives nine of ten complaints a point and its cell; of the others the
// ward of the newer set is known.
func (m *maker) locate(x, y float64) (err error) {
	l := &m.c.Location
	if m.rng.IntN(10) == 0 {
		l.Quality = diemnong.QualityArea
		l.Area = diemnong.AreaRef{Set: New.Code, Code: New.wardCode(m.c.Areas[New.ID-1])}
		return nil
	}
	l.Quality, l.RadiusM = diemnong.Quality(m.rng.IntN(2)), 20
	l.Lon, l.Lat = West+Width*x, South+Height*y
	cell, err := h3.FromPoint(geo.Point{Lon: l.Lon, Lat: l.Lat}, geo.BaseResolution)
	if err != nil {
		return fmt.Errorf("bulkcity: %w", err)
	}
	l.Cell = uint64(cell)
	return nil
}

func (s AreaSet) wardCode(id int32) string { return "w" + strconv.Itoa(int(id-s.firstID)+1) }

// history makes the events, forgets those after the end, and gives the
// complaint the state of the last one.
func (m *maker) history() {
	c := &m.c
	m.event(c.ReceivedAt, diemnong.EventReceived, diemnong.Received)
	assigned := c.ReceivedAt.Add(time.Duration(1800+m.rng.IntN(3600)) * time.Second)
	closed := assigned.Add(time.Duration(60*math.Exp(11*m.rng.Float64())) * time.Second) // a minute to six weeks
	switch again := m.rng.IntN(20) == 0; {
	case m.rng.IntN(8) > 0:
		m.event(assigned, diemnong.EventAssigned, diemnong.Assigned)
		m.event(closed, diemnong.EventClosed, m.ending())
		if again {
			m.event(closed.Add(24*time.Hour), diemnong.EventReopened, diemnong.InProgress)
			m.event(closed.Add(48*time.Hour), diemnong.EventClosed, diemnong.Resolved)
		}
	case again:
		m.event(assigned, diemnong.EventAssigned, diemnong.Assigned)
		m.event(closed, diemnong.EventClosed, diemnong.Resolved)
		m.event(closed.Add(24*time.Hour), diemnong.EventReopened, diemnong.InProgress)
	default:
		m.open(assigned)
	}
	last := &c.Events[len(c.Events)-1]
	c.Status, c.ClosedAt = last.Status, last.ClosedAt
}

// ending is how a complaint is closed: one in ten is rejected.
func (m *maker) ending() diemnong.Status {
	if m.rng.IntN(10) == 0 {
		return diemnong.Rejected
	}
	return diemnong.Resolved
}

// open leaves a complaint received, assigned or in progress.
func (m *maker) open(assigned time.Time) {
	stage := m.rng.IntN(3)
	if stage > 0 {
		m.event(assigned, diemnong.EventAssigned, diemnong.Assigned)
	}
	if stage > 1 {
		m.event(assigned.Add(time.Hour), diemnong.EventProgress, diemnong.InProgress)
	}
}

// event adds to the history what happened before the end.
func (m *maker) event(at time.Time, kind diemnong.EventKind, s diemnong.Status) {
	if !at.Before(End) {
		return
	}
	e := diemnong.Event{At: at, Kind: kind, Status: s, DueAt: m.c.DueAt}
	if s.Closed() {
		e.ClosedAt = at
	}
	if kind == diemnong.EventReopened {
		m.c.Reopened++
	}
	m.c.Events = append(m.c.Events, e)
}
