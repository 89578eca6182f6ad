package main

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/geocode"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// streetFiles adds what the street files know: lines, and places with a street.
func streetFiles(dir string, b *gazetteer.Builder) error {
	for _, f := range []struct{ name, property string }{
		{"streets/streets_osm_central_hcmc.geojson", "name"},
		{"streets/streets_hids_saigon_peninsula.geojson", "Name"},
		{"hcmc/roads_main_osm.geojson", "name"},
	} {
		if err := addLines(filepath.Join(dir, f.name), f.property, b); err != nil {
			return err
		}
	}
	names, err := os.ReadFile(filepath.Join(dir, "streets/street_names_map4d.txt"))
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(names)) {
		for _, name := range strings.Split(strings.TrimSpace(line), "|") {
			b.AddStreet(&gazetteer.Street{Name: name})
		}
	}
	return addPlaces(filepath.Join(dir, "streets/poi_osm_hcmc.csv"), b)
}

func addLines(path, property string, b *gazetteer.Builder) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var all geojson.FeatureCollection
	if err := json.Unmarshal(data, &all); err != nil {
		return err
	}
	for _, f := range all.Features {
		s := gazetteer.Street{Name: f.Properties.MustString(property, "")}
		switch l := f.Geometry.(type) {
		case orb.LineString:
			s.Lines = orb.MultiLineString{l}
		case orb.MultiLineString:
			s.Lines = l
		}
		b.AddStreet(&s)
	}
	return nil
}

func addPlaces(path string, b *gazetteer.Builder) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return err
	}
	for _, r := range all[1:] {
		lat, _ := strconv.ParseFloat(r[4], 64)
		lon, _ := strconv.ParseFloat(r[5], 64)
		p := geo.Point{Lon: lon, Lat: lat}
		b.AddPlace(&gazetteer.Place{Name: r[1], Kind: r[3], Point: p})
		if r[6] != "" {
			b.AddAddress(&gazetteer.Address{Street: r[6], Point: p, Weight: 0.5}, true)
		}
	}
	return nil
}

// learn builds a geocoder over the street files and the addresses of rows.
func learn(atlas *area.Atlas, dir string, rows []row) (*geocode.Geocoder, []learned, error) {
	var names gazetteer.Builder
	if err := streetFiles(dir, &names); err != nil {
		return nil, nil, err
	}
	teacher := geocode.New(atlas, names.Build(0))
	var b gazetteer.Builder
	if err := streetFiles(dir, &b); err != nil {
		return nil, nil, err
	}
	var all []learned
	for i := range rows {
		a, err := teacher.Learn(rows[i].text, before, rows[i].at)
		if err != nil {
			continue
		}
		b.AddAddress(&a, false)
		all = append(all, learned{a, districtOf(atlas, rows[i].at)})
	}
	return geocode.New(atlas, b.Build(1)), all, nil
}

// districtOf is the key of the district of 2021 that holds a point.
func districtOf(atlas *area.Atlas, p geo.Point) string {
	u, _ := atlas.Area(atlas.Locate(p, nil)[set2021])
	d, _ := atlas.Area(u.ParentID)
	return districtKey(d.Name)
}
