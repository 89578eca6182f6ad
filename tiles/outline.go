package tiles

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/h3"
)

// outline is a hexagon on the map, as exact as floating point is. Making one
// takes some microseconds: tiles are drawn from [hexagon] where they can be.
type outline struct {
	ring  orb.Ring // corners in the world's unit square, not closed
	bound orb.Bound
}

// newOutline gives the outline of a cell. It fails for what is no H3 cell.
func newOutline(cell geo.Cell) (*outline, error) {
	corners, err := h3.Boundary(cell)
	if err != nil {
		return nil, err
	}
	o := &outline{ring: make(orb.Ring, len(corners))}
	for i, c := range corners {
		o.ring[i] = project(c.Lon, c.Lat)
	}
	o.bound = o.ring.Bound()
	if o.bound.Max[0]-o.bound.Min[0] > 0.5 {
		return o, o.mend(cell)
	}
	return o, nil
}

// mend puts a cell on the 180th meridian back into one piece, on the side of
// its middle.
func (o *outline) mend(cell geo.Cell) error {
	middle, err := h3.Center(cell)
	if err != nil {
		return err
	}
	m := project(middle.Lon, middle.Lat)
	for i, p := range o.ring {
		o.ring[i][0] = p[0] - math.Round(p[0]-m[0])
	}
	o.bound = o.ring.Bound()
	return nil
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

// descendantReach is how far from a cell's middle the hexagons of its
// descendants reach, in terms of its farthest corner. A child's middle is at
// most √3/√7 of the edge a away and each finer step adds 1/√7 of that: in the
// limit √3·a/(√7−1) = 1.0524 a. The rest is for hexagons that are not regular
// and for the map's scale, which changes within a cell.
const descendantReach = 1.25

// maxRegularLatitude is up to where the map's scale changes so little within a
// cell of [rootResolution] that descendantReach holds.
const maxRegularLatitude = 80

// everywhere is the reach of cells that descendantReach does not hold for: those
// near a pole, and those on the 180th meridian, whose descendants are on both
// sides of the map.
var everywhere = orb.Bound{Min: orb.Point{math.Inf(-1), math.Inf(-1)}, Max: orb.Point{math.Inf(1), math.Inf(1)}}

// reachOf gives a box around a circle that holds the hexagon of every
// descendant of a cell. It fails for what is no H3 cell.
func reachOf(cell geo.Cell) (orb.Bound, error) {
	o, err := newOutline(cell)
	if err != nil {
		return orb.Bound{}, err
	}
	middle, err := h3.Center(cell)
	if err != nil {
		return orb.Bound{}, err
	}
	m, reach := project(middle.Lon, middle.Lat), 0.0
	for _, p := range o.ring {
		reach = max(reach, math.Hypot(p[0]-m[0], p[1]-m[1]))
	}
	box := orb.Bound{Min: m, Max: m}.Pad(reach * descendantReach)
	if math.Abs(middle.Lat) > maxRegularLatitude || box.Min[0] < 0 || box.Max[0] > 1 {
		return everywhere, nil
	}
	return box, nil
}
