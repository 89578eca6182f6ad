package tiles

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/tiles/mvt"
)

// hexagon is a cell drawn on the grid of a zoom, ready to be copied into tiles.
// Corners are whole numbers of the zoom's units, of which the world has
// 2^zoom·[mvt.Extent] to a side, so the steps from corner to corner and the
// winding are the same in every tile. Only where the first corner lies in the
// tile differs, by a subtraction.
type hexagon struct {
	x, y      int32         // first corner, in the world's units at the zoom
	low, high [2]int16      // bounding box about the first corner
	areaKM2   float64       // of the cell on the globe
	form      hexagonForm   // how to read tail
	length    uint8         // of tail
	tail      [maxTail]byte // all steps but the first, encoded by [mvt.AppendTail]
}

// maxWidth is how wide a kept hexagon may be, in units of the zoom: one that
// reaches into a tile or its buffer then stays within [hexagonLimit].
const maxWidth = mvt.Extent - 2*Buffer

// maxTail is room for five steps of two bytes each way, a count and the closing:
// nearly every hexagon. It makes a hexagon 48 bytes long.
const maxTail = 22

// hexagonForm says what is drawn for a cell.
type hexagonForm uint8

const (
	regular  hexagonForm = iota // the hexagon itself
	speck                       // smaller than the grid: the unit that its middle is in
	unwieldy                    // not in tail: draw it from its outline
)

// polar is where, from the upper side of the world's unit square, outlines are
// no hexagons any more: beyond 80° the map tears them apart.
var polar = project(0, maxRegularLatitude)[1]

// memoZoom is the deepest zoom whose hexagons are kept: the last one that is
// offered. Coordinates of the world fit in 32 bits there.
const memoZoom = maxHeatZoom

// newHexagon draws a cell on the grid of a zoom up to [memoZoom], but for its
// area. It fails for what is no H3 cell.
func newHexagon(cell geo.Cell, zoom int) (hexagon, error) {
	o, err := newOutline(cell)
	if err != nil {
		return hexagon{}, err
	}
	return o.draw(window{scale: float64(uint64(mvt.Extent) << zoom)}), nil
}

// draw puts an outline on the grid of a world-wide window.
func (o *outline) draw(world window) hexagon {
	h := hexagon{form: unwieldy}
	if o.bound.Min[1] < polar || o.bound.Max[1] > 1-polar {
		return h
	}
	first := world.point(o.ring[0])
	h.x, h.y = first.X, first.Y
	steps := make([]mvt.Point, 0, 12)
	for _, c := range o.ring {
		p := world.point(c)
		steps = append(steps, mvt.Point{X: p.X - first.X, Y: p.Y - first.Y})
	}
	form := regular
	if !mvt.HasArea(steps) {
		form = speck
		m := world.units(o.bound.Center())
		corner := mvt.Point{X: int32(math.Floor(m[0])), Y: int32(math.Floor(m[1]))}
		for i := range steps { // the box stays that of the hexagon
			steps[i].X, steps[i].Y = steps[i].X+first.X-corner.X, steps[i].Y+first.Y-corner.Y
		}
		h.x, h.y = corner.X, corner.Y
	}
	if !h.setBox(steps) {
		return h
	}
	if form == speck {
		steps = appendUnit(steps[:0], orb.Point{})
	}
	if tail, _ := mvt.AppendTail(h.tail[:0], steps); len(tail) <= maxTail {
		h.form, h.length = form, uint8(len(tail))
	}
	return h
}

// setBox sets the bounding box of corners about the first one. It reports false
// when they are too far away for a hexagon to be kept.
func (h *hexagon) setBox(corners []mvt.Point) bool {
	low, high := corners[0], corners[0]
	for _, p := range corners {
		low.X, low.Y = min(low.X, p.X), min(low.Y, p.Y)
		high.X, high.Y = max(high.X, p.X), max(high.Y, p.Y)
	}
	if high.X-low.X > maxWidth || high.Y-low.Y > maxWidth {
		return false
	}
	h.low, h.high = [2]int16{int16(low.X), int16(low.Y)}, [2]int16{int16(high.X), int16(high.Y)}
	return true
}

// bound is the bounding box, in the world's units at the zoom.
func (h *hexagon) bound() box {
	return box{h.x + int32(h.low[0]), h.y + int32(h.low[1]), h.x + int32(h.high[0]), h.y + int32(h.high[1])}
}

// box is a part of the grid of a zoom, its sides included.
type box struct{ west, north, east, south int32 }

// meets reports whether two boxes have a point in common.
func (b *box) meets(o *box) bool {
	return b.west <= o.east && o.west <= b.east && b.north <= o.south && o.north <= b.south
}

// holds reports whether another box lies within b.
func (b *box) holds(o *box) bool {
	return b.west <= o.west && o.east <= b.east && b.north <= o.north && o.south <= b.south
}

// holdsPoint reports whether a point lies within b.
func (b *box) holdsPoint(x, y int32) bool {
	return b.west <= x && x <= b.east && b.north <= y && y <= b.south
}

// bound is the box as a geometry.
func (b *box) bound() orb.Bound {
	return orb.Bound{
		Min: orb.Point{float64(b.west), float64(b.north)},
		Max: orb.Point{float64(b.east), float64(b.south)},
	}
}

// corners appends the corners of a regular hexagon, in the world's units at the zoom.
func (h *hexagon) corners(ring orb.Ring) orb.Ring {
	x, y := h.x, h.y
	ring = append(ring, orb.Point{float64(x), float64(y)})
	for tail := h.tail[1 : h.length-1]; len(tail) > 0; { // between the count and the closing
		var step mvt.Point
		step, tail = mvt.Step(tail)
		x, y = x+step.X, y+step.Y
		ring = append(ring, orb.Point{float64(x), float64(y)})
	}
	return ring
}
