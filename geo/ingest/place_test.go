package ingest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
)

// knownAddresses finds texts that it has. An area that it finds with score 1 is
// also named for certain.
type knownAddresses map[string]Found

func (k knownAddresses) Geocode(a Address) Found {
	if f, ok := k[a.Text]; ok {
		return f
	}
	return Found{Quality: diemnong.QualityNone}
}

func (k knownAddresses) Named(a Address) (diemnong.AreaRef, bool) {
	f, ok := k["named: "+a.Text]
	return f.Area, ok
}

func inS(code string) diemnong.AreaRef { return diemnong.AreaRef{Set: "s", Code: code} }

// placing is a placer over [halves] with some addresses.
func placing(known knownAddresses) *Placer {
	return &Placer{Geocoder: known, Locator: &Locator{
		Places: halves{}, Bounds: diemnong.Bounds{West: 106, South: 10, East: 108, North: 11},
		Cell: func(geo.Point) (geo.Cell, error) { return 77, nil },
	}}
}

func foundAt(lon, score float64, q diemnong.Quality) Found {
	return Found{Point: geo.Point{Lon: lon, Lat: 10.5}, Quality: q, RadiusM: 30, Score: score, Area: inS("w"), Areas: []int32{1, 9}}
}

func foundIn(code string, score float64, areas ...int32) Found {
	return Found{Quality: diemnong.QualityArea, RadiusM: 400, Score: score, Area: inS(code), Areas: areas, Unplaced: diemnong.UnplacedUnknown}
}

