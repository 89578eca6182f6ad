package source

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/diemnong/diemnong"
)

// csvReader reads delimited text as RFC 4180 has it, and what people make of
// it: any delimiter, quotes inside of fields, blank lines. It does not use
// encoding/csv, which takes an unclosed quote for a field that reaches to the
// end of the file, however far that is.
type csvReader struct {
	*textFile
	delimiter []byte
	columns   []string

	record []byte // the present record without quotes, one field behind the other
	ends   []int  // where each field ends in it
	lines  []byte // the lines of the record behind its first one, as they were read
}

func newCSV(t *textFile, o Options) (*csvReader, error) {
	delimiter, err := parseDelimiter(o.Delimiter)
	if err != nil {
		return nil, err
	}
	if delimiter == "" {
		sample, err := t.in.Peek(sampleSize)
		if err != nil && err != io.EOF {
			return nil, fmt.Errorf("read header: %w", err)
		}
		delimiter = recogniseDelimiter(bytes.Clone(sample), o.HeaderLine)
	}
	c := &csvReader{textFile: t, delimiter: []byte(delimiter)}
	return c, c.readHeader(o.HeaderLine)
}

func parseDelimiter(s string) (string, error) {
	if s == "tab" || s == `\t` {
		return "\t", nil
	}
	if utf8.RuneCountInString(s) > 1 || strings.ContainsAny(s, "\"\r\n") {
		return "", diemnong.InvalidValue("delimiter", s, "cannot separate columns.", `Use one character, such as ";", or tab.`)
	}
	return s, nil
}

// recogniseDelimiter takes the character that splits the first lines into the
// most columns, equally many in most of them.
func recogniseDelimiter(sample []byte, headerLine int) string {
	best, most := ",", 1
	for _, d := range []string{",", ";", "\t", "|"} {
		if n := columnsIn(sample, d, headerLine); n > most {
			best, most = d, n
		}
	}
	return best
}

// columnsIn is the number of columns of the header where most of the next
// lines have as many, else 0.
func columnsIn(sample []byte, delimiter string, headerLine int) int {
	c := &csvReader{textFile: textOf(sample), delimiter: []byte(delimiter)}
	if c.readHeader(headerLine) != nil {
		return 0
	}
	var r Record
	same, other := 0, 0
	for same+other < 20 && c.Next(&r) == nil {
		if r.Fault == nil {
			same++
		} else {
			other++
		}
	}
	if other > same {
		return 0
	}
	return len(c.columns)
}

func (c *csvReader) readHeader(headerLine int) error {
	for {
		first := c.line + 1
		if err := c.split(); err == io.EOF {
			return diemnong.Errorf(diemnong.Invalid, "The file has no header line with the names of the columns.")
		} else if reason, ok := err.(unreadable); ok {
			return &diemnong.Error{Code: diemnong.Invalid, Field: "header", Message: string(reason)}
		} else if err != nil {
			return fmt.Errorf("read header: %w", err)
		}
		if first < int64(headerLine) || len(c.ends) == 0 {
			continue
		}
		if f := unusable(c.record); f != nil {
			return &diemnong.Error{Code: diemnong.Invalid, Field: "header", Message: f.Reason}
		}
		c.columns = c.fields()
		for i, name := range c.columns {
			c.columns[i] = strings.TrimSpace(name)
		}
		if len(c.columns) > maxColumns {
			return diemnong.Errorf(diemnong.Invalid, "The header has %d columns; %d are the most that are read.", len(c.columns), maxColumns)
		}
		return nil
	}
}

// Columns are the names in the header.
func (c *csvReader) Columns() []string { return c.columns }

// Details tell encoding and delimiter.
func (c *csvReader) Details() Details {
	return Details{Format: "csv", Encoding: c.encoding, Delimiter: string(c.delimiter)}
}

// Next reads a record; blank lines are skipped.
func (c *csvReader) Next(r *Record) error {
	for {
		r.Line, r.Fields, r.Fault = c.line+1, nil, nil
		err := c.split()
		if reason, ok := err.(unreadable); ok {
			r.Fault = &Fault{Value: excerptOf(c.record), Reason: string(reason)}
			return nil
		}
		if err != nil {
			return err
		}
		if len(c.ends) == 0 {
			continue
		}
		r.Fault = c.check()
		r.Fields = c.fields()
		return nil
	}
}

// check says what is wrong with a record that was split.
func (c *csvReader) check() *Fault {
	if f := unusable(c.record); f != nil {
		start := 0
		for i, end := range c.ends {
			if unusable(c.record[start:end]) != nil && i < len(c.columns) {
				f.Column, f.Value = c.columns[i], strings.ToValidUTF8(string(c.record[start:end]), "�")
				break
			}
			start = end
		}
		return f
	}
	if n := len(c.columns); len(c.ends) != n && !c.restIsEmpty(n) {
		return &Fault{Reason: fmt.Sprintf("has %d columns, but the header has %d.", len(c.ends), n)}
	}
	return nil
}

// restIsEmpty reports whether the record has all n columns and nothing behind
// them but delimiters, as spreadsheet programs leave them.
func (c *csvReader) restIsEmpty(n int) bool {
	return len(c.ends) > n && (n == 0 || c.ends[n-1] == len(c.record))
}

// fields makes strings of the record: one allocation for all of them.
func (c *csvReader) fields() []string {
	n := len(c.ends)
	if len(c.columns) > 0 {
		n = min(n, len(c.columns))
	}
	fields := make([]string, n)
	all, start := string(c.record), 0
	for i := range fields {
		fields[i] = all[start:c.ends[i]]
		start = c.ends[i]
	}
	if mayHaveMarks(all) {
		for i, f := range fields {
			fields[i] = composed(f)
		}
	}
	return fields
}
