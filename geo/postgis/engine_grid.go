package postgis

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/heat"
)

// unusedDigits are the low 15 bits of a base cell: five digits finer than its
// resolution, all ones. A measure fits in their place, so that a complaint's
// cell and measure are one number that sorts by cell.
const unusedDigits = 1<<15 - 1

// Grid gives the measures of every base cell with a match, and of the matches
// in no cell.
//
// The server sends one number a complaint, in no order: to group them there
// takes longer than to send them, since cell, class and bucket together hardly
// repeat (on a million complaints it halves the number of rows and doubles the
// time).
func (e *Engine) Grid(ctx context.Context, f diemnong.Filter) (*heat.Grid, error) {
	var g *heat.Grid
	err := e.read(ctx, "grid", func(ctx context.Context, s *snapshot) error {
		q, err := e.selection(f, s.world)
		if err != nil {
			return err
		}
		var keys []uint64
		if err := e.scan(ctx, s, gridStatement(q), q.args, func(row [][]byte) {
			keys = append(keys, binary.BigEndian.Uint64(row[0]))
		}); err != nil {
			return err
		}
		slices.Sort(keys)
		g = buildGrid(keys)
		g.State, g.AsOf = s.state, q.asOf
		return nil
	})
	return g, err
}

// gridStatement gives a row a complaint: cell and measure in one number;
// complaints in no cell have the measure alone.
func gridStatement(q *selection) string {
	return fmt.Sprintf("select coalesce(c.cell & ~%d::bigint, 0) | %s\nfrom %s\n%s",
		unusedDigits, q.measure(), q.from, q.where())
}

// buildGrid sums sorted keys. Those in no cell are measures alone and come first.
func buildGrid(keys []uint64) *heat.Grid {
	var unplaced heat.Tally
	b := heat.NewGridBuilder(geo.BaseResolution)
	for len(keys) > 0 {
		n := 1
		for n < len(keys) && keys[n] == keys[0] {
			n++
		}
		m := measure(keys[0] & unusedDigits)
		if m&measurePlaced == 0 {
			m.addTo(&unplaced, uint32(n))
		} else {
			addTo(b, geo.Cell(keys[0]|unusedDigits), m, uint32(n))
		}
		keys = keys[n:]
	}
	g := b.Grid()
	g.Unplaced = unplaced.Measures()
	return g
}

// addTo adds n complaints of one measure to a cell.
func addTo(b *heat.GridBuilder, cell geo.Cell, m measure, n uint32) {
	var counts heat.Counts
	m.count(&counts, n)
	if bucket, ok := m.bucket(); ok {
		time := [1]heat.BucketCount{{Bucket: bucket, N: n}}
		b.Add(cell, &counts, time[:])
		return
	}
	b.Add(cell, &counts, nil)
}
