package postgis

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong"
)

// LoadCatalog reads everything that a filter can name, as of one moment. While
// no city is set, the catalog's City is zero.
func (db *DB) LoadCatalog(ctx context.Context) (c *diemnong.Catalog, err error) {
	err = db.inTx(ctx, snapshotTx, func(tx pgx.Tx) error {
		c, err = db.loadCatalog(ctx, tx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("load catalogue: %w", err)
	}
	return c, nil
}

func (db *DB) loadCatalog(ctx context.Context, q rowsQuerier) (*diemnong.Catalog, error) {
	c := &diemnong.Catalog{}
	err := q.QueryRow(ctx, db.sql(`select revision from diemnong.feed`)).Scan(&c.Revision)
	if err != nil {
		return nil, fmt.Errorf("read revision: %w", err)
	}
	if c.City, _, err = db.city(ctx, q); err != nil {
		return nil, err
	}
	if c.Groups, err = collect[diemnong.Group](ctx, q, db.sql(`
		select code, name, name_en from diemnong.category_group order by id`)); err != nil {
		return nil, fmt.Errorf("read category groups: %w", err)
	}
	if c.Categories, err = collect[diemnong.Category](ctx, q, db.sql(`
		select k.code, k.name, k.name_en, g.code as group from diemnong.category k
		join diemnong.category_group g on g.id = k.group_id order by k.id`)); err != nil {
		return nil, fmt.Errorf("read categories: %w", err)
	}
	if c.Agencies, err = db.loadAgencies(ctx, q); err != nil {
		return nil, err
	}
	c.Sets, err = db.loadSets(ctx, q)
	return c, err
}

// loadAgencies reads the agencies; validity is from midnight to midnight in
// the city's time zone.
func (db *DB) loadAgencies(ctx context.Context, q rowsQuerier) ([]diemnong.Agency, error) {
	zone, err := db.loadZone(ctx, q)
	if err != nil {
		return nil, err
	}
	rows, err := q.Query(ctx, db.sql(`
		select a.code, a.name, a.name_en, a.valid_from, a.valid_to, coalesce(s.code, '')
		from diemnong.agency a left join diemnong.agency s on s.id = a.successor_id order by a.id`))
	if err != nil {
		return nil, fmt.Errorf("read agencies: %w", err)
	}
	agencies, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (a diemnong.Agency, err error) {
		var from, to *time.Time
		err = row.Scan(&a.Code, &a.Name, &a.NameEN, &from, &to, &a.Successor)
		a.ValidFrom, a.ValidTo = dayIn(zone, from), dayIn(zone, to)
		return a, err
	})
	if err != nil {
		return nil, fmt.Errorf("read agencies: %w", err)
	}
	return agencies, nil
}

// collect reads rows whose columns are the fields of T in order.
func collect[T any](ctx context.Context, q rowsQuerier, statement string) ([]T, error) {
	rows, err := q.Query(ctx, statement)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[T])
}
