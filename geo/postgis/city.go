package postgis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong"
)

// City gives the city of the schema; ok is false when none is set yet.
func (db *DB) City(ctx context.Context) (c diemnong.City, ok bool, err error) {
	return db.city(ctx, db.Pool)
}

func (db *DB) city(ctx context.Context, q querier) (c diemnong.City, ok bool, err error) {
	b := &c.Bounds
	err = q.QueryRow(ctx, db.sql(`
		select code, name, name_en, time_zone, attribution, demo, west, south, east, north
		from diemnong.city`)).Scan(
		&c.Code, &c.Name, &c.NameEN, &c.TimeZone, &c.Attribution, &c.Demo, &b.West, &b.South, &b.East, &b.North)
	if errors.Is(err, pgx.ErrNoRows) {
		return diemnong.City{}, false, nil
	}
	if err != nil {
		return diemnong.City{}, false, fmt.Errorf("read city: %w", err)
	}
	return c, true, nil
}

// SetCity writes the city of the schema, over the one that is there. It fails
// with [diemnong.Invalid] for a bad code, time zone or box.
func (db *DB) SetCity(ctx context.Context, c diemnong.City) error {
	if err := checkCity(c); err != nil {
		return err
	}
	return db.inTx(ctx, pgx.TxOptions{}, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, db.sql(`
			insert into diemnong.city as old
				(code, name, name_en, time_zone, attribution, demo, west, south, east, north)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
			on conflict (singleton) do update set code = $1, name = $2, name_en = $3, time_zone = $4,
				attribution = $5, demo = $6, west = $7, south = $8, east = $9, north = $10`),
			c.Code, c.Name, c.NameEN, c.TimeZone, c.Attribution, c.Demo,
			c.Bounds.West, c.Bounds.South, c.Bounds.East, c.Bounds.North); err != nil {
			return fmt.Errorf("write city: %w", err)
		}
		return db.recordChange(ctx, tx, "catalog", nil)
	})
}

func checkCity(c diemnong.City) error {
	if !diemnong.ValidCode(c.Code) {
		return diemnong.InvalidValue("code", c.Code, "is not a code for a city.", "Use something short such as hcmc.")
	}
	if c.Name == "" || c.NameEN == "" {
		return diemnong.InvalidValue("name", c.Name, "is missing.", "Give the city's name, and its English name.")
	}
	if _, err := time.LoadLocation(c.TimeZone); err != nil || c.TimeZone == "" {
		return diemnong.InvalidValue("time-zone", c.TimeZone, "is not a time zone.", "Use an IANA name such as Asia/Ho_Chi_Minh.")
	}
	b := c.Bounds
	onGlobe := b.West >= -180 && b.East <= 180 && b.South >= -85 && b.North <= 85
	if !onGlobe || b.West >= b.East || b.South >= b.North {
		return diemnong.InvalidValue("bounds", fmt.Sprint(b.West, b.South, b.East, b.North), "is not a box.",
			"Give west,south,east,north in degrees, such as 106.0,8.5,107.6,11.5; latitudes up to 85.")
	}
	return nil
}
