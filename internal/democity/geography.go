package democity

import (
	"fmt"
	"math"
	"time"

	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/internal/democity/mosaic"
)

// The area sets and their levels.
const (
	SetOld = "hcmc-2021"    // districts and wards, to 30 June 2025; the old city's ground only
	SetNew = "hcmc-2025-07" // wards, communes and a special zone, since 1 July 2025

	LevelCity     = "city"
	LevelDistrict = "district"
	LevelWard     = "ward"
)

// cityCode is the statistics office's code of the city, in both sets.
const cityCode = "79"

// zone is the city's time zone: Vietnam has had no other offset since 1975.
var zone = time.FixedZone("+07", 7*60*60)

// Merger is the midnight from which the city has its present ground and no
// districts.
var Merger = time.Date(2025, 7, 1, 0, 0, 0, 0, zone)

// Attribution is shown wherever the outlines or the complaints are.
const Attribution = "Dữ liệu minh họa hư cấu; ranh giới gần đúng · Fictional demonstration data; approximate outlines"

// City is the row that stands for the demonstration city.
func City() diemnong.City {
	return diemnong.City{
		Code: "hcmc", Name: "Thành phố Hồ Chí Minh", NameEN: "Ho Chi Minh City",
		TimeZone:    "Asia/Ho_Chi_Minh",
		Bounds:      diemnong.Bounds{West: 106.2, South: 8.5, East: 107.7, North: 11.6},
		Attribution: Attribution, Demo: true,
	}
}

// hall is the city hall, where the city's name is put on maps.
var hall = geo.Point{Lon: 106.7012, Lat: 10.7764}

// Geography is the area sets of the demonstration city. Its outlines are made,
// not surveyed, and both sets say so; IDs count from 1 and serve to build an
// [area.Atlas] where there is no database.
type Geography struct {
	Sets  []diemnong.AreaSet // old, new
	Areas []area.Unit        // of both sets, coarse to fine
	Links []area.Link        // from the old set to the new one

	Units     []Unit     // behind the new set's wards, in order
	Districts []District // behind the old set's districts, in order
}

// NewGeography makes the area sets. It takes about two seconds and always
// gives the same.
func NewGeography() (*Geography, error) {
	g := &Geography{Sets: []diemnong.AreaSet{oldSet(), newSet()}}
	var err error
	if g.Units, err = Units(); err != nil {
		return nil, err
	}
	if g.Districts, err = Districts(); err != nil {
		return nil, err
	}
	ground, err := g.addNew()
	if err != nil {
		return nil, fmt.Errorf("demo city: outlines since 2025: %w", err)
	}
	if err := g.addOld(ground); err != nil {
		return nil, fmt.Errorf("demo city: outlines of 2021: %w", err)
	}
	return g, nil
}

// Atlas puts the area sets into memory.
func (g *Geography) Atlas() (*area.Atlas, error) {
	a, err := area.NewAtlas(g.Sets, g.Areas, g.Links)
	if err != nil {
		return nil, fmt.Errorf("demo city: %w", err)
	}
	return a, nil
}

func oldSet() diemnong.AreaSet {
	return diemnong.AreaSet{
		ID: 1, Code: SetOld, Name: "Quận, huyện và phường, xã 2021–2025 (minh họa)",
		NameEN:    "Districts and wards 2021–2025 (illustrative)",
		ValidFrom: time.Date(2021, 1, 1, 0, 0, 0, 0, zone), ValidTo: Merger,
		Approximate: true, Attribution: Attribution,
		Levels: []diemnong.Level{
			{Code: LevelCity, Name: "Thành phố", NameEN: "City"},
			{Code: LevelDistrict, Name: "Quận, huyện", NameEN: "District"},
			{Code: LevelWard, Name: "Phường, xã", NameEN: "Ward"},
		},
	}
}

func newSet() diemnong.AreaSet {
	return diemnong.AreaSet{
		ID: 2, Code: SetNew, Name: "Phường, xã, đặc khu từ 01/7/2025 (gần đúng)",
		NameEN:    "Wards, communes and special zone since July 2025 (approximate)",
		ValidFrom: Merger, Approximate: true, Attribution: Attribution,
		Levels: []diemnong.Level{
			{Code: LevelCity, Name: "Thành phố", NameEN: "City"},
			{Code: LevelWard, Name: "Phường, xã, đặc khu", NameEN: "Ward"},
		},
	}
}

// add gives an area the next ID and returns it.
func (g *Geography) add(a diemnong.Area, parent int32, outline orb.MultiPolygon) int32 {
	a.ID = len(g.Areas) + 1
	g.Areas = append(g.Areas, area.Unit{Area: a, ParentID: parent, Outline: outline})
	for i := range g.Sets {
		for j := range g.Sets[i].Levels {
			if l := &g.Sets[i].Levels[j]; g.Sets[i].Code == a.Set && l.Code == a.Level {
				l.Areas++
			}
		}
	}
	return int32(a.ID)
}

// addNew makes the set in force since the merger: ground grown around the
// seats to the official areas.
func (g *Geography) addNew() (*mosaic.Ground, error) {
	seats := make([]mosaic.Seat, len(g.Units))
	city := diemnong.Area{Set: SetNew, Level: LevelCity, Code: cityCode, Name: City().Name, NameEN: City().NameEN, Lon: hall.Lon, Lat: hall.Lat}
	for i, u := range g.Units {
		seats[i] = mosaic.Seat{At: u.Seat, AreaKM2: u.AreaKM2}
		city.Population += u.Population
		city.AreaKM2 += u.AreaKM2
	}
	ground, err := mosaic.Grow(seats, 9) // cells of a tenth of a square kilometre: the smallest ward has nine
	if err != nil {
		return nil, err
	}
	mesh, err := mosaic.FromCells(ground)
	if err != nil {
		return nil, err
	}
	mesh.Smooth(ground.Owner, ground.Home, 3)
	mesh.Round()
	whole, err := mesh.Dissolve(make([]int, len(ground.Cells)), 1)
	if err != nil {
		return nil, err
	}
	outlines, err := mesh.Dissolve(ground.Owner, len(g.Units))
	if err != nil {
		return nil, err
	}
	city.AreaKM2 = math.Round(city.AreaKM2*100) / 100
	parent := g.add(city, 0, whole[0])
	for i, u := range g.Units {
		g.add(diemnong.Area{
			Set: SetNew, Level: LevelWard, Code: u.Code, Name: u.Name, NameEN: u.NameEN,
			Population: u.Population, AreaKM2: u.AreaKM2, Lon: u.Seat.Lon, Lat: u.Seat.Lat,
		}, parent, outlines[i])
	}
	return ground, nil
}

// km2 is the area of an outline on the sphere.
func km2(outline orb.MultiPolygon) float64 { return orbgeo.Area(outline) / 1e6 }
