package migrations_test

import (
	"errors"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/diemnong/diemnong/internal/pgtest"
	"github.com/diemnong/diemnong/migrations"
)

// fractions stores what was allowed before migration 002.
const fractions = `
	update diemnong.schema_version set version = 1;
	insert into diemnong.source (id, code, name) values (1, 's', 'S');
	insert into diemnong.category_group (id, code, name) values (1, 'g', 'G');
	insert into diemnong.category (id, group_id, code, name) values (1, 1, 'c', 'C');
	insert into diemnong.complaint (id, received_at, due_at, closed_at, source_hash, source_id, category_id, channel, status, quality, source_ref)
	values
		(1, '2026-01-01 10:00:00.9Z', '2026-01-02 10:00:00Z', null, 0, 1, 1, 0, 0, 3, 'a'),
		(2, '2026-01-01 10:00:00Z', null, '2026-01-01 10:00:01.000001Z', 0, 1, 1, 0, 3, 3, 'b'),
		(3, '2026-01-01 10:00:00Z', null, null, 0, 1, 1, 0, 0, 3, 'c');
	insert into diemnong.complaint_event (complaint_id, seq, at, kind, status, due_at, closed_at) values
		(1, 1, '2026-01-01 10:00:00.9Z', 'received', 0, '2026-01-02 10:00:00.5Z', null),
		(2, 1, '2026-01-01 10:00:00Z', 'closed', 3, null, '2026-01-01 10:00:01.000001Z');`

func TestFractionsOfSecondsAreMended(t *testing.T) {
	t.Parallel()
	url := pgtest.New(t).URL
	conn := connect(t, url)
	files := migrationFiles(t)
	for i := len(files) - 1; i > 0; i-- {
		mustRun(t, conn, files[i].down)
	}
	mustRun(t, conn, fractions)
	if err := migrations.Migrate(t.Context(), url, pgtest.Schema); err != nil {
		t.Fatal(err)
	}
	const complaints = `select string_agg(concat_ws(' ', id, to_char(received_at, 'SS.US'), to_char(due_at, 'SS.US'), to_char(closed_at, 'SS.US')), ', ' order by id)
		from diemnong.complaint`
	if got, want := scan[string](t, conn, complaints), "1 00.000000 00.000000, 2 00.000000 01.000000, 3 00.000000"; got != want {
		t.Errorf("complaints are %q; want %q", got, want)
	}
	const events = `select string_agg(concat_ws(' ', complaint_id, to_char(at, 'SS.US'), to_char(due_at, 'SS.US'), to_char(closed_at, 'SS.US')), ', ' order by complaint_id)
		from diemnong.complaint_event`
	if got, want := scan[string](t, conn, events), "1 00.000000 00.000000, 2 00.000000 01.000000"; got != want {
		t.Errorf("events are %q; want %q", got, want)
	}
	if r := scan[int](t, conn, `select revision from diemnong.feed`); r != 1 {
		t.Errorf("revision %d; want 1, since answers change", r)
	}
}

func TestFractionsAndEndlessTimesAreRefused(t *testing.T) {
	t.Parallel()
	conn := connect(t, pgtest.New(t).URL)
	refused := func(statement string) {
		t.Helper()
		var pg *pgconn.PgError
		if _, err := conn.Exec(t.Context(), statement); !errors.As(err, &pg) || pg.Code != "23514" {
			t.Errorf("%s: %v; want a check violation", statement, err)
		}
	}
	for _, at := range []string{"2026-01-01 10:00:00.000001Z", "infinity", "-infinity"} {
		for _, columns := range []string{"'" + at + "', null, null", "now0, '" + at + "', null", "now0, null, '" + at + "'"} {
			refused(`with t as (select date_trunc('second', now()) as now0)
				insert into diemnong.complaint (received_at, due_at, closed_at, source_hash, source_id, category_id, channel, status, quality, source_ref)
				select ` + columns + `, 0, 1, 1, 0, 3, 3, 'x' from t`)
			refused(`with t as (select date_trunc('second', now()) as now0)
				insert into diemnong.complaint_event (at, due_at, closed_at, complaint_id, seq, kind, status)
				select ` + columns + `, 1, 1, 'received', 0 from t`)
		}
	}
}
