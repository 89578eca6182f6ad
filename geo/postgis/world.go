package postgis

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/singleflight"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/heat"
)

// World is everything that a question can name, as of one revision. It is
// immutable: readers share it.
type World struct {
	State   heat.State // the newest change of the areas or the catalogue that it holds
	Catalog *diemnong.Catalog
	Atlas   *area.Atlas
	Zone    *time.Location // of the city; UTC while no city is set

	ids    catalogIDs
	groups map[string]string // category code → group code
}

// Worlds keeps the newest [World]. Its zero value is not usable; see [NewWorlds].
type Worlds struct {
	db      *DB
	log     *slog.Logger
	held    atomic.Pointer[World]
	away    atomic.Bool // the database did not answer the last time
	loading singleflight.Group
}

// loadTimeout bounds the load of a world: a thousand outlines take about a second.
const loadTimeout = time.Minute

// loadAttempts bounds how often a load is begun anew because the one that was
// waited for turned out to be older than the newest change.
const loadAttempts = 5

// NewWorlds keeps the worlds of a city.
func NewWorlds(db *DB, log *slog.Logger) *Worlds { return &Worlds{db: db, log: log} }

// Current gives the world as of the newest change of the areas or the
// catalogue. It costs one short query, and a load after such a change, which
// concurrent callers share. While the database is away it gives the last
// world there was, or [diemnong.Unavailable] when there was none.
func (w *Worlds) Current(ctx context.Context) (*World, error) {
	newest, err := w.db.worldState(ctx, w.db.Pool)
	if err != nil {
		return w.lastKnown(ctx, err)
	}
	w.away.Store(false)
	for range loadAttempts {
		held := w.held.Load()
		if held != nil && (held.State == newest || held.State.Revision > newest.Revision) {
			return held, nil
		}
		if err := w.reload(ctx); err != nil {
			return w.lastKnown(ctx, err)
		}
		// A load that another caller had begun may be older than newest.
	}
	return w.held.Load(), nil
}

// lastKnown answers for a database that does not.
func (w *Worlds) lastKnown(ctx context.Context, err error) (*World, error) {
	held := w.held.Load()
	if held == nil || ctx.Err() != nil {
		return nil, explainRead(ctx, "read areas and catalogue", err)
	}
	if !w.away.Swap(true) {
		w.log.WarnContext(ctx, "areas and catalogue may be old", "revision", held.State.Revision, "err", err)
	}
	return held, nil
}

// reload replaces the world that is held. The load outlives a caller that
// gives up: others wait for it.
func (w *Worlds) reload(ctx context.Context) error {
	done := w.loading.DoChan("", func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), loadTimeout)
		defer cancel()
		world, err := w.db.loadWorld(ctx)
		if err == nil {
			w.held.Store(world)
		}
		return nil, err
	})
	select {
	case <-ctx.Done():
		return ctx.Err()
	case r := <-done:
		return r.Err
	}
}

// loadWorld reads areas and catalogue from one snapshot.
func (db *DB) loadWorld(ctx context.Context) (w *World, err error) {
	err = db.inTx(ctx, snapshotTx, func(tx pgx.Tx) error {
		w, err = db.readWorld(ctx, tx)
		return err
	})
	return w, err
}

func (db *DB) readWorld(ctx context.Context, q rowsQuerier) (w *World, err error) {
	w = &World{Zone: time.UTC, groups: map[string]string{}}
	if w.State, err = db.worldState(ctx, q); err != nil {
		return nil, err
	}
	if w.Catalog, err = db.loadCatalog(ctx, q); err != nil {
		return nil, err
	}
	if w.Atlas, err = db.loadAtlas(ctx, q); err != nil {
		return nil, err
	}
	if w.ids, err = db.loadCatalogIDs(ctx, q); err != nil {
		return nil, err
	}
	for _, k := range w.Catalog.Categories {
		w.groups[k.Code] = k.Group
	}
	if name := w.Catalog.City.TimeZone; name != "" {
		if w.Zone, err = time.LoadLocation(name); err != nil {
			return nil, fmt.Errorf("time zone of the city: %w", err)
		}
	}
	return w, nil
}

// querier is what a pool, a connection and a transaction have in common.
type querier interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// worldState gives the newest change of the areas or the catalogue.
func (db *DB) worldState(ctx context.Context, q querier) (s heat.State, err error) {
	err = q.QueryRow(ctx, db.sql(`
		select revision, id::text from diemnong.revision
		where scope <> 'complaints' order by revision desc limit 1`)).Scan(&s.Revision, &s.ID)
	if errors.Is(err, pgx.ErrNoRows) {
		return heat.State{}, nil
	}
	if err != nil {
		return heat.State{}, fmt.Errorf("read revision of areas and catalogue: %w", err)
	}
	return s, nil
}

// catalogIDs translates between the codes of the catalogue and the numbers
// that complaints store.
type catalogIDs struct {
	sources, categories, agencies codeTable
}

type codeTable struct {
	code map[int16]string
	id   map[string]int16
}

// loadCatalogIDs reads the numbers of the catalogue.
func (db *DB) loadCatalogIDs(ctx context.Context, q rowsQuerier) (catalogIDs, error) {
	var tables [3]codeTable
	for i := range tables {
		tables[i] = codeTable{map[int16]string{}, map[string]int16{}}
	}
	rows, err := q.Query(ctx, db.sql(`
		select 0, id, code from diemnong.source union all
		select 1, id, code from diemnong.category union all
		select 2, id, code from diemnong.agency`))
	if err != nil {
		return catalogIDs{}, fmt.Errorf("read numbers of the catalogue: %w", err)
	}
	var table int
	var id int16
	var code string
	if _, err := pgx.ForEachRow(rows, []any{&table, &id, &code}, func() error {
		tables[table].code[id], tables[table].id[code] = code, id
		return nil
	}); err != nil {
		return catalogIDs{}, fmt.Errorf("read numbers of the catalogue: %w", err)
	}
	return catalogIDs{tables[0], tables[1], tables[2]}, nil
}
