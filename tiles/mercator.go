package tiles

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/tiles/mvt"
)

// Buffer is how far a tile reaches beyond its sides, in units of [mvt.Extent]:
// 8 pixels of a 512-pixel tile, room for outlines and circles drawn across a side.
const Buffer = 64

// maxLatitude is where Web Mercator ends: the world is a square up to here.
const maxLatitude = 85.05112877980659

// project gives Web Mercator coordinates in which the world is the unit
// square, x from the west, y from the north.
func project(lon, lat float64) orb.Point {
	s := math.Sin(min(max(lat, -maxLatitude), maxLatitude) * math.Pi / 180)
	return orb.Point{lon/360 + 0.5, 0.5 - math.Log((1+s)/(1-s))/(4*math.Pi)}
}

// unproject is the inverse of [project].
func unproject(p orb.Point) (lon, lat float64) {
	return (p[0] - 0.5) * 360, math.Atan(math.Sinh((1-2*p[1])*math.Pi)) * 180 / math.Pi
}

// window is a tile seen from the world's unit square.
type window struct {
	scale  float64 // tile units to the world's side
	dx, dy float64 // the tile's corner in tile units
	box    orb.Bound
}

// window gives the tile with its buffer.
func (a Address) window() window {
	side := float64(uint64(1) << a.Z)
	scale := side * mvt.Extent
	w := window{scale: scale, dx: float64(a.X) * mvt.Extent, dy: float64(a.Y) * mvt.Extent}
	w.box = orb.Bound{
		Min: orb.Point{(w.dx - Buffer) / scale, (w.dy - Buffer) / scale},
		Max: orb.Point{(w.dx + mvt.Extent + Buffer) / scale, (w.dy + mvt.Extent + Buffer) / scale},
	}
	return w
}

// units gives a point of the world in units of the tile.
func (w *window) units(p orb.Point) orb.Point {
	return orb.Point{p[0]*w.scale - w.dx, p[1]*w.scale - w.dy}
}

// round gives the nearest point of the tile's grid, as whole numbers.
func (w *window) round(p orb.Point) orb.Point {
	return orb.Point{math.Floor(p[0]*w.scale - w.dx + 0.5), math.Floor(p[1]*w.scale - w.dy + 0.5)}
}

// point is [window.round] for the encoder.
func (w *window) point(p orb.Point) mvt.Point {
	r := w.round(p)
	return mvt.Point{X: int32(r[0]), Y: int32(r[1])}
}

// holds reports whether a point lies in the tile itself, without its buffer
// and without its far sides: every point lies in one tile of a zoom.
func (w *window) holds(p orb.Point) bool {
	u := w.units(p)
	return u[0] >= 0 && u[0] < mvt.Extent && u[1] >= 0 && u[1] < mvt.Extent
}

// bounds gives the tile with its buffer in degrees.
func (w *window) bounds() diemnong.Bounds {
	west, north := unproject(w.box.Min)
	east, south := unproject(w.box.Max)
	return diemnong.Bounds{West: max(west, -180), South: south, East: min(east, 180), North: north}
}

// touches reports whether a polygon, given by its rings, and a box have a
// point in common. The rings may be closed or not.
func touches(rings []orb.Ring, box orb.Bound) bool {
	for _, r := range rings {
		for i, p := range r {
			if crosses(p, r[(i+1)%len(r)], box) {
				return true
			}
		}
	}
	// No side of the polygon meets the box, so it holds all of it or nothing.
	return covers(rings, box.Center())
}

// crosses reports whether a segment and a box have a point in common: what is
// left of the segment is cut by the box's four sides in turn (Liang–Barsky).
func crosses(a, b orb.Point, box orb.Bound) bool {
	from, to := 0.0, 1.0
	for axis := range 2 {
		d := b[axis] - a[axis]
		if d == 0 {
			if a[axis] < box.Min[axis] || a[axis] > box.Max[axis] {
				return false
			}
			continue
		}
		enter, leave := (box.Min[axis]-a[axis])/d, (box.Max[axis]-a[axis])/d
		from, to = max(from, min(enter, leave)), min(to, max(enter, leave))
		if from > to {
			return false
		}
	}
	return true
}

// covers reports whether a point lies in a polygon, by counting the sides that
// a ray to the east crosses, holes included.
func covers(rings []orb.Ring, p orb.Point) bool {
	in := false
	for _, r := range rings {
		for i, a := range r {
			b := r[(i+1)%len(r)]
			if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(p[1]-a[1])/(b[1]-a[1])*(b[0]-a[0]) {
				in = !in
			}
		}
	}
	return in
}
