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
	b := bytes.NewBufferString(bom)
	w := csv.NewWriter(b)
	w.UseCRLF = true // RFC 4180
	if err := w.Write(t.columns); err != nil {
		return nil, fmt.Errorf("write %s.csv: %w", t.name, err)
	}
	line := make([]string, len(t.columns))
	for _, row := range t.rows {
		for i, v := range row {
			line[i] = t.cell(v)
		}
		if err := w.Write(line); err != nil {
			return nil, fmt.Errorf("write %s.csv: %w", t.name, err)
		}
	}
	w.Flush()
	a := &reply{mime: typeCSV, body: b.Bytes()}
	return a.with("Content-Disposition", `attachment; filename="`+t.name+`.csv"`), nil
}

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