func TestAComplaintIsPlacedByItsAddress(t *testing.T) {
	none, noneFrom := diemnong.QualityNone, diemnong.MethodUnknown
	place := placing(knownAddresses{
		"house": foundAt(106.2, 0.9, diemnong.QualityPoint), "street": foundAt(106.2, AcceptPoint, diemnong.QualityStreet),
		"unsure": foundAt(106.2, 0.4, diemnong.QualityPoint), "unsure, ward": foundAt(106.2, 0.4, diemnong.QualityPoint),
		"named: unsure, ward": {Area: inS("e")}, "far": foundAt(109, 0.9, diemnong.QualityPoint),
		"ward": foundIn("w", 0.8, 1, 9), "east": foundIn("e", 0.8, 2, 0), "city": foundIn("all", 0.8, 3, 0),
		"old ward":    {Quality: diemnong.QualityArea, Score: 0.8, Area: diemnong.AreaRef{Set: "new", Code: "n"}, Areas: []int32{1, 9}},
		"unsure area": foundIn("w", 0.4, 1, 9), "lost area": foundIn("gone", 0.9), "two": {Quality: none, Unplaced: diemnong.UnplacedAmbiguous},
	})
	given := func(lon float64) diemnong.Location { return diemnong.Location{Lon: lon, Lat: 10.5} }
	stated := func(code string) diemnong.Location { return diemnong.Location{Quality: none, Area: inS(code)} }
	unknown := diemnong.Location{Quality: none}
	f := func(loc diemnong.Location, address, text string, quality diemnong.Quality, method diemnong.Method, why diemnong.Unplaced, area string) {
		t.Helper()
		r := Row{Complaint: diemnong.Complaint{Location: loc}, Personal: diemnong.Personal{Address: address, Text: text}}
		if err := place.Place(&r); err != nil {
			t.Fatal(err)
		}
		got := r.Complaint.Location
		if got.Quality != quality || got.Method != method || got.Unplaced != why || got.Area.Code != area {
			t.Errorf("%+v with %q, %q: %+v; want quality %s, method %s, reason %q, area %q", loc, address, text, got, quality, method, why, area)
		}
		if scored := method == diemnong.MethodGeocoded && address != "unsure, ward"; scored != (got.Score > 0) {
			t.Errorf("%+v with %q: score %g", loc, address, got.Score)
		}
	}
	f(given(106.2), "street", "", diemnong.QualityPoint, diemnong.MethodGiven, diemnong.Placed, "")
	f(unknown, "house", "", diemnong.QualityPoint, diemnong.MethodGeocoded, diemnong.Placed, "")
	f(unknown, "street", "house", diemnong.QualityStreet, diemnong.MethodGeocoded, diemnong.Placed, "")
	f(unknown, " ", "house", diemnong.QualityPoint, diemnong.MethodGeocoded, diemnong.Placed, "")
	f(unknown, "", "", none, noneFrom, diemnong.UnplacedNoAddress, "")
	f(unknown, "nonsense", "house", none, noneFrom, diemnong.UnplacedUnreadable, "")
	f(unknown, "two", "", none, noneFrom, diemnong.UnplacedAmbiguous, "")
	f(unknown, "unsure", "", none, noneFrom, diemnong.UnplacedUncertain, "")
	f(unknown, "unsure, ward", "", diemnong.QualityArea, diemnong.MethodGeocoded, diemnong.UnplacedUncertain, "e")
	f(unknown, "unsure area", "", none, noneFrom, diemnong.UnplacedUncertain, "")
	f(unknown, "lost area", "", none, noneFrom, diemnong.UnplacedUnknown, "")
	f(unknown, "far", "", none, noneFrom, diemnong.UnplacedElsewhere, "")
	f(unknown, "ward", "", diemnong.QualityArea, diemnong.MethodGeocoded, diemnong.UnplacedUnknown, "w")
	f(unknown, "old ward", "", diemnong.QualityArea, diemnong.MethodGeocoded, diemnong.UnplacedUncertain, "w") // from which the other follows
	f(given(109), "house", "", diemnong.QualityPoint, diemnong.MethodGeocoded, diemnong.Placed, "")            // refused, and made up for

	f(stated("w"), "", "", diemnong.QualityArea, diemnong.MethodStated, diemnong.UnplacedNoAddress, "w")
	f(stated("w"), "two", "", diemnong.QualityArea, diemnong.MethodStated, diemnong.UnplacedAmbiguous, "w")
	f(stated("w"), "house", "", diemnong.QualityPoint, diemnong.MethodGeocoded, diemnong.Placed, "w")
	f(stated("w"), "east", "", diemnong.QualityArea, diemnong.MethodStated, diemnong.UnplacedUnknown, "w")
	f(stated("w"), "city", "", diemnong.QualityArea, diemnong.MethodStated, diemnong.UnplacedUnknown, "w")
	f(stated("w"), "ward", "", diemnong.QualityArea, diemnong.MethodStated, diemnong.UnplacedUnknown, "w")
	f(stated("all"), "ward", "", diemnong.QualityArea, diemnong.MethodGeocoded, diemnong.UnplacedUnknown, "w") // lies in it
	f(stated("gone"), "ward", "", diemnong.QualityArea, diemnong.MethodGeocoded, diemnong.UnplacedUnknown, "w")
}

// What was found may move the area, never what the source stated.
func TestWhatTheSourceStatesIsKeptBesideWhatIsFound(t *testing.T) {
	place := placing(knownAddresses{"ward": foundIn("w", 0.8, 1, 9), "house": foundAt(106.2, 0.9, diemnong.QualityPoint)})
	f := func(stated, address string, wantStated, wantSource int32) {
		t.Helper()
		r := Row{
			Complaint: diemnong.Complaint{Location: diemnong.Location{Quality: diemnong.QualityNone, Area: inS(stated)}},
			Personal:  diemnong.Personal{Address: address},
		}
		if err := place.Place(&r); err != nil {
			t.Fatal(err)
		}
		if r.StatedArea != wantStated || r.SourceArea != wantSource {
			t.Errorf("stated %q with %q: area %d, source %d; want %d and %d", stated, address, r.StatedArea, r.SourceArea, wantStated, wantSource)
		}
	}
	f("all", "ward", 1, 3)
	f("all", "house", 3, 3)
	f("all", "", 3, 3)
	f("", "ward", 1, 0)
	f("gone", "ward", 1, 0)
}

