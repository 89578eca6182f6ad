package source

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"github.com/diemnong/diemnong"
)

// write puts a file into a new folder.
func write(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// readAll gives all records as "line: field|field" or "line! column reason".
func readAll(t testing.TB, path string, o Options) (columns []string, records []string, d Details) {
	t.Helper()
	r, err := Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for {
		var rec Record
		err := r.Next(&rec)
		if errors.Is(err, io.EOF) {
			return r.Columns(), records, r.Details()
		}
		if err != nil {
			t.Fatal(err)
		}
		if f := rec.Fault; f != nil {
			records = append(records, fmt.Sprintf("%d! %s %s", rec.Line, f.Column, f.Reason))
			continue
		}
		records = append(records, fmt.Sprintf("%d: %s", rec.Line, strings.Join(rec.Fields, "|")))
	}
}

func utf16Bytes(s string, order binary.AppendByteOrder) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = order.AppendUint16(b, u)
	}
	return string(b)
}

// windows1258 writes Vietnamese the way that code page does: letters with
// their shape (â, ê, ơ…) as one byte, the tone as another behind it.
func windows1258(t *testing.T, decomposed string) string {
	t.Helper()
	s, err := charmap.Windows1258.NewEncoder().String(decomposed)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEveryEncodingGivesTheSameText(t *testing.T) {
	const text = "mã,nội dung\r\n1,Ngập nước ở Thủ Đức\r\n2,\"Đèn\nđường\"\r\n"
	// the tones of ộ ậ ư+ớ ủ ứ è ờ as combining marks
	decomposed := strings.NewReplacer("ã", "a\u0303", "ộ", "ô\u0323", "ậ", "â\u0323", "ướ", "ươ\u0301", "ở", "ơ\u0309",
		"ủ", "u\u0309", "ứ", "ư\u0301", "è", "e\u0300", "ườ", "ươ\u0300").Replace(text)
	want := []string{"2: 1|Ngập nước ở Thủ Đức", "3: 2|Đèn\nđường"}
	f := func(name, content, stated, encoding string) {
		t.Helper()
		columns, records, d := readAll(t, write(t, "a.csv", content), Options{Encoding: stated})
		if diff := cmp.Diff([]string{"mã", "nội dung"}, columns); diff != "" {
			t.Errorf("%s: columns (-want +got):\n%s", name, diff)
		}
		if diff := cmp.Diff(want, records); diff != "" {
			t.Errorf("%s: records (-want +got):\n%s", name, diff)
		}
		if d.Encoding != encoding {
			t.Errorf("%s: encoding %q; want %q", name, d.Encoding, encoding)
		}
	}
	f("UTF-8", text, "", "utf-8")
	f("UTF-8 with byte order mark", "\xef\xbb\xbf"+text, "", "utf-8")
	f("UTF-8 decomposed", decomposed, "", "utf-8")
	f("UTF-16 LE with mark", "\xff\xfe"+utf16Bytes(text, binary.LittleEndian), "", "utf-16le")
	f("UTF-16 BE with mark", "\xfe\xff"+utf16Bytes(text, binary.BigEndian), "", "utf-16be")
	f("UTF-16 LE", utf16Bytes(text, binary.LittleEndian), "utf-16le", "utf-16le")
	f("UTF-16 BE", utf16Bytes(text, binary.BigEndian), "utf-16be", "utf-16be")
	f("Windows-1258", windows1258(t, decomposed), "", "windows-1258")
	f("Windows-1258, stated", windows1258(t, decomposed), "cp1258", "windows-1258")
	f("a mark counts more than what is stated", "\xef\xbb\xbf"+text, "windows-1258", "utf-8")
}

func TestDelimitersAreRecognised(t *testing.T) {
	f := func(content, delimiter string, columns int) {
		t.Helper()
		got, _, d := readAll(t, write(t, "a.csv", content), Options{})
		if d.Delimiter != delimiter || len(got) != columns {
			t.Errorf("%q: delimiter %q with columns %q; want %q with %d", content, d.Delimiter, got, delimiter, columns)
		}
	}
	f("a,b,c\n1,2,3\n", ",", 3)
	f("a;b;c\n1,5;2,5;3,5\n", ";", 3)
	f("a\tb\n1\t2,3,4\n", "\t", 2)
	f("a|b|c|d\n1|2|3|4\n", "|", 4)
	f("a;b\n\"x;y\";2\n", ";", 2)
	f("lone\n1\n", ",", 1)
	f("a,b;c\n1,2;3\n4,5;6\n", ",", 2)
}

func TestRecordsOfACSVFile(t *testing.T) {
	f := func(name, content string, o Options, want ...string) {
		t.Helper()
		_, got, _ := readAll(t, write(t, "a.csv", content), o)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: records (-want +got):\n%s", name, diff)
		}
	}
	none := Options{}
	f("line of the first line", "a,b\n1,\"x\ny\n\nz\"\n2,3\n", none, "2: 1|x\ny\n\nz", "6: 2|3")
	f("blank lines", "\n\na,b\n\n1,2\n\r\n3,4", none, "5: 1|2", "7: 3|4")
	f("quotes", "a,b\n\"say \"\"hi\"\"\",x\"y\n", none, "2: say \"hi\"|x\"y")
	f("stray quote", "a,b\n\"the \"old\" house\",2\n", none, "2: the \"old\" house|2")
	f("empty ones behind the last column", "a,b\n1,2,,\n", none, "2: 1|2")
	f("too many", "a,b\n1,2,3\n4,5\n", none, "2!  has 3 columns, but the header has 2.", "3: 4|5")
	f("too few", "a,b\n1\n4,5\n", none, "2!  has 1 columns, but the header has 2.", "3: 4|5")
	f("unclosed quote", "a,b\n1,\"x\n2,y\n3,z\n", none, "2!  opens a quote that is not closed again.", "3: 2|y", "4: 3|z")
	f("two unclosed quotes", "a,b\n\"1,x\n2,\"y\n3,z\n", Options{Delimiter: ","},
		"2!  opens a quote that is not closed again.", "3!  opens a quote that is not closed again.", "4: 3|z")
	f("not UTF-8", "a,b\n1,x\n2,\xff\xfe\n", Options{Encoding: "utf-8"}, "2: 1|x",
		"3! b is not UTF-8 text. Name the file's encoding: utf-8, utf-16le, utf-16be or windows-1258.")
	f("NUL", "a,b\n1,x\x00\n", none, "2! b holds a NUL character.")
	f("title above the header", "Report 2026\n\na;b\n1;2\n", Options{HeaderLine: 3, Delimiter: ";"}, "4: 1|2")
	f("another delimiter", "a·b\n1·2\n", Options{Delimiter: "·"}, "2: 1|2")
	f("no rows", "a,b\n", none)
}

