package postgis

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/migrations"
)

// Feed tells of new revisions. The server's notification is only a bell, which
// may be lost, doubled or late; what counts is the revision that is read after
// it, and every [Feed.Poll] without it. Where there is no bell, as through a
// connection pooler or on a read replica, the feed does without.
type Feed struct {
	// Poll is how often the revision is read when no bell rings. NewFeed sets
	// half a second: without a bell, that is how late the news may be.
	Poll time.Duration
	// Retry is how long the feed waits before it connects again, doubled after
	// each failure up to 16 times. NewFeed sets half a second.
	Retry time.Duration

	db  *DB
	log *slog.Logger

	mu          sync.Mutex
	newest      heat.State
	seen        time.Time
	known       chan struct{} // closed when newest is first known
	subscribers map[chan heat.State]struct{}
}

// feedTimeout bounds one look at the revision, so that a dead connection is noticed.
const feedTimeout = 10 * time.Second

// slowestRetry is how many times Retry the feed waits at most.
const slowestRetry = 16

// NewFeed makes the feed of a city. It tells nothing before [Feed.Run].
func NewFeed(db *DB, log *slog.Logger) *Feed {
	return &Feed{
		Poll: 500 * time.Millisecond, Retry: 500 * time.Millisecond, db: db, log: log,
		known: make(chan struct{}), subscribers: map[chan heat.State]struct{}{},
	}
}

// Newest is the newest state the feed knows of; ok is false before the first.
func (f *Feed) Newest() (s heat.State, ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.newest, f.newest != heat.State{}
}

// Seen is when the database last said that [Feed.Newest] is its newest state;
// the zero time before the first. While the database is away it stands still,
// and what is answered from that state is older than it by up to the time since.
func (f *Feed) Seen() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.seen
}

// Known is closed when the feed knows a state.
func (f *Feed) Known() <-chan struct{} { return f.known }

// Subscribe gives a channel that has the newest state, and then every newer
// one; a slow reader misses those in between, never the last. Call leave when
// done; it closes the channel.
func (f *Feed) Subscribe() (states <-chan heat.State, leave func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := make(chan heat.State, 1)
	if f.newest != (heat.State{}) {
		c <- f.newest
	}
	f.subscribers[c] = struct{}{}
	return c, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		if _, there := f.subscribers[c]; there {
			delete(f.subscribers, c)
			close(c)
		}
	}
}

// Run follows the revisions until ctx ends, and then gives its error. It
// survives restarts of the database: it logs the first failure, tries again
// with growing pauses, and logs when it is back.
func (f *Feed) Run(ctx context.Context) error {
	pause, failing := f.Retry, false
	for {
		err := f.follow(ctx, func() {
			if failing {
				f.log.InfoContext(ctx, "the change feed is back")
			}
			pause, failing = f.Retry, false
		})
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if !failing {
			f.log.WarnContext(ctx, "the change feed lost its connection and will try again", "err", err)
		}
		failing = true
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
		pause = min(2*pause, slowestRetry*f.Retry)
	}
}

// follow listens on a connection of its own until that fails. It calls
// connected after each state that was read.
//
// It listens before it reads for the first time: a change in between rings
// the bell, and one before is in what it reads.
func (f *Feed) follow(ctx context.Context, connected func()) error {
	conn, err := pgx.ConnectConfig(ctx, f.db.Pool.Config().ConnConfig)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	f.listen(ctx, conn)
	for {
		if err := f.look(ctx, conn); err != nil {
			return err
		}
		connected()
		if err := f.waitForBell(ctx, conn); err != nil {
			return err
		}
	}
}

// listen asks for the bell, but not through a pooler: in transaction mode the
// request would stay with a connection that serves others, and ring there. A
// server that refuses, as a read replica does, is followed without a bell; one
// that is away shows that at the next look.
func (f *Feed) listen(ctx context.Context, conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(ctx, feedTimeout)
	defer cancel()
	pooled, err := migrations.ThroughPooler(ctx, conn)
	if err == nil && !pooled {
		_, err = conn.Exec(ctx, "listen "+pgx.Identifier{f.db.channel()}.Sanitize())
	}
	if err != nil && !conn.IsClosed() {
		f.log.InfoContext(ctx, "the change feed has no bell and polls", "every", f.Poll, "err", err)
	}
	if pooled {
		f.log.InfoContext(ctx, "the change feed polls: its connection goes through a pooler", "every", f.Poll)
	}
}

// channel is the name that record_change notifies: the migrations bind the
// text 'diemnong.feed' like any other name in the schema.
func (db *DB) channel() string { return db.sql("diemnong.feed") }

// look reads the newest state and tells the subscribers when it is another one.
func (f *Feed) look(ctx context.Context, conn *pgx.Conn) error {
	ctx, cancel := context.WithTimeout(ctx, feedTimeout)
	defer cancel()
	asked := f.db.Now() // it may be old already when the answer comes
	s, err := f.db.feedState(ctx, conn)
	if err != nil {
		return err
	}
	f.publish(s, asked)
	return nil
}

// waitForBell returns at a notification or after Poll, whichever is first.
func (f *Feed) waitForBell(ctx context.Context, conn *pgx.Conn) error {
	waiting, cancel := context.WithTimeout(ctx, f.Poll)
	defer cancel()
	_, err := conn.WaitForNotification(waiting)
	if err != nil && (waiting.Err() == nil || ctx.Err() != nil || conn.IsClosed()) {
		return fmt.Errorf("wait for notification: %w", err)
	}
	return nil
}

// publish replaces what subscribers have not read yet.
func (f *Feed) publish(s heat.State, seen time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.seen = seen
	if s == f.newest {
		return
	}
	if f.newest == (heat.State{}) {
		close(f.known)
	}
	f.newest = s
	for c := range f.subscribers {
		select {
		case <-c: // an older one that nobody took
		default:
		}
		c <- s // there is room: only publish and Subscribe send, under the lock
	}
}
