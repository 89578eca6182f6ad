package pmtiles

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
)

// entry is a line of a directory: run tiles from an id on that share their
// bytes, or, where run is 0, the directory of the ids from there on.
type entry struct {
	id     uint64
	offset uint64
	length uint32
	run    uint32
}

// directory reads a directory.
func (a *Archive) directory(s section) ([]entry, error) {
	raw, err := a.unpacked(s)
	if err != nil {
		return nil, fmt.Errorf("a directory: %w", err)
	}
	entries, err := parseDirectory(raw)
	if err != nil {
		return nil, fmt.Errorf("a directory: %w", err)
	}
	return entries, nil
}

var errDirectory = errors.New("it is broken")

// parseDirectory reads columns of numbers: ids as steps, runs, lengths, and
// offsets plus one, of which 0 stands for "where the one before ends".
func parseDirectory(raw []byte) ([]entry, error) {
	in := numbers{rest: raw}
	n := in.next()
	if in.broken || n == 0 || n > uint64(len(raw)) { // an entry takes four bytes at least
		return nil, errDirectory
	}
	entries := make([]entry, n)
	id := uint64(0)
	for i := range entries {
		id += in.next()
		entries[i].id = id
	}
	for i := range entries {
		entries[i].run = in.next32()
	}
	for i := range entries {
		entries[i].length = in.next32()
	}
	for i := range entries {
		offset := in.next()
		switch {
		case offset > 0:
			entries[i].offset = offset - 1
		case i > 0:
			entries[i].offset = entries[i-1].offset + uint64(entries[i-1].length)
		default:
			return nil, errDirectory
		}
	}
	if in.broken || !slices.IsSortedFunc(entries, byID) {
		return nil, errDirectory
	}
	return entries, nil
}

func byID(a, b entry) int {
	switch {
	case a.id < b.id:
		return -1
	case a.id > b.id:
		return 1
	}
	return 0
}

// lookUp finds the entry that an id belongs to.
func lookUp(entries []entry, id uint64) (entry, bool) {
	i, found := slices.BinarySearchFunc(entries, id, func(e entry, id uint64) int { return byID(e, entry{id: id}) })
	if !found {
		if i == 0 {
			return entry{}, false
		}
		i--
	}
	e := entries[i]
	return e, e.run == 0 || id-e.id < uint64(e.run)
}

// numbers reads one varint after the other.
type numbers struct {
	rest   []byte
	broken bool
}

func (n *numbers) next() uint64 {
	v, used := binary.Uvarint(n.rest)
	if used <= 0 {
		n.broken, n.rest = true, nil
		return 0
	}
	n.rest = n.rest[used:]
	return v
}

func (n *numbers) next32() uint32 {
	v := n.next()
	if v > math.MaxUint32 {
		n.broken = true
	}
	return uint32(v)
}

// tileID counts the tiles of all zooms before, and then along the zoom's Hilbert curve.
func tileID(z uint8, x, y uint32) uint64 {
	id := (uint64(1)<<(2*z) - 1) / 3
	for side := uint32(1) << z / 2; side > 0; side /= 2 {
		right, low := x&side != 0, y&side != 0
		switch {
		case right && low:
			id += 2 * uint64(side) * uint64(side)
		case right:
			id += 3 * uint64(side) * uint64(side)
		case low:
			id += uint64(side) * uint64(side)
		}
		if !low { // the curve is turned in the two upper quarters
			if right {
				x, y = side-1-x&(side-1), side-1-y&(side-1)
			}
			x, y = y, x
		}
	}
	return id
}