func TestARecordIsBounded(t *testing.T) {
	long := strings.Repeat("x", MaxRecord)
	_, got, _ := readAll(t, write(t, "a.csv", "a,b\n1,"+long+"\n2,y\n3,\""+strings.Repeat(long[:1000]+"\n", 300)+"\n4,z\n"), Options{})
	if len(got) != 303 || got[0] != "2!  is longer than 256 KiB. Is a quote not closed?" || got[1] != "3: 2|y" ||
		got[2] != "4!  is longer than 256 KiB. Is a quote not closed?" || got[302] != "305: 4|z" {
		t.Errorf("%d records; want the long ones refused and the others read", len(got))
	}
	_, got, _ = readAll(t, write(t, "a.ndjson", `{"a":1}`+"\n"+`{"a":"`+long+`"}`+"\n"+`{"a":2}`+"\n"), Options{})
	if diff := cmp.Diff([]string{"1: 1", "2!  is longer than 256 KiB.", "3: 2"}, got); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
}

func TestRecordsOfJSONLines(t *testing.T) {
	content := `{"id":15678342000000000001,"place":{"lat":10.50,"lon":null},"ok":true,"tags":["a"]}
not json

{"id":"x","place":5} {}
[1]
null
{"id":"a\u0000b"}
{"id":"Ngập"}
`
	columns, got, _ := readAll(t, write(t, "a.ndjson", content), Options{})
	if diff := cmp.Diff([]string{"id", "ok", "place", "place.lat", "place.lon", "tags"}, columns); diff != "" {
		t.Errorf("columns (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{
		`1: 15678342000000000001|true|{"lat":10.50,"lon":null}|10.50||["a"]`,
		"2!  is not a JSON object.",
		"4!  holds more than one JSON object.",
		"5!  is not a JSON object.",
		"6!  is not a JSON object.",
		"7! id holds a NUL character.",
		"8: Ngập|||||",
	}, got); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
	_, got, _ = readAll(t, write(t, "a.jsonl", content), Options{Columns: []string{"place.lat", "missing"}})
	if got[0] != "1: 10.50|" {
		t.Errorf("wanted columns: %q; want only those", got[0])
	}
}

