package index

import (
	"fmt"

	"github.com/diemnong/diemnong/geo/heat"
)

// writer holds what the next snapshot is made of. It belongs to one goroutine.
type writer struct {
	words   *dictionaries
	world   *World
	state   heat.State
	base    *base
	changed map[int64]change // since the base
	batch   int              // of the newest change
}

// change is the newest version of a complaint.
type change struct {
	row   Row
	gone  bool
	batch int // that it came with
}

// apply takes changes over.
func (w *writer) apply(c *Changes) {
	w.batch++
	w.state = c.State
	if c.World != nil {
		w.world = c.World
	}
	for _, r := range c.Rows {
		w.changed[r.ID] = change{row: r, batch: w.batch}
	}
	for _, id := range c.Gone {
		w.changed[id] = change{gone: true, batch: w.batch}
	}
}

// snapshot makes what readers see. A complaint that changed since the base is
// counted as it is now, and counted off as it was: the columns of the base stay
// as they are.
func (w *writer) snapshot() (*snapshot, error) {
	now, before := newRows(len(w.changed)), newRows(len(w.changed))
	now.histories = &historyRows{}
	if w.base.complete() {
		before.histories = &historyRows{}
	}
	for id, c := range w.changed {
		if row, there := w.base.rows.find(id); there {
			w.base.appendTo(before, row, id)
		}
		if c.gone {
			continue
		}
		if err := now.add(&c.row, w.words); err != nil {
			return nil, err
		}
	}
	parts := w.base.parts()
	for _, p := range []struct {
		rows   *rows
		weight uint32
	}{{now, plus}, {before, minus}} {
		s, _, err := newSegment(p.rows, nil, true)
		if err != nil {
			return nil, fmt.Errorf("publish revision %d: %w", w.state.Revision, err)
		}
		parts = append(parts, part{segment: s, weight: p.weight})
	}
	return newSnapshot(w.state, w.world, w.words.words(), parts), nil
}

// smallestRebuild is from how many changes on a new base is made: a snapshot is
// made from all of them, every second at most, in about 20 ms.
const smallestRebuild = 1 << 16

// due reports whether enough has changed for a new base.
func (w *writer) due() bool { return len(w.changed) >= smallestRebuild+w.base.len()/128 }

// rebuild is a new base being made beside the one in use.
type rebuild struct {
	base  *base
	batch int // newest change that the new base holds
	err   error
}

// rebuild takes what a new base needs and gives the function that makes it,
// which may run on another goroutine: it touches nothing of the writer's.
func (w *writer) rebuild() func() rebuild {
	old, state, batch := w.base, w.state, w.batch
	now := newRows(len(w.changed))
	now.histories = &historyRows{}
	changed := make(map[int64]struct{}, len(w.changed))
	var err error
	for id, c := range w.changed {
		changed[id] = struct{}{}
		if !c.gone && err == nil {
			err = now.add(&c.row, w.words)
		}
	}
	return func() rebuild {
		if err != nil {
			return rebuild{err: err}
		}
		all := newRows(old.len() + now.len())
		if old.complete() {
			all.histories = &historyRows{}
		}
		old.appendAll(all, func(id int64) bool {
			_, replaced := changed[id]
			return !replaced
		})
		for i := range now.len() {
			all.addFrom(now, i)
		}
		b, err := newBase(state, all)
		return rebuild{b, batch, err}
	}
}

// adopt takes a new base into use.
func (w *writer) adopt(r rebuild) {
	w.base = r.base
	for id, c := range w.changed {
		if c.batch <= r.batch {
			delete(w.changed, id)
		}
	}
}
