package democity

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/internal/democity/mosaic"
)

// oldWard is a ward of the old set in the making.
type oldWard struct {
	district int // position in Geography.Districts
	number   int // within the district, from 1
	middle   geo.Point
	faces    []int // of the mesh
}

// addOld makes the set of 2021: straight borders around sites of its own, so
// that nothing but the sites' rough places ties it to the new set, and old
// wards are split between new ones as they were in truth.
func (g *Geography) addOld(ground *mosaic.Ground) error {
	cells := g.oldCells(ground)
	wards, sites, err := g.placeOldWards(cells)
	if err != nil {
		return err
	}
	around, err := mosaic.Around(cells, 8)
	if err != nil {
		return err
	}
	mesh, err := mosaic.Voronoi(append(sites, around...), len(sites))
	if err != nil {
		return err
	}
	mesh.Round()
	wardOf, districtOf := make([]int, len(sites)), make([]int, len(sites))
	for i, w := range wards {
		for _, f := range w.faces {
			wardOf[f], districtOf[f] = i, w.district
		}
	}
	whole, err := mesh.Dissolve(make([]int, len(sites)), 1)
	if err != nil {
		return err
	}
	districts, err := mesh.Dissolve(districtOf, len(g.Districts))
	if err != nil {
		return err
	}
	outlines, err := mesh.Dissolve(wardOf, len(wards))
	if err != nil {
		return err
	}
	g.addOldAreas(wards, whole[0], districts, outlines)
	g.linkOld(wards, mesh)
	return nil
}

// oldCells is the ground of the units that lie in the old city.
func (g *Geography) oldCells(ground *mosaic.Ground) []geo.Cell {
	var cells []geo.Cell
	for i, owner := range ground.Owner {
		if g.Units[owner].Former() == HoChiMinh {
			cells = append(cells, ground.Cells[i])
		}
	}
	return cells
}

// placeOldWards divides the old city among the districts, each district into
// its number of wards, and each ward into parts of at most two square
// kilometres or so, whose middles are the sites: small parts follow the city's
// outer border closer than whole communes would.
func (g *Geography) placeOldWards(cells []geo.Cell) (wards []oldWard, sites []geo.Point, err error) {
	const cellsPerSite = 20
	seats := make([]mosaic.Seat, len(g.Districts))
	for i, d := range g.Districts {
		seats[i] = mosaic.Seat{At: d.Middle, AreaKM2: d.AreaKM2}
	}
	ground, err := mosaic.Divide(cells, seats)
	if err != nil {
		return nil, nil, err
	}
	for i, d := range g.Districts {
		own := ground.Of(i)
		middles, of, err := mosaic.Centres(own, d.Wards)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", d.Name, err)
		}
		for n, m := range middles {
			part := pick(own, of, n)
			inner, _, err := mosaic.Centres(part, max(1, len(part)/cellsPerSite))
			if err != nil {
				return nil, nil, fmt.Errorf("%s: %w", d.Name, err)
			}
			w := oldWard{district: i, number: n + 1, middle: m}
			for _, s := range inner {
				w.faces = append(w.faces, len(sites))
				sites = append(sites, s)
			}
			wards = append(wards, w)
		}
	}
	return wards, sites, nil
}

// pick gives the cells whose number is n.
func pick(cells []geo.Cell, of []int, n int) []geo.Cell {
	var out []geo.Cell
	for i, c := range cells {
		if of[i] == n {
			out = append(out, c)
		}
	}
	return out
}

// addOldAreas adds city, districts and wards. A ward's area is that of its
// outline and its residents are its share of the district's.
func (g *Geography) addOldAreas(wards []oldWard, whole orb.MultiPolygon, districts, outlines []orb.MultiPolygon) {
	city := diemnong.Area{Set: SetOld, Level: LevelCity, Code: cityCode, Name: City().Name, NameEN: City().NameEN, Lon: hall.Lon, Lat: hall.Lat}
	for _, d := range g.Districts {
		city.Population += d.Population
		city.AreaKM2 += d.AreaKM2
	}
	city.AreaKM2 = math.Round(city.AreaKM2*100) / 100
	cityID := g.add(city, 0, whole)
	ids := make([]int32, len(g.Districts))
	for i, d := range g.Districts {
		ids[i] = g.add(diemnong.Area{
			Set: SetOld, Level: LevelDistrict, Code: d.Code, Name: d.Name, NameEN: d.NameEN,
			Population: d.Population, AreaKM2: d.AreaKM2, Lon: d.Middle.Lon, Lat: d.Middle.Lat,
		}, cityID, districts[i])
	}
	for i, w := range wards {
		d := &g.Districts[w.district]
		size := km2(outlines[i])
		name, nameEN := d.ward(w.number)
		g.add(diemnong.Area{
			Set: SetOld, Level: LevelWard, Code: fmt.Sprintf("%s-%02d", d.Code, w.number), Name: name, NameEN: nameEN,
			Population: int(float64(d.Population) * size / km2(districts[w.district])),
			AreaKM2:    math.Round(size*1000) / 1000, Lon: w.middle.Lon, Lat: w.middle.Lat,
		}, ids[w.district], outlines[i])
	}
}

// linkOld makes the crosswalk of the wards. An old ward's shares are the parts
// of its ground in the new wards, out of what lies in any.
func (g *Geography) linkOld(wards []oldWard, mesh *mosaic.Mesh) {
	var news, olds []*area.Unit
	for i := range g.Areas {
		switch u := &g.Areas[i]; {
		case u.Level == LevelWard && u.Set == SetNew:
			news = append(news, u)
		case u.Level == LevelWard:
			olds = append(olds, u)
		}
	}
	bounds := make([]orb.Bound, len(news))
	for i, n := range news {
		bounds[i] = n.Outline.Bound()
	}
	for i, w := range wards {
		var links []area.Link
		total := 0.0
		around := olds[i].Outline.Bound()
		for j, n := range news {
			if !around.Intersects(bounds[j]) {
				continue
			}
			if common := shared(n.Outline, w.faces, mesh); common > 0 {
				links = append(links, area.Link{From: int32(olds[i].ID), To: int32(n.ID), Share: common})
				total += common
			}
		}
		g.Links = append(g.Links, settle(links, total)...)
	}
}

// shared is the ground that an outline and faces have in common.
func shared(outline orb.MultiPolygon, faces []int, mesh *mosaic.Mesh) float64 {
	sum := 0.0
	for _, f := range faces {
		sum += mosaic.Overlap(outline, mesh.Ring(f))
	}
	return sum
}

// settle turns common ground into shares that add up to one, without slivers
// of less than a thousandth, and marks the largest as the main successor.
func settle(links []area.Link, total float64) []area.Link {
	const sliver = 0.001
	links = slices.DeleteFunc(links, func(l area.Link) bool { return l.Share < sliver*total })
	total = 0
	for _, l := range links {
		total += l.Share
	}
	for i := range links {
		links[i].Share /= total
	}
	if len(links) == 0 {
		return nil
	}
	main := slices.MaxFunc(links, func(a, b area.Link) int { // the first of equals: the smallest code
		return cmp.Compare(a.Share, b.Share)
	})
	for i := range links {
		links[i].Main = links[i].To == main.To
	}
	return links
}
