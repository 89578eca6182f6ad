package tiles

import (
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/h3"
)

// outlines keeps hexagons, for all filters alike, in the order of the H3
// hierarchy: a tree of coarse cells, and at each the hexagons two resolutions
// finer, in one block for each zoom that shows them. A walk down the tree meets
// the hexagons it needs without looking any of them up. It is safe for
// concurrent use.
type outlines struct {
	tree  atomic.Pointer[tree]
	limit int64 // bytes; a tree that has grown beyond it is begun anew
}

const (
	// rootResolution is where the tree begins. Its cells are about 50 km wide: a
	// city has a handful.
	rootResolution = 4
	// blockDepth is how many resolutions lie between a node and its hexagons.
	blockDepth = 2
	// blockSlots is how many numbers two digits of an index make. A cell has 49
	// descendants blockDepth resolutions below; the others stay empty.
	blockSlots = 8 * 8
)

// outlineBytes bounds the tree. All hexagons of a city of 400,000 base cells take
// 30 MB at all zooms together.
const outlineBytes = 96 << 20

// tree is what is kept at a time.
type tree struct {
	roots sync.Map // geo.Cell → *node
	bytes atomic.Int64
}

// node is a coarse cell of the tree.
type node struct {
	cell     geo.Cell
	reach    orb.Bound // holds the hexagons of all descendants
	children [7]atomic.Pointer[node]
	blocks   [memoZoom + 1]atomic.Pointer[block]
}

// block is the hexagons blockDepth below a node at one zoom. They are drawn
// when they are first needed; one whose bit in ready is set never changes.
type block struct {
	ready    atomic.Uint64
	drawing  sync.Mutex
	hexagons [blockSlots]hexagon
}

// What a node and a block take in memory.
const (
	nodeBytes  = 256
	blockBytes = 3200
)

func newOutlines(limit int64) *outlines {
	o := &outlines{limit: limit}
	o.tree.Store(&tree{})
	return o
}

// grew adds up what the tree takes and begins it anew when that is too much.
// Walks that are under way go on in the old one.
func (o *outlines) grew(t *tree, bytes int64) {
	if t.bytes.Add(bytes) > o.limit {
		o.tree.CompareAndSwap(t, &tree{})
	}
}

// root gives the node of a cell of rootResolution.
func (o *outlines) root(t *tree, cell geo.Cell) (*node, error) {
	if n, ok := t.roots.Load(cell); ok {
		return n.(*node), nil
	}
	n, err := newNode(cell)
	if err != nil {
		return nil, err
	}
	kept, found := t.roots.LoadOrStore(cell, n)
	if !found {
		o.grew(t, nodeBytes)
	}
	return kept.(*node), nil
}

// child gives the node of the child of n that a cell descends from.
func (o *outlines) child(t *tree, n *node, descendant geo.Cell) (*node, error) {
	res := n.cell.Resolution() + 1
	way := digit(descendant, res)
	if way > 6 {
		return nil, fmt.Errorf("%s is no H3 cell: its digit %d is 7", descendant, res)
	}
	if found := n.children[way].Load(); found != nil {
		return found, nil
	}
	made, err := newNode(descendant.Parent(res))
	if err != nil {
		return nil, err
	}
	if !n.children[way].CompareAndSwap(nil, made) {
		return n.children[way].Load(), nil // another was faster
	}
	o.grew(t, nodeBytes)
	return made, nil
}

func newNode(cell geo.Cell) (*node, error) {
	reach, err := reachOf(cell)
	if err != nil {
		return nil, err
	}
	return &node{cell: cell, reach: reach}, nil
}

// block gives the block of a zoom, up to [memoZoom].
func (o *outlines) block(t *tree, n *node, zoom int) *block {
	if b := n.blocks[zoom].Load(); b != nil {
		return b
	}
	if n.blocks[zoom].CompareAndSwap(nil, new(block)) {
		o.grew(t, blockBytes)
	}
	return n.blocks[zoom].Load()
}

// digit is which child of its parent a cell, or its ancestor at a resolution,
// is: 0 to 6. In no valid cell it is 7.
func digit(cell geo.Cell, res int) int { return int(cell>>(3*(15-res))) & 7 }

// slot is the place of a cell in the block of its ancestor. Shift is where the
// digit of the cell's own resolution is. What is no cell has a slot of its own
// or that of another cell, never one beyond the block's room.
func slot(cell geo.Cell, shift int) int { return int(cell>>shift) & (blockSlots - 1) }

// draw draws the hexagon at place i of a block.
func (n *node) draw(b *block, i, zoom int, cell geo.Cell) error {
	b.drawing.Lock()
	defer b.drawing.Unlock()
	if b.ready.Load()>>i&1 == 1 {
		return nil
	}
	if i&7 == 7 || i>>3 == 7 {
		return fmt.Errorf("%s is no H3 cell: it has a digit 7", cell)
	}
	made, err := newHexagon(cell, zoom)
	if err != nil {
		return err
	}
	if made.areaKM2, err = n.area(i, cell); err != nil {
		return err
	}
	b.hexagons[i] = made
	b.ready.Or(1 << i)
	return nil
}

// area gives the area of a cell: from another zoom's block where it is there,
// for it takes H3 longer than everything else about a hexagon.
func (n *node) area(i int, cell geo.Cell) (float64, error) {
	for zoom := range n.blocks {
		if b := n.blocks[zoom].Load(); b != nil && b.ready.Load()>>i&1 == 1 {
			return b.hexagons[i].areaKM2, nil
		}
	}
	return h3.AreaKM2(cell)
}
