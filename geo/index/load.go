package index

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// begin makes an index: from the file if it continues the database's history,
// else by reading everything.
func (e *Engine) begin(ctx context.Context) (*follower, error) {
	f := &follower{
		Engine: e, rebuilt: make(chan rebuild, 1), histories: make(chan withHistories, 1), written: make(chan writtenFile, 1),
		behind: true, // whatever came between the load and the first bell
	}
	f.changed = map[int64]change{}
	began := time.Now()
	if e.beginFromFile(ctx, f) {
		e.opt.Log.InfoContext(ctx, "the index is ready, from its file", "complaints", f.base.len(), "changed", len(f.changed),
			"took", time.Since(began))
		return f, nil
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err := e.load(ctx, f); err != nil {
		return nil, err
	}
	took := time.Since(began)
	e.opt.Log.InfoContext(ctx, "the index is ready", "complaints", f.base.len(), "took", took,
		"rows_per_second", int(float64(f.base.len())/took.Seconds()))
	return f, nil
}

// beginFromFile reports whether the file was good and the database continues it.
func (e *Engine) beginFromFile(ctx context.Context, f *follower) bool {
	if e.opt.File == "" {
		return false
	}
	b, words, err := readFile(e.opt.File)
	if err != nil {
		if !errors.Is(err, errNoFile) {
			e.opt.Log.WarnContext(ctx, "the index's file is not usable and is left out", "file", e.opt.File, "err", err)
		}
		return false
	}
	began := e.opt.Now()
	c, err := e.opt.Source.Changes(ctx, b.state, nil)
	if err != nil {
		e.opt.Log.InfoContext(ctx, "the index's file cannot be continued and is left out", "file", e.opt.File, "err", err)
		return false
	}
	f.base, f.words, f.saved = b, words, b.state
	f.apply(c)
	f.behind = false
	e.confirm(began)
	return true
}

// progressStep is how many rows pass between two looks at the progress.
const progressStep = 1 << 14

// load reads all complaints.
func (e *Engine) load(ctx context.Context, f *follower) error {
	var r *rows
	began := e.opt.Now()
	status := Status{Phase: Loading}
	e.setStatus(status)
	alive := newWatchdog(ctx)
	defer alive.stop()
	err := e.opt.Source.Load(alive.ctx,
		func(b Beginning) error {
			// Room for a few more than were estimated; a wrong estimate costs only time.
			r = newRows(min(max(b.Rows, 0), 1<<27) * 21 / 20)
			f.words, f.state, f.world = newDictionaries(), b.State, b.World
			status.Expected = b.Rows
			return nil
		},
		func(c *Row) error {
			if status.Loaded++; status.Loaded%progressStep == 0 {
				e.setStatus(status)
			}
			alive.sign()
			return r.add(c, f.words)
		})
	if err != nil {
		return fmt.Errorf("load complaints: %w", alive.explain(ctx, err))
	}
	if f.base, err = newBase(f.state, r); err != nil {
		return err
	}
	e.confirm(began)
	return nil
}

// withHistories is a base whose histories have been read, as of a state.
type withHistories struct {
	base  *base
	state heat.State
	err   error
}

// loadHistories begins to read the histories of the base, if they are missing.
func (f *follower) loadHistories(ctx context.Context) {
	f.historiesRetry = nil
	if f.base.complete() || f.loadingHistories || f.rebuilding || f.pending != nil {
		return
	}
	f.loadingHistories = true
	b, source := f.base, f.opt.Source
	go func() { f.histories <- readHistories(ctx, b, source) }()
}

// readHistories gives a base its histories. Those of complaints that have
// changed since may be newer than the rows: see [base.mixed].
func readHistories(ctx context.Context, b *base, source Source) withHistories {
	written := historyRows{}
	place := make([]uint32, b.len()) // of a row in written, + 1
	var state heat.State
	alive := newWatchdog(ctx)
	defer alive.stop()
	err := source.Histories(alive.ctx, func(s heat.State) error {
		state = s
		return nil
	}, func(id int64, events []Event) error {
		alive.sign()
		row, there := b.rows.find(id)
		if !there {
			return nil
		}
		m, status := b.stored(row)
		written.add(b.received(row), events, m, status)
		place[row] = uint32(len(written.ends))
		return nil
	})
	if err != nil {
		return withHistories{err: fmt.Errorf("load histories: %w", alive.explain(ctx, err))}
	}
	return withHistories{base: b.withHistories(&written, place), state: state}
}

// withHistories gives a copy of a base with the histories of its rows. place
// says where each is written, counted from 1; 0: the row has none.
func (b *base) withHistories(written *historyRows, place []uint32) *base {
	none := appendHistory(nil, 0, nil, false)
	of := func(i uint32) []byte {
		if place[i] == 0 {
			return none
		}
		return written.of(int(place[i]) - 1)
	}
	settled, waiting := *b.settled, *b.waiting
	n := uint32(settled.len())
	settled.histories = newHistories(numberRows(0, n), of)
	waiting.histories = newHistories(numberRows(n, n+uint32(waiting.len())), of)
	return &base{state: b.state, settled: &settled, waiting: &waiting, rows: b.rows}
}

func numberRows(from, to uint32) []uint32 {
	all := make([]uint32, to-from)
	for i := range all {
		all[i] = from + uint32(i)
	}
	return all
}

// Pauses between attempts to read histories: each reads all of them.
const (
	firstHistoriesPause   = 5 * time.Second
	longestHistoriesPause = 10 * time.Minute
)

// takeHistories takes what was read, or tries again later.
func (f *follower) takeHistories(ctx, beside context.Context, h withHistories) error {
	f.loadingHistories = false
	if h.err != nil {
		f.retryHistories(ctx, h.err)
		return nil
	}
	f.pending = &h
	return f.adoptHistories(ctx, beside)
}

func (f *follower) retryHistories(ctx context.Context, err error) {
	f.historiesPause = min(max(2*f.historiesPause, firstHistoriesPause), longestHistoriesPause)
	f.historiesRetry = time.After(f.historiesPause)
	f.opt.Log.WarnContext(ctx, "the histories could not be read; SQL goes on answering about the past",
		"err", err, "pause", f.historiesPause)
}

// adoptHistories takes histories into use once the index holds the state they
// are of, or a later one that continues it: before, it would answer with events
// that are still to come, or that a failover has undone.
func (f *follower) adoptHistories(ctx, beside context.Context) error {
	h := f.pending
	if h == nil {
		return nil
	}
	if f.state.Revision < h.state.Revision {
		f.behind = true
		return nil
	}
	if f.state != h.state {
		if _, err := f.changes(ctx, h.state); errors.Is(err, ErrDiverged) {
			f.pending = nil
			f.retryHistories(ctx, err)
			return nil
		} else if err != nil {
			f.behind = true
			return nil
		}
	}
	f.pending, f.base = nil, h.base
	f.base.mixed = h.state != f.base.state && len(f.changed) > 0
	if err := f.publish(ctx); err != nil {
		return err
	}
	f.save(beside)
	return nil
}

// rebuild begins to make a new base of everything, on the side.
func (f *follower) rebuild(ctx context.Context) {
	if f.rebuilding || f.loadingHistories || f.pending != nil || len(f.changed) == 0 {
		return
	}
	f.rebuilding = true
	build := f.writer.rebuild()
	go func() { f.rebuilt <- build() }()
}

func (f *follower) takeRebuilt(ctx, beside context.Context, r rebuild) error {
	f.rebuilding = false
	if r.err != nil {
		return r.err
	}
	f.adopt(r)
	if err := f.publish(ctx); err != nil {
		return err
	}
	f.loadHistories(beside) // of a base that had none
	f.save(beside)
	return nil
}

// reasonOf says in words for people why there is no index.
func reasonOf(err error) string {
	var told *diemnong.Error
	if errors.As(err, &told) {
		return told.Message
	}
	if errors.Is(err, ErrDiverged) {
		return "The database has another history than the index and is read anew."
	}
	return err.Error() + "."
}
