package postgis_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/geo/index"
	"github.com/diemnong/diemnong/geo/postgis"
)

// operate does with a city, once, everything that the service and its
// commands do with a database, and checks that it worked.
func operate(t *testing.T, db *postgis.DB) {
	t.Helper()
	db.Now = func() time.Time { return testNow }
	feed := postgis.NewFeed(db, slog.New(slog.DiscardHandler))
	feed.Poll = time.Millisecond
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() {
		if err := feed.Run(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("feed: %v", err)
		}
	})
	defer running.Wait()
	defer cancel()
	<-feed.Known()
	since, _ := feed.Newest()

	operateWriting(t, db)
	operateReading(t, db)
	operateIndex(t, db, since)
	operateGazetteer(t, db)
	if _, err := postgis.NewFeedPruner(db, slog.New(slog.DiscardHandler)).Prune(t.Context()); err != nil {
		t.Error(err)
	}
	newest, err := postgis.NewEngine(db, newWorlds(db)).State(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	states, leave := feed.Subscribe()
	defer leave()
	for s := range states {
		if s == newest {
			break
		}
	}
}

func newWorlds(db *postgis.DB) *postgis.Worlds {
	return postgis.NewWorlds(db, slog.New(slog.DiscardHandler))
}

func operateWriting(t *testing.T, db *postgis.DB) {
	t.Helper()
	ctx := t.Context()
	if err := db.SetCity(ctx, diemnong.City{
		Code: "x", Name: "X", NameEN: "X", TimeZone: "Asia/Ho_Chi_Minh",
		Bounds: diemnong.Bounds{West: 106, South: 10, East: 107, North: 11},
	}); err != nil {
		t.Fatal(err)
	}
	mustReplace(t, db, level("old", "ward", rect("a", "", 40, 40, 70, 99), rect("b", "", 70, 40, 99, 99)))
	mustReplace(t, db, level("new", "ward", rect("1", "", 40, 40, 99, 99)))
	if _, err := db.ImportCrosswalk(ctx, "old", "new", []area.Passage{{From: "a", To: "1", Share: 1}, {From: "b", To: "1", Share: 1}}); err != nil {
		t.Fatal(err)
	}
	if _, err := newImport(t, db, db, writeHotline(t, 1100), testMapping, mustLoadAtlas(t, db)).Run(ctx); err != nil {
		t.Fatal(err)
	}
	mustPut(ctx, t, db, someRows(t, 50))
	changed := someRows(t, 50)
	for i := range changed.Rows {
		changed.Rows[i].Complaint.Status, changed.Rows[i].Complaint.ClosedAt = diemnong.Assigned, time.Time{}
		changed.Rows[i].SetHash()
	}
	r := mustPut(ctx, t, db, changed)
	if r.Updated != 50 {
		t.Errorf("%d complaints were updated; want 50", r.Updated)
	}
	if n, err := db.DeleteComplaints(ctx, r.IDs[:5]); n != 5 || err != nil {
		t.Errorf("DeleteComplaints = %d, %v; want 5", n, err)
	}
	mustReplace(t, db, level("new", "ward", rect("1", "", 40, 40, 70, 99), rect("2", "", 70, 40, 99, 99)))
	if n, err := db.RecomputeAreas(ctx, nil); n == 0 || err != nil {
		t.Errorf("RecomputeAreas = %d, %v; want some", n, err)
	}
	if err := db.Analyze(ctx); err != nil {
		t.Error(err)
	}
}

// complaintsOfOperate are 1,000 of the file and 45 others.
const complaintsOfOperate = 1045

func operateReading(t *testing.T, db *postgis.DB) {
	t.Helper()
	ctx, worlds := t.Context(), newWorlds(db)
	engine, complaints := postgis.NewEngine(db, worlds), postgis.NewComplaints(db, worlds)
	for _, f := range []diemnong.Filter{{}, {AsOf: testNow.Add(-time.Hour)}, {Areas: []diemnong.AreaRef{{Set: "new", Code: "2"}}}} {
		if _, err := engine.Grid(ctx, f); err != nil {
			t.Error(err)
		}
	}
	by := []heat.Grouping{{Dimension: heat.ByArea, Set: "new", Level: "ward"}, {Dimension: heat.ByMonth}}
	s, err := engine.Stats(ctx, heat.StatsQuery{By: by})
	if err != nil || s.Total.N() != complaintsOfOperate {
		t.Errorf("statistics: %+v, %v; want %d complaints", s, err, complaintsOfOperate)
	}
	page, err := complaints.List(ctx, heat.ListQuery{Limit: 10})
	if err != nil || len(page.Complaints) != 10 {
		t.Fatalf("list: %+v, %v", page, err)
	}
	if _, err := complaints.Complaint(ctx, page.Complaints[0].ID); err != nil {
		t.Error(err)
	}
	box := diemnong.Bounds{West: 106, South: 10, East: 107, North: 11}
	if _, err := complaints.Points(ctx, diemnong.Filter{}, box, 10); err != nil {
		t.Error(err)
	}
}

// operateIndex loads, with histories, and asks for all changes since.
func operateIndex(t *testing.T, db *postgis.DB, since heat.State) {
	t.Helper()
	source := postgis.NewIndexSource(db, newWorlds(db))
	rows, histories := 0, 0
	if err := source.Load(t.Context(), func(index.Beginning) error { return nil },
		func(*index.Row) error { rows++; return nil }); err != nil {
		t.Error(err)
	}
	if err := source.Histories(t.Context(), func(heat.State) error { return nil },
		func(int64, []index.Event) error { histories++; return nil }); err != nil {
		t.Error(err)
	}
	if rows != complaintsOfOperate || histories != complaintsOfOperate {
		t.Errorf("%d complaints and %d histories were loaded; want %d", rows, histories, complaintsOfOperate)
	}
	c, err := source.Changes(t.Context(), since, nil)
	if err != nil || len(c.Rows) != complaintsOfOperate || len(c.Gone) != 5 {
		t.Errorf("changes: %v; want %d complaints, and 5 that are gone", err, complaintsOfOperate)
	}
}
