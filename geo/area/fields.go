package area

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/diemnong/diemnong"
)

// Fields says which properties of a file's features hold what. Empty ones are
// guessed from the names that such files use.
type Fields struct {
	Code       string // empty after guessing: the feature's id
	Name       string
	NameEN     string
	Parent     string // code of the area that holds this one
	Population string
	AreaKM2    string
	Label      string // [longitude, latitude] of a place for the name
}

// Names that properties go by, compared without case, spaces and signs; the
// first one that a file has is taken. Vietnamese ones without marks.
var (
	codeNames       = []string{"code", "areacode", "wardcode", "ma", "maxa", "maphuongxa", "maphuong", "madonvi", "madvhc"}
	nameNames       = []string{"name", "namevi", "ten", "tenxa", "tenphuongxa", "tenphuong", "tendonvi", "tendvhc", "fullname", "wardname"}
	nameENNames     = []string{"nameen", "namee", "engname", "englishname", "tentienganh", "fullnameen"}
	parentNames     = []string{"parentcode", "parent", "parentid", "districtcode", "mahuyen", "maquan", "maquanhuyen"}
	populationNames = []string{"population", "pop", "danso", "residents"}
	areaKM2Names    = []string{"areakm2", "dientichkm2", "km2", "arealandkm2"}
	labelNames      = []string{"labelpoint"}
)

// codeEndings end the names of properties that may identify a feature; such a
// property is taken only when no two features have the same value.
var codeEndings = []string{"code", "cd", "id"}

// String lists the properties in use, for a report.
func (f Fields) String() string {
	var parts []string
	for _, p := range []struct{ what, property string }{
		{"code", f.codeField()},
		{"name", f.Name},
		{"English name", f.NameEN},
		{"parent", f.Parent},
		{"population", f.Population},
		{"area in km²", f.AreaKM2},
		{"label", f.Label},
	} {
		if p.property != "" {
			parts = append(parts, p.what+" from "+p.property)
		}
	}
	return strings.Join(parts, ", ")
}

func (f Fields) codeField() string {
	if f.Code == "" {
		return "id"
	}
	return f.Code
}

// resolve checks the fields that are given and guesses the others.
func (f Fields) resolve(features []feature) (Fields, error) {
	has := propertyNames(features)
	for _, given := range []struct{ flag, property string }{
		{"code", f.Code},
		{"name", f.Name},
		{"name-en", f.NameEN},
		{"parent", f.Parent},
		{"population", f.Population},
		{"area-km2", f.AreaKM2},
		{"label", f.Label},
	} {
		if given.property != "" && !slices.Contains(has, given.property) {
			return f, diemnong.InvalidValue(given.flag, given.property, "is not a property of the features.",
				"They have: "+strings.Join(has, ", ")+".")
		}
	}
	if f.Code == "" {
		code, err := guessCode(features, has)
		if err != nil {
			return f, err
		}
		f.Code = code
	}
	return f.guess(has), nil
}

func (f Fields) guess(has []string) Fields {
	for _, g := range []struct {
		into  *string
		names []string
	}{
		{&f.Name, append(slices.Clone(nameNames), nameBeside(f.Code))},
		{&f.NameEN, nameENNames},
		{&f.Parent, parentNames},
		{&f.Population, populationNames},
		{&f.AreaKM2, areaKM2Names},
		{&f.Label, labelNames},
	} {
		if *g.into == "" {
			*g.into = find(has, g.names)
		}
	}
	return f
}

// guessCode finds the property that identifies the features; "" stands for
// their id. A property called code is taken at its word; a doubled code in it
// is then an error. Others must prove themselves.
func guessCode(features []feature, has []string) (string, error) {
	if p := find(has, codeNames); p != "" {
		return p, nil
	}
	identifies := func(text func(*feature) string) bool {
		seen := make(map[string]bool, len(features))
		for i := range features {
			s := text(&features[i])
			if seen[s] || !diemnong.ValidCode(s) {
				return false
			}
			seen[s] = true
		}
		return true
	}
	for _, ending := range codeEndings {
		for _, p := range has {
			if strings.HasSuffix(bare(p), ending) && identifies(func(ft *feature) string { return ft.text(p) }) {
				return p, nil
			}
		}
	}
	if identifies(func(ft *feature) string { return plainText(ft.ID) }) {
		return "", nil
	}
	return "", &diemnong.Error{
		Code: diemnong.Invalid, Field: "code", Message: "No property tells the areas apart.",
		Hint: fmt.Sprintf("Name one with --code; the features have: %s.", strings.Join(has, ", ")),
	}
}

// nameBeside is the name that goes with a code: NTACode has NTAName beside it.
func nameBeside(code string) string {
	b := bare(code)
	for _, ending := range codeEndings {
		if stem, ok := strings.CutSuffix(b, ending); ok {
			return stem + "name"
		}
	}
	return b + "name"
}

// find gives the property that goes by the earliest of the names, or "".
func find(has, names []string) string {
	for _, name := range names {
		if i := slices.IndexFunc(has, func(p string) bool { return bare(p) == name }); i >= 0 {
			return has[i]
		}
	}
	return ""
}

// bare is a property's name without case, spaces and signs.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// propertyNames lists the properties that any feature has, sorted.
func propertyNames(features []feature) []string {
	names := make(map[string]bool)
	for i := range features {
		for name := range features[i].Properties {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}
