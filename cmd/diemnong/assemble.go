package main

import (
	"context"
	"net"
	"net/url"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/api"
	"github.com/diemnong/diemnong/frontend"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/postgis"
	"github.com/diemnong/diemnong/tiles"
)

// service is the running parts of "serve".
type service struct {
	server *api.Server
	feed   *postgis.Feed
}

// assemble joins the parts; this is the one place that knows them all.
func (c *serveCmd) assemble(a *app, db *postgis.DB) (*service, error) {
	worlds := postgis.NewWorlds(db, a.log)
	engine := postgis.NewEngine(db, worlds)
	list := postgis.NewComplaints(db, worlds)
	feed := postgis.NewFeed(db, a.log)
	world := currentWorld{worlds}
	tileService, err := tiles.New(tiles.Options{Engine: engine, World: world, Points: list, Now: a.now})
	if err != nil {
		return nil, err
	}
	page, built := frontend.Dist()
	if !built {
		a.log.Warn("the map page is not built; run make build")
		page = nil
	}
	server, err := api.New(api.Options{
		Engine: engine, Tiles: tileService, World: world, Complaints: list, Feed: feedRevisions{feed},
		Writer:   &complaintWriter{db: db, world: world, now: a.now},
		Checks:   readiness(db, world),
		Frontend: page, Log: a.log, Now: a.now,
		WriteToken: c.WriteToken, Version: version, PublicURL: c.PublicURL, Hosts: c.hosts(),
	})
	if err != nil {
		return nil, err
	}
	return &service{server, feed}, nil
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

// readiness says when the service can answer.
func readiness(db *postgis.DB, world currentWorld) []api.Check {
	return []api.Check{
		{Name: "database", Func: db.Ping},
		{Name: "areas and catalogue", Func: func(ctx context.Context) error {
			_, _, err := world.Current(ctx)
			return err
		}},
	}
}

// currentWorld gives tiles and api what they need of a [postgis.World].
type currentWorld struct{ worlds *postgis.Worlds }

// Current gives the newest catalogue and atlas.
func (w currentWorld) Current(ctx context.Context) (*diemnong.Catalog, *area.Atlas, error) {
	current, err := w.worlds.Current(ctx)
	if err != nil {
		return nil, nil, err
	}
	return current.Catalog, current.Atlas, nil
}

// feedRevisions gives api the revisions of a [postgis.Feed].
type feedRevisions struct{ feed *postgis.Feed }

// Subscribe gives the newest revision at every change until ctx ends.
func (f feedRevisions) Subscribe(ctx context.Context) <-chan diemnong.Revision {
	states, leave := f.feed.Subscribe()
	revisions := make(chan diemnong.Revision, 1)
	go func() {
		defer close(revisions)
		defer leave()
		for {
			select {
			case <-ctx.Done():
				return
			case s, ok := <-states:
				if !ok {
					return
				}
				select {
				case revisions <- s.Revision:
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	return revisions
}
