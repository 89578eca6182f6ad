package postgis_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/postgis"
)

// realFile opens a file of a real city; the test is skipped where it is missing.
func realFile(t *testing.T, name string) *os.File {
	t.Helper()
	f, err := os.Open(filepath.Join("../../../shared/data", name))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// importReal imports a boundary file and checks how many areas it has.
func importReal(t *testing.T, db *postgis.DB, set, code, file string, want int) postgis.AreaReport {
	t.Helper()
	drafts, _, err := area.ReadGeoJSON(realFile(t, file), area.Fields{}, diemnong.Bounds{})
	if err != nil {
		t.Fatal(err)
	}
	r := mustReplace(t, db, level(set, code, drafts...))
	if r.Added != want || len(r.Orphans) > 0 {
		t.Errorf("%s: %+v; want %d areas, all with a parent", file, r, want)
	}
	return r
}

func linkReal(t *testing.T, db *postgis.DB, from, to, file string, columns area.Columns) postgis.CrosswalkReport {
	t.Helper()
	rows, _, err := area.ReadCrosswalk(realFile(t, "hcmc/"+file), columns)
	if err != nil {
		t.Fatal(err)
	}
	r, err := db.ImportCrosswalk(t.Context(), from, to, rows)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Missing)+len(r.UnknownTo) > 0 {
		t.Errorf("%s: no successor for %v; unknown new codes %v", file, r.Missing, r.UnknownTo)
	}
	return r
}

func TestImportHoChiMinhCity(t *testing.T) {
	t.Parallel()
	db := openWriting(t)
	importReal(t, db, "2020", "ward", "hcmc/wards_322_pre2021.geojson", 322)
	importReal(t, db, "2020", "district", "hcmc/districts_24_pre2021.geojson", 24)
	importReal(t, db, "2021", "city", "hcmc/city_79_pre_july2025.geojson", 1)
	importReal(t, db, "2021", "district", "hcmc/districts_22_2021_2025h1.geojson", 22)
	importReal(t, db, "2021", "ward", "hcmc/wards_312_2021_2024.geojson", 312)
	importReal(t, db, "2025-01", "ward", "hcmc/wards_273_2025h1.geojson", 273)
	r := importReal(t, db, "2025-07", "ward", "hcmc/wards_168_corrected.geojson", 168)
	if r.OverlapM2 > 2 || r.GapM2 > 4 || len(r.Repaired) > 0 {
		t.Errorf("the 168 wards: %+v", r)
	}
	importReal(t, db, "2025-07", "city", "hcmc/city_79_from_july2025.geojson", 1)

	none, over := area.Columns{}, "mapping_wards_2020_2021_2025.csv"
	linkReal(t, db, "2020", "2021", over, area.Columns{From: "code_322", To: "code_312"})
	linkReal(t, db, "2021", "2025-01", over, area.Columns{From: "code_312", To: "code_273"})
	linkReal(t, db, "2025-01", "2025-07", "mapping_old_to_new_july2025.csv", none)
	if r := linkReal(t, db, "2021", "2025-07", "mapping_312_to_168.csv", none); r.Links != 344 || r.Split != 29 {
		t.Errorf("312 → 168: %+v", r)
	}

	atlas := mustLoadAtlas(t, db)
	checkPlaces(t, atlas)
	for _, ward := range atlas.AtLevel("2020", "ward") {
		if moved, _ := atlas.Resolve(int32(ward.ID)); len(moved) != 4 || moved[0]*moved[1]*moved[2]*moved[3] == 0 {
			t.Errorf("%s %s cannot be followed: %d", ward.Code, ward.Name, moved)
		}
	}
}

// checkPlaces looks up places whose wards are known.
func checkPlaces(t *testing.T, atlas *area.Atlas) {
	t.Helper()
	f := func(lon, lat float64, want ...string) {
		t.Helper()
		ids := atlas.Locate(geo.Point{Lon: lon, Lat: lat}, nil)
		old, _ := atlas.Area(ids[1])
		district, _ := atlas.Area(atlas.Ancestor(ids[1], "district"))
		now, _ := atlas.Area(ids[3])
		if diff := cmp.Diff(want, []string{old.Name, district.Name, now.Name}); diff != "" {
			t.Errorf("%g, %g: %s", lon, lat, diff)
		}
	}
	f(106.6981, 10.7721, "Phường Bến Thành", "Quận 1", "Phường Bến Thành")
	f(106.7220, 10.7950, "Phường 22", "Quận Bình Thạnh", "Phường Thạnh Mỹ Tây")
	f(106.8030, 10.8660, "Phường Tân Phú", "Thành phố Thủ Đức", "Phường Tăng Nhơn Phú")
	f(106.4930, 10.9730, "Thị trấn Củ Chi", "Huyện Củ Chi", "Xã Tân An Hội")
}

func TestImportNewYork(t *testing.T) {
	t.Parallel()
	db := openWriting(t)
	importReal(t, db, "nyc", "neighbourhood", "complaints/nyc_areas/nta_2010_195.geojson", 195)
	importReal(t, db, "nyc", "district", "complaints/nyc_areas/community_districts_71.geojson", 71)
	r := importReal(t, db, "nyc", "borough", "complaints/nyc_areas/boroughs_5.geojson", 5)
	var order []string
	for _, l := range r.Levels {
		order = append(order, l.Code)
	}
	if diff := cmp.Diff([]string{"borough", "district", "neighbourhood"}, order); diff != "" {
		t.Error(diff)
	}
	atlas := mustLoadAtlas(t, db)
	timesSquare := atlas.Locate(geo.Point{Lon: -73.9855, Lat: 40.7580}, nil)
	if u, _ := atlas.Area(atlas.Ancestor(timesSquare[0], "borough")); u.Name != "Manhattan" {
		t.Errorf("Times Square is in %q", u.Name)
	}
}
