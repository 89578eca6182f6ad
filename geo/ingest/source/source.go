// Package source reads tables out of files: CSV, Excel workbooks and JSON, one
// object a line. Whatever the file, a reader gives one record after the other,
// each with the line it begins in and its fields by column, and never holds
// more of the file than one record.
//
// A record that cannot be read (an unclosed quote, bytes that are not text,
// too many columns) is not the end of the file: it comes with a [Fault] that
// says what is wrong, and the next record follows.
package source

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/diemnong/diemnong"
)

// MaxRecord bounds a record in bytes, so that one unclosed quote cannot take
// the memory of the machine: ten times the longest complaint text.
const MaxRecord = 256 << 10

// maxColumns bounds the width of a table; Excel's own bound.
const maxColumns = 16384

// Record is one row of a table.
type Record struct {
	Line   int64    // where it begins: line of a text file, row of a sheet, from 1
	Fields []string // one for each column; fewer when Fault is set
	Fault  *Fault   // nil for a sound record
}

// Fault says why a record could not be read.
type Fault struct {
	Column string // name of the column, if it lies in one
	Value  string // the offending text, shortened
	Reason string // a sentence without a subject, such as "is not UTF-8 text."
}

// Reader gives the records of a table in order.
type Reader interface {
	// Columns are the names in the table's header.
	Columns() []string
	// Next fills in the next record. Its fields stay valid. It fails with
	// io.EOF behind the last one, and with another error when the file
	// itself cannot be read further.
	Next(*Record) error
	// Progress tells how much of the file is read, in units of its own;
	// total is 0 when that is unknown.
	Progress() (done, total int64)
	// Details describe how the file is read, for people.
	Details() Details
	Close() error
}

// Details tell how a file is read.
type Details struct {
	Format    string // csv, xlsx or ndjson
	Encoding  string // of a text file
	Delimiter string // of a CSV file
	Sheet     string // of a workbook
	Date1904  bool   // a workbook whose serial dates count from 1904
}

// Options say what the file itself does not tell.
type Options struct {
	Format     string   // csv, xlsx, ndjson; empty: by the name's ending, else csv
	Encoding   string   // utf-8, utf-16le, utf-16be or windows-1258; empty: recognised
	Delimiter  string   // one character, or "tab"; empty: recognised
	Sheet      string   // of a workbook; empty: the first
	HeaderLine int      // line of the column names; 0: the first that is not empty
	Columns    []string // ndjson: the members wanted, nested ones with dots; empty: those of the first lines
}

// Open opens a table. It fails with [diemnong.Invalid] when the file is not
// what the options say, and with [diemnong.NotFound] when there is none.
func Open(path string, o Options) (Reader, error) {
	format, err := formatOf(path, o.Format)
	if err != nil {
		return nil, err
	}
	if format == "xlsx" {
		return openWorkbook(path, o)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, openError(path, err)
	}
	r, err := openText(f, format, o)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return r, nil
}

func openText(f *os.File, format string, o Options) (Reader, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, diemnong.Errorf(diemnong.Invalid, "This is a folder, not a file.")
	}
	t, err := newTextFile(f, info.Size(), o.Encoding)
	if err != nil {
		return nil, err
	}
	if format == "ndjson" {
		return newNDJSON(t, o)
	}
	return newCSV(t, o)
}

func formatOf(path, stated string) (string, error) {
	if stated != "" {
		switch stated {
		case "csv", "xlsx", "ndjson":
			return stated, nil
		}
		return "", diemnong.InvalidValue("format", stated, "is not a format.", "Use csv, xlsx or ndjson.")
	}
	switch strings.ToLower(filepath.Ext(path)) {
	case ".xlsx", ".xlsm":
		return "xlsx", nil
	case ".ndjson", ".jsonl", ".json":
		return "ndjson", nil
	case ".xls":
		return "", diemnong.InvalidValue("file", filepath.Base(path), "is a workbook of the old binary kind.",
			"Save it as .xlsx or as CSV in UTF-8.")
	}
	return "csv", nil
}

func openError(path string, err error) error {
	if os.IsNotExist(err) {
		return &diemnong.Error{
			Code: diemnong.NotFound, Field: "file", Value: path, Message: "does not exist.", Hint: "Check the path.", Err: err,
		}
	}
	return fmt.Errorf("open %s: %w", path, err)
}

// countingReader counts what was read of a file.
type countingReader struct {
	io.Reader
	n int64
}

// Read reads and counts.
func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	return n, err
}
