package area

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/diemnong/diemnong"
)

// Passage is a row of a crosswalk file: an area, or a part of it, became part
// of another.
type Passage struct {
	Line     int // in the file, from 1
	From, To string
	Share    float64 // part of From's area, in (0, 1]; 0 when unknown
	Main     bool    // marked as the main successor
}

// Columns says which columns of a crosswalk file hold what. Empty ones are
// guessed from the header; Share and Main may stay empty.
type Columns struct{ From, To, Share, Main string }

// maxCrosswalkBytes bounds a crosswalk file: that of a whole country has about 1 MB.
const maxCrosswalkBytes = 64 << 20

var (
	fromNames  = []string{"oldcode", "fromcode", "codeold", "codefrom", "macu", "from", "old"}
	toNames    = []string{"newcode", "tocode", "codenew", "codeto", "mamoi", "to", "new"}
	shareNames = []string{"areasharepct", "areashare", "sharepct", "share", "percent", "pct", "tyle"}
	mainNames  = []string{"primary", "main", "ismain", "chinh"}
)

// ReadCrosswalk reads a CSV file with a header: comma, semicolon or tab
// between columns, UTF-8 with or without a byte order mark. Shares are percent
// when any of them is over 1, fractions otherwise. Rows that name no area on
// one side are left out. It fails with [diemnong.Invalid] when a column is
// missing or a value malformed, naming the line.
func ReadCrosswalk(r io.Reader, want Columns) (rows []Passage, used Columns, err error) {
	records, err := readRecords(r)
	if err != nil {
		return nil, used, err
	}
	t, used, err := newTable(records[0].fields, want)
	if err != nil {
		return nil, used, err
	}
	for _, rec := range records[1:] {
		p, err := t.passage(rec)
		if err != nil {
			return nil, used, err
		}
		if p.From != "" && p.To != "" {
			rows = append(rows, p)
		}
	}
	if len(rows) == 0 {
		return nil, used, diemnong.Errorf(diemnong.Invalid, "The crosswalk has no rows.")
	}
	inFractions(rows)
	return rows, used, nil
}

// record is a row as the file has it.
type record struct {
	line   int
	fields []string
}

func readRecords(r io.Reader) ([]record, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxCrosswalkBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read crosswalk: %w", err)
	}
	if len(text) > maxCrosswalkBytes {
		return nil, diemnong.Errorf(diemnong.TooLarge, "The crosswalk has more than %d MB.", maxCrosswalkBytes>>20)
	}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	in := csv.NewReader(bytes.NewReader(text))
	in.Comma, in.FieldsPerRecord = delimiter(text), -1
	var records []record
	for {
		fields, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, &diemnong.Error{
				Code: diemnong.Invalid, Message: "The crosswalk is not CSV: " + err.Error() + ".",
				Hint: "Give a text file with a header and one row for each old and new area.", Err: err,
			}
		}
		line, _ := in.FieldPos(0)
		records = append(records, record{line, fields})
	}
	if len(records) == 0 {
		return nil, diemnong.Errorf(diemnong.Invalid, "The crosswalk is empty.")
	}
	return records, nil
}

// delimiter is the one of comma, semicolon and tab that the header has most of.
func delimiter(text []byte) rune {
	header, _, _ := bytes.Cut(text, []byte("\n"))
	return slices.MaxFunc([]rune{',', ';', '\t'}, func(a, b rune) int {
		return bytes.Count(header, []byte(string(a))) - bytes.Count(header, []byte(string(b)))
	})
}

// table is the columns by position; -1 where there is none.
type table struct {
	columns               Columns
	from, to, share, main int
}

// newTable finds the columns in the header.
func newTable(header []string, want Columns) (t table, used Columns, err error) {
	t.columns = want.guess(header)
	for _, c := range []struct {
		flag, name string
		into       *int
		needed     bool
	}{
		{"from-code", t.columns.From, &t.from, true},
		{"to-code", t.columns.To, &t.to, true},
		{"share", t.columns.Share, &t.share, false},
		{"main", t.columns.Main, &t.main, false},
	} {
		*c.into = slices.IndexFunc(header, func(h string) bool { return h == c.name })
		if *c.into < 0 && (c.needed || c.name != "") {
			return t, t.columns, diemnong.InvalidValue(c.flag, c.name, "is not a column of the crosswalk.",
				fmt.Sprintf("Choose one with --%s; the columns are: %s.", c.flag, strings.Join(header, ", ")))
		}
	}
	return t, t.columns, nil
}

// guess fills in the columns that are not given. Besides the usual names, a
// file with just two columns called code_… goes from the first to the second.
func (c Columns) guess(header []string) Columns {
	var codes []string
	for _, h := range header {
		if strings.HasPrefix(h, "code_") {
			codes = append(codes, h)
		}
	}
	if len(codes) != 2 {
		codes = []string{"", ""}
	}
	for _, g := range []struct {
		into  *string
		names []string
		last  string
	}{{&c.From, fromNames, codes[0]}, {&c.To, toNames, codes[1]}, {&c.Share, shareNames, ""}, {&c.Main, mainNames, ""}} {
		if *g.into == "" {
			*g.into = find(header, g.names)
		}
		if *g.into == "" {
			*g.into = g.last
		}
	}
	return c
}

// passage reads a row. The share is as in the file.
func (t *table) passage(rec record) (p Passage, err error) {
	cell := func(i int) string {
		if i < 0 || i >= len(rec.fields) {
			return ""
		}
		return strings.TrimSpace(norm.NFC.String(rec.fields[i]))
	}
	p = Passage{Line: rec.line, From: cell(t.from), To: cell(t.to)}
	if s := cell(t.share); s != "" {
		p.Share, err = strconv.ParseFloat(strings.TrimSuffix(strings.ReplaceAll(s, ",", "."), "%"), 64)
		if err != nil || !(p.Share >= 0 && p.Share <= 100) {
			return p, badCell(t.columns.Share, s, rec.line, "is not a share.", "Give a percentage, a fraction, or nothing where it is unknown.")
		}
	}
	switch s := cell(t.main); strings.ToLower(s) {
	case "1", "true", "t", "yes", "y", "x", "có":
		p.Main = true
	case "", "0", "false", "f", "no", "n", "không":
	default:
		return p, badCell(t.columns.Main, s, rec.line, "does not say whether it is the main successor.", "Use 1 and 0, or yes and no.")
	}
	return p, nil
}

func badCell(column, value string, line int, message, hint string) error {
	return diemnong.InvalidValue(column, value, fmt.Sprintf("in line %d %s", line, message), hint)
}

// inFractions turns percentages into fractions.
func inFractions(rows []Passage) {
	if !slices.ContainsFunc(rows, func(p Passage) bool { return p.Share > 1 }) {
		return
	}
	for i := range rows {
		rows[i].Share /= 100
	}
}
