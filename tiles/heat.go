package tiles

import (
	"context"
	"fmt"
	"math"

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

// heatTile cuts a tile from the grid of a filter, and from that of the window
// before where the layer compares.
func (s *Service) heatTile(ctx context.Context, q tileQuestion, f diemnong.Filter) (*Tile, error) {
	grids, err := look(ctx, s, q.question, f, s.cells)
	if err != nil {
		return nil, err
	}
	w := s.cellWriters.Get().(*cellWriter)
	defer s.cellWriters.Put(w)
	body, err := w.tile(grids.now.Grid, grids.before.Grid, q.address)
	if err != nil {
		return nil, err
	}
	return s.seal(q, body, grids.state, grids.asOf), nil
}

// cutter cuts out of a grid what a tile shows. It is for one goroutine and keeps
// its memory from tile to tile.
type cutter struct {
	cover cover
	parts heat.Layer // blocks that were put together
}

// shown is the cells of a layer that reach into a tile, in their order.
type shown struct {
	*heat.Layer
	cells  []covered
	before []uint32 // complaints of Cells[i] in the window before; nil where nothing is compared
}

// layerOf gives the layer that a tile shows: all of it where the grid has it,
// else the blocks that may reach into the tile.
func (c *cutter) layerOf(grid *heat.Grid, a Address) (*heat.Layer, error) {
	res := geo.Resolution(int(a.Z))
	if whole, held := grid.Held(res); held {
		return whole, nil
	}
	blocks, err := c.cover.reaching(grid.Blocks(), a)
	if err != nil {
		return nil, err
	}
	p := &c.parts
	p.Resolution, p.Cells, p.Counts, p.Times = res, p.Cells[:0], p.Counts[:0], p.Times[:0]
	for _, part := range grid.Parts(res, blocks) {
		p.Append(part)
	}
	return p, nil
}

// cut finds the cells of a layer that reach into a tile. They are valid until
// the next call.
func (c *cutter) cut(layer *heat.Layer, a Address) (shown, error) {
	cells, err := c.cover.all(layer.Cells, a)
	return shown{Layer: layer, cells: cells}, err
}

// cellWriter writes the layer of hexagons. It is for one goroutine and keeps
// its memory from tile to tile.
type cellWriter struct {
	now, before cutter
	joined      joinedCells
	layer       *mvt.Layer
	measures    measureWriter
	ring        []mvt.Point
	text        [15]byte
}

func newCellWriter(o *outlines) *cellWriter {
	return &cellWriter{
		now: cutter{cover: cover{outlines: o}}, before: cutter{cover: cover{outlines: o}},
		layer: mvt.NewLayer(layerCells),
	}
}

// tile gives the tile of a grid, and of the one before where that is not nil. It
// is nil when no cell reaches into it.
func (c *cellWriter) tile(now, before *heat.Grid, a Address) ([]byte, error) {
	layer, err := c.now.layerOf(now, a)
	if err != nil {
		return nil, err
	}
	var then *heat.Layer
	if before != nil {
		if then, err = c.before.layerOf(before, a); err != nil {
			return nil, err
		}
	}
	return c.encode(layer, then, a)
}

// encode is tile for layers of one resolution.
func (c *cellWriter) encode(now, before *heat.Layer, a Address) ([]byte, error) {
	s, err := c.now.cut(now, a)
	if err != nil {
		return nil, err
	}
	if before != nil {
		then, err := c.before.cut(before, a)
		if err != nil {
			return nil, err
		}
		s = c.joined.join(s, then)
	}
	if len(s.cells) == 0 {
		return nil, nil
	}
	return c.write(&s, a), nil
}

// write writes the layer of the cells.
func (c *cellWriter) write(s *shown, a Address) []byte {
	l, w := c.layer, a.window()
	l.Reset(layerCells)
	c.measures.reset(l)
	resolution, index := l.Key("res"), l.Key("h3")
	var change changeKeys
	if s.before != nil {
		change = newChangeKeys(l)
	}
	c.number(s)
	res := l.UintValue(uint64(s.Resolution))
	for i := range s.cells {
		at := &s.cells[i]
		c.draw(at, &w)
		l.Set(resolution, res)
		counts := &s.Counts[at.index]
		c.measures.put(l, counts, s.Times[at.index], at.hexagon.areaKM2)
		if s.before != nil {
			change.put(l, counts.N(), s.before[at.index])
		}
		c.text = cellText(at.cell)
		l.Set(index, l.UniqueText(c.text[:]))
	}
	return l.AppendTo(nil)
}

// number gives the values that most features have the lowest numbers, which
// take a byte less each time.
func (c *cellWriter) number(s *shown) {
	for i := range s.cells {
		at := s.cells[i].index
		c.measures.expect(&s.Counts[at], s.Times[at])
		if s.before != nil {
			c.measures.expectChange(s.Counts[at].N(), s.before[at])
		}
	}
	c.measures.number(c.layer)
}

// draw begins the feature of a cell.
func (c *cellWriter) draw(at *covered, w *window) {
	if h := at.hexagon; at.outline == nil {
		start := mvt.Point{X: h.x - int32(w.dx), Y: h.y - int32(w.dy)}
		c.layer.Ring(at.cell.FeatureID(), start, h.tail[:h.length])
		return
	}
	c.ring = drawOutline(c.ring[:0], at.outline, w)
	c.layer.Polygon(at.cell.FeatureID(), c.ring)
}

// hexPairs are the bytes in hexadecimal.
var hexPairs = func() (pairs [256][2]byte) {
	for i := range pairs {
		copy(pairs[i][:], fmt.Sprintf("%02x", i))
	}
	return pairs
}()

// cellText is an index as [geo.Cell.String] writes it: its first digit is that
// of the mode, which is never 0.
func cellText(cell geo.Cell) (text [15]byte) {
	text[0] = hexPairs[cell>>56][1]
	for i := range 7 {
		pair := &hexPairs[byte(cell>>(48-8*i))]
		text[1+2*i], text[2+2*i] = pair[0], pair[1]
	}
	return text
}

// drawOutline appends a cell's corners on the tile's grid. It always has area: a
// cell too small for the grid becomes the square unit that its middle is in.
func drawOutline(ring []mvt.Point, o *outline, w *window) []mvt.Point {
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
