package area

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"golang.org/x/text/unicode/norm"

	"github.com/diemnong/diemnong"
)

// Draft is an area as a file describes it, checked as far as that is possible
// without the other areas of its set.
type Draft struct {
	Feature    int // its number in the file, from 1
	Code       string
	Name       string // in Unicode's composed form (NFC); the code where the file names none
	NameEN     string
	Parent     string           // code of the area that holds it; empty when not given
	Population int              // 0 when unknown
	AreaKM2    float64          // 0 when unknown
	Label      *orb.Point       // a place to put its name; nil when not given
	Outline    orb.MultiPolygon // closed rings within the bounds, but perhaps crossing themselves
}

// drafts makes the drafts of a file's features by the properties to use.
func drafts(features []feature, f Fields, within diemnong.Bounds) ([]Draft, error) {
	all := make([]Draft, len(features))
	seen := make(map[string]int, len(features))
	for i := range features {
		d, err := features[i].draft(f)
		if err == nil {
			err = checkOutline(d, within)
		}
		if err != nil {
			return nil, err
		}
		if first, double := seen[d.Code]; double {
			return nil, diemnong.InvalidValue(f.codeField(), d.Code, fmt.Sprintf("is the code of two features, number %d and number %d.", first, d.Feature),
				"Each area needs a code of its own: remove one, or choose another property with --code.")
		}
		seen[d.Code] = d.Feature
		all[i] = d
	}
	return all, nil
}

// draft reads the properties of a feature.
func (ft *feature) draft(f Fields) (d Draft, err error) {
	d.Feature, d.Outline = ft.number, ft.outline
	if d.Code, err = ft.code(f); err != nil {
		return Draft{}, err
	}
	d.Name, d.NameEN, d.Parent = ft.text(f.Name), ft.text(f.NameEN), ft.text(f.Parent)
	if d.Name == "" {
		d.Name = d.Code
	}
	population, err := ft.amount(f.Population)
	if err != nil {
		return Draft{}, err
	}
	if population > math.MaxInt32 {
		return Draft{}, ft.bad(f.Population, "is more than any area has residents.", "Give a number of people.")
	}
	d.Population = int(math.Round(population))
	if d.AreaKM2, err = ft.amount(f.AreaKM2); err != nil {
		return Draft{}, err
	}
	d.Label, err = ft.place(f.Label)
	return d, err
}

// code is the feature's code, from a property or from its id.
func (ft *feature) code(f Fields) (string, error) {
	code := ft.text(f.Code)
	if f.Code == "" {
		code = plainText(ft.ID)
	}
	if code == "" {
		return "", diemnong.InvalidValue(f.codeField(), "", fmt.Sprintf("is missing in feature number %d.", ft.number),
			"Every area needs a code: mend the file, or choose another property with --code.")
	}
	if !diemnong.ValidCode(code) {
		return "", diemnong.InvalidValue(f.codeField(), code, fmt.Sprintf("of feature number %d cannot be a code.", ft.number),
			"Use 1 to 64 letters a–z, digits, '-', '_' or '.', beginning with a letter or digit.")
	}
	return code, nil
}

// text is a property as text, empty when there is none.
func (ft *feature) text(property string) string {
	if property == "" {
		return ""
	}
	return plainText(ft.Properties[property])
}

// amount is a property as a number that is not negative, 0 when there is none.
func (ft *feature) amount(property string) (float64, error) {
	s := ft.text(property)
	if s == "" {
		return 0, nil
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) || v < 0 {
		return 0, ft.bad(property, "is not an amount.", "Give a number such as 1234.5, or nothing where it is unknown.")
	}
	return v, nil
}

// place is a property as a position, nil when it is none: a label that does
// not fit is made anew from the outline.
func (ft *feature) place(property string) (*orb.Point, error) {
	pair, ok := ft.Properties[property].([]any)
	if !ok || len(pair) < 2 {
		return nil, nil
	}
	var p orb.Point
	for i := range p {
		v, err := strconv.ParseFloat(plainText(pair[i]), 64)
		if err != nil {
			return nil, ft.bad(property, "is not a position.", "Give [longitude, latitude] in degrees, or nothing.")
		}
		p[i] = v
	}
	return &p, nil
}

func (ft *feature) bad(property, message, hint string) error {
	return diemnong.InvalidValue(property, ft.text(property), fmt.Sprintf("of feature number %d %s", ft.number, message), hint)
}

// checkOutline refuses rings that are not rings and positions outside the bounds.
func checkOutline(d Draft, within diemnong.Bounds) error {
	for _, polygon := range d.Outline {
		for _, ring := range polygon {
			if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
				return badFeature(d.Feature, d.Code, "has a ring that is not closed or has fewer than four positions.",
					"A ring ends with the position that it begins with.")
			}
			out := slices.IndexFunc(ring, func(p orb.Point) bool { return !within.Contains(p[0], p[1]) })
			if out >= 0 {
				return outOfBounds(d, ring[out], within)
			}
		}
	}
	return nil
}

// outOfBounds says that a position lies elsewhere, and guesses why.
func outOfBounds(d Draft, p orb.Point, within diemnong.Bounds) error {
	hint := "Remove the area, or widen the bounds with --bounds."
	switch {
	case within.Contains(p[1], p[0]):
		hint = "Latitude and longitude are swapped: GeoJSON puts longitude first."
	case math.Abs(p[0]) > 180 || math.Abs(p[1]) > 90:
		hint = "These are not degrees but metres of a projected grid. Convert the file first, such as: " +
			"ogr2ogr -t_srs EPSG:4326 new.geojson old.geojson"
	}
	return badFeature(d.Feature, d.Code, fmt.Sprintf("has the position %v, outside %g to %g east and %g to %g north.",
		p, within.West, within.East, within.South, within.North), hint)
}

func badFeature(number int, code, message, hint string) error {
	name := fmt.Sprintf("Feature number %d", number)
	if code != "" {
		name += " (code " + code + ")"
	}
	return &diemnong.Error{Code: diemnong.Invalid, Message: name + " " + message, Hint: hint}
}

// plainText is a JSON value as a person would write it: numbers without a
// fraction as integers (206, never 206.0 or 2.06e2), text composed and trimmed.
func plainText(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(norm.NFC.String(v))
	case json.Number:
		return numberText(v)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

func numberText(v json.Number) string {
	x, err := v.Float64()
	if err == nil && x == math.Trunc(x) && math.Abs(x) < 1<<53 {
		return strconv.FormatInt(int64(x), 10)
	}
	return v.String()
}
