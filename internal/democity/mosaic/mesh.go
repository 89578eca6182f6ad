// Package mosaic cuts ground into pieces that share their borders exactly:
// where two pieces meet, both have the same points, to the last bit. It makes
// the outlines of the demonstration city, which are the project's own work and
// follow no map.
//
// [Grow] and [Divide] give H3 cells to seats, [Voronoi] draws straight borders
// around sites; both lead to a [Mesh], whose faces [Mesh.Dissolve] joins to the
// outlines of larger pieces. Nothing here is random: the same input gives the
// same outlines on every machine.
package mosaic

import (
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong/geo/h3"
)

// Nowhere is the label of faces that belong to no piece.
const Nowhere = -1

// Mesh is ground cut into faces. At every point inside the mesh exactly three
// faces meet, as in a honeycomb, so the border of any union of faces passes
// each point at most once and never touches itself.
type Mesh struct {
	Points []orb.Point // longitude and latitude in degrees
	Faces  [][]int32   // the corners of each face in Points, counter-clockwise, not closed
}

// side is an edge of a face, in the face's direction: the face lies on its left.
type side struct{ from, to int32 }

func (s side) opposite() side { return side{s.to, s.from} }

// FromCells makes a mesh whose faces are the ground's cells, in their order.
func FromCells(g *Ground) (*Mesh, error) {
	m := &Mesh{Faces: make([][]int32, len(g.Cells))}
	index := make(map[h3.Corner]int32, 2*len(g.Cells))
	for i, c := range g.Cells {
		corners, err := h3.Corners(c)
		if err != nil {
			return nil, err
		}
		for _, k := range corners {
			at, known := index[k]
			if !known {
				p, err := k.Point()
				if err != nil {
					return nil, err
				}
				at = int32(len(m.Points))
				index[k] = at
				m.Points = append(m.Points, orb.Point{p.Lon, p.Lat})
			}
			m.Faces[i] = append(m.Faces[i], at)
		}
	}
	return m, nil
}

// sides gives the label of the face on the left of every side.
func (m *Mesh) sides(labels []int) map[side]int {
	left := make(map[side]int, 6*len(m.Faces))
	for f, corners := range m.Faces {
		for i, a := range corners {
			left[side{a, corners[(i+1)%len(corners)]}] = labels[f]
		}
	}
	return left
}

// labelAcross is the label on the right of a side.
func labelAcross(left map[side]int, s side) int {
	if l, ok := left[s.opposite()]; ok {
		return l
	}
	return Nowhere
}

// Smooth draws the points of the borders between labels towards their
// neighbours on the borders, so that the honeycomb's zigzag becomes a line.
// A point moves the same way for all the pieces that share it. Points of the
// kept faces stay, so that what lies in those faces stays inside.
func (m *Mesh) Smooth(labels []int, kept []int, passes int) {
	left := m.sides(labels)
	beside := make([][]int32, len(m.Points))
	for s, l := range left {
		if across := labelAcross(left, s); across != l && (s.from < s.to || across == Nowhere) {
			beside[s.from] = append(beside[s.from], s.to)
			beside[s.to] = append(beside[s.to], s.from)
		}
	}
	for _, f := range kept {
		for _, p := range m.Faces[f] {
			beside[p] = nil
		}
	}
	for i := range beside {
		slices.Sort(beside[i]) // the sum below must not depend on the map's order
		beside[i] = slices.Compact(beside[i])
	}
	for range passes {
		m.Points = smoothed(m.Points, beside)
	}
}

func smoothed(points []orb.Point, beside [][]int32) []orb.Point {
	out := slices.Clone(points)
	for i, ns := range beside {
		if len(ns) == 0 {
			continue
		}
		var mean orb.Point
		for _, n := range ns {
			mean[0] += points[n][0] / float64(len(ns))
			mean[1] += points[n][1] / float64(len(ns))
		}
		out[i] = orb.Point{(points[i][0] + mean[0]) / 2, (points[i][1] + mean[1]) / 2}
	}
	return out
}

// Round cuts all coordinates to six decimals, a tenth of a metre, as
// boundary files are written.
func (m *Mesh) Round() {
	for i, p := range m.Points {
		m.Points[i] = orb.Point{math.Round(p[0]*1e6) / 1e6, math.Round(p[1]*1e6) / 1e6}
	}
}

// Ring is the outline of one face, closed.
func (m *Mesh) Ring(face int) orb.Ring { return m.ring(m.Faces[face]) }

func (m *Mesh) ring(corners []int32) orb.Ring {
	r := make(orb.Ring, 0, len(corners)+1)
	for _, c := range corners {
		if p := m.Points[c]; len(r) == 0 || r[len(r)-1] != p { // rounding may join two points
			r = append(r, p)
		}
	}
	if r[0] != r[len(r)-1] {
		r = append(r, r[0])
	}
	return r
}

// Dissolve joins the faces of each label from 0 to n−1 to one outline. Outer
// rings run counter-clockwise, holes clockwise; the largest part comes first.
func (m *Mesh) Dissolve(labels []int, n int) ([]orb.MultiPolygon, error) {
	left := m.sides(labels)
	next := make([]map[int32]int32, n)
	for i := range next {
		next[i] = make(map[int32]int32)
	}
	for s, l := range left {
		if l == Nowhere || labelAcross(left, s) == l {
			continue
		}
		if _, double := next[l][s.from]; double {
			return nil, fmt.Errorf("mosaic: piece %d touches itself at %v", l, m.Points[s.from])
		}
		next[l][s.from] = s.to
	}
	outlines := make([]orb.MultiPolygon, n)
	for l := range outlines {
		outlines[l] = assemble(m.rings(next[l]))
	}
	return outlines, nil
}

// rings follows the borders of one piece until none is left, in the order of
// their smallest points.
func (m *Mesh) rings(next map[int32]int32) []orb.Ring {
	starts := make([]int32, 0, len(next))
	for p := range next {
		starts = append(starts, p)
	}
	slices.Sort(starts)
	var rings []orb.Ring
	for _, start := range starts {
		var corners []int32
		for p, ok := start, true; ; {
			var to int32
			if to, ok = next[p]; !ok {
				break
			}
			corners = append(corners, p)
			delete(next, p)
			p = to
		}
		if len(corners) > 0 {
			rings = append(rings, m.ring(corners))
		}
	}
	return rings
}
