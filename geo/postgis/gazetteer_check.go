package postgis

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// learnedSource is the code of the source of address points that were learned
// from complaints. No import may use it.
const learnedSource = "complaints"

// checkSource refuses what cannot be a source of an import.
func checkSource(s gazetteer.Source) error {
	if !diemnong.ValidCode(s.Code) {
		return diemnong.InvalidValue("source", s.Code, "is not a code.", "Use 1 to 64 letters a–z, digits, '-', '_' or '.'.")
	}
	if s.Code == learnedSource {
		return diemnong.InvalidValue("source", s.Code, "is what was learned from complaints.", "Use another code for an import.")
	}
	switch s.Kind {
	case gazetteer.SourceOSM, gazetteer.SourceGeoJSON, gazetteer.SourceCSV:
	default:
		return diemnong.InvalidValue("kind", string(s.Kind), "is not a kind of import.", "Use osm, geojson or csv.")
	}
	return checkWeight("weight", s.Weight)
}

// checkWeight lets 0 pass, which stands for 1.
func checkWeight(field string, weight float32) error {
	if !(weight >= 0 && weight <= 1) { // so that NaN fails
		return diemnong.InvalidValue(field, fmt.Sprint(weight), "is not a weight.", "Give more than 0 and at most 1.")
	}
	return nil
}

func checkStreet(s *gazetteer.Street) error {
	if err := checkEntryTexts("street", s.Ref, s.Name, s.Class, s.Aliases); err != nil {
		return err
	}
	for _, line := range s.Lines {
		if len(line) < 2 {
			return badEntry("street", s.Ref, "has a line of less than two points.")
		}
	}
	return checkGround("street", s.Ref, s.Lines)
}

func checkAddress(a *gazetteer.Address) error {
	if err := checkEntryTexts("address", a.Ref, a.Street, a.Number, []string{a.Area.Set, a.Area.Code}); err != nil {
		return err
	}
	if err := checkWeight("weight of address "+a.Ref, a.Weight); err != nil {
		return err
	}
	return checkGround("address", a.Ref, orb.Point{a.Point.Lon, a.Point.Lat})
}

func checkPlace(p *gazetteer.Place) error {
	if err := checkEntryTexts("place", p.Ref, p.Name, p.Kind, p.Aliases); err != nil {
		return err
	}
	if !(p.RadiusM >= 0) || p.RadiusM > math.MaxFloat32 {
		return badEntry("place", p.Ref, "has an impossible radius.")
	}
	return checkGround("place", p.Ref, orb.Point{p.Point.Lon, p.Point.Lat})
}

func checkFeature(f *gazetteer.Feature) error {
	if f.Geometry == nil || f.Geometry.Bound().IsEmpty() {
		return badEntry("feature", f.Ref, "has no geometry.")
	}
	switch f.Kind {
	case gazetteer.Water, gazetteer.Waterway, gazetteer.Road, gazetteer.Rail, gazetteer.Station:
	default:
		return badEntry("feature", f.Ref, fmt.Sprintf("has the unknown kind %q.", f.Kind))
	}
	if !goodText(f.Ref) || !goodText(f.Class) || !goodText(f.Name) {
		return badEntry("feature", f.Ref, "has a text that is not UTF-8.")
	}
	return checkGround("feature", f.Ref, f.Geometry)
}

// checkEntryTexts refuses an entry without a name, and what the server cannot store.
func checkEntryTexts(entry, ref, name, other string, more []string) error {
	if strings.TrimSpace(name) == "" {
		return badEntry(entry, ref, "has no name.")
	}
	for _, s := range append([]string{ref, name, other}, more...) {
		if !goodText(s) {
			return badEntry(entry, ref, "has a text that is not UTF-8.")
		}
	}
	return nil
}

// goodText reports whether a server takes a text: UTF-8 without the zero character.
func goodText(s string) bool { return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 }

// checkGround refuses what does not lie on the Earth.
func checkGround(entry, ref string, g orb.Geometry) error {
	if !onEarth(g) {
		return badEntry(entry, ref, "lies outside the degrees of longitude and latitude.")
	}
	return nil
}

// onEarth reports whether all points of a geometry are degrees. Its bound
// would not do: it leaves out what is not a number.
func onEarth(g orb.Geometry) bool {
	switch g := g.(type) {
	case orb.Point:
		return math.Abs(g[0]) <= 180 && math.Abs(g[1]) <= 90
	case orb.MultiPoint:
		return allOnEarth(g)
	case orb.LineString:
		return allOnEarth(g)
	case orb.Ring:
		return allOnEarth(g)
	case orb.MultiLineString:
		return allOnEarth(g)
	case orb.Polygon:
		return allOnEarth(g)
	case orb.MultiPolygon:
		return allOnEarth(g)
	case orb.Collection:
		return allOnEarth(g)
	}
	return false
}

func allOnEarth[G orb.Geometry](parts []G) bool {
	for _, p := range parts {
		if !onEarth(p) {
			return false
		}
	}
	return true
}

func badEntry(entry, ref, message string) error {
	return &diemnong.Error{
		Code: diemnong.Invalid, Field: entry, Value: strings.ToValidUTF8(ref, "\uFFFD"), Message: message,
		Hint: "Mend the file, or leave the entry out.",
	}
}
