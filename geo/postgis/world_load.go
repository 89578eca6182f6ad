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

func (db *DB) loadCatalogX(ctx context.Context) (*diemnong.Catalog, error) {
	c := &diemnong.Catalog{}
	var err error
	if c.City, _, err = db.City(ctx); err != nil {
		return nil, err
	}
	rows, err := db.Pool.Query(ctx, db.sql(`select code, name, name_en from diemnong.category_group order by id`))
	if err != nil {
		return nil, err
	}
	if c.Groups, err = pgx.CollectRows(rows, pgx.RowToStructByPos[diemnong.Group]); err != nil {
		return nil, err
	}
	rows, err = db.Pool.Query(ctx, db.sql(`select k.code, k.name, k.name_en, g.code from diemnong.category k
		join diemnong.category_group g on g.id = k.group_id order by k.id`))
	if err != nil {
		return nil, err
	}
	if c.Categories, err = pgx.CollectRows(rows, pgx.RowToStructByPos[diemnong.Category]); err != nil {
		return nil, err
	}
	rows, err = db.Pool.Query(ctx, db.sql(`select a.code, a.name, a.name_en,
		coalesce(a.valid_from, '0001-01-01'), coalesce(a.valid_to, '0001-01-01'), coalesce(s.code, '')
		from diemnong.agency a left join diemnong.agency s on s.id = a.successor_id order by a.id`))
	if err != nil {
		return nil, err
	}
	if c.Agencies, err = pgx.CollectRows(rows, pgx.RowToStructByPos[diemnong.Agency]); err != nil {
		return nil, err
	}
	c.Sets, err = db.loadSetsX(ctx)
	return c, err
}

func (db *DB) loadSetsX(ctx context.Context) ([]diemnong.AreaSet, error) {
	rows, err := db.Pool.Query(ctx, db.sql(`select id, code, name, name_en from diemnong.area_set order by id`))
	if err != nil {
		return nil, err
	}
	var sets []diemnong.AreaSet
	var s diemnong.AreaSet
	if _, err = pgx.ForEachRow(rows, []any{&s.ID, &s.Code, &s.Name, &s.NameEN}, func() error {
		sets = append(sets, s)
		return nil
	}); err != nil {
		return nil, err
	}
	for i := range sets {
		rows, err := db.Pool.Query(ctx, db.sql(`select code, name, name_en, (select count(*)::int from diemnong.area a
			where a.set_id = l.set_id and a.level = l.code) from diemnong.area_level l where set_id = $1 order by rank`), sets[i].ID)
		if err != nil {
			return nil, err
		}
		if sets[i].Levels, err = pgx.CollectRows(rows, pgx.RowToStructByPos[diemnong.Level]); err != nil {
			return nil, err
		}
	}
	return sets, nil
}

func (db *DB) loadAtlasX(ctx context.Context) (*area.Atlas, error) {
	sets, err := db.loadSetsX(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := db.Pool.Query(ctx, db.sql(`select a.id, s.code, a.level, a.code, a.name, coalesce(a.parent_id, 0), a.geom
		from diemnong.area a join diemnong.area_set s on s.id = a.set_id`))
	if err != nil {
		return nil, err
	}
	var units []area.Unit
	var u area.Unit
	var g geom.T
	if _, err := pgx.ForEachRow(rows, []any{&u.ID, &u.Set, &u.Level, &u.Code, &u.Name, &u.ParentID, &g}, func() error {
		u.Outline = nil
		for _, p := range g.(*geom.MultiPolygon).Coords() {
			var poly orb.Polygon
			for _, ring := range p {
				var r orb.Ring
				for _, c := range ring {
					r = append(r, orb.Point{c[0], c[1]})
				}
				poly = append(poly, r)
			}
			u.Outline = append(u.Outline, poly)
		}
		units = append(units, u)
		return nil
	}); err != nil {
		return nil, fmt.Errorf("load atlas: %w", err)
	}
	_ = time.Now
	return area.NewAtlas(sets, units, nil)
}
