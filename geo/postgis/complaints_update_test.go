package postgis_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/ingest"
	"github.com/diemnong/diemnong/geo/postgis"
)

// eventsOf lists a complaint's history as "seq kind status day".
func eventsOf(t *testing.T, db *postgis.DB, id int64) []string {
	t.Helper()
	rows, err := db.Pool.Query(t.Context(), `select seq, kind, status, to_char(at at time zone 'UTC', 'MM-DD HH24:MI')
		from `+db.Schema+`.complaint_event where complaint_id = $1 order by seq`, id)
	if err != nil {
		t.Fatal(err)
	}
	events, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (string, error) {
		var seq int
		var kind, at string
		var status diemnong.Status
		err := row.Scan(&seq, &kind, &status, &at)
		return fmt.Sprint(seq, " ", kind, " ", status, " ", at), err
	})
	if err != nil {
		t.Fatal(err)
	}
	return events
}

func TestALaterRowUpdatesAndLeavesAnEvent(t *testing.T) {
	t.Parallel()
	ctx, db := t.Context(), openWriting(t)
	b := someRows(t, 3)
	row := &b.Rows[1]
	c := &row.Complaint
	c.ReceivedAt, c.DueAt, c.ClosedAt, c.Status = testNow.AddDate(0, 0, -20), testNow.AddDate(0, 0, -10), time.Time{}, diemnong.Received
	id := mustPut(ctx, t, db, b).IDs[1]
	put := func(change func()) ingest.PutResult {
		t.Helper()
		change()
		row.SetHash()
		r := mustPut(ctx, t, db, b)
		if r.Updated != 1 || r.Unchanged != 2 || r.Inserted != 0 || r.IDs[1] != id {
			t.Errorf("%+v; want one of three updated", r)
		}
		db.Now = func() time.Time { return testNow.AddDate(0, 0, 1) }
		return r
	}
	put(func() { c.Status = diemnong.Assigned })
	put(func() { c.Status, c.ClosedAt = diemnong.Resolved, testNow.AddDate(0, 0, -5) }) // earlier than the last event
	put(func() { c.Status, c.ClosedAt = diemnong.InProgress, time.Time{} })
	put(func() { row.Complaint.Location.Lon += 0.001 })
	put(func() { row.Personal.Text = "khác" })
	put(func() { row.Personal = diemnong.Personal{} })
	put(func() { c.Status, c.ClosedAt = diemnong.Rejected, testNow.AddDate(0, 0, 3) })
	want := []string{
		"1 received received 02-09 12:00", "2 assigned assigned 03-01 12:00", "3 closed resolved 03-01 12:00",
		"4 reopened in_progress 03-02 12:00", "5 relocated in_progress 03-02 12:00", "6 updated in_progress 03-02 12:00",
		"7 updated in_progress 03-02 12:00", "8 closed rejected 03-04 12:00",
	}
	if diff := cmp.Diff(want, eventsOf(t, db, id)); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	checkStored(t, db, id, row, 1)
}

// checkStored compares what is stored of a complaint with its row.
func checkStored(t *testing.T, db *postgis.DB, id int64, r *ingest.Row, reopened int) {
	t.Helper()
	var status diemnong.Status
	var closed *time.Time
	var lon, lat float64
	var gotReopened, personal int
	var areas []*int32
	err := db.Pool.QueryRow(t.Context(), `select status, closed_at, st_x(geom), st_y(geom), reopened, areas,
		(select count(*) from `+db.Schema+`.complaint_personal where complaint_id = id) from `+db.Schema+`.complaint where id = $1`, id).
		Scan(&status, &closed, &lon, &lat, &gotReopened, &areas, &personal)
	if err != nil {
		t.Fatal(err)
	}
	c := &r.Complaint
	if status != c.Status || closed == nil || !closed.Equal(c.ClosedAt) || lon != c.Location.Lon || lat != c.Location.Lat || gotReopened != reopened {
		t.Errorf("stored %s, %v, %v %v, %d; want %+v re-opened %d times", status, closed, lon, lat, gotReopened, c, reopened)
	}
	if len(areas) != len(r.Areas) || areas[0] != nil || *areas[1] != r.Areas[1] {
		t.Errorf("stored areas %v; want %v with null for 0", areas, r.Areas)
	}
	if r.Personal.IsZero() != (personal == 0) {
		t.Errorf("%d rows of personal data are stored for %+v", personal, r.Personal)
	}
}

