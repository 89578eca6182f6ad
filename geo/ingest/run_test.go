package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/ingest/source"
)

// memoryJobs is a store in memory that fails, or ends a context, when a test
// wants it to.
type memoryJobs struct {
	job       Job
	finished  bool
	stored    map[string]int64 // source_ref → hash
	order     []string
	batches   int
	breakAt   int // number of the batch that fails, from 1
	breakWith func() error
}

var errDisk = errors.New("disk is full")

func (j *memoryJobs) StartImport(context.Context, string, []byte) (Job, error) {
	if j.finished {
		j.job.Tally, j.finished = Tally{}, false
	}
	return j.job, nil
}

func (j *memoryJobs) FinishImport(context.Context, int64) (Tally, error) {
	j.finished = true
	return j.job.Tally, nil
}

func (j *memoryJobs) PutComplaints(ctx context.Context, b *Batch) (PutResult, error) {
	if err := b.Turn(ctx); err != nil {
		return PutResult{}, err
	}
	if j.batches++; j.batches == j.breakAt {
		if err := j.breakWith(); err != nil {
			return PutResult{}, err
		}
	}
	if err := ctx.Err(); err != nil {
		return PutResult{}, err
	}
	if b.Step.From != j.job.RowsDone {
		return PutResult{}, fmt.Errorf("step from %d; want %d", b.Step.From, j.job.RowsDone)
	}
	var r PutResult
	for _, row := range b.Rows {
		old, ok := j.stored[row.Complaint.SourceRef]
		switch {
		case !ok:
			r.Inserted++
		case old == row.Hash:
			r.Unchanged++
		default:
			r.Updated++
		}
		j.stored[row.Complaint.SourceRef] = row.Hash
		j.order = append(j.order, row.Complaint.SourceRef)
	}
	t := &j.job.Tally
	t.RowsDone, t.RejectBytes = b.Step.To, b.Step.RejectBytes
	t.Rejected += b.Step.Rejected
	t.Inserted, t.Updated, t.Unchanged = t.Inserted+int64(r.Inserted), t.Updated+int64(r.Updated), t.Unchanged+int64(r.Unchanged)
	return r, nil
}

// writeRows writes a file of n rows, in which every seventh is no complaint.
func writeRows(t testing.TB, n int) string {
	t.Helper()
	var b bytes.Buffer
	b.WriteString("id,date,kind\n")
	for i := range n {
		date := "2026-01-01"
		if i%7 == 3 {
			date = "never"
		}
		fmt.Fprintf(&b, "r%d,%s,k%d\n", i, date, i%10)
	}
	path := filepath.Join(t.TempDir(), "rows.csv")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const manyRows = 4*batchRows + 100 // five batches, rejected rows included

func TestAnImportIsCompleteAndInOrder(t *testing.T) {
	path := writeRows(t, manyRows)
	jobs := &memoryJobs{stored: map[string]int64{}}
	s, err := newTestImport(t, mustMapping(t, least), path, jobs).Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rejected := int64((manyRows + 3) / 7)
	if s.RowsDone != manyRows || s.Inserted != manyRows-rejected || s.Rejected != rejected || s.Resumed != 0 {
		t.Errorf("%+v; want %d rows and %d rejected", s.Tally, manyRows, rejected)
	}
	if len(s.Reasons) != 1 || s.Reasons[0].N != rejected || s.Reasons[0].Column != "date" || s.Reasons[0].Example.Line != 5 {
		t.Errorf("reasons %+v", s.Reasons)
	}
	if !slices.IsSortedFunc(jobs.order, func(a, b string) int { return number(a) - number(b) }) {
		t.Error("rows are not stored in the order of the file")
	}
	rejects, err := os.ReadFile(s.RejectPath)
	if err != nil {
		t.Fatal(err)
	}
	head := "reject_line,reject_column,reject_value,reject_reason,id,date,kind\n" +
		"5,date,never,is not a time in any of the mapping's date_formats.,r3,never,k3\n"
	if !strings.HasPrefix(string(rejects), head) || bytes.Count(rejects, []byte("\n")) != int(rejected)+1 {
		t.Errorf("reject file begins %q and has %d lines", rejects[:200], bytes.Count(rejects, []byte("\n")))
	}
}

func number(ref string) (n int) {
	fmt.Sscanf(ref, "r%d", &n)
	return n
}

func TestAnInterruptedImportContinues(t *testing.T) {
	path := writeRows(t, manyRows)
	m := mustMapping(t, least)
	complete := &memoryJobs{stored: map[string]int64{}}
	want, err := newTestImport(t, m, path, complete).Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	wantRejects, err := os.ReadFile(want.RejectPath)
	if err != nil {
		t.Fatal(err)
	}
	check := func(name string, batch int, interrupt func(cancel func()) error) {
		t.Helper()
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		jobs := &memoryJobs{stored: map[string]int64{}, breakAt: batch, breakWith: func() error { return interrupt(cancel) }}
		if _, err := newTestImport(t, m, path, jobs).Run(ctx); !errors.Is(err, errDisk) && !errors.Is(err, context.Canceled) {
			t.Fatalf("%s at batch %d: %v; want it interrupted", name, batch, err)
		}
		got, err := newTestImport(t, m, path, jobs).Run(t.Context())
		if err != nil {
			t.Fatalf("%s at batch %d, continued: %v", name, batch, err)
		}
		if got.Tally != want.Tally || got.Resumed != int64(batch-1)*batchRows {
			t.Errorf("%s at batch %d: %+v, continued behind %d; want %+v", name, batch, got.Tally, got.Resumed, want.Tally)
		}
		if !slices.Equal(jobs.order, complete.order) {
			t.Errorf("%s at batch %d: rows are missing or stored twice", name, batch)
		}
		if rejects, err := os.ReadFile(want.RejectPath); err != nil || !bytes.Equal(rejects, wantRejects) {
			t.Errorf("%s at batch %d: the reject file differs (%d bytes, %v; want %d)", name, batch, len(rejects), err, len(wantRejects))
		}
	}
	for batch := 1; batch <= 5; batch++ {
		check("a full disk", batch, func(func()) error { return errDisk })
		check("Ctrl-C", batch, func(cancel func()) error { cancel(); return context.Canceled })
	}
}

func TestAnImportRepeatedChangesNothing(t *testing.T) {
	path := writeRows(t, batchRows+10)
	jobs := &memoryJobs{stored: map[string]int64{}}
	m := mustMapping(t, least)
	first, err := newTestImport(t, m, path, jobs).Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	second, err := newTestImport(t, m, path, jobs).Run(t.Context())
	if err != nil || second.Unchanged != first.Inserted || second.Inserted+second.Updated != 0 || second.Rejected != first.Rejected {
		t.Errorf("second time: %+v, %v; want all unchanged", second.Tally, err)
	}
}

func TestACorrectedRejectFileGoesInWithTheSameMapping(t *testing.T) {
	path := writeRows(t, 20)
	jobs := &memoryJobs{stored: map[string]int64{}}
	m := mustMapping(t, least)
	first, err := newTestImport(t, m, path, jobs).Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rejects, err := os.ReadFile(first.RejectPath)
	if err != nil {
		t.Fatal(err)
	}
	mended := strings.ReplaceAll(string(rejects), ",never,k", ",2026-01-02,k")
	if err := os.WriteFile(first.RejectPath, []byte(mended), 0o600); err != nil {
		t.Fatal(err)
	}
	jobs.job = Job{}
	second, err := newTestImport(t, m, first.RejectPath, jobs).Run(t.Context())
	if err != nil || second.Inserted != first.Rejected || second.Rejected != 0 || len(jobs.stored) != 20 {
		t.Errorf("%+v, %v; want the %d rejected rows inserted", second.Tally, err, first.Rejected)
	}
}

func TestAddressesAreOfferedToTheGeocoder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.csv")
	content := "id,date,kind,where\n1,2026-01-01,x,Lê Lợi\n2,2026-01-01,x,somewhere\n3,2026-01-01,x,\n"
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	im := newTestImport(t, mustMapping(t, least+"  address: where\n"), path, &memoryJobs{stored: map[string]int64{}})
	im.Geocoder = knownAddresses{"Lê Lợi": {Point: geo.Point{Lon: 106.7, Lat: 10.8}, Quality: diemnong.QualityStreet, Score: 1}}
	s, err := im.Run(t.Context())
	if err != nil || s.ByQuality[diemnong.QualityStreet] != 1 || s.ByQuality[diemnong.QualityNone] != 2 {
		t.Errorf("%v, %v; want one street and two unknown", s.ByQuality, err)
	}
	if s.ByReason[diemnong.UnplacedNoAddress] != 1 || s.ByReason[diemnong.UnplacedUnreadable] != 1 || len(s.ByReason) != 2 {
		t.Errorf("reasons %v; want one without an address and one that cannot be read", s.ByReason)
	}
}

