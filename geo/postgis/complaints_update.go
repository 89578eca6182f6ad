package postgis

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/ingest"
)

// update stores rows whose complaint is there with another hash. Each leaves
// an event, and a change of its place another one, with the earlier place. What
// an operator has placed by hand stays there.
func (w *batchWriter) update(ctx context.Context, changed []int) error {
	if len(changed) == 0 {
		return nil
	}
	previous, err := w.lockPrevious(ctx, changed)
	if err != nil {
		return err
	}
	now := w.db.Now().UTC().Truncate(time.Second)
	events := make(map[int][]diemnong.Event, len(changed))
	var moved []int64
	for _, i := range changed {
		p := previous[w.ids[i]]
		if p.SamePlace = p.method == diemnong.MethodOperator || p.place == placeOf(&w.rows[i]); !p.SamePlace {
			moved = append(moved, w.ids[i])
		}
		events[i] = ingest.Changes(p.Previous, &w.rows[i], now)
	}
	if err := w.db.keepPlaces(ctx, w.tx, moved, now, 0); err != nil {
		return err
	}
	if err := w.moveReceipts(ctx, changed, previous); err != nil {
		return err
	}
	if err := w.updateComplaints(ctx, changed); err != nil {
		return err
	}
	if err := w.replacePersonal(ctx, changed); err != nil {
		return err
	}
	if err := w.copyEvents(ctx, changed, func(i int) ([]diemnong.Event, int) {
		return events[i], previous[w.ids[i]].lastSeq + 1
	}); err != nil {
		return err
	}
	w.result.Updated += len(changed)
	w.changed = append(w.changed, w.idsOf(changed)...)
	return nil
}

func (w *batchWriter) idsOf(rows []int) []int64 {
	ids := make([]int64, len(rows))
	for n, i := range rows {
		ids[n] = w.ids[i]
	}
	return ids
}

// place is what decides whether a complaint was relocated.
type place struct {
	lon, lat float64
	quality  diemnong.Quality
	stated   int32
}

func placeOf(r *ingest.Row) place {
	l := &r.Complaint.Location
	p := place{quality: l.Quality, stated: r.StatedArea}
	if l.Quality.Placeable() {
		p.lon, p.lat = l.Lon, l.Lat
	}
	return p
}

// previousState is a complaint as it is stored, locked until the end of the transaction.
type previousState struct {
	ingest.Previous
	place   place
	method  diemnong.Method
	lastSeq int
}

func (w *batchWriter) lockPrevious(ctx context.Context, changed []int) (map[int64]previousState, error) {
	rows, err := w.tx.Query(ctx, w.db.file("complaints_previous"), w.idsOf(changed))
	if err != nil {
		return nil, fmt.Errorf("read complaints to update: %w", err)
	}
	previous := make(map[int64]previousState, len(changed))
	var id int64
	var p previousState
	var due, closed, lastAt *time.Time
	columns := []any{
		&id, &p.ReceivedAt, &due, &closed, &p.Status, &p.Reopened,
		&p.place.lon, &p.place.lat, &p.place.quality, &p.place.stated, &p.method, &p.lastSeq, &lastAt,
	}
	if _, err := pgx.ForEachRow(rows, columns, func() error {
		p.DueAt, p.ClosedAt, p.LastEventAt = timeOrZero(due), timeOrZero(closed), timeOrZero(lastAt)
		previous[id] = p
		return nil
	}); err != nil {
		return nil, fmt.Errorf("read complaints to update: %w", err)
	}
	return previous, nil
}

