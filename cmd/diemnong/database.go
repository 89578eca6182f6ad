package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/diemnong/diemnong/geo/postgis"
	"github.com/diemnong/diemnong/internal/localpg"
	"github.com/diemnong/diemnong/migrations"
)

// openDB gives the city's database, migrated, for a command: on the server of
// DIEMNONG_DATABASE_URL, or on the private cluster, which it joins or starts
// for as long as it is used. The function it returns ends that use.
func (a *app) openDB(ctx context.Context) (*postgis.DB, func() error, error) {
	return a.openDBAs(ctx, localpg.Command)
}

func (a *app) openDBAs(ctx context.Context, role localpg.Role) (*postgis.DB, func() error, error) {
	if err := migrations.CheckSchema(a.Schema); err != nil {
		return nil, nil, err
	}
	url, stop, err := a.databaseURL(ctx, role)
	if err != nil {
		return nil, nil, err
	}
	db, err := a.migrateAndOpen(ctx, url)
	if err != nil {
		return nil, nil, errors.Join(err, stop())
	}
	if err := a.adoptCityZone(ctx, db); err != nil {
		db.Close()
		return nil, nil, errors.Join(err, stop())
	}
	return db, func() error { db.Close(); return stop() }, nil
}

func (a *app) databaseURL(ctx context.Context, role localpg.Role) (url string, stop func() error, err error) {
	if a.DatabaseURL != "" {
		return a.DatabaseURL, func() error { return nil }, nil
	}
	cluster, err := localpg.Open(ctx, localpg.Options{
		DataDir: a.DataDir, Role: role, Log: a.log,
		Progress: func(s string) { fmt.Fprintln(a.err, s) },
	})
	if err != nil {
		return "", nil, err
	}
	return cluster.URL(), cluster.Close, nil
}

func (a *app) migrateAndOpen(ctx context.Context, url string) (*postgis.DB, error) {
	if err := migrations.Migrate(ctx, url, a.Schema); err != nil {
		return nil, err
	}
	return postgis.Open(ctx, postgis.Options{URL: url, Schema: a.Schema})
}

// adoptCityZone makes the city's own time zone the one that commands read
// times in; the setting is for a city that has none yet.
func (a *app) adoptCityZone(ctx context.Context, db *postgis.DB) error {
	city, ok, err := db.City(ctx)
	if err != nil || !ok {
		return err
	}
	zone, err := time.LoadLocation(city.TimeZone)
	if err != nil {
		return fmt.Errorf("time zone of the city: %w", err)
	}
	a.zone = zone
	return nil
}
