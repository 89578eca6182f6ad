package source

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// entries is all that a file gives.
type entries struct{ gazetteer.Batch }

func (e *entries) street(t testing.TB, name string) gazetteer.Street {
	t.Helper()
	for _, s := range e.Streets {
		if s.Name == name {
			return s
		}
	}
	t.Fatalf("there is no street %q among %d", name, len(e.Streets))
	return gazetteer.Street{}
}

func (e *entries) place(t testing.TB, name string) gazetteer.Place {
	t.Helper()
	for _, p := range e.Places {
		if p.Name == name {
			return p
		}
	}
	t.Fatalf("there is no place %q among %d", name, len(e.Places))
	return gazetteer.Place{}
}

func (e *entries) feature(t testing.TB, ref string) gazetteer.Feature {
	t.Helper()
	for _, f := range e.Features {
		if f.Ref == ref {
			return f
		}
	}
	t.Fatalf("there is no feature %q among %d", ref, len(e.Features))
	return gazetteer.Feature{}
}

// drain reads all batches, and holds them against what every file promises.
func drain(t testing.TB, f *File) (got entries, err error) {
	t.Helper()
	refs := make(map[string]bool)
	for b, err := range f.Batches(t.Context()) {
		if err != nil {
			return got, err
		}
		if b.Len() == 0 || b.Len() > batchSize {
			t.Errorf("a batch of %d entries", b.Len())
		}
		for _, s := range b.Streets {
			once(t, refs, "street "+s.Ref)
		}
		for _, a := range b.Addresses {
			once(t, refs, "address "+a.Ref)
			if a.Weight <= 0 || a.Weight > 1 || !a.Point.Valid() || a.Street == "" {
				t.Errorf("address %+v", a)
			}
		}
		for _, p := range b.Places {
			once(t, refs, "place "+p.Ref)
			if p.Name == "" || p.RadiusM < 0 || !p.Point.Valid() {
				t.Errorf("place %+v", p)
			}
		}
		for _, x := range b.Features {
			once(t, refs, "feature "+x.Ref)
		}
		got.Streets = append(got.Streets, b.Streets...)
		got.Addresses = append(got.Addresses, b.Addresses...)
		got.Places = append(got.Places, b.Places...)
		got.Features = append(got.Features, b.Features...)
	}
	if n := f.Report().Entries; n != int64(got.Len()) {
		t.Errorf("the report tells of %d entries, of %d", n, got.Len())
	}
	return got, nil
}

func once(t testing.TB, refs map[string]bool, ref string) {
	t.Helper()
	if refs[ref] {
		t.Errorf("%s is given twice", ref)
	}
	refs[ref] = true
}

// write makes a file of the test.
func write(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// open opens a file that can be opened.
func open(t testing.TB, path string, o Options) *File {
	t.Helper()
	f, err := Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// shared finds a real file, or skips the test.
func shared(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join("../../../../shared/data", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("%s is not here: %v", name, err)
	}
	return path
}

// refused holds an error against what it must say.
func refused(t testing.TB, err error, code diemnong.Code, words ...string) {
	t.Helper()
	if diemnong.ErrorCode(err) != code {
		t.Fatalf("got %v; want an error of code %s", err, code)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%q does not say %q", err, w)
		}
	}
}

func TestFilesThatCannotBeOpened(t *testing.T) {
	f := func(path string, o Options, code diemnong.Code, words ...string) {
		t.Helper()
		_, err := Open(path, o)
		refused(t, err, code, words...)
	}
	f("none.osm.pbf", Options{}, diemnong.NotFound, "none.osm.pbf", "does not exist")
	f("none.csv", Options{}, diemnong.NotFound, "does not exist")
	f(t.TempDir(), Options{Format: "pbf"}, diemnong.Invalid, "is a folder")
	f("streets.shp", Options{}, diemnong.Invalid, "streets.shp", "--format pbf, geojson or csv")
	f("streets.csv", Options{Format: "shp"}, diemnong.Invalid, `format "shp"`)
}

func TestWhoeverStopsGetsNoMore(t *testing.T) {
	f := open(t, write(t, "s.csv", "street\n"+strings.Repeat("x\n", 3)), Options{})
	n := 0
	for range f.Batches(t.Context()) {
		n++
		break
	}
	if n != 1 {
		t.Errorf("%d batches; want 1", n)
	}
	for b, err := range f.Batches(t.Context()) {
		if b != nil || err == nil {
			t.Error("a second reading is not refused: it would store an empty gazetteer")
		}
	}
}

func TestReadingEndsWithItsContext(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	f := open(t, write(t, "s.csv", "street\n"+strings.Repeat("x\n", 2000)), Options{})
	for _, err := range f.Batches(ctx) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v; want that the context ended", err)
		}
	}
}

func TestNamesAreCleaned(t *testing.T) {
	f := func(in, want string) {
		t.Helper()
		if got := clean(in); got != want {
			t.Errorf("clean(%q) = %q; want %q", in, got, want)
		}
	}
	f("  Nguye\u0302\u0303n   Tra\u0303i ", "Nguyễn Trãi")
	f("a\x00b\nc", "a b c")
	f("a\xffb", "ab")
	f("\t ", "")
}
