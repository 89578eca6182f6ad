package gazetteer

import (
	"cmp"
	"math"
	"slices"

	"github.com/diemnong/diemnong/geo"
)

// cellSize is the side of a cell of the grid in units of 1e-7 degrees: 0.002
// degrees, about 220 m.
const cellSize = 20_000

// grid finds what is near a point.
type grid struct {
	points   []gridEntry // by cell
	segments []gridEntry // of lines, in each cell that their box touches
}

type gridEntry struct {
	cell uint64
	item int32 // index of a point, or of a segment's first vertex
	name NameID
}

func cellOf(lon, lat int32) uint64 {
	return uint64(uint32(lon/cellSize))<<32 | uint64(uint32(lat/cellSize))
}

func newGrid(g *Gazetteer) grid {
	var out grid
	for id := range g.names {
		n := &g.names[id]
		for i := n.points; i < n.pointsEnd; i++ {
			if p := &g.points[i]; p.Public() {
				out.points = append(out.points, gridEntry{cellOf(p.at.lon, p.at.lat), i, NameID(id)})
			}
		}
		for _, l := range g.lines[n.lines:n.linesEnd] {
			for v := l.from; v+1 < l.to; v++ {
				out.addSegment(g.vertices[v], g.vertices[v+1], v, NameID(id))
			}
		}
	}
	byCell := func(a, b gridEntry) int { return cmp.Or(cmp.Compare(a.cell, b.cell), cmp.Compare(a.item, b.item)) }
	slices.SortFunc(out.points, byCell)
	slices.SortFunc(out.segments, byCell)
	return out
}

func (g *grid) addSegment(a, b fixed, v int32, id NameID) {
	for x := min(a.lon, b.lon) / cellSize; x <= max(a.lon, b.lon)/cellSize; x++ {
		for y := min(a.lat, b.lat) / cellSize; y <= max(a.lat, b.lat)/cellSize; y++ {
			g.segments = append(g.segments, gridEntry{cellOf(x*cellSize, y*cellSize), v, id})
		}
	}
}

// around calls visit for the entries in the nine cells about a point.
func around(entries []gridEntry, at fixed, visit func(e *gridEntry)) {
	for dx := int32(-1); dx <= 1; dx++ {
		for dy := int32(-1); dy <= 1; dy++ {
			cell := cellOf(at.lon+dx*cellSize, at.lat+dy*cellSize)
			i, _ := slices.BinarySearchFunc(entries, cell, func(e gridEntry, c uint64) int { return cmp.Compare(e.cell, c) })
			for ; i < len(entries) && entries[i].cell == cell; i++ {
				visit(&entries[i])
			}
		}
	}
}

// NearestStreet finds the named line nearest to a point, within 200 m.
func (g *Gazetteer) NearestStreet(p geo.Point) (id NameID, distanceM float64, ok bool) {
	distanceM = 200
	around(g.grid.segments, toFixed(p), func(e *gridEntry) {
		a, b := g.vertices[e.item].point(), g.vertices[e.item+1].point()
		if d := p.DistanceM(Nearest(a, b, p)); d < distanceM {
			id, distanceM, ok = e.name, d, true
		}
	})
	return id, distanceM, ok
}

// NearestNumber finds the nearest public house number on any street within
// limitM metres, which is at most 200.
func (g *Gazetteer) NearestNumber(p geo.Point, limitM float64) (id NameID, point *Point, ok bool) {
	around(g.grid.points, toFixed(p), func(e *gridEntry) {
		if d := p.DistanceM(g.points[e.item].At()); d < limitM {
			id, point, limitM, ok = e.name, &g.points[e.item], d, true
		}
	})
	return id, point, ok
}

// Nearest is the place on a straight piece of line that is nearest to a point.
// It is exact enough for pieces of some kilometres.
func Nearest(a, b, p geo.Point) geo.Point {
	k := math.Cos(p.Lat * math.Pi / 180)
	dx, dy := (b.Lon-a.Lon)*k, b.Lat-a.Lat
	if dx == 0 && dy == 0 {
		return a
	}
	t := ((p.Lon-a.Lon)*k*dx + (p.Lat-a.Lat)*dy) / (dx*dx + dy*dy)
	t = max(0, min(1, t))
	return geo.Point{Lon: a.Lon + t*(b.Lon-a.Lon), Lat: a.Lat + t*(b.Lat-a.Lat)}
}