func timeOrZero(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

// moveReceipts keeps the history in order where a later row corrects
// received_at: the receipt moves there, and nothing stays before it.
func (w *batchWriter) moveReceipts(ctx context.Context, changed []int, previous map[int64]previousState) error {
	var ids []int64
	var at []time.Time
	for _, i := range changed {
		if received := w.rows[i].Complaint.ReceivedAt; !received.Equal(previous[w.ids[i]].ReceivedAt) {
			ids, at = append(ids, w.ids[i]), append(at, received)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	if _, err := w.tx.Exec(ctx, w.db.sql(`
		update diemnong.complaint_event e
		set at = case when e.seq = 1 then m.at else greatest(e.at, m.at) end
		from unnest($1::bigint[], $2::timestamptz[]) as m (id, at)
		where e.complaint_id = m.id and e.complaint_id = any($1)`), ids, at); err != nil {
		return fmt.Errorf("move receipts: %w", err)
	}
	return nil
}

// updateColumns are the new values of complaints, as arrays for one statement.
type updateColumns struct {
	id, hash                                            []int64
	received                                            []time.Time
	due, closed                                         []*time.Time
	cell                                                []*int64
	stated, source                                      []*int32
	category, channel, status, quality, flags, reopened []int16
	method, unplaced                                    []int16
	agency                                              []*int16
	radius, score                                       []*float32
	lon, lat                                            []*float64
	areas                                               []string
}

func (w *batchWriter) updateComplaints(ctx context.Context, changed []int) error {
	var u updateColumns
	for _, i := range changed {
		u.add(w.ids[i], &w.rows[i], w.codes)
	}
	if _, err := w.tx.Exec(ctx, w.db.file("complaints_update"),
		u.id, u.received, u.due, u.closed, u.cell, u.hash, u.stated, u.category, u.agency, u.channel,
		u.status, u.quality, u.flags, u.reopened, u.radius, u.areas, u.lon, u.lat,
		u.method, u.unplaced, u.score, u.source); err != nil {
		return fmt.Errorf("update complaints: %w", err)
	}
	return nil
}

func (u *updateColumns) add(id int64, r *ingest.Row, codes *catalogCodes) {
	c, l := &r.Complaint, &r.Complaint.Location
	u.id, u.hash = append(u.id, id), append(u.hash, r.Hash)
	u.received = append(u.received, c.ReceivedAt)
	u.due, u.closed = append(u.due, orNull(c.DueAt)), append(u.closed, orNull(c.ClosedAt))
	u.cell, u.stated = append(u.cell, orNull(int64(l.Cell))), append(u.stated, orNull(r.StatedArea))
	u.source = append(u.source, orNull(r.SourceArea))
	u.category, u.agency = append(u.category, codes.categories[c.Category]), append(u.agency, orNull(codes.agencies[c.Agency]))
	u.channel, u.status = append(u.channel, int16(c.Channel)), append(u.status, int16(c.Status))
	u.quality, u.flags = append(u.quality, int16(l.Quality)), append(u.flags, int16(c.Flags))
	u.reopened = append(u.reopened, int16(c.Reopened))
	u.method, u.unplaced = append(u.method, int16(l.Method)), append(u.unplaced, int16(l.Unplaced))
	u.radius, u.score = append(u.radius, orNull(float32(l.RadiusM))), append(u.score, orNull(float32(l.Score)))
	u.areas = append(u.areas, arrayLiteral(r.Areas))
	var lon, lat *float64
	if l.Quality.Placeable() {
		lon, lat = &l.Lon, &l.Lat
	}
	u.lon, u.lat = append(u.lon, lon), append(u.lat, lat)
}

// orNull is nil for the zero value.
func orNull[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// arrayLiteral writes ids as the text of an integer[]: unnest cannot take
// arrays of different lengths apart.
func arrayLiteral(ids []int32) string {
	b := []byte{'{'}
	for n, id := range ids {
		if n > 0 {
			b = append(b, ',')
		}
		if id == 0 {
			b = append(b, "null"...)
			continue
		}
		b = strconv.AppendInt(b, int64(id), 10)
	}
	return string(append(b, '}'))
}

func (w *batchWriter) replacePersonal(ctx context.Context, changed []int) error {
	if _, err := w.tx.Exec(ctx, w.db.sql(`
		delete from diemnong.complaint_personal where complaint_id = any($1)`), w.idsOf(changed)); err != nil {
		return fmt.Errorf("replace personal data: %w", err)
	}
	return w.copyPersonal(ctx, changed)
}
