package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
)

// vintage is an area set as its files hold it.
type vintage struct {
	code         string
	from, to     string // validity, as dates; empty: unbounded
	fine, coarse string // files without .geojson
}

var vintages = []vintage{
	{"hcmc-2020", "", "2021-01-01", "wards_322_pre2021", "districts_24_pre2021"},
	{"hcmc-2021", "2021-01-01", "2025-01-01", "wards_312_2021_2024", "districts_22_2021_2025h1"},
	{"hcmc-2025-01", "2025-01-01", "2025-07-01", "wards_273_2025h1", "districts_22_2021_2025h1"},
	{"hcmc-2025-07", "2025-07-01", "", "wards_168_corrected", ""},
}

// setOf positions in answers, from 0.
const (
	set2020 = iota
	set2021
	set2025h1
	set2025
)

// loadCity reads the area sets into an atlas.
func loadCity(dir string) (*area.Atlas, error) {
	var sets []diemnong.AreaSet
	var units []area.Unit
	for i, v := range vintages {
		set := diemnong.AreaSet{ID: i + 1, Code: v.code, Name: v.code, ValidFrom: day(v.from), ValidTo: day(v.to)}
		parents := map[string]int32{}
		if v.coarse != "" {
			set.Levels = append(set.Levels, diemnong.Level{Code: "district", Name: "Quận"})
			drafts, err := readAreas(filepath.Join(dir, v.coarse+".geojson"))
			if err != nil {
				return nil, err
			}
			for _, d := range drafts {
				u := unitOf(len(units)+1, v.code, "district", d)
				parents[d.Code] = int32(u.ID)
				units = append(units, u)
			}
		}
		set.Levels = append(set.Levels, diemnong.Level{Code: "ward", Name: "Phường"})
		drafts, err := readAreas(filepath.Join(dir, v.fine+".geojson"))
		if err != nil {
			return nil, err
		}
		for _, d := range drafts {
			u := unitOf(len(units)+1, v.code, "ward", d)
			u.ParentID = parents[d.Parent]
			units = append(units, u)
		}
		sets = append(sets, set)
	}
	return area.NewAtlas(sets, units, nil)
}

func readAreas(path string) ([]area.Draft, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	drafts, _, err := area.ReadGeoJSON(f, area.Fields{}, diemnong.Bounds{})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return drafts, nil
}

func unitOf(id int, set, level string, d area.Draft) area.Unit {
	u := area.Unit{
		Area: diemnong.Area{
			ID: id, Set: set, Level: level, Code: d.Code, Name: d.Name, Population: d.Population, AreaKM2: d.AreaKM2,
		},
		Outline: d.Outline,
	}
	if d.Label != nil {
		u.Lon, u.Lat = d.Label[0], d.Label[1]
	} else {
		b := d.Outline.Bound().Center()
		u.Lon, u.Lat = b[0], b[1]
	}
	return u
}

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return time.Time{}
	}
	return t
}
