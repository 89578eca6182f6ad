package api

import (
	"context"
	"fmt"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// extent is the number of complaints and when the first and the last came in, at one state.
type extent struct {
	state    heat.State
	n        uint32
	from, to time.Time
}

func (e *extent) answer() extentAnswer {
	return extentAnswer{N: e.n, From: optionalTime(e.from), To: optionalTime(e.to)}
}

// extent gives the extent of all data. It is kept until the state changes:
// every page load asks, and counting everything is the most expensive question.
func (s *Server) extent(ctx context.Context) (*extent, error) {
	state, err := s.opt.Engine.State(ctx)
	if err != nil {
		return nil, err
	}
	if e := s.extents.Load(); e != nil && e.state == state {
		return e, nil
	}
	all, err := s.ask(ctx, heat.StatsQuery{})
	if err != nil {
		return nil, err
	}
	e := &extent{state: all.State, n: all.Total.N()}
	err = s.setEnds(ctx, e)
	if diemnong.ErrorCode(err) == diemnong.Unavailable {
		return e, s.setEndsByDay(ctx, e) // for now: the exact ones when lists can be read again
	}
	if err != nil {
		return nil, err
	}
	s.extents.Store(e)
	return e, nil
}

// setEnds reads when the first and the last complaint came in.
func (s *Server) setEnds(ctx context.Context, e *extent) error {
	for _, end := range []struct {
		sort heat.Sort
		at   *time.Time
	}{{heat.OldestFirst, &e.from}, {heat.NewestFirst, &e.to}} {
		page, err := s.opt.Complaints.List(ctx, heat.ListQuery{Sort: end.sort, Limit: 1})
		if err != nil {
			return err
		}
		if len(page.Complaints) > 0 {
			*end.at = page.Complaints[0].ReceivedAt
		}
	}
	return nil
}

// setEndsByDay asks the engine instead, which answers while the database is
// away and lists cannot be read: the page needs an extent to begin. It gives
// the beginnings of the first and the last day.
func (s *Server) setEndsByDay(ctx context.Context, e *extent) error {
	w, err := s.city(ctx)
	if err != nil {
		return err
	}
	days, err := s.ask(ctx, heat.StatsQuery{By: []heat.Grouping{{Dimension: heat.ByDay}}})
	if err != nil {
		return err
	}
	e.from, e.to = time.Time{}, time.Time{}
	for _, row := range days.Rows {
		day, err := time.ParseInLocation(time.DateOnly, row.Keys[0], w.zone)
		if err != nil {
			return fmt.Errorf("day %q of the extent: %w", row.Keys[0], err)
		}
		if e.from.IsZero() || day.Before(e.from) {
			e.from = day
		}
		if day.After(e.to) {
			e.to = day
		}
	}
	return nil
}
