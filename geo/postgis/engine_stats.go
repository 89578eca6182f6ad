package postgis

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/diemnong/diemnong/geo/heat"
)

// Stats gives the measures grouped by up to two dimensions.
//
// The server groups by what the rows hold: the finest known area, the category
// and so on. What those belong to is summed here, from the same world that the
// filter was read with.
func (e *Engine) Stats(ctx context.Context, q heat.StatsQuery) (*heat.Stats, error) {
	var stats *heat.Stats
	err := e.read(ctx, "statistics", func(ctx context.Context, s *snapshot) error {
		now := e.db.Now()
		if err := q.Check(s.world.Catalog, s.world.Atlas, now); err != nil {
			return err
		}
		sel := newSelection(q.Filter, s.world, now)
		groups := newGroups(sel, q)
		if err := e.count(ctx, s, sel, groups); err != nil {
			return err
		}
		stats = groups.stats()
		stats.State, stats.AsOf = s.state, sel.asOf
		return nil
	})
	return stats, err
}

// count reads how many complaints each group has of each measure.
func (e *Engine) count(ctx context.Context, s *snapshot, q *selection, g *groups) error {
	rows, err := s.tx.Query(ctx, e.db.sql(statsStatement(q, g)), q.args...)
	if err != nil {
		return fmt.Errorf("query: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		v := rows.RawValues()
		g.add(int4(v[0]), int4(v[1]), measure(int4(v[2])), uint32(binary.BigEndian.Uint64(v[3])))
	}
	return rows.Err()
}

func statsStatement(q *selection, g *groups) string {
	return fmt.Sprintf(`
select key0, key1, measure, count(*)
from (
  select %s as key0, %s as key1, %s as measure
  from %s
  %s
) q
group by key0, key1, measure`, g.keys[0].column, g.keys[1].column, q.measure(), q.from, q.where())
}

// int4 decodes an integer in PostgreSQL's binary format.
func int4(b []byte) int32 { return int32(binary.BigEndian.Uint32(b)) }

// groups sums the rows of a statistic.
type groups struct {
	keys   [heat.MaxGroupings]*groupKey
	tally  map[[heat.MaxGroupings]int32]*heat.Tally // by positions in keys[i].texts
	total  heat.Tally
	placed uint32
}

func newGroups(s *selection, q heat.StatsQuery) *groups {
	g := &groups{tally: map[[heat.MaxGroupings]int32]*heat.Tally{}}
	for i := range g.keys {
		g.keys[i] = everything()
		if i < len(q.By) {
			g.keys[i] = newGroupKey(s, q.By[i], q.Filter.AgencyView)
		}
	}
	return g
}

func (g *groups) add(key0, key1 int32, m measure, n uint32) {
	m.addTo(&g.total, n)
	if m&measurePlaced != 0 {
		g.placed += n
	}
	at := [heat.MaxGroupings]int32{g.keys[0].position(key0), g.keys[1].position(key1)}
	t := g.tally[at]
	if t == nil {
		t = new(heat.Tally)
		g.tally[at] = t
	}
	m.addTo(t, n)
}

func (g *groups) stats() *heat.Stats {
	s := &heat.Stats{Total: g.total.Measures(), Placed: g.placed, Rows: make([]heat.Row, 0, len(g.tally))}
	for at, t := range g.tally {
		row := heat.Row{Measures: t.Measures()}
		for i, k := range g.keys {
			row.Keys[i] = k.texts[at[i]]
		}
		s.Rows = append(s.Rows, row)
	}
	slices.SortFunc(s.Rows, func(a, b heat.Row) int { return heat.CompareKeys(a.Keys, b.Keys) })
	return s
}
