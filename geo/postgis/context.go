package postgis

import (
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/singleflight"

	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// Contexts keeps what is known of the context of maps: water, main roads,
// metro, places. Its zero value is not usable; see [NewContexts].
type Contexts struct {
	// Poll is how often [Contexts.Run] asks whether an import changed something.
	// NewContexts sets ten seconds, as for the geocoder.
	Poll time.Duration

	db      *DB
	log     *slog.Logger
	held    atomic.Pointer[heldContext]
	loading singleflight.Group
}

// heldContext is a context and what it was read from.
type heldContext struct {
	context *gazetteer.Context
	version int64 // of the gazetteer
}

// What bounds a tile: pieces of one kind, names of places, and classes that
// somebody may have invented. A city's main roads are some ten thousand pieces.
const (
	maxContextPieces  = 20_000
	maxContextPlaces  = 200
	maxContextClasses = 1000
)

// NewContexts keeps the context of a city's maps.
func NewContexts(db *DB, log *slog.Logger) *Contexts {
	return &Contexts{Poll: 10 * time.Second, db: db, log: log}
}

// Current gives the context. The first call waits for it; every later one has
// what is held, at once and without a question to the database. [Contexts.Run]
// replaces it. It fails with [diemnong.Unavailable] when the database is away
// before the first answer.
func (c *Contexts) Current(ctx context.Context) (*gazetteer.Context, error) {
	if held := c.held.Load(); held != nil {
		return held.context, nil
	}
	if err := c.refresh(ctx); err != nil {
		return nil, explainRead(ctx, "look for the context of maps", err)
	}
	return c.held.Load().context, nil
}

// Run reads the context, and again after each change, until ctx ends; then it
// gives its error. While the database is away the last one holds.
func (c *Contexts) Run(ctx context.Context) error {
	tick := time.NewTicker(c.Poll)
	defer tick.Stop()
	for failing := false; ; {
		err := c.refresh(ctx)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil && !failing:
			c.log.WarnContext(ctx, "the context of maps may be old", "err", err)
		case err == nil && failing:
			c.log.InfoContext(ctx, "the context of maps is up to date again")
		}
		failing = err != nil
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// contextTimeout bounds what is shared by all who ask: reading which classes
// there are among a million places takes half a second.
const contextTimeout = time.Minute

// refresh replaces the context when the gazetteer has changed. One load runs at
// a time and outlives a caller that gives up.
func (c *Contexts) refresh(ctx context.Context) error {
	done := c.loading.DoChan("", func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), contextTimeout)
		defer cancel()
		return nil, c.reload(ctx)
	})
	select {
	case <-ctx.Done():
		return ctx.Err()
	case r := <-done:
		return r.Err
	}
}

// reload reads the context if the gazetteer has another version. Learning from
// complaints raises that, too, and changes nothing that maps draw.
func (c *Contexts) reload(ctx context.Context) error {
	return c.db.inTx(ctx, snapshotTx, func(tx pgx.Tx) error {
		version, err := c.db.gazetteerVersion(ctx, tx)
		if err != nil {
			return err
		}
		held := c.held.Load()
		if held != nil && held.version == version {
			return nil
		}
		next, err := c.db.readContextSources(ctx, tx)
		if err != nil {
			return err
		}
		if held != nil && held.context.State == next.State {
			next = held.context
		} else if err := c.db.readContextClasses(ctx, tx, next); err != nil {
			return err
		}
		c.held.Store(&heldContext{next, version})
		return nil
	})
}

// readContextSources reads whose entries maps may draw. An import of any of
// them makes another state.
func (db *DB) readContextSources(ctx context.Context, tx pgx.Tx) (*gazetteer.Context, error) {
	rows, err := tx.Query(ctx, db.sql(`
		select s.id, s.imported_at, case when exists (select from diemnong.gazetteer_feature f where f.source_id = s.id)
			or exists (select from diemnong.gazetteer_place p where p.source_id = s.id) then s.attribution else '' end
		from diemnong.gazetteer_source s where s.public order by s.code collate "C"`))
	if err != nil {
		return nil, fmt.Errorf("read sources: %w", err)
	}
	c, seen, sum := &gazetteer.Context{}, map[string]bool{"": true}, sha256.New()
	var (
		id          int16
		importedAt  time.Time
		attribution string
	)
	_, err = pgx.ForEachRow(rows, []any{&id, &importedAt, &attribution}, func() error {
		fmt.Fprintf(sum, "%d %d %q\n", id, importedAt.UnixMicro(), attribution)
		if !seen[attribution] {
			seen[attribution] = true
			c.Attribution = append(c.Attribution, attribution)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read sources: %w", err)
	}
	c.State = fmt.Sprintf("%x", sum.Sum(nil)[:8])
	return c, nil
}

// readContextClasses reads what there is.
func (db *DB) readContextClasses(ctx context.Context, tx pgx.Tx, c *gazetteer.Context) error {
	rows, err := tx.Query(ctx, db.sql(`
		select f.kind, f.class from diemnong.gazetteer_feature f join diemnong.gazetteer_source s on s.id = f.source_id
		where s.public group by 1, 2 order by 1, 2 limit $1`), maxContextClasses)
	if err != nil {
		return fmt.Errorf("read classes of features: %w", err)
	}
	if c.Features, err = pgx.CollectRows(rows, pgx.RowToStructByPos[gazetteer.FeatureClass]); err != nil {
		return fmt.Errorf("read classes of features: %w", err)
	}
	rows, err = tx.Query(ctx, db.sql(`
		select p.kind from diemnong.gazetteer_place p join diemnong.gazetteer_source s on s.id = p.source_id
		where s.public group by 1 order by 1 limit $1`), maxContextClasses)
	if err != nil {
		return fmt.Errorf("read kinds of places: %w", err)
	}
	if c.Places, err = pgx.CollectRows(rows, pgx.RowTo[string]); err != nil {
		return fmt.Errorf("read kinds of places: %w", err)
	}
	return nil
}

// Cut gives the body of a vector tile; empty when nothing lies in it. It fails
// with [diemnong.Unavailable] while the database is away.
func (c *Contexts) Cut(ctx context.Context, cut gazetteer.ContextCut) (body []byte, err error) {
	kinds, classes := make([]string, len(cut.Features)), make([]string, len(cut.Features))
	for i, f := range cut.Features {
		kinds[i], classes[i] = string(f.Kind), f.Class
	}
	places := append([]string{}, cut.Places...) // nil would be null
	err = c.db.inTx(ctx, snapshotTx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `select set_config('jit', 'off', true)`); err != nil {
			return err
		}
		return tx.QueryRow(ctx, c.db.file("context_tile"), int32(cut.Z), int32(cut.X), int32(cut.Y),
			kinds, classes, places, cut.Named, maxContextPieces, maxContextPlaces).Scan(&body)
	})
	if err != nil {
		return nil, explainRead(ctx, "cut tile of context", err)
	}
	return body, nil
}
