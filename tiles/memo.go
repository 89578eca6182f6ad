package tiles

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/maypok86/otter/v2"
	"golang.org/x/sync/singleflight"

	"github.com/diemnong/diemnong"
)

// memo keeps answers by their question, up to a weight in bytes, and works out
// each one once however many ask at the same time. The work belongs to nobody:
// it goes on when the one who asked first goes away, and ends by its own
// timeout. It is safe for concurrent use.
type memo[K comparable, V any] struct {
	cache   *otter.Cache[K, V]
	flights singleflight.Group
	timeout time.Duration
}

func newMemo[K comparable, V any](maxBytes uint64, timeout time.Duration, bytes func(V) int) *memo[K, V] {
	return &memo[K, V]{
		cache: otter.Must(&otter.Options[K, V]{
			MaximumWeight: maxBytes,
			Weigher:       func(_ K, v V) uint32 { return uint32(min(bytes(v), 1<<31)) },
		}),
		timeout: timeout,
	}
}

// get gives the answer to a question, from make when it is not kept. It fails
// with ctx's error as soon as ctx ends, with [diemnong.Unavailable] when the
// work takes longer than the memo's timeout, else with make's error. Errors
// are not kept.
func (m *memo[K, V]) get(ctx context.Context, key K, work func(context.Context) (V, error)) (V, error) {
	if v, ok := m.cache.GetIfPresent(key); ok {
		return v, nil
	}
	flight := m.flights.DoChan(fmt.Sprintf("%#v", key), func() (any, error) {
		if v, ok := m.cache.GetIfPresent(key); ok { // another flight has landed since
			return v, nil
		}
		v, err := m.run(ctx, work)
		if err == nil {
			m.cache.Set(key, v)
		}
		return v, err
	})
	select {
	case r := <-flight:
		v, _ := r.Val.(V)
		return v, r.Err
	case <-ctx.Done():
		var none V
		return none, ctx.Err()
	}
}

// run does shared work apart from the context of who asked first. A panic
// becomes an error: nobody but us could recover it on this goroutine.
func (m *memo[K, V]) run(ctx context.Context, work func(context.Context) (V, error)) (v V, err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), m.timeout)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("tiles: panic: %v\n%s", p, debug.Stack())
		}
	}()
	v, err = work(ctx)
	if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return v, &diemnong.Error{
			Code:    diemnong.Unavailable,
			Message: fmt.Sprintf("The map was not ready within %s.", m.timeout),
			Hint:    "Ask for a shorter time or fewer values, or try again later.",
			Err:     err,
		}
	}
	return v, err
}

// reweigh takes account of an answer that has become heavier since it was kept.
func (m *memo[K, V]) reweigh(key K) {
	m.cache.ComputeIfPresent(key, func(v V) (V, otter.ComputeOp) { return v, otter.WriteOp })
}

// drop forgets the answers whose questions are stale.
func (m *memo[K, V]) drop(stale func(K) bool) {
	for k := range m.cache.Keys() {
		if stale(k) {
			m.cache.Invalidate(k)
		}
	}
}
