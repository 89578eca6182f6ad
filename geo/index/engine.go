package index

import (
	"context"
	"log/slog"
	"math"
	"sync/atomic"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// Options are the parts of an [Engine]. Source, Fallback and Log must be set.
type Options struct {
	Source Source
	// Fallback answers while the index is not ready, and what the index cannot
	// hold. It must give exactly the same numbers.
	Fallback heat.Engine
	Log      *slog.Logger
	Now      func() time.Time // time.Now when nil

	// File is where the columns are kept from one start to the next; empty: nowhere.
	File string
	// ReadOnly leaves the file as it is: it is another process's.
	ReadOnly bool
	// SaveEvery is how often the file is written; an hour when zero.
	SaveEvery time.Duration
	// PublishEvery is the shortest time between two publications; a second when
	// zero. Answers are kept by state, and each new state begins from nothing.
	PublishEvery time.Duration
}

// Engine answers from memory. It is safe for concurrent use. Until [Engine.Run]
// has loaded the complaints, the fallback answers.
type Engine struct {
	opt    Options
	held   atomic.Pointer[snapshot]
	status atomic.Pointer[Status]

	published atomic.Pointer[chan struct{}] // closed at the next publication
	feed      atomic.Pointer[Feed]
	confirmed atomic.Int64 // when the index was last known to be up to date, Unix nanoseconds
}

var _ heat.Engine = (*Engine)(nil)

// New makes an engine.
func New(o Options) *Engine {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.SaveEvery == 0 {
		o.SaveEvery = time.Hour
	}
	if o.PublishEvery == 0 {
		o.PublishEvery = time.Second
	}
	e := &Engine{opt: o}
	next := make(chan struct{})
	e.published.Store(&next)
	e.status.Store(&Status{Phase: Waiting})
	return e
}

// State is that of the snapshot that questions are answered from.
func (e *Engine) State(ctx context.Context) (heat.State, error) {
	if s := e.held.Load(); s != nil {
		return s.state, nil
	}
	return e.opt.Fallback.State(ctx)
}

// World gives what the newest snapshot refers to; ok is false while the
// fallback answers.
func (e *Engine) World() (w *World, ok bool) {
	if s := e.held.Load(); s != nil {
		return s.world, true
	}
	return nil, false
}

// Await waits until the index holds a revision or a later one. It gives ctx's
// error when that ends before.
func (e *Engine) Await(ctx context.Context, r diemnong.Revision) error {
	return e.await(ctx, func(s *snapshot) bool { return s.state.Revision >= r })
}

// AwaitHistories waits until the index answers about the past too.
func (e *Engine) AwaitHistories(ctx context.Context) error {
	return e.await(ctx, func(s *snapshot) bool { return s.complete })
}

// Published gives a channel that is closed when there is a new snapshot, or
// none any more.
func (e *Engine) Published() <-chan struct{} { return *e.published.Load() }

func (e *Engine) await(ctx context.Context, enough func(*snapshot) bool) error {
	for {
		next := *e.published.Load()
		if s := e.held.Load(); s != nil && enough(s) {
			return nil
		}
		select {
		case <-next:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Grid counts by cell. The coarse layers are counted at once, the others when
// they are asked for.
func (e *Engine) Grid(ctx context.Context, f diemnong.Filter) (*heat.Grid, error) {
	s := e.held.Load()
	if !s.answers(f) {
		return e.opt.Fallback.Grid(ctx, f)
	}
	now := e.opt.Now()
	if err := heat.Check(f, s.world.Catalog, s.world.Atlas, now); err != nil {
		return nil, err
	}
	return s.grid(newSelection(f, s.world, s.words, now)), ctx.Err()
}

// Stats counts by up to two groupings.
func (e *Engine) Stats(ctx context.Context, q heat.StatsQuery) (*heat.Stats, error) {
	s := e.held.Load()
	if !s.answers(q.Filter) {
		return e.opt.Fallback.Stats(ctx, q)
	}
	now := e.opt.Now()
	if err := q.Check(s.world.Catalog, s.world.Atlas, now); err != nil {
		return nil, err
	}
	sel := newSelection(q.Filter, s.world, s.words, now)
	g := newGroups(s, sel, q.By, q.Filter.AgencyView)
	if g.n > math.MaxUint32 { // a group is a number of 32 bits
		return e.opt.Fallback.Stats(ctx, q)
	}
	return s.stats(sel, g), ctx.Err()
}

// answers reports whether a snapshot can answer about a filter: about the past
// only when the histories are there.
func (s *snapshot) answers(f diemnong.Filter) bool {
	return s != nil && (f.AsOf.IsZero() || s.complete)
}
