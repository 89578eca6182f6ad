package index

import (
	"context"
	"fmt"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// Feed tells of new states. It is a bell: what counts is what [Source.Changes]
// reads after it.
type Feed interface {
	// Subscribe gives a channel that has the newest state, and then every newer
	// one; a slow reader misses those in between, never the last.
	Subscribe() (states <-chan heat.State, leave func())
	// Newest is the newest state that the feed knows of.
	Newest() (s heat.State, ok bool)
	// Seen is when the database last confirmed the newest state.
	Seen() time.Time
}

// Pauses between attempts, doubled each time.
const (
	firstPause = 250 * time.Millisecond
	// longestPause is for a database that is away: it may be back any moment.
	longestPause = 8 * time.Second
	// lastingPause is for what another attempt will hardly mend, such as a row
	// that the index cannot hold: each reads the whole table.
	lastingPause = 5 * time.Minute
	// settledAfter is how long an index must have lived for the pauses to begin anew.
	settledAfter = time.Minute
)

// changesTimeout bounds one reading of changes, so that a connection that died
// without a word is noticed. Half a million take some ten seconds.
const changesTimeout = 2 * time.Minute

// StaleAfter is how long after the last word from the database answers are
// called stale. The feed asks every half second.
const StaleAfter = 5 * time.Second

// Run loads the index and follows the feed until ctx ends, and then gives its
// error. It survives whatever the database does: while there is no index that
// continues the database's history, the fallback answers.
func (e *Engine) Run(ctx context.Context, feed Feed) error {
	e.feed.Store(&feed)
	states, leave := feed.Subscribe()
	defer leave()
	pause := firstPause
	for {
		began := time.Now()
		err := e.runOnce(ctx, states)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if time.Since(began) > settledAfter {
			pause = firstPause
		}
		e.opt.Log.WarnContext(ctx, "the index begins anew; SQL answers meanwhile", "why", err, "pause", pause)
		if err := wait(ctx, pause); err != nil {
			return err
		}
		longest := longestPause
		if diemnong.ErrorCode(err) != diemnong.Unavailable {
			longest = lastingPause
		}
		pause = min(2*pause, longest)
	}
}

// runOnce makes an index and follows until it is of no more use. Then nobody
// may read it any longer, before anything else.
func (e *Engine) runOnce(ctx context.Context, states <-chan heat.State) (err error) {
	f, err := e.begin(ctx)
	if err != nil {
		e.drop(err)
		return err
	}
	defer f.stop()
	err = f.follow(ctx, states)
	if ctx.Err() == nil {
		e.drop(err)
	}
	return err
}

func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// follower keeps an index up with the database. It belongs to one goroutine;
// what takes long runs beside it and comes back over a channel.
type follower struct {
	*Engine
	writer
	published time.Time // last publication
	behind    bool      // there may be changes that were not read yet
	away      bool      // the database did not answer the last time
	pause     time.Duration

	rebuilding, loadingHistories, saving bool
	saved                                heat.State     // of the file
	pending                              *withHistories // read, but of a state that the index has not reached
	historiesPause                       time.Duration
	historiesRetry                       <-chan time.Time
	ended                                context.CancelFunc
	rebuilt                              chan rebuild
	histories                            chan withHistories
	written                              chan writtenFile
}

// follow returns when the index is of no more use or ctx ends.
func (f *follower) follow(ctx context.Context, states <-chan heat.State) error {
	beside, cancel := context.WithCancel(ctx)
	f.ended = cancel
	if err := f.publish(ctx); err != nil {
		return err
	}
	f.loadHistories(beside)
	f.save(beside)
	hourly := time.NewTicker(f.opt.SaveEvery)
	defer hourly.Stop()
	for {
		if err := f.wait(ctx, beside, states, hourly.C); err != nil {
			if ctx.Err() != nil {
				f.saveAtEnd(ctx)
			}
			return err
		}
	}
}

// stop ends what runs beside and waits for it.
func (f *follower) stop() {
	if f.ended == nil {
		return
	}
	f.ended()
	if f.rebuilding {
		<-f.rebuilt
	}
	if f.loadingHistories {
		<-f.histories
	}
	if f.saving {
		<-f.written
	}
}

// wait does what is next.
func (f *follower) wait(ctx, beside context.Context, states <-chan heat.State, hourly <-chan time.Time) error {
	var next <-chan time.Time
	if f.behind {
		next = time.After(time.Until(f.published.Add(max(f.opt.PublishEvery, f.pause))))
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case s := <-states:
		if s == f.state {
			f.confirm(f.opt.Now())
			return nil
		}
		f.behind = true
		return nil
	case <-next:
		return f.catchUp(ctx, beside)
	case r := <-f.rebuilt:
		return f.takeRebuilt(ctx, beside, r)
	case h := <-f.histories:
		return f.takeHistories(ctx, beside, h)
	case w := <-f.written:
		f.takeWritten(ctx, w)
		if w.err == nil {
			f.save(beside) // a base that came meanwhile
		}
		return nil
	case <-f.historiesRetry:
		f.loadHistories(beside)
		return nil
	case <-hourly:
		f.rebuild(beside)
		f.save(beside)
		return nil
	}
}

// catchUp reads what changed and publishes it.
func (f *follower) catchUp(ctx, beside context.Context) error {
	begin := f.opt.Now()
	c, err := f.changes(ctx, f.state)
	if diemnong.ErrorCode(err) == diemnong.Unavailable {
		return f.stayBehind(ctx, err)
	}
	if err != nil {
		return err
	}
	if f.away {
		f.opt.Log.InfoContext(ctx, "the index follows the database again", "revision", c.State.Revision)
	}
	f.away, f.behind, f.pause = false, false, 0
	if c.State == f.state {
		f.confirm(begin)
		return nil
	}
	f.apply(c)
	if err := f.publish(ctx); err != nil {
		return err
	}
	f.confirm(begin)
	if err := f.adoptHistories(ctx, beside); err != nil {
		return err
	}
	if f.due() {
		f.rebuild(beside)
	}
	return nil
}

// changes reads what changed since a state.
func (f *follower) changes(ctx context.Context, since heat.State) (*Changes, error) {
	limited, cancel := context.WithTimeout(ctx, changesTimeout)
	defer cancel()
	c, err := f.opt.Source.Changes(limited, since, f.world)
	if err != nil && ctx.Err() == nil && limited.Err() != nil {
		return nil, silent(err)
	}
	return c, err
}

// silent is the error of a database that said nothing for too long.
func silent(err error) error {
	return &diemnong.Error{
		Code: diemnong.Unavailable, Message: "The database does not answer at the moment.", Hint: "Try again shortly.", Err: err,
	}
}

// stayBehind leaves the index as it is, to try again after a pause.
func (f *follower) stayBehind(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if !f.away {
		f.opt.Log.WarnContext(ctx, "the index cannot read changes and serves what it has", "revision", f.state.Revision, "err", err)
	}
	f.away = true
	f.published = time.Now()
	f.pause = min(max(2*f.pause, firstPause), longestPause)
	return nil
}

// publish replaces what readers see.
func (f *follower) publish(ctx context.Context) error {
	s, err := f.snapshot()
	if err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	f.published = time.Now()
	f.replace(s, Status{Phase: Ready, Complaints: s.rows, Histories: s.complete, State: s.state})
	f.opt.Log.DebugContext(ctx, "the index published a revision", "revision", s.state.Revision, "complaints", s.rows, "changed", len(f.changed))
	return nil
}

// drop leaves all questions to the fallback.
func (e *Engine) drop(reason error) {
	e.replace(nil, Status{Phase: Waiting, Reason: reasonOf(reason)})
}

// replace changes what readers see, and tells those who wait for it.
func (e *Engine) replace(s *snapshot, status Status) {
	e.held.Store(s)
	e.setStatus(status)
	next := make(chan struct{})
	close(*e.published.Swap(&next))
}

// confirm notes that the index was up to date at a time.
func (e *Engine) confirm(at time.Time) { e.confirmed.Store(at.UnixNano()) }

// Freshness is how long ago the index was last known to hold the newest state,
// and whether that is so long that answers should say it.
func (e *Engine) Freshness() (age time.Duration, stale bool) {
	s, feed := e.held.Load(), e.feed.Load()
	if s == nil || feed == nil {
		return 0, false
	}
	at := time.Unix(0, e.confirmed.Load())
	if newest, ok := (*feed).Newest(); ok && newest == s.state && (*feed).Seen().After(at) {
		at = (*feed).Seen()
	}
	age = max(e.opt.Now().Sub(at), 0)
	return age, age > StaleAfter
}
