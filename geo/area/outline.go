package area

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
)

// edge is one side of a ring, in the ring's direction.
type edge struct{ ax, ay, bx, by float64 }

// rest is where a point lies relative to a ring.
type rest int8

const (
	outside rest = iota
	border
	inside
)

// outline is a prepared multipolygon: the edges of all rings, sorted into
// horizontal slabs. An edge is in each slab that it reaches into.
type outline struct {
	bound orb.Bound
	rows  scale   // latitude → slab
	slabs []int32 // of a slab: where its runs begin; one more than there are slabs
	runs  []run
	edges []edge
}

// run is the edges of one ring in one slab.
type run struct {
	from, to int32
	hole     bool // a ring within the last run that is not a hole
}

// edgesPerSlab is what one point looks at, on average. 8: halving it doubles
// the memory for slabs and gains less than a tenth (BenchmarkLocate).
const edgesPerSlab = 8

// newOutline prepares a multipolygon. It refuses rings that are not closed,
// and coordinates that are not on the globe.
func newOutline(mp orb.MultiPolygon) (*outline, error) {
	rings, edges := 0, 0
	for _, polygon := range mp {
		for _, ring := range polygon {
			if err := checkRing(ring); err != nil {
				return nil, err
			}
			rings, edges = rings+1, edges+len(ring)-1
		}
	}
	if rings == 0 {
		return nil, diemnong.Errorf(diemnong.Invalid, "The outline is empty.")
	}
	o := &outline{bound: mp.Bound()}
	o.sort(mp, edges)
	return o, nil
}

func checkRing(ring orb.Ring) error {
	if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
		return diemnong.Errorf(diemnong.Invalid, "A ring is not closed or has fewer than four positions.")
	}
	for _, p := range ring {
		if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) { // NaN is refused too
			return diemnong.Errorf(diemnong.Invalid, "The position %v is not a longitude and latitude.", p)
		}
	}
	return nil
}

// sort fills the slabs. Their number is halved until edges that reach through
// many slabs no longer more than quadruple the memory.
func (o *outline) sort(mp orb.MultiPolygon, edges int) {
	south, north := o.bound.Min.Y(), o.bound.Max.Y()
	copies := 0
	for n := max(1, edges/edgesPerSlab); ; n /= 2 {
		o.rows = newScale(south, north, n)
		copies = 0
		eachEdge(mp, func(_ int, _ bool, e edge) { lo, hi := o.rows.span(e.ay, e.by); copies += hi - lo + 1 })
		if n == 1 || copies <= 4*edges {
			break
		}
	}
	o.fill(mp, copies)
}

// fill places each edge's copies slab by slab, in the order of the rings.
func (o *outline) fill(mp orb.MultiPolygon, copies int) {
	next := make([]int32, o.rows.n+1) // of a slab: where its next edge goes
	eachEdge(mp, func(_ int, _ bool, e edge) {
		for lo, hi := o.rows.span(e.ay, e.by); lo <= hi; lo++ {
			next[lo+1]++
		}
	})
	for i := range o.rows.n {
		next[i+1] += next[i]
	}
	first := append([]int32(nil), next...)
	o.edges = make([]edge, copies)
	ringOf := make([]int32, copies)
	var holes []bool
	eachEdge(mp, func(ring int, hole bool, e edge) {
		if ring == len(holes) {
			holes = append(holes, hole)
		}
		for lo, hi := o.rows.span(e.ay, e.by); lo <= hi; lo++ {
			o.edges[next[lo]], ringOf[next[lo]] = e, int32(ring)
			next[lo]++
		}
	})
	o.cut(first, ringOf, holes)
}

// cut divides each slab into its runs.
func (o *outline) cut(first, ringOf []int32, holes []bool) {
	o.slabs = make([]int32, o.rows.n+1)
	for s := range o.rows.n {
		for i := first[s]; i < first[s+1]; i++ {
			if i > first[s] && ringOf[i] == ringOf[i-1] {
				o.runs[len(o.runs)-1].to++
				continue
			}
			o.runs = append(o.runs, run{i, i + 1, holes[ringOf[i]]})
		}
		o.slabs[s+1] = int32(len(o.runs))
	}
}

// eachEdge visits the edges ring by ring; edges without length are left out.
func eachEdge(mp orb.MultiPolygon, visit func(ring int, hole bool, e edge)) {
	n := 0
	for _, polygon := range mp {
		for r, ring := range polygon {
			for i := 1; i < len(ring); i++ {
				if ring[i] != ring[i-1] {
					visit(n, r > 0, edge{ring[i-1][0], ring[i-1][1], ring[i][0], ring[i][1]})
				}
			}
			n++
		}
	}
}

// covers reports whether the outline covers the point: it lies inside a
// polygon, or on its border. The order of the questions is PostGIS's own
// (point_in_multipolygon): a polygon whose outer ring does not hold the point is
// left at once, and of its holes the first one that touches the point decides.
func (o *outline) covers(x, y float64) bool {
	if !(x >= o.bound.Min[0] && x <= o.bound.Max[0] && y >= o.bound.Min[1] && y <= o.bound.Max[1]) {
		return false
	}
	s := o.rows.of(y)
	held := false // by the polygon at hand
	for _, r := range o.runs[o.slabs[s]:o.slabs[s+1]] {
		if r.hole && !held {
			continue
		}
		if !r.hole && held {
			return true // by the polygon before: none of its holes has the point
		}
		switch relate(o.edges[r.from:r.to], x, y) {
		case border:
			return true
		case inside:
			held = !r.hole
		case outside:
			held = r.hole
		}
	}
	return held
}

// relate says where the point lies relative to a ring, of which it needs only
// the edges that reach the point's latitude. It is the winding number by the
// expression that PostGIS evaluates, rounding included: the explicit
// conversions keep a compiler from fusing product and sum, which would round
// differently. The result differs from exact arithmetic for points within
// about 1e-14 degrees of an edge, and there we want the answer that ST_Covers gives.
func relate(edges []edge, x, y float64) rest {
	winding := 0
	for i := range edges {
		e := &edges[i]
		if (y < e.ay && y < e.by) || (y > e.ay && y > e.by) {
			continue
		}
		side := float64((e.bx-e.ax)*(y-e.ay)) - float64((x-e.ax)*(e.by-e.ay))
		if side == 0 && min(e.ax, e.bx) <= x && x <= max(e.ax, e.bx) {
			return border
		}
		if e.ay <= y && y < e.by && side > 0 {
			winding++
		} else if e.by <= y && y < e.ay && side < 0 {
			winding--
		}
	}
	if winding == 0 {
		return outside
	}
	return inside
}
