package postgis

import (
	"context"
	"fmt"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/index"
)

// eventsQuery gives histories. Its last column packs, as in rowsQuery, the
// status and in bit 0 whether the event is a re-opening.
const (
	eventsQuery = `select e.complaint_id, e.at, e.due_at, e.closed_at, e.status * 2 + (e.kind = 'reopened')::int
from diemnong.complaint_event e where `
	eventsOrder   = " order by e.complaint_id, e.seq"
	eventsColumns = 5
)

// eventsReader reads rows of eventsQuery in their order and hands each
// complaint's events over together.
type eventsReader struct {
	take   func(id int64, events []index.Event) error
	id     int64 // the complaint whose events are being gathered
	events []index.Event
}

func (h *eventsReader) read(rows []byte) error {
	r := copiedRows{rest: rows}
	for r.next(eventsColumns) {
		id, e := readEvent(&r)
		if r.err != nil {
			break
		}
		if id != h.id {
			if err := h.flush(); err != nil {
				return err
			}
		}
		h.id, h.events = id, append(h.events, e)
	}
	return r.err
}

// flush hands over what is gathered.
func (h *eventsReader) flush() error {
	if len(h.events) == 0 {
		return nil
	}
	err := h.take(h.id, h.events)
	h.events = h.events[:0]
	return err
}

// readEvent takes a row of eventsQuery.
func readEvent(r *copiedRows) (id int64, e index.Event) {
	id, _ = r.int8()
	e.At, e.DueAt, e.ClosedAt = r.seconds(), r.seconds(), r.seconds()
	packed := r.int4()
	e.Status, e.Reopened = diemnong.Status(packed>>1), packed&1 != 0
	return id, e
}

const (
	// defaultIDsPart is how many ids one query covers: the histories of so many
	// complaints become some 8 MB of rows, which the server sorts in memory.
	defaultIDsPart = 40_000
	// mostParts bounds the number of queries where most ids are unused.
	mostParts = 10_000
)

// eventQueries are queries that together give all histories in the order of
// the complaints' ids. Each reads its range by the primary key: one sort of
// all events would go to the server's disk.
func (s *sourceSnapshot) eventQueries(ctx context.Context) ([]string, error) {
	var first, last int64
	err := s.tx.QueryRow(ctx, s.db.sql(`
		select coalesce(min(complaint_id), 0), coalesce(max(complaint_id), 0) from diemnong.complaint_event`)).Scan(&first, &last)
	if err != nil {
		return nil, fmt.Errorf("range of histories: %w", err)
	}
	step := max(s.idsPart, (last-first)/mostParts+1)
	query := s.db.sql(eventsQuery)
	var queries []string
	for from := first; ; from += step {
		if last-from < step {
			return append(queries, fmt.Sprintf("%s e.complaint_id >= %d%s", query, from, eventsOrder)), nil
		}
		queries = append(queries, fmt.Sprintf("%s e.complaint_id >= %d and e.complaint_id < %d%s", query, from, from+step, eventsOrder))
	}
}
