package ingest

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/proj"
)

// prepare checks a mapping that was read and computes what converting needs.
func (m *Mapping) prepare() error {
	steps := []func() error{
		m.prepareSource, m.prepareTimes, m.checkColumns, m.prepareCoordinates,
		m.checkConstants, m.prepareValues, m.checkEntries, m.Due.prepare(m),
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (m *Mapping) prepareSource() error {
	s := &m.Source
	if !diemnong.ValidCode(s.Code) {
		return m.invalid(s.Code, "is not a code of a source.",
			"Give a short one with letters, digits, '-', '_' or '.', such as 1022.", "source", "code")
	}
	if s.Name == "" {
		s.Name = s.Code
	}
	return nil
}

func (m *Mapping) prepareTimes() error {
	if m.TimeZone != "" {
		zone, err := time.LoadLocation(m.TimeZone)
		if err != nil || m.TimeZone == "Local" {
			return m.invalid(m.TimeZone, "is not a time zone.", "Use an IANA name such as Asia/Ho_Chi_Minh.", "time_zone")
		}
		m.zone = zone
	}
	for _, f := range m.DateFormats {
		d, err := parseDateFormat(f)
		if err != nil {
			return m.invalid(f, "does not hold day, month and year.", "Write it like DD/MM/YYYY HH:mm, or iso, epoch, epoch_ms or excel.", "date_formats")
		}
		m.dates = append(m.dates, d)
	}
	if len(m.dates) == 0 {
		m.dates = []dateFormat{{kind: isoDate}}
	}
	return nil
}

func (m *Mapping) checkColumns() error {
	for _, f := range slices.Sorted(maps.Keys(m.Columns)) {
		if c := m.Columns[f]; len(c) == 0 || slices.Contains(c, "") {
			return m.invalid("", "names no column.", "Give the name in the file's header, or leave the line out.", "columns", f.String())
		}
	}
	for _, f := range needed {
		if m.Columns[f] == nil {
			return m.invalid("", "has no column.", "Every complaint needs its own number and the time it was received.", "columns", f.String())
		}
	}
	if m.Columns[FieldCategory] == nil && m.Constants[FieldCategory] == "" {
		return m.invalid("", "has neither a column nor a constant.", "Name its column, or give constants.category.", "columns", "category")
	}
	return nil
}

func (m *Mapping) prepareCoordinates() (err error) {
	has := func(f Field) bool { return m.Columns[f] != nil }
	if has(FieldLon) != has(FieldLat) || has(FieldX) != has(FieldY) {
		return m.invalid("", "has one coordinate only.", "Name the columns of lon and lat, or of x and y.", "columns")
	}
	if has(FieldLon) && has(FieldX) {
		return m.invalid("", "has coordinates twice.", "Name either lon and lat, or x and y with coordinates.epsg.", "columns")
	}
	if m.grid, err = proj.FromEPSG(max(m.Coordinates.EPSG, 0)); err == nil {
		if has(FieldLon) && !m.grid.InDegrees() {
			return m.invalid("", "does not go with lon and lat.", "Name the columns x and y.", "coordinates", "epsg")
		}
		return nil
	}
	if m.Coordinates.EPSG != 0 || has(FieldX) {
		return m.invalid(strconv.Itoa(m.Coordinates.EPSG), "is not a coordinate system that is known here.",
			hintOf(err), "coordinates", "epsg")
	}
	m.grid, err = proj.FromEPSG(4326)
	return err
}

func (m *Mapping) checkConstants() error {
	for section, values := range map[string]map[Field]string{"constants": m.Constants, "defaults": m.Defaults} {
		for _, f := range slices.Sorted(maps.Keys(values)) {
			if !slices.Contains(coded(), f) {
				return m.invalid(f.String(), "cannot be set there.", "It can be: "+joinFields(coded())+".", section, f.String())
			}
			if section == "constants" && m.Columns[f] != nil {
				return m.invalid(values[f], "is given although the field has a column.",
					"Use defaults for what holds where the column is empty.", section, f.String())
			}
			if err := m.checkCode(f, values[f], section, f.String()); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkCode checks what a text is translated to.
func (m *Mapping) checkCode(f Field, code string, path ...string) error {
	var err error
	switch f {
	case FieldStatus:
		_, err = diemnong.ParseStatus(code)
	case FieldChannel:
		_, err = diemnong.ParseChannel(code)
	default:
		if !diemnong.ValidCode(code) {
			return m.invalid(code, "is not a code.", "Codes have 1 to 64 letters, digits, '-', '_' or '.', such as "+Slug(code)+".", path...)
		}
	}
	if err != nil {
		return m.invalid(code, "is not a known "+f.String()+".", hintOf(err), path...)
	}
	return nil
}

// anyOther stands for every text that values do not list.
const anyOther = "*"

func (m *Mapping) prepareValues() error {
	m.values = map[Field]map[string]string{}
	for _, f := range slices.Sorted(maps.Keys(m.Values)) {
		if !slices.Contains(coded(), f) {
			return m.invalid(f.String(), "has no codes.", "Values are for: "+joinFields(coded())+".", "values", f.String())
		}
		folded := make(map[string]string, len(m.Values[f]))
		for text, code := range m.Values[f] {
			if err := m.checkCode(f, code, "values", f.String(), text); err != nil {
				return err
			}
			folded[fold(text)] = code
		}
		m.values[f] = folded
	}
	return nil
}

func (m *Mapping) checkEntries() error {
	for section, entries := range map[string]map[string]Entry{
		"groups": m.Groups, "categories": m.Categories, "agencies": m.Agencies,
	} {
		for _, code := range slices.Sorted(maps.Keys(entries)) {
			if !diemnong.ValidCode(code) {
				return m.invalid(code, "is not a code.", "Write it like "+Slug(code)+".", section, code)
			}
			if g := entries[code].Group; g != "" && !diemnong.ValidCode(g) {
				return m.invalid(g, "is not the code of a group.", "Write it like "+Slug(g)+".", section, code, "group")
			}
		}
	}
	return nil
}

// hintOf is the hint of an error that has one.
func hintOf(err error) string {
	if e, ok := err.(*diemnong.Error); ok {
		return e.Hint
	}
	return ""
}
