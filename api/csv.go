package api

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// bom tells Excel that the file is UTF-8; without it Vietnamese becomes noise.
const bom = "\ufeff"

// table is an answer as CSV. Texts are made harmless for spreadsheets,
// numbers are written plainly.
type table struct {
	name    string // of the file, without its ending
	columns []string
	rows    [][]any
	zone    *time.Location // of the times in it
}

// reply writes the table.
func (t *table) reply() (*reply, error) {
	w, err := t.open()
	if err != nil {
		return nil, err
	}
	for _, row := range t.rows {
		if err := w.add(row); err != nil {
			return nil, err
		}
	}
	return w.reply()
}

// tableWriter writes a table row by row, so that a long one need not be held
// as values and as text at once.
type tableWriter struct {
	table *table
	body  *bytes.Buffer
	csv   *csv.Writer
	line  []string
}

// open begins to write the table, whose own rows it leaves out.
func (t *table) open() (*tableWriter, error) {
	w := &tableWriter{table: t, body: bytes.NewBufferString(bom), line: make([]string, len(t.columns))}
	w.csv = csv.NewWriter(w.body)
	w.csv.UseCRLF = true // RFC 4180
	return w, w.write(t.columns)
}

func (w *tableWriter) add(row []any) error {
	for i, v := range row {
		w.line[i] = w.table.cell(v)
	}
	return w.write(w.line)
}

func (w *tableWriter) write(line []string) error {
	if err := w.csv.Write(line); err != nil {
		return fmt.Errorf("write %s.csv: %w", w.table.name, err)
	}
	return nil
}

func (w *tableWriter) reply() (*reply, error) {
	w.csv.Flush()
	a := &reply{mime: typeCSV, body: w.body.Bytes()}
	return a.with("Content-Disposition", attachment(w.table.name+".csv")), nil
}

// attachment makes a browser keep an answer as a file.
func attachment(name string) string { return `attachment; filename="` + name + `"` }

// cell writes a value. Nil, a nil pointer and a zero time are empty.
func (t *table) cell(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return harmless(v)
	case *string:
		if v != nil {
			return harmless(*v)
		}
	case *float64:
		if v != nil {
			return number(*v)
		}
	case float64:
		return number(v)
	case *int64:
		if v != nil {
			return strconv.FormatInt(*v, 10)
		}
	case time.Time:
		if !v.IsZero() {
			return v.In(t.zone).Format(time.RFC3339)
		}
	default:
		return fmt.Sprint(v) // integers and booleans
	}
	return ""
}

// harmless keeps a spreadsheet from taking a text for a formula (OWASP, CSV
// injection): an apostrophe in front makes it text.
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n", rune(s[0])) {
		return "'" + s
	}
	return s
}

// number is the shortest decimal that means the value, never with an exponent.
func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
