package postgis

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/diemnong/diemnong"
)

// openCuttable opens a database whose connections a test can cut and refuse.
func openCuttable(t *testing.T) (db *DB, cut func(bool)) {
	t.Helper()
	db = openTestDB(t)
	cfg := db.Pool.Config()
	var away atomic.Bool
	dial := cfg.ConnConfig.DialFunc
	cfg.ConnConfig.DialFunc = func(ctx context.Context, network, addr string) (net.Conn, error) {
		if away.Load() {
			return nil, &net.OpError{Op: "dial", Net: network, Err: errors.New("cut by the test")}
		}
		return dial(ctx, network, addr)
	}
	pool, err := pgxpool.NewWithConfig(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	db.Pool.Close()
	db.Pool = pool
	return db, func(b bool) {
		away.Store(b)
		if b {
			pool.Reset()
		}
	}
}

func newTestWorlds(db *DB) *Worlds { return NewWorlds(db, slog.New(slog.DiscardHandler)) }

func mustWorld(t testing.TB, w *Worlds) *World {
	t.Helper()
	world, err := w.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return world
}

func TestWorldsReloadWhenAreasOrCatalogueChange(t *testing.T) {
	t.Parallel()
	db := openTestDB(t)
	w := newTestWorlds(db)
	first := mustWorld(t, w)
	change(t, db, "complaints")
	if again := mustWorld(t, w); again != first {
		t.Error("complaints changed and the world was loaded again")
	}
	for _, scope := range []string{"catalog", "areas"} {
		before := mustWorld(t, w)
		change(t, db, scope)
		after := mustWorld(t, w)
		if after == before || after.State.Revision <= before.State.Revision {
			t.Errorf("%s changed and the world is still that of revision %d", scope, before.State.Revision)
		}
	}
}

func TestWorldHasWhatIsStored(t *testing.T) {
	t.Parallel()
	w := mustWorld(t, newTestWorlds(generate(t, 0)))
	if w.Zone.String() != "Asia/Ho_Chi_Minh" || len(w.Catalog.Categories) != 40 || len(w.Catalog.Sets) != 2 {
		t.Errorf("zone %s, %d categories, %d sets; want what generate made", w.Zone, len(w.Catalog.Categories), len(w.Catalog.Sets))
	}
	if u, ok := w.Atlas.ByRef(diemnong.AreaRef{Set: "old", Code: "w54"}); !ok || u.ID != 154 || u.Parent != "d15" {
		t.Errorf("old:w54 is %+v, %v; want area 154 in d15", u.Area, ok)
	}
	if got := w.ids.categories.of([]string{"c2", "c40"}); got[0] != 2 || got[1] != 40 {
		t.Errorf("numbers of c2 and c40: %v", got)
	}
}

func TestWorldsShareALoad(t *testing.T) {
	t.Parallel()
	w := newTestWorlds(openTestDB(t))
	var wg sync.WaitGroup
	worlds := make([]*World, 20)
	for i := range worlds {
		wg.Go(func() { worlds[i], _ = w.Current(t.Context()) })
	}
	wg.Wait()
	last := mustWorld(t, w)
	for i, world := range worlds {
		if world == nil || world.State != last.State {
			t.Errorf("caller %d got %+v; want the world of %+v", i, world, last.State)
		}
	}
}

func TestWorldsOutliveTheirDatabase(t *testing.T) {
	t.Parallel()
	db, cut := openCuttable(t)
	w := newTestWorlds(db)
	cut(true)
	if _, err := w.Current(t.Context()); diemnong.ErrorCode(err) != diemnong.Unavailable {
		t.Errorf("before the first load: error %v; want unavailable", err)
	}
	cut(false)
	held := mustWorld(t, w)
	cut(true)
	if got := mustWorld(t, w); got != held {
		t.Errorf("while the database is away: another world than the last one")
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := w.Current(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("a caller that has gone: error %v; want that of its context", err)
	}
	cut(false)
	change(t, db, "catalog")
	if got := mustWorld(t, w); got == held {
		t.Error("after the database is back: still the old world")
	}
}