func TestWithoutAGeocoderAddressesAreKeptOnly(t *testing.T) {
	place := placing(nil)
	place.Geocoder = nil
	r := Row{Complaint: diemnong.Complaint{Location: diemnong.Location{Quality: diemnong.QualityNone}}, Personal: diemnong.Personal{Address: "house"}}
	if err := place.Place(&r); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(diemnong.Location{Quality: diemnong.QualityNone}, r.Complaint.Location); diff != "" {
		t.Errorf("location (-want +got):\n%s", diff)
	}
}

// In halves, 100 m are 0.001 degrees.
func TestAPointThatContradictsItsAddressIsFlaggedAndKept(t *testing.T) {
	place := placing(knownAddresses{"named: in the west": {Area: inS("w")}, "named: nowhere": {Area: inS("gone")}})
	f := func(lon float64, address string, want diemnong.Flags) {
		t.Helper()
		r := Row{Complaint: diemnong.Complaint{Location: diemnong.Location{Lon: lon, Lat: 10.5}}, Personal: diemnong.Personal{Address: address, Text: "in the west"}}
		if err := place.Place(&r); err != nil {
			t.Fatal(err)
		}
		if got := r.Complaint; got.Flags != want || got.Location.Lon != lon || got.Location.Quality != diemnong.QualityPoint {
			t.Errorf("%q at %v: %+v; want flags %d and the given point", address, lon, got, want)
		}
	}
	f(106.2, "in the west", 0)
	f(106.501, "in the west", 0) // on the other side of the road
	f(106.502, "in the west", diemnong.FlagAddressContradicts)
	f(106.7, "in the west", diemnong.FlagAddressContradicts)
	f(106.7, "says nothing", 0)
	f(106.7, "nowhere", 0)
	f(106.7, "", 0) // the complaint's text may speak of other places
}

