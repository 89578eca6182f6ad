package main

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/maptile/tilecover"
)

// cellSums decodes all tiles of a zoom over a box and sums the measures of
// their cells, each counted once by its h3. A cell that is in several tiles
// must have the same figures in each.
func (s *liveService) cellSums(filter string, box orb.Bound, zoom maptile.Zoom) (sum measuresJSON) {
	s.Helper()
	seen := map[string]measuresJSON{}
	cover, err := tilecover.Geometry(box.ToPolygon(), zoom)
	if err != nil {
		s.Fatal(err)
	}
	for tile := range cover {
		for _, f := range s.features(fmt.Sprintf("/tiles/v1/heat/%d/%d/%d.mvt?%s", tile.Z, tile.X, tile.Y, filter), "cells") {
			id, m := f["h3"].(string), measuresOf(f)
			if first, twice := seen[id]; twice && first != m {
				s.Errorf("cell %s has %+v in one tile and %+v in another", id, first, m)
			}
			seen[id] = m
		}
	}
	for _, m := range seen {
		sum = plus(sum, m)
	}
	return sum
}

// features are the properties of a layer's features; none for an empty tile.
func (s *liveService) features(path, layer string) (all []map[string]any) {
	s.Helper()
	res, body := s.get(path)
	if res.StatusCode == http.StatusNoContent {
		return nil
	}
	if res.StatusCode != http.StatusOK {
		s.Fatalf("GET %s: %s\n%s", path, res.Status, body)
	}
	layers, err := mvt.Unmarshal(body)
	if err != nil {
		s.Fatalf("GET %s: %v", path, err)
	}
	for _, l := range layers {
		if l.Name == layer {
			for _, f := range l.Features {
				all = append(all, f.Properties)
			}
		}
	}
	return all
}

func measuresOf(f map[string]any) measuresJSON {
	n := func(name string) int {
		v, _ := f[name].(float64) // the decoder gives every number so; absent: 0
		return int(v)
	}
	return measuresJSON{
		n("n"), n("on_time"), n("late"), n("open"), n("overdue"),
		n("undated_open"), n("undated_closed"), n("reopened"),
	}
}

func theCellsOfEveryZoomAddUpToThePlacedComplaints(s *liveService) {
	city := orb.Bound{Min: orb.Point{106.0, 8.4}, Max: orb.Point{107.8, 11.7}}
	center := orb.Bound{Min: orb.Point{106.66, 10.74}, Max: orb.Point{106.74, 10.82}}
	const wards = "area=hcmc-2025-07:26740,hcmc-2025-07:26743" // Sài Gòn and Bến Thành lie well inside center
	for zoom := maptile.Zoom(0); zoom <= 15; zoom++ {
		questions, box := filters(), city
		switch {
		case zoom > 11:
			questions, box = []string{wards, wards + "&as_of=2025-12-31T00:00:00Z"}, center
		case zoom%4 != 0:
			questions = []string{"", "class=overdue,late"}
		}
		for _, filter := range questions {
			want := s.placed(filter)
			if got := s.cellSums(filter, box, zoom); got != want {
				s.Errorf("zoom %d, %q: cells add up to %+v; statistics say %+v", zoom, filter, got, want)
			}
		}
	}
}

// placed are the measures of the placed complaints of a filter.
func (s *liveService) placed(filter string) (sum measuresJSON) {
	s.Helper()
	var stats statsJSON
	s.json("/api/v1/stats?group_by=quality&"+filter, &stats)
	for _, r := range stats.Rows {
		if q := *r.Key[0]; q == "point" || q == "street" {
			sum = plus(sum, r.Measures)
		}
	}
	if sum.N != stats.Placed {
		s.Errorf("%q: %d complaints of a placeable quality, %d placed", filter, sum.N, stats.Placed)
	}
	return sum
}

func areaTilesHaveTheFiguresOfTheStatistics(s *liveService) {
	for _, level := range []string{"hcmc-2025-07/ward", "hcmc-2021/ward", "hcmc-2021/district"} {
		set, name, _ := strings.Cut(level, "/")
		var stats statsJSON
		s.json(fmt.Sprintf("/api/v1/stats?group_by=area&set=%s&level=%s", set, name), &stats)
		want, got := map[string]measuresJSON{}, map[string]measuresJSON{}
		for _, r := range stats.Rows {
			if r.Key[0] != nil {
				want[*r.Key[0]] = r.Measures
			}
		}
		for x := 406; x <= 409; x++ {
			for y := 238; y <= 244; y++ {
				for _, f := range s.features(fmt.Sprintf("/tiles/v1/areas/%s/9/%d/%d.mvt", level, x, y), "areas") {
					if m := measuresOf(f); m.N > 0 {
						got[f["code"].(string)] = m
					}
				}
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			s.Errorf("%s: statistics (-) and tiles (+) differ:\n%s", level, d)
		}
	}
}

// GDAL is the decoder that most GIS programs share.
func gdalReadsTheTiles(s *liveService) {
	if _, err := exec.LookPath("ogrinfo"); err != nil {
		s.Skip("ogrinfo is not installed; apt-get install gdal-bin")
	}
	for layer, path := range map[string]string{
		"cells":      "heat/9/407/240",
		"areas":      "areas/hcmc-2025-07/ward/9/407/240",
		"complaints": "complaints/14/13048/7700",
	} {
		url := "/tiles/v1/" + path + ".mvt"
		_, tile := s.get(url)
		file := filepath.Join(s.TempDir(), "tile.mvt")
		if err := os.WriteFile(file, tile, 0o600); err != nil {
			s.Fatal(err)
		}
		out, err := exec.CommandContext(s.Context(), "ogrinfo", "-al", "-q", "-oo", "CLIP=NO", "MVT:"+file).CombinedOutput()
		want := len(s.features(url, layer))
		if got := strings.Count(string(out), "OGRFeature("+layer+")"); err != nil || got != want || got == 0 {
			s.Errorf("%s: ogrinfo reads %d features of layer %s; want %d (%v)\n%.500s", path, got, layer, want, err, out)
		}
	}
}
