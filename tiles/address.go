package tiles

import (
	"fmt"
	"strconv"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
)

// Address is a place in the tile scheme of the web maps (XYZ, Web Mercator):
// at zoom z the world is 2^z by 2^z tiles, x from the west, y from the north.
type Address struct {
	Z    uint8
	X, Y uint32
}

// String is "z/x/y".
func (a Address) String() string { return fmt.Sprintf("%d/%d/%d", a.Z, a.X, a.Y) }

// ParseAddress reads the three numbers of a tile's path. It fails with
// [diemnong.Invalid], naming the number that is wrong, for anything but plain
// decimals within the scheme, so that every tile has one address only.
func ParseAddress(z, x, y string) (Address, error) {
	zoom, err := parseOrdinal("z", z, geo.MaxZoom, func() string { return "A zoom is a whole number from 0 to 22." })
	if err != nil {
		return Address{}, err
	}
	last := uint32(1)<<zoom - 1
	hint := func() string { return fmt.Sprintf("At zoom %d, x and y are whole numbers from 0 to %d.", zoom, last) }
	column, err := parseOrdinal("x", x, last, hint)
	if err != nil {
		return Address{}, err
	}
	row, err := parseOrdinal("y", y, last, hint)
	if err != nil {
		return Address{}, err
	}
	return Address{Z: uint8(zoom), X: column, Y: row}, nil
}

func parseOrdinal(field, s string, last uint32, hint func() string) (uint32, error) {
	n, err := strconv.ParseUint(s, 10, 32)
	if err != nil || s != strconv.FormatUint(n, 10) {
		return 0, diemnong.InvalidValue(field, s, "is not a whole number in plain digits.", hint())
	}
	if n > uint64(last) {
		return 0, diemnong.InvalidValue(field, s, "lies outside the tile scheme.", hint())
	}
	return uint32(n), nil
}

// check refuses an address that [ParseAddress] would not have made.
func (a Address) check() error {
	if a.Z > geo.MaxZoom || a.X>>a.Z != 0 || a.Y>>a.Z != 0 {
		return diemnong.InvalidValue("z", a.String(), "lies outside the tile scheme.",
			"At zoom z, from 0 to 22, x and y are from 0 to 2^z − 1.")
	}
	return nil
}
