package mvt

import (
	"bytes"
	"encoding/binary"
	"hash/maphash"
	"math"
)

// Field tags of the Value message.
const (
	tagString = 1<<3 | 2
	tagDouble = 3<<3 | 1
	tagUint   = 5<<3 | 0
	tagSint   = 6<<3 | 0
	tagBool   = 7<<3 | 0
)

// smallUints is how many unsigned integers, from 0, are found without hashing:
// most counts of a cell are below it.
const smallUints = 1024

// String sets a property of the feature that was begun last. Setters do
// nothing when there is none.
func (l *Layer) String(k Key, s string) {
	if l.open {
		l.tag(k, findText(&l.values, s))
	}
}

// Text sets a string property from bytes, which it does not keep.
func (l *Layer) Text(k Key, s []byte) {
	if l.open {
		l.tag(k, findText(&l.values, s))
	}
}

// Uint sets a property that is never negative.
func (l *Layer) Uint(k Key, n uint64) {
	if l.open {
		l.tag(k, l.values.uint(n))
	}
}

// Int sets a whole number.
func (l *Layer) Int(k Key, n int64) {
	switch {
	case !l.open:
	case n >= 0:
		l.tag(k, l.values.uint(uint64(n)))
	default:
		l.tag(k, l.values.find(tagSint, zigzag64(n)))
	}
}

// Double sets a number in full precision.
func (l *Layer) Double(k Key, x float64) {
	if l.open {
		l.tag(k, l.values.find(tagDouble, math.Float64bits(x)))
	}
}

// Bool sets a truth value.
func (l *Layer) Bool(k Key, x bool) {
	if !l.open {
		return
	}
	bit := uint64(0)
	if x {
		bit = 1
	}
	l.tag(k, l.values.find(tagBool, bit))
}

func (l *Layer) tag(k Key, value uint32) {
	if k < 0x80 && value < 0x80 { // both fit in one byte: the common case
		l.tags = append(l.tags, byte(k), byte(value))
		return
	}
	l.tags = appendVarint(appendVarint(l.tags, uint64(k)), uint64(value))
}

// values are the distinct values of a layer, numbered as they come.
type values struct {
	encoded []byte   // with tag and length each, as the layer holds them
	slots   []slot   // open addressing; a power of two, at most half full
	small   []uint32 // number+1 of the unsigned integers below smallUints
	n       uint32
	seed    maphash.Seed
}

// slot is a value that the layer has. Numbers of one type are equal when their
// hashes are, for mix loses nothing; strings are compared.
type slot struct {
	hash       uint64
	begin, end uint32 // a string's bytes are encoded[begin:end]
	number     uint32 // +1; 0: free
	tag        byte   // type
}

func (v *values) reset() {
	if v.small == nil {
		v.small = make([]uint32, smallUints)
		v.slots = make([]slot, 256)
		v.seed = maphash.MakeSeed()
	}
	clear(v.small)
	clear(v.slots)
	v.encoded, v.n = v.encoded[:0], 0
}

func (v *values) uint(n uint64) uint32 {
	if n >= smallUints {
		return v.find(tagUint, n)
	}
	if v.small[n] == 0 {
		v.small[n] = v.find(tagUint, n) + 1
	}
	return v.small[n] - 1
}

// find gives the number of a value of a numeric type by its bits.
func (v *values) find(tag byte, bits uint64) uint32 {
	hash, mask := mix(bits), uint64(len(v.slots)-1)
	i := hash & mask
	for ; v.slots[i].number != 0; i = (i + 1) & mask {
		if s := &v.slots[i]; s.hash == hash && s.tag == tag {
			return s.number - 1
		}
	}
	if tag == tagDouble {
		v.encoded = append(v.encoded, tagLayerValues, 1+8, tagDouble)
		v.encoded = binary.LittleEndian.AppendUint64(v.encoded, bits)
	} else {
		v.encoded = append(v.encoded, tagLayerValues, byte(1+sizeVarint(bits)), tag)
		v.encoded = appendVarint(v.encoded, bits)
	}
	return v.add(i, slot{hash: hash, tag: tag})
}

// findText gives the number of a string.
func findText[T string | []byte](v *values, s T) uint32 {
	begin := len(v.encoded)
	v.encoded = append(v.encoded, tagLayerValues)
	v.encoded = appendVarint(v.encoded, uint64(sizeField(len(s))))
	v.encoded = append(v.encoded, tagString)
	v.encoded = appendVarint(v.encoded, uint64(len(s)))
	from := len(v.encoded)
	v.encoded = append(v.encoded, s...)
	text := v.encoded[from:]

	hash, mask := maphash.Bytes(v.seed, text), uint64(len(v.slots)-1)
	i := hash & mask
	for ; v.slots[i].number != 0; i = (i + 1) & mask {
		s := &v.slots[i]
		if s.hash == hash && s.tag == tagString && bytes.Equal(v.encoded[s.begin:s.end], text) {
			v.encoded = v.encoded[:begin] // it is there already
			return s.number - 1
		}
	}
	return v.add(i, slot{hash: hash, tag: tagString, begin: uint32(from), end: uint32(len(v.encoded))})
}

// add puts a value that was just encoded into the free slot i and numbers it.
func (v *values) add(i uint64, s slot) uint32 {
	v.n++
	s.number = v.n
	v.slots[i] = s
	if int(v.n)*2 > len(v.slots) {
		v.grow()
	}
	return v.n - 1
}

// grow doubles the slots.
func (v *values) grow() {
	old := v.slots
	v.slots = make([]slot, 2*len(old))
	mask := uint64(len(v.slots) - 1)
	for _, s := range old {
		if s.number == 0 {
			continue
		}
		i := s.hash & mask
		for v.slots[i].number != 0 {
			i = (i + 1) & mask
		}
		v.slots[i] = s
	}
}

// mix spreads the bits of a number one-to-one: a multiplication by an odd
// number carries them up (2^64 divided by the golden ratio), a fold brings
// them down again.
func mix(bits uint64) uint64 {
	h := bits * 0x9e3779b97f4a7c15
	return h ^ h>>32
}

func zigzag64(n int64) uint64 { return uint64(n<<1) ^ uint64(n>>63) }
