package postgis_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/h3"
	"github.com/diemnong/diemnong/geo/ingest"
	"github.com/diemnong/diemnong/geo/ingest/source"
	"github.com/diemnong/diemnong/geo/postgis"
)

// squares is an atlas of two sets of n × n squares around a point, the second
// with squares of half the size.
func squares(t testing.TB, n int) *area.Atlas {
	t.Helper()
	var sets []diemnong.AreaSet
	var units []area.Unit
	for set := 1; set <= 2; set++ {
		code := fmt.Sprint("set", set)
		sets = append(sets, diemnong.AreaSet{ID: set, Code: code, Name: code, Levels: []diemnong.Level{{Code: "ward", Name: "ward"}}})
		side := 0.6 / float64(n*set)
		for i := range n * set * n * set {
			w, s := 106.4+side*float64(i%(n*set)), 10.4+side*float64(i/(n*set))
			ring := orb.Ring{{w, s}, {w + side, s}, {w + side, s + side}, {w, s + side}, {w, s}}
			units = append(units, area.Unit{
				Area:    diemnong.Area{ID: set*100_000 + i, Set: code, Level: "ward", Code: fmt.Sprintf("%05d", i), Name: fmt.Sprint(i)},
				Outline: orb.MultiPolygon{{ring}},
			})
		}
	}
	atlas, err := area.NewAtlas(sets, units, nil)
	if err != nil {
		t.Fatal(err)
	}
	return atlas
}

