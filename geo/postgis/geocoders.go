package postgis

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/diemnong/diemnong/geo/geocode"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// Geocoders keeps the newest geocoder. Its zero value is not usable; see
// [NewGeocoders].
type Geocoders struct {
	// Poll is how often [Geocoders.Run] asks whether the gazetteer, the areas or
	// the catalogue changed. NewGeocoders sets ten seconds: an import takes
	// longer than that, and the question takes a millisecond.
	Poll time.Duration

	db      *DB
	worlds  *Worlds
	log     *slog.Logger
	held    atomic.Pointer[heldGeocoder]
	loading singleflight.Group

	mu        sync.Mutex
	published chan struct{} // closed when another geocoder is held
}

// heldGeocoder is a geocoder and what it was made from.
type heldGeocoder struct {
	geocoder *geocode.Geocoder
	world    *World
	gaz      *gazetteer.Gazetteer
}

// gazetteerTimeout bounds the load of a gazetteer: a million address points
// take some seconds.
const gazetteerTimeout = 10 * time.Minute

// NewGeocoders keeps the geocoders of a city, with the areas of its worlds.
func NewGeocoders(db *DB, worlds *Worlds, log *slog.Logger) *Geocoders {
	return &Geocoders{Poll: 10 * time.Second, db: db, worlds: worlds, log: log, published: make(chan struct{})}
}

// Current gives a geocoder. The first call waits for the load, which
// concurrent callers share; every later one has the geocoder that is held, at
// once and without a question to the database. [Geocoders.Run] replaces it. It
// fails with [diemnong.Unavailable] when the database is away before the first load.
func (g *Geocoders) Current(ctx context.Context) (*geocode.Geocoder, error) {
	if held := g.held.Load(); held != nil {
		return held.geocoder, nil
	}
	if err := g.refresh(ctx); err != nil {
		return nil, explainRead(ctx, "load geocoder", err)
	}
	return g.held.Load().geocoder, nil
}

// AtLeast gives a geocoder whose gazetteer has at least that version, which is
// one that is stored. Unlike [Geocoders.Current] it waits for the load where the
// held one is older.
func (g *Geocoders) AtLeast(ctx context.Context, version int64) (*geocode.Geocoder, error) {
	for {
		if held := g.held.Load(); held != nil && held.gaz.Version >= version {
			return held.geocoder, nil
		}
		if err := g.refresh(ctx); err != nil {
			return nil, explainRead(ctx, "load geocoder", err)
		}
	}
}

// Published is closed when another geocoder than the present one is held.
func (g *Geocoders) Published() <-chan struct{} {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.published
}

// Run loads the geocoder, and again after each change, until ctx ends; then it
// gives its error. While the database is away the last geocoder answers.
func (g *Geocoders) Run(ctx context.Context) error {
	tick := time.NewTicker(g.Poll)
	defer tick.Stop()
	for failing := false; ; {
		err := g.refresh(ctx)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil && !failing:
			g.log.WarnContext(ctx, "the geocoder may be old", "err", err)
		case err == nil && failing:
			g.log.InfoContext(ctx, "the geocoder is up to date again")
		}
		failing = err != nil
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// refresh replaces the geocoder when what it was made from has changed. One
// load runs at a time and outlives a caller that gives up: others wait for it.
func (g *Geocoders) refresh(ctx context.Context) error {
	done := g.loading.DoChan("", func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), gazetteerTimeout)
		defer cancel()
		return nil, g.reload(ctx)
	})
	select {
	case <-ctx.Done():
		return ctx.Err()
	case r := <-done:
		return r.Err
	}
}

func (g *Geocoders) reload(ctx context.Context) error {
	world, err := g.worlds.Current(ctx)
	if err != nil {
		return err
	}
	version, err := g.db.GazetteerVersion(ctx)
	if err != nil {
		return err
	}
	next := heldGeocoder{world: world}
	if held := g.held.Load(); held != nil {
		if held.world == world && held.gaz.Version == version {
			return nil
		}
		next.gaz = held.gaz
	}
	began := time.Now()
	if next.gaz == nil || next.gaz.Version != version {
		if next.gaz, err = g.db.LoadGazetteer(ctx); err != nil {
			return err
		}
	}
	next.geocoder = geocode.New(world.Atlas, next.gaz)
	g.publish(&next)
	g.log.InfoContext(ctx, "the geocoder is loaded", "gazetteer", next.gaz.Version, "revision", world.State.Revision,
		"took", fmt.Sprint(time.Since(began).Round(time.Millisecond)))
	return nil
}

func (g *Geocoders) publish(next *heldGeocoder) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.held.Store(next)
	close(g.published)
	g.published = make(chan struct{})
}
