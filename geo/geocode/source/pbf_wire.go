package source

import (
	"errors"

	"google.golang.org/protobuf/encoding/protowire"
)

// field is one field of a protocol buffer message.
type field struct {
	num   protowire.Number
	value uint64 // of a varint
	data  []byte // of bytes, strings, messages and packed numbers
}

// eachField calls visit with the fields of a message. Fixed-width fields and
// groups, which OpenStreetMap's messages do not have, are left out.
func eachField(msg []byte, visit func(field) error) error {
	for len(msg) > 0 {
		num, wire, n := protowire.ConsumeTag(msg)
		if n < 0 {
			return protowire.ParseError(n)
		}
		f := field{num: num}
		msg = msg[n:]
		switch wire {
		case protowire.VarintType:
			f.value, n = protowire.ConsumeVarint(msg)
		case protowire.BytesType:
			f.data, n = protowire.ConsumeBytes(msg)
		default:
			n = protowire.ConsumeFieldValue(num, wire, msg)
			f.num = 0
		}
		if n < 0 {
			return protowire.ParseError(n)
		}
		msg = msg[n:]
		if f.num == 0 {
			continue
		}
		if err := visit(f); err != nil {
			return err
		}
	}
	return nil
}

// packed is what is left of a packed field of varints.
type packed []byte

var errShort = errors.New("its lists of numbers differ in length")

// next takes a number off.
func (p *packed) next() (uint64, error) {
	v, n := protowire.ConsumeVarint(*p)
	if n < 0 {
		if len(*p) == 0 {
			return 0, errShort
		}
		return 0, protowire.ParseError(n)
	}
	*p = (*p)[n:]
	return v, nil
}

// step takes a signed number off and adds it to the sum: lists of ids and
// coordinates hold differences.
func (p *packed) step(sum *int64) error {
	v, err := p.next()
	*sum += protowire.DecodeZigZag(v)
	return err
}
