package area_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
)

func TestReadCrosswalk(t *testing.T) {
	t.Parallel()
	f := func(file string, columns area.Columns, want ...area.Passage) {
		t.Helper()
		got, _, err := area.ReadCrosswalk(strings.NewReader(file), columns)
		if err != nil {
			t.Errorf("%q: %v", file, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", file, diff)
		}
	}
	none := area.Columns{}
	f("old_code,new_code,area_share_pct,primary\n1,a,99.5,1\n1,b,.5,0\n\n2,a,,\n", none,
		area.Passage{Line: 2, From: "1", To: "a", Share: .995, Main: true},
		area.Passage{Line: 3, From: "1", To: "b", Share: .005},
		area.Passage{Line: 5, From: "2", To: "a"})
	f("\xef\xbb\xbfcode_312;name;code_168;share\n\"1\n\";x;a;0,25\n;x;b;1\n", none,
		area.Passage{Line: 2, From: "1", To: "a", Share: .25})
	f("x\ty\tchính\n1\t2\tcó\n", area.Columns{From: "y", To: "x", Main: "chính"},
		area.Passage{Line: 2, From: "2", To: "1", Main: true})
	f("from,to,share\n1,2,100%\n1,3,1\n", none, // percent, because one is over 1
		area.Passage{Line: 2, From: "1", To: "2", Share: 1}, area.Passage{Line: 3, From: "1", To: "3", Share: .01})
}

func TestReadCrosswalkRefuses(t *testing.T) {
	t.Parallel()
	f := func(file string, columns area.Columns, parts ...string) {
		t.Helper()
		rows, _, err := area.ReadCrosswalk(strings.NewReader(file), columns)
		if diemnong.ErrorCode(err) != diemnong.Invalid || rows != nil {
			t.Errorf("%q: %v, %v", file, rows, err)
			return
		}
		for _, part := range parts {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%q: %q does not say %q", file, err, part)
			}
		}
	}
	none := area.Columns{}
	f("", none, "empty")
	f("from,to\n", none, "no rows")
	f("from,to\n1,\n", none, "no rows")
	f("code_322,code_312,code_273\n1,1,1\n", none, "--from-code", "code_322, code_312, code_273")
	f("from,to\n1,2\n", area.Columns{Share: "pct"}, `share "pct"`)
	f("from,to,share\n1,2,much\n", none, `share "much"`, "line 2")
	f("from,to,share\n1,2,-1\n", none, `share "-1"`)
	f("from,to,share\n1,2,101\n", none, `share "101"`)
	f("from,to,share\n1,2,NaN\n", none, `share "NaN"`)
	f("from,to,main\n1,2,0\n1,3,perhaps\n", none, `main "perhaps"`, "line 3")
	f("from,to\n\"1,2\n", none, "not CSV")
}

func TestReadRealCrosswalks(t *testing.T) {
	t.Parallel()
	f := func(name string, columns area.Columns, wantRows, wantMain int) {
		t.Helper()
		file, err := os.Open(filepath.Join(dataDir, "hcmc", name))
		if err != nil {
			t.Skip(err)
		}
		defer file.Close()
		rows, _, err := area.ReadCrosswalk(file, columns)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		main := 0
		for _, r := range rows {
			if r.Main {
				main++
			}
		}
		if len(rows) != wantRows || main != wantMain {
			t.Errorf("%s: %d rows, %d of them main; want %d and %d", name, len(rows), main, wantRows, wantMain)
		}
	}
	none := area.Columns{}
	f("mapping_312_to_168.csv", none, 344, 312)
	f("mapping_old_to_new_july2025.csv", none, 493, 426)
	f("mapping_wards_2020_2021_2025.csv", area.Columns{From: "code_322", To: "code_312"}, 324, 0)
}

func FuzzReadCrosswalk(f *testing.F) {
	f.Add("old_code,new_code,area_share_pct,primary\n1,a,99.5,1\n")
	f.Add("from;to\n\"1\";2\n")
	f.Fuzz(func(t *testing.T, file string) {
		rows, _, err := area.ReadCrosswalk(strings.NewReader(file), area.Columns{})
		if err == nil != (len(rows) > 0) {
			t.Fatalf("%d rows and error %v", len(rows), err)
		}
		for _, r := range rows {
			if r.From == "" || r.To == "" || !(r.Share >= 0 && r.Share <= 1) || r.Line < 2 {
				t.Errorf("%+v", r)
			}
		}
	})
}