func TestFingerprintsDiffer(t *testing.T) {
	a, b := writeRows(t, 10), writeRows(t, 11)
	m, other := mustMapping(t, least), mustMapping(t, least+"decimal_comma: true\n")
	seen := map[string]string{}
	add := func(name, path string, m *Mapping, choices ...string) {
		t.Helper()
		f, err := Fingerprint(t.Context(), path, m, choices...)
		if err != nil {
			t.Fatal(err)
		}
		if before, ok := seen[string(f)]; ok {
			t.Errorf("%s has the fingerprint of %s", name, before)
		}
		seen[string(f)] = name
	}
	add("a file", a, m)
	add("another file", b, m)
	add("another mapping", a, other)
	add("another source", a, m, "x")
	add("two choices", a, m, "x", "y")
	add("two other choices", a, m, "xy", "")
}

// TestMemoryIsBounded watches the heap while a file goes by that is many times
// as large as all that may be held of it.
func TestMemoryIsBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 300,000 rows")
	}
	path := filepath.Join(t.TempDir(), "hotline.csv")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(writeHotlineFile(f, 300_000), f.Close()); err != nil {
		t.Fatal(err)
	}
	var largest uint64
	im := newTestImport(t, mustMapping(t, hotlineMapping), path, &emptyJobs{})
	im.OnProgress = func(Progress) {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		largest = max(largest, m.HeapInuse)
	}
	if _, err := im.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if largest > 200<<20 {
		t.Errorf("the heap grew to %d MB; want at most 200", largest>>20)
	}
	t.Logf("heap at most %d MB", largest>>20)
}

// brokenReader fails in the middle of the file.
type brokenReader struct {
	source.Reader
	left int
}

func (r *brokenReader) Next(rec *source.Record) error {
	if r.left--; r.left < 0 {
		return errDisk
	}
	return r.Reader.Next(rec)
}

func TestAFileThatCannotBeReadFurtherIsAFault(t *testing.T) {
	jobs := &memoryJobs{stored: map[string]int64{}}
	im := newTestImport(t, mustMapping(t, least), writeRows(t, 100), jobs)
	im.Reader = &brokenReader{im.Reader, 50}
	if _, err := im.Run(t.Context()); !errors.Is(err, errDisk) || jobs.finished {
		t.Fatalf("%v, finished %v; want the reader's fault", err, jobs.finished)
	}
}
