package democity

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/ingest"
	"github.com/diemnong/diemnong/geo/ingest/source"
)

// TestTheFileIsImportedAsWhatItWasWrittenFrom sends rows through a file and the
// importer: but for what a hotline does not say they come back as they were.
func TestTheFileIsImportedAsWhatItWasWrittenFrom(t *testing.T) {
	t.Parallel()
	g := generator(t, Options{Seed: 11, Rows: 2000})
	path := filepath.Join(t.TempDir(), "hotline.csv")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := g.WriteCSV(file, g.Rows(0)); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	m, err := ingest.ParseMapping([]byte(HotlineMapping))
	if err != nil {
		t.Fatal(err)
	}
	reader, err := source.Open(path, source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	var areas []diemnong.Area
	for _, a := range g.Geography.Areas {
		areas = append(areas, a.Area)
	}
	convert, err := ingest.NewConverter(m, reader.Columns(), ingest.Surroundings{Now: testEnd, Zone: zone, Areas: ingest.NewAreaNames(SetNew, areas)})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range slices.Collect(g.Rows(0)) {
		var rec source.Record
		if err := reader.Next(&rec); err != nil {
			t.Fatalf("row %d: %v", i, err)
		}
		var got ingest.Row
		if r := convert.Convert(&rec, &got); r != nil {
			t.Fatal(r)
		}
		if diff := cmp.Diff(told(&want), told(&got)); diff != "" {
			t.Fatalf("row %d, -written +read:\n%s", i, diff)
		}
	}
}

// told is what a hotline's file says of a row.
func told(r *ingest.Row) ingest.Row {
	c := r.Complaint
	c.Location.RadiusM = 0
	if c.Location.Quality == diemnong.QualityStreet {
		c.Location.Quality = diemnong.QualityPoint
	}
	if c.Location.Quality == diemnong.QualityArea {
		c.Location.Quality = diemnong.QualityNone
	}
	if c.Location.Area.Set == SetOld {
		c.Location.Area = diemnong.AreaRef{} // the mapping is for the new set
	}
	return ingest.Row{Complaint: c, Personal: r.Personal}
}
