package postgis_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/h3"
	"github.com/diemnong/diemnong/geo/ingest"
	"github.com/diemnong/diemnong/geo/postgis"
	"github.com/diemnong/diemnong/internal/pgtest"
)

// testNow is the clock of these tests.
var testNow = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func openWriting(t testing.TB) *postgis.DB {
	t.Helper()
	d := pgtest.New(t)
	db, err := postgis.Open(t.Context(), postgis.Options{URL: d.URL, Schema: d.Schema})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	db.Now = func() time.Time { return testNow }
	return db
}

// someRows makes n rows of different complaints with everything filled in.
func someRows(t testing.TB, n int) *ingest.Batch {
	t.Helper()
	b := &ingest.Batch{Rows: make([]ingest.Row, n), Definitions: ingest.Definitions{
		Sources:    []ingest.Source{{Code: "1022", Name: "Tổng đài 1022"}},
		Groups:     []diemnong.Group{{Code: "ha-tang", Name: "Hạ tầng"}},
		Categories: []diemnong.Category{{Code: "ngap-nuoc", Name: "Ngập nước", Group: "ha-tang"}},
		Agencies:   []diemnong.Agency{{Code: "so-xd", Name: "Sở Xây dựng"}},
	}}
	for i := range b.Rows {
		p := geo.Point{Lon: 106.6 + float64(i%1000)/5000, Lat: 10.7 + float64(i/1000%1000)/5000}
		cell, err := h3.FromPoint(p, geo.BaseResolution)
		if err != nil {
			t.Fatal(err)
		}
		received := testNow.Add(-time.Duration(i+100) * time.Hour)
		b.Rows[i] = ingest.Row{
			Line: int64(i + 2),
			Complaint: diemnong.Complaint{
				Source: "1022", SourceRef: fmt.Sprintf("HCM-%07d", i), Channel: diemnong.App,
				Category: "ngap-nuoc", Agency: "so-xd", Status: diemnong.Resolved,
				ReceivedAt: received, DueAt: received.Add(72 * time.Hour), ClosedAt: received.Add(48 * time.Hour),
				Location: diemnong.Location{
					Lon: p.Lon, Lat: p.Lat, Quality: diemnong.QualityPoint, RadiusM: 50, Cell: uint64(cell),
				},
			},
			Personal: diemnong.Personal{
				Name: "Người dân", Phone: "0900000000", Address: fmt.Sprint(i, " Đường Số 1, Phường 2"),
				Text: "Đường ngập sâu sau mưa, xe chết máy, đề nghị kiểm tra cống thoát nước.",
			},
			Areas: []int32{0, int32(i%168 + 1)},
		}
		b.Rows[i].SetHash()
	}
	return b
}

func TestPutComplaintsTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	ctx, db := t.Context(), openWriting(t)
	first := mustPut(ctx, t, db, someRows(t, 200))
	if first.Inserted != 200 || first.Revision == 0 {
		t.Fatalf("first time: %+v; want 200 inserted at a revision", first)
	}
	second := mustPut(ctx, t, db, someRows(t, 200))
	if second.Inserted != 0 || second.Updated != 0 || second.Unchanged != 200 || second.Revision != 0 {
		t.Errorf("second time: %+v; want 200 unchanged and no revision", second)
	}
	for i, id := range second.IDs {
		if id != first.IDs[i] {
			t.Fatalf("row %d has id %d; want %d, as the first time", i, id, first.IDs[i])
		}
	}
}

func mustPut(ctx context.Context, t testing.TB, db *postgis.DB, b *ingest.Batch) ingest.PutResult {
	t.Helper()
	r, err := db.PutComplaints(ctx, b)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func BenchmarkPutComplaints(b *testing.B) {
	db := openWriting(b)
	const size = 5000
	batch := someRows(b, size)
	n := 0
	for b.Loop() {
		b.StopTimer()
		for i := range batch.Rows {
			batch.Rows[i].Complaint.SourceRef = fmt.Sprintf("HCM-%09d", n)
			n++
		}
		b.StartTimer()
		if _, err := db.PutComplaints(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*size/b.Elapsed().Seconds(), "rows/s")
}

func TestFractionsOfSecondsAreRefused(t *testing.T) {
	t.Parallel()
	db := openWriting(t)
	for name, spoil := range map[string]func(r *ingest.Row){
		"received_at": func(r *ingest.Row) { r.Complaint.ReceivedAt = r.Complaint.ReceivedAt.Add(1) },
		"due_at":      func(r *ingest.Row) { r.Complaint.DueAt = r.Complaint.DueAt.Add(time.Millisecond) },
		"closed_at":   func(r *ingest.Row) { r.Complaint.ClosedAt = r.Complaint.ClosedAt.Add(time.Microsecond) },
		"an event": func(r *ingest.Row) {
			r.Events = []diemnong.Event{{At: r.Complaint.ReceivedAt.Add(1), Kind: diemnong.EventReceived}}
		},
	} {
		b := someRows(t, 1)
		spoil(&b.Rows[0])
		if _, err := db.PutComplaints(t.Context(), b); diemnong.ErrorCode(err) != diemnong.Invalid {
			t.Errorf("%s: %v; want Invalid", name, err)
		}
	}
}
