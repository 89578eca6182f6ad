package api

import (
	"context"
	"fmt"
	"strconv"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

type complaintDetail struct {
	complaintAnswer
	History []eventAnswer `json:"history"`
}

type eventAnswer struct {
	At       string             `json:"at"`
	Kind     diemnong.EventKind `json:"kind"`
	Status   string             `json:"status"`
	DueAt    *string            `json:"due_at,omitempty"`
	ClosedAt *string            `json:"closed_at,omitempty"`
}

// complaint gives one complaint with its history.
func (s *Server) complaint(ctx context.Context, c *call) (*reply, error) {
	id, err := strconv.ParseInt(c.path.get("id"), 10, 64)
	if err != nil || id < 1 {
		return nil, diemnong.InvalidValue("id", c.path.get("id"), "is not the number of a complaint.",
			"Use the id that a list gives, such as 1024.")
	}
	return s.showComplaint(ctx, id)
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
	return complaintDetail{complaintOf(&d.Listed), each(d.History, func(e diemnong.Event) eventAnswer {
		return eventAnswer{rfc3339(e.At), e.Kind, e.Status.String(), optionalTime(e.DueAt), optionalTime(e.ClosedAt)}
	})}
}
