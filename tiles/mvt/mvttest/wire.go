package mvttest

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Wire types of protocol buffers.
const (
	wireVarint = 0
	wire64     = 1
	wireBytes  = 2
	wire32     = 5
)

// field is a field of a message: a number or bytes.
type field struct {
	number uint64
	wire   int
	n      uint64
	bytes  []byte
}

func (f *field) is(number uint64, wire int) bool { return f.number == number && f.wire == wire }

// fields visits the fields of a message in order.
func fields(b []byte, visit func(field) error) error {
	for len(b) > 0 {
		tag, rest, err := varint(b)
		if err != nil {
			return err
		}
		f := field{number: tag >> 3, wire: int(tag & 7)}
		if b, err = f.read(rest); err != nil {
			return err
		}
		if err := visit(f); err != nil {
			return err
		}
	}
	return nil
}

// read takes what follows the tag and gives what follows the field.
func (f *field) read(b []byte) (rest []byte, err error) {
	size := uint64(0)
	switch f.wire {
	case wireVarint:
		f.n, rest, err = varint(b)
		return rest, err
	case wire64:
		size = 8
	case wire32:
		size = 4
	case wireBytes:
		if size, b, err = varint(b); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("field %d has wire type %d", f.number, f.wire)
	}
	if size > uint64(len(b)) {
		return nil, fmt.Errorf("field %d takes %d bytes of %d", f.number, size, len(b))
	}
	f.bytes = b[:size]
	return b[size:], nil
}

func varint(b []byte) (n uint64, rest []byte, err error) {
	n, size := binary.Uvarint(b)
	if size <= 0 {
		return 0, nil, errors.New("a number is cut off or too long")
	}
	return n, b[size:], nil
}

// numbers reads packed numbers of 32 bits. It is never nil.
func numbers(b []byte) ([]uint32, error) {
	out := []uint32{}
	for len(b) > 0 {
		n, rest, err := varint(b)
		if err != nil {
			return nil, err
		}
		if n > 1<<32-1 {
			return nil, fmt.Errorf("%d does not fit in 32 bits", n)
		}
		out, b = append(out, uint32(n)), rest
	}
	return out, nil
}
