package tiles

import (
	"math"

	"github.com/maypok86/otter/v2"
	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/h3"
)

// outline is a hexagon on the map. It is immutable and shared.
type outline struct {
	ring    orb.Ring // corners in the world's unit square, not closed
	bound   orb.Bound
	circle  orb.Bound // box around a circle that holds every descendant's hexagon
	areaKM2 float64
}

// descendantReach is how far from a cell's middle the hexagons of its
// descendants reach, in terms of its farthest corner. A child's middle is at
// most √3/√7 of the edge a away and each finer step adds 1/√7 of that: in the
// limit √3·a/(√7−1) = 1.0524 a. The rest is for hexagons that are not regular
// and for the map's scale, which changes within a cell.
const descendantReach = 1.25

// outlineCacheCells bounds the outlines that are kept, at about 300 bytes each:
// all hexagons of a large city at resolution 9 and the visible ones of 10.
const outlineCacheCells = 1 << 17

// outlines keeps the outlines of cells, for all filters alike. It is safe for
// concurrent use.
type outlines struct {
	cache *otter.Cache[geo.Cell, *outline]
}

func newOutlines() outlines {
	return outlines{otter.Must(&otter.Options[geo.Cell, *outline]{MaximumSize: outlineCacheCells})}
}

// of gives the outline of a cell. It fails for what is no H3 cell.
func (c outlines) of(cell geo.Cell) (*outline, error) {
	if o, ok := c.cache.GetIfPresent(cell); ok {
		return o, nil
	}
	o, err := newOutline(cell)
	if err != nil {
		return nil, err
	}
	c.cache.Set(cell, o)
	return o, nil
}

func newOutline(cell geo.Cell) (*outline, error) {
	corners, err := h3.Boundary(cell)
	if err != nil {
		return nil, err
	}
	middle, err := h3.Center(cell)
	if err != nil {
		return nil, err
	}
	o := &outline{ring: make(orb.Ring, len(corners))}
	if o.areaKM2, err = h3.AreaKM2(cell); err != nil {
		return nil, err
	}
	m, reach := project(middle.Lon, middle.Lat), 0.0
	for i, corner := range corners {
		p := project(corner.Lon, corner.Lat)
		p[0] -= math.Round(p[0] - m[0]) // a cell on the 180th meridian stays in one piece
		o.ring[i] = p
		reach = max(reach, math.Hypot(p[0]-m[0], p[1]-m[1]))
	}
	o.bound = o.ring.Bound()
	o.circle = orb.Bound{Min: m, Max: m}.Pad(reach * descendantReach)
	return o, nil
}

// touches reports whether the hexagon and a box have a point in common.
func (o *outline) touches(box orb.Bound) bool {
	if !o.bound.Intersects(box) {
		return false
	}
	if box.Contains(o.bound.Min) && box.Contains(o.bound.Max) {
		return true
	}
	return touches([]orb.Ring{o.ring}, box)
}
