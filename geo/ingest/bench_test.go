package ingest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/ingest/source"
)

// hotlineMapping fits what writeHotlineFile writes.
const hotlineMapping = `
source: {code: "1022", name: Tổng đài 1022}
time_zone: Asia/Ho_Chi_Minh
date_formats: [DD/MM/YYYY HH:mm]
columns:
  source_ref: Mã phản ánh
  received_at: Ngày tiếp nhận
  closed_at: Ngày hoàn thành
  status: Trạng thái
  channel: Kênh
  category: Chuyên mục
  agency: Đơn vị xử lý
  x: X
  y: Y
  address: Địa chỉ
  text: Nội dung
  name: Họ tên
  phone: Số điện thoại
coordinates: {epsg: 9210}
values:
  status: {Đã xử lý: resolved, Đang xử lý: in_progress, Mới: received}
  channel: {Điện thoại: phone, Ứng dụng: app}
due: {days: 10, by_category: {ngap-nuoc: 1}, working_days: true}
`

// writeHotlineFile writes rows as a hotline's file has them, about 300 bytes each.
func writeHotlineFile(w io.Writer, rows int) error {
	if _, err := fmt.Fprintln(w, "Mã phản ánh,Ngày tiếp nhận,Ngày hoàn thành,Trạng thái,Kênh,Chuyên mục,Đơn vị xử lý,X,Y,Địa chỉ,Nội dung,Họ tên,Số điện thoại"); err != nil {
		return err
	}
	categories := []string{"Ngập nước", "Đèn đường", "Tiếng ồn", "Rác thải", "Ổ gà"}
	statuses := []string{"Đã xử lý", "Đang xử lý", "Mới"}
	start := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range rows {
		received := start.Add(time.Duration(i%1_000_000) * time.Minute)
		closed := ""
		if i%3 == 0 {
			closed = received.Add(time.Duration(i%300) * time.Hour).Format("02/01/2006 15:04")
		}
		if _, err := fmt.Fprintf(w, "HCM-%08d,%s,%s,%s,%s,%s,Sở %d,%.2f,%.2f,\"%d đường Số %d, Phường %d\",\"Nước ngập sâu sau mưa lớn, xe không đi được, đề nghị kiểm tra cống thoát nước số %d.\",Người dân %d,09%08d\n",
			i, received.Format("02/01/2006 15:04"), closed, statuses[i%3], []string{"Điện thoại", "Ứng dụng"}[i%2],
			categories[i%5], i%20, 580_000+float64(i*7919%45_000), 1_170_000+float64(i*104_729%50_000),
			i%500, i%90, i%20, i, i, i); err != nil {
			return err
		}
	}
	return nil
}

// emptyJobs store nothing.
type emptyJobs struct{ rows int64 }

func (j *emptyJobs) PutComplaints(ctx context.Context, b *Batch) (PutResult, error) {
	if err := b.Turn(ctx); err != nil {
		return PutResult{}, err
	}
	j.rows += int64(len(b.Rows))
	return PutResult{Inserted: len(b.Rows)}, nil
}

func (j *emptyJobs) StartImport(context.Context, string, []byte) (Job, error) { return Job{}, nil }

func (j *emptyJobs) FinishImport(context.Context, int64) (Tally, error) {
	return Tally{RowsDone: j.rows, Inserted: j.rows}, nil
}

// nowhereKnown is a city without area sets.
type nowhereKnown struct{}

func (nowhereKnown) Locate(_ geo.Point, dst []int32) []int32  { return dst[:0] }
func (nowhereKnown) Contains(int32, geo.Point) bool           { return false }
func (nowhereKnown) Resolve(int32) ([]int32, bool)            { return nil, false }
func (nowhereKnown) Near(int32, geo.Point, float64) bool      { return false }
func (nowhereKnown) Area(int32) (area.Unit, bool)             { return area.Unit{}, false }
func (nowhereKnown) ByRef(diemnong.AreaRef) (area.Unit, bool) { return area.Unit{}, false }
func noCell(geo.Point) (geo.Cell, error)                      { return 1, nil }
func surroundings() Surroundings                              { return Surroundings{Now: testNow, Zone: time.UTC} }

var testNow = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func newTestImport(t testing.TB, m *Mapping, path string, jobs Jobs) *Import {
	t.Helper()
	r, err := source.Open(path, m.ReadOptions(source.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return &Import{
		Reader: r, FileName: filepath.Base(path), Fingerprint: []byte("f"), Mapping: m, Surroundings: surroundings(),
		Locator: &Locator{Places: nowhereKnown{}, Cell: noCell}, Jobs: jobs, RejectPath: path + ".rejects.csv",
	}
}

// BenchmarkRead reads, converts and locates without a database and without areas.
func BenchmarkRead(b *testing.B) {
	const rows = 50_000
	var file bytes.Buffer
	if err := writeHotlineFile(&file, rows); err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(b.TempDir(), "hotline.csv")
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	m := mustMapping(b, hotlineMapping)
	b.SetBytes(int64(file.Len()))
	b.ReportAllocs()
	for b.Loop() {
		s, err := newTestImport(b, m, path, &emptyJobs{}).Run(b.Context())
		if err != nil || s.Inserted != rows {
			b.Fatalf("%+v, %v; want all inserted", s, err)
		}
	}
	b.ReportMetric(float64(b.N)*rows/b.Elapsed().Seconds(), "rows/s")
}
