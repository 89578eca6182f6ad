package tiles

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// windows are what a layer is cut from: the figures of its filter and, where it
// compares, those of the window before.
type windows[S surface] struct {
	now, before S // before is not set where nothing is compared
	state       heat.State
	asOf        time.Time
	compared    *Compared // nil where nothing is compared
}

// Compared is a window that a layer compares with.
type Compared struct {
	Mode heat.Comparison `json:"mode"`
	From time.Time       `json:"from"`
	To   time.Time       `json:"to"`
}

// asker gives what a window's tiles are cut from: [Service.cells] or [Service.areas].
type asker[S surface] func(context.Context, question, diemnong.Filter) (S, error)

// look gives the windows of a question. Each is kept by itself, so that plain
// tiles, tiles of change and the comparison of the next window share them.
//
// A comparison is two questions to the engine, and the data may change between
// them. They are asked once more then. Should it have changed again, the answer
// is marked as that of the older data, and whoever waits for the newer will ask
// again.
func look[S surface](ctx context.Context, s *Service, q question, f diemnong.Filter, ask asker[S]) (*windows[S], error) {
	if !q.layer.compares() {
		return lookAtOne(ctx, q, f, ask)
	}
	before, err := s.windowBefore(ctx, q.layer.Compare, f)
	if err != nil {
		return nil, err
	}
	w, err := lookAtBoth(ctx, q, f, before, ask)
	if err != nil || w.alike() {
		return w, err
	}
	if q, err = s.question(ctx, q.layer, f); err != nil {
		return nil, err
	}
	return lookAtBoth(ctx, q, f, before, ask)
}

// lookAtOne asks for the window of a layer that does not compare.
func lookAtOne[S surface](ctx context.Context, q question, f diemnong.Filter, ask asker[S]) (*windows[S], error) {
	now, err := ask(ctx, q, f)
	if err != nil {
		return nil, err
	}
	w := &windows[S]{now: now}
	w.state, w.asOf = now.source()
	return w, nil
}

// lookAtBoth asks for both windows of a comparison, side by side.
func lookAtBoth[S surface](ctx context.Context, q question, f, before diemnong.Filter, ask asker[S]) (*windows[S], error) {
	w := &windows[S]{compared: &Compared{Mode: q.layer.Compare, From: before.From, To: before.To}}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		w.now, err = ask(ctx, q, f)
		return err
	})
	g.Go(func() (err error) {
		then := q
		then.filter = filterKey(&before)
		w.before, err = ask(ctx, then, before)
		return err
	})
	if err := g.Wait(); err != nil {
		return nil, err
	}
	w.state, w.asOf = w.now.source()
	if then, _ := w.before.source(); then.Revision < w.state.Revision {
		w.state = then
	}
	return w, nil
}

// alike reports whether both windows are of the same data, judged at one moment.
func (w *windows[S]) alike() bool {
	now, asOf := w.now.source()
	before, then := w.before.source()
	return now == before && asOf.Equal(then)
}

// windowBefore is the filter that a layer compares with.
func (s *Service) windowBefore(ctx context.Context, c heat.Comparison, f diemnong.Filter) (diemnong.Filter, error) {
	catalog, _, err := s.options.World.Current(ctx)
	if err != nil {
		return diemnong.Filter{}, fmt.Errorf("find the window before: %w", err)
	}
	zone, err := time.LoadLocation(catalog.City.TimeZone)
	if err != nil {
		return diemnong.Filter{}, fmt.Errorf("time zone of the city: %w", err)
	}
	return c.Before(f, zone)
}
