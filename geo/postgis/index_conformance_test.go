package postgis_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/geo/heat/heattest"
	"github.com/diemnong/diemnong/geo/index"
	"github.com/diemnong/diemnong/geo/postgis"
)

// TestIndexConforms runs the suite on the index as it is in the service: over
// PostGIS, kept up to date by the change feed.
func TestIndexConforms(t *testing.T) {
	heattest.Run(t, func(t testing.TB, s heattest.Setup) heattest.Harness {
		sql := newHarness(t, s)
		return &indexHarness{sql, t, startIndex(t, sql)}
	})
}

// indexHarness writes as the SQL engine's does, and asks the index.
type indexHarness struct {
	*harness
	t     testing.TB
	index *index.Engine
}

// Engine gives the index once it has what was written last.
func (h *indexHarness) Engine() heat.Engine {
	h.t.Helper()
	newest, err := h.engine.State(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	if err := errors.Join(h.index.Await(h.t.Context(), newest.Revision), h.index.AwaitHistories(h.t.Context())); err != nil {
		h.t.Fatal(err)
	}
	return h.index
}

// startIndex runs an index and its feed until the test ends.
func startIndex(t testing.TB, h *harness) *index.Engine {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	feed := postgis.NewFeed(h.db, log)
	e := index.New(index.Options{
		Source:   postgis.NewIndexSource(h.db, postgis.NewWorlds(h.db, log)),
		Fallback: noFallback{}, Log: log, Now: h.setup.Now, PublishEvery: time.Millisecond,
	})
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	var running sync.WaitGroup
	for _, run := range []func() error{
		func() error { return feed.Run(ctx) },
		func() error { return e.Run(ctx, feed) },
	} {
		running.Go(func() {
			if err := run(); !errors.Is(err, context.Canceled) {
				t.Errorf("Run ended with %v; want its context's error", err)
			}
		})
	}
	t.Cleanup(func() { cancel(); running.Wait() })
	return e
}

// noFallback refuses, so that no answer of the index is really another engine's.
type noFallback struct{}

var errFallback = errors.New("the index passed the question on")

func (noFallback) State(context.Context) (heat.State, error) { return heat.State{}, errFallback }

func (noFallback) Grid(context.Context, diemnong.Filter) (*heat.Grid, error) { return nil, errFallback }

func (noFallback) Stats(context.Context, heat.StatsQuery) (*heat.Stats, error) {
	return nil, errFallback
}
