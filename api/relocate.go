package api

import (
	"context"
	"fmt"

	"github.com/diemnong/diemnong"
)

// relocation is where an operator says that a complaint is.
type relocation struct {
	id int64
	to diemnong.Location
}

// relocationBody is the body of PATCH /api/v1/complaints/{id}/location.
type relocationBody struct {
	lon, lat *float64
	area     string
}

// fields are the names and targets of NewLocation in openapi.yaml.
func (b *relocationBody) fields() []bodyField {
	return []bodyField{{"lon", &b.lon, 0}, {"lat", &b.lat, 0}, {"area", &b.area, 129}}
}

func (s *Server) readRelocation(ctx context.Context, c *call) (*relocation, error) {
	id, err := idOf(c)
	if err != nil {
		return nil, err
	}
	var b relocationBody
	if err := readBody(c, b.fields()); err != nil {
		return nil, err
	}
	w, err := s.city(ctx)
	if err != nil {
		return nil, err
	}
	if (b.area == "") == (b.lon == nil && b.lat == nil) {
		return nil, diemnong.InvalidValue("location", "", "is either a point or an area.", `Send {"lon": …, "lat": …} or {"area": "set:code"}.`)
	}
	q := &relocation{id: id}
	if q.to.Area, err = refOf(b.area, w); err != nil {
		return nil, err
	}
	q.to.Quality = diemnong.QualityArea
	return q, setPoint(&q.to, b.lon, b.lat)
}

// relocate puts a complaint where an operator says, and shows it.
func (s *Server) relocate(ctx context.Context, q *relocation) (*reply, error) {
	if err := s.opt.Writer.Relocate(ctx, q.id, q.to); err != nil {
		return nil, fmt.Errorf("relocate complaint %d: %w", q.id, err)
	}
	a, err := s.showComplaint(ctx, q.id)
	if err != nil {
		return nil, err
	}
	a.fresh = true
	return a, nil
}
