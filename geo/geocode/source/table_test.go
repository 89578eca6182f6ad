package source

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

func csv(t testing.TB, text string, o Options) (entries, Report, error) {
	t.Helper()
	f, err := Open(write(t, "f.csv", text), o)
	if err != nil {
		return entries{}, Report{}, err
	}
	defer f.Close()
	got, err := drain(t, f)
	return got, f.Report(), err
}

func TestATableGivesAddressesPlacesAndStreets(t *testing.T) {
	got, r, err := csv(t, "\ufeffTên đường;Số nhà;Tên;Vĩ độ;Kinh độ;Trọng số;Loại\n"+
		"Nguyễn Trãi;12/3A;;10,77;106,70;0,5;\n"+
		";;Chợ Bến Thành;10.7721;106.6981;;marketplace\n"+
		"Lê Lợi;1;Nhà hát;10.78;106.71;;theatre\n"+
		"Hẻm 5;;;;;;\n"+
		"Hẻm 5;;;0;0;;\n", Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := entries{gazetteer.Batch{
		Streets: []gazetteer.Street{{Ref: "5", Name: "Hẻm 5"}},
		Addresses: []gazetteer.Address{
			{Ref: "2", Street: "Nguyễn Trãi", Number: "12/3A", Point: geo.Point{Lon: 106.70, Lat: 10.77}, Weight: 0.5},
			{Ref: "4", Street: "Lê Lợi", Number: "1", Point: geo.Point{Lon: 106.71, Lat: 10.78}, Weight: 1},
		},
		Places: []gazetteer.Place{
			{Ref: "3", Name: "Chợ Bến Thành", Kind: "marketplace", Point: geo.Point{Lon: 106.6981, Lat: 10.7721}},
			{Ref: "4", Name: "Nhà hát", Kind: "theatre", Point: geo.Point{Lon: 106.71, Lat: 10.78}},
		},
	}}
	if diff := cmp.Diff(want.Batch, got.Batch); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if !strings.Contains(r.Read, "street from Tên đường") || !strings.Contains(r.Read, "longitude from Kinh độ") {
		t.Errorf("read: %s", r.Read)
	}
}

func TestRowsThatCannotBeUsedAreCountedByReason(t *testing.T) {
	bounds := diemnong.Bounds{West: 106, South: 10, East: 107, North: 11}
	got, r, err := csv(t, "street,number,lat,lon,weight\n"+
		"A,1,10.7,106.7,1\n"+ // line 2
		"A,2,north,106.7,1\n"+
		"A,3,95,106.7,1\n"+
		"A,4,10.7,,1\n"+
		"A,5,10.7,106.7,2\n"+
		"A,6,106.7,10.7,1\n"+
		"A,7,21.0,105.8,1\n"+
		",8,10.7,106.7,1\n"+
		"A,9,10.7,106.7,1,x\n", Options{Bounds: bounds, AllowBad: true})
	if err != nil {
		t.Fatal(err)
	}
	want := []Reason{
		{Text: "is not a latitude. Give degrees such as 10.7721.", N: 2, Where: "line 3", Field: "lat", Value: "north"}, // and 95
		{Text: "is not a longitude. Give degrees such as 106.6981.", N: 1, Where: "line 5", Field: "lon"},
		{Text: "is not a weight. Give a number above 0, up to 1.", N: 1, Where: "line 6", Field: "weight", Value: "2"},
		{
			Text: "lies outside of the city, and in it the other way round: latitude and longitude look exchanged.", N: 1, Where: "line 7",
			Field: "lat, lon", Value: "106.7, 10.7",
		},
		{Text: "lies outside the bounds of the city.", N: 1, Where: "line 8", Field: "lat, lon", Value: "21.0, 105.8"},
		{Text: "has no street, no name and no address.", N: 1, Where: "line 9"},
		{Text: "has 6 columns, but the header has 5.", N: 1, Where: "line 10"},
	}
	if diff := cmp.Diff(want, r.LeftOut); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if len(got.Addresses) != 1 || r.Missing() != 8 || r.Rows != 9 {
		t.Errorf("%d addresses, %d of %d left out; want 1, 8 of 9", len(got.Addresses), r.Missing(), r.Rows)
	}
	if r.Outside != 1 || !strings.Contains(r.Elsewhere(), "covers 105.8,10.7,106.7,21; the city lies in 106,10,107,11 ") {
		t.Errorf("%d outside, %s", r.Outside, r.Elsewhere())
	}
}

func TestATableOfWholeAddressesIsLearned(t *testing.T) {
	learn := func(text string, p geo.Point) (gazetteer.Address, error) {
		street, ok := strings.CutPrefix(text, "5 ")
		if ward, astray := strings.CutPrefix(text, "in "); astray {
			e := diemnong.Errorf(diemnong.Invalid, "names %s, but the point lies elsewhere.", ward)
			e.Err = errors.New("names an area, but the point lies elsewhere")
			return gazetteer.Address{}, e
		}
		if !ok {
			return gazetteer.Address{}, diemnong.Errorf(diemnong.Invalid, "has no street and number.")
		}
		return gazetteer.Address{Street: street, Number: "5"}, nil
	}
	text := "address,lat,lng,weight\n5 Lê Lợi,10.7,106.7,0.25\nnowhere,10.7,106.7,\nelsewhere,10.7,106.7,\nin A,10.7,106.7,\nin B,10.7,106.7,\n"
	var rejects []Reject
	got, r, err := csv(t, text, Options{Learn: learn, AllowBad: true, OnReject: func(j Reject) error {
		rejects = append(rejects, j)
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	want := []gazetteer.Address{{Ref: "2", Street: "Lê Lợi", Number: "5", Point: geo.Point{Lon: 106.7, Lat: 10.7}, Weight: 0.25}}
	if diff := cmp.Diff(want, got.Addresses); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	wantLeft := []Reason{
		{Text: "has no street and number.", N: 2, Where: "line 3", Field: "address", Value: "nowhere"},
		{Text: "names an area, but the point lies elsewhere.", N: 2, Where: "line 5", Field: "address", Value: "in A"}, // not one for each area
	}
	if diff := cmp.Diff(wantLeft, r.LeftOut); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	last := Reject{6, "address", "in B", "names B, but the point lies elsewhere.", []string{"in B", "10.7", "106.7", ""}}
	if len(rejects) != 4 {
		t.Fatalf("%d rejects; want 4", len(rejects))
	}
	if diff := cmp.Diff(last, rejects[3]); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	_, _, err = csv(t, text, Options{})
	refused(t, err, diemnong.Invalid, "line 2", "nothing to read it with")
}

func TestTablesThatCannotGiveAnything(t *testing.T) {
	f := func(text string, c Columns, words ...string) {
		t.Helper()
		_, _, err := csv(t, text, Options{Columns: c})
		refused(t, err, diemnong.Invalid, words...)
	}
	f("", Columns{}, "no header")
	f("a,b\n1,2\n", Columns{}, "neither streets nor coordinates", "It has: a, b.")
	f("lat,b\n1,2\n", Columns{}, "only one of latitude and longitude")
	f("lat,lon\n1,2\n", Columns{}, "no street, no place and no address", "--street")
	f("street\nx\n", Columns{Number: "nr"}, `number "nr"`, "It has: street.")
	f("street,lat,lon\n", Columns{}, "no streets, addresses or places")
	f("street,lat,lon\nx,a,b\n", Columns{}, "line 2", `lat "a"`)
}

func TestATableThatIsMostlyBadIsRefused(t *testing.T) {
	bounds := diemnong.Bounds{West: 106, South: 10, East: 107, North: 11}
	f := func(rows string, allow bool, words ...string) {
		t.Helper()
		_, _, err := csv(t, "street,lat,lon\nA,10.7,106.7\n"+rows, Options{Bounds: bounds, AllowBad: allow})
		if len(words) == 0 {
			if err != nil {
				t.Errorf("%q: %v", rows, err)
			}
			return
		}
		refused(t, err, diemnong.Invalid, words...)
	}
	swapped := "A,106.7,10.7\n"
	f(swapped, false) // half is not more than half
	f(swapped+swapped, false, "line 3", "latitude and longitude look exchanged", "Of 3 rows, 2 cannot be used", "--allow-bad")
	f(swapped+swapped, true)
	f("A,21,105\nA,21,105\nA,21,105\n", false) // of a whole country
}

func TestAFileOfAnotherPlaceSaysBothBoxes(t *testing.T) {
	bounds := diemnong.Bounds{West: 106, South: 10, East: 107, North: 11}
	_, _, err := csv(t, "street,lat,lon\nA,48.85,2.35\nA,48.9,2.4\n", Options{Bounds: bounds})
	refused(t, err, diemnong.Invalid, "The file covers 2.35,48.85,2.4,48.9; the city lies in 106,10,107,11", "--bounds")
	f := open(t, write(t, "f.geojson", `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Rue"},
		"geometry":{"type":"LineString","coordinates":[[2.3,48.8],[2.4,48.9]]}}]}`), Options{Bounds: bounds})
	_, err = drain(t, f)
	refused(t, err, diemnong.Invalid, "The file covers 2.3,48.8,2.4,48.9; the city lies in 106,10,107,11")
	_, _, err = drainPBF(t, town().Bytes(), Options{Bounds: diemnong.Bounds{West: 6, South: 10, East: 7, North: 11}})
	refused(t, err, diemnong.Invalid, "The file covers 106.", "the city lies in 6,10,7,11")
}

// FuzzTable feeds whole tables: reading ends, and every row is an entry or is
// left out with a reason.
func FuzzTable(f *testing.F) {
	f.Add("street,number,name,lat,lon,weight\nA,1,B,10.7,106.7,0.5\n,,,,,\n")
	f.Add("address;lat;lon\n\"5 Lê\nLợi\";10,7;106,7\n\"x\n")
	f.Add("tên\tvĩ độ\tkinh độ\nx\tNaN\t1e400\n")
	f.Fuzz(func(t *testing.T, text string) {
		got, r, err := csv(t, text, Options{Learn: func(text string, _ geo.Point) (gazetteer.Address, error) {
			return gazetteer.Address{Street: text}, nil
		}})
		if err != nil && diemnong.ErrorCode(err) != diemnong.Invalid {
			t.Fatalf("%q: %v", text, err)
		}
		if int64(got.Len()) > 2*r.Rows {
			t.Fatalf("%d entries of %d rows", got.Len(), r.Rows)
		}
	})
}
