package h3

import (
	"fmt"

	h3go "github.com/uber/h3-go/v4"

	"github.com/diemnong/diemnong/geo"
)

// Disk gives all cells within k steps of c, c included.
func Disk(c geo.Cell, k int) ([]geo.Cell, error) {
	cells, err := h3go.GridDisk(h3go.Cell(c), k)
	if err != nil {
		return nil, fmt.Errorf("h3: cells within %d steps of %s: %w", k, c, err)
	}
	out := make([]geo.Cell, len(cells))
	for i, n := range cells {
		out[i] = geo.Cell(n)
	}
	return out, nil
}

// Corner is a corner of cells: three cells share it and know it by the same ID.
type Corner uint64

// Corners gives the corners of a cell, counter-clockwise. Unlike [Boundary] it
// names them, so that the three cells around a corner agree on it exactly; it
// leaves out the extra points where a cell crosses an edge of the icosahedron.
func Corners(c geo.Cell) ([]Corner, error) {
	vs, err := h3go.Cell(c).Vertexes()
	if err != nil {
		return nil, fmt.Errorf("h3: corners of %s: %w", c, err)
	}
	out := make([]Corner, len(vs))
	for i, v := range vs {
		out[i] = Corner(v)
	}
	return out, nil
}

// Point is the place of a corner.
func (c Corner) Point() (geo.Point, error) {
	p, err := h3go.Vertex(c).LatLng()
	if err != nil {
		return geo.Point{}, fmt.Errorf("h3: place of corner %x: %w", uint64(c), err)
	}
	return geo.Point{Lon: p.Lng, Lat: p.Lat}, nil
}
