package mosaic

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong/geo"
)

// Voronoi gives each of the first n sites the ground that is nearer to it than
// to any other site: a face with straight sides. The sites behind them only
// bound the faces; a face that they leave open to one side is an error.
//
// A corner is the middle of the circle through the three sites around it, and
// is computed from these three in the order of their positions, so that all
// three faces have the very same point.
func Voronoi(sites []geo.Point, n int) (*Mesh, error) {
	v := voronoi{at: make([]orb.Point, len(sites)), index: make(map[[3]int32]int32)}
	for i, s := range sites {
		v.at[i] = flat(s)
	}
	m := &Mesh{Faces: make([][]int32, n)}
	for i := range n {
		face, err := v.face(int32(i))
		if err != nil {
			return nil, err
		}
		m.Faces[i] = face
	}
	m.Points = v.points
	return m, nil
}

type voronoi struct {
	at     []orb.Point // the sites, on the plane
	index  map[[3]int32]int32
	points []orb.Point
}

// frontier is a corner of a face being cut, and the site whose border the side
// that starts there belongs to; −1 for a side of the first frame.
type frontier struct {
	at   orb.Point
	with int32
}

// frameKM is half the side of the square that a face is cut from.
const frameKM = 200

// face cuts the square around a site along the border with each other site,
// nearest first, until no further site can matter.
func (v *voronoi) face(i int32) ([]int32, error) {
	c := v.at[i]
	cut := []frontier{
		{orb.Point{c[0] - frameKM, c[1] - frameKM}, Nowhere},
		{orb.Point{c[0] + frameKM, c[1] - frameKM}, Nowhere},
		{orb.Point{c[0] + frameKM, c[1] + frameKM}, Nowhere},
		{orb.Point{c[0] - frameKM, c[1] + frameKM}, Nowhere},
	}
	for _, j := range v.byDistance(i) {
		far := 0.0
		for _, f := range cut {
			far = math.Max(far, distance(c, f.at))
		}
		if distance(c, v.at[j]) > 2*far {
			break
		}
		cut = cutTowards(cut, c, v.at[j], j)
	}
	face := make([]int32, len(cut))
	for k, f := range cut {
		before := cut[(k+len(cut)-1)%len(cut)]
		if f.with == Nowhere || before.with == Nowhere {
			return nil, fmt.Errorf("mosaic: the ground of site %d is open to one side", i)
		}
		face[k] = v.corner(i, before.with, f.with)
	}
	return face, nil
}

// byDistance lists the other sites, nearest first.
func (v *voronoi) byDistance(i int32) []int32 {
	type other struct {
		site   int32
		square float64 // of the distance
	}
	others := make([]other, 0, len(v.at)-1)
	for j, p := range v.at {
		if int32(j) != i {
			dx, dy := p[0]-v.at[i][0], p[1]-v.at[i][1]
			others = append(others, other{int32(j), dx*dx + dy*dy})
		}
	}
	slices.SortFunc(others, func(a, b other) int {
		return cmp.Or(cmp.Compare(a.square, b.square), cmp.Compare(a.site, b.site))
	})
	sites := make([]int32, len(others))
	for k, o := range others {
		sites[k] = o.site
	}
	return sites
}

// cutTowards keeps of a convex face what is nearer to a than to b.
func cutTowards(face []frontier, a, b orb.Point, j int32) []frontier {
	nearer := func(p orb.Point) float64 { // positive on a's side
		return (a[0]-b[0])*(p[0]-(a[0]+b[0])/2) + (a[1]-b[1])*(p[1]-(a[1]+b[1])/2)
	}
	var out []frontier
	for k, f := range face {
		g := face[(k+1)%len(face)]
		from, to := nearer(f.at), nearer(g.at)
		if from >= 0 {
			out = append(out, f)
		}
		if (from >= 0) == (to >= 0) {
			continue
		}
		t := from / (from - to)
		p := orb.Point{f.at[0] + t*(g.at[0]-f.at[0]), f.at[1] + t*(g.at[1]-f.at[1])}
		if from >= 0 {
			out = append(out, frontier{p, j}) // here the new border begins
		} else {
			out = append(out, frontier{p, f.with}) // here the old side goes on
		}
	}
	return out
}

// corner gives the point that three sites share.
func (v *voronoi) corner(i, j, k int32) int32 {
	key := [3]int32{i, j, k}
	slices.Sort(key[:])
	at, known := v.index[key]
	if !known {
		at = int32(len(v.points))
		v.index[key] = at
		v.points = append(v.points, degrees(circumcentre(v.at[key[0]], v.at[key[1]], v.at[key[2]])))
	}
	return at
}

// circumcentre is the middle of the circle through three points.
func circumcentre(a, b, c orb.Point) orb.Point {
	bx, by := b[0]-a[0], b[1]-a[1]
	cx, cy := c[0]-a[0], c[1]-a[1]
	d := 2 * (bx*cy - by*cx)
	bb, cc := bx*bx+by*by, cx*cx+cy*cy
	return orb.Point{a[0] + (cy*bb-by*cc)/d, a[1] + (bx*cc-cx*bb)/d}
}
