package postgis

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/geo/index"
	"github.com/diemnong/diemnong/internal/pgtest"
)

// followed is an index over a database, as a service has it.
type followed struct {
	db     *DB
	engine *index.Engine
	sql    *Engine
}

// followIndex runs an index until the test ends, with a feed that polls so often.
func followIndex(t *testing.T, db *DB, poll time.Duration) *followed {
	t.Helper()
	db.Now = func() time.Time { return explainNow }
	sql, feed := newTestEngine(db), startFeed(t, db, poll)
	f := &followed{db, index.New(index.Options{
		Source: NewIndexSource(db, sql.worlds), Fallback: sql, Log: slog.New(slog.DiscardHandler),
		Now: func() time.Time { return explainNow }, PublishEvery: time.Millisecond,
	}), sql}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	var running sync.WaitGroup
	running.Go(func() {
		if err := f.engine.Run(ctx, feed); !errors.Is(err, context.Canceled) {
			t.Errorf("Run ended with %v; want its context's error", err)
		}
	})
	t.Cleanup(func() { cancel(); running.Wait() })
	f.wantCurrent(t)
	return f
}

// wantCurrent waits until the index holds the database's newest state, and
// compares what it counts.
func (f *followed) wantCurrent(t *testing.T) {
	t.Helper()
	until(t, "the index holds the newest state", func() bool {
		newest, err := f.sql.State(t.Context())
		held := f.engine.Status()
		return err == nil && held.Phase == index.Ready && held.Histories && held.State == newest
	})
	ward := heat.Grouping{Dimension: heat.ByArea, Set: "old", Level: "ward"}
	for _, q := range []heat.StatsQuery{
		{By: []heat.Grouping{ward, {Dimension: heat.ByStatus}}},
		{Filter: diemnong.Filter{AsOf: explainNow.AddDate(0, -6, 0)}, By: []heat.Grouping{{Dimension: heat.ByCategory}}},
	} {
		want, err := f.sql.Stats(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		got, err := f.engine.Stats(t.Context(), q)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("statistics of the index: %+v, %v; want %+v", got, err, want)
		}
	}
}

// alter deletes a complaint and changes the next one, with its history.
func alter(t *testing.T, db *DB, first int64) {
	t.Helper()
	change := func(id int64, statement string) {
		t.Helper()
		write(t, db, fmt.Sprintf(statement, id), "complaints", id)
	}
	change(first, `delete from diemnong.complaint where id = %d`)
	change(first+1, `update diemnong.complaint set areas = '{101}', status = 0, closed_at = null where id = %d`)
	change(first+1, `insert into diemnong.complaint_event (complaint_id, seq, at, kind, status) values (%d, 50, '2026-03-01Z', 'reopened', 0)`)
}

func TestIndexFollowsWhateverHappensToBells(t *testing.T) {
	t.Parallel()
	for _, mode := range []pgtest.Bells{pgtest.Lost, pgtest.Doubled, pgtest.Late} {
		writer := generate(t, 500)
		proxy := pgtest.NewBellProxy(t, writer.Pool.Config().ConnString(), mode)
		f := followIndex(t, openAt(t, proxy.URL), 10*time.Millisecond)
		for n := range int64(3) {
			alter(t, writer, 10*n+1)
			f.wantCurrent(t)
		}
		if err := proxy.Ring(); err != nil {
			t.Fatal(err)
		}
		alter(t, writer, 41)
		f.wantCurrent(t)
	}
}

func TestIndexFollowsThroughAPoolerAndOnTwoReplicas(t *testing.T) {
	t.Parallel()
	writer := generate(t, 500)
	address := writer.Pool.Config().ConnString()
	pooler := pgtest.NewPooler(t, address, 4, true)
	replicas := []*followed{
		followIndex(t, openAt(t, address), never),
		followIndex(t, openAt(t, pooler.URL(address)), 10*time.Millisecond),
	}
	for n := range int64(5) {
		alter(t, writer, 10*n+1)
		for _, r := range replicas {
			r.wantCurrent(t)
		}
	}
	// Areas and catalogue.
	write(t, writer, `insert into diemnong.category (id, group_id, code, name) values (99, 1, 'c99', 'C')`, "catalog")
	write(t, writer, `update diemnong.complaint set category_id = 99 where id > 200`, "complaints", idsBetween(201, 500)...)
	write(t, writer, `update diemnong.area set parent_id = 2 where id = 101`, "areas")
	for _, r := range replicas {
		r.wantCurrent(t)
	}
}

func idsBetween(first, last int64) (ids []int64) {
	for id := first; id <= last; id++ {
		ids = append(ids, id)
	}
	return ids
}

func TestIndexReloadsWhenItsChangesWerePruned(t *testing.T) {
	t.Parallel()
	db := generate(t, 500)
	source := newTestSource(db)
	held := loadAll(t, source)
	alter(t, db, 1)
	p := NewFeedPruner(db, slog.New(slog.DiscardHandler))
	p.KeepChanges = 1
	if n, err := p.Prune(t.Context()); n == 0 || err != nil {
		t.Fatalf("Prune = %d, %v; want some", n, err)
	}
	wantDiverged(t, source, held.beginning.State)
	followIndex(t, db, never).wantCurrent(t)
}

// fillServer makes a city on a server of the test's own.
func fillServer(t *testing.T, url string, n int) *DB {
	t.Helper()
	db := openAt(t, url)
	fill(t, db, n)
	return db
}

func TestIndexSurvivesAFailoverThatLostChanges(t *testing.T) {
	t.Parallel()
	first := pgtest.NewServer(t)
	fillServer(t, first.URL(), 300)
	second := first.Standby(t)
	db := openAt(t, pgtest.FailoverURL(first, second))
	f := followIndex(t, db, time.Millisecond)
	alter(t, db, 1)
	f.wantCurrent(t)
	replicated(t, second, int(f.engine.Status().State.Revision))
	second.Stop()
	alter(t, db, 11)
	f.wantCurrent(t)
	before := f.answer(t)

	first.Kill()
	if got := f.answer(t); !reflect.DeepEqual(got, before) {
		t.Errorf("while the database is away, the index counts %v; want %v", got, before)
	}
	second.Start(t)
	second.Promote(t)
	awake(t, db)
	f.wantCurrent(t)
	alter(t, db, 21) // the revisions that were lost are there again, as others
	f.wantCurrent(t)
}

func TestIndexSurvivesARestoredBackup(t *testing.T) {
	t.Parallel()
	server := pgtest.NewServer(t)
	db := fillServer(t, server.URL(), 300)
	f := followIndex(t, db, time.Millisecond)
	server.Stop()
	backup := server.Backup(t)
	server.Start(t)
	awake(t, db)
	alter(t, db, 1)
	f.wantCurrent(t)

	server.Stop()
	server.Restore(t, backup)
	server.Start(t)
	awake(t, db)
	f.wantCurrent(t)

	// Again, with revisions that overtake the index's before it looks.
	alter(t, db, 11)
	f.wantCurrent(t)
	server.Stop()
	server.Restore(t, backup)
	server.Start(t)
	awake(t, db)
	alter(t, db, 21)
	alter(t, db, 31)
	f.wantCurrent(t)
}

// answer counts by status.
func (f *followed) answer(t *testing.T) []heat.Row {
	t.Helper()
	s, err := f.engine.Stats(t.Context(), heat.StatsQuery{By: []heat.Grouping{{Dimension: heat.ByStatus}}})
	if err != nil {
		t.Fatal(err)
	}
	return s.Rows
}
