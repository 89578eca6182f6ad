package postgis

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// never is a poll that does not come within a test: only the bell is left.
const never = time.Hour

// startFeed runs a feed until the test ends.
func startFeed(t *testing.T, db *DB, poll time.Duration) *Feed {
	t.Helper()
	f := NewFeed(db, slog.New(slog.DiscardHandler))
	f.Poll, f.Retry = poll, time.Millisecond
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := f.Run(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("Run ended with %v; want its context's error", err)
		}
	})
	t.Cleanup(func() { cancel(); wg.Wait() })
	<-f.Known()
	return f
}

// next is the next state a subscriber reads.
func next(t *testing.T, states <-chan heat.State) heat.State {
	t.Helper()
	select {
	case s := <-states:
		return s
	case <-time.After(time.Minute): // far beyond what any machine needs
		t.Fatal("no state came")
		return heat.State{}
	}
}

// wantRevision reads until a revision comes; older ones may come before it.
func wantRevision(t *testing.T, states <-chan heat.State, want diemnong.Revision) {
	t.Helper()
	for {
		s := next(t, states)
		if s.Revision == want {
			return
		}
		if s.Revision > want {
			t.Fatalf("revision %d came; want %d", s.Revision, want)
		}
	}
}

func TestFeedHearsTheBell(t *testing.T) {
	t.Parallel()
	db := openTestDB(t)
	f := startFeed(t, db, never)
	states, leave := f.Subscribe()
	defer leave()
	wantRevision(t, states, 0) // where the feed begins
	for r := range diemnong.Revision(5) {
		change(t, db, "complaints")
		wantRevision(t, states, r+1)
	}
	if s, ok := f.Newest(); !ok || s.Revision != 5 || s.ID == "" {
		t.Errorf("newest: %+v, %v; want revision 5 with its id", s, ok)
	}
}

func TestFeedDoesNotNeedTheBell(t *testing.T) {
	t.Parallel()
	db := openTestDB(t)
	states, leave := startFeed(t, db, time.Millisecond).Subscribe()
	defer leave()
	wantRevision(t, states, 0)
	if _, err := db.Pool.Exec(t.Context(), db.sql(`
		with raised as (update diemnong.feed set revision = revision + 1 returning revision)
		insert into diemnong.revision (revision, scope) select revision, 'complaints' from raised`)); err != nil {
		t.Fatal(err)
	}
	wantRevision(t, states, 1)
}

func TestFeedTakesNoNewsForNothing(t *testing.T) {
	t.Parallel()
	db := openTestDB(t)
	states, leave := startFeed(t, db, never).Subscribe()
	defer leave()
	wantRevision(t, states, 0)
	for range 3 { // bells without a change
		if _, err := db.Pool.Exec(t.Context(), `select pg_notify($1, 'x')`, db.channel()); err != nil {
			t.Fatal(err)
		}
	}
	change(t, db, "complaints")
	if s := next(t, states); s.Revision != 1 {
		t.Errorf("after bells without a change came revision %d; want only the change, 1", s.Revision)
	}
}

func TestFeedSeesAnotherHistory(t *testing.T) {
	t.Parallel()
	db := openTestDB(t)
	states, leave := startFeed(t, db, time.Millisecond).Subscribe()
	defer leave()
	before := next(t, states)
	if _, err := db.Pool.Exec(t.Context(), db.sql(`update diemnong.revision set id = gen_random_uuid()`)); err != nil {
		t.Fatal(err)
	}
	if after := next(t, states); after.Revision != before.Revision || after.ID == before.ID {
		t.Errorf("after a restore: %+v; want revision %d with another id than %s", after, before.Revision, before.ID)
	}
}

func TestFeedSurvivesLostConnections(t *testing.T) {
	t.Parallel()
	db := openTestDB(t)
	states, leave := startFeed(t, db, never).Subscribe()
	defer leave()
	wantRevision(t, states, 0)
	for r := range diemnong.Revision(3) {
		conn, err := db.Pool.Acquire(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		_, err = conn.Exec(t.Context(), `select pg_terminate_backend(pid) from pg_stat_activity
			where datname = current_database() and pid <> pg_backend_pid()`)
		conn.Release()
		if err != nil {
			t.Fatal(err)
		}
		change(t, db, "complaints")
		wantRevision(t, states, r+1)
	}
}

func TestFeedGivesSlowReadersTheLast(t *testing.T) {
	t.Parallel()
	db := openTestDB(t)
	f := startFeed(t, db, never)
	slow, leaveSlow := f.Subscribe()
	quick, leaveQuick := f.Subscribe()
	defer leaveQuick()
	for r := range diemnong.Revision(4) {
		change(t, db, "complaints")
		wantRevision(t, quick, r+1)
	}
	if s := next(t, slow); s.Revision != 4 {
		t.Errorf("the slow reader got revision %d; want the last, 4", s.Revision)
	}
	leaveSlow()
	leaveSlow() // twice does no harm
	if _, open := <-slow; open {
		t.Error("the channel gives more after its reader left")
	}
	change(t, db, "complaints") // reaches those who stayed
	wantRevision(t, quick, 5)
}
