package main

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/api"
	"github.com/diemnong/diemnong/frontend"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/geo/index"
	"github.com/diemnong/diemnong/geo/postgis"
	"github.com/diemnong/diemnong/tiles"
	"github.com/diemnong/diemnong/tiles/basemap"
)

// service is the running parts of "serve".
type service struct {
	server    *api.Server
	feed      *postgis.Feed
	geocoders *postgis.Geocoders
	contexts  *postgis.Contexts
	index     *index.Engine // nil: SQL answers
}

// runIndex keeps the index, if there is one, until ctx ends.
func (s *service) runIndex(ctx context.Context) error {
	if s.index == nil {
		return nil
	}
	return s.index.Run(ctx, s.feed)
}

// assemble joins the parts; this is the one place that knows them all.
func (c *serveCmd) assemble(a *app, db *postgis.DB, base *basemap.Map) (*service, error) {
	worlds := postgis.NewWorlds(db, a.log)
	list := postgis.NewComplaints(db, worlds)
	feed := postgis.NewFeed(db, a.log)
	geocoders := postgis.NewGeocoders(db, worlds, a.log)
	contexts := postgis.NewContexts(db, a.log)
	var engine heat.Engine = postgis.NewEngine(db, worlds)
	registry := prometheus.NewRegistry()
	var memory *index.Engine
	if c.Index {
		memory = index.New(a.indexOptions(db, worlds, engine))
		registerIndex(registry, memory)
		engine = memory
	}
	world := currentWorld{worlds, memory}
	tileService, err := tiles.New(tiles.Options{Engine: engine, World: world, Points: list, Context: contexts, Now: a.now})
	if err != nil {
		return nil, err
	}
	page, built := frontend.Dist()
	if !built {
		a.log.Warn("the map page is not built; run make build")
		page = nil
	}
	server, err := api.New(api.Options{
		Engine: engine, Tiles: tileService, World: world, Complaints: list, Feed: revisions{feed, memory},
		Writer:    &complaintWriter{db: db, world: currentWorld{worlds: worlds}, geocoders: geocoders, now: a.now}, // by the newest areas
		Geocoders: currentGeocoder{geocoders},
		Checks:    readiness(db, world, memory), Freshness: freshness(memory),
		Frontend: page, Basemap: base, Registry: registry, Log: a.log, Now: a.now,
		WriteToken: c.WriteToken, Version: version, PublicURL: c.PublicURL, Hosts: c.hosts(), Targets: c.targets(),
	})
	if err != nil {
		return nil, err
	}
	return &service{server, feed, geocoders, contexts, memory}, nil
}

// indexOptions are for an engine in memory over the SQL engine. Its file lies in
// the data folder.
func (a *app) indexOptions(db *postgis.DB, worlds *postgis.Worlds, sql heat.Engine) index.Options {
	return index.Options{
		Source: postgis.NewIndexSource(db, worlds), Fallback: sql, Log: a.log, Now: a.now,
		File: filepath.Join(a.DataDir, "index", a.Schema+".index"),
	}
}

// freshness tells of the index how old its answers may be. SQL's never are.
func freshness(memory *index.Engine) func() (time.Duration, bool) {
	if memory == nil {
		return nil
	}
	return memory.Freshness
}

// hosts are the names that requests may use. A service on loopback answers to
// its own names only, so that a page elsewhere cannot reach it through a name
// that it makes point here. One that is open to a network answers to any name.
func (c *serveCmd) hosts() []string {
	host, _, err := net.SplitHostPort(c.Listen)
	if ip := net.ParseIP(host); err != nil || host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil
	}
	names := []string{"localhost", "127.0.0.1", "::1", host}
	if public, err := url.Parse(c.PublicURL); err == nil && public.Hostname() != "" {
		names = append(names, public.Hostname())
	}
	return names
}

// readiness says when the service can answer. While the index can, the service
// is ready though the database is away: taking all replicas out would help nobody.
func readiness(db *postgis.DB, world currentWorld, memory *index.Engine) []api.Check {
	return []api.Check{
		{
			Name: "complaints",
			Func: func(ctx context.Context) error {
				if memory != nil && memory.Status().Phase == index.Ready {
					return nil
				}
				return db.Ping(ctx)
			},
			Note: func() string {
				if memory == nil {
					return "SQL answers."
				}
				return indexNote(memory)
			},
		},
		{Name: "areas and catalogue", Func: func(ctx context.Context) error {
			_, _, err := world.Current(ctx)
			return err
		}},
	}
}

// indexNote says how the index is, and how old it is when that is too old.
func indexNote(memory *index.Engine) string {
	note := memory.Status().String()
	if age, stale := memory.Freshness(); stale {
		note += fmt.Sprintf(" The database does not answer; what is served is %s old.", age.Truncate(time.Second))
	}
	return note
}

// currentWorld gives tiles and api the world that answers are about: that of
// the index while it answers, else that of the database.
type currentWorld struct {
	worlds *postgis.Worlds
	memory *index.Engine // may be nil
}

// Current gives the newest catalogue and atlas.
func (w currentWorld) Current(ctx context.Context) (*diemnong.Catalog, *area.Atlas, error) {
	if w.memory != nil {
		if held, ok := w.memory.World(); ok {
			return held.Catalog, held.Atlas, nil
		}
	}
	current, err := w.worlds.Current(ctx)
	if err != nil {
		return nil, nil, err
	}
	return current.Catalog, current.Atlas, nil
}
