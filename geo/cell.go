package geo

import (
	"fmt"
	"strconv"
)

// Cell is an H3 index. The zero value is no cell.
type Cell uint64

// BaseResolution is the resolution at which complaints are stored: hexagons of
// about 130 m across, the finest that still hides a single house.
const BaseResolution = 10

// Layout of an H3 index, from https://h3geo.org/docs/core-library/h3Indexing:
// 4 bits resolution at 52, 7 bits base cell at 45, then 15 digits of 3 bits;
// digits finer than the resolution are all ones.
const (
	resolutionShift = 52
	resolutionMask  = Cell(0xf) << resolutionShift
	maxResolution   = 15
	digitBits       = 3
)

// Resolution is 0 (coarse) to 15 (fine).
func (c Cell) Resolution() int { return int(c & resolutionMask >> resolutionShift) }

// finer covers the digits below resolution res.
func finer(res int) Cell { return 1<<(digitBits*(maxResolution-res)) - 1 }

// Parent is the cell at the coarser resolution res that c was refined from; c
// itself at its own resolution. A finer res gives 0.
func (c Cell) Parent(res int) Cell {
	if c == 0 || res > c.Resolution() || res < 0 {
		return 0
	}
	return c&^resolutionMask | Cell(res)<<resolutionShift | finer(res)
}

// Children is the closed range of indexes in which all children of c at the
// finer resolution res lie; nothing else of that resolution lies in it.
func (c Cell) Children(res int) (first, last Cell) {
	unused := finer(res)
	below := finer(c.Resolution()) &^ unused
	base := c&^resolutionMask&^below | Cell(res)<<resolutionShift | unused
	return base, base | below
}

// FeatureID is the low 52 bits: a JavaScript number holds them exactly, and at
// one resolution they are as unique as the whole index.
func (c Cell) FeatureID() uint64 { return uint64(c) & (1<<resolutionShift - 1) }

// String is the index in hexadecimal, as every H3 tool writes it.
func (c Cell) String() string { return strconv.FormatUint(uint64(c), 16) }

// ParseCell reads what [Cell.String] writes.
func ParseCell(s string) (Cell, error) {
	n, err := strconv.ParseUint(s, 16, 64)
	if err != nil || n>>59 != 1 { // mode 1 (cell), reserved bits 0
		return 0, fmt.Errorf("geo: %q is not an H3 cell such as 8a65b5662aa7fff", s)
	}
	return Cell(n), nil
}

// MaxZoom is the deepest zoom of the tile scheme.
const MaxZoom = 22

// resolutionOfZoom makes a hexagon about 20 to 60 pixels wide at every zoom.
var resolutionOfZoom = [MaxZoom + 1]int{
	6, 6, 6, 6, 6, 6, 6, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 10, 10, 10, 10, 10, 10,
}

// Resolution is the cell resolution that a map shows at a zoom.
func Resolution(zoom int) int { return resolutionOfZoom[min(max(zoom, 0), MaxZoom)] }

// Resolutions lists the resolutions that maps show, coarse to fine.
func Resolutions() []int { return []int{6, 7, 8, 9, 10} }
