package source

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// batchSize is the number of entries of a batch: enough for COPY to be at its
// best, and a few megabytes.
const batchSize = 5000

// Options say what a file does not tell.
type Options struct {
	Format    string          // pbf, geojson or csv; empty: by the ending of the name
	Bounds    diemnong.Bounds // entries wholly outside are left out and counted; zero: the globe
	Columns   Columns         // of a table, properties of a GeoJSON file; empty ones are guessed
	Encoding  string          // of a table; empty: recognised
	Delimiter string          // of a table; empty: recognised

	// Learn makes an address of a whole address in one text, for tables that
	// have no more. An error says why it cannot; one that has a cause is counted
	// together with all of that cause. Nil: such rows are left out.
	Learn func(text string, p geo.Point) (gazetteer.Address, error)

	// AllowBad takes a table of which more than half of the rows cannot be used.
	AllowBad bool
	// OnReject hears of each row of a table that is left out; may be nil. Its error
	// ends the reading.
	OnReject func(Reject) error

	// OnProgress hears now and then how far the reading is; may be nil.
	OnProgress func(Progress)
}

// Reject is a row of a table that is left out.
type Reject struct {
	Line                  int64
	Column, Value, Reason string
	Fields                []string // all of the row
}

// Progress tells how much of a file is read.
type Progress struct {
	Done, Total int64 // bytes, over all passes
	Entries     int64 // given so far
}

// File is a file of gazetteer entries. It is not safe for concurrent use.
type File struct {
	format   format
	allowBad bool
	taken    bool // the batches were asked for
	report   Report
	closer   func() error
}

// format reads one kind of file.
type format interface {
	kind() gazetteer.SourceKind
	// read puts all entries into out and counts in the report what it leaves out.
	read(ctx context.Context, out *batcher, r *Report) error
}

// Open opens a file. It fails with [diemnong.NotFound] when there is none and
// with [diemnong.Invalid] when it is not what the options say.
func Open(path string, o Options) (*File, error) {
	name, err := formatOf(path, o.Format)
	if err != nil {
		return nil, err
	}
	if name == "csv" {
		t, err := openTable(path, o)
		if err != nil {
			return nil, err
		}
		return &File{format: t, closer: t.reader.Close, allowBad: o.AllowBad, report: Report{Bounds: o.Bounds}}, nil
	}
	file, err := openFile(path)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	f := &File{closer: file.Close, allowBad: true, report: Report{Bounds: o.Bounds}}
	if name == "pbf" {
		f.format = newOSM(file, info.Size(), o)
	} else {
		f.format = &features{in: file, size: info.Size(), options: o}
	}
	return f, nil
}

func formatOf(path, stated string) (string, error) {
	lower := strings.ToLower(filepath.Base(path))
	switch {
	case slices.Contains([]string{"pbf", "geojson", "csv"}, stated):
		return stated, nil
	case stated != "":
		return "", diemnong.InvalidValue("format", stated, "is not a format.", "Use pbf, geojson or csv.")
	case strings.HasSuffix(lower, ".pbf"):
		return "pbf", nil
	case strings.HasSuffix(lower, ".geojson"), strings.HasSuffix(lower, ".json"):
		return "geojson", nil
	case strings.HasSuffix(lower, ".csv"), strings.HasSuffix(lower, ".tsv"), strings.HasSuffix(lower, ".txt"):
		return "csv", nil
	}
	return "", diemnong.InvalidValue("file", filepath.Base(path), "does not tell its format by its name.",
		"Give --format pbf, geojson or csv.")
}

func openFile(path string) (*os.File, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &diemnong.Error{
			Code: diemnong.NotFound, Field: "file", Value: path, Message: "does not exist.", Hint: "Check the path.", Err: err,
		}
	}
	if err != nil {
		return nil, err
	}
	if info, err := file.Stat(); err == nil && info.IsDir() {
		return nil, errors.Join(diemnong.InvalidValue("file", path, "is a folder, not a file.", "Name one file."), file.Close())
	}
	return file, nil
}

// Kind is what the file's entries are called in the gazetteer.
func (f *File) Kind() gazetteer.SourceKind { return f.format.kind() }

// Report tells what was read and what was left out so far.
func (f *File) Report() Report { return f.report }

// Columns are those of a table; nil for other files.
func (f *File) Columns() []string {
	if t, ok := f.format.(*table); ok {
		return t.reader.Columns()
	}
	return nil
}

// Close closes the file.
func (f *File) Close() error { return f.closer() }

// Batches gives the entries of the file; a batch belongs to who gets it. The
// sequence ends with an error when the file is broken, when nothing in it can
// be used (both [diemnong.Invalid]), or when ctx ends. A file is read once: a second
// call is an error.
func (f *File) Batches(ctx context.Context) iter.Seq2[*gazetteer.Batch, error] {
	return func(yield func(*gazetteer.Batch, error) bool) {
		if f.taken {
			yield(nil, errors.New("the entries of the file have been taken already"))
			return
		}
		f.taken = true
		out := &batcher{yield: yield, report: &f.report}
		err := f.format.read(ctx, out, &f.report)
		if err == nil {
			err = out.flush()
		}
		if err == nil && f.report.Entries == 0 {
			err = f.report.nothing()
		}
		if err == nil && !f.allowBad {
			err = f.report.tooManyBad()
		}
		if err != nil && !errors.Is(err, errStopped) {
			yield(nil, err)
		}
	}
}

// errStopped says that whoever took the batches wants no more.
var errStopped = errors.New("stopped")

// batcher gathers entries into batches.
type batcher struct {
	yield  func(*gazetteer.Batch, error) bool
	report *Report
	batch  *gazetteer.Batch
}

// add takes an entry in, by a function that appends it to the present batch.
func (b *batcher) add(put func(*gazetteer.Batch)) error {
	if b.batch == nil {
		b.batch = &gazetteer.Batch{}
	}
	put(b.batch)
	if b.batch.Len() >= batchSize {
		return b.flush()
	}
	return nil
}

func (b *batcher) flush() error {
	full := b.batch
	if full == nil || full.Len() == 0 {
		return nil
	}
	b.batch = nil
	b.report.Entries += int64(full.Len())
	if !b.yield(full, nil) {
		return errStopped
	}
	return nil
}

func (b *batcher) street(s gazetteer.Street) error {
	return b.add(func(all *gazetteer.Batch) { all.Streets = append(all.Streets, s) })
}

func (b *batcher) address(a gazetteer.Address) error {
	a.Weight = cmp.Or(a.Weight, 1)
	return b.add(func(all *gazetteer.Batch) { all.Addresses = append(all.Addresses, a) })
}

func (b *batcher) place(p gazetteer.Place) error {
	return b.add(func(all *gazetteer.Batch) { all.Places = append(all.Places, p) })
}

func (b *batcher) feature(f gazetteer.Feature) error {
	return b.add(func(all *gazetteer.Batch) { all.Features = append(all.Features, f) })
}