// Where the text plainly agrees with the point, nothing is looked up.
func TestAnAddressThatAgreesNeedsNoGeocoder(t *testing.T) {
	ward := func(id int32, name string, parent int32) area.Unit {
		return area.Unit{Area: diemnong.Area{ID: int(id), Name: name}, ParentID: parent}
	}
	p := &Placer{Locator: &Locator{Places: namedPlaces{
		ward(1, "Phường 4", 2), ward(2, "Quận 5", 0), ward(3, "Phường Bến Thành", 0), ward(4, "Phường Cầu Ông Lãnh", 5), ward(5, "Quận Gò Vấp", 0),
		ward(6, "Xã An", 0), ward(7, "Phường Tân Sơn", 0), ward(8, "Phường Phú Thọ", 9), ward(9, "Quận 11", 0), ward(10, "Phường Bình Thới", 9),
		ward(11, "Xã Bình Hưng", 12), ward(12, "Huyện Bình Chánh", 0), ward(13, "Phường An Phú", 14), ward(14, "Thành phố Thủ Đức", 0),
		ward(15, "Kreis 4", 0),
	}}}
	f := func(address string, want bool, at ...int32) {
		t.Helper()
		if got := p.agrees(address, geo.Point{}, at); got != want {
			t.Errorf("%q at %v: %v", address, at, got)
		}
	}
	f("12/3 Nguyễn Văn Cừ, Phường 4, Quận 5", true, 1)
	f("12/3 nguyen van cu p4q5", true, 1)
	f("12/3 Nguyễn Văn Cừ P.4 Q.5 TP.HCM", true, 1)
	f("12/3 Nguyễn Văn Cừ, Phường 14, Quận 5", false, 1)
	f("12/3 Nguyễn Văn Cừ, P40, P4, Q5", true, 1)
	f("12/3 Nguyễn Văn Cừ, P40, Q5", false, 1)
	f("12/3 Nguyễn Văn Cừ, P4", false, 1) // of which district?
	f("Chợ, Phường Bến Thành", true, 3)
	f("Chợ, phuong ben thanh, TPHCM", true, 3)
	f("Chợ, Phường Bến Thành, Quận 1", false, 3) // that of before may lie elsewhere
	f("Chợ, Bến Thành, Q1", false, 3)
	f("5 X, P. Cầu Ông Lãnh, Quận Gò Vấp", true, 4)
	f("5 X, P. Cầu Ông Lãnh Q. Gò Vấp", true, 4)
	f("5 X, P. Cầu Ông Lãnh, Gò Vấp", false, 4) // it may be a street
	f("5 X, P. Cầu Ông Lãnh", false, 4)
	f("5 X, P. Cầu Ông Lãnh, Phường 4, Quận 5", true, 3, 1)
	f("5 An Dương Vương", false, 6)
	f("5 X, Xã An", true, 6)
	f("nothing", false, 0, 1, 3)

	// Wards named like the beginning of others.
	f("5 X, Phường Tân Sơn", true, 7)
	f("5 X, Phường Tân Sơn, TP. Hồ Chí Minh, 700000, Việt Nam", true, 7)
	f("5 X, PHƯỜNG TÂN SƠN (TPHCM)", true, 7)
	f("5 X, Phường Tân Sơn\nTPHCM", true, 7)
	f("5 X, Phường Tân Sơn Nhì", false, 7)
	f("5 X, phuong tan son nhi, tphcm", false, 7)
	f("5 X, P.Tân Sơn Nhì", false, 7)
	f("5 X, Phường Tân Sơn 2", false, 7)
	f("5 X, Phường Tân Sơn/Tân Sơn Nhì", false, 7)
	f("5 X, Phường Phú Thọ Hòa, Quận 11", false, 8)
	f("5 X, Phường Phú Thọ Quận 11", true, 8)
	f("5 X, Phường Phú Thọ - Quận 11", true, 8)
	f("5 X, X. Bình Hưng, H. Bình Chánh", true, 11)
	f("5 X, Xã Bình Hưng Hòa, Huyện Bình Chánh", false, 11)
	f("5 X, P. Bình Hưng, Huyện Bình Chánh", false, 11)
	f("5 X, P An Phú TP Thủ Đức", true, 13)
	f("5 X, Phường An Phú Đông, TP. Thủ Đức", false, 13)

	// Streets named like wards, and units of another vintage.
	f("12 Bình Thới, Phường Phú Thọ, Quận 11", false, 10)
	f("12 đường Bình Thới, Quận 11", false, 10)
	f("12 Bình Thới, P. Bình Thới, Q.11", true, 10)
	f("5 X, Phường Tân Sơn, Gò Vấp", false, 7)
	f("5 X, Phường Tân Sơn, TP Thủ Đức", false, 7)
	f("Thành phố Thủ Đức, Phường Tân Sơn", false, 7)
	f("5 X, Phường 4, Quận 5/3", false, 1)
	f("5 X, Phường 4-6, Quận 5", false, 1)
	f("5 X, Kreis 4", false, 15) // no word that is known to begin a name
}

// namedPlaces are areas of which a point lies in those that the test says.
type namedPlaces []area.Unit

func (namedPlaces) Locate(_ geo.Point, at []int32) []int32        { return at }
func (namedPlaces) Contains(int32, geo.Point) bool                { return false }
func (namedPlaces) Near(int32, geo.Point, float64) bool           { return false }
func (namedPlaces) Resolve(int32) ([]int32, bool)                 { return nil, false }
func (namedPlaces) ByRef(diemnong.AreaRef) (u area.Unit, ok bool) { return u, ok }

func (n namedPlaces) Area(id int32) (area.Unit, bool) {
	if id < 1 || int(id) > len(n) {
		return area.Unit{}, false
	}
	return n[id-1], true
}
