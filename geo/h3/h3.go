// Package h3 is the one place that calls the H3 library (and so cgo): the cell
// of a point and the outline of a cell. Everything else about cells is bit
// arithmetic in package geo.
package h3

import (
	"fmt"

	h3go "github.com/uber/h3-go/v4"

	"github.com/diemnong/diemnong/geo"
)

// FromPoint gives the cell of a resolution that holds the point.
func FromPoint(p geo.Point, res int) (geo.Cell, error) {
	if !p.Valid() {
		return 0, fmt.Errorf("h3: point %v is not on the globe", p)
	}
	c, err := h3go.LatLngToCell(h3go.LatLng{Lat: p.Lat, Lng: p.Lon}, res)
	if err != nil {
		return 0, fmt.Errorf("h3: cell of %v at resolution %d: %w", p, res, err)
	}
	return geo.Cell(c), nil
}

// Boundary gives the outline of a cell: 5 to 10 corners, counter-clockwise, not closed.
func Boundary(c geo.Cell) ([]geo.Point, error) {
	b, err := h3go.Cell(c).Boundary()
	if err != nil {
		return nil, fmt.Errorf("h3: outline of %s: %w", c, err)
	}
	out := make([]geo.Point, len(b))
	for i, p := range b {
		out[i] = geo.Point{Lon: p.Lng, Lat: p.Lat}
	}
	return out, nil
}

// Center gives the middle of a cell.
func Center(c geo.Cell) (geo.Point, error) {
	p, err := h3go.Cell(c).LatLng()
	if err != nil {
		return geo.Point{}, fmt.Errorf("h3: middle of %s: %w", c, err)
	}
	return geo.Point{Lon: p.Lng, Lat: p.Lat}, nil
}

// AreaKM2 gives the area of a cell in square kilometres.
func AreaKM2(c geo.Cell) (float64, error) {
	a, err := h3go.CellAreaKm2(h3go.Cell(c))
	if err != nil {
		return 0, fmt.Errorf("h3: area of %s: %w", c, err)
	}
	return a, nil
}
