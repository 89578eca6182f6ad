package heattest

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/h3"
)

// received begins a complaint: by phone, about a flood, known to no agency,
// placed nowhere.
func received(ref string, at, due time.Time) Complaint {
	c := Complaint{Complaint: diemnong.Complaint{
		Source: "suite", SourceRef: ref, Channel: diemnong.Phone, Category: "flood",
		ReceivedAt: at, Location: diemnong.Location{Quality: diemnong.QualityNone},
	}}
	return c.then(at, diemnong.EventReceived, diemnong.Received, due, time.Time{})
}

// then appends an event, after which the complaint is in the given state.
func (c Complaint) then(at time.Time, kind diemnong.EventKind, s diemnong.Status, due, closed time.Time) Complaint {
	c.Events = append(slices.Clip(c.Events), diemnong.Event{At: at, Kind: kind, Status: s, DueAt: due, ClosedAt: closed})
	c.Status, c.DueAt, c.ClosedAt = s, due, closed
	if kind == diemnong.EventReopened {
		c.Reopened++
	}
	return c
}

// closed resolves the complaint at a time.
func (c Complaint) closed(at time.Time) Complaint {
	return c.then(at, diemnong.EventClosed, diemnong.Resolved, c.DueAt, at)
}

// closedSometime resolves the complaint at a time that its source does not tell.
func (c Complaint) closedSometime(recorded time.Time) Complaint {
	c.Flags |= diemnong.FlagClosedAtUnusable
	return c.then(recorded, diemnong.EventClosed, diemnong.Resolved, c.DueAt, time.Time{})
}

// reopened takes the closing back.
func (c Complaint) reopened(at time.Time) Complaint {
	return c.then(at, diemnong.EventReopened, diemnong.InProgress, c.DueAt, time.Time{})
}

// of sets the category.
func (c Complaint) of(category string) Complaint {
	c.Category = category
	return c
}

// by sets the handling agency.
func (c Complaint) by(agency string) Complaint {
	c.Agency = agency
	return c
}

// at places the complaint in the middle of a field.
func (c Complaint) at(col, row int) Complaint {
	return c.placed(west+field*(float64(col)+0.5), south+field*(float64(row)+0.5), diemnong.QualityPoint)
}

// placed gives the complaint a point, its cell and its areas.
func (c Complaint) placed(lon, lat float64, q diemnong.Quality) Complaint {
	cell, err := h3.FromPoint(geo.Point{Lon: lon, Lat: lat}, geo.BaseResolution)
	if err != nil {
		panic(fmt.Sprintf("heattest: %v", err)) // the suite's own points are on the globe
	}
	c.Location = diemnong.Location{Lon: lon, Lat: lat, Quality: q, RadiusM: 20, Cell: uint64(cell)}
	c.Areas = areasAt(newUnits(), math.Floor((lon-west)/field), math.Floor((lat-south)/field))
	return c
}

// in places the complaint in stated areas only.
func (c Complaint) in(refs ...diemnong.AreaRef) Complaint {
	c.Location = diemnong.Location{Quality: diemnong.QualityArea, Area: refs[0]}
	c.Areas = refs
	return c
}

// nowhere takes the place away.
func (c Complaint) nowhere() Complaint {
	c.Location = diemnong.Location{Quality: diemnong.QualityNone}
	c.Areas = nil
	return c
}
