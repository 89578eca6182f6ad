package postgis

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/index"
)

// The small columns travel as one number: the server pays about 70 ns for each
// column that it sends, and 5 for each step of arithmetic.
//
//	bits 32–47  category
//	bits 16–31  agency, 0 when unknown
//	bits 6–8    channel
//	bits 3–5    status
//	bits 1–2    quality
//	bit 0       re-opened at least once
const rowsQuery = `select c.id, c.received_at, c.due_at, c.closed_at, c.cell, c.areas,
  (c.category_id * 65536 + coalesce(c.agency_id, 0::smallint)) * 65536::bigint
    + ((c.channel * 8 + c.status) * 4 + c.quality) * 2 + (c.reopened > 0)::int
from diemnong.complaint c`

// copyRows hands complaints over in the order of the table, without a sort.
func (s *IndexSource) copyRows(ctx context.Context, tx pgx.Tx, where string, take func(*index.Row) error) error {
	var row index.Row
	return copyOut(ctx, tx, s.db.sql(rowsQuery)+where, func(r *copiedRow) error {
		readRow(r, &row)
		if r.err != nil {
			return r.err
		}
		return take(&row)
	})
}

// readRow takes a row of rowsQuery; it reuses the space of the row's areas.
func readRow(r *copiedRow, row *index.Row) {
	row.ID = r.int8()
	row.ReceivedAt, row.DueAt, row.ClosedAt = r.seconds(), r.seconds(), r.seconds()
	row.Cell = geo.Cell(r.int8())
	row.Areas = r.ids(row.Areas)
	packed := r.int8()
	row.Category, row.Agency = int16(packed>>32), int16(packed>>16)
	row.Channel = diemnong.Channel(packed >> 6 & 7)
	row.Status = diemnong.Status(packed >> 3 & 7)
	row.Quality = diemnong.Quality(packed >> 1 & 3)
	row.Reopened = packed&1 != 0
}

// eventsQuery packs as rowsQuery does: the status, and in bit 0 whether the
// event is a re-opening.
const eventsQuery = `select e.complaint_id, e.at, e.due_at, e.closed_at, e.status * 2 + (e.kind = 'reopened')::int
from diemnong.complaint_event e`

// copyEvents hands histories over in the order of the complaints.
func (s *IndexSource) copyEvents(ctx context.Context, tx pgx.Tx, where string, take func(int64, []index.Event) error) error {
	var of int64 // the complaint whose events are being gathered
	var events []index.Event
	err := copyOut(ctx, tx, s.db.sql(eventsQuery)+where+" order by e.complaint_id, e.seq", func(r *copiedRow) error {
		id, e := readEvent(r)
		if r.err != nil {
			return r.err
		}
		if id != of && len(events) > 0 {
			if err := take(of, events); err != nil {
				return err
			}
			events = events[:0]
		}
		of, events = id, append(events, e)
		return nil
	})
	if err != nil || len(events) == 0 {
		return err
	}
	return take(of, events)
}

// readEvent takes a row of eventsQuery.
func readEvent(r *copiedRow) (id int64, e index.Event) {
	id = r.int8()
	e.At, e.DueAt, e.ClosedAt = r.seconds(), r.seconds(), r.seconds()
	packed := r.int4()
	e.Status, e.Reopened = diemnong.Status(packed>>1), packed&1 != 0
	return id, e
}
