package postgis

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/ingest"
)

// located is a stored complaint as far as its place goes.
type located struct {
	id         int64
	receivedAt time.Time
	flags      diemnong.Flags
	statedID   int32
	sourceID   int32             // area that the source stated
	place      diemnong.Location // without cell and area
}

// locatedColumns are what scan reads. Until a complaint has a method, its stated
// area is the one of its source.
const locatedColumns = `c.id, c.received_at, c.flags, coalesce(c.stated_area_id, 0),
	coalesce(case when c.located_by = 0 then c.stated_area_id else c.source_area_id end, 0), c.located_by, c.unplaced, c.quality,
	coalesce(c.radius_m, 0), coalesce(c.score, 0), coalesce(st_x(c.geom), 0), coalesce(st_y(c.geom), 0)`

// scan reads locatedColumns and what follows them.
func (l *located) scan(row pgx.Row, more ...any) error {
	var radius, score float32
	p := &l.place
	err := row.Scan(append([]any{
		&l.id, &l.receivedAt, &l.flags, &l.statedID, &l.sourceID, &p.Method, &p.Unplaced, &p.Quality, &radius, &score, &p.Lon, &p.Lat,
	}, more...)...)
	l.receivedAt, p.RadiusM, p.Score = l.receivedAt.UTC(), float64(radius), exactly(score)
	return err
}

// row makes the row that a complaint is placed anew with: all that is known but
// its place. The area is the one that its source stated; one that was found or
// set by hand must not speak for itself.
func (l *located) row(places ingest.Places) ingest.Row {
	r := ingest.Row{Complaint: diemnong.Complaint{
		ID: l.id, ReceivedAt: l.receivedAt, Flags: l.flags &^ areaFlags,
		Location: diemnong.Location{Quality: diemnong.QualityNone},
	}}
	if !l.place.Quality.Placeable() { // it tells of a point that was refused
		r.Complaint.Flags |= l.flags & diemnong.FlagOutsideCity
	}
	if u, ok := places.Area(l.sourceID); ok {
		r.SourceArea = l.sourceID
		r.Complaint.Location.Area = diemnong.AreaRef{Set: u.Set, Code: u.Code}
	}
	return r
}

// mover changes the places of locked complaints in a transaction.
type mover struct {
	db        *DB
	tx        pgx.Tx
	gazetteer int64 // version by which they move; 0 when another reason moves them
}

// move stores the places of rows, with the places before and an event each.
func (m *mover) move(ctx context.Context, rows []ingest.Row) error {
	if len(rows) == 0 {
		return nil
	}
	ids := make([]int64, len(rows))
	for i := range rows {
		ids[i] = rows[i].Complaint.ID
	}
	now := m.db.Now().UTC().Truncate(time.Second)
	if err := m.db.keepPlaces(ctx, m.tx, ids, now, m.gazetteer); err != nil {
		return err
	}
	if err := m.update(ctx, rows); err != nil {
		return err
	}
	if _, err := m.tx.Exec(ctx, m.db.file("locations_events"), ids, now); err != nil {
		return fmt.Errorf("add events: %w", err)
	}
	return nil
}

// movedColumns are new places of complaints, as arrays for one statement.
type movedColumns struct {
	id                               []int64
	method, unplaced, quality, flags []int16
	cell                             []*int64
	radius, score                    []*float32
	areas                            []string
	stated, source                   []*int32
	lon, lat                         []*float64
}

func (u *movedColumns) add(r *ingest.Row) {
	l := &r.Complaint.Location
	u.id = append(u.id, r.Complaint.ID)
	u.method, u.unplaced = append(u.method, int16(l.Method)), append(u.unplaced, int16(l.Unplaced))
	u.quality, u.flags = append(u.quality, int16(l.Quality)), append(u.flags, int16(r.Complaint.Flags))
	u.cell, u.stated = append(u.cell, orNull(int64(l.Cell))), append(u.stated, orNull(r.StatedArea))
	u.source = append(u.source, orNull(r.SourceArea))
	u.radius, u.score = append(u.radius, orNull(float32(l.RadiusM))), append(u.score, orNull(float32(l.Score)))
	u.areas = append(u.areas, arrayLiteral(r.Areas))
	var lon, lat *float64
	if l.Quality.Placeable() {
		lon, lat = &l.Lon, &l.Lat
	}
	u.lon, u.lat = append(u.lon, lon), append(u.lat, lat)
}

func (m *mover) update(ctx context.Context, rows []ingest.Row) error {
	var u movedColumns
	for i := range rows {
		u.add(&rows[i])
	}
	if _, err := m.tx.Exec(ctx, m.db.file("locations_move"), u.id, u.method, u.unplaced, u.quality, u.flags,
		u.cell, u.radius, u.score, u.areas, u.stated, u.source, u.lon, u.lat); err != nil {
		return fmt.Errorf("move complaints: %w", err)
	}
	return nil
}
