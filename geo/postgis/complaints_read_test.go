package postgis

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/h3"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/geo/ingest"
)

func newTestComplaints(db *DB) *Complaints { return NewComplaints(db, newTestEngine(db).worlds) }

// TestListPagesAreTheWholeInOrder walks the pages of every order and holds
// them against a sort of the whole table in Go.
func TestListPagesAreTheWholeInOrder(t *testing.T) {
	t.Parallel()
	db := generate(t, 1500)
	// Many equal keys, so that ids decide.
	if _, err := db.Pool.Exec(t.Context(), db.sql(`update diemnong.complaint set received_at = date_trunc('month', received_at),
		due_at = date_trunc('month', due_at) + interval '1 month'`)); err != nil {
		t.Fatal(err)
	}
	c := newTestComplaints(db)
	rows := readSortRows(t, db)
	for sort := heat.NewestFirst; sort <= heat.LongestHandledFirst; sort++ {
		want := sortedIDs(rows, sort)
		for _, limit := range []int{7, 500, 1000} {
			if got := walk(t, c, heat.ListQuery{Sort: sort, Limit: limit}); !slices.Equal(got, want) {
				t.Errorf("%s by %d: pages do not give the sorted table: %s", sort, limit, gocmp.Diff(want, got))
			}
		}
	}
}

type sortRow struct {
	ID          int64
	Received    time.Time
	Due, Closed *time.Time
}

