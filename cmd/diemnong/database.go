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

// database is a city's database, in use until closed.
type database struct {
	*postgis.DB
	// keepUp starts a private server again that was killed, until ctx ends. It
	// must have returned before done is called.
	keepUp func(ctx context.Context) error
	done   func() error
}

// openDB gives the city's database, migrated, for a command: on the server of
// DIEMNONG_DATABASE_URL, or on the private cluster, which it joins or starts
// for as long as it is used. The function it returns ends that use.
func (a *app) openDB(ctx context.Context) (*postgis.DB, func() error, error) {
	db, err := a.openDBAs(ctx, localpg.Command)
	if err != nil {
		return nil, nil, err
	}
	return db.DB, db.done, nil
}

func (a *app) openDBAs(ctx context.Context, role localpg.Role) (*database, error) {
	if err := migrations.CheckSchema(a.Schema); err != nil {
		return nil, err
	}
	url, cluster, err := a.databaseURL(ctx, role)
	if err != nil {
		return nil, err
	}
	db := &database{keepUp: cluster.keepUp, done: cluster.close}
	if db.DB, err = a.migrateAndOpen(ctx, url); err != nil {
		return nil, errors.Join(err, cluster.close())
	}
	db.done = func() error { db.Close(); return cluster.close() }
	if err := a.adoptCityZone(ctx, db.DB); err != nil {
		return nil, errors.Join(err, db.done())
	}
	return db, nil
}

// private is the private server, or nothing where the city has another one.
type private struct{ *localpg.Cluster }

func (p private) keepUp(ctx context.Context) error {
	if p.Cluster == nil {
		return nil
	}
	return p.Watch(ctx)
}

func (p private) close() error {
	if p.Cluster == nil {
		return nil
	}
	return p.Close()
}

func (a *app) databaseURL(ctx context.Context, role localpg.Role) (url string, server private, err error) {
	if a.DatabaseURL != "" {
		return a.DatabaseURL, private{}, nil
	}
	cluster, err := localpg.Open(ctx, localpg.Options{
		DataDir: a.DataDir, Role: role, Log: a.log,
		Progress: func(s string) { fmt.Fprintln(a.err, s) },
	})
	if err != nil {
		return "", private{}, err
	}
	return cluster.URL(), private{cluster}, nil
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
