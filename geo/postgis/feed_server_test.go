package postgis

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/geo/index"
	"github.com/diemnong/diemnong/internal/pgtest"
)

// until waits for a condition of another process or goroutine.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for range 300_000 { // five minutes, beyond what any machine needs
		if ok() {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatalf("it did not come about: %s", what)
}

// wantDiverged checks that the source knows a state as another history, as
// soon as no connection of the pool leads to a server that is gone.
func wantDiverged(t *testing.T, s *IndexSource, since heat.State) {
	t.Helper()
	var c *index.Changes
	var err error
	until(t, "the database answers", func() bool {
		c, err = s.Changes(t.Context(), since, nil)
		return diemnong.ErrorCode(err) != diemnong.Unavailable
	})
	if !errors.Is(err, index.ErrDiverged) {
		t.Errorf("changes after %+v: %+v, %v; want ErrDiverged", since, c, err)
	}
}

// awake waits until the pool leads to a server that is there.
func awake(t *testing.T, db *DB) {
	t.Helper()
	until(t, "the database answers", func() bool {
		for range db.Pool.Stat().TotalConns() + 1 {
			if db.Ping(t.Context()) != nil {
				return false
			}
		}
		return true
	})
}

func TestFeedAndSourceSurviveARestart(t *testing.T) {
	t.Parallel()
	server := pgtest.NewServer(t)
	db := openAt(t, server.URL())
	var now atomic.Int64
	db.Now = func() time.Time { return time.Unix(now.Load(), 0) }
	now.Store(1)
	f := startFeed(t, db, time.Millisecond)
	s := newTestSource(db)
	states, leave := f.Subscribe()
	defer leave()
	change(t, db, "complaints")
	wantRevision(t, states, 1)
	before, _ := f.Newest()

	server.Kill()
	now.Store(2) // what was read until now was read before
	if _, err := s.Changes(t.Context(), before, nil); err == nil {
		t.Error("Changes gives an answer while there is no server")
	}
	if seen := f.Seen().Unix(); seen != 1 {
		t.Errorf("seen at %d while there is no server; want 1, when it was there", seen)
	}
	server.Start(t)
	until(t, "the feed is back", func() bool { return f.Seen().Unix() == 2 })
	awake(t, db)
	if after, _ := f.Newest(); after != before {
		t.Errorf("after the restart the state is %+v; want %+v", after, before)
	}
	change(t, db, "complaints")
	wantRevision(t, states, 2)
	if c, err := s.Changes(t.Context(), before, nil); err != nil || c.State.Revision != 2 {
		t.Errorf("changes: %+v, %v; want those of revision 2", c, err)
	}
}

func TestFeedFollowsAFailover(t *testing.T) {
	t.Parallel()
	first := pgtest.NewServer(t)
	second := first.Standby(t)
	db := openAt(t, pgtest.FailoverURL(first, second))
	s := newTestSource(db)
	states, leave := startFeed(t, db, time.Millisecond).Subscribe()
	defer leave()
	change(t, db, "complaints")
	wantRevision(t, states, 1)
	replicated(t, second, 1)
	before := stateAt(t, db, 1)

	first.Kill()
	second.Promote(t)
	awake(t, db)
	change(t, db, "complaints")
	wantRevision(t, states, 2)
	if c, err := s.Changes(t.Context(), before, nil); err != nil || c.State.Revision != 2 {
		t.Errorf("changes: %+v, %v; want those of revision 2: nothing was lost", c, err)
	}
}

// replicated waits until a standby has a revision.
func replicated(t *testing.T, standby *pgtest.Server, revision int) {
	t.Helper()
	db := openAt(t, standby.ReadURL())
	until(t, "the standby has the change", func() bool {
		return number(t, db, `select revision from diemnong.feed`) == revision
	})
}

// TestAFailoverThatLostChangesDiverges promotes a standby that was behind: the
// revision that the index holds is there again, as another one.
func TestAFailoverThatLostChangesDiverges(t *testing.T) {
	t.Parallel()
	first := pgtest.NewServer(t)
	second := first.Standby(t)
	db := openAt(t, pgtest.FailoverURL(first, second))
	states, leave := startFeed(t, db, time.Millisecond).Subscribe()
	defer leave()
	change(t, db, "complaints")
	wantRevision(t, states, 1)
	replicated(t, second, 1)
	second.Stop()
	change(t, db, "complaints")
	wantRevision(t, states, 2)
	lost := stateAt(t, db, 2)

	first.Kill()
	second.Start(t)
	second.Promote(t)
	wantRevisionBack(t, states, 1)
	wantDiverged(t, newTestSource(db), lost)
	change(t, db, "complaints")
	if s := next(t, states); s.Revision != 2 || s.ID == lost.ID {
		t.Errorf("the feed tells %+v; want revision 2 with another id than %s", s, lost.ID)
	}
	wantDiverged(t, newTestSource(db), lost)
}

// wantRevisionBack reads the next state, which is older than the one before.
func wantRevisionBack(t *testing.T, states <-chan heat.State, want int) {
	t.Helper()
	if s := next(t, states); int(s.Revision) != want {
		t.Errorf("the feed tells revision %d; want %d, older than before", s.Revision, want)
	}
}

// TestARestoredBackupDiverges puts an older state in place, and then lets its
// revisions overtake those that the index holds.
func TestARestoredBackupDiverges(t *testing.T) {
	t.Parallel()
	server := pgtest.NewServer(t)
	db := openAt(t, server.URL())
	states, leave := startFeed(t, db, time.Millisecond).Subscribe()
	defer leave()
	s := newTestSource(db)
	change(t, db, "complaints")
	wantRevision(t, states, 1)
	common := stateAt(t, db, 1)
	server.Stop()
	backup := server.Backup(t)
	server.Start(t)
	awake(t, db)
	change(t, db, "complaints")
	change(t, db, "complaints")
	wantRevision(t, states, 3)
	held := stateAt(t, db, 3)

	server.Stop()
	server.Restore(t, backup)
	server.Start(t)
	wantRevisionBack(t, states, 1)
	awake(t, db)
	wantDiverged(t, s, held)
	for range 3 {
		change(t, db, "complaints")
	}
	wantRevision(t, states, 4)
	wantDiverged(t, s, held) // its number is there, but not its id
	if c, err := s.Changes(t.Context(), common, nil); err != nil || c.State.Revision != 4 {
		t.Errorf("changes after what both have in common: %+v, %v; want those up to revision 4", c, err)
	}
	if l := loadAll(t, s); l.beginning.State.Revision != 4 {
		t.Errorf("a new load gives revision %d; want 4", l.beginning.State.Revision)
	}
}
