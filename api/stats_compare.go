package api

import (
	"context"
	"slices"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// checkCompare refuses a comparison that says nothing.
func (q *statsRequest) checkCompare() error {
	if q.compare == heat.NoComparison {
		return nil
	}
	if err := q.compare.Check(q.query.Filter, q.city.zone); err != nil {
		return err
	}
	for _, g := range q.query.By {
		if dated := []heat.Dimension{heat.ByDay, heat.ByWeek, heat.ByMonth}; slices.Contains(dated, g.Dimension) {
			return diemnong.InvalidValue("compare", q.compare.String(), "cannot be joined by "+g.Dimension.String()+": the two windows have different ones.",
				"Ask for each window by itself, or group by something that recurs.")
		}
	}
	return nil
}

// compared asks for the window that is compared with, at the age that the
// question's own had at asOf.
func (s *Server) compared(ctx context.Context, q *statsRequest, asOf time.Time) (*heat.Stats, *compareAnswer, error) {
	f, err := q.compare.Before(q.query.Filter, q.city.zone, asOf)
	if err != nil {
		return nil, nil, err
	}
	then, err := s.ask(ctx, heat.StatsQuery{Filter: f, By: q.query.By})
	if err != nil {
		return nil, nil, err
	}
	return then, &compareAnswer{
		Mode: q.compare, From: rfc3339(f.From), To: rfc3339(f.To), AsOf: rfc3339(then.AsOf), Total: measuresOf(&then.Total),
	}, nil
}

// withMissing adds, at their places, empty rows for the groups that only the
// comparison has: what has fallen to nothing is news.
func withMissing(rows, then []heat.Row) []heat.Row {
	all := slices.Clone(rows)
	for i := range then {
		if _, ok := search(rows, then[i].Keys); !ok {
			all = append(all, heat.Row{Keys: then[i].Keys})
		}
	}
	slices.SortFunc(all, func(a, b heat.Row) int { return heat.CompareKeys(a.Keys, b.Keys) })
	return all
}

// find gives the measures of a group, zero ones when it is not there.
func find(rows []heat.Row, keys [heat.MaxGroupings]string) *heat.Measures {
	if i, ok := search(rows, keys); ok {
		return &rows[i].Measures
	}
	return &heat.Measures{}
}

func search(rows []heat.Row, keys [heat.MaxGroupings]string) (int, bool) {
	return slices.BinarySearchFunc(rows, keys, func(r heat.Row, k [heat.MaxGroupings]string) int {
		return heat.CompareKeys(r.Keys, k)
	})
}
