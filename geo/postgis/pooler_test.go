package postgis_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat/heattest"
	"github.com/diemnong/diemnong/geo/postgis"
	"github.com/diemnong/diemnong/internal/pgtest"
	"github.com/diemnong/diemnong/migrations"
)

// TestEngineConformsThroughAPooler runs the suite while each transaction may
// get another session, which remembers nothing.
func TestEngineConformsThroughAPooler(t *testing.T) {
	pooler := pgtest.NewPooler(t, pgtest.New(t).URL, 3, true)
	heattest.Run(t, func(t testing.TB, s heattest.Setup) heattest.Harness {
		return newHarnessAt(t, s, pooler.URL(pgtest.New(t).URL))
	})
}

func openThrough(t *testing.T, p *pgtest.Pooler, d pgtest.DB) *postgis.DB {
	t.Helper()
	db, err := postgis.Open(t.Context(), postgis.Options{URL: p.URL(d.URL), Schema: d.Schema})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return db
}

// TestOperationsNeedNoSession discards all of a session after each transaction.
func TestOperationsNeedNoSession(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	operate(t, openThrough(t, pgtest.NewPooler(t, d.URL, 3, true), d))
}

// sessionState is what a session holds beyond its transactions.
const sessionState = `
	select 'setting ' || name || ' = ' || setting from pg_settings where source = 'session' and name not in ('application_name', 'client_encoding')
	union all select 'prepared ' || statement from pg_prepared_statements where name <> ''
	union all select 'cursor ' || name from pg_cursors where name <> ''
	union all select 'listens to ' || c from pg_listening_channels() c
	union all select 'temporary ' || relname from pg_class where relpersistence = 't'
	union all select 'lock ' || locktype from pg_locks where pid = pg_backend_pid() and locktype = 'advisory'
	order by 1`

// TestOperationsLeaveNothingInTheSession lets them all have the same one
// session, and looks at it afterwards.
func TestOperationsLeaveNothingInTheSession(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	pooler := pgtest.NewPooler(t, d.URL, 1, false)
	inspect := func() []string {
		conn, err := pgx.Connect(t.Context(), pooler.URL(d.URL))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(context.WithoutCancel(t.Context()))
		rows, err := conn.Query(t.Context(), sessionState, pgx.QueryExecModeSimpleProtocol)
		if err != nil {
			t.Fatal(err)
		}
		found, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	before := inspect()
	operate(t, openThrough(t, pooler, d))
	if diff := cmp.Diff(before, inspect()); diff != "" {
		t.Errorf("the session holds more than before:\n%s", diff)
	}
}

// TestMigrationsRefuseAPooler, where there is something to do.
func TestMigrationsRefuseAPooler(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	through := pgtest.NewPooler(t, d.URL, 3, true).URL(d.URL)
	if err := migrations.Migrate(t.Context(), through, d.Schema); err != nil {
		t.Errorf("a schema that is up to date: %v; want nothing to happen", err)
	}
	if err := migrations.Migrate(t.Context(), through, "another"); diemnong.ErrorCode(err) != diemnong.Conflict {
		t.Errorf("a new schema: %v; want a conflict", err)
	}
	var there bool
	if err := d.Pool(t).QueryRow(t.Context(), `select to_regnamespace('another') is not null`).Scan(&there); err != nil || there {
		t.Errorf("the schema was made: %v, %v", there, err)
	}
}
