package index

import "github.com/diemnong/diemnong/geo"

// Rows are kept by blocks: the base cells with one ancestor of blockResolution.
// A block's cells need 9 bits in place of 64, and the counters of all of them
// fit into a core's second-level cache.
const (
	blockResolution = 7
	blockDigits     = geo.BaseResolution - blockResolution
	blockCells      = 7 * 7 * 7 // a cell has at most seven children, numbered 0 to 6
)

// digitShift is where the digit of a resolution is in an H3 index.
func digitShift(res int) int { return 3 * (15 - res) }

// localOf is a base cell's number in its block: the digits below the block as
// a number of base 7. It ascends with the cell's index.
func localOf(c geo.Cell) uint16 {
	local := uint16(0)
	for res := blockResolution + 1; res <= geo.BaseResolution; res++ {
		local = local*7 + uint16(c>>digitShift(res)&7)
	}
	return local
}

// cellOf is the base cell with a number in a block.
func cellOf(block geo.Cell, local uint16) geo.Cell {
	if block == 0 {
		return 0
	}
	first, _ := block.Children(geo.BaseResolution) // all digits below the block are 0
	c := first
	for res := geo.BaseResolution; res > blockResolution; res-- {
		c |= geo.Cell(local%7) << digitShift(res)
		local /= 7
	}
	return c
}

// validBaseCell reports whether a number can be a base cell: its resolution is
// right and its digits below the block are digits.
func validBaseCell(c geo.Cell) bool {
	if c>>59 != 1 || c.Resolution() != geo.BaseResolution {
		return false
	}
	for res := blockResolution + 1; res <= geo.BaseResolution; res++ {
		if c>>digitShift(res)&7 == 7 {
			return false
		}
	}
	return true
}
