package ingest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/ingest/source"
)

// SuggestMapping writes a first draft of the mapping of a file from the names
// of its columns and its first records. What it is not sure of is said in
// comments; a person has to read it.
func SuggestMapping(fileName string, details source.Details, columns []string, records []source.Record) []byte {
	d := draft{columns: columns, records: records, field: map[Field]int{}, used: map[int]bool{}}
	d.recognise()
	d.line("# A first draft, made from the header and the first %d rows of", len(records))
	d.line("# %s. Read it before you import: docs/import.md explains every key.", fileName)
	code := Slug(strings.TrimSuffix(fileName, "."+lastPart(fileName)))
	d.line("source:")
	d.line("  code: %s # short name of the system; with the number of a complaint it is unique", quoted(cmp.Or(code, "source")))
	d.line("  name: %s", quoted(fileName))
	d.file(details)
	d.line("# time_zone: Asia/Ho_Chi_Minh # of times without one in the file; left out: the city's")
	d.dates()
	d.writeColumns()
	d.category()
	d.coordinates()
	if d.has(FieldArea) {
		d.line("# areas:\n#   set: hcmc-2025-07 # whose codes or names the column area has; left out: the set in force")
	}
	d.values(FieldStatus, statusWords, "received")
	d.values(FieldChannel, channelWords, "import")
	if !d.has(FieldDueAt) {
		d.line("# The file has no due times. A rule can give them:\n# due:\n#   days: 10\n#   working_days: true")
	}
	d.leftOver()
	return []byte(d.out.String())
}

// draft is a mapping that is being written.
type draft struct {
	columns []string
	records []source.Record
	field   map[Field]int // column of each field that was recognised
	used    map[int]bool
	out     strings.Builder
}

func (d *draft) line(format string, args ...any) { fmt.Fprintf(&d.out, format+"\n", args...) }

func (d *draft) has(f Field) bool {
	_, ok := d.field[f]
	return ok
}

func quoted(s string) string {
	b := &strings.Builder{}
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if e.Encode(s) != nil {
		return `""`
	}
	return strings.TrimSpace(b.String())
}

