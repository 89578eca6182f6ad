package ingest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/ingest/source"
)

// Rejection says why a record is no complaint: where, what, and what would be
// right. Reason is a sentence without its subject, the value.
type Rejection struct {
	Line   int64
	Column string // as the file names it; empty when the whole record is at fault
	Value  string
	Reason string
}

// String is the rejection as one line for people.
func (r *Rejection) String() string {
	return strings.TrimSpace(fmt.Sprintf("line %d, %s %q: %s", r.Line, r.Column, r.Value, r.Reason))
}

// Surroundings are what a mapping does not say.
type Surroundings struct {
	Now      time.Time      // the moment of the import: nothing can have been received after it
	Zone     *time.Location // of times without one, where the mapping has no time_zone
	Areas    *AreaNames     // nil: areas are known by code only
	Date1904 bool           // see [source.Details]
}

// Converter turns the records of one file into rows. It remembers codes that
// it has made, so each goroutine needs its own.
type Converter struct {
	m       *Mapping
	env     Surroundings
	zone    *time.Location
	columns []string
	places  [numFields][]int // columns of each field
	empty   map[string]bool
	codes   codebook

	rec  *source.Record // the present record
	row  *Row
	fail *Rejection
}

// NewConverter prepares converting records with the columns given. It fails
// with [diemnong.Invalid] when a column of the mapping is not among them.
func NewConverter(m *Mapping, columns []string, env Surroundings) (*Converter, error) {
	c := &Converter{m: m, env: env, zone: m.zone, columns: columns, empty: map[string]bool{}}
	if c.zone == nil {
		c.zone = env.Zone
	}
	for _, e := range m.Empty {
		c.empty[fold(e)] = true
	}
	for _, f := range fields() {
		if err := c.findColumns(f); err != nil {
			return nil, err
		}
	}
	c.codes = newCodebook(m)
	return c, nil
}

func (c *Converter) findColumns(f Field) error {
	for _, name := range c.m.Columns[f] {
		at, fault := findColumn(c.columns, name)
		if fault != "" && c.m.plain && !slices.Contains(needed, f) {
			continue
		}
		if fault != "" && c.m.plain {
			return diemnong.InvalidValue("file", name, fault,
				"Without a mapping, the columns must be named like the fields: "+joinFields(fields())+".")
		}
		if fault != "" {
			return c.m.invalid(name, fault, "The columns are: "+strings.Join(c.columns, ", ")+".", "columns", f.String())
		}
		c.places[f] = append(c.places[f], at)
	}
	return nil
}

// findColumn finds a column by its name, without regard to case and spaces
// where that is clear; fault says why it cannot.
func findColumn(columns []string, name string) (at int, fault string) {
	exact, alike := 0, 0
	for i, c := range columns {
		switch {
		case c == name:
			exact++
			at = i
		case exact == 0 && fold(c) == fold(name):
			alike++
			at = i
		}
	}
	switch {
	case exact > 1 || exact == 0 && alike > 1:
		return 0, "is the name of several columns."
	case exact+alike == 0:
		return 0, "is not a column of the file."
	}
	return at, ""
}

// Convert fills in row from a record, or says why it cannot. What row held
// before is gone, but for the memory of Areas.
func (c *Converter) Convert(rec *source.Record, row *Row) *Rejection {
	*row = Row{Line: rec.Line, Areas: row.Areas[:0]}
	if f := rec.Fault; f != nil {
		return &Rejection{Line: rec.Line, Column: f.Column, Value: f.Value, Reason: f.Reason}
	}
	c.rec, c.row, c.fail = rec, row, nil
	k := &row.Complaint
	k.Source, k.SourceRef = c.m.Source.Code, c.text(FieldSourceRef)
	if k.SourceRef == "" {
		c.reject(FieldSourceRef, "", "is empty, but every complaint needs its number.")
	}
	c.codedFields(k)
	c.times(k)
	c.location(&k.Location)
	c.personal(&row.Personal)
	c.history(row)
	if c.fail != nil {
		return c.fail
	}
	row.SetHash()
	return nil
}

// reject keeps the first fault of a record.
func (c *Converter) reject(f Field, value, reason string) {
	if c.fail == nil {
		c.fail = &Rejection{Line: c.rec.Line, Column: strings.Join(c.m.Columns[f], " + "), Value: value, Reason: reason}
	}
}

// value is the text of a field, without spaces around; empty when the file
// says nothing. Several columns are joined by a space.
func (c *Converter) value(f Field) string {
	switch at := c.places[f]; len(at) {
	case 0:
		return ""
	case 1:
		return c.column(at[0])
	default:
		parts := make([]string, 0, len(at))
		for _, i := range at {
			if s := c.column(i); s != "" {
				parts = append(parts, s)
			}
		}
		return strings.Join(parts, " ")
	}
}

func (c *Converter) column(i int) string {
	s := strings.TrimSpace(c.rec.Fields[i])
	if len(c.empty) > 0 && s != "" && c.empty[fold(s)] {
		return ""
	}
	return s
}

// text is the value of a field with a bounded length.
func (c *Converter) text(f Field) string {
	s := c.value(f)
	if most := lengths[f]; len(s) > most && utf8.RuneCountInString(s) > most {
		c.reject(f, firstRunes(s, 40)+"…", fmt.Sprintf("is longer than %d characters.", most))
	}
	return s
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

func (c *Converter) personal(p *diemnong.Personal) {
	*p = diemnong.Personal{
		Name: c.text(FieldName), Phone: c.text(FieldPhone), Email: c.text(FieldEmail),
		Address: c.text(FieldAddress), Text: c.text(FieldText),
	}
}

// codedFields fills in status, channel, category and agency.
func (c *Converter) codedFields(k *diemnong.Complaint) {
	var ok bool
	if k.Channel, ok = c.codes.channel(c.value(FieldChannel)); !ok {
		c.reject(FieldChannel, c.value(FieldChannel), "is not a known channel. Add it to values.channel of the mapping.")
	}
	category := c.value(FieldCategory)
	if k.Category = c.codes.category(category, c.value(FieldCategoryName), c.value(FieldGroup)); k.Category == "" {
		c.reject(FieldCategory, category, "is empty, but every complaint needs a category; defaults.category of the mapping can give one.")
	}
	k.Agency = c.codes.agency(c.value(FieldAgency), c.value(FieldAgencyName))
	if c.codes.full() {
		c.reject(FieldCategory, category, "is one kind too many: there are over 5,000 categories or agencies. Is it the right column?")
	}
	if status := c.value(FieldStatus); status != "" || c.codes.statusGiven() {
		if k.Status, ok = c.codes.status(status); !ok {
			c.reject(FieldStatus, status, "is not a known status. Add it to values.status of the mapping.")
		}
	} else if c.value(FieldClosedAt) != "" {
		k.Status = diemnong.Resolved
	}
}

// count is a field that counts something.
func (c *Converter) count(f Field) int {
	s := c.value(f)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 1000 {
		c.reject(f, s, "is not a count from 0 to 1000.")
		return 0
	}
	return n
}

// Definitions gives the catalogue entries that rows converted since the last
// call refer to for the first time.
func (c *Converter) Definitions() Definitions { return c.codes.take() }
