package postgis

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
)

// rowsQuerier is a pool, a connection or a transaction.
type rowsQuerier interface {
	querier
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// LoadAtlas reads all area sets with outlines and crosswalks, as of one
// moment. It takes about half a second for a thousand areas.
func (db *DB) LoadAtlas(ctx context.Context) (atlas *area.Atlas, err error) {
	err = db.inTx(ctx, snapshotTx, func(tx pgx.Tx) error {
		atlas, err = db.loadAtlas(ctx, tx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("load areas: %w", err)
	}
	return atlas, nil
}

func (db *DB) loadAtlas(ctx context.Context, q rowsQuerier) (*area.Atlas, error) {
	sets, err := db.loadSets(ctx, q)
	if err != nil {
		return nil, err
	}
	units, err := db.loadUnits(ctx, q)
	if err != nil {
		return nil, err
	}
	links, err := db.loadLinks(ctx, q)
	if err != nil {
		return nil, err
	}
	return area.NewAtlas(sets, units, links)
}

// loadSets reads the area sets by ID, their levels from coarse to fine.
// Validity begins and ends at midnight in the city's time zone.
func (db *DB) loadSets(ctx context.Context, q rowsQuerier) ([]diemnong.AreaSet, error) {
	zone, err := db.loadZone(ctx, q)
	if err != nil {
		return nil, err
	}
	rows, err := q.Query(ctx, db.sql(`
		select id, code, name, name_en, valid_from, valid_to, approximate, attribution
		from diemnong.area_set order by id`))
	if err != nil {
		return nil, fmt.Errorf("read area sets: %w", err)
	}
	sets, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (s diemnong.AreaSet, err error) {
		var from, to *time.Time
		err = row.Scan(&s.ID, &s.Code, &s.Name, &s.NameEN, &from, &to, &s.Approximate, &s.Attribution)
		s.ValidFrom, s.ValidTo = dayIn(zone, from), dayIn(zone, to)
		return s, err
	})
	if err != nil {
		return nil, fmt.Errorf("read area sets: %w", err)
	}
	return sets, db.loadLevels(ctx, q, sets)
}

// loadZone reads the city's time zone; UTC while no city is set.
func (db *DB) loadZone(ctx context.Context, q rowsQuerier) (*time.Location, error) {
	var name string
	err := q.QueryRow(ctx, db.sql(`select coalesce((select time_zone from diemnong.city), 'UTC')`)).Scan(&name)
	if err != nil {
		return nil, fmt.Errorf("read time zone of the city: %w", err)
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("time zone of the city: %w", err)
	}
	return zone, nil
}

// dayIn is the beginning of a stored date in a time zone; zero for none.
func dayIn(zone *time.Location, date *time.Time) time.Time {
	if date == nil {
		return time.Time{}
	}
	return time.Date(date.Year(), date.Month(), date.Day(), 0, 0, 0, 0, zone)
}

// loadLevels adds the levels to the sets, coarse to fine.
func (db *DB) loadLevels(ctx context.Context, q rowsQuerier, sets []diemnong.AreaSet) error {
	at, ids := make(map[int]*diemnong.AreaSet, len(sets)), make([]int, len(sets))
	for i := range sets {
		at[sets[i].ID], ids[i] = &sets[i], sets[i].ID
	}
	rows, err := q.Query(ctx, db.sql(`
		select l.set_id, l.code, l.name, l.name_en, count(a.id)
		from diemnong.area_level l left join diemnong.area a on a.set_id = l.set_id and a.level = l.code
		where l.set_id = any($1)
		group by l.set_id, l.code, l.name, l.name_en, l.rank order by l.set_id, l.rank, l.code`), ids)
	if err != nil {
		return fmt.Errorf("read area levels: %w", err)
	}
	var set int
	var l diemnong.Level
	if _, err = pgx.ForEachRow(rows, []any{&set, &l.Code, &l.Name, &l.NameEN, &l.Areas}, func() error {
		at[set].Levels = append(at[set].Levels, l)
		return nil
	}); err != nil {
		return fmt.Errorf("read area levels: %w", err)
	}
	return nil
}

func (db *DB) loadUnits(ctx context.Context, q rowsQuerier) ([]area.Unit, error) {
	rows, err := q.Query(ctx, db.sql(`
		select a.id, s.code, a.level, a.code, a.name, a.name_en, coalesce(a.parent_id, 0),
			coalesce(a.population, 0), coalesce(a.area_km2, 0), ST_X(a.label), ST_Y(a.label), a.geom
		from diemnong.area a join diemnong.area_set s on s.id = a.set_id`))
	if err != nil {
		return nil, fmt.Errorf("read areas: %w", err)
	}
	units, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (u area.Unit, err error) {
		var outline geom.T
		err = row.Scan(&u.ID, &u.Set, &u.Level, &u.Code, &u.Name, &u.NameEN, &u.ParentID,
			&u.Population, &u.AreaKM2, &u.Lon, &u.Lat, &outline)
		if mp, ok := outline.(*geom.MultiPolygon); ok {
			u.Outline = orbOf(mp)
		}
		return u, err
	})
	if err != nil {
		return nil, fmt.Errorf("read areas: %w", err)
	}
	return units, nil
}

func (db *DB) loadLinks(ctx context.Context, q rowsQuerier) ([]area.Link, error) {
	rows, err := q.Query(ctx, db.sql(`select from_id, to_id, coalesce(share, 0), main from diemnong.area_crosswalk`))
	if err != nil {
		return nil, fmt.Errorf("read crosswalk: %w", err)
	}
	links, err := pgx.CollectRows(rows, pgx.RowToStructByPos[area.Link])
	if err != nil {
		return nil, fmt.Errorf("read crosswalk: %w", err)
	}
	return links, nil
}

// orbOf changes a stored outline into the form that geometry code works on.
func orbOf(mp *geom.MultiPolygon) orb.MultiPolygon {
	flat, stride, start := mp.FlatCoords(), mp.Stride(), 0
	out := make(orb.MultiPolygon, 0, mp.NumPolygons())
	for _, ends := range mp.Endss() {
		polygon := make(orb.Polygon, 0, len(ends))
		for _, end := range ends {
			ring := make(orb.Ring, 0, (end-start)/stride)
			for ; start < end; start += stride {
				ring = append(ring, orb.Point{flat[start], flat[start+1]})
			}
			polygon = append(polygon, ring)
		}
		out = append(out, polygon)
	}
	return out
}

// geomOf is the reverse of orbOf.
func geomOf(mp orb.MultiPolygon) *geom.MultiPolygon {
	var flat []float64
	endss := make([][]int, 0, len(mp))
	for _, polygon := range mp {
		ends := make([]int, 0, len(polygon))
		for _, ring := range polygon {
			for _, p := range ring {
				flat = append(flat, p[0], p[1])
			}
			ends = append(ends, len(flat))
		}
		endss = append(endss, ends)
	}
	return geom.NewMultiPolygonFlat(geom.XY, flat, endss).SetSRID(srid)
}
