package tiles

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong/geo"
)

// rootResolution is where the walk through a grid begins. Its cells are about
// 50 km wide: a city has a handful.
const rootResolution = 4

// covered is a cell of a grid that reaches into a tile.
type covered struct {
	index   int // into the grid
	outline *outline
}

// cover finds the cells of a sorted list that reach into a box of the world.
// It walks down the H3 hierarchy: the descendants of a cell are one range of
// the list, and a range whose circle misses the box is left out as a whole.
type cover struct {
	outlines outlines
	cells    []geo.Cell // ascending, all of one resolution
	box      orb.Bound
	found    []covered
}

// all finds the cells, in the order of the list.
func (c *cover) all() ([]covered, error) {
	if len(c.cells) == 0 {
		return nil, nil
	}
	if err := c.split(rootResolution, 0, len(c.cells)); err != nil {
		return nil, fmt.Errorf("find the cells of a tile: %w", err)
	}
	return c.found, nil
}

// split visits the ancestors, at a resolution, of cells[from:to].
func (c *cover) split(res, from, to int) error {
	for from < to {
		ancestor := c.cells[from].Parent(res)
		if ancestor == 0 {
			return fmt.Errorf("tiles: cell %s is coarser than resolution %d", c.cells[from], res)
		}
		_, last := ancestor.Children(c.cells[from].Resolution())
		end := from + 1
		if end < to && c.cells[end] <= last {
			n, _ := slices.BinarySearch(c.cells[end:to], last+1)
			end += n
		}
		if err := c.visit(ancestor, from, end); err != nil {
			return err
		}
		from = end
	}
	return nil
}

// visit takes an ancestor of cells[from:to], or the cell itself.
func (c *cover) visit(ancestor geo.Cell, from, to int) error {
	o, err := c.outlines.of(ancestor)
	if err != nil {
		return err
	}
	if ancestor == c.cells[from] {
		if o.touches(c.box) {
			c.found = append(c.found, covered{from, o})
		}
		return nil
	}
	if !o.circle.Intersects(c.box) {
		return nil
	}
	return c.split(ancestor.Resolution()+1, from, to)
}
