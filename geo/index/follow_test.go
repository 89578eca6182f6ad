package index_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/geo/index"
)

// plainWorld has one category and nothing else.
func plainWorld(t testing.TB) *index.World {
	t.Helper()
	atlas, err := area.NewAtlas(nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return &index.World{
		Catalog: &diemnong.Catalog{Categories: []diemnong.Category{{Code: "flood"}}}, Atlas: atlas, Zone: time.UTC,
		Categories: map[int16]string{1: "flood"}, Agencies: map[int16]string{},
	}
}

// waiting makes n complaints without a due time, from an id on.
func waiting(first int64, n int) []index.Row {
	rows := make([]index.Row, n)
	for i := range rows {
		id := first + int64(i)
		rows[i] = index.Row{ID: id, ReceivedAt: 1_700_000_000 + id*37%1_000_003, DueAt: index.None, ClosedAt: index.None, Category: 1}
		rows[i].Events = []index.Event{{At: rows[i].ReceivedAt, DueAt: index.None, ClosedAt: index.None}}
	}
	return rows
}

// follows is an engine over a memory, with what a test of the follower needs.
type follows struct {
	*testing.T
	*memory
	engine *index.Engine
	stop   func()
}

func newFollows(t *testing.T, change func(*index.Options)) *follows {
	t.Helper()
	f := &follows{T: t, memory: newMemory(plainWorld(t), time.Now)}
	f.start(change)
	return f
}

func (f *follows) start(change func(*index.Options)) {
	f.Helper()
	o := index.Options{Source: f.memory, Fallback: fallback{f.memory}, Log: quiet, PublishEvery: time.Nanosecond}
	if change != nil {
		change(&o)
	}
	f.engine = index.New(o)
	f.stop = run(f.T, f.engine, f.memory)
}

// fallback counts the rows of a memory; it fails while that is away.
type fallback struct{ m *memory }

func (f fallback) State(context.Context) (heat.State, error) {
	f.m.mu.Lock()
	defer f.m.mu.Unlock()
	return f.m.newest(), f.m.away
}

func (f fallback) Grid(context.Context, diemnong.Filter) (*heat.Grid, error) { return nil, errAsked }

func (f fallback) Stats(context.Context, heat.StatsQuery) (*heat.Stats, error) {
	f.m.mu.Lock()
	defer f.m.mu.Unlock()
	s := &heat.Stats{State: f.m.newest()}
	s.Total.Classes[diemnong.UndatedOpen] = uint32(len(f.m.rows))
	return s, f.m.away
}

// wantN asks how many complaints there are.
func (f *follows) wantN(want int) *heat.Stats {
	f.Helper()
	s, err := f.engine.Stats(f.Context(), heat.StatsQuery{})
	if err != nil {
		f.Fatal(err)
	}
	if got := s.Total.N(); got != uint32(want) {
		f.Errorf("%d complaints at revision %d; want %d", got, s.State.Revision, want)
	}
	return s
}

// restore makes the database another history, from a revision on.
func (m *memory) restore(to int, history string, rows map[int64]index.Row) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.revisions, m.history, m.rows = m.revisions[:to+1:to+1], history, rows
}

func (m *memory) setAway(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.away = err
}

// ring sends a state to all subscribers, as a bell that came late or twice.
func (m *memory) ring(s heat.State) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, bell := range m.bells {
		select {
		case <-bell:
		default:
		}
		bell <- s
	}
}

// until waits for a condition that another goroutine makes true.
func (f *follows) until(what string, holds func() bool) {
	f.Helper()
	deadline := time.After(time.Minute)
	for !holds() {
		select {
		case <-deadline:
			f.Fatalf("waited a minute until %s; status: %v", what, f.engine.Status())
		case <-time.After(time.Millisecond):
		}
	}
}

func TestLateAndDoubledBellsChangeNothing(t *testing.T) {
	f := newFollows(t, nil)
	first := f.commit(waiting(1, 10))
	second := f.commit(waiting(11, 5), 1)
	await(t, f.engine, second)
	for _, s := range []heat.State{first, second, second, {}, first} {
		f.ring(s)
	}
	third := f.commit(waiting(100, 1))
	await(t, f.engine, third)
	f.wantN(15)
	if f.loads != 1 {
		t.Errorf("loaded %d times; want once", f.loads)
	}
}

