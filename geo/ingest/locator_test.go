package ingest

import (
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
)

// halves is a city of two sets: in the first, area 1 lies west of 106.5 and
// area 2 east of it up to 107; the second covers the west only, by area 9.
type halves struct{}

func (halves) Locate(p geo.Point, dst []int32) []int32 {
	switch dst = append(dst[:0], 0, 0); {
	case p.Lon < 106.5:
		dst[0], dst[1] = 1, 9
	case p.Lon < 107:
		dst[0] = 2
	}
	return dst
}

func (h halves) Contains(id int32, p geo.Point) bool {
	a := h.Locate(p, nil)
	return a[0] == id || a[1] == id
}

func (h halves) Near(id int32, p geo.Point, withinM float64) bool {
	for _, shift := range []float64{0, -withinM, withinM} {
		if p := (geo.Point{Lon: p.Lon + shift/100_000}); h.Contains(id, p) {
			return true
		}
	}
	return false
}

func (halves) Resolve(stated int32) ([]int32, bool) {
	if stated == 1 {
		return []int32{1, 9}, true
	}
	if stated == 9 {
		return []int32{0, 9}, false
	}
	return []int32{2, 0}, false
}

func (halves) ByRef(ref diemnong.AreaRef) (area.Unit, bool) {
	for _, u := range halvesUnits {
		if u.Set == ref.Set && u.Code == ref.Code {
			return u, true
		}
	}
	return area.Unit{}, false
}

func (halves) Area(id int32) (area.Unit, bool) {
	for _, u := range halvesUnits {
		if u.ID == int(id) {
			return u, true
		}
	}
	return area.Unit{}, false
}

// halvesUnits are the areas of halves; 3 holds both of the first set.
var halvesUnits = []area.Unit{
	{Area: diemnong.Area{ID: 1, Set: "s", Code: "w", Parent: "all", AreaKM2: 3.14159265}},
	{Area: diemnong.Area{ID: 2, Set: "s", Code: "e", Parent: "all", AreaKM2: 3.14159265}},
	{Area: diemnong.Area{ID: 3, Set: "s", Code: "all", AreaKM2: 6.2831853}},
	{Area: diemnong.Area{ID: 9, Set: "new", Code: "n", AreaKM2: 3.14159265}},
}

func TestARowIsLocatedByWhatIsKnown(t *testing.T) {
	l := Locator{
		Places: halves{}, Bounds: diemnong.Bounds{West: 106, South: 10, East: 108, North: 11},
		Cell: func(geo.Point) (geo.Cell, error) { return 77, nil },
	}
	point := func(lon float64) diemnong.Location { return diemnong.Location{Lon: lon, Lat: 10.5} }
	stated := func(loc diemnong.Location, code string) diemnong.Location {
		loc.Area = diemnong.AreaRef{Set: "s", Code: code}
		return loc
	}
	none := diemnong.Location{Quality: diemnong.QualityNone}
	f := func(name string, loc diemnong.Location, quality diemnong.Quality, areas []int32, radius float64, flags diemnong.Flags) {
		t.Helper()
		r := Row{Complaint: diemnong.Complaint{Location: loc}, Areas: []int32{5, 5, 5}}
		if err := l.Locate(&r); err != nil {
			t.Fatal(err)
		}
		got := r.Complaint.Location
		if got.Quality != quality || r.Complaint.Flags != flags || (got.Cell == 77) != quality.Placeable() || math.Round(got.RadiusM) != radius {
			t.Errorf("%s: %+v with flags %d; want quality %s, radius %g and flags %d", name, got, r.Complaint.Flags, quality, radius, flags)
		}
		if !quality.Placeable() && (got.Lon != 0 || got.Lat != 0) {
			t.Errorf("%s: a place that counts as unknown keeps %v, %v", name, got.Lon, got.Lat)
		}
		method := []diemnong.Method{diemnong.MethodGiven, diemnong.MethodGiven, diemnong.MethodStated, diemnong.MethodUnknown}[quality]
		if got.Method != method {
			t.Errorf("%s: %s; want %s", name, got.Method, method)
		}
		if diff := cmp.Diff(areas, r.Areas); diff != "" {
			t.Errorf("%s: areas (-want +got):\n%s", name, diff)
		}
	}
	f("a point", point(106.2), diemnong.QualityPoint, []int32{1, 9}, PointRadiusM, 0)
	f("a point in one set only", point(106.7), diemnong.QualityPoint, []int32{2, 0}, PointRadiusM, 0)
	f("a point in no set", point(107.5), diemnong.QualityPoint, []int32{0, 0}, PointRadiusM, diemnong.FlagOutsideCity)
	f("a point outside the bounds", point(109), diemnong.QualityNone, []int32{}, 0, diemnong.FlagOutsideCity)
	f("outside, but the area is known", stated(point(109), "e"), diemnong.QualityArea, []int32{2, 0}, 1000, diemnong.FlagOutsideCity)
	f("a point in the stated area", stated(point(106.7), "e"), diemnong.QualityPoint, []int32{2, 0}, PointRadiusM, 0)
	f("a point outside the stated area", stated(point(106.7), "w"), diemnong.QualityPoint, []int32{2, 0}, PointRadiusM, diemnong.FlagAreaContradicts)
	f("an area", stated(none, "e"), diemnong.QualityArea, []int32{2, 0}, 1000, 0)
	f("an area that was split", stated(none, "w"), diemnong.QualityArea, []int32{1, 9}, 1000, diemnong.FlagAreaSplit)
	f("an area that nobody knows", stated(none, "x"), diemnong.QualityNone, []int32{}, 0, 0)
	f("nothing", none, diemnong.QualityNone, []int32{}, 0, 0)

	l.Cell = func(geo.Point) (geo.Cell, error) { return 0, errors.New("no cell") }
	if err := l.Locate(&Row{Complaint: diemnong.Complaint{Location: point(106.2)}}); err == nil {
		t.Error("a point without a cell is no fault")
	}
}

func TestAreasAreFoundByNameAsFilesWriteIt(t *testing.T) {
	in := func(code, name, parent string) diemnong.Area {
		return diemnong.Area{Set: "s", Code: code, Name: name, Parent: parent}
	}
	n := NewAreaNames("s", []diemnong.Area{
		in("760", "Quận 1", ""), in("764", "Quận Gò Vấp", ""),
		in("26740", "Phường Bến Nghé", "760"), in("26743", "Phường 1", "764"), in("26746", "Phường 1", "760"),
		{Set: "other", Code: "9", Name: "Phường Khác"},
	})
	f := func(text, parent, want string) {
		t.Helper()
		if got, ok := n.Find(text, parent); got != want || ok != (want != "") {
			t.Errorf("Find(%q, %q) = %q, %v; want %q", text, parent, got, ok, want)
		}
	}
	f("26740", "", "26740")
	f("Phường Bến Nghé", "", "26740")
	f("bến nghé", "", "26740")
	f("P. Ben Nghe", "Q.1", "26740")
	f("Phường 1", "", "") // two of them
	f("Phường 1", "Quận 1", "26746")
	f("P.1", "Gò Vấp", "26743")
	f("Phường 2", "Quận 1", "")
	f("Phường Khác", "", "")
	f("Gò Vấp", "", "764")
}