func readSortRows(t *testing.T, db *DB) []sortRow {
	t.Helper()
	rows, err := db.Pool.Query(t.Context(), db.sql(`select id, received_at, due_at, closed_at from diemnong.complaint`))
	if err != nil {
		t.Fatal(err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[sortRow])
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// sortedIDs sorts by the rules of [heat.Sort], one order after the other.
func sortedIDs(rows []sortRow, sort heat.Sort) []int64 {
	handling := func(r sortRow) *time.Time {
		if r.Closed == nil {
			return nil
		}
		at := time.Unix(0, 0).Add(r.Closed.Sub(r.Received))
		return &at
	}
	received := func(r sortRow) *time.Time { return &r.Received }
	due := func(r sortRow) *time.Time { return r.Due }
	closed := func(r sortRow) *time.Time { return r.Closed }
	o := map[heat.Sort]struct {
		key  func(sortRow) *time.Time
		sign int
	}{
		heat.NewestFirst: {received, -1}, heat.OldestFirst: {received, 1}, heat.EarliestDueFirst: {due, 1},
		heat.LatestDueFirst: {due, -1}, heat.LatestClosedFirst: {closed, -1}, heat.LongestHandledFirst: {handling, -1},
	}[sort]
	slices.SortFunc(rows, func(a, b sortRow) int {
		x, y := o.key(a), o.key(b)
		switch {
		case x != nil && y != nil && !x.Equal(*y):
			return o.sign * x.Compare(*y)
		case x == nil && y != nil:
			return 1
		case x != nil && y == nil:
			return -1
		}
		return o.sign * cmp.Compare(a.ID, b.ID)
	})
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	return ids
}

// walk gives the ids of all pages.
func walk(t *testing.T, c *Complaints, q heat.ListQuery) []int64 {
	t.Helper()
	var ids []int64
	for {
		page, err := c.List(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if page.Next != "" && len(page.Complaints) != q.Limit {
			t.Fatalf("a page of %d before the last one; want %d", len(page.Complaints), q.Limit)
		}
		for _, l := range page.Complaints {
			ids = append(ids, l.ID)
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return ids
		}
	}
}

func TestListFiltersLikeTheEngine(t *testing.T) {
	t.Parallel()
	db := generate(t, 1500)
	c, e := newTestComplaints(db), newTestEngine(db)
	for _, f := range []diemnong.Filter{
		{Classes: []diemnong.Class{diemnong.Overdue}},
		{Groups: []string{"g2"}, Areas: []diemnong.AreaRef{{Set: "old", Code: "d3"}, {Set: "old", Code: "d4"}}},
		{AsOf: explainNow.AddDate(-2, 0, 0), Statuses: []diemnong.Status{diemnong.Assigned}},
	} {
		s, err := e.Stats(t.Context(), heat.StatsQuery{Filter: f})
		if err != nil {
			t.Fatal(err)
		}
		ids := walk(t, c, heat.ListQuery{Filter: f, Sort: heat.EarliestDueFirst, Limit: 100})
		if len(ids) != int(s.Total.N()) || len(ids) == 0 {
			t.Errorf("%s: %d complaints listed; the engine counts %d", f.Key(), len(ids), s.Total.N())
		}
	}
}

func TestListRefuses(t *testing.T) {
	t.Parallel()
	c := newTestComplaints(generate(t, 30))
	first, err := c.List(t.Context(), heat.ListQuery{Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	f := func(field string, q heat.ListQuery) {
		t.Helper()
		_, err := c.List(t.Context(), q)
		var e *diemnong.Error
		if !errors.As(err, &e) || e.Code != diemnong.Invalid || e.Field != field {
			t.Errorf("%+v: error %v; want it refused for its %s", q, err, field)
		}
	}
	f("limit", heat.ListQuery{})
	f("limit", heat.ListQuery{Limit: heat.MaxPage + 1})
	f("offset", heat.ListQuery{Limit: 1, Offset: -1})
	f("offset", heat.ListQuery{Limit: 1, Offset: heat.MaxOffset + 1})
	f("offset", heat.ListQuery{Limit: 1, Offset: 1, Cursor: first.Next})
	f("category", heat.ListQuery{Limit: 1, Filter: diemnong.Filter{Categories: []string{"none"}}})
	f("cursor", heat.ListQuery{Limit: 1, Cursor: "!"})
	f("cursor", heat.ListQuery{Limit: 1, Cursor: first.Next[1:]})
	f("cursor", heat.ListQuery{Limit: 1, Cursor: first.Next, Sort: heat.OldestFirst})
	f("cursor", heat.ListQuery{Limit: 1, Cursor: first.Next, Filter: diemnong.Filter{Groups: []string{"g1"}}})
}

func FuzzParseCursor(f *testing.F) {
	q := heat.ListQuery{Sort: heat.LatestDueFirst, Limit: 1}
	f.Add("")
	f.Add("AAAA")
	f.Add(cursor{1, 2}.text(q))
	f.Add(cursor{-1 << 63, -1 << 63}.text(q))
	f.Fuzz(func(t *testing.T, text string) {
		q := q
		q.Cursor = text
		c, err := parseCursor(q)
		if err != nil && diemnong.ErrorCode(err) != diemnong.Invalid {
			t.Errorf("%q: error %v; want it refused as invalid", text, err)
		}
		if c != nil && c.text(q) != text {
			t.Errorf("%q is read as %+v, which is written %q", text, *c, c.text(q))
		}
	})
}

// putReopened stores a complaint with everything known, which is closed and
// re-opened later. It gives its id and what a list should show.
func putReopened(t *testing.T, db *DB) (int64, heat.Listed) {
	t.Helper()
	p := geo.Point{Lon: 106.72, Lat: 10.31}
	cell, err := h3.FromPoint(p, geo.BaseResolution)
	if err != nil {
		t.Fatal(err)
	}
	received := explainNow.AddDate(0, 0, -9)
	row := ingest.Row{
		Complaint: diemnong.Complaint{
			Source: "bench", SourceRef: "HCM-1", Channel: diemnong.App, Category: "c7", Agency: "a3", Status: diemnong.Resolved,
			ReceivedAt: received, DueAt: received.Add(72 * time.Hour), ClosedAt: received.Add(48 * time.Hour),
			Flags: diemnong.FlagAreaContradicts,
			Location: diemnong.Location{
				Lon: p.Lon, Lat: p.Lat, Quality: diemnong.QualityStreet, RadiusM: 150, Cell: uint64(cell),
				Area: diemnong.AreaRef{Set: "new", Code: "w1"}, Method: diemnong.MethodGeocoded, Score: 0.83,
			},
		},
		Personal: diemnong.Personal{
			Name: "Trần Riêng Tư", Phone: "0900111222", Email: "rieng@example.org", Address: "12 Đường Kín", Text: "Nội dung kín",
		},
		Areas: []int32{154, 401}, StatedArea: 401,
	}
	put := func() int64 {
		row.SetHash()
		r, err := db.PutComplaints(t.Context(), &ingest.Batch{Rows: []ingest.Row{row}})
		if err != nil {
			t.Fatal(err)
		}
		return r.IDs[0]
	}
	put()
	row.Complaint.Status, row.Complaint.ClosedAt = diemnong.InProgress, time.Time{}
	want := heat.Listed{
		Complaint: row.Complaint, Group: "g8", Class: diemnong.Overdue,
		Areas: []diemnong.AreaRef{{Set: "old", Code: "w54"}, {Set: "new", Code: "w1"}},
	}
	want.ID, want.Reopened = put(), 1
	return want.ID, want
}

func TestComplaintTellsAllButWhatIsPersonal(t *testing.T) {
	t.Parallel()
	db := generate(t, 0)
	db.Now = func() time.Time { return explainNow }
	c := newTestComplaints(db)
	id, want := putReopened(t, db)

	d, err := c.Complaint(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(want, d.Listed); diff != "" {
		t.Errorf("complaint (-want +got):\n%s", diff)
	}
	var kinds []string
	for _, e := range d.History {
		kinds = append(kinds, fmt.Sprint(e.Kind, " ", e.Status, " ", e.At.Sub(want.ReceivedAt)))
	}
	if want := []string{"received received 0s", "closed resolved 48h0m0s", "reopened in_progress 216h0m0s"}; !slices.Equal(kinds, want) {
		t.Errorf("history: %q; want %q", kinds, want)
	}
	bySource, err := c.ComplaintBySource(t.Context(), "bench", "HCM-1")
	if diff := gocmp.Diff(d, bySource); diff != "" || err != nil {
		t.Errorf("by source (-by id +by source), error %v:\n%s", err, diff)
	}
	page, err := c.List(t.Context(), heat.ListQuery{Limit: 5})
	if err != nil || len(page.Complaints) != 1 || !gocmp.Equal(page.Complaints[0], want) {
		t.Errorf("list: %+v, error %v; want that complaint alone", page, err)
	}
	points, err := c.Points(t.Context(), diemnong.Filter{}, diemnong.Bounds{West: 106, South: 10, East: 107, North: 11}, 5)
	if err != nil {
		t.Fatal(err)
	}
	all := fmt.Sprintf("%+v %+v %+v", d, page, points)
	for _, secret := range []string{"Riêng", "0900111222", "example.org", "Kín", "kín"} {
		if strings.Contains(all, secret) {
			t.Errorf("%q gets out: %s", secret, all)
		}
	}
}

func TestComplaintAsOfThen(t *testing.T) {
	t.Parallel()
	db := generate(t, 0)
	db.Now = func() time.Time { return explainNow }
	_, want := putReopened(t, db)
	f := diemnong.Filter{AsOf: want.ReceivedAt.Add(50 * time.Hour)}
	page, err := newTestComplaints(db).List(t.Context(), heat.ListQuery{Filter: f, Limit: 5})
	if err != nil {
		t.Fatal(err)
	}
	want.Status, want.ClosedAt, want.Class, want.Reopened = diemnong.Resolved, want.ReceivedAt.Add(48*time.Hour), diemnong.OnTime, 0
	if diff := gocmp.Diff([]heat.Listed{want}, page.Complaints); diff != "" {
		t.Errorf("as of a time between closing and re-opening (-want +got):\n%s", diff)
	}
	if !page.AsOf.Equal(f.AsOf) || page.State.Revision == 0 {
		t.Errorf("page says %s at revision %d; want %s at its revision", page.AsOf, page.State.Revision, f.AsOf)
	}
}

func TestComplaintNotFound(t *testing.T) {
	t.Parallel()
	c := newTestComplaints(generate(t, 1))
	if _, err := c.Complaint(t.Context(), 99); diemnong.ErrorCode(err) != diemnong.NotFound {
		t.Errorf("unknown id: error %v; want not found", err)
	}
	for _, source := range []string{"bench", "nobody"} {
		if _, err := c.ComplaintBySource(t.Context(), source, "99"); diemnong.ErrorCode(err) != diemnong.NotFound {
			t.Errorf("unknown number of %s: error %v; want not found", source, err)
		}
	}
}

func TestPoints(t *testing.T) {
	t.Parallel()
	db := generate(t, 3000)
	c := newTestComplaints(db)
	box := diemnong.Bounds{West: 106.2, South: 10.3, East: 106.5, North: 10.6}
	all, err := c.Points(t.Context(), diemnong.Filter{}, box, 3000)
	if err != nil {
		t.Fatal(err)
	}
	var want int
	if err := db.Pool.QueryRow(t.Context(), db.sql(`select count(*) from diemnong.complaint where cell is not null
		and st_x(geom) between $1 and $2 and st_y(geom) between $3 and $4`), box.West, box.East, box.South, box.North).Scan(&want); err != nil {
		t.Fatal(err)
	}
	if len(all.Points) != want || want == 0 || all.More {
		t.Errorf("%d points, more %v; want all %d", len(all.Points), all.More, want)
	}
	for i, p := range all.Points {
		if !box.Contains(p.Point.Lon, p.Point.Lat) || !p.Quality.Placeable() || p.Group == "" || p.Agency == "" {
			t.Errorf("point %+v is outside, not placeable or not described", p)
		}
		if i > 0 && p.ReceivedAt.After(all.Points[i-1].ReceivedAt) {
			t.Errorf("point %d is newer than the one before", i)
		}
	}
	some, err := c.Points(t.Context(), diemnong.Filter{}, box, 10)
	if err != nil || !some.More || !gocmp.Equal(some.Points, all.Points[:10]) {
		t.Errorf("the newest ten: %d points, more %v, error %v", len(some.Points), some.More, err)
	}
	p := all.Points[0].Point // a box of one point has it on all its borders
	one, err := c.Points(t.Context(), diemnong.Filter{}, diemnong.Bounds{West: p.Lon, South: p.Lat, East: p.Lon, North: p.Lat}, 10)
	if err != nil || len(one.Points) != 1 {
		t.Errorf("a box of one point: %d points, error %v; want that point", len(one.Points), err)
	}
}
