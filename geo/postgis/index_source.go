package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/geo/index"
)

// IndexSource is the system of record as the index reads it: [index.Source].
// Each method answers from one snapshot, whose revision it states. It is safe
// for concurrent use.
type IndexSource struct {
	db     *DB
	worlds *Worlds
}

var _ index.Source = (*IndexSource)(nil)

// NewIndexSource makes the source of a city's index. It shares the worlds with
// the SQL engine, so that areas are read once for both.
func NewIndexSource(db *DB, worlds *Worlds) *IndexSource { return &IndexSource{db: db, worlds: worlds} }

// Load hands over every complaint once, in the order in which the table holds
// them.
func (s *IndexSource) Load(ctx context.Context, begin func(index.Beginning) error, take func(*index.Row) error) error {
	return s.read(ctx, "load complaints", func(snap *sourceSnapshot) error {
		rows, err := snap.estimateRows(ctx)
		if err != nil {
			return err
		}
		world, err := snap.world(ctx)
		if err != nil {
			return err
		}
		if err := begin(index.Beginning{State: snap.state, World: indexWorld(world), Rows: rows}); err != nil {
			return err
		}
		return s.copyRows(ctx, snap.tx, "", take)
	})
}

// Histories hands over the events of every complaint that has any, in the
// order of the complaints' ids.
func (s *IndexSource) Histories(ctx context.Context, begin func(heat.State) error, take func(id int64, events []index.Event) error) error {
	return s.read(ctx, "load histories", func(snap *sourceSnapshot) error {
		if err := begin(snap.state); err != nil {
			return err
		}
		return s.copyEvents(ctx, snap.tx, "", take)
	})
}

// read runs f in a snapshot. The server's limits of time do not end it: a load
// takes as long as it takes, and ends with ctx.
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

// sourceSnapshot is what one answer of the source comes from.
type sourceSnapshot struct {
	*IndexSource
	tx         pgx.Tx
	state      heat.State
	worldState heat.State // of the newest change of areas or catalogue
}

// begin sets the transaction up and reads its revision. The settings end with
// the transaction: a connection pooler may give the connection to anybody then.
func (s *sourceSnapshot) begin(ctx context.Context) error {
	batch := &pgx.Batch{}
	batch.Queue(`select set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true),
		set_config('jit', 'off', true)`)
	batch.Queue(s.db.sql(statesQuery)).QueryRow(func(row pgx.Row) error {
		return row.Scan(&s.state.Revision, &s.state.ID, &s.worldState.Revision, &s.worldState.ID)
	})
	if err := s.tx.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("read revision: %w", err)
	}
	return nil
}

// world gives the areas and the catalogue of this snapshot.
func (s *sourceSnapshot) world(ctx context.Context) (*World, error) {
	if held := s.worlds.held.Load(); held != nil && held.State == s.worldState {
		return held, nil
	}
	return s.db.readWorld(ctx, s.tx)
}

// estimateRows asks the server's statistics, which cost nothing.
func (s *sourceSnapshot) estimateRows(ctx context.Context) (n int, err error) {
	err = s.tx.QueryRow(ctx, s.db.sql(`
		select greatest(reltuples, 0)::bigint from pg_class where oid = 'diemnong.complaint'::regclass`)).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("estimate complaints: %w", err)
	}
	return n, nil
}

// indexWorld is a world as the index knows it.
func indexWorld(w *World) *index.World {
	return &index.World{
		State: w.State, Catalog: w.Catalog, Atlas: w.Atlas, Zone: w.Zone,
		Categories: w.ids.categories.code, Agencies: w.ids.agencies.code,
	}
}
