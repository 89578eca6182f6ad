package source

import (
	"math"
	"strings"
	"testing"

	"github.com/diemnong/diemnong"
)

func geojson(t testing.TB, text string, o Options) (entries, Report, error) {
	t.Helper()
	f := open(t, write(t, "f.geojson", text), o)
	got, err := drain(t, f)
	return got, f.Report(), err
}

// collection puts features into a collection, each given as properties and
// geometry.
func collection(list ...string) string {
	var b strings.Builder
	b.WriteString(`{"type":"FeatureCollection","features":[`)
	for i := 0; i < len(list); i += 2 {
		if i > 0 {
			b.WriteString(",")
		}
		b.WriteString(`{"type":"Feature","properties":` + list[i] + `,"geometry":` + list[i+1] + `}`)
	}
	return b.String() + "]}"
}

const (
	aLine   = `{"type":"LineString","coordinates":[[106.7,10.7],[106.71,10.7,5]]}`
	twice   = `{"coordinates":[[[106.7,10.7],[106.71,10.7]],[[106.8,10.7],[106.81,10.7]]],"type":"MultiLineString"}`
	aPoint  = `{"type":"Point","coordinates":[106.7,10.7]}`
	aSquare = `{"type":"Polygon","coordinates":[[[106.7,10.7],[106.702,10.7],[106.702,10.702],[106.7,10.702],[106.7,10.7]]]}`
)

func TestFeaturesGiveStreetsAddressesAndPlaces(t *testing.T) {
	got, r, err := geojson(t, "\ufeff"+collection(
		`{"Name":"No. 11","Type":"Road"}`, twice,
		`{"ten_duong":"Lê Lợi","highway":"primary"}`, aLine,
		`{"addr:street":"Lê Lợi","addr:housenumber":12}`, aPoint,
		`{"name":"Chợ","amenity":"marketplace"}`, aPoint,
		`{"name":"Công viên"}`, aSquare,
	), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if s := got.street(t, "No. 11"); len(s.Lines) != 2 || s.Class != "Road" || s.Ref != "1" {
		t.Errorf("got %+v", s)
	}
	if s := got.street(t, "Lê Lợi"); s.Class != "primary" || s.Lines[0][1] != [2]float64{106.71, 10.7} {
		t.Errorf("got %+v", s)
	}
	if len(got.Addresses) != 1 || got.Addresses[0].Number != "12" || got.Addresses[0].Street != "Lê Lợi" {
		t.Errorf("got %+v", got.Addresses)
	}
	if p := got.place(t, "Chợ"); p.Kind != "marketplace" {
		t.Errorf("got %+v", p)
	}
	if p := got.place(t, "Công viên"); math.Abs(p.RadiusM-155.9) > 0.5 || math.Abs(p.Point.Lon-106.701) > 1e-9 {
		t.Errorf("got %+v", p)
	}
	if r.Rows != 5 || len(r.LeftOut) != 0 {
		t.Errorf("%+v", r)
	}
}

func TestFeaturesThatCannotBeUsedAreCountedByReason(t *testing.T) {
	_, r, err := geojson(t, collection(
		`{"name":"A"}`, aLine,
		`{"name":null}`, aLine,
		`{"name":"B"}`, `null`,
		`{"name":"C"}`, `{"type":"LineString","coordinates":[[106.7,10.7]]}`,
		`{"name":"D"}`, `{"type":"Point","coordinates":[106.7]}`,
		`{"name":"E"}`, `{"type":"Point","coordinates":[604000,1190000]}`,
		`{"name":"F"}`, `{"type":"GeometryCollection","coordinates":[]}`,
		`{"sonha":"3"}`, aPoint,
		`null`, aPoint,
	), Options{})
	if err != nil {
		t.Fatal(err)
	}
	f := func(where, field, reason string, n int64) {
		t.Helper()
		for _, l := range r.LeftOut {
			if l.Where == where && l.Field == field && l.Text == reason && l.N == n {
				return
			}
		}
		t.Errorf("%s is not left out because its %s %s (%d times): %+v", where, field, reason, n, r.LeftOut)
	}
	f("feature number 2", "name", "has no name.", 2)
	f("feature number 3", "geometry", "has no geometry.", 1)
	f("feature number 4", "geometry", "has a line of fewer than two positions.", 1)
	f("feature number 5", "geometry", "has broken coordinates: [106.7] is not a position.", 1)
	f("feature number 6", "geometry", "has broken coordinates: [604000,1190000] is not longitude and latitude in degrees.", 1)
	f("feature number 7", "geometry", "is neither a line nor a point nor an area.", 1)
	f("feature number 8", "street", "has a house number, but no street.", 1)
}

func TestPropertiesCanBeNamed(t *testing.T) {
	text := collection(`{"name":"x","label":"Lê Lợi"}`, aLine)
	got, r, err := geojson(t, text, Options{Columns: Columns{Name: "label"}})
	if err != nil || got.Streets[0].Name != "Lê Lợi" || r.Read != "name from label" {
		t.Errorf("got %+v, %q, %v", got.Streets, r.Read, err)
	}
	_, _, err = geojson(t, text, Options{Columns: Columns{Name: "title"}})
	refused(t, err, diemnong.Invalid, `"title"`, "label, name")
}

func TestFilesThatAreNoCollection(t *testing.T) {
	f := func(text string, words ...string) {
		t.Helper()
		_, _, err := geojson(t, text, Options{})
		refused(t, err, diemnong.Invalid, words...)
	}
	whole := collection(`{"name":"A"}`, aLine, `{"name":"B"}`, aLine)
	f("", "not GeoJSON (byte 0")
	f("[]", "not GeoJSON")
	f(whole[:len(whole)-30], "after feature number 1")
	f(whole+"x", "more text after the end")
	f(`{"type":"Feature","geometry":null}`, `type "Feature"`, "FeatureCollection")
	f(collection(), "no streets, addresses or places")
	f(collection(`{}`, aLine), "feature number 1 has no name.")
	f(strings.Replace(whole, `"features"`, `"crs":{"properties":{"name":"EPSG:3405"}},"features"`, 1), `crs "EPSG:3405"`, "ogr2ogr")
}

func TestRealStreets(t *testing.T) {
	f := func(name string, streets int) {
		t.Helper()
		file := open(t, shared(t, "streets/"+name), Options{})
		got, err := drain(t, file)
		if err != nil || len(got.Streets) != streets {
			t.Errorf("%s gives %d streets, %v; want %d; %+v", name, len(got.Streets), err, streets, file.Report().LeftOut)
		}
	}
	f("streets_osm_central_hcmc.geojson", 4444)
	f("streets_hids_saigon_peninsula.geojson", 1583)
}

// FuzzGeoJSON feeds whole files: reading ends, and what is wrong is said.
func FuzzGeoJSON(f *testing.F) {
	f.Add(collection(`{"name":"A"}`, aLine, `{"street":"x","number":1.5}`, aPoint))
	f.Add(collection(`{"name":"A"}`, aSquare, `{"name":"A"}`, twice))
	f.Add(`{"features":[{"type":"Feature","geometry":{"type":"MultiPolygon","coordinates":[[]]}}],"type":"FeatureCollection","crs":null}`)
	f.Fuzz(func(t *testing.T, text string) {
		if _, _, err := geojson(t, text, Options{}); err != nil && diemnong.ErrorCode(err) != diemnong.Invalid {
			t.Fatalf("%q: %v", text, err)
		}
	})
}
