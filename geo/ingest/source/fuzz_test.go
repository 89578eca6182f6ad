package source

import (
	"encoding/csv"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzCSV holds the reader against encoding/csv: where that one, which is
// strict, reads a file, both must read the same. And whatever the bytes are,
// reading ends, and every line that is not blank belongs to a record.
func FuzzCSV(f *testing.F) {
	for _, s := range []string{
		"a,b\n1,2\n", "a,b\r\n\"x\r\ny\",2\r\n", "a\n\"\"\"\"\n", "a,b\n\"x\n", "a,b\n1,\"x\"y\n", "\"a\"\n,\n\n", "a\n\r\r\n", "a\n\"\r", "\"a\n\"b\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || strings.ContainsAny(text, "\x00") || mayHaveMarks(text) {
			t.Skip()
		}
		got := splitAll(t, text)
		strict := csv.NewReader(strings.NewReader(text))
		strict.FieldsPerRecord = -1
		want, err := strict.ReadAll()
		if err != nil || strings.Contains(text, "\r") && !strings.Contains(text, "\r\n") {
			return
		}
		if !slices.EqualFunc(got, want, slices.Equal[[]string]) {
			t.Errorf("%q is read as %q; want %q", text, got, want)
		}
	})
}

func splitAll(t *testing.T, text string) (records [][]string) {
	c := &csvReader{textFile: textOf([]byte(text)), delimiter: []byte(",")}
	last := int64(0)
	for range len(text) + 2 {
		line := c.line + 1
		if line <= last {
			t.Fatalf("%q: line %d comes after line %d", text, line, last)
		}
		last = line
		switch err := c.split(); {
		case err == io.EOF:
			return records
		case err != nil:
			records = append(records, nil)
		case len(c.ends) > 0:
			records = append(records, c.fields())
		}
	}
	t.Fatalf("%q: reading does not end", text)
	return nil
}

// FuzzOpen feeds whole files of every text format: nothing panics, and every
// record has as many fields as there are columns, or says what is wrong.
func FuzzOpen(f *testing.F) {
	f.Add("a;b\n1;2\n", "", "")
	f.Add("{\"a\":{\"b\":1}}\n", "ndjson", "utf-8")
	f.Add("\xff\xfea\x00,\x00b\x00\n\x00", "csv", "")
	f.Add("a,b\n\xd2\xcc,x", "csv", "windows-1258")
	f.Fuzz(func(t *testing.T, text, format, encoding string) {
		if format == "xlsx" {
			t.Skip()
		}
		path := write(t, "f", text)
		r, err := Open(path, Options{Format: format, Encoding: encoding})
		if err != nil {
			return
		}
		defer r.Close()
		var rec Record
		for n := 0; r.Next(&rec) == nil; n++ {
			if rec.Fault == nil && len(rec.Fields) != len(r.Columns()) {
				t.Fatalf("record in line %d has %d fields; want %d", rec.Line, len(rec.Fields), len(r.Columns()))
			}
			if n > len(text) {
				t.Fatal("more records than bytes")
			}
		}
	})
}
