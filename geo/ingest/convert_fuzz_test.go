package ingest

import (
	"testing"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/ingest/source"
)

// FuzzConvert feeds any texts as fields: a record either becomes a complaint
// that the system of record takes, or is rejected with a reason.
func FuzzConvert(f *testing.F) {
	f.Add("1", "2026-01-02", "2026-01-03", "resolved", "106.7", "10.8", "Ngập", "text")
	f.Add("", "46086.3", "1772670600", "Xong", "603696.9", "1192284.8", "", "")
	f.Add("x", "05/03/2026 10:00", "5", "*", "1e999", "NaN", "đ", "\u0301")
	mappings := []*Mapping{
		mustMapping(f, all),
		mustMapping(f, hotlineMapping),
		mustMapping(f, least+"  closed_at: closed\n  status: status\n  x: x\n  y: y\n"+
			"coordinates: {epsg: 2056}\ndate_formats: [excel, epoch, epoch_ms, iso]\ndecimal_comma: true\n"),
	}
	f.Fuzz(func(t *testing.T, id, received, closed, status, x, y, kind, text string) {
		values := []string{id, received, closed, status, x, y, kind, text}
		for _, m := range mappings {
			columns := m.ColumnNames()
			c, err := NewConverter(m, columns, surroundings())
			if err != nil {
				t.Fatal(err)
			}
			rec := source.Record{Line: 2, Fields: make([]string, len(columns))}
			for _, field := range fields() {
				for _, at := range c.places[field] {
					rec.Fields[at] = values[int(field)%len(values)]
				}
			}
			for field, at := range map[Field]int{FieldSourceRef: 0, FieldReceivedAt: 1, FieldClosedAt: 2, FieldStatus: 3, FieldLon: 4, FieldX: 4, FieldLat: 5, FieldY: 5, FieldCategory: 6} {
				for _, column := range c.places[field] {
					rec.Fields[column] = values[at]
				}
			}
			var row Row
			if reason := c.Convert(&rec, &row); reason != nil {
				if reason.Line != 2 || reason.Reason == "" {
					t.Errorf("rejected without a reason: %+v", reason)
				}
				continue
			}
			checkSound(t, &row)
		}
	})
}

func checkSound(t *testing.T, r *Row) {
	t.Helper()
	k, l := &r.Complaint, &r.Complaint.Location
	if k.SourceRef == "" || !diemnong.ValidCode(k.Category) || k.Agency != "" && !diemnong.ValidCode(k.Agency) {
		t.Errorf("number or codes are no good: %+v", k)
	}
	if k.ReceivedAt.Year() < firstYear-1 || k.ReceivedAt.After(testNow.Add(clockSkew)) || k.ReceivedAt.Location() != time.UTC {
		t.Errorf("received at %v", k.ReceivedAt)
	}
	if !k.ClosedAt.IsZero() && (!k.Status.Closed() || k.ClosedAt.Before(k.ReceivedAt)) {
		t.Errorf("closed at %v, but %s and received at %v", k.ClosedAt, k.Status, k.ReceivedAt)
	}
	if l.Quality.Placeable() && !(geo.Point{Lon: l.Lon, Lat: l.Lat}).Valid() {
		t.Errorf("placed at %v, %v", l.Lon, l.Lat)
	}
	for i := 1; i < len(r.Events); i++ {
		if r.Events[i].At.Before(r.Events[i-1].At) {
			t.Errorf("history goes back in time: %+v", r.Events)
		}
	}
}
