package api

import (
	"context"
	"fmt"
	"math"
	"strconv"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

type complaintDetail struct {
	complaintAnswer
	AsOf       string            `json:"as_of"` // the moment that its class is of
	StatedArea string            `json:"stated_area,omitempty"`
	History    []eventAnswer     `json:"history"`
	Earlier    []pastPlaceAnswer `json:"earlier_places"`
}

type eventAnswer struct {
	At       string             `json:"at"`
	Kind     diemnong.EventKind `json:"kind"`
	Status   string             `json:"status"`
	DueAt    *string            `json:"due_at,omitempty"`
	ClosedAt *string            `json:"closed_at,omitempty"`
}

// pastPlaceAnswer is where a complaint was before its place was changed.
type pastPlaceAnswer struct {
	Until     string   `json:"until"`
	Method    string   `json:"method"`
	Quality   string   `json:"quality"`
	RadiusM   float64  `json:"radius_m,omitempty"`
	Score     float64  `json:"score,omitempty"`
	Unplaced  string   `json:"unplaced,omitempty"`
	Lon       *float64 `json:"lon,omitempty"`
	Lat       *float64 `json:"lat,omitempty"`
	Area      string   `json:"area,omitempty"`
	Gazetteer int64    `json:"gazetteer,omitempty"`
}

// complaint gives one complaint with its history.
func (s *Server) complaint(ctx context.Context, c *call) (*reply, error) {
	id, err := idOf(c)
	if err != nil {
		return nil, err
	}
	return s.showComplaint(ctx, id)
}

// idOf reads which complaint a path names.
func idOf(c *call) (int64, error) {
	id, err := strconv.ParseInt(c.path.get("id"), 10, 64)
	if err != nil || id < 1 {
		return 0, diemnong.InvalidValue("id", c.path.get("id"), "is not the number of a complaint.",
			"Use the id that a list gives, such as 1024.")
	}
	return id, nil
}

func (s *Server) showComplaint(ctx context.Context, id int64) (*reply, error) {
	d, err := s.opt.Complaints.Complaint(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("complaint %d: %w", id, err)
	}
	a, err := jsonReply(detailOfComplaint(d))
	if err != nil {
		return nil, err
	}
	return a.atRecord(d.State, d.AsOf), nil
}

func detailOfComplaint(d *heat.Detail) complaintDetail {
	return complaintDetail{
		complaintOf(&d.Listed),
		rfc3339(d.AsOf),
		d.Location.Area.String(),
		each(d.History, func(e diemnong.Event) eventAnswer {
			return eventAnswer{rfc3339(e.At), e.Kind, e.Status.String(), optionalTime(e.DueAt), optionalTime(e.ClosedAt)}
		}),
		each(d.Earlier, pastPlaceOf),
	}
}

func pastPlaceOf(p heat.PastPlace) pastPlaceAnswer {
	a := pastPlaceAnswer{
		Until: rfc3339(p.Until), Method: p.Method.String(), Quality: p.Quality.String(), RadiusM: math.Round(p.RadiusM),
		Score: hundredths(p.Score), Unplaced: p.Unplaced.String(), Area: p.Area.String(), Gazetteer: p.Gazetteer,
	}
	if p.Quality.Placeable() {
		a.Lon, a.Lat = known(degrees(p.Lon), true), known(degrees(p.Lat), true)
	}
	return a
}
