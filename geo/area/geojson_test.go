package area_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"golang.org/x/text/unicode/norm"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
)

const ring = `[[[106,10],[107,10],[107,11],[106,10]]]`

// collectionOf wraps features, each a line of properties, in a collection.
func collectionOf(properties ...string) string {
	var features []string
	for _, p := range properties {
		features = append(features, fmt.Sprintf(`{"type":"Feature","properties":{%s},"geometry":{"type":"Polygon","coordinates":%s}}`, p, ring))
	}
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
}

func TestReadGeoJSON(t *testing.T) {
	t.Parallel()
	file := "\xef\xbb\xbf" + `{"features":[
		{"geometry":{"coordinates":[` + ring + `,[[[1,2,99],[3,2],[3,3],[1,2,5]]]],"type":"MultiPolygon"},
		 "properties":{"Mã xã":26734,"tên":" Phường ` + norm.NFD.String("Tân Định") + `","pop":"1200","extra":{"a":[1]},"label_point":[106.5,10.25],"km2":2.5},
		 "type":"Feature","id":7}],
		"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},
		"bbox":[1,2,3,4],"type":"FeatureCollection"}`
	got, used, err := area.ReadGeoJSON(strings.NewReader(file), area.Fields{Code: "Mã xã", Name: "tên"}, diemnong.Bounds{})
	if err != nil {
		t.Fatal(err)
	}
	want := []area.Draft{{
		Feature: 1, Code: "26734", Name: "Phường Tân Định", Population: 1200, AreaKM2: 2.5, Label: &orb.Point{106.5, 10.25},
		Outline: orb.MultiPolygon{
			{{{106, 10}, {107, 10}, {107, 11}, {106, 10}}}, {{{1, 2}, {3, 2}, {3, 3}, {1, 2}}},
		},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("code from Mã xã, name from tên, population from pop, area in km² from km2, label from label_point", used.String()); diff != "" {
		t.Error(diff)
	}
}

func TestFieldsAreGuessed(t *testing.T) {
	t.Parallel()
	f := func(want area.Fields, properties ...string) {
		t.Helper()
		_, used, err := area.ReadGeoJSON(strings.NewReader(collectionOf(properties...)), area.Fields{}, diemnong.Bounds{})
		if err != nil {
			t.Errorf("%s: %v", properties, err)
		}
		if diff := cmp.Diff(want, used); diff != "" {
			t.Errorf("%s: %s", properties, diff)
		}
	}
	f(area.Fields{Code: "code", Name: "name", NameEN: "name_en", Parent: "parent_code", Population: "population", AreaKM2: "area_km2"},
		`"code":"1","name":"a","name_en":"b","parent_code":null,"population":5,"area_km2":1.5,"area_km2_gis":1`)
	f(area.Fields{Code: "boro_code", Name: "boro_name"}, `"boro_code":4,"boro_name":"Queens","shape_area":1.5`)
	f(area.Fields{Code: "BoroCD"}, `"BoroCD":206,"Shape_Leng":3.5`)
	f(area.Fields{Code: "NTACode", Name: "NTAName"}, // BoroCode does not tell them apart
		`"BoroCode":3,"BoroName":"Brooklyn","NTACode":"BK88","NTAName":"Borough Park"`,
		`"BoroCode":3,"BoroName":"Brooklyn","NTACode":"BK89","NTAName":"Kensington"`)
	f(area.Fields{Code: "MA_XA", Name: "TEN_XA"}, `"MA_XA":"1","TEN_XA":"a"`)
	f(area.Fields{Code: "OBJECTID"}, `"OBJECTID":1.0,"x":1`, `"OBJECTID":2.0,"x":1`)
}

func TestCodesOfNumbersAndIDs(t *testing.T) {
	t.Parallel()
	f := func(feature, want string) {
		t.Helper()
		file := `{"type":"FeatureCollection","features":[{"type":"Feature",` + feature + `,"geometry":{"type":"Polygon","coordinates":` + ring + `}}]}`
		got, _, err := area.ReadGeoJSON(strings.NewReader(file), area.Fields{}, diemnong.Bounds{})
		if err != nil || got[0].Code != want || got[0].Name != want {
			t.Errorf("%s: %+v, %v; want code and name %s", feature, got, err, want)
		}
	}
	f(`"properties":{"code":206}`, "206")
	f(`"properties":{"code":2.06e2}`, "206")
	f(`"properties":{"code":"00206"}`, "00206")
	f(`"properties":{"code":1.5}`, "1.5")
	f(`"id":17,"properties":null`, "17")
	f(`"id":"w17","properties":{"note":"a b"}`, "w17")
}

func TestReadGeoJSONRefuses(t *testing.T) {
	t.Parallel()
	bounds := diemnong.Bounds{West: 105, South: 9, East: 108, North: 12}
	f := func(file string, fields area.Fields, parts ...string) {
		t.Helper()
		drafts, _, err := area.ReadGeoJSON(strings.NewReader(file), fields, bounds)
		if diemnong.ErrorCode(err) != diemnong.Invalid || drafts != nil {
			t.Errorf("%.80s: %d drafts, error %v", file, len(drafts), err)
			return
		}
		for _, part := range parts {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%.80s: %q does not say %q", file, err, part)
			}
		}
	}
	shape := func(kind, coordinates string) string {
		return `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"a"},"geometry":{"type":"` +
			kind + `","coordinates":` + coordinates + `}}]}`
	}
	none := area.Fields{}
	f(``, none, "not GeoJSON", "byte 0")
	f(`[]`, none, "not GeoJSON")
	f(`{"type":"FeatureCollection"}`, none, "no features")
	f(`{"type":"FeatureCollection","features":[]}`, none, "no features")
	f(`{"type":"Feature","features":[]}`, none, "Feature", "FeatureCollection")
	f(collectionOf(`"code":1`)[:150], none, "not GeoJSON")
	f(collectionOf(`"code":1`)+"x", none, "not GeoJSON")
	f(collectionOf(`"code":1`, `"code":2`, `"code":"1"`), none, `code "1"`, "number 1 and number 3")
	f(collectionOf(`"code":1`, `"name":"x"`), none, "missing", "number 2")
	f(collectionOf(`"code":1`, `"code":" "`), none, "missing", "number 2")
	f(collectionOf(`"code":"Phường 1"`), none, `"Phường 1"`, "number 1")
	f(collectionOf(`"x":1`, `"x":1`), none, "--code", "x")
	f(collectionOf(`"code":1`), area.Fields{Name: "title"}, `name "title"`, "code")
	f(collectionOf(`"code":1,"population":"many"`), none, `population "many"`, "number 1")
	f(collectionOf(`"code":1,"population":-1`), none, `population "-1"`)
	f(collectionOf(`"code":1,"population":1e300`), none, "population")
	f(collectionOf(`"code":1,"label_point":["a",2]`), none, "label_point")
	f(`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"a"},"geometry":null}]}`, none, "number 1", "no geometry")
	f(shape("Point", `[106,10]`), none, "number 1", "Point")
	f(shape("Polygon", `[[[106,10],[107,10],[107,11]]]`), none, "not closed", "code a")
	f(shape("Polygon", `[[[106,10],[106,10]]]`), none, "not closed")
	f(shape("Polygon", `[]`), none, "empty")
	f(shape("MultiPolygon", `[]`), none, "empty")
	f(shape("MultiPolygon", `[[]]`), none, "empty")
	f(shape("Polygon", `null`), none, "empty")
	f(shape("Polygon", `[[[106],[107,10],[107,11],[106]]]`), none, "not a position")
	f(shape("Polygon", `[[null,[107,10],[107,11],null]]`), none, "not a position")
	f(shape("Polygon", `[[["106","10"],[107,10],[107,11],[106,10]]]`), none, "not a position")
	f(shape("Polygon", `[[[1e999,10],[107,10],[107,11],[1e999,10]]]`), none, "not a position")
	f(shape("MultiPolygon", ring), none, "broken coordinates")
	f(shape("Polygon", `[[[10,106],[10,107],[11,107],[10,106]]]`), none, "swapped")
	f(shape("Polygon", `[[[603000,1190000],[604000,1190000],[604000,1191000],[603000,1190000]]]`), none, "ogr2ogr", "EPSG:4326")
	f(shape("Polygon", `[[[2,48],[3,48],[3,49],[2,48]]]`), none, "outside 105 to 108", "--bounds")
	f(`{"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3857"}},`+collectionOf(`"code":1`)[1:], none, "crs", "EPSG::3857")
	f(`{"crs":{"type":"link"},`+collectionOf(`"code":1`)[1:], none, "crs")
}

func TestKnownCRSNames(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326", "OGC:CRS84", "urn:ogc:def:crs:EPSG:9.8:4326"} {
		file := `{"crs":{"type":"name","properties":{"name":"` + name + `"}},` + collectionOf(`"code":1`)[1:]
		if _, _, err := area.ReadGeoJSON(strings.NewReader(file), area.Fields{}, diemnong.Bounds{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// zeros is a file without end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestReadGeoJSONStopsAtTheLimit(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 500 MB")
	}
	t.Parallel()
	_, _, err := area.ReadGeoJSON(zeros{}, area.Fields{}, diemnong.Bounds{})
	if diemnong.ErrorCode(err) != diemnong.TooLarge {
		t.Error(err)
	}
}

// dataDir has boundary files of real cities; tests are skipped where it is missing.
const dataDir = "../../../shared/data"

func TestReadRealFiles(t *testing.T) {
	t.Parallel()
	f := func(pattern string, want area.Fields, counts ...int) {
		t.Helper()
		files, _ := filepath.Glob(filepath.Join(dataDir, pattern)) // the pattern is well-formed
		if len(files) == 0 {
			t.Skipf("%s is not there", pattern)
		}
		for i, name := range files {
			file, err := os.Open(name)
			if errors.Is(err, fs.ErrNotExist) {
				t.Skip(err)
			}
			if err != nil {
				t.Fatal(err)
			}
			drafts, used, err := area.ReadGeoJSON(file, area.Fields{}, diemnong.Bounds{})
			file.Close()
			if err != nil || len(drafts) != counts[i] {
				t.Errorf("%s: %d areas, %v; want %d", name, len(drafts), err, counts[i])
			}
			if diff := cmp.Diff(want.Code+" "+want.Name, used.Code+" "+used.Name); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
	}
	plain := area.Fields{Code: "code", Name: "name"}
	f("hcmc/wards_*.geojson", plain, 168, 273, 312, 322)
	f("hcmc/districts_*.geojson", plain, 22, 24)
	f("hcmc/city_*.geojson", plain, 1, 1)
	f("complaints/nyc_areas/boroughs_5.geojson", area.Fields{Code: "boro_code", Name: "boro_name"}, 5)
	f("complaints/nyc_areas/community_districts_71.geojson", area.Fields{Code: "BoroCD"}, 71)
	f("complaints/nyc_areas/nta_2010_195.geojson", area.Fields{Code: "NTACode", Name: "NTAName"}, 195)
}

// Whatever is read can be put in an atlas.
func FuzzReadGeoJSON(f *testing.F) {
	f.Add(collectionOf(`"code":1,"population":5,"label_point":[1,2]`, `"code":"b","parent":1`))
	f.Add(`{"type":"FeatureCollection","crs":null,"features":[{"type":"Feature","id":1,"geometry":{"type":"MultiPolygon","coordinates":[` + ring + `]}}]}`)
	f.Add(`{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[0,0],[0,0],[0,0],[0,0]]]}}]}`)
	f.Fuzz(func(t *testing.T, file string) {
		drafts, _, err := area.ReadGeoJSON(strings.NewReader(file), area.Fields{}, diemnong.Bounds{})
		if err != nil {
			if code := diemnong.ErrorCode(err); code != diemnong.Invalid {
				t.Fatalf("%s: %v", code, err)
			}
			return
		}
		for _, d := range drafts {
			if !diemnong.ValidCode(d.Code) || d.Name == "" || d.Population < 0 || d.AreaKM2 < 0 {
				t.Errorf("%+v", d)
			}
			u := area.Unit{Area: diemnong.Area{ID: 1, Set: "s", Level: "ward", Code: d.Code}, Outline: d.Outline}
			if _, err := area.NewAtlas([]diemnong.AreaSet{setOf(1, "s")}, []area.Unit{u}, nil); err != nil && !isFlat(d.Outline) {
				t.Errorf("%v: %v", d.Outline, err)
			}
		}
	})
}

// isFlat reports whether no ring has an edge: all its positions are the same.
func isFlat(mp orb.MultiPolygon) bool {
	for _, polygon := range mp {
		for _, ring := range polygon {
			if b := ring.Bound(); b.Min != b.Max {
				return false
			}
		}
	}
	return true
}
