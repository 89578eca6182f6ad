package postgis

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// DefaultTimeout is how long one question may take.
const DefaultTimeout = 30 * time.Second

// snapshots answers questions from one snapshot each: a read-only transaction in
// which the complaints, the revision and the world belong together.
type snapshots struct {
	db     *DB
	worlds *Worlds

	// Timeout is how long the server may work on one statement. New sets
	// DefaultTimeout.
	Timeout time.Duration
}

// snapshot is what one question is answered from.
type snapshot struct {
	tx    pgx.Tx
	world *World
	state heat.State
}

// snapshotAttempts bounds how often a snapshot is taken again because the
// areas or the catalogue changed just before it.
const snapshotAttempts = 5

// errStale says that a snapshot holds another world than the reader.
var errStale = errors.New("areas or catalogue changed")

// read runs answer in a snapshot.
func (r *snapshots) read(ctx context.Context, operation string, answer func(ctx context.Context, s *snapshot) error) error {
	var err error
	for range snapshotAttempts {
		var world *World
		if world, err = r.worlds.Current(ctx); err != nil {
			return err
		}
		err = r.db.inTx(ctx, snapshotTx, func(tx pgx.Tx) error {
			s := &snapshot{tx: tx, world: world}
			if err := r.begin(ctx, s); err != nil {
				return err
			}
			return answer(ctx, s)
		})
		if !errors.Is(err, errStale) {
			break
		}
	}
	if err != nil {
		return r.explain(ctx, operation, err)
	}
	return nil
}

// statesQuery gives the newest revision, and the newest of the areas or the
// catalogue, which belongs to the world.
const statesQuery = `
	select r.revision, r.id::text, w.revision, w.id::text
	from diemnong.feed f
	join diemnong.revision r on r.revision = f.revision
	cross join lateral (
		select revision, id from diemnong.revision
		where scope <> 'complaints' order by revision desc limit 1) w`

// begin sets the transaction up, reads its revision and checks that the world
// belongs to it.
//
// Statements are planned for their arguments, since a window of time may be a
// day or all years; without just-in-time compilation, which costs more than it
// saves below some ten million rows; and with a price of passing rows between
// processes (0.01) that lets scans of the whole table run in parallel.
func (r *snapshots) begin(ctx context.Context, s *snapshot) error {
	batch := &pgx.Batch{}
	batch.Queue(`select set_config('statement_timeout', $1, true), set_config('plan_cache_mode', 'force_custom_plan', true),
		set_config('jit', 'off', true), set_config('parallel_tuple_cost', '0.01', true), set_config('work_mem', '32MB', true)`,
		strconv.FormatInt(r.Timeout.Milliseconds(), 10))
	var world heat.State
	batch.Queue(r.db.sql(statesQuery)).QueryRow(func(row pgx.Row) error {
		return row.Scan(&s.state.Revision, &s.state.ID, &world.Revision, &world.ID)
	})
	if err := s.tx.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("read revision: %w", err)
	}
	if world != s.world.State {
		return errStale
	}
	return nil
}

// explain adds to explainRead what this reader knows of its limit.
func (r *snapshots) explain(ctx context.Context, operation string, err error) error {
	var pg *pgconn.PgError
	if ctx.Err() == nil && errors.As(err, &pg) && pg.Code == "57014" { // query_canceled
		return fmt.Errorf("%s: %w", operation, &diemnong.Error{
			Code:    diemnong.Unavailable,
			Message: fmt.Sprintf("The question took too long (over %s).", r.Timeout),
			Hint:    "Ask about a shorter time or fewer areas.", Err: err,
		})
	}
	return explainRead(ctx, operation, err)
}

// explainRead turns a server that does not answer into a sentence for people.
// The end of the caller's context passes through, whatever it made the server say.
func explainRead(ctx context.Context, operation string, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("%s: %w", operation, ctx.Err())
	}
	var told *diemnong.Error
	if errors.As(err, &told) {
		return err
	}
	if errors.Is(err, errStale) || isAway(err) {
		return fmt.Errorf("%s: %w", operation, &diemnong.Error{
			Code: diemnong.Unavailable, Message: "The database does not answer at the moment.",
			Hint: "Try again shortly.", Err: err,
		})
	}
	return fmt.Errorf("%s: %w", operation, err)
}

// isAway reports whether the server cannot be reached, is stopping or has no
// room for another connection: SQLSTATE classes 08, 53 and 57P.
func isAway(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		class := pg.Code[:2]
		return class == "08" || class == "53" || pg.Code[:3] == "57P"
	}
	var connect *pgconn.ConnectError
	return errors.As(err, &connect) || isConnectionLoss(err)
}
