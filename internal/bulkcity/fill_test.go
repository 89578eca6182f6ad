package bulkcity_test

import (
	"context"
	"errors"
	"log/slog"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/geo/index"
	"github.com/diemnong/diemnong/geo/ingest"
	"github.com/diemnong/diemnong/geo/postgis"
	"github.com/diemnong/diemnong/internal/bulkcity"
	"github.com/diemnong/diemnong/internal/pgtest"
)

// filled gives a database with a city.
func filled(t *testing.T, n int) *postgis.DB {
	t.Helper()
	d := pgtest.New(t)
	db, err := postgis.Open(t.Context(), postgis.Options{URL: d.URL, Schema: d.Schema})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	if err := bulkcity.Fill(t.Context(), db.Pool, d.Schema, n, nil); err != nil {
		t.Fatal(err)
	}
	return db
}

func scan[T any](t *testing.T, db *postgis.DB, query string) (v T) {
	t.Helper()
	if err := db.Pool.QueryRow(t.Context(), query).Scan(&v); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return v
}

// structure lists what Fill takes away and must put back.
const structure = `select string_agg(line, E'\n' order by line collate "C") from (
	select indexdef as line from pg_indexes where schemaname = 'diemnong' union all
	select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
		where connamespace = 'diemnong'::regnamespace union all
	select tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text from pg_trigger where not tgisinternal) as lines`

func TestFillLeavesTheSchemaAsTheMigrationsMadeIt(t *testing.T) {
	t.Parallel()
	db := filled(t, 300)
	empty, err := postgis.Open(t.Context(), postgis.Options{URL: pgtest.New(t).URL, Schema: pgtest.Schema})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(empty.Close)
	if got, want := scan[string](t, db, structure), scan[string](t, empty, structure); got != want {
		t.Errorf("after Fill the schema has\n%s\nwant\n%s", got, want)
	}
	if r := scan[int](t, db, `select revision from diemnong.feed`); r != 1 {
		t.Errorf("revision %d; want 1", r)
	}
	// A ward of a row is the box that its point lies in, and of a row without a point the stated one.
	const misplaced = `select count(*) from diemnong.complaint c, diemnong.area a
		where a.id = any(c.areas) and not coalesce(st_intersects(a.geom, c.geom), a.set_id = 1 or a.id = c.stated_area_id)`
	if n := scan[int](t, db, misplaced); n != 0 {
		t.Errorf("%d areas of complaints do not hold them", n)
	}
}

func TestFillRefusesACityThatIsThere(t *testing.T) {
	t.Parallel()
	db := filled(t, 10)
	if err := bulkcity.Fill(t.Context(), db.Pool, db.Schema, 10, nil); diemnong.ErrorCode(err) != diemnong.Conflict {
		t.Errorf("Fill = %v; want a conflict", err)
	}
}

func TestComplaintsCanBeAddedToAFilledCity(t *testing.T) {
	t.Parallel()
	db := filled(t, 50)
	row := ingest.Row{Complaint: diemnong.Complaint{
		Source: "calls", SourceRef: "1", Category: "c1", ReceivedAt: bulkcity.End, Location: diemnong.Location{Quality: diemnong.QualityNone},
	}}
	got, err := db.PutComplaints(t.Context(), &ingest.Batch{
		Rows: []ingest.Row{row}, Definitions: ingest.Definitions{Sources: []ingest.Source{{Code: "calls", Name: "Calls"}}},
	})
	if err != nil || got.Inserted != 1 || got.IDs[0] != 51 {
		t.Errorf("PutComplaints = %+v, %v; want complaint 51", got, err)
	}
}

// TestBothEnginesCountTheSame asks the index over a filled database, and SQL.
func TestBothEnginesCountTheSame(t *testing.T) {
	t.Parallel()
	db := filled(t, 3000)
	log := slog.New(slog.DiscardHandler)
	now := func() time.Time { return bulkcity.End.Add(time.Hour) }
	db.Now = now
	worlds := postgis.NewWorlds(db, log)
	sql := postgis.NewEngine(db, worlds)
	memory := index.New(index.Options{Source: postgis.NewIndexSource(db, worlds), Fallback: sql, Log: log, Now: now})
	run(t, memory, postgis.NewFeed(db, log))
	if err := errors.Join(memory.Await(t.Context(), 1), memory.AwaitHistories(t.Context())); err != nil {
		t.Fatal(err)
	}
	ward := heat.Grouping{Dimension: heat.ByArea, Set: bulkcity.New.Code, Level: bulkcity.Ward}
	for _, q := range []heat.StatsQuery{
		{By: []heat.Grouping{ward, {Dimension: heat.ByStatus}}},
		{By: []heat.Grouping{{Dimension: heat.ByCategory}, {Dimension: heat.ByMonth}}, Filter: diemnong.Filter{From: bulkcity.End.AddDate(-1, 0, 0)}},
		{By: []heat.Grouping{ward}, Filter: diemnong.Filter{AsOf: bulkcity.End.AddDate(-1, 0, 0)}},
	} {
		want, err := sql.Stats(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := memory.Stats(t.Context(), q); err != nil || !reflect.DeepEqual(got, want) || want.Total.N() == 0 {
			t.Errorf("the index counts %+v, %v; want %+v", got, err, want)
		}
	}
	if n := scan[int](t, db, `select count(*) from diemnong.complaint`); n != 3000 {
		t.Errorf("%d complaints are stored; want 3000", n)
	}
}

// run keeps an index until the test ends.
func run(t *testing.T, e *index.Engine, feed *postgis.Feed) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	var running sync.WaitGroup
	for _, run := range []func() error{
		func() error { return feed.Run(ctx) },
		func() error { return e.Run(ctx, feed) },
	} {
		running.Go(func() {
			if err := run(); !errors.Is(err, context.Canceled) {
				t.Errorf("Run ended with %v; want its context's error", err)
			}
		})
	}
	t.Cleanup(func() { cancel(); running.Wait() })
}
