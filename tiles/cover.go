package tiles

import (
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/tiles/mvt"
)

// covered is a cell of a grid that reaches into a tile.
type covered struct {
	cell    geo.Cell
	index   int // into the grid
	hexagon *hexagon
	outline *outline // set when the hexagon cannot be copied into the tile
}

// cover finds the cells of a sorted list that reach into a tile. It walks down
// the H3 hierarchy: the descendants of a cell are one range of the list, and a
// range whose circle misses the tile is left out as a whole.
//
// Its memory is used again from tile to tile.
type cover struct {
	outlines *outlines
	tree     *tree
	cells    []geo.Cell // ascending, all of resolution res
	res      int
	zoom     int  // whose hexagons are looked at: the tile's, at most memoZoom
	deeper   bool // the tile's zoom is beyond memoZoom: draw outlines

	box orb.Bound // the tile with its buffer, in the world's unit square
	// The same in units of zoom, a unit smaller and a unit larger. A corner on
	// the grid is at most half a unit away from where it belongs.
	surely, maybe box

	found  []covered
	blocks []geo.Cell
	ring   orb.Ring
}

// reaching gives those of the cells whose descendants may reach into a tile, and
// perhaps some more. What it returns is valid until the next call.
func (c *cover) reaching(cells []geo.Cell, a Address) ([]geo.Cell, error) {
	c.blocks = c.blocks[:0]
	if len(cells) == 0 {
		return nil, nil
	}
	c.cells, c.res, c.tree, c.box = cells, cells[0].Resolution(), c.outlines.tree.Load(), a.window().box
	err := c.roots(c.visitReaching)
	return c.blocks, err
}

func (c *cover) visitReaching(n *node, from, to int) error {
	switch {
	case !n.reach.Intersects(c.box):
		return nil
	case n.cell.Resolution() == c.res:
		c.blocks = append(c.blocks, n.cell)
		return nil
	default:
		return c.children(n, from, to, c.visitReaching)
	}
}

// all finds the cells that reach into a tile, in the order of the list. What it
// returns is valid until the next call. It fails for what is no H3 cell.
func (c *cover) all(cells []geo.Cell, a Address) ([]covered, error) {
	c.found = c.found[:0]
	if len(cells) == 0 {
		return nil, nil
	}
	c.cells, c.res, c.tree = cells, cells[0].Resolution(), c.outlines.tree.Load()
	c.zoom, c.deeper = min(int(a.Z), memoZoom), a.Z > memoZoom
	c.box = a.window().box
	scale := float64(uint64(mvt.Extent) << c.zoom)
	west, east := c.box.Min[0]*scale, c.box.Max[0]*scale
	north, south := c.box.Min[1]*scale, c.box.Max[1]*scale
	c.maybe = box{int32(math.Floor(west)) - 1, int32(math.Floor(north)) - 1, int32(math.Ceil(east)) + 1, int32(math.Ceil(south)) + 1}
	c.surely = box{int32(west) + 1, int32(north) + 1, int32(east) - 1, int32(south) - 1}
	if err := c.walk(); err != nil {
		return nil, fmt.Errorf("find the cells of tile %s: %w", a, err)
	}
	return c.found, nil
}

// walk visits the cells of the list from the roots of the tree.
func (c *cover) walk() error {
	if c.res < rootResolution+blockDepth {
		return fmt.Errorf("tiles: cell %s is coarser than resolution %d", c.cells[0], rootResolution+blockDepth)
	}
	return c.roots(c.visit)
}

// roots visits the roots of the tree that the cells of the list descend from.
func (c *cover) roots(visit func(n *node, from, to int) error) error {
	for from := 0; from < len(c.cells); {
		to := c.end(from, len(c.cells), rootResolution)
		root, err := c.outlines.root(c.tree, c.cells[from].Parent(rootResolution))
		if err != nil {
			return err
		}
		if err := visit(root, from, to); err != nil {
			return err
		}
		from = to
	}
	return nil
}

// end is where, in cells[from:to], the descendants of the ancestor of the first
// one at a resolution end.
func (c *cover) end(from, to, res int) int {
	_, last := c.cells[from].Parent(res).Children(c.res)
	if c.cells[to-1] <= last {
		return to
	}
	n, _ := slices.BinarySearch(c.cells[from+1:to], last+1)
	return from + 1 + n
}

// visit looks at cells[from:to], which descend from a node.
func (c *cover) visit(n *node, from, to int) error {
	if !n.reach.Intersects(c.box) {
		return nil
	}
	res := n.cell.Resolution() + 1
	if res+blockDepth-1 == c.res {
		return c.visitBlock(n, from, to)
	}
	return c.children(n, from, to, c.visit)
}

// children visits the children of a node that cells[from:to] descend from.
func (c *cover) children(n *node, from, to int, visit func(n *node, from, to int) error) error {
	for from < to {
		end := c.end(from, to, n.cell.Resolution()+1)
		child, err := c.outlines.child(c.tree, n, c.cells[from])
		if err != nil {
			return err
		}
		if err := visit(child, from, end); err != nil {
			return err
		}
		from = end
	}
	return nil
}

// visitBlock looks at cells[from:to], which are in the block of a node.
func (c *cover) visitBlock(n *node, from, to int) error {
	b := c.outlines.block(c.tree, n, c.zoom)
	ready, shift := b.ready.Load(), 3*(15-c.res)
	for i := from; i < to; i++ {
		at := slot(c.cells[i], shift)
		if ready>>at&1 == 0 {
			if err := n.draw(b, at, c.zoom, c.cells[i]); err != nil {
				return err
			}
		}
		h := &b.hexagons[at]
		if bound := h.bound(); h.form != unwieldy && !bound.meets(&c.maybe) {
			continue
		}
		if err := c.look(i, h); err != nil {
			return err
		}
	}
	return nil
}

// look adds a cell that reaches into the tile. Its drawing decides where half a
// unit more or less does not matter; else its exact outline does.
func (c *cover) look(i int, h *hexagon) error {
	exact := c.deeper || h.form == unwieldy
	if !exact {
		switch c.side(h) {
		case outside:
			return nil
		case inside:
			c.found = append(c.found, covered{cell: c.cells[i], index: i, hexagon: h})
			return nil
		}
	}
	o, err := newOutline(c.cells[i])
	if err != nil || !o.touches(c.box) {
		return err
	}
	if !exact {
		o = nil
	}
	c.found = append(c.found, covered{c.cells[i], i, h, o})
	return nil
}

// side is where a hexagon lies with regard to the tile.
type side uint8

const (
	unclear side = iota // on the border, within a unit
	inside              // at least in part
	outside
)

// side places a hexagon whose bounding box meets c.maybe.
func (c *cover) side(h *hexagon) side {
	bound := h.bound()
	switch {
	case c.surely.holds(&bound):
		return inside
	case h.form == speck:
		return unclear
	case c.surely.holdsPoint(h.x, h.y), // a corner
		c.surely.holdsPoint((bound.west+bound.east)/2, (bound.north+bound.south)/2): // and the middle
		return inside
	}
	c.ring = h.corners(c.ring[:0])
	rings := [1]orb.Ring{c.ring}
	switch {
	case touches(rings[:], c.surely.bound()):
		return inside
	case !touches(rings[:], c.maybe.bound()):
		return outside
	}
	return unclear
}
