package postgis

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/geo/index"
)

// apply brings what was loaded up to date, as an index does.
func (l *loaded) apply(t *testing.T, s *IndexSource) *index.Changes {
	t.Helper()
	c, err := s.Changes(t.Context(), l.beginning.State, l.beginning.World)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range c.Gone {
		delete(l.rows, id)
	}
	for _, r := range c.Rows {
		l.rows[r.ID] = r
	}
	l.beginning.State = c.State
	if c.World != nil {
		l.beginning.World = c.World
	}
	return c
}

// write runs statements in one transaction that raises the revision at its end.
func write(t *testing.T, db *DB, statement, scope string, ids ...int64) {
	t.Helper()
	err := db.inTx(t.Context(), pgx.TxOptions{}, func(tx pgx.Tx) error {
		if _, err := tx.Conn().PgConn().Exec(t.Context(), db.sql(statement)).ReadAll(); err != nil {
			return err
		}
		return db.recordChange(t.Context(), tx, scope, ids)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestChangesBringAnIndexUpToDate(t *testing.T) {
	t.Parallel()
	db := generate(t, 2000)
	s := newTestSource(db)
	held := loadAll(t, s)

	if c := held.apply(t, s); len(c.Rows)+len(c.Gone) > 0 || c.World != nil {
		t.Errorf("changes after the newest state: %+v; want none", c)
	}
	write(t, db, `update diemnong.complaint set status = 3, closed_at = received_at, agency_id = null, areas = '{null,401}' where id in (5, 6)`, "complaints", 5, 6)
	write(t, db, `insert into diemnong.complaint_event (complaint_id, seq, at, kind, status)
		select 5, 9, max(at), 'reopened', 1 from diemnong.complaint_event where complaint_id = 5`, "complaints", 5)
	write(t, db, `delete from diemnong.complaint where id in (7, 8)`, "complaints", 7, 8)
	write(t, db, `delete from diemnong.complaint_event where complaint_id = 9`, "complaints", 9)
	c := held.apply(t, s)
	if got, want := c.Gone, []int64{7, 8}; !slices.Equal(got, want) || len(c.Rows) != 3 || c.World != nil || c.State.Revision != 6 {
		t.Errorf("%d rows, gone %v, world %v, revision %d; want 3 rows, gone %v, no world, revision 6", len(c.Rows), got, c.World, c.State.Revision, want)
	}
	wantRows(t, held.rows, readPlainly(t, db))

	write(t, db, `insert into diemnong.agency (id, code, name) values (99, 'a99', 'A')`, "catalog")
	write(t, db, `update diemnong.complaint set agency_id = 99 where id = 10`, "complaints", 10)
	if c := held.apply(t, s); c.World == nil || c.World.Agencies[99] != "a99" || c.World.State.Revision != 7 {
		t.Errorf("world after a change of the catalogue: %+v; want one of revision 7 with the agency 99", c.World)
	}
	wantRows(t, held.rows, readPlainly(t, db))
}

func TestChangesOfMoreThanOnePage(t *testing.T) {
	t.Parallel()
	db := generate(t, 2*changesPage+100)
	s := newTestSource(db)
	held := loadAll(t, s)
	write(t, db, `update diemnong.complaint set status = 4, closed_at = received_at`, "complaints", slices.Collect(maps.Keys(held.rows))...)
	if c := held.apply(t, s); len(c.Rows) != 2*changesPage+100 {
		t.Errorf("%d rows; want all", len(c.Rows))
	}
	wantRows(t, held.rows, readPlainly(t, db))
}

// TestChangesKnowWhatTheyDoNotContinue goes through every way in which a
// database may not be the one that an index was filled from.
func TestChangesKnowWhatTheyDoNotContinue(t *testing.T) {
	t.Parallel()
	db := openTestDB(t)
	for range 4 {
		changeSome(t, db, 1)
	}
	s := newTestSource(db)
	diverged := func(name string, since heat.State) {
		t.Helper()
		if c, err := s.Changes(t.Context(), since, nil); !errors.Is(err, index.ErrDiverged) {
			t.Errorf("%s: %+v, %v; want ErrDiverged", name, c, err)
		}
	}
	second, fourth := stateAt(t, db, 2), stateAt(t, db, 4)
	diverged("a revision of the future, as after a restore", heat.State{Revision: 9, ID: second.ID})
	diverged("the same revision of another history", heat.State{Revision: 2, ID: fourth.ID})
	diverged("the newest revision of another history", heat.State{Revision: 4, ID: second.ID})
	diverged("no state", heat.State{})
	if _, err := s.Changes(t.Context(), second, nil); err != nil {
		t.Errorf("the second revision: %v; want its changes", err)
	}
	if _, err := db.Pool.Exec(t.Context(), db.sql(`delete from diemnong.revision where revision = 3`)); err != nil {
		t.Fatal(err)
	}
	diverged("a hole behind it", second)
}

// TestTooManyChangesAreDiverged is about more than a reader should hold.
func TestTooManyChangesAreDiverged(t *testing.T) {
	t.Parallel()
	db := openTestDB(t)
	before := stateAt(t, db, 0)
	// Without the check of references, which would take half of a minute.
	if _, err := db.Pool.Exec(t.Context(), db.sql(`alter table diemnong.change disable trigger all`)); err != nil {
		t.Fatal(err)
	}
	changeSome(t, db, ChangesLimit+1)
	if _, err := newTestSource(db).Changes(t.Context(), before, nil); !errors.Is(err, index.ErrDiverged) {
		t.Errorf("Changes = %v; want ErrDiverged beyond %d", err, ChangesLimit)
	}
}

func TestSourceStatementsUseTheirIndexes(t *testing.T) {
	t.Parallel()
	db := generate(t, 20_000)
	if _, err := db.Pool.Exec(t.Context(), db.sql(`
		insert into diemnong.revision (revision, scope) select n, 'complaints' from generate_series(3, 5000) n;
		insert into diemnong.change select n, n from generate_series(3, 5000) n;
		update diemnong.feed set revision = 5000;
		analyze diemnong.change; analyze diemnong.revision; analyze diemnong.feed`)); err != nil {
		t.Fatal(err)
	}
	err := newTestSource(db).read(t.Context(), "explain", func(s *sourceSnapshot) error {
		f := func(name, want, statement string, args ...any) {
			t.Helper()
			plan := explain(t, s.tx, db.sql(statement), args)
			if !strings.Contains(plan, want) || strings.Contains(plan, "Seq Scan on complaint") {
				t.Errorf("%s: the plan lacks %q:\n%s", name, want, plan)
			}
		}
		const list = "any('{1,77,1234,19999}'::bigint[])"
		f("changed complaints", "change_pkey", changedQuery, 4900, 1000)
		f("is there a state", "revision_pkey", continuesQuery, 4900, "x", 5000)
		f("complaints by id", "complaint_pkey", rowsQuery+"c.id = "+list)
		f("histories by complaint", "complaint_event_pkey", eventsQuery+"e.complaint_id = "+list+eventsOrder)
		f("a range of histories", "complaint_event_pkey", eventsQuery+"e.complaint_id >= 100 and e.complaint_id < 1000"+eventsOrder)
		f("a range of the table", "Tid Range Scan", rowsQuery+"c.ctid >= '(2,0)' and c.ctid < '(9,0)'")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// newPartsSource makes a source that reads even a small table in many parts.
func newPartsSource(db *DB, connections int) *IndexSource {
	s := newTestSource(db)
	s.Connections, s.blocksPart, s.idsPart = connections, 10, 200
	return s
}

// TestLoadsShareASnapshotBetweenConnections deletes complaints when a load has
// begun: all of its connections still see them.
func TestLoadsShareASnapshotBetweenConnections(t *testing.T) {
	t.Parallel()
	db := generate(t, 5000)
	if n := number(t, db, `select pg_relation_size('diemnong.complaint') / 8192`); n < 80 {
		t.Fatalf("the table has %d blocks; want many parts of ten", n)
	}
	for _, connections := range []int{1, 2, 4} {
		s := newPartsSource(db, connections)
		want := readPlainly(t, db)
		rows := map[int64]index.Row{}
		err := s.Load(t.Context(), func(index.Beginning) error {
			if got := db.Pool.Stat().AcquiredConns(); int(got) != connections {
				t.Errorf("the load has %d connections; want %d", got, connections)
			}
			write(t, db, fmt.Sprintf(`delete from diemnong.complaint where id %% 10 = %d`, connections), "complaints", 3)
			return nil
		}, func(r *index.Row) error {
			row := *r
			row.Areas = slices.Clone(r.Areas)
			row.Events = want[row.ID].Events
			rows[row.ID] = row
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		wantRows(t, rows, want)
		wantRows(t, loadAll(t, s).rows, readPlainly(t, db))
	}
}

// TestALoadDoesWithTheConnectionsThereAre takes all but one away.
func TestALoadDoesWithTheConnectionsThereAre(t *testing.T) {
	t.Parallel()
	db := generate(t, 2000)
	for range db.Pool.Config().MaxConns - 1 {
		conn, err := db.Pool.Acquire(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Release()
	}
	s := newPartsSource(db, 4)
	if _, err := db.Pool.Exec(t.Context(), `select 1`); err != nil {
		t.Fatal(err)
	}
	if got := len(loadAll(t, s).rows); got != 2000 {
		t.Errorf("%d rows; want 2000", got)
	}
}

// TestAFailureOnOneConnectionEndsTheLoad cuts the connections of a load.
func TestAFailureOnOneConnectionEndsTheLoad(t *testing.T) {
	t.Parallel()
	db := generate(t, 20_000)
	s := newPartsSource(db, 2)
	cut := false
	err := s.Load(t.Context(), func(index.Beginning) error { return nil }, func(*index.Row) error {
		if cut {
			return nil
		}
		cut = true
		conn, err := pgx.Connect(context.WithoutCancel(t.Context()), db.Pool.Config().ConnString())
		if err != nil {
			return err
		}
		defer conn.Close(t.Context())
		_, err = conn.Exec(t.Context(), `select pg_terminate_backend(pid) from pg_stat_activity
			where datname = current_database() and pid <> pg_backend_pid() and query like 'copy%'`)
		return err
	})
	if err == nil || !cut {
		t.Errorf("Load = %v; want an error", err)
	}
}

// TestLoadsHaveNoTimeout though the database sets one, and leave it as it was.
func TestLoadsHaveNoTimeout(t *testing.T) {
	t.Parallel()
	direct := openTestDB(t)
	if _, err := direct.Pool.Exec(t.Context(), `do $$ begin
		execute format('alter database %I set statement_timeout = ''7s''', current_database()); end $$`); err != nil {
		t.Fatal(err)
	}
	db := openAt(t, direct.Pool.Config().ConnString())
	timeout := func(q querier) (s string) {
		t.Helper()
		if err := q.QueryRow(t.Context(), `select current_setting('statement_timeout')`).Scan(&s); err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := newTestSource(db)
	err := s.read(t.Context(), "read", func(snap *sourceSnapshot) error {
		shared, err := snap.share(t.Context(), 1)
		if err != nil || len(shared) != 1 {
			t.Fatalf("%d connections share the snapshot, %v; want one", len(shared), err)
		}
		defer shared[0].Rollback(t.Context())
		if a, b := timeout(snap.tx), timeout(shared[0]); a != "0" || b != "0" {
			t.Errorf("in a load the statement timeouts are %s and %s; want none", a, b)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := timeout(db.Pool); got != "7s" {
		t.Errorf("after a load the statement timeout is %s; want 7s as before", got)
	}
}