func TestACorrectedReceiptMovesTheHistory(t *testing.T) {
	t.Parallel()
	ctx, db := t.Context(), openWriting(t)
	b := someRows(t, 1)
	c := &b.Rows[0].Complaint
	c.ReceivedAt, c.ClosedAt = testNow.AddDate(0, 0, -20), testNow.AddDate(0, 0, -10)
	id := mustPut(ctx, t, db, b).IDs[0]
	c.ReceivedAt, c.ClosedAt = testNow.AddDate(0, 0, -5), testNow.AddDate(0, 0, -2)
	b.Rows[0].SetHash()
	mustPut(ctx, t, db, b)
	want := []string{"1 received received 02-24 12:00", "2 closed resolved 02-24 12:00", "3 closed resolved 02-27 12:00"}
	if diff := cmp.Diff(want, eventsOf(t, db, id)); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

func TestAComplaintTwiceInABatchIsUpdated(t *testing.T) {
	t.Parallel()
	ctx, db := t.Context(), openWriting(t)
	b := someRows(t, 3)
	b.Rows[2] = b.Rows[0]
	b.Rows[2].Complaint.Channel = diemnong.Web
	b.Rows[2].SetHash()
	r := mustPut(ctx, t, db, b)
	if r.Inserted != 2 || r.Updated != 1 || r.IDs[0] != r.IDs[2] {
		t.Errorf("%+v; want two inserted and the third an update of the first", r)
	}
	if n := count(t, db, "change"); n != 2 {
		t.Errorf("the feed has %d changes; want each complaint once", n)
	}
}

func TestWritersAtTheSameTimeStoreEachComplaintOnce(t *testing.T) {
	t.Parallel()
	ctx, db := t.Context(), openWriting(t)
	var wg sync.WaitGroup
	results := make([]ingest.PutResult, 4)
	for i := range results {
		wg.Go(func() {
			var err error
			if results[i], err = db.PutComplaints(ctx, someRows(t, 300)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	inserted, unchanged := 0, 0
	for _, r := range results {
		inserted, unchanged = inserted+r.Inserted, unchanged+r.Unchanged
	}
	if inserted != 300 || unchanged != 900 || count(t, db, "complaint") != 300 || count(t, db, "category") != 1 {
		t.Errorf("%d inserted, %d unchanged, %d stored; want 300, 900 and 300", inserted, unchanged, count(t, db, "complaint"))
	}
}

func TestABatchIsStoredWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	db := openWriting(t)
	f := func(name string, code diemnong.Code, spoil func(b *ingest.Batch)) {
		t.Helper()
		b := someRows(t, 10)
		spoil(b)
		if _, err := db.PutComplaints(t.Context(), b); diemnong.ErrorCode(err) != code {
			t.Errorf("%s: %v; want %s", name, err, code)
		}
	}
	row := func(b *ingest.Batch) *diemnong.Complaint { return &b.Rows[7].Complaint }
	f("no number", diemnong.Invalid, func(b *ingest.Batch) { row(b).SourceRef = "" })
	f("no receipt", diemnong.Invalid, func(b *ingest.Batch) { row(b).ReceivedAt = time.Time{} })
	f("closed, but open", diemnong.Invalid, func(b *ingest.Batch) { row(b).Status = diemnong.Assigned })
	f("a category that nobody knows", diemnong.Invalid, func(b *ingest.Batch) { row(b).Category = "x" })
	f("an agency that nobody knows", diemnong.Invalid, func(b *ingest.Batch) { row(b).Agency = "x" })
	f("a source that nobody knows", diemnong.Invalid, func(b *ingest.Batch) { row(b).Source = "x" })
	f("a bad code", diemnong.Invalid, func(b *ingest.Batch) { b.Definitions.Agencies[0].Code = "ä ö" })
	f("a point without a cell", diemnong.Invalid, func(b *ingest.Batch) { row(b).Location.Cell = 0 })
	f("NUL in a text", diemnong.Invalid, func(b *ingest.Batch) { b.Rows[7].Personal.Text = "a\x00b" })
	f("no UTF-8", diemnong.Invalid, func(b *ingest.Batch) { b.Rows[7].Personal.Name = "\xff" })
	f("another process at the same import", diemnong.Conflict, func(b *ingest.Batch) { b.Step = &ingest.Step{JobID: 1, From: 5, To: 10} })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := db.PutComplaints(ctx, someRows(t, 10)); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if n := count(t, db, "complaint") + count(t, db, "complaint_event") + count(t, db, "source") + count(t, db, "change"); n != 0 {
		t.Errorf("%d rows were left behind", n)
	}
}

func TestEnsureCatalogKeepsWhatPeopleCorrected(t *testing.T) {
	t.Parallel()
	ctx, db := t.Context(), openWriting(t)
	d := someRows(t, 0).Definitions
	d.Agencies = append(d.Agencies, diemnong.Agency{Code: "old", Name: "Cũ", ValidTo: testNow, Successor: "so-xd"})
	for range 2 {
		if err := db.EnsureCatalog(ctx, d); err != nil {
			t.Fatal(err)
		}
		d.Agencies[0].Name = "another name"
	}
	catalog, err := db.LoadCatalog(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, a := range catalog.Agencies {
		names = append(names, a.Code+" "+a.Name+" → "+a.Successor)
	}
	if diff := cmp.Diff([]string{"so-xd Sở Xây dựng → ", "old Cũ → so-xd"}, names); diff != "" {
		t.Errorf("agencies (-want +got):\n%s", diff)
	}
	if catalog.Revision != 1 {
		t.Errorf("revision %d; want 1, because the second time nothing changed", catalog.Revision)
	}
}
