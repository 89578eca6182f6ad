package tiles

import (
	"context"
	"math"
	"strconv"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/tiles/mvt"
)

// layerCells is the layer of hexagons in heat tiles.
const layerCells = "cells"

// hexagonLimit is how far hexagons reach beyond their tile before they are
// cut: one tile to each side. Clients take twice as much at least, and up to
// zoom 17 nothing is cut at all.
var hexagonLimit = orb.Bound{Min: orb.Point{-mvt.Extent, -mvt.Extent}, Max: orb.Point{2 * mvt.Extent, 2 * mvt.Extent}}

// heatTile cuts a tile from the grid of a filter.
func (s *Service) heatTile(ctx context.Context, q tileQuestion, f diemnong.Filter) (*Tile, error) {
	grid, err := s.cells(ctx, q.question, f)
	if err != nil {
		return nil, err
	}
	body, err := s.encodeCells(grid.At(geo.Resolution(int(q.address.Z))), q.address)
	if err != nil {
		return nil, err
	}
	return s.seal(q, body, grid.State, grid.AsOf), nil
}

// encodeCells writes the cells of a layer that reach into a tile.
func (s *Service) encodeCells(grid *heat.Layer, a Address) ([]byte, error) {
	w := a.window()
	c := cover{outlines: s.outlines, cells: grid.Cells, box: w.box}
	cells, err := c.all()
	if err != nil {
		return nil, err
	}
	l := s.layer(layerCells)
	defer s.layers.Put(l)
	index, resolution := l.Key("h3"), l.Key("res")
	measures := newMeasureKeys(l)
	var text [16]byte
	var ring []mvt.Point
	for _, c := range cells {
		cell := grid.Cells[c.index]
		ring = hexagon(ring[:0], c.outline, &w)
		l.Polygon(cell.FeatureID(), ring)
		l.UniqueText(index, strconv.AppendUint(text[:0], uint64(cell), 16))
		l.Uint(resolution, uint64(grid.Resolution))
		measures.put(l, &grid.Counts[c.index], grid.Times[c.index], c.outline.areaKM2)
	}
	return l.AppendTo(nil), nil
}

// hexagon appends a cell's corners on the tile's grid. It always has area: a
// cell too small for the grid becomes the square unit that its middle is in.
func hexagon(ring []mvt.Point, o *outline, w *window) []mvt.Point {
	corners := o.ring
	if low, high := w.units(o.bound.Min), w.units(o.bound.Max); !hexagonLimit.Contains(low) || !hexagonLimit.Contains(high) {
		corners = cut(o, w)
	}
	for _, c := range corners {
		ring = append(ring, w.point(c))
	}
	if !mvt.HasArea(ring) {
		return appendUnit(ring[:0], w.units(o.bound.Center()))
	}
	return ring
}

// cut gives the part of a hexagon within [hexagonLimit], in the world's square.
func cut(o *outline, w *window) orb.Ring {
	limit := orb.Bound{
		Min: orb.Point{(w.dx + hexagonLimit.Min[0]) / w.scale, (w.dy + hexagonLimit.Min[1]) / w.scale},
		Max: orb.Point{(w.dx + hexagonLimit.Max[0]) / w.scale, (w.dy + hexagonLimit.Max[1]) / w.scale},
	}
	return clip.Ring(limit, append(o.ring.Clone(), o.ring[0]))
}

// appendUnit appends the square unit of the tile's grid that holds a point.
func appendUnit(ring []mvt.Point, p orb.Point) []mvt.Point {
	x, y := int32(math.Floor(p[0])), int32(math.Floor(p[1]))
	return append(ring, mvt.Point{X: x, Y: y}, mvt.Point{X: x + 1, Y: y}, mvt.Point{X: x + 1, Y: y + 1}, mvt.Point{X: x, Y: y + 1})
}