func writeWorkbook(t *testing.T) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	set := func(sheet, cell string, v any) {
		t.Helper()
		if err := f.SetCellValue(sheet, cell, v); err != nil {
			t.Fatal(err)
		}
	}
	set("Sheet1", "A1", "something else")
	if _, err := f.NewSheet("Phản ánh"); err != nil {
		t.Fatal(err)
	}
	for cell, v := range map[string]any{
		"A2": "Mã", "B2": "Ngày", "C2": "Nội dung", "A3": 1001, "B3": 45292.75, "C3": "Ngập nước",
		"A5": "x", "C5": "hai\ndòng", "A6": 1, "D6": "too far",
	} {
		set("Phản ánh", cell, v)
	}
	path := filepath.Join(t.TempDir(), "a.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRecordsOfAWorkbook(t *testing.T) {
	path := writeWorkbook(t)
	columns, got, d := readAll(t, path, Options{Sheet: "phản ánh"})
	if diff := cmp.Diff([]string{"Mã", "Ngày", "Nội dung"}, columns); diff != "" {
		t.Errorf("columns (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{
		"3: 1001|45292.75|Ngập nước", "5: x||hai\ndòng", "6!  has 4 columns, but the header has 3.",
	}, got); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
	if d.Format != "xlsx" || d.Sheet != "Phản ánh" || d.Date1904 {
		t.Errorf("details %+v", d)
	}
	if columns, _, _ := readAll(t, path, Options{}); len(columns) != 1 {
		t.Errorf("without a name: columns %q; want those of the first sheet", columns)
	}
}

func TestWhatCannotBeOpenedIsExplained(t *testing.T) {
	f := func(path string, o Options, code diemnong.Code, want string) {
		t.Helper()
		r, err := Open(path, o)
		if err == nil {
			r.Close()
		}
		if diemnong.ErrorCode(err) != code || !strings.Contains(err.Error(), want) {
			t.Errorf("Open(%s, %+v) fails with %v; want %s with %q", filepath.Base(path), o, err, code, want)
		}
	}
	csv := write(t, "a.csv", "a,b\n")
	f(filepath.Join(t.TempDir(), "none.csv"), Options{}, diemnong.NotFound, "does not exist")
	f(filepath.Join(t.TempDir(), "none.xlsx"), Options{}, diemnong.NotFound, "does not exist")
	f(t.TempDir(), Options{}, diemnong.Invalid, "folder")
	f(write(t, "a.csv", ""), Options{}, diemnong.Invalid, "no header")
	f(write(t, "a.csv", "\n\n"), Options{}, diemnong.Invalid, "no header")
	f(csv, Options{HeaderLine: 5}, diemnong.Invalid, "no header")
	f(csv, Options{Encoding: "latin-9"}, diemnong.Invalid, "windows-1258")
	f(csv, Options{Delimiter: "ab"}, diemnong.Invalid, "one character")
	f(csv, Options{Delimiter: "\""}, diemnong.Invalid, "one character")
	f(csv, Options{Format: "parquet"}, diemnong.Invalid, "csv, xlsx or ndjson")
	f(csv, Options{Format: "xlsx"}, diemnong.Invalid, "Excel workbook")
	f(write(t, "a.xls", "x"), Options{}, diemnong.Invalid, "Save it as .xlsx")
	f(write(t, "a.json", "[{}]"), Options{}, diemnong.Invalid, "jq -c")
	f(writeWorkbook(t), Options{Sheet: "none"}, diemnong.Invalid, "It has: Sheet1, Phản ánh.")
}

func TestProgressReachesTheEnd(t *testing.T) {
	r, err := Open(write(t, "a.csv", "a,b\n1,2\n3,4\n"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var rec Record
	for r.Next(&rec) == nil {
		continue
	}
	if done, total := r.Progress(); done != total || total != 12 {
		t.Errorf("progress is %d of %d; want 12 of 12", done, total)
	}
}
