package postgis

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// Engine answers [heat.Engine]'s questions with SQL on plain PostGIS. Each
// answer comes from one snapshot, whose revision it states. It is safe for
// concurrent use.
type Engine struct {
	snapshots
}

var _ heat.Engine = (*Engine)(nil)

// NewEngine makes the SQL engine of a city.
func NewEngine(db *DB, worlds *Worlds) *Engine {
	return &Engine{snapshots{db: db, worlds: worlds, Timeout: DefaultTimeout}}
}

// State is the newest revision. It costs one short query.
func (e *Engine) State(ctx context.Context) (heat.State, error) {
	s, err := e.db.feedState(ctx, e.db.Pool)
	if err != nil {
		return heat.State{}, e.explain(ctx, "read revision", err)
	}
	return s, nil
}

// feedState gives the newest revision.
func (db *DB) feedState(ctx context.Context, q querier) (s heat.State, err error) {
	err = q.QueryRow(ctx, db.sql(`
		select r.revision, r.id::text
		from diemnong.feed f
		join diemnong.revision r on r.revision = f.revision`)).Scan(&s.Revision, &s.ID)
	if errors.Is(err, pgx.ErrNoRows) {
		return heat.State{}, fmt.Errorf("the feed of schema %s has lost its revision", db.Schema)
	}
	return s, err
}

// scan hands each row of a statement over in PostgreSQL's binary format; the
// row is valid until the next one.
func (e *Engine) scan(ctx context.Context, s *snapshot, statement string, args []any, take func(row [][]byte)) error {
	rows, err := s.tx.Query(ctx, e.db.sql(statement), args...)
	if err != nil {
		return fmt.Errorf("query: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		take(rows.RawValues())
	}
	return rows.Err()
}

// handlingBounds are the buckets' bounds for PostgreSQL's width_bucket, which
// counts the bounds at or below a value: without the first one it gives the
// bucket's own number, and 0 for a negative time.
func handlingBounds() []float64 {
	bounds := make([]float64, heat.NumBuckets-1)
	for i, b := range heat.Bounds[1:] {
		bounds[i] = float64(b)
	}
	return bounds
}

// A measure packs what the measures need of a complaint into 13 bits, so that
// it sorts, groups and travels as one number:
//
//	bit 12     in a cell
//	bits 9–11  class
//	bit 8      re-opened at least once
//	bits 0–7   handling-time bucket + 1; 0 when there is no handling time
type measure uint16

const (
	measurePlaced     = 1 << 12
	measureClassShift = 9
	measureReopened   = 1 << 8
)

// measure is the expression for a complaint's measure.
func (s *selection) measure() string {
	return fmt.Sprintf(`(((c.cell is not null)::int << 12) | (%s::int << 9) | ((%s > 0)::int << 8) |
    case when %s >= %d and %s is not null
      then 1 + width_bucket(date_part('epoch', %s - c.received_at), %s) else 0 end)`,
		s.class, s.reopened, s.status, closedStatus, s.closedAt, s.closedAt, s.arg(handlingBounds()))
}

// class of the complaint.
func (m measure) class() diemnong.Class { return diemnong.Class(m >> measureClassShift & 7) }

// bucket of the handling time; ok is false when there is none.
func (m measure) bucket() (bucket uint8, ok bool) { return uint8(m) - 1, uint8(m) > 0 }

// count adds n complaints of this measure, without their handling times.
func (m measure) count(c *heat.Counts, n uint32) {
	c.Classes[m.class()] += n
	if m&measureReopened != 0 {
		c.Reopened += n
	}
}

// addTo adds n complaints of this measure.
func (m measure) addTo(t *heat.Tally, n uint32) {
	m.count(&t.Counts, n)
	if bucket, ok := m.bucket(); ok {
		t.Times.Add(bucket, n)
	}
}
