package postgis

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// FeedPruner keeps the change feed short. Who follows it is seconds behind;
// who was away for long, or behind an import of millions, loads everything
// anew and needs no changes. Several may run on one database.
type FeedPruner struct {
	// Every is how often it looks. NewFeedPruner sets one hour.
	Every time.Duration
	// KeepFor is how long changes are kept, and KeepChanges how many at most,
	// to within one revision. NewFeedPruner sets a week and [ChangesLimit].
	KeepFor     time.Duration
	KeepChanges int

	db  *DB
	log *slog.Logger
}

// NewFeedPruner makes the pruner of a city's feed.
func NewFeedPruner(db *DB, log *slog.Logger) *FeedPruner {
	return &FeedPruner{Every: time.Hour, KeepFor: 7 * 24 * time.Hour, KeepChanges: ChangesLimit, db: db, log: log}
}

// Run prunes now and then until ctx ends, and then gives its error. What fails
// is logged and tried again the next time.
func (p *FeedPruner) Run(ctx context.Context) error {
	tick := time.NewTicker(p.Every)
	defer tick.Stop()
	for {
		if n, err := p.Prune(ctx); err != nil && ctx.Err() == nil {
			p.log.WarnContext(ctx, "the change feed could not be pruned", "err", err)
		} else if n > 0 {
			p.log.InfoContext(ctx, "the change feed was pruned", "changes", n)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// prunePortion is how many rows one transaction deletes: some 50 ms of work.
const prunePortion = 10_000

// Prune deletes what need not be kept, in portions, and gives how many changes
// that were. First it says in the feed which will be gone, so that nobody takes
// a rest for all there was; so it can be broken off at any time.
func (p *FeedPruner) Prune(ctx context.Context) (changes int64, err error) {
	pruned, err := p.mark(ctx)
	if err != nil || pruned == 0 {
		return 0, err
	}
	if changes, err = p.deletePortions(ctx, deleteChanges, pruned); err != nil {
		return changes, err
	}
	_, err = p.deletePortions(ctx, deleteRevisions, pruned)
	return changes, err
}

const (
	// pruneMark moves the mark on to the newest revision that is too old, or
	// behind which there are enough changes. It gives the mark.
	pruneMark = `
		update diemnong.feed set pruned = greatest(pruned, least(revision, greatest(0,
			(select r.revision from diemnong.revision r where r.at < $1 order by r.revision desc limit 1),
			(select c.revision from diemnong.change c order by c.revision desc offset $2 limit 1))))
		returning pruned`
	deleteChanges = `
		delete from diemnong.change c using (
			select revision, complaint_id from diemnong.change
			where revision <= $1 order by revision, complaint_id limit $2) old
		where c.revision = old.revision and c.complaint_id = old.complaint_id`
	// deleteRevisions leaves the revision of the mark, which readers may hold,
	// and the newest of each scope, which tells what world is in force.
	deleteRevisions = `
		delete from diemnong.revision r using (
			select revision from diemnong.revision
			where revision < $1 and revision not in (
				select max(revision) from diemnong.revision where scope <> 'complaints' group by scope)
			order by revision limit $2) old
		where r.revision = old.revision`
)

// mark decides what will be gone. It waits for no writer: there is another hour.
func (p *FeedPruner) mark(ctx context.Context) (pruned int64, err error) {
	err = p.db.inTx(ctx, pgx.TxOptions{}, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `select set_config('lock_timeout', '2s', true)`); err != nil {
			return err
		}
		return tx.QueryRow(ctx, p.db.sql(pruneMark), p.db.Now().Add(-p.KeepFor), p.KeepChanges).Scan(&pruned)
	})
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code == "55P03" { // lock timeout: a long transaction is at work
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("prune the feed: %w", err)
	}
	return pruned, nil
}

// deletePortions runs a deletion until nothing is left for it.
func (p *FeedPruner) deletePortions(ctx context.Context, statement string, pruned int64) (n int64, err error) {
	for {
		tag, err := p.db.Pool.Exec(ctx, p.db.sql(statement), pruned, prunePortion)
		n += tag.RowsAffected()
		if err != nil {
			return n, fmt.Errorf("prune the feed: %w", err)
		}
		if tag.RowsAffected() < prunePortion {
			return n, nil
		}
	}
}
