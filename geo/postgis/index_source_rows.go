package postgis

import (
	"context"
	"fmt"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/index"
)

// rowsQuery gives what the index holds of complaints. The small columns travel
// as one number: the server pays about 70 ns for each column that it sends,
// and 5 for each step of arithmetic.
//
//	bits 32–47  category
//	bits 16–31  agency, 0 when unknown
//	bits 6–8    channel
//	bits 3–5    status
//	bits 1–2    quality
//	bit 0       re-opened at least once
const (
	rowsQuery = `select c.id, c.received_at, c.due_at, c.closed_at, c.cell, c.areas,
  (c.category_id * 65536 + coalesce(c.agency_id, 0::smallint)) * 65536::bigint
    + ((c.channel * 8 + c.status) * 4 + c.quality) * 2 + (c.reopened > 0)::int
from diemnong.complaint c where `
	rowsColumns = 7
)

// readRow takes a row of rowsQuery; it reuses the space of the row's areas.
func readRow(r *copiedRows, row *index.Row) {
	row.ID, _ = r.int8()
	row.ReceivedAt, row.DueAt, row.ClosedAt = r.seconds(), r.seconds(), r.seconds()
	cell, _ := r.int8()
	row.Cell = geo.Cell(cell)
	row.Areas = r.ids(row.Areas)
	packed, _ := r.int8()
	row.Category, row.Agency = int16(packed>>32), int16(packed>>16)
	row.Channel = diemnong.Channel(packed >> 6 & 7)
	row.Status = diemnong.Status(packed >> 3 & 7)
	row.Quality = diemnong.Quality(packed >> 1 & 3)
	row.Reopened = packed&1 != 0
}

// rowsReader gives the function that reads rows of rowsQuery and hands each
// over, valid until the next one.
func rowsReader(take func(*index.Row) error) func(rows []byte) error {
	var row index.Row
	return func(rows []byte) error {
		r := copiedRows{rest: rows}
		for r.next(rowsColumns) {
			if readRow(&r, &row); r.err != nil {
				break
			}
			if err := take(&row); err != nil {
				return err
			}
		}
		return r.err
	}
}

// defaultBlocksPart is how many blocks of the table one query reads: 8 MB, some
// 50,000 complaints, which become 6 MB of rows.
const defaultBlocksPart = 1024

// rowQueries are queries that together give every complaint, in the order of
// the table. The last one has no end: all that the snapshot sees was there
// before the size was asked for, but nothing else need rely on that.
func (s *sourceSnapshot) rowQueries(ctx context.Context) ([]string, error) {
	var blocks int64
	err := s.tx.QueryRow(ctx, s.db.sql(`
		select pg_relation_size('diemnong.complaint') / current_setting('block_size')::bigint`)).Scan(&blocks)
	if err != nil {
		return nil, fmt.Errorf("size of complaints: %w", err)
	}
	query := s.db.sql(rowsQuery)
	var queries []string
	from := int64(0)
	for ; from+s.blocksPart < blocks; from += s.blocksPart {
		queries = append(queries, fmt.Sprintf("%s c.ctid >= '(%d,0)' and c.ctid < '(%d,0)'", query, from, from+s.blocksPart))
	}
	return append(queries, fmt.Sprintf("%s c.ctid >= '(%d,0)'", query, from)), nil
}
