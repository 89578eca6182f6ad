package postgis

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// keepPlaces notes the places of complaints before they are moved. The version
// is that of the gazetteer by which they move; 0 when another reason moves them.
// The rows must be locked.
func (db *DB) keepPlaces(ctx context.Context, tx pgx.Tx, ids []int64, at time.Time, gazetteer int64) error {
	if len(ids) == 0 {
		return nil
	}
	if _, err := tx.Exec(ctx, db.file("locations_keep"), ids, at, orNull(gazetteer)); err != nil {
		return fmt.Errorf("keep earlier places: %w", err)
	}
	return nil
}

// earlier reads the places that a complaint had before, oldest first.
func (c *Complaints) earlier(ctx context.Context, s *snapshot, id int64) ([]heat.PastPlace, error) {
	rows, err := s.tx.Query(ctx, c.db.sql(`
		select recorded_at, located_by, unplaced, quality, coalesce(radius_m, 0), coalesce(score, 0),
			coalesce(stated_area_id, 0), coalesce(st_x(geom), 0), coalesce(st_y(geom), 0), coalesce(gazetteer_version, 0)
		from diemnong.complaint_location where complaint_id = $1 order by seq`), id)
	if err != nil {
		return nil, fmt.Errorf("query earlier places: %w", err)
	}
	places, err := pgx.CollectRows(rows, s.world.scanPastPlace)
	if err != nil {
		return nil, fmt.Errorf("read earlier places: %w", err)
	}
	return places, nil
}

func (w *World) scanPastPlace(row pgx.CollectableRow) (p heat.PastPlace, err error) {
	var radius, score float32
	var stated int32
	l := &p.Location
	if err := row.Scan(&p.Until, &l.Method, &l.Unplaced, &l.Quality, &radius, &score, &stated,
		&l.Lon, &l.Lat, &p.Gazetteer); err != nil {
		return heat.PastPlace{}, err
	}
	p.Until = p.Until.UTC()
	l.RadiusM, l.Score, l.Area = float64(radius), exactly(score), w.areaRef(stated)
	if !l.Quality.Placeable() {
		l.Lon, l.Lat = 0, 0
	}
	return p, nil
}

// Unplaced counts the complaints of a filter that no cell holds, by the reason.
// It fails as [Complaints.List] does.
func (c *Complaints) Unplaced(ctx context.Context, f diemnong.Filter) (*heat.UnplacedCounts, error) {
	var counts *heat.UnplacedCounts
	err := c.read(ctx, "count unplaced complaints", func(ctx context.Context, s *snapshot) error {
		sel, err := c.selection(f, s.world)
		if err != nil {
			return err
		}
		sel.conditions = append(sel.conditions, "c.cell is null")
		// Every complaint has a class; it is counted because it takes the moment, the first argument.
		rows, err := s.tx.Query(ctx, c.db.sql(fmt.Sprintf(`select c.unplaced, c.quality, count(%s)
			from %s %s group by 1, 2`, sel.class, sel.from, sel.where())), sel.args...)
		if err != nil {
			return fmt.Errorf("query: %w", err)
		}
		counts = &heat.UnplacedCounts{State: s.state, AsOf: sel.asOf}
		var reason diemnong.Unplaced
		var quality diemnong.Quality
		var n int64
		_, err = pgx.ForEachRow(rows, []any{&reason, &quality, &n}, func() error {
			k := &counts.Reasons[reason]
			if quality == diemnong.QualityArea {
				k.Area += n
			} else {
				k.None += n
			}
			return nil
		})
		return err
	})
	return counts, err
}
