package main

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
	"github.com/diemnong/diemnong/geo/postgis"
	"github.com/diemnong/diemnong/internal/democity"
	"github.com/diemnong/diemnong/internal/pgtest"
)

// stopAfter ends a context at the n-th line of progress.
type stopAfter struct {
	stop context.CancelFunc
	n    int
}

func (s *stopAfter) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte("importing:")) {
		if s.n--; s.n == 0 {
			s.stop()
		}
	}
	return len(p), nil
}

func TestAnInterruptedDemoContinues(t *testing.T) {
	t.Parallel()
	at := pgtest.New(t)
	db, err := postgis.Open(t.Context(), postgis.Options{URL: at.URL, Schema: at.Schema})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	const rows = 2*demoBatch + 500
	o := demoOptions{Options: democity.Options{Seed: 1, Rows: rows, End: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)}}

	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	a, progress := &app{log: slog.New(slog.DiscardHandler), zone: time.UTC, now: leapingClock()}, &stopAfter{stop, 2}
	a.out, a.err, a.Schema = new(bytes.Buffer), progress, at.Schema
	if err := fillDemo(ctx, a, db, o); !errors.Is(err, context.Canceled) {
		t.Fatalf("an interrupted filling ends with %v", err)
	}
	if held := holdings(t, db, o); held.Complaints == 0 || held.Complaints >= rows || held.City != "" {
		t.Fatalf("after the interruption: %+v", held)
	}
	other := o
	other.Rows++
	if err := fillDemo(t.Context(), a, db, other); err == nil {
		t.Fatal("other options continue what was begun")
	}
	if err := fillDemo(t.Context(), a, db, o); err != nil {
		t.Fatal(err)
	}
	if held := holdings(t, db, o); held.Complaints != rows || held.City != democity.City().Name || held.Unfinished != nil {
		t.Errorf("at the end: %+v", held)
	}
	serve := &serveCmd{DemoIfEmpty: true, DemoRows: 10}
	if err := serve.fillIfEmpty(t.Context(), a, db); err != nil {
		t.Errorf("serving a filled database: %v", err)
	}
}

func holdings(t *testing.T, db *postgis.DB, o demoOptions) postgis.Holdings {
	t.Helper()
	h, err := db.Holdings(t.Context(), o.fingerprint())
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// leapingClock goes on by a minute each time somebody looks.
func leapingClock() func() time.Time {
	now := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	return func() time.Time {
		now = now.Add(time.Minute)
		return now
	}
}

// TestTheDemoAreasAreSound has PostGIS look at the outlines: nothing to
// repair, no ground twice, no ground between.
func TestTheDemoAreasAreSound(t *testing.T) {
	t.Parallel()
	at := pgtest.New(t)
	db, err := postgis.Open(t.Context(), postgis.Options{URL: at.URL, Schema: at.Schema})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	g, err := geography()
	if err != nil {
		t.Fatal(err)
	}
	for _, set := range g.Sets {
		for rank, level := range set.Levels {
			r, err := db.ReplaceAreas(t.Context(), postgis.AreaImport{
				Set: set, Level: level, Rank: rank + 1, Areas: g.Drafts(set.Code, level.Code),
			})
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Repaired)+len(r.Overlaps)+r.Gaps+len(r.Orphans)+len(r.UnknownParents)+len(r.Strays) > 0 || r.Added != level.Areas {
				t.Errorf("%s %s: %+v", set.Code, level.Code, r)
			}
		}
	}
	r, err := db.ImportCrosswalk(t.Context(), democity.SetOld, democity.SetNew, g.Passages())
	if err != nil {
		t.Fatal(err)
	}
	if len(r.UnknownFrom)+len(r.UnknownTo)+len(r.Missing)+len(r.Undecided) > 0 || r.Links != len(g.Links) {
		t.Errorf("crosswalk: %+v", r)
	}
}

// TestTheDemoContextIsSound has PostGIS look at its rivers and roads, and cut
// tiles of them.
func TestTheDemoContextIsSound(t *testing.T) {
	t.Parallel()
	at := pgtest.New(t)
	db, err := postgis.Open(t.Context(), postgis.Options{URL: at.URL, Schema: at.Schema})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	features, err := democity.Context()
	if err != nil {
		t.Fatal(err)
	}
	entries := func(yield func(*gazetteer.Batch, error) bool) { yield(&gazetteer.Batch{Features: features}, nil) }
	if _, err := db.PutGazetteer(t.Context(), democity.GazetteerSource(), entries); err != nil {
		t.Fatal(err)
	}
	var broken string
	err = db.Pool.QueryRow(t.Context(), `select coalesce(string_agg(name || ': ' || ST_IsValidReason(geom), ', '), '')
		from `+at.Schema+`.gazetteer_feature where not ST_IsValid(geom)`).Scan(&broken)
	if err != nil || broken != "" {
		t.Errorf("%s %v", broken, err)
	}
}
