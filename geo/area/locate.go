package area

import "github.com/diemnong/diemnong/geo"

// Locate gives the finest area that covers the point, for every set: at
// position AreaSet.ID-1 its area ID, 0 where the set does not cover the point.
// A point on a shared border belongs to the area with the smallest code (in
// string order) of the finest level that covers it. The answer reuses dst's memory.
func (a *Atlas) Locate(p geo.Point, dst []int32) []int32 {
	dst = dst[:0]
	for _, g := range a.grids {
		dst = append(dst, a.locateIn(g, p))
	}
	return dst
}

// Contains reports whether the area covers the point, its border included.
// It is false for an ID that the atlas does not have.
func (a *Atlas) Contains(id int32, p geo.Point) bool {
	i, ok := a.byID[id]
	return ok && a.outlines[i].covers(p.Lon, p.Lat)
}

func (a *Atlas) locateIn(g *grid, p geo.Point) int32 {
	if g == nil {
		return 0
	}
	for _, c := range g.at(p.Lon, p.Lat) {
		if c.whole() || a.outlines[c.unit()].covers(p.Lon, p.Lat) {
			return int32(a.units[c.unit()].ID)
		}
	}
	return 0
}
