package ingest

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/ingest/source"
	"github.com/diemnong/diemnong/geo/proj"
)

// Mapping says how the columns of a file become complaints. docs/import.md is
// its reference; [ParseMapping] reads and checks it.
type Mapping struct {
	Source       Source            `yaml:"source"`
	File         FileOptions       `yaml:"file"`
	TimeZone     string            `yaml:"time_zone"`
	DateFormats  []string          `yaml:"date_formats"`
	DecimalComma bool              `yaml:"decimal_comma"`
	Empty        []string          `yaml:"empty"` // texts that mean nothing is known, such as N/A
	Columns      map[Field]Columns `yaml:"columns"`
	Constants    map[Field]string  `yaml:"constants"` // of fields without a column
	Defaults     map[Field]string  `yaml:"defaults"`  // where the column is empty
	Coordinates  struct {
		EPSG int `yaml:"epsg"`
	} `yaml:"coordinates"`
	Areas struct {
		Set string `yaml:"set"`
	} `yaml:"areas"`
	Values     map[Field]map[string]string `yaml:"values"` // field → text in the file → code
	Groups     map[string]Entry            `yaml:"groups"`
	Categories map[string]Entry            `yaml:"categories"`
	Agencies   map[string]Entry            `yaml:"agencies"`
	Due        DueRule                     `yaml:"due"`

	text   []byte
	plain  bool // see [PlainMapping]
	zone   *time.Location
	dates  []dateFormat
	grid   *proj.Projection
	values map[Field]map[string]string // with folded texts
}

// FileOptions say how the file is to be read where it is not recognised.
type FileOptions struct {
	Format     string `yaml:"format"`
	Encoding   string `yaml:"encoding"`
	Delimiter  string `yaml:"delimiter"`
	Sheet      string `yaml:"sheet"`
	HeaderLine int    `yaml:"header_line"`
}

// Entry names a code of the catalogue.
type Entry struct {
	Name   string `yaml:"name"`
	NameEN string `yaml:"name_en"`
	Group  string `yaml:"group"` // of a category
}

// Columns are the columns that a field is put together from, mostly one.
type Columns []string

// UnmarshalYAML takes one name or a list of names.
func (c *Columns) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		*c = Columns{n.Value}
		return nil
	}
	return n.Decode((*[]string)(c))
}

// ParseMapping reads a mapping and checks everything that can be known
// without the file that it is for. It fails with [diemnong.Invalid], naming
// the line and what would be right.
func ParseMapping(text []byte) (*Mapping, error) {
	m := &Mapping{text: text}
	if err := yaml.Load(text, m, yaml.WithKnownFields()); err != nil {
		return nil, yamlError(err)
	}
	if err := m.prepare(); err != nil {
		return nil, err
	}
	return m, nil
}

// Text is the mapping as it was written.
func (m *Mapping) Text() []byte { return m.text }

// ColumnNames lists the columns that the mapping uses, each once.
func (m *Mapping) ColumnNames() []string {
	var names []string
	for _, f := range slices.Sorted(maps.Keys(m.Columns)) {
		names = append(names, m.Columns[f]...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// unknownField is what the YAML library says of a key that the type lacks.
var unknownField = regexp.MustCompile(`^field (.*) not found in type`)

func yamlError(err error) error {
	e := &diemnong.Error{Code: diemnong.Invalid, Field: "mapping", Hint: "docs/import.md shows what a mapping looks like.", Err: err}
	var many *yaml.LoadErrors
	var one *yaml.LoadError
	switch {
	case errors.As(err, &many) && len(many.Errors) > 0:
		one = many.Errors[0]
	case errors.As(err, &one):
	default:
		e.Message = "is not YAML: " + err.Error() + "."
		return e
	}
	e.Message = one.Message + "."
	if one.Mark.Line > 0 {
		e.Field = fmt.Sprintf("mapping line %d", one.Mark.Line)
	}
	if key := unknownField.FindStringSubmatch(one.Message); key != nil {
		e.Value, e.Message = key[1], "is not a key of a mapping."
	}
	return e
}

// invalid is a fault at a place of the mapping, such as "columns", "lon".
func (m *Mapping) invalid(value, message, hint string, path ...string) error {
	field := "mapping " + strings.Join(path, ".")
	if line := m.lineOf(path); line > 0 {
		field = fmt.Sprintf("mapping line %d, %s", line, strings.Join(path, "."))
	}
	return diemnong.InvalidValue(field, value, message, hint)
}

// lineOf finds the line of a key; 0 when it is not written.
func (m *Mapping) lineOf(path []string) int {
	var node yaml.Node
	if yaml.Load(m.text, &node) != nil || len(node.Content) == 0 {
		return 0
	}
	at, line := node.Content[0], 0
	for _, key := range path {
		found := false
		for i := 0; i+1 < len(at.Content); i += 2 {
			if found = at.Content[i].Value == key; found {
				line, at = at.Content[i].Line, at.Content[i+1]
				break
			}
		}
		if !found {
			break
		}
	}
	return line
}

// ReadOptions completes options for reading the file: those given count
// before those of the mapping.
func (m *Mapping) ReadOptions(o source.Options) source.Options {
	f := &m.File
	return source.Options{
		Format: cmp.Or(o.Format, f.Format), Encoding: cmp.Or(o.Encoding, f.Encoding),
		Delimiter: cmp.Or(o.Delimiter, f.Delimiter), Sheet: cmp.Or(o.Sheet, f.Sheet),
		HeaderLine: cmp.Or(o.HeaderLine, f.HeaderLine), Columns: m.ColumnNames(),
	}
}

// PlainMapping is the mapping of files whose columns are named like the
// fields and hold codes: what this program itself writes. Columns that a file
// lacks are left out when it is converted.
func PlainMapping(sourceCode string) (*Mapping, error) {
	var text strings.Builder
	fmt.Fprintf(&text, "source: {code: %q}\ncolumns:\n", sourceCode)
	for _, f := range fields() {
		if f != FieldX && f != FieldY {
			fmt.Fprintf(&text, "  %s: %s\n", f, f)
		}
	}
	m, err := ParseMapping([]byte(text.String()))
	if err != nil {
		return nil, &diemnong.Error{
			Code: diemnong.Invalid, Field: "source", Value: sourceCode, Message: "is not the code of a source.",
			Hint: "Without a mapping, give --source CODE, such as 1022; the columns must then be named like the fields.", Err: err,
		}
	}
	m.plain = true
	return m, nil
}
