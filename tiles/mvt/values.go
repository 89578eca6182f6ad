package mvt

import (
	"bytes"
	"encoding/binary"
	"hash/maphash"
	"math"
)

// Field tags of the Value message, written as those of the layer.
const (
	tagString = 1<<3 | 2
	tagDouble = 3<<3 | 1
	tagUint   = 5 << 3
	tagSint   = 6 << 3
	tagBool   = 7 << 3
)

// smallUints is how many unsigned integers, from 0, are found without hashing:
// nearly all counts of a cell are below it.
const smallUints = 2048

// Value stands for a property's value in the layer that gave it.
type Value uint32

// UintValue gives a value that is never negative.
func (l *Layer) UintValue(n uint64) Value {
	if n < smallUints {
		if v := l.values.small[n]; v != 0 { // the way that nearly all take, inlined
			return Value(v - 1)
		}
	}
	return Value(l.values.uint(n))
}

// IntValue gives a whole number.
func (l *Layer) IntValue(n int64) Value {
	if n >= 0 {
		return Value(l.values.uint(uint64(n)))
	}
	return Value(l.values.find(tagSint, zigzag64(n)))
}

// DoubleValue gives a number in full precision.
func (l *Layer) DoubleValue(x float64) Value {
	return Value(l.values.find(tagDouble, math.Float64bits(x)))
}

// StringValue gives a string.
func (l *Layer) StringValue(s string) Value { return Value(findText(&l.values, s)) }

// UniqueText gives a string that no other feature of the layer has, such as a
// cell's index: it is not looked for among the values there are. It does not
// keep the bytes.
func (l *Layer) UniqueText(s []byte) Value {
	appendValue(&l.values, s)
	l.values.n++
	return Value(l.values.n - 1)
}

// Set sets a property of the feature that was begun last to a value of the
// layer. Setters do nothing when there is no feature. Each key is set once.
func (l *Layer) Set(k Key, v Value) {
	if l.open {
		l.tags = AppendTag(l.tags, k, v)
	}
}

// SetAll sets the properties that [AppendTag] collected.
func (l *Layer) SetAll(tags []byte) {
	if l.open {
		l.tags = append(l.tags, tags...)
	}
}

// AppendTag appends a property to those for [Layer.SetAll].
func AppendTag(tags []byte, k Key, v Value) []byte {
	if k|Key(v) < 1<<7 { // the common case: a byte each
		return append(tags, byte(k), byte(v))
	}
	return appendLongTag(tags, k, v)
}

func appendLongTag(tags []byte, k Key, v Value) []byte {
	if k < 1<<7 && v < 1<<14 {
		return append(tags, byte(k), byte(v)|0x80, byte(v>>7))
	}
	return binary.AppendUvarint(binary.AppendUvarint(tags, uint64(k)), uint64(v))
}

// String sets a string property.
func (l *Layer) String(k Key, s string) {
	if l.open {
		l.Set(k, l.StringValue(s))
	}
}

// Uint sets a property that is never negative.
func (l *Layer) Uint(k Key, n uint64) {
	if l.open {
		l.Set(k, l.UintValue(n))
	}
}

// Int sets a whole number.
func (l *Layer) Int(k Key, n int64) {
	if l.open {
		l.Set(k, l.IntValue(n))
	}
}

// Double sets a number in full precision.
func (l *Layer) Double(k Key, x float64) {
	if l.open {
		l.Set(k, l.DoubleValue(x))
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
	l.Set(k, Value(l.values.find(tagBool, bit)))
}

// values are the distinct values of a layer, numbered as they come.
type values struct {
	encoded []byte              // with tag and length each, as the layer holds them
	slots   []slot              // open addressing; a power of two, at most half full
	small   *[smallUints]uint32 // number+1 of the unsigned integers below
	used    int                 // slots taken
	n       uint32              // number of values
	seed    maphash.Seed
}

// slot says which value has a hash. Numbers of one type are equal when their
// hashes are, for mix loses nothing; strings are compared.
type slot struct {
	hash   uint64
	at     uint32 // in encoded, of a string; numeric and the type's tag, of a number
	number uint32 // +1; 0: free
}

// numeric marks the slots of numbers. Strings begin below it: a tile of 2 GB is
// none.
const numeric = 1 << 31

func (v *values) reset() {
	if v.small == nil {
		v.small = new([smallUints]uint32)
		v.slots = make([]slot, 256)
		v.seed = maphash.MakeSeed()
	}
	clear(v.small[:])
	clear(v.slots)
	v.encoded, v.used, v.n = v.encoded[:0], 0, 0
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
	at := numeric | uint32(tag)
	i := hash & mask
	for ; v.slots[i].number != 0; i = (i + 1) & mask {
		if s := &v.slots[i]; s.hash == hash && s.at == at {
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
	return v.add(i, hash, at)
}

// findText gives the number of a string.
func findText[T string | []byte](v *values, s T) uint32 {
	begin := len(v.encoded)
	at := appendValue(v, s)
	value := v.encoded[at:]
	hash, mask := maphash.Bytes(v.seed, value), uint64(len(v.slots)-1)
	i := hash & mask
	for ; v.slots[i].number != 0; i = (i + 1) & mask {
		if s := &v.slots[i]; s.hash == hash && s.at < numeric && bytes.HasPrefix(v.encoded[s.at:begin], value) {
			v.encoded = v.encoded[:begin] // it is there already
			return s.number - 1
		}
	}
	return v.add(i, hash, uint32(at))
}

// appendValue encodes a string behind the other values and says where its type's tag is.
func appendValue[T string | []byte](v *values, s T) (at int) {
	b := append(v.encoded, tagLayerValues)
	b = appendVarint(b, uint64(sizeField(len(s))))
	at = len(b)
	b = append(b, tagString)
	b = appendVarint(b, uint64(len(s)))
	v.encoded = append(b, s...)
	return at
}

// add puts a value that was just encoded into the free slot i and numbers it.
func (v *values) add(i, hash uint64, at uint32) uint32 {
	v.n++
	v.used++
	v.slots[i] = slot{hash, at, v.n}
	if v.used*2 > len(v.slots) {
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
