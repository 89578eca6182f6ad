package tiles

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/diemnong/diemnong"
)

func newTestMemo(timeout time.Duration) *memo[string, int] {
	return newMemo[string](1<<20, timeout, func(int) int { return 1 })
}

func TestSharedWorkOutlivesTheFirstToAsk(t *testing.T) {
	t.Parallel()
	m := newTestMemo(time.Minute)
	started, finish := make(chan struct{}), make(chan struct{})
	var runs atomic.Int32
	work := func(ctx context.Context) (int, error) {
		runs.Add(1)
		close(started)
		<-finish
		return 42, ctx.Err()
	}
	first, cancel := context.WithCancel(t.Context())
	gaveUp := make(chan error)
	go func() {
		_, err := m.get(first, "k", work)
		gaveUp <- err
	}()
	<-started
	second := make(chan int)
	go func() {
		v, err := m.get(t.Context(), "k", work)
		if err != nil {
			t.Errorf("the second to ask got %v", err)
		}
		second <- v
	}()
	cancel()
	if err := <-gaveUp; !errors.Is(err, context.Canceled) {
		t.Errorf("the first to ask got %v; want context.Canceled, while the work goes on", err)
	}
	close(finish)
	if v := <-second; v != 42 || runs.Load() != 1 {
		t.Errorf("the second to ask got %d after %d runs; want 42 after 1", v, runs.Load())
	}
}

func TestManyWhoAskAtOnceShareOneRun(t *testing.T) {
	t.Parallel()
	m := newTestMemo(time.Minute)
	var runs atomic.Int32
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			v, err := m.get(t.Context(), "k", func(context.Context) (int, error) { return int(runs.Add(1)), nil })
			if v != 1 || err != nil {
				t.Errorf("get = %d, %v; want 1", v, err)
			}
		})
	}
	wg.Wait()
}

func TestErrorsAreNotKept(t *testing.T) {
	t.Parallel()
	m := newTestMemo(time.Minute)
	fault := errors.New("fault")
	if _, err := m.get(t.Context(), "k", func(context.Context) (int, error) { return 0, fault }); !errors.Is(err, fault) {
		t.Errorf("got %v; want the work's error", err)
	}
	if v, err := m.get(t.Context(), "k", func(context.Context) (int, error) { return 7, nil }); v != 7 || err != nil {
		t.Errorf("got %d, %v; want 7", v, err)
	}
}

func TestPanicOfSharedWorkBecomesAnError(t *testing.T) {
	t.Parallel()
	_, err := newTestMemo(time.Minute).get(t.Context(), "k", func(context.Context) (int, error) { panic("lost") })
	if err == nil || !strings.Contains(err.Error(), "lost") || diemnong.ErrorCode(err) != diemnong.Internal {
		t.Errorf("got %v; want an internal error that names the panic", err)
	}
}

func TestWorkThatTakesTooLongIsUnavailable(t *testing.T) {
	t.Parallel()
	_, err := newTestMemo(time.Nanosecond).get(t.Context(), "k", func(ctx context.Context) (int, error) {
		<-ctx.Done()
		return 0, ctx.Err()
	})
	if diemnong.ErrorCode(err) != diemnong.Unavailable || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v; want Unavailable because of the deadline", err)
	}
}

func TestDropForgetsWhatIsStale(t *testing.T) {
	t.Parallel()
	m := newTestMemo(time.Minute)
	var runs atomic.Int32
	ask := func(key string) {
		if _, err := m.get(t.Context(), key, func(context.Context) (int, error) { return int(runs.Add(1)), nil }); err != nil {
			t.Error(err)
		}
	}
	ask("old")
	ask("new")
	m.drop(func(k string) bool { return k == "old" })
	ask("new")
	if got := runs.Load(); got != 2 {
		t.Errorf("%d runs after asking again for what is not stale; want 2", got)
	}
	ask("old")
	if got := runs.Load(); got != 3 {
		t.Errorf("%d runs after asking again for what was dropped; want 3", got)
	}
}

func TestForgetForgetsEverything(t *testing.T) {
	t.Parallel()
	m := newTestMemo(time.Minute)
	one := func(context.Context) (int, error) { return 1, nil }
	two := func(context.Context) (int, error) { return 2, nil }
	for _, want := range []int{1, 1} {
		if got, err := m.get(t.Context(), "k", one); got != want || err != nil {
			t.Errorf("get = %d, %v; want %d", got, err, want)
		}
	}
	m.forget()
	if got, err := m.get(t.Context(), "k", two); got != 2 || err != nil {
		t.Errorf("get = %d, %v after forget; want 2, made anew", got, err)
	}
}

// TestWeightGrowsWithTheAnswer keeps answers that become too heavy for the cache.
func TestWeightGrowsWithTheAnswer(t *testing.T) {
	t.Parallel()
	m := newMemo[string](100, time.Minute, func(v *int) int { return *v })
	weight := 10
	if _, err := m.get(t.Context(), "k", func(context.Context) (*int, error) { return &weight, nil }); err != nil {
		t.Fatal(err)
	}
	for _, want := range []uint64{10, 70} {
		weight = int(want)
		m.reweigh("k")
		m.cache.Load().CleanUp()
		if got := m.cache.Load().WeightedSize(); got != want {
			t.Errorf("the cache holds %d bytes; want %d", got, want)
		}
	}
	m.reweigh("another") // is not there, and does not come
	if n := m.cache.Load().EstimatedSize(); n != 1 {
		t.Errorf("%d answers are kept; want 1", n)
	}
}
