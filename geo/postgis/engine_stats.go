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
// The server sends what each row holds, the finest known area, the category
// and so on, in no order, and everything is summed here. To group there would
// be right, but the planner cannot know that the measures of a million
// complaints are a thousand different ones: it sorts them all, and takes twice
// as long as it takes to send them.
func (e *Engine) Stats(ctx context.Context, q heat.StatsQuery) (*heat.Stats, error) {
	var stats *heat.Stats
	err := e.read(ctx, "statistics", func(ctx context.Context, s *snapshot) error {
		now := e.db.Now()
		if err := q.Check(s.world.Catalog, s.world.Atlas, now); err != nil {
			return err
		}
		sel := newSelection(q.Filter, s.world, now)
		groups := newGroups(sel, q)
		if err := e.scan(ctx, s, statsStatement(sel, groups), sel.args, groups.add); err != nil {
			return err
		}
		stats = groups.stats()
		stats.State, stats.AsOf = s.state, sel.asOf
		return nil
	})
	return stats, err
}

// measureBits is the room for a measure beside a key.
const measureBits = 16

// statsStatement gives a row a complaint: the first key and the measure in one
// number, and the second key.
func statsStatement(q *selection, g *groups) string {
	return fmt.Sprintf("select (%s)::bigint << %d | %s, %s\nfrom %s\n%s",
		g.keys[0].column, measureBits, q.measure(), g.keys[1].column, q.from, q.where())
}

// groups sums the rows of a statistic.
type groups struct {
	keys   [heat.MaxGroupings]groupKey
	tally  map[[heat.MaxGroupings]int32]*heat.Tally // by what the rows hold
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

// add takes one row, in PostgreSQL's binary format.
func (g *groups) add(row [][]byte) {
	first := int64(binary.BigEndian.Uint64(row[0]))
	ids := [heat.MaxGroupings]int32{int32(first >> measureBits), int32(binary.BigEndian.Uint32(row[1]))}
	t := g.tally[ids]
	if t == nil {
		t = new(heat.Tally)
		g.tally[ids] = t
	}
	m := measure(first)
	m.addTo(t, 1)
	if m&measurePlaced != 0 {
		g.placed++
	}
}

// stats sums what belongs to the same group, such as the wards of a district.
func (g *groups) stats() *heat.Stats {
	var total heat.Tally
	byKeys := map[[heat.MaxGroupings]string]*heat.Tally{}
	for ids, t := range g.tally {
		total.Add(t)
		var keys [heat.MaxGroupings]string
		for i, id := range ids {
			keys[i] = g.keys[i].text(id)
		}
		if sum := byKeys[keys]; sum != nil {
			sum.Add(t)
		} else {
			byKeys[keys] = t
		}
	}
	s := &heat.Stats{Total: total.Measures(), Placed: g.placed, Rows: make([]heat.Row, 0, len(byKeys))}
	for keys, t := range byKeys {
		s.Rows = append(s.Rows, heat.Row{Keys: keys, Measures: t.Measures()})
	}
	slices.SortFunc(s.Rows, func(a, b heat.Row) int { return heat.CompareKeys(a.Keys, b.Keys) })
	return s
}
