package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/api"
	"github.com/diemnong/diemnong/geo/postgis"
	"github.com/diemnong/diemnong/internal/localpg"
	"github.com/diemnong/diemnong/tiles/basemap"
)

type serveCmd struct {
	Listen             string  `help:"Address to listen on." env:"DIEMNONG_LISTEN" default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	WriteToken         string  `help:"Token that writing needs; without it, nothing can be written." env:"DIEMNONG_WRITE_TOKEN" placeholder:"TOKEN"`
	PublicURL          string  `help:"Scheme and host that tile addresses begin with; by default the request's." env:"DIEMNONG_PUBLIC_URL" placeholder:"URL"`
	Index              bool    `help:"Answer from an index in memory; without it, SQL answers." env:"DIEMNONG_INDEX" default:"true" negatable:""`
	Learn              bool    `help:"Learn addresses from complaints that bring coordinates." env:"DIEMNONG_LEARN" default:"true" negatable:""`
	TargetOnTime       float64 `help:"On-time rate that meets the target: green." env:"DIEMNONG_TARGET_ON_TIME" default:"0.95" placeholder:"SHARE"`
	TargetOnWay        float64 `help:"On-time rate that is on the way to the target: orange; below it, red." env:"DIEMNONG_TARGET_ON_WAY" default:"0.90" placeholder:"SHARE"`
	Basemap            string  `help:"Map below the data: an address of tiles with {z}, {x} and {y}, a MapLibre style (.json), or a .pmtiles file." env:"DIEMNONG_BASEMAP" placeholder:"URL|FILE"`
	BasemapAttribution string  `help:"Whose map it is, shown on it." env:"DIEMNONG_BASEMAP_ATTRIBUTION" placeholder:"TEXT"`
	DemoIfEmpty        bool    `help:"Fill an empty database with the demonstration city first."`
	DemoRows           int     `help:"Complaints of that city." default:"300000"`
}

// shutdownTimeout is how long requests under way may take to end.
const shutdownTimeout = 10 * time.Second

// Run serves until ctx ends, and stops in reverse order of starting. The port
// is taken before anything slow begins, so that a busy one is said at once.
func (c *serveCmd) Run(ctx context.Context, a *app) (err error) {
	if err := c.targets().Check(); err != nil {
		return err
	}
	base, err := basemap.Open(c.Basemap, c.BasemapAttribution)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, base.Close()) }()
	listener, err := listen(ctx, c.Listen)
	if err != nil {
		return err
	}
	defer listener.Close()
	db, err := a.openDBAs(ctx, localpg.Serve)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.done()) }()
	if c.DemoIfEmpty {
		if err := c.fillIfEmpty(ctx, a, db.DB); err != nil {
			return err
		}
	}
	return c.serve(ctx, a, db, base, listener)
}

// targets are what on-time rates are judged by.
func (c *serveCmd) targets() api.Targets {
	return api.Targets{OnTime: c.TargetOnTime, OnWay: c.TargetOnWay}
}

// serve runs the server and what it stands on; all end when one fails. The
// database's keeper and the index outlive the requests under way.
func (c *serveCmd) serve(ctx context.Context, a *app, db *database, base *basemap.Map, listener net.Listener) error {
	parts, err := c.assemble(a, db.DB, base)
	if err != nil {
		return err
	}
	server := parts.server.HTTP(c.Listen)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return ignoreEnd(db.keepUp(ctx)) })
	g.Go(func() error { return ignoreEnd(parts.feed.Run(ctx)) })
	g.Go(func() error { return ignoreEnd(parts.runIndex(ctx)) })
	g.Go(func() error { return ignoreEnd(parts.geocoders.Run(ctx)) })
	g.Go(func() error { return ignoreEnd(parts.contexts.Run(ctx)) })
	if c.Learn {
		g.Go(func() error { return ignoreEnd(a.newLearner(db.DB, parts.geocoders).Run(ctx)) })
	}
	g.Go(func() error { return ignoreEnd(postgis.NewFeedPruner(db.DB, a.log).Run(ctx)) })
	g.Go(func() error {
		fmt.Fprintf(a.out, "\n  Điểm Nóng is ready:  http://%s\n\n", listener.Addr())
		if err := server.Serve(api.Bundle(listener)); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve: %w", err)
		}
		return nil
	})
	g.Go(func() error {
		<-ctx.Done()
		limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
		defer cancel()
		if err := server.Shutdown(limited); err != nil {
			return errors.Join(fmt.Errorf("shut down: %w", err), server.Close())
		}
		return nil
	})
	return g.Wait()
}

// ignoreEnd makes the end of the context a normal one.
func ignoreEnd(err error) error {
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// listen takes the port.
func listen(ctx context.Context, address string) (net.Listener, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", address)
	switch {
	case err == nil:
		return l, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, &diemnong.Error{
			Code: diemnong.Conflict, Field: "DIEMNONG_LISTEN", Value: address, Message: "is in use by another program.",
			Hint: "End that program, or choose another port: DIEMNONG_LISTEN=127.0.0.1:8081.", Err: err,
		}
	case errors.Is(err, syscall.EACCES):
		return nil, &diemnong.Error{
			Code: diemnong.Forbidden, Field: "DIEMNONG_LISTEN", Value: address, Message: "may not be listened on by this account.",
			Hint: "Choose a port from 1024 on.", Err: err,
		}
	default:
		return nil, &diemnong.Error{
			Code: diemnong.Invalid, Field: "DIEMNONG_LISTEN", Value: address, Message: "cannot be listened on.",
			Hint: "Write host:port, such as 127.0.0.1:8080.", Err: err,
		}
	}
}