// newImport prepares importing a file with one of the example mappings.
func newImport(t testing.TB, db *postgis.DB, jobs ingest.Jobs, path, mapping string, atlas *area.Atlas) *ingest.Import {
	t.Helper()
	text, err := os.ReadFile(mapping)
	if err != nil {
		t.Fatal(err)
	}
	m, err := ingest.ParseMapping(text)
	if err != nil {
		t.Fatal(err)
	}
	r, err := source.Open(path, m.ReadOptions(source.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	print, err := ingest.Fingerprint(t.Context(), path, m)
	if err != nil {
		t.Fatal(err)
	}
	return &ingest.Import{
		Reader: r, FileName: filepath.Base(path), Fingerprint: print, Mapping: m,
		Surroundings: ingest.Surroundings{Now: db.Now(), Zone: time.UTC},
		Locator: &ingest.Locator{Places: atlas, Cell: func(p geo.Point) (geo.Cell, error) {
			return h3.FromPoint(p, geo.BaseResolution)
		}},
		Jobs: jobs, RejectPath: filepath.Join(t.TempDir(), "rejects.csv"),
	}
}

const testMapping = "testdata/hotline.yaml"

// writeHotline writes a file of n rows, of which every eleventh is refused.
func writeHotline(t testing.TB, n int) string {
	t.Helper()
	var b bytes.Buffer
	b.WriteString("Mã;Ngày;Xong;Trạng thái;Loại;Đơn vị;Kinh độ;Vĩ độ;Địa chỉ;Nội dung;Họ tên;Điện thoại\n")
	for i := range n {
		received := testNow.Add(-time.Duration(n-i+200) * time.Minute)
		day := received.Format("02/01/2006 15:04")
		if i%11 == 5 {
			day = "hôm qua"
		}
		status, closed := "Mới", ""
		if i%3 > 0 {
			status, closed = "Xong", received.Add(time.Hour).Format("02/01/2006 15:04")
		}
		fmt.Fprintf(&b, "PA-%07d;%s;%s;%s;%s;Sở %d;%.6f;%.6f;%d đường Số %d;Nước ngập sâu sau mưa lớn, xe không đi được, đề nghị kiểm tra.;Người dân %d;09%08d\n",
			i, day, closed, status, []string{"Ngập nước", "Đèn đường", "Tiếng ồn"}[i%3], i%20,
			106.4+float64(i*7919%600_000)/1e6, 10.4+float64(i*104_729%600_000)/1e6, i%500, i%90, i, i)
	}
	path := filepath.Join(t.TempDir(), "hotline.csv")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAFileIsImportedTwiceAndThenALaterOne(t *testing.T) {
	t.Parallel()
	ctx, db, atlas := t.Context(), openWriting(t), squares(t, 5)
	path := writeHotline(t, 1100)
	want := func(name string, got ingest.Summary, err error, inserted, updated, unchanged int64) {
		t.Helper()
		if err != nil || got.Inserted != inserted || got.Updated != updated || got.Unchanged != unchanged || got.Rejected != 100 {
			t.Errorf("%s: %+v, %v; want %d inserted, %d updated, %d unchanged and 100 rejected", name, got.Tally, err, inserted, updated, unchanged)
		}
	}
	s, err := newImport(t, db, db, path, testMapping, atlas).Run(ctx)
	want("first", s, err, 1000, 0, 0)
	s, err = newImport(t, db, db, path, testMapping, atlas).Run(ctx)
	want("again", s, err, 0, 0, 1000)

	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	later := filepath.Join(t.TempDir(), "later.csv")
	if err := os.WriteFile(later, bytes.ReplaceAll(text, []byte(";Sở 7;"), []byte(";Sở 8;")), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err = newImport(t, db, db, later, testMapping, atlas).Run(ctx)
	want("later", s, err, 0, 50, 950)
	var updated, placed int
	if err := db.Pool.QueryRow(ctx, `select
		(select count(*) from `+db.Schema+`.complaint_event where kind = 'updated'),
		(select count(*) from `+db.Schema+`.complaint where cell is not null and areas[1] between 100000 and 199999 and areas[2] >= 200000)`).
		Scan(&updated, &placed); err != nil {
		t.Fatal(err)
	}
	if updated != 50 || placed != 1000 {
		t.Errorf("%d events of updates and %d placed complaints; want 50 and 1000", updated, placed)
	}
}

// breakingJobs ends the context once so many batches are under way: before the
// batch, while it is written, or behind it.
type breakingJobs struct {
	*postgis.DB
	batch, breakAt int
	during         bool
	stop           context.CancelFunc
}

func (j *breakingJobs) PutComplaints(ctx context.Context, b *ingest.Batch) (ingest.PutResult, error) {
	if j.batch++; j.batch != j.breakAt {
		return j.DB.PutComplaints(ctx, b)
	}
	if !j.during {
		j.stop()
		return j.DB.PutComplaints(ctx, b)
	}
	if _, err := j.DB.PutComplaints(ctx, b); err != nil {
		return ingest.PutResult{}, err
	}
	j.stop() // stored, but the import never hears of it
	return ingest.PutResult{}, context.Canceled
}

func TestAnImportInterruptedAnywhereContinues(t *testing.T) {
	t.Parallel()
	const rows = 12_100 // three batches
	atlas, path := squares(t, 5), writeHotline(t, rows)
	check := func(batch int, during bool) {
		t.Helper()
		db := openWriting(t)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		im := newImport(t, db, &breakingJobs{db, 0, batch, during, cancel}, path, testMapping, atlas)
		rejects := im.RejectPath
		if _, err := im.Run(ctx); !errors.Is(err, context.Canceled) {
			t.Fatalf("batch %d: %v; want it interrupted", batch, err)
		}
		im = newImport(t, db, db, path, testMapping, atlas)
		im.RejectPath = rejects
		s, err := im.Run(t.Context())
		if err != nil || s.RowsDone != rows || s.Inserted != rows*10/11 || s.Rejected != rows/11 || s.Unchanged+s.Updated != 0 {
			t.Errorf("batch %d, %v: continued to %+v, %v; want all rows once", batch, during, s.Tally, err)
		}
		lines, err := os.ReadFile(rejects)
		if n := bytes.Count(lines, []byte("\n")); err != nil || n != rows/11+1 {
			t.Errorf("batch %d, %v: the reject file has %d lines; want %d", batch, during, n, rows/11+1)
		}
		if c, e, p := count(t, db, "complaint"), count(t, db, "change"), count(t, db, "complaint_personal"); c != rows*10/11 || e != c || p != c {
			t.Errorf("batch %d, %v: %d complaints, %d changes, %d with personal data; want %d of each", batch, during, c, e, p, rows*10/11)
		}
	}
	for batch := 1; batch <= 3; batch++ {
		check(batch, false)
		check(batch, true)
	}
}

// TestTheLastRowOfAComplaintCounts has each complaint in two batches that
// would be written side by side.
func TestTheLastRowOfAComplaintCounts(t *testing.T) {
	t.Parallel()
	const complaints = 5000
	var b bytes.Buffer
	b.WriteString("Mã;Ngày;Xong;Trạng thái;Loại;Đơn vị;Kinh độ;Vĩ độ;Địa chỉ;Nội dung;Họ tên;Điện thoại\n")
	for i := range 4 * complaints {
		fmt.Fprintf(&b, "%d;01/02/2026 10:00;;Mới;Ngập nước;;;;;lần %d;;\n", i%complaints, i/complaints)
	}
	path := filepath.Join(t.TempDir(), "repeated.csv")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	db := openWriting(t)
	s, err := newImport(t, db, db, path, testMapping, squares(t, 1)).Run(t.Context())
	if err != nil || s.Inserted != complaints || s.Updated != 3*complaints {
		t.Errorf("%+v, %v; want %d inserted and three times as many updated", s.Tally, err, complaints)
	}
	if n := count(t, db, "complaint_personal where text = 'lần 3'"); n != complaints {
		t.Errorf("%d complaints have the text of their last row; want %d", n, complaints)
	}
}

func TestTwoProcessesAtOneFileDoNotDisturbEachOther(t *testing.T) {
	t.Parallel()
	db, path, atlas := openWriting(t), writeHotline(t, 1100), squares(t, 2)
	job, err := db.StartImport(t.Context(), "a", []byte("a"))
	if err != nil {
		t.Fatal(err)
	}
	im := newImport(t, db, db, path, testMapping, atlas)
	im.Fingerprint = job.Fingerprint
	// the other process moves on between our start and our first batch
	im.OnProgress = func(ingest.Progress) { t.Error("a batch was stored") }
	if err := exec(t, db, `create function overtake() returns trigger language plpgsql as
		$$ begin update import_job set rows_done = 1; return null; end $$`); err != nil {
		t.Fatal(err)
	}
	if err := exec(t, db, `create trigger overtake after insert on complaint for each statement execute function overtake()`); err != nil {
		t.Fatal(err)
	}
	if err := exec(t, db, `alter function overtake() set search_path = `+db.Schema); err != nil {
		t.Fatal(err)
	}
	if _, err := im.Run(t.Context()); diemnong.ErrorCode(err) != diemnong.Conflict {
		t.Errorf("%v; want a conflict", err)
	}
	if n := count(t, db, "complaint"); n != 0 {
		t.Errorf("%d complaints are stored; want none", n)
	}
}

// BenchmarkImport measures all of an import: parse, convert, project, locate
// in two area sets, and store complaint, personal data, history and feed.
func BenchmarkImport(b *testing.B) {
	const rows = 50_000
	path, atlas := writeHotline(b, rows), squares(b, 13)
	for b.Loop() {
		b.StopTimer()
		db := openWriting(b)
		im := newImport(b, db, db, path, testMapping, atlas)
		b.StartTimer()
		if s, err := im.Run(b.Context()); err != nil || s.RowsDone != rows {
			b.Fatalf("%+v, %v", s.Tally, err)
		}
	}
	b.ReportMetric(float64(b.N)*rows/b.Elapsed().Seconds(), "rows/s")
}