func TestARestoredBackupIsNoticed(t *testing.T) {
	for name, overtaken := range map[string]bool{"older": false, "overtaken": true} {
		t.Run(name, func(t *testing.T) {
			f := newFollows(t, nil)
			for i := range 5 {
				f.commit(waiting(int64(10*i+1), 10))
			}
			last := f.commit(waiting(100, 1))
			await(t, f.engine, last)
			f.wantN(51)
			f.restore(2, "other", map[int64]index.Row{7: waiting(7, 1)[0]})
			var s heat.State
			if overtaken { // the same numbers and more, of another history
				for i := range 8 {
					s = f.commit(waiting(int64(1000+i), 1))
				}
			} else {
				s = f.commit(waiting(1000, 1))
			}
			f.until("the index has the other history", func() bool {
				got, err := f.engine.State(t.Context())
				return err == nil && got == s && f.engine.Status().Phase == index.Ready
			})
			f.wantN(1 + int(s.Revision) - 2)
		})
	}
}

func TestServesWhatItHasWhileTheDatabaseIsAway(t *testing.T) {
	f := newFollows(t, nil)
	s := f.commit(waiting(1, 10))
	await(t, f.engine, s)
	f.setAway(diemnong.Errorf(diemnong.Unavailable, "away"))
	f.ring(heat.State{Revision: 99, ID: "?"}) // it tries, and cannot
	f.wantN(10)
	f.setAway(nil)
	s = f.commit(waiting(11, 10))
	await(t, f.engine, s)
	f.wantN(20)
	if f.loads != 1 {
		t.Errorf("loaded %d times; want once", f.loads)
	}
}

func TestTheFallbackAnswersUntilTheIndexIsLoaded(t *testing.T) {
	m := newMemory(plainWorld(t), time.Now)
	m.commit(waiting(1, 7))
	f := &follows{T: t, memory: m}
	f.engine = index.New(index.Options{Source: m, Fallback: fallback{m}, Log: quiet, PublishEvery: time.Nanosecond})
	f.wantN(7)
	if s := f.engine.Status(); s.Phase != index.Waiting {
		t.Errorf("status %v; want it waiting", s)
	}
	m.setAway(diemnong.Errorf(diemnong.Unavailable, "away"))
	if _, err := f.engine.Stats(t.Context(), heat.StatsQuery{}); diemnong.ErrorCode(err) != diemnong.Unavailable {
		t.Errorf("got %v; want the fallback's refusal", err)
	}
	m.setAway(nil)
	run(t, f.engine, m)
	await(t, f.engine, m.newest())
	f.wantN(7)
}

func TestARowThatCannotBeHeldLeavesTheQuestionToTheFallback(t *testing.T) {
	f := newFollows(t, nil)
	await(t, f.engine, f.commit(waiting(1, 3)))
	bad := waiting(4, 1)
	bad[0].Cell = 17
	f.commit(bad)
	f.until("the index says why", func() bool { return f.engine.Status().Reason != "" })
	f.wantN(4)
	s := f.commit(waiting(4, 1)) // mended
	await(t, f.engine, s)
	f.wantN(4)
}

func TestFreshness(t *testing.T) {
	now := time.Now()
	seen := now
	m := newMemory(plainWorld(t), func() time.Time { return seen })
	f := &follows{T: t, memory: m}
	f.start(func(o *index.Options) { o.Now = func() time.Time { return now } })
	await(t, f.engine, m.commit(waiting(1, 1)))
	want := func(age time.Duration, stale bool) {
		t.Helper()
		if gotAge, got := f.engine.Freshness(); gotAge != age || got != stale {
			t.Errorf("age %v, stale %v; want %v, %v", gotAge, got, age, stale)
		}
	}
	f.stop()
	want(0, false)
	now = now.Add(index.StaleAfter)
	want(index.StaleAfter, false)
	now = now.Add(time.Second)
	want(index.StaleAfter+time.Second, true)
	seen = now.Add(-2 * time.Second) // the feed has confirmed the state since
	want(2*time.Second, false)
}

