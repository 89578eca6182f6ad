package tiles

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"

	"github.com/diemnong/diemnong"
)

// memo keeps answers by their question, up to a weight in bytes, and works out
// each one once however many ask at the same time. The work belongs to nobody:
// it goes on when the one who asked first goes away, and ends by its own
// timeout. It is safe for concurrent use.
type memo[K comparable, V any] struct {
	cache   atomic.Pointer[otter.Cache[K, V]]
	empty   func() *otter.Cache[K, V]
	timeout time.Duration

	mu      sync.Mutex
	flights map[K]*flight[V]
}

// flight is work that is under way. Its answer is there when done is closed.
type flight[V any] struct {
	done   chan struct{}
	answer V
	err    error
}

func newMemo[K comparable, V any](maxBytes uint64, timeout time.Duration, bytes func(V) int) *memo[K, V] {
	m := &memo[K, V]{timeout: timeout, flights: map[K]*flight[V]{}}
	m.empty = func() *otter.Cache[K, V] {
		return otter.Must(&otter.Options[K, V]{
			MaximumWeight: maxBytes,
			Weigher:       func(_ K, v V) uint32 { return uint32(min(bytes(v), 1<<31)) },
		})
	}
	m.forget()
	return m
}

// get gives the answer to a question, from work when it is not kept. It fails
// with ctx's error as soon as ctx ends, with [diemnong.Unavailable] when the
// work takes longer than the memo's timeout, else with work's error. Errors
// are not kept.
func (m *memo[K, V]) get(ctx context.Context, key K, work func(context.Context) (V, error)) (V, error) {
	if v, ok := m.kept(key); ok {
		return v, nil
	}
	f := m.join(ctx, key, work)
	select {
	case <-f.done:
		return f.answer, f.err
	case <-ctx.Done():
		var none V
		return none, ctx.Err()
	}
}

// kept gives an answer that is there.
func (m *memo[K, V]) kept(key K) (V, bool) { return m.cache.Load().GetIfPresent(key) }

// join gives the flight that answers a question; it starts one when there is none.
func (m *memo[K, V]) join(ctx context.Context, key K, work func(context.Context) (V, error)) *flight[V] {
	m.mu.Lock()
	defer m.mu.Unlock()
	if f, ok := m.flights[key]; ok {
		return f
	}
	f := &flight[V]{done: make(chan struct{})}
	if v, ok := m.kept(key); ok { // a flight has landed since
		f.answer = v
		close(f.done)
		return f
	}
	m.flights[key] = f
	go m.fly(ctx, key, f, work)
	return f
}

// fly does the work of a flight and lands it.
func (m *memo[K, V]) fly(ctx context.Context, key K, f *flight[V], work func(context.Context) (V, error)) {
	f.answer, f.err = m.run(ctx, work)
	if f.err == nil {
		m.cache.Load().Set(key, f.answer)
	}
	m.mu.Lock()
	delete(m.flights, key)
	m.mu.Unlock()
	close(f.done)
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
	m.cache.Load().ComputeIfPresent(key, func(v V) (V, otter.ComputeOp) { return v, otter.WriteOp })
}

// forget forgets every answer, in no time however many there are.
func (m *memo[K, V]) forget() { m.cache.Store(m.empty()) }

// drop forgets the answers whose questions are stale. It looks at all of them.
func (m *memo[K, V]) drop(stale func(K) bool) {
	cache := m.cache.Load()
	for k := range cache.Keys() {
		if stale(k) {
			cache.Invalidate(k)
		}
	}
}
