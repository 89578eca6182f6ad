package postgis

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong/geo/heat"
)

// sourceSnapshot is what one answer of the source comes from.
type sourceSnapshot struct {
	*IndexSource
	tx         pgx.Tx
	state      heat.State
	worldState heat.State // of the newest change of areas or catalogue
}

// sourceSettings let a load take as long as it takes: it ends with its
// context, not with a limit of the server. They end with the transaction, for
// a pooler may give the connection to anybody afterwards.
const sourceSettings = `select set_config('statement_timeout', '0', true),
	set_config('idle_in_transaction_session_timeout', '0', true), set_config('jit', 'off', true)`

// begin sets the transaction up and reads its revision.
func (s *sourceSnapshot) begin(ctx context.Context) error {
	batch := &pgx.Batch{}
	batch.Queue(sourceSettings)
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

// copy runs queries on as many connections as there are, all in this snapshot,
// after begin.
func (s *sourceSnapshot) copy(ctx context.Context, queries []string, begin func() error, take func(rows []byte) error) error {
	txs := []pgx.Tx{s.tx}
	connections := min(s.Connections, len(queries), int(s.db.Pool.Config().MaxConns)/2)
	if connections > 1 {
		shared, err := s.share(ctx, connections-1)
		defer func() {
			for _, tx := range shared {
				_ = tx.Rollback(context.WithoutCancel(ctx)) // it only read; a broken connection has ended it
			}
		}()
		if err != nil {
			return err
		}
		txs = append(txs, shared...)
	}
	if err := begin(); err != nil {
		return err
	}
	return copyParts(ctx, txs, queries, take)
}

// joinPatience is how long a load waits for one more connection. Where the pool
// has none left, it would wait for readers that wait for its own.
const joinPatience = time.Second

// share opens up to n more transactions in the same snapshot. It fails only
// when ctx ends: where the server will not share its snapshot, or a pooler
// leads to another server, there are fewer.
func (s *sourceSnapshot) share(ctx context.Context, n int) (txs []pgx.Tx, err error) {
	var id string
	if err := s.tx.QueryRow(ctx, `select pg_export_snapshot()`).Scan(&id); err != nil {
		return nil, fmt.Errorf("share the snapshot: %w", err)
	}
	for range n {
		waiting, cancel := context.WithTimeout(ctx, joinPatience)
		tx, err := s.join(waiting, id)
		cancel()
		if ctx.Err() != nil {
			return txs, ctx.Err()
		}
		if err != nil {
			break
		}
		txs = append(txs, tx)
	}
	return txs, nil
}

// errOtherSnapshot says that a connection took the snapshot over and yet sees
// something else.
var errOtherSnapshot = errors.New("the connection sees another revision")

// join opens a transaction in a shared snapshot.
func (s *sourceSnapshot) join(ctx context.Context, id string) (tx pgx.Tx, err error) {
	if tx, err = s.db.Pool.BeginTx(ctx, snapshotTx); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = tx.Rollback(context.WithoutCancel(ctx))
		}
	}()
	// SET takes no arguments. It must come before any query.
	if _, err = tx.Exec(ctx, "set transaction snapshot '"+strings.ReplaceAll(id, "'", "''")+"'"); err != nil {
		return nil, err
	}
	if _, err = tx.Exec(ctx, sourceSettings); err != nil {
		return nil, err
	}
	state, err := s.db.feedState(ctx, tx)
	if err == nil && state != s.state {
		err = errOtherSnapshot
	}
	return tx, err
}
