package postgis

import (
	"testing"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/internal/pgtest"
)

// openAt opens the migrated schema of a server.
func openAt(t testing.TB, url string) *DB {
	t.Helper()
	db, err := Open(t.Context(), Options{URL: url, Schema: pgtest.Schema})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return db
}

// mistreatBells gives a database and a way to it on which something happens to bells.
func mistreatBells(t *testing.T, mode pgtest.Bells) (writer, reader *DB, proxy *pgtest.BellProxy) {
	t.Helper()
	d := pgtest.New(t)
	proxy = pgtest.NewBellProxy(t, d.URL, mode)
	return openAt(t, d.URL), openAt(t, proxy.URL), proxy
}

func TestFeedSeesChangesWhoseBellsAreLost(t *testing.T) {
	t.Parallel()
	writer, reader, proxy := mistreatBells(t, pgtest.Lost)
	states, leave := startFeed(t, reader, time.Millisecond).Subscribe()
	defer leave()
	for r := range diemnong.Revision(3) {
		change(t, writer, "complaints")
		wantRevision(t, states, r+1)
	}
	proxy.Wait(3) // the server did ring
}

func TestFeedTellsOnceWhatRingsTwice(t *testing.T) {
	t.Parallel()
	writer, reader, _ := mistreatBells(t, pgtest.Doubled)
	states, leave := startFeed(t, reader, never).Subscribe()
	defer leave()
	wantRevision(t, states, 0)
	for r := range diemnong.Revision(5) {
		change(t, writer, "complaints")
		if s := next(t, states); s.Revision != r+1 {
			t.Errorf("revision %d came; want %d, once", s.Revision, r+1)
		}
	}
}

func TestFeedIsNotMisledByLateBells(t *testing.T) {
	t.Parallel()
	writer, reader, proxy := mistreatBells(t, pgtest.Late)
	states, leave := startFeed(t, reader, time.Millisecond).Subscribe()
	defer leave()
	wantRevision(t, states, 0)
	for r := range diemnong.Revision(3) {
		change(t, writer, "complaints")
		wantRevision(t, states, r+1)
	}
	proxy.Wait(3)
	if err := proxy.Ring(); err != nil {
		t.Fatal(err)
	}
	change(t, writer, "complaints")
	if s := next(t, states); s.Revision != 4 {
		t.Errorf("after three late bells came revision %d; want 4", s.Revision)
	}
}
