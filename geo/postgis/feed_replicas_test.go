package postgis

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/internal/pgtest"
)

// TestTwoReplicasSeeTheSame lets two services follow one database while
// several write to it: in the end both hold what the database holds.
func TestTwoReplicasSeeTheSame(t *testing.T) {
	t.Parallel()
	const writers, each = 3, 20
	db := generate(t, 500)
	final := stateAt(t, db, 2).Revision + writers*each
	var replicas [2]loaded
	var following sync.WaitGroup
	for i := range replicas {
		own := openAt(t, db.Pool.Config().ConnString())
		s := newTestSource(own)
		states, leave := startFeed(t, own, time.Millisecond).Subscribe()
		defer leave()
		replicas[i] = loadAll(t, s)
		following.Go(func() {
			for replicas[i].beginning.State.Revision < final {
				select {
				case <-states:
					replicas[i].apply(t, s)
				case <-time.After(time.Minute): // far beyond what any machine needs
					t.Errorf("replica %d heard of no revision after %d; want %d", i, replicas[i].beginning.State.Revision, final)
					return
				}
			}
		})
	}
	var writing sync.WaitGroup
	for w := range writers {
		writing.Go(func() { scribble(t, db, w, each) })
	}
	writing.Wait()
	following.Wait()
	want := readPlainly(t, db)
	for i := range replicas {
		wantRows(t, replicas[i].rows, want)
		if got := replicas[i].beginning.State; got != stateAt(t, db, final) {
			t.Errorf("replica %d is at %+v; want revision %d", i, got, final)
		}
	}
}

// scribble changes, deletes and lengthens histories of every third complaint.
func scribble(t *testing.T, db *DB, writer, times int) {
	for n := range times {
		id := int64(3*n + writer + 1)
		statement := []string{
			`update diemnong.complaint set reopened = 5, quality = 3 - quality % 2, cell = null, geom = null where id = $1`,
			`delete from diemnong.complaint where id = $1`,
			`insert into diemnong.complaint_event (complaint_id, seq, at, kind, status) select $1, 99, '2030-01-01Z', 'reopened', 1`,
		}[n%3]
		err := db.inTx(t.Context(), pgx.TxOptions{}, func(tx pgx.Tx) error {
			if _, err := tx.Exec(t.Context(), db.sql(statement), id); err != nil {
				return err
			}
			return db.recordChange(t.Context(), tx, "complaints", []int64{id})
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// TestFeedPollsThroughAPooler, where it has no bell; a load has as many
// connections as the pooler gives.
func TestFeedPollsThroughAPooler(t *testing.T) {
	t.Parallel()
	direct := generate(t, 2000)
	address := direct.Pool.Config().ConnString()
	for _, connections := range []int{1, 4} {
		db := openAt(t, pgtest.NewPooler(t, address, connections, false).URL(address))
		f := startFeed(t, db, time.Millisecond)
		states, leave := f.Subscribe()
		defer leave()
		begin := next(t, states).Revision
		for r := range diemnong.Revision(3) {
			change(t, direct, "complaints")
			wantRevision(t, states, begin+r+1)
		}
		wantRows(t, loadAll(t, newPartsSource(db, 4)).rows, readPlainly(t, direct))
	}
}

// TestFeedFollowsAReadReplica, which knows no bell.
func TestFeedFollowsAReadReplica(t *testing.T) {
	t.Parallel()
	primary := pgtest.NewServer(t)
	db, replica := openAt(t, primary.URL()), openAt(t, primary.Standby(t).ReadURL())
	states, leave := startFeed(t, replica, time.Millisecond).Subscribe()
	defer leave()
	wantRevision(t, states, 0)
	change(t, db, "complaints")
	wantRevision(t, states, 1)
	var s heat.State
	err := newTestSource(replica).read(context.WithoutCancel(t.Context()), "read", func(snap *sourceSnapshot) error {
		s = snap.state
		return nil
	})
	if err != nil || s.Revision != 1 {
		t.Errorf("the source on the replica is at %+v, %v; want revision 1", s, err)
	}
}
