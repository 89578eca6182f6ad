package postgis

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// block keeps all readers of complaints waiting until the test ends.
func block(t *testing.T, db *DB) {
	t.Helper()
	tx, err := db.Pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tx.Rollback(context.Background()) }) // t.Context is over by then
	if _, err := tx.Exec(t.Context(), db.sql(`lock table diemnong.complaint in access exclusive mode`)); err != nil {
		t.Fatal(err)
	}
}

// waitFor asks until the statement gives want.
func waitFor(t *testing.T, db *DB, want int, statement string) {
	t.Helper()
	for {
		var got int
		if err := db.Pool.QueryRow(t.Context(), db.sql(statement)).Scan(&got); err != nil {
			t.Fatalf("waiting for %d: %v", want, err)
		}
		if got == want {
			return
		}
	}
}

// blockedReaders counts the statements that wait for a lock in this database.
const blockedReaders = `select count(*) from pg_locks l join pg_database d on d.oid = l.database
	where not l.granted and d.datname = current_database()`

func TestEngineStopsAtItsTimeout(t *testing.T) {
	t.Parallel()
	db := generate(t, 0)
	e := newTestEngine(db)
	if _, err := e.worlds.Current(t.Context()); err != nil {
		t.Fatal(err)
	}
	block(t, db)
	e.Timeout = 20 * time.Millisecond
	_, err := e.Grid(t.Context(), diemnong.Filter{})
	if diemnong.ErrorCode(err) != diemnong.Unavailable || !strings.Contains(err.Error(), "too long") {
		t.Errorf("grid: error %v; want that it took too long", err)
	}
	_, err = e.Stats(t.Context(), heat.StatsQuery{})
	if diemnong.ErrorCode(err) != diemnong.Unavailable || !strings.Contains(err.Error(), "too long") {
		t.Errorf("statistics: error %v; want that it took too long", err)
	}
}

func TestEngineStopsWithItsCaller(t *testing.T) {
	t.Parallel()
	db := generate(t, 0)
	e := newTestEngine(db)
	block(t, db)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	failed := make(chan error)
	go func() {
		_, err := e.Grid(ctx, diemnong.Filter{})
		failed <- err
	}()
	waitFor(t, db, 1, blockedReaders)
	cancel()
	if err := <-failed; !errors.Is(err, context.Canceled) {
		t.Errorf("error %v; want that of the context", err)
	}
	waitFor(t, db, 0, blockedReaders) // the server gives up as well
}

func TestEngineWithoutItsDatabase(t *testing.T) {
	t.Parallel()
	db, cut := openCuttable(t)
	e := newTestEngine(db)
	if _, err := e.Grid(t.Context(), diemnong.Filter{}); err != nil {
		t.Fatal(err)
	}
	cut(true)
	_, errGrid := e.Grid(t.Context(), diemnong.Filter{})
	_, errStats := e.Stats(t.Context(), heat.StatsQuery{})
	_, errState := e.State(t.Context())
	_, errList := NewComplaints(db, e.worlds).List(t.Context(), heat.ListQuery{Limit: 1})
	for name, err := range map[string]error{"grid": errGrid, "statistics": errStats, "state": errState, "list": errList} {
		if diemnong.ErrorCode(err) != diemnong.Unavailable {
			t.Errorf("%s: error %v; want unavailable", name, err)
		}
	}
	cut(false)
	if _, err := e.Grid(t.Context(), diemnong.Filter{}); err != nil {
		t.Errorf("after the database is back: %v", err)
	}
}

// TestSnapshotRefusesAnotherWorld changes the catalogue after the world was
// read and before the snapshot is taken.
func TestSnapshotRefusesAnotherWorld(t *testing.T) {
	t.Parallel()
	db := generate(t, 0)
	e := newTestEngine(db)
	world, err := e.worlds.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	begin := func() error {
		return db.inTx(t.Context(), snapshotTx, func(tx pgx.Tx) error {
			return e.begin(t.Context(), &snapshot{tx: tx, world: world})
		})
	}
	if err := begin(); err != nil {
		t.Fatalf("with the newest world: %v", err)
	}
	change(t, db, "complaints")
	if err := begin(); err != nil {
		t.Errorf("after a change of complaints: %v", err)
	}
	change(t, db, "areas")
	if err := begin(); !errors.Is(err, errStale) {
		t.Errorf("after a change of areas: error %v; want that the world is stale", err)
	}
	if _, err := e.Grid(t.Context(), diemnong.Filter{}); err != nil {
		t.Errorf("grid: %v; want the newer world to be read", err)
	}
}

// change raises the revision.
func change(t testing.TB, db *DB, scope string) {
	t.Helper()
	if _, err := db.Pool.Exec(t.Context(), db.sql(`select diemnong.record_change($1, null)`), scope); err != nil {
		t.Fatal(err)
	}
}
