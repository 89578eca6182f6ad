package postgis

import (
	"context"
	"fmt"
	"runtime"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/geo/index"
)

// IndexSource is the system of record as the index reads it: [index.Source].
// Each method answers from one snapshot, whose revision it states. It is safe
// for concurrent use.
type IndexSource struct {
	// Connections is how many connections Load and Histories read through at
	// once; they never take more than half of the pool. NewIndexSource sets the
	// number of cores, but 4 at most. Where the server does not share a
	// snapshot between connections, as through some poolers, they use one.
	Connections int

	db     *DB
	worlds *Worlds

	blocksPart, idsPart int64 // how much one query reads
}

var _ index.Source = (*IndexSource)(nil)

// mostConnections leaves the server something for others.
const mostConnections = 4

// NewIndexSource makes the source of a city's index. It shares the worlds with
// the SQL engine, so that areas are read once for both.
func NewIndexSource(db *DB, worlds *Worlds) *IndexSource {
	return &IndexSource{
		Connections: min(runtime.GOMAXPROCS(0), mostConnections),
		db:          db, worlds: worlds, blocksPart: defaultBlocksPart, idsPart: defaultIDsPart,
	}
}

// Load hands over every complaint once, in the order in which the table holds
// them.
func (s *IndexSource) Load(ctx context.Context, begin func(index.Beginning) error, take func(*index.Row) error) error {
	return s.read(ctx, "load complaints", func(snap *sourceSnapshot) error {
		b, err := snap.beginning(ctx)
		if err != nil {
			return err
		}
		queries, err := snap.rowQueries(ctx)
		if err != nil {
			return err
		}
		return snap.copy(ctx, queries, func() error { return begin(b) }, rowsReader(take))
	})
}

// Histories hands over the events of every complaint that has any, in the
// order of the complaints' ids.
func (s *IndexSource) Histories(ctx context.Context, begin func(heat.State) error, take func(id int64, events []index.Event) error) error {
	return s.read(ctx, "load histories", func(snap *sourceSnapshot) error {
		queries, err := snap.eventQueries(ctx)
		if err != nil {
			return err
		}
		r := eventsReader{take: take}
		if err := snap.copy(ctx, queries, func() error { return begin(snap.state) }, r.read); err != nil {
			return err
		}
		return r.flush()
	})
}

// read runs f in a snapshot.
func (s *IndexSource) read(ctx context.Context, operation string, f func(*sourceSnapshot) error) error {
	err := s.db.inTx(ctx, snapshotTx, func(tx pgx.Tx) error {
		snap := &sourceSnapshot{IndexSource: s, tx: tx}
		if err := snap.begin(ctx); err != nil {
			return err
		}
		return f(snap)
	})
	if err != nil {
		return explainRead(ctx, operation, err)
	}
	return nil
}

// beginning says what the rows refer to and about how many there are.
func (s *sourceSnapshot) beginning(ctx context.Context) (b index.Beginning, err error) {
	w, err := s.world(ctx)
	if err != nil {
		return b, err
	}
	b.State, b.World = s.state, indexWorld(w)
	// The server's statistics cost nothing. They are -1 for a table that was
	// never looked at.
	err = s.tx.QueryRow(ctx, s.db.sql(`
		select greatest(reltuples, 0)::bigint from pg_class where oid = 'diemnong.complaint'::regclass`)).Scan(&b.Rows)
	if err != nil {
		return b, fmt.Errorf("estimate complaints: %w", err)
	}
	return b, nil
}

// indexWorld is a world as the index knows it.
func indexWorld(w *World) *index.World {
	return &index.World{
		State: w.State, Catalog: w.Catalog, Atlas: w.Atlas, Zone: w.Zone,
		Categories: w.ids.categories.code, Agencies: w.ids.agencies.code,
	}
}
