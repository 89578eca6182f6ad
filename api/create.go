package api

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"github.com/diemnong/diemnong"
)

// newComplaint is a complaint to be recorded.
type newComplaint struct {
	complaint diemnong.Complaint
	personal  diemnong.Personal
}

// complaintBody is the body of POST /api/v1/complaints before its values are understood.
type complaintBody struct {
	source, sourceRef, channel, category, agency, status string
	receivedAt, dueAt, closedAt, area                    string
	lon, lat                                             *float64
	personal                                             diemnong.Personal
}

// fields are the names, targets and lengths of NewComplaint in openapi.yaml.
func (b *complaintBody) fields() []bodyField {
	const code, moment = 64, 40
	return []bodyField{
		{"source", &b.source, code},
		{"source_ref", &b.sourceRef, 200},
		{"channel", &b.channel, code},
		{"category", &b.category, code},
		{"agency", &b.agency, code},
		{"status", &b.status, code},
		{"received_at", &b.receivedAt, moment},
		{"due_at", &b.dueAt, moment},
		{"closed_at", &b.closedAt, moment},
		{"lon", &b.lon, 0},
		{"lat", &b.lat, 0},
		{"area", &b.area, 2*code + 1},
		{"address", &b.personal.Address, 1000},
		{"text", &b.personal.Text, 20000},
		{"name", &b.personal.Name, 200},
		{"phone", &b.personal.Phone, 40},
		{"email", &b.personal.Email, 200},
	}
}

// readNewComplaint reads a complaint.
func (s *Server) readNewComplaint(ctx context.Context, c *call) (*newComplaint, error) {
	var b complaintBody
	if err := readBody(c, b.fields()); err != nil {
		return nil, err
	}
	w, err := s.city(ctx)
	if err != nil {
		return nil, err
	}
	n := &newComplaint{personal: b.personal}
	for _, step := range []func(city, *diemnong.Complaint) error{b.setCodes, b.setStages, b.setTimes, b.setLocation} {
		if err := step(w, &n.complaint); err != nil {
			return nil, err
		}
	}
	return n, checkTimes(&n.complaint, s.opt.Now())
}

// createComplaint records a complaint and shows it as everybody may see it.
func (s *Server) createComplaint(ctx context.Context, n *newComplaint) (*reply, error) {
	id, created, err := s.opt.Writer.Write(ctx, n.complaint, n.personal)
	if err != nil {
		return nil, fmt.Errorf("record complaint %s/%s: %w", n.complaint.Source, n.complaint.SourceRef, err)
	}
	a, err := s.showComplaint(ctx, id)
	if err != nil {
		return nil, err
	}
	if a.fresh = true; created {
		a.status = http.StatusCreated
		a.with("Location", "/api/v1/complaints/"+strconv.FormatInt(id, 10))
	}
	return a, nil
}