// TestHistoriesOfALaterState has the histories read after a change that the
// index has not seen: it must not answer with them before it has.
func TestHistoriesOfALaterState(t *testing.T) {
	m := newMemory(plainWorld(t), time.Now)
	m.commit(waiting(1, 10))
	m.beforeHistories = func() { m.commit(nil, 3); m.beforeHistories = nil }
	f := &follows{T: t, memory: m}
	file := t.TempDir() + "/index"
	f.start(func(o *index.Options) { o.File = file })
	awaitHistories(t, f.engine)
	f.wantN(9)
	past, err := f.engine.Stats(t.Context(), heat.StatsQuery{Filter: diemnong.Filter{AsOf: time.Now().Truncate(time.Second).UTC()}})
	if err != nil || past.Total.N() != 9 || past.State != m.newest() {
		t.Errorf("asked as a past: %+v, %v; want 9 of the newest state", past, err)
	}
	f.until("the file is written of one state", func() bool { _, err := os.Stat(file); return err == nil })
	f.stop()
	f.loads = 0
	f.start(func(o *index.Options) { o.File = file })
	await(t, f.engine, m.newest())
	f.wantN(9)
	if f.loads != 0 {
		t.Error("the file was not used")
	}
}

// TestALastingFault has the database answer, but with what nobody understands.
func TestALastingFault(t *testing.T) {
	f := newFollows(t, nil)
	await(t, f.engine, f.commit(waiting(1, 3)))
	f.setAway(errors.New("an array that nobody can read"))
	f.ring(heat.State{Revision: 99, ID: "?"})
	f.until("the index is dropped", func() bool { return f.engine.Status().Phase != index.Ready })
	f.setAway(nil)
	await(t, f.engine, f.commit(waiting(4, 1)))
	f.wantN(4)
}

// TestManyChanges has new bases made all the time, from histories too.
func TestManyChanges(t *testing.T) {
	f := newFollows(t, func(o *index.Options) { o.SaveEvery = time.Millisecond })
	n := 0
	var s heat.State
	for i := range 60 {
		rows := waiting(int64(1000*i+1), 100)
		rows = append(rows, waiting(int64(500*i+1), 3)...) // some again
		s = f.commit(slices.CompactFunc(rows, func(a, b index.Row) bool { return a.ID == b.ID }), int64(1000*i+50))
		n = len(f.rows)
		await(t, f.engine, s)
	}
	awaitHistories(t, f.engine)
	f.wantN(n)
	past, err := f.engine.Stats(t.Context(), heat.StatsQuery{Filter: diemnong.Filter{AsOf: time.Now().Truncate(time.Second).UTC()}})
	if err != nil || past.Total.N() != uint32(n) {
		t.Errorf("now, asked as a past: %v, %v; want %d", past, err, n)
	}
}

func TestTheFileSparesReadingEverything(t *testing.T) {
	file := t.TempDir() + "/sub/index"
	withFile := func(o *index.Options) { o.File = file }
	f := newFollows(t, withFile)
	await(t, f.engine, f.commit(waiting(1, 500)))
	awaitHistories(t, f.engine)
	f.stop() // writes what changed since the load, too
	f.commit(waiting(501, 20), 3)
	restart := func(wantLoads int) {
		t.Helper()
		f.loads = 0
		f.start(withFile)
		await(t, f.engine, f.newest())
		awaitHistories(t, f.engine)
		f.wantN(519)
		f.stop()
		if f.loads != wantLoads {
			t.Errorf("loaded %d times; want %d", f.loads, wantLoads)
		}
	}
	restart(0)
	good, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []int{0, 30, len(good) / 3, len(good) / 2, len(good) - 1} {
		bad := slices.Clone(good)
		bad[at] ^= 1
		f.write(file, bad)
		restart(1)
	}
	f.write(file, good[:len(good)-5])
	restart(1)
	f.write(file, nil)
	restart(1)
	f.write(file, good)
	f.restore(1, "another database", f.rows)
	for range 5 {
		f.commit(nil)
	}
	restart(1)
}

func (f *follows) write(file string, b []byte) {
	f.Helper()
	if err := os.WriteFile(file, b, 0o600); err != nil {
		f.Fatal(err)
	}
}

func TestAFileThatCannotBeWrittenStopsNothing(t *testing.T) {
	f := newFollows(t, func(o *index.Options) { o.File = "/dev/null/index" })
	await(t, f.engine, f.commit(waiting(1, 5)))
	awaitHistories(t, f.engine)
	await(t, f.engine, f.commit(waiting(6, 5)))
	f.wantN(10)
}

func ExampleStatus() {
	fmt.Println(index.Status{Phase: index.Loading, Loaded: 430, Expected: 1000})
	// Output: The index is loading: 430 complaints so far (43 %). SQL answers meanwhile.
}
