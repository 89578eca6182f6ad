package postgis

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/geo/index"
)

func newTestSource(db *DB) *IndexSource {
	return NewIndexSource(db, NewWorlds(db, slog.New(slog.DiscardHandler)))
}

// loaded is everything that a source hands over.
type loaded struct {
	beginning index.Beginning
	rows      map[int64]index.Row // with histories
}

func loadAll(t testing.TB, s *IndexSource) loaded {
	t.Helper()
	l := loaded{rows: map[int64]index.Row{}}
	err := s.Load(t.Context(), func(b index.Beginning) error {
		l.beginning = b
		return nil
	}, func(r *index.Row) error {
		row := *r
		row.Areas = slices.Clone(r.Areas)
		if _, twice := l.rows[row.ID]; twice {
			t.Errorf("complaint %d came twice", row.ID)
		}
		l.rows[row.ID] = row
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	last := int64(0)
	err = s.Histories(t.Context(), func(state heat.State) error {
		if state != l.beginning.State {
			t.Errorf("histories of %v; want %v", state, l.beginning.State)
		}
		return nil
	}, func(id int64, events []index.Event) error {
		if id <= last {
			t.Errorf("the history of %d came after that of %d", id, last)
		}
		last = id
		row := l.rows[id]
		row.Events = slices.Clone(events)
		l.rows[id] = row
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// readPlainly reads what loadAll must give with statements that need no thought.
func readPlainly(t testing.TB, db *DB) map[int64]index.Row {
	t.Helper()
	seconds := func(column string) string {
		return fmt.Sprintf("coalesce(extract(epoch from %s)::bigint, %d)", column, int64(index.None))
	}
	rows, err := db.Pool.Query(t.Context(), db.sql(`select id, `+seconds("received_at")+`, `+seconds("due_at")+`, `+seconds("closed_at")+`,
		coalesce(cell, 0), array(select coalesce(a, 0) from unnest(areas) with ordinality u (a, n) order by n), category_id, coalesce(agency_id, 0),
		channel, status, quality, reopened > 0 from diemnong.complaint`))
	if err != nil {
		t.Fatal(err)
	}
	all := map[int64]index.Row{}
	var r index.Row
	if _, err := pgx.ForEachRow(rows, []any{
		&r.ID, &r.ReceivedAt, &r.DueAt, &r.ClosedAt, &r.Cell, &r.Areas, &r.Category, &r.Agency,
		&r.Channel, &r.Status, &r.Quality, &r.Reopened,
	}, func() error {
		all[r.ID] = r
		r.Areas = nil
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	rows, err = db.Pool.Query(t.Context(), db.sql(`select complaint_id, `+seconds("at")+`, `+seconds("due_at")+`, `+seconds("closed_at")+`,
		status, kind = 'reopened' from diemnong.complaint_event order by complaint_id, seq`))
	if err != nil {
		t.Fatal(err)
	}
	var id int64
	var e index.Event
	if _, err := pgx.ForEachRow(rows, []any{&id, &e.At, &e.DueAt, &e.ClosedAt, &e.Status, &e.Reopened}, func() error {
		row := all[id]
		row.Events = append(row.Events, e)
		all[id] = row
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

func wantRows(t testing.TB, got, want map[int64]index.Row) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d complaints came; want %d", len(got), len(want))
	}
	for id, w := range want {
		g := got[id]
		if !slices.Equal(g.Areas, w.Areas) {
			t.Fatalf("areas of %d: %v; want %v", id, g.Areas, w.Areas)
		}
		if g.Areas = w.Areas; !reflect.DeepEqual(g, w) {
			t.Fatalf("complaint %d came as\n%+v; want\n%+v", id, g, w)
		}
	}
}

func TestIndexSourceLoadsEverything(t *testing.T) {
	t.Parallel()
	db := generate(t, 3000)
	got := loadAll(t, newTestSource(db))
	wantRows(t, got.rows, readPlainly(t, db))
	if b := got.beginning; b.State.Revision != 2 || b.State.ID == "" || b.Rows != 3000 {
		t.Errorf("beginning: state %+v, %d rows; want revision 2 with its id, 3000 rows", b.State, b.Rows)
	}
	w := got.beginning.World
	if w.State.Revision != 1 || w.Zone.String() != "Asia/Ho_Chi_Minh" || len(w.Categories) != 40 || w.Categories[7] != "c7" ||
		len(w.Agencies) != 30 || w.Agencies[3] != "a3" || len(w.Catalog.Categories) != 40 || w.Atlas == nil {
		t.Errorf("world: %+v", w)
	}
}

func TestIndexSourceEndsWithItsReader(t *testing.T) {
	t.Parallel()
	s := newTestSource(generate(t, 3000))
	enough := errors.New("enough")
	begin := func(index.Beginning) error { return nil }
	if err := s.Load(t.Context(), func(index.Beginning) error { return enough }, nil); !errors.Is(err, enough) {
		t.Errorf("Load = %v; want the error of begin", err)
	}
	if err := s.Load(t.Context(), begin, func(*index.Row) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("Load = %v; want the error of take", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	err := s.Load(ctx, begin, func(*index.Row) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Load = %v; want its context's error", err)
	}
	if got := len(loadAll(t, s).rows); got != 3000 {
		t.Errorf("%d rows after the broken loads; want 3000", got)
	}
}
