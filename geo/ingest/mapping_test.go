package ingest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/diemnong/diemnong"
)

func TestExampleMappingsAreSound(t *testing.T) {
	files, err := filepath.Glob("../../examples/mappings/*.yaml")
	if err != nil || len(files) < 4 {
		t.Fatalf("found %d examples, %v; want at least 4", len(files), err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ParseMapping(text); err != nil {
			t.Errorf("%s: %v", filepath.Base(f), err)
		}
	}
}

// least is the least mapping that there is; tests add to it.
const least = `source: {code: s}
columns:
  source_ref: id
  received_at: date
  category: kind
`

func mustMapping(t testing.TB, text string) *Mapping {
	t.Helper()
	m, err := ParseMapping([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestAWrongMappingIsToldWithItsLine(t *testing.T) {
	mustMapping(t, least)
	f := func(text string, want ...string) {
		t.Helper()
		_, err := ParseMapping([]byte(text))
		if diemnong.ErrorCode(err) != diemnong.Invalid {
			t.Errorf("%q fails with %v; want an invalid value", text, err)
			return
		}
		for _, w := range want {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%q fails with %q; want %q in it", text, err, w)
			}
		}
	}
	f("", "no documents")
	f("source: {code: s", "mapping line")
	f(least+"colour: red\n", `mapping line 6 "colour": is not a key of a mapping`)
	f(least+"columns: {}\n", "line 6", "already defined at line 2")
	f(least+"due: {days: soon}\n", "line 6", "soon")
	f("source: {code: a b}\n", "mapping line 1, source.code", "such as 1022")
	f("source: {code: s}\ncolumns: {received_at: d, category: c}\n", "columns.source_ref", "has no column")
	f("source: {code: s}\ncolumns: {source_ref: i, category: c}\n", "columns.received_at", "has no column")
	f("source: {code: s}\ncolumns: {source_ref: i, received_at: d}\n", "columns.category", "constants.category")
	f(least+"  recieved_at: x\n", "mapping line 6", "recieved_at is not a field", "source_ref, received_at")
	f(least+"  text: []\n", "line 6", "names no column")
	f(least+"  lon: x\n", "one coordinate only")
	f(least+"  x: x\n  y: y\n", "coordinates.epsg")
	f(least+"  x: x\n  y: y\ncoordinates: {epsg: 9999}\n", "line 8, coordinates.epsg", "9999", "9210")
	f(least+"  lon: x\n  lat: y\ncoordinates: {epsg: 9210}\n", "Name the columns x and y")
	f(least+"time_zone: Saigon\n", "line 6, time_zone", "Asia/Ho_Chi_Minh")
	f(least+"date_formats: [DD/MM]\n", "day, month and year", "DD/MM/YYYY HH:mm")
	f(least+"constants: {category: x}\n", "although the field has a column")
	f(least+"constants: {text: x}\n", "cannot be set there")
	f(least+"constants: {status: done}\n", "constants.status", "resolved")
	f(least+"defaults: {channel: pigeon}\n", "defaults.channel", "phone")
	f(least+"values: {status: {Xong: done}}\n", "values.status.Xong", "resolved")
	f(least+"values: {category: {Ngập: ngập nước}}\n", "ngap-nuoc")
	f(least+"values: {text: {a: b}}\n", "has no codes")
	f(least+"categories: {ngập: {}}\n", "line 6", "Write it like ngap.")
	f(least+"due: {days: -1}\n", "due.days", "0 to 3660")
	f(least+"due: {by_category: {x y: 1}}\n", "due.by_category")
	f(least+"due: {holidays: [Tết]}\n", "2026-01-01")
}

func FuzzParseMapping(f *testing.F) {
	f.Add(least)
	f.Add(least + "due: {days: 3, working_days: true}\nvalues: {status: {a: resolved, '*': received}}\n")
	f.Add("a: &a [*a]")
	f.Fuzz(func(t *testing.T, text string) {
		m, err := ParseMapping([]byte(text))
		if err != nil {
			if diemnong.ErrorCode(err) != diemnong.Invalid {
				t.Errorf("%q fails with %v; want an invalid value", text, err)
			}
			return
		}
		if _, err := NewConverter(m, m.ColumnNames(), Surroundings{}); err != nil {
			t.Errorf("a sound mapping does not fit a file with its own columns: %v", err)
		}
	})
}
