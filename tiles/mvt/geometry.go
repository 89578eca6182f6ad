package mvt

import "encoding/binary"

// Point is a place in units of the tile.
type Point struct{ X, Y int32 }

// MaxCoordinate bounds coordinates to either side. It is 256 tiles away, far
// more than any client draws, and keeps the area of every ring exact in 64 bits.
const MaxCoordinate = 256 * Extent

// Geometry types and commands of the specification, §4.3.
const (
	kindPoint   = 1
	kindPolygon = 3

	commandMoveTo    = 1
	commandLineTo    = 2
	commandClosePath = 7<<0 | 1<<3 // always with count 1
)

// HasArea reports whether [Layer.Polygon] would begin a feature with this
// outer ring.
func HasArea(ring []Point) bool {
	area, _ := measure(open(ring))
	return area != 0 && inRange(ring)
}

// Points begins a feature of one or more points. It reports false, and begins
// nothing, when there are none or one lies beyond [MaxCoordinate].
func (l *Layer) Points(id uint64, points ...Point) bool {
	l.begin(id, kindPoint)
	if len(points) == 0 || !inRange(points) {
		return false
	}
	g := appendVarint(l.geometry, command(commandMoveTo, len(points)))
	for _, p := range points {
		g = appendStep(g, l.cursor, p)
		l.cursor = p
	}
	l.geometry = g
	l.open = true
	return true
}

// Polygon begins a feature of one polygon: its outer ring and then its holes,
// closed or not, wound either way. It reports false, and begins nothing, when
// the outer ring has no area or a point lies beyond [MaxCoordinate].
func (l *Layer) Polygon(id uint64, rings ...[]Point) bool {
	l.begin(id, kindPolygon)
	l.open = l.polygon(rings)
	return l.open
}

// Ring begins a feature of one polygon without holes, whose ring starts at a
// point and goes on as [AppendTail] encoded it. The point must be within
// [MaxCoordinate].
func (l *Layer) Ring(id uint64, start Point, tail []byte) {
	l.begin(id, kindPolygon)
	g := appendStep(append(l.geometry, 1<<3|commandMoveTo), Point{}, start)
	l.geometry = append(g, tail...)
	l.open = true
}

// AppendTail appends an outer ring, closed or not and wound either way, without
// its first point: what is left is the same wherever the ring lies, and
// [Layer.Ring] copies it. It reports false, and appends nothing, when the ring
// has no area or a point lies beyond [MaxCoordinate].
func AppendTail(tail []byte, ring []Point) ([]byte, bool) {
	if !inRange(ring) {
		return tail, false
	}
	r := open(ring)
	area, distinct := measure(r)
	if area == 0 {
		return tail, false
	}
	tail, _ = appendTail(tail, r, area > 0, distinct)
	return tail, true
}

// Step reads one step of a geometry, such as those between the first byte and
// the last of a short tail of [AppendTail], and gives what follows it.
func Step(geometry []byte) (step Point, rest []byte) {
	x, n := binary.Uvarint(geometry)
	y, m := binary.Uvarint(geometry[max(n, 0):])
	return Point{unzigzag(uint32(x)), unzigzag(uint32(y))}, geometry[max(n, 0)+max(m, 0):]
}

// MultiPolygon begins a feature of several polygons, each as [Layer.Polygon]
// takes it. Polygons without area are left out; it reports false, and begins
// nothing, when none is left.
func (l *Layer) MultiPolygon(id uint64, polygons [][][]Point) bool {
	l.begin(id, kindPolygon)
	for _, rings := range polygons {
		if l.polygon(rings) {
			l.open = true
		}
	}
	return l.open
}

func (l *Layer) polygon(rings [][]Point) bool {
	for _, r := range rings {
		if !inRange(r) {
			return false
		}
	}
	for i, r := range rings {
		if !l.ring(r, i == 0) && i == 0 {
			return false
		}
	}
	return len(rings) > 0
}

// ring writes a ring and reports whether it has area. The start point stays
// the first one; a ring wound the wrong way is walked backwards from it.
func (l *Layer) ring(r []Point, outer bool) bool {
	r = open(r)
	area, distinct := measure(r)
	if area == 0 {
		return false
	}
	g := appendStep(appendVarint(l.geometry, command(commandMoveTo, 1)), l.cursor, r[0])
	l.geometry, l.cursor = appendTail(g, r, (area > 0) == outer, distinct)
	return true
}

// appendTail appends an open ring behind its first point, forwards or
// backwards, and gives the last point.
func appendTail(g []byte, r []Point, forward bool, distinct int) ([]byte, Point) {
	at := r[0]
	g = appendVarint(g, command(commandLineTo, distinct-1))
	for i := 1; i < len(r); i++ {
		p := r[i]
		if !forward {
			p = r[len(r)-i]
		}
		if p != at {
			g, at = appendStep(g, at, p), p
		}
	}
	return append(g, commandClosePath), at
}

// command is the integer of a command: id in the low three bits, the number of
// repetitions above.
func command(id, count int) uint64 { return uint64(count)<<3 | uint64(id) }

// appendStep appends the step from one point to another as two zigzag numbers.
func appendStep(g []byte, from, to Point) []byte {
	x, y := zigzag(to.X-from.X), zigzag(to.Y-from.Y)
	if x < 1<<7 && y < 1<<7 {
		return append(g, byte(x), byte(y))
	}
	return appendVarint(appendVarint(g, uint64(x)), uint64(y))
}

// open cuts the repetitions of the first point off both ends.
func open(r []Point) []Point {
	for len(r) > 1 && r[len(r)-1] == r[0] {
		r = r[:len(r)-1]
	}
	for len(r) > 1 && r[1] == r[0] {
		r = r[1:]
	}
	return r
}

// measure gives twice the area of an open ring by the surveyor's formula,
// positive when it runs clockwise on a screen, and its number of points
// without those that repeat the one before.
func measure(r []Point) (area int64, distinct int) {
	if len(r) == 0 {
		return 0, 0
	}
	prev := r[len(r)-1]
	for i, p := range r {
		area += int64(prev.X)*int64(p.Y) - int64(p.X)*int64(prev.Y)
		if p != prev || i == 0 {
			distinct++
		}
		prev = p
	}
	return area, distinct
}

func inRange(points []Point) bool {
	for _, p := range points {
		if p.X < -MaxCoordinate || p.X > MaxCoordinate || p.Y < -MaxCoordinate || p.Y > MaxCoordinate {
			return false
		}
	}
	return true
}

func zigzag(n int32) uint32 { return uint32(n<<1) ^ uint32(n>>31) }

func unzigzag(n uint32) int32 { return int32(n>>1) ^ -int32(n&1) }