func lastPart(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

// recognise gives columns to fields by their names: whole names first, then
// names that contain the words.
func (d *draft) recognise() {
	for _, whole := range []bool{true, false} {
		for _, f := range fields() {
			for _, words := range columnWords[f] {
				if at := d.find(words, whole); at >= 0 && !d.has(f) {
					d.field[f], d.used[at] = at, true
				}
			}
		}
	}
	if d.has(FieldX) != d.has(FieldY) || d.has(FieldLon) {
		d.release(FieldX)
		d.release(FieldY)
	}
	if d.has(FieldLon) != d.has(FieldLat) {
		d.release(FieldLon)
		d.release(FieldLat)
	}
}

func (d *draft) release(f Field) {
	if at, ok := d.field[f]; ok {
		delete(d.used, at)
		delete(d.field, f)
	}
}

func (d *draft) find(words string, whole bool) int {
	for i, c := range d.columns {
		slug := Slug(c)
		fits := slug == words || !whole && len(words) > 2 && strings.Contains("-"+slug+"-", "-"+words+"-")
		if fits && !d.used[i] {
			return i
		}
	}
	return -1
}

func (d *draft) file(details source.Details) {
	d.line("file: # how the file was read; it is recognised again when this is left out")
	d.line("  format: %s", details.Format)
	for _, o := range []struct{ key, value string }{
		{"encoding", details.Encoding}, {"delimiter", details.Delimiter}, {"sheet", details.Sheet},
	} {
		if o.value != "" {
			d.line("  %s: %s", o.key, quoted(o.value))
		}
	}
}

// sample lists the different texts of a column, the most frequent first.
func (d *draft) sample(at int) []string {
	n := map[string]int{}
	for _, r := range d.records {
		if at < len(r.Fields) && strings.TrimSpace(r.Fields[at]) != "" {
			n[strings.TrimSpace(r.Fields[at])]++
		}
	}
	return slices.SortedFunc(maps.Keys(n), func(a, b string) int { return cmp.Or(n[b]-n[a], strings.Compare(a, b)) })
}

func (d *draft) writeColumns() {
	d.line("columns:")
	for _, f := range fields() {
		at, ok := d.field[f]
		switch {
		case ok:
			d.line("  %s: %s%s", f, quoted(d.columns[at]), d.example(at))
		case f == FieldSourceRef || f == FieldReceivedAt:
			d.line("  # %s: which column is it? Every complaint needs one.", f)
		}
	}
}

func (d *draft) example(at int) string {
	s := d.sample(at)
	if len(s) == 0 {
		return " # empty in the first rows"
	}
	return " # such as " + strconv.QuoteToGraphic(firstRunes(s[0], 40))
}

func (d *draft) category() {
	if d.has(FieldCategory) {
		d.line("defaults:\n  category: khac # where the column is empty")
		return
	}
	d.line("constants:\n  category: khac # no column looks like a category")
}

func (d *draft) coordinates() {
	switch {
	case d.has(FieldX):
		d.line("coordinates:\n  epsg: %d # check this: 9210 is VN-2000 TM-3 105°45′, 3405 VN-2000 UTM 48N, 32648 UTM 48N", d.guessEPSG())
	case !d.has(FieldLon):
		d.line("# No columns look like coordinates. Complaints are placed by area or address.")
	}
	for _, f := range []Field{FieldLon, FieldX} {
		if d.has(f) && slices.ContainsFunc(d.sample(d.field[f]), func(s string) bool { return strings.Contains(s, ",") }) {
			d.line("decimal_comma: true")
		}
	}
}

// guessEPSG goes by the size of the eastings.
func (d *draft) guessEPSG() int {
	for _, s := range d.sample(d.field[FieldX]) {
		switch x, err := strconv.ParseFloat(s, 64); {
		case err != nil:
			continue
		case x >= 2_450_000 && x < 2_850_000:
			return 2056
		case x > 0 && x < 180:
			return 4326
		}
		break
	}
	return 9210
}

// values lists the texts of a column with the codes they probably mean.
func (d *draft) values(f Field, words []codeWords, otherwise string) {
	at, ok := d.field[f]
	if !ok {
		return
	}
	if !strings.Contains(d.out.String(), "\nvalues:") {
		d.line("values:")
	}
	d.line("  %s: # %s", f, strings.Join(codesOf(f), ", "))
	for _, text := range d.sample(at)[:min(len(d.sample(at)), 40)] {
		d.line("    %s: %s", quoted(text), guessCode(text, words, otherwise))
	}
	d.line("    %s: %s # every other text", quoted(anyOther), otherwise)
}

func codesOf(f Field) []string {
	var codes []string
	if f == FieldStatus {
		for _, s := range diemnong.Statuses() {
			codes = append(codes, s.String())
		}
		return codes
	}
	for _, c := range diemnong.Channels() {
		codes = append(codes, c.String())
	}
	return codes
}

func guessCode(text string, words []codeWords, otherwise string) string {
	slug := "-" + Slug(text) + "-"
	for _, w := range words {
		for _, word := range w.words {
			if strings.Contains(slug, word) {
				return w.code
			}
		}
	}
	return otherwise
}

// candidateFormats are tried in this order: day before month, as most of the
// world writes it.
var candidateFormats = []string{
	"iso", "DD/MM/YYYY HH:mm:ss", "DD/MM/YYYY HH:mm", "DD/MM/YYYY", "HH:mm DD/MM/YYYY", "HH:mm:ss DD/MM/YYYY",
	"MM/DD/YYYY hh:mm:ss A", "MM/DD/YYYY HH:mm:ss", "MM/DD/YYYY HH:mm", "MM/DD/YYYY",
	"DD-MM-YYYY HH:mm:ss", "DD-MM-YYYY HH:mm", "DD-MM-YYYY", "DD.MM.YYYY HH:mm:ss", "DD.MM.YYYY HH:mm", "DD.MM.YYYY",
	"YYYY/MM/DD HH:mm:ss", "YYYY/MM/DD HH:mm", "YYYY/MM/DD", "YYYYMMDD", "excel", "epoch", "epoch_ms",
}

// dates finds the formats that the columns of times are written in.
func (d *draft) dates() {
	var texts []string
	for _, f := range []Field{FieldReceivedAt, FieldDueAt, FieldClosedAt, FieldAssignedAt, FieldReopenedAt} {
		if at, ok := d.field[f]; ok {
			texts = append(texts, d.sample(at)...)
		}
	}
	var found []string
	for _, f := range candidateFormats {
		format, err := parseDateFormat(f)
		if err != nil {
			continue
		}
		rest := slices.DeleteFunc(slices.Clone(texts), func(s string) bool {
			t, _, ok := format.parse(s, time.UTC, false)
			return ok && t.Year() >= firstYear && t.Year() < 2100
		})
		if len(rest) < len(texts) {
			found, texts = append(found, f), rest
		}
	}
	if len(found) == 0 {
		found = []string{"iso"}
	}
	for i, f := range found {
		found[i] = quoted(f)
	}
	d.line("date_formats: [%s] # tried in this order; check day and month", strings.Join(found, ", "))
	if len(texts) > 0 {
		d.line("# Not understood: %s", quoted(texts[0]))
	}
}

// leftOver names the columns that mean nothing yet.
func (d *draft) leftOver() {
	first := true
	for i, c := range d.columns {
		if d.used[i] {
			continue
		}
		if first {
			d.line("# Columns that are not used:")
			first = false
		}
		d.line("#   %s%s", quoted(c), d.example(i))
	}
}
