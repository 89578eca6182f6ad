package postgis

import (
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/geo/index"
)

// stateAt is the state of a revision that the feed still has; its ID is empty otherwise.
func stateAt(t *testing.T, db *DB, revision diemnong.Revision) heat.State {
	t.Helper()
	s := heat.State{Revision: revision}
	err := db.Pool.QueryRow(t.Context(), db.sql(`
		select coalesce((select id::text from diemnong.revision where revision = $1), '')`), revision).Scan(&s.ID)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func number(t *testing.T, db *DB, query string) (n int) {
	t.Helper()
	if err := db.Pool.QueryRow(t.Context(), db.sql(query)).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// changeSome raises the revision for n complaints that need not exist.
func changeSome(t *testing.T, db *DB, n int) {
	t.Helper()
	if _, err := db.Pool.Exec(t.Context(), db.sql(`
		select diemnong.record_change('complaints', array(select generate_series(1, $1)::bigint))`), n); err != nil {
		t.Fatal(err)
	}
}

func TestPruneKeepsWhatFollowersNeed(t *testing.T) {
	t.Parallel()
	db := openTestDB(t)
	change(t, db, "areas")   // 1
	change(t, db, "catalog") // 2
	for range 6 {            // 3 to 8
		changeSome(t, db, 10)
	}
	states := map[diemnong.Revision]heat.State{}
	for r := range diemnong.Revision(9) {
		states[r] = stateAt(t, db, r)
	}
	p := NewFeedPruner(db, slog.New(slog.DiscardHandler))
	p.KeepChanges = 25 // the newest two revisions whole; the third one from behind not

	if n, err := p.Prune(t.Context()); err != nil || n != 40 {
		t.Fatalf("Prune = %d, %v; want 40 changes, those of revisions 3 to 6", n, err)
	}
	if got := number(t, db, `select count(*) from diemnong.change where revision > 6`); got != 20 {
		t.Errorf("%d changes are left; want 20", got)
	}
	for r, left := range map[diemnong.Revision]bool{0: false, 1: true, 2: true, 3: false, 5: false, 6: true, 7: true, 8: true} {
		if got := stateAt(t, db, r).ID != ""; got != left {
			t.Errorf("revision %d is there: %v; want %v", r, got, left)
		}
	}
	source := newTestSource(db)
	for r := range diemnong.Revision(9) {
		_, err := source.Changes(t.Context(), states[r], nil)
		if diverged := errors.Is(err, index.ErrDiverged); diverged != (r < 6) || err != nil && !diverged {
			t.Errorf("changes after revision %d: %v; want ErrDiverged before 6, and changes after it", r, err)
		}
	}
	if n, err := p.Prune(t.Context()); n != 0 || err != nil {
		t.Errorf("Prune = %d, %v; want nothing the second time", n, err)
	}
}

func TestPruneGoesByAge(t *testing.T) {
	t.Parallel()
	db := openTestDB(t)
	changeSome(t, db, 3)
	changeSome(t, db, 3)
	p := NewFeedPruner(db, slog.New(slog.DiscardHandler))
	if n, err := p.Prune(t.Context()); n != 0 || err != nil {
		t.Errorf("Prune = %d, %v; want nothing while all is young", n, err)
	}
	newest := stateAt(t, db, 2)
	db.Now = func() time.Time { return time.Now().Add(8 * 24 * time.Hour) }
	if n, err := p.Prune(t.Context()); n != 6 || err != nil {
		t.Errorf("Prune = %d, %v; want all 6 changes after a week", n, err)
	}
	if c, err := newTestSource(db).Changes(t.Context(), newest, nil); err != nil || len(c.Rows) != 0 {
		t.Errorf("changes after the newest revision: %+v, %v; want none", c, err)
	}
	changeSome(t, db, 1)
	if c, err := newTestSource(db).Changes(t.Context(), newest, nil); err != nil || len(c.Gone) != 1 {
		t.Errorf("changes after what was the newest revision: %+v, %v; want one complaint that is not there", c, err)
	}
}

func TestPruneDoesNotWaitForAWriter(t *testing.T) {
	t.Parallel()
	db := openTestDB(t)
	changeSome(t, db, 3)
	tx, err := db.Pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback(t.Context())
	if _, err := tx.Exec(t.Context(), db.sql(`select diemnong.record_change('complaints', '{1}')`)); err != nil {
		t.Fatal(err)
	}
	p := NewFeedPruner(db, slog.New(slog.DiscardHandler))
	p.KeepChanges = 0
	if n, err := p.Prune(t.Context()); n != 0 || err != nil {
		t.Errorf("Prune = %d, %v; want nothing while somebody writes", n, err)
	}
}
