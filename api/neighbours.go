package api

import (
	"context"
	"fmt"
	"math"
	"strconv"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

type neighboursAnswer struct {
	AsOf       string            `json:"as_of"`
	Revision   int64             `json:"revision"`
	ID         string            `json:"id"`
	RadiusM    int               `json:"radius_m"`
	Quality    string            `json:"quality"`
	Unplaced   string            `json:"unplaced,omitempty"`
	N          int64             `json:"n"`
	Categories []categoryCount   `json:"categories"`
	Complaints []neighbourAnswer `json:"complaints"`
}

type categoryCount struct {
	Category string `json:"category"`
	N        int64  `json:"n"`
}

type neighbourAnswer struct {
	complaintAnswer
	DistanceM float64 `json:"distance_m"`
}

func (s *Server) readNeighbours(ctx context.Context, c *call) (q heat.NeighbourQuery, err error) {
	w, err := s.city(ctx)
	if err != nil {
		return q, err
	}
	if q.ID, err = idOf(c); err != nil {
		return q, err
	}
	if q.Filter, err = s.filter(c, w); err != nil {
		return q, err
	}
	if q.RadiusM, err = radiusOf(c.query.Get("radius")); err != nil {
		return q, err
	}
	q.Limit, err = countOf("limit", c.query.Get("limit"), "complaints", defaultPage, heat.MaxPage)
	return q, err
}

// radiusOf reads a radius in metres.
func radiusOf(s string) (int, error) {
	if s == "" {
		return heat.DefaultRadiusM, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > heat.MaxRadiusM {
		return 0, diemnong.InvalidValue("radius", s, "is not a radius.",
			fmt.Sprintf("Give whole metres from 1 to %d, such as %d.", heat.MaxRadiusM, heat.DefaultRadiusM))
	}
	return n, nil
}

// neighbours gives what lies around a complaint. Of one without a point the
// list is empty; quality and unplaced say why.
func (s *Server) neighbours(ctx context.Context, q heat.NeighbourQuery) (*reply, error) {
	leave, err := s.gate.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	n, err := s.opt.Complaints.Neighbours(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("neighbours of complaint %d: %w", q.ID, err)
	}
	a, err := jsonReply(neighboursAnswer{
		AsOf: rfc3339(n.AsOf), Revision: int64(n.State.Revision), ID: strconv.FormatInt(q.ID, 10), RadiusM: q.RadiusM,
		Quality: n.Location.Quality.String(), Unplaced: n.Location.Unplaced.String(), N: n.N,
		Categories: each(n.Categories, func(k heat.CategoryCount) categoryCount { return categoryCount(k) }),
		Complaints: each(n.Complaints, neighbourOf),
	})
	if err != nil {
		return nil, err
	}
	return a.atRecord(n.State, n.AsOf), nil
}

// neighbourOf gives decimetres: no point is known better.
func neighbourOf(n heat.Neighbour) neighbourAnswer {
	return neighbourAnswer{complaintOf(&n.Listed), math.Round(n.DistanceM*10) / 10}
}
