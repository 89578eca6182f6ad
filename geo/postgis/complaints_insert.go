package postgis

import (
	"context"
	"fmt"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/ingest"
)

// insert stores complaints that are not there yet, with personal data and history.
func (w *batchWriter) insert(ctx context.Context, fresh []int) error {
	if len(fresh) == 0 {
		return nil
	}
	ids, err := w.reserveIDs(ctx, len(fresh))
	if err != nil {
		return err
	}
	for n, i := range fresh {
		w.ids[i] = ids[n]
	}
	if err := w.copyComplaints(ctx, fresh); err != nil {
		return err
	}
	if err := w.copyPersonal(ctx, fresh); err != nil {
		return err
	}
	if err := w.copyEvents(ctx, fresh, w.firstEvents); err != nil {
		return err
	}
	w.result.Inserted += len(fresh)
	w.changed = append(w.changed, ids...)
	return nil
}

// reserveIDs draws ids before the rows exist, so that personal data and
// history can be copied without asking which row got which id.
func (w *batchWriter) reserveIDs(ctx context.Context, n int) (ids []int64, err error) {
	const statement = `
		select array_agg(nextval(pg_get_serial_sequence('diemnong.complaint', 'id'))) from generate_series(1, $1)`
	if err := w.tx.QueryRow(ctx, w.db.sql(statement), n).Scan(&ids); err != nil {
		return nil, fmt.Errorf("reserve complaint ids: %w", err)
	}
	return ids, nil
}

func (w *batchWriter) copyComplaints(ctx context.Context, rows []int) error {
	c := newCopyRows(w.space)
	for _, i := range rows {
		w.appendComplaint(c, i)
	}
	w.space = c.buf
	return c.send(ctx, w.tx, w.db.sql(`
		copy diemnong.complaint (id, received_at, due_at, closed_at, cell, source_hash, stated_area_id, source_area_id,
			source_id, category_id, agency_id, channel, status, quality, flags, reopened, located_by, unplaced,
			radius_m, score, source_ref, areas, geom) from stdin (format binary)`))
}

func (w *batchWriter) appendComplaint(c *copyRows, i int) {
	r := &w.rows[i]
	k, l := &r.Complaint, &r.Complaint.Location
	c.row(23)
	c.int8(w.ids[i])
	c.time(k.ReceivedAt)
	c.time(k.DueAt)
	c.time(k.ClosedAt)
	c.int8OrNull(int64(l.Cell))
	c.int8(r.Hash)
	c.int4OrNull(r.StatedArea)
	c.int4OrNull(r.SourceArea)
	c.int2(int(w.codes.sources[k.Source]))
	c.int2(int(w.codes.categories[k.Category]))
	c.int2OrNull(int(w.codes.agencies[k.Agency]))
	c.int2(int(k.Channel))
	c.int2(int(k.Status))
	c.int2(int(l.Quality))
	c.int2(int(k.Flags))
	c.int2(k.Reopened)
	c.int2(int(l.Method))
	c.int2(int(l.Unplaced))
	c.float4OrNull(l.RadiusM)
	c.float4OrNull(l.Score)
	c.text(k.SourceRef)
	c.ids(r.Areas)
	if l.Quality.Placeable() {
		c.point(l.Lon, l.Lat)
	} else {
		c.null()
	}
}

// copyPersonal stores the personal data of rows that have any.
func (w *batchWriter) copyPersonal(ctx context.Context, rows []int) error {
	c, n := newCopyRows(w.space), 0
	for _, i := range rows {
		p := &w.rows[i].Personal
		if p.IsZero() {
			continue
		}
		n++
		c.row(6)
		c.int8(w.ids[i])
		for _, s := range [...]string{p.Name, p.Phone, p.Email, p.Address, p.Text} {
			c.textOrNull(s)
		}
	}
	w.space = c.buf
	if n == 0 {
		return nil
	}
	return c.send(ctx, w.tx, w.db.sql(`
		copy diemnong.complaint_personal (complaint_id, name, phone, email, address, text) from stdin (format binary)`))
}

// firstEvents are the events of a new row and the number of the first one.
func (w *batchWriter) firstEvents(i int) ([]diemnong.Event, int) {
	r := &w.rows[i]
	if r.Events != nil {
		return r.Events, 1
	}
	return ingest.History(&r.Complaint), 1
}

// copyEvents stores what eventsOf gives for each row: events and the number
// of the first one in the complaint's history.
func (w *batchWriter) copyEvents(ctx context.Context, rows []int, eventsOf func(row int) ([]diemnong.Event, int)) error {
	c := newCopyRows(w.space)
	for _, i := range rows {
		events, seq := eventsOf(i)
		for n := range events {
			e := &events[n]
			c.row(7)
			c.int8(w.ids[i])
			c.int2(seq + n)
			c.time(e.At)
			c.text(string(e.Kind))
			c.int2(int(e.Status))
			c.time(e.DueAt)
			c.time(e.ClosedAt)
		}
	}
	w.space = c.buf
	return c.send(ctx, w.tx, w.db.sql(`
		copy diemnong.complaint_event (complaint_id, seq, at, kind, status, due_at, closed_at) from stdin (format binary)`))
}
