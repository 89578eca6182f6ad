package migrations_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/internal/pgtest"
	"github.com/diemnong/diemnong/migrations"
)

var errRollback = errors.New("roll back")

func connect(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func scan[T any](t *testing.T, conn *pgx.Conn, sql string, args ...any) (v T) {
	t.Helper()
	if err := conn.QueryRow(t.Context(), sql, args...).Scan(&v); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return v
}

func TestManyAtOnceMigrateTwoCitiesInOneDatabase(t *testing.T) {
	t.Parallel()
	db := pgtest.NewEmpty(t)
	var g errgroup.Group
	for i := range 6 {
		g.Go(func() error { return migrations.Migrate(t.Context(), db.URL, []string{"hcmc", "nyc"}[i%2]) })
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
	conn := connect(t, db.URL)
	for _, schema := range []string{"hcmc", "nyc"} {
		if n := scan[int](t, conn, `select count(*) from pg_tables where schemaname = $1`, schema); n < 15 {
			t.Errorf("schema %s has %d tables", schema, n)
		}
	}
	if n := scan[int](t, conn, `select count(*) from pg_tables where schemaname = 'diemnong'`); n != 0 {
		t.Errorf("%d tables went into a schema that nobody named", n)
	}
	if _, err := conn.Exec(t.Context(), `select nyc.record_change('catalog', '{}')`); err != nil {
		t.Fatal(err)
	}
	if r := scan[int](t, conn, `select revision from hcmc.feed`); r != 0 {
		t.Errorf("a change in one city raised the revision of the other to %d", r)
	}
}

func TestASchemaFromANewerProgramIsRefused(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	conn := connect(t, db.URL)
	if _, err := conn.Exec(t.Context(), `update diemnong.schema_version set version = 999`); err != nil {
		t.Fatal(err)
	}
	err := migrations.Migrate(t.Context(), db.URL, "diemnong")
	if diemnong.ErrorCode(err) != diemnong.Conflict || !strings.Contains(err.Error(), "999") {
		t.Errorf("migrate = %v; want a conflict that names version 999", err)
	}
}

func TestSchemaNames(t *testing.T) {
	f := func(name string, ok bool) {
		t.Helper()
		if err := migrations.CheckSchema(name); (err == nil) != ok {
			t.Errorf("CheckSchema(%q) = %v; want ok = %v", name, err, ok)
		}
	}
	f("diemnong", true)
	f("city_2", true)
	f("", false)
	f("public", false)
	f("pg_city", false)
	f("Hanoi", false)
	f("x;drop", false)
	f(strings.Repeat("x", 49), false)
}

// The rules that exist in Go and in SQL are one rule.
func TestClassInSQLIsTheClassInGo(t *testing.T) {
	t.Parallel()
	conn := connect(t, pgtest.New(t).URL)
	now := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	times := []*time.Time{nil}
	for _, d := range []time.Duration{-time.Second, 0, time.Second} {
		at := now.Add(d)
		times = append(times, &at)
	}
	for _, s := range diemnong.Statuses() {
		for _, due := range times {
			for _, closed := range times {
				got := scan[int](t, conn, `select diemnong.complaint_class($1::smallint, $2, $3, $4)`, int(s), due, closed, now)
				if want := diemnong.Classify(s, orZero(due), orZero(closed), now); got != int(want) {
					t.Errorf("class of %s, due %v, closed %v = %d; want %d", s, due, closed, got, want)
				}
			}
		}
	}
}

func orZero(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

func TestParentInSQLIsTheParentInGo(t *testing.T) {
	t.Parallel()
	conn := connect(t, pgtest.New(t).URL)
	c, err := geo.ParseCell("8a65b5662aa7fff")
	if err != nil {
		t.Fatal(err)
	}
	for res := range 11 {
		got := scan[int64](t, conn, `select diemnong.cell_parent($1, $2)`, int64(c), res)
		if want := c.Parent(res); geo.Cell(got) != want {
			t.Errorf("parent at %d = %x; want %s", res, got, want)
		}
	}
}

func TestRevisionsAreDenseAndNeverLost(t *testing.T) {
	t.Parallel()
	url := pgtest.New(t).URL
	const writers, each = 4, 10
	var g errgroup.Group
	for w := range writers {
		g.Go(func() error {
			conn, err := pgx.Connect(t.Context(), url)
			if err != nil {
				return err
			}
			defer conn.Close(context.Background())
			for i := range each {
				err := pgx.BeginFunc(t.Context(), conn, func(tx pgx.Tx) error {
					if _, err := tx.Exec(t.Context(), `select diemnong.record_change('complaints', $1)`, []int64{int64(w*each + i)}); err != nil {
						return err
					}
					if i%3 == 0 {
						return errRollback
					}
					return nil
				})
				if err != nil && err != errRollback {
					return err
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
	conn := connect(t, url)
	const committed = writers * (each - 4) // i = 0, 3, 6, 9 roll back
	if got := scan[int](t, conn, `select revision from diemnong.feed`); got != committed {
		t.Errorf("revision %d; want %d", got, committed)
	}
	if got := scan[int](t, conn, `select count(*) from diemnong.revision where revision between 1 and $1`, committed); got != committed {
		t.Errorf("%d revisions up to %d: there is a hole", got, committed)
	}
	if got := scan[int](t, conn, `select count(distinct revision) from diemnong.change`); got != committed {
		t.Errorf("changes at %d revisions; want %d", got, committed)
	}
}
