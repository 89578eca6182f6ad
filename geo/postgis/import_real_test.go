package postgis_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/diemnong/diemnong"
)

// TestRealFilesGoIn imports the files of three cities with the example
// mappings. The numbers are those of the files, counted by other means.
func TestRealFilesGoIn(t *testing.T) {
	t.Parallel()
	atlas := squares(t, 1)
	f := func(file, mapping string, rows, points int64, query string, want int64) {
		t.Helper()
		path := filepath.Join("../../../shared/data/complaints", file)
		if _, err := os.Stat(path); err != nil {
			t.Skipf("%s is not here: real data is tested where it lies beside the project", file)
		}
		ctx, db := t.Context(), openWriting(t)
		s, err := newImport(t, db, db, path, "../../examples/mappings/"+mapping, atlas).Run(ctx)
		if err != nil || s.Inserted != rows || s.RowsDone != rows || s.Rejected != 0 || s.ByQuality[diemnong.QualityPoint] != points {
			t.Errorf("%s: %+v, %v; want %d rows, %d with a point", file, s, err, rows, points)
		}
		again, err := newImport(t, db, db, path, "../../examples/mappings/"+mapping, atlas).Run(ctx)
		if err != nil || again.Unchanged != rows {
			t.Errorf("%s again: %+v, %v; want all unchanged", file, again.Tally, err)
		}
		var got int64
		if err := db.Pool.QueryRow(ctx, "select count(*) from "+db.Schema+"."+query).Scan(&got); err != nil {
			t.Fatal(err)
		}
		if got != want {
			t.Errorf("%s: %d in %s; want %d", file, got, query, want)
		}
	}
	// 9,067 closed without a time, 1,497 with one before the receipt
	f("nyc_311.csv", "nyc-311.yaml", 51_389, 51_220, "complaint where flags & 1 = 1", 9067+1497)
	f("chicago_sanitation_code.csv", "chicago-sanitation.yaml", 74_026, 74_002, "category", 9)
	f("zurich_zueriwieneu.csv", "zurich-zueriwieneu.yaml", 62_245, 62_245, "category", 10)
}
