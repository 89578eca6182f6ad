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
	// AsOf is the moment that it is judged at: the age that the layer's own window has.
	AsOf time.Time `json:"as_of"`
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
	w, err := lookAtBoth(ctx, s, q, f, ask)
	if err != nil || w.alike(q.moment) {
		return w, err
	}
	if q, err = s.question(ctx, q.layer, f); err != nil {
		return nil, err
	}
	return lookAtBoth(ctx, s, q, f, ask)
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
func lookAtBoth[S surface](ctx context.Context, s *Service, q question, f diemnong.Filter, ask asker[S]) (*windows[S], error) {
	then, before, err := s.questionBefore(ctx, q, f)
	if err != nil {
		return nil, err
	}
	w := &windows[S]{compared: &Compared{Mode: q.layer.Compare, From: before.From, To: before.To, AsOf: before.AsOf}}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		w.now, err = ask(ctx, q, f)
		return err
	})
	g.Go(func() (err error) {
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

// alike reports whether both windows are of the same data, and the present one is
// judged at the moment that the other one's was reckoned from.
func (w *windows[S]) alike(m moment) bool {
	now, asOf := w.now.source()
	before, _ := w.before.source()
	return now == before && asOf.Unix() == m.asOf
}

// questionBefore is the question about the window that a layer compares with, and
// its filter. It is one about the past, which a plain map of that window shares.
func (s *Service) questionBefore(ctx context.Context, q question, f diemnong.Filter) (question, diemnong.Filter, error) {
	catalog, _, err := s.options.World.Current(ctx)
	if err != nil {
		return question{}, diemnong.Filter{}, fmt.Errorf("find the window before: %w", err)
	}
	zone, err := time.LoadLocation(catalog.City.TimeZone)
	if err != nil {
		return question{}, diemnong.Filter{}, fmt.Errorf("time zone of the city: %w", err)
	}
	before, err := q.layer.Compare.Before(f, zone, time.Unix(q.moment.asOf, 0))
	if err != nil {
		return question{}, diemnong.Filter{}, err
	}
	q.filter, q.moment.asOf, q.moment.present = filterKey(&before), before.AsOf.Unix(), false
	return q, before, nil
}
