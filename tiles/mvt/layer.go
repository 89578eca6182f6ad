package mvt

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// Extent is the number of units along a side of a tile.
const Extent = 4096

// Field tags of the protocol buffer messages: field number<<3 | wire type,
// which is 0 for numbers (varint), 1 for 64 bits, 2 for what has a length.
const (
	tagTileLayer = 3<<3 | 2

	tagLayerName     = 1<<3 | 2
	tagLayerFeatures = 2<<3 | 2
	tagLayerKeys     = 3<<3 | 2
	tagLayerValues   = 4<<3 | 2
	tagLayerExtent   = 5 << 3
	tagLayerVersion  = 15 << 3

	tagFeatureID       = 1 << 3
	tagFeatureTags     = 2<<3 | 2
	tagFeatureType     = 3 << 3
	tagFeatureGeometry = 4<<3 | 2
)

// version is the major version of the specification.
const version = 2

// Layer collects features. The zero value is not usable: see [NewLayer]. A
// Layer is for one goroutine; [Layer.Reset] makes it ready for the next tile
// and keeps its memory.
type Layer struct {
	name     string
	keys     []string
	values   values
	features []byte // finished features, each with tag and length
	count    int

	// The feature being written.
	open     bool
	id       uint64
	kind     uint64
	geometry []byte
	cursor   Point
	tags     []byte
}

// Key stands for a property's name in the layer that gave it.
type Key uint32

// NewLayer starts a layer.
func NewLayer(name string) *Layer {
	l := &Layer{}
	l.Reset(name)
	return l
}

// Reset empties the layer and gives it a name. Keys of before are void.
func (l *Layer) Reset(name string) {
	l.name, l.keys = name, l.keys[:0]
	l.values.reset()
	l.features, l.count, l.open = l.features[:0], 0, false
}

// Len is the number of features.
func (l *Layer) Len() int {
	if l.open {
		return l.count + 1
	}
	return l.count
}

// Key gives the key of a property, a new one for a new name. It searches the
// names one by one: call it once per layer, not once per feature.
func (l *Layer) Key(name string) Key {
	i := slices.Index(l.keys, name)
	if i < 0 {
		i = len(l.keys)
		l.keys = append(l.keys, name)
	}
	return Key(i)
}

// AppendTo appends the layer to a tile. A layer without features appends
// nothing, so a tile in which nothing lies is empty.
func (l *Layer) AppendTo(tile []byte) []byte {
	l.finish()
	if l.count == 0 {
		return tile
	}
	size := sizeField(len(l.name)) + len(l.features) + len(l.values.encoded) +
		1 + sizeVarint(Extent) + 1 + sizeVarint(version)
	for _, k := range l.keys {
		size += sizeField(len(k))
	}
	tile = slices.Grow(tile, sizeField(size))
	tile = append(tile, tagTileLayer)
	tile = appendVarint(tile, uint64(size))
	tile = appendText(tile, tagLayerName, l.name)
	tile = append(tile, l.features...)
	for _, k := range l.keys {
		tile = appendText(tile, tagLayerKeys, k)
	}
	tile = append(tile, l.values.encoded...)
	tile = append(tile, tagLayerExtent)
	tile = appendVarint(tile, Extent)
	return append(tile, tagLayerVersion, version)
}

// begin starts a feature and its geometry.
func (l *Layer) begin(id, kind uint64) {
	l.finish()
	l.id, l.kind = id, kind
	l.geometry, l.tags, l.cursor = l.geometry[:0], l.tags[:0], Point{}
}

// finish writes the feature that is open, if one is.
func (l *Layer) finish() {
	if !l.open {
		return
	}
	l.open = false
	l.count++
	size := 1 + sizeVarint(l.id) + 2 + sizeField(len(l.geometry))
	if len(l.tags) > 0 {
		size += sizeField(len(l.tags))
	}
	b := slices.Grow(l.features, sizeField(size))
	b = append(b, tagLayerFeatures)
	b = appendVarint(b, uint64(size))
	b = appendID(append(b, tagFeatureID), l.id)
	if len(l.tags) > 0 {
		b = appendVarint(append(b, tagFeatureTags), uint64(len(l.tags)))
		b = append(b, l.tags...)
	}
	b = append(b, tagFeatureType, byte(l.kind), tagFeatureGeometry)
	b = appendVarint(b, uint64(len(l.geometry)))
	l.features = append(b, l.geometry...)
}

func appendText(b []byte, tag byte, s string) []byte {
	b = append(b, tag)
	b = appendVarint(b, uint64(len(s)))
	return append(b, s...)
}

// appendVarint appends a number, seven bits to a byte, low ones first. Most
// numbers of a tile fit in one byte or two.
func appendVarint(b []byte, n uint64) []byte {
	if n < 1<<7 {
		return append(b, byte(n))
	}
	if n < 1<<14 {
		return append(b, byte(n)|0x80, byte(n>>7))
	}
	return binary.AppendUvarint(b, n)
}

// appendID is appendVarint for ids: those of cells take eight bytes.
func appendID(b []byte, id uint64) []byte {
	if id>>49 != 0 && id>>56 == 0 {
		return binary.LittleEndian.AppendUint64(b, spread(id)|0x0080808080808080)
	}
	return appendVarint(b, id)
}

// spread puts seven bits of a number into each byte, low ones first.
func spread(n uint64) uint64 {
	n = n&0xfffffff | n>>28&0xfffffff<<32
	n = n&0x3fff00003fff | n&0xfffc0000fffc000<<2
	return n&0x7f007f007f007f | n&0x3f803f803f803f80<<1
}

// sizeVarint is the number of bytes of a number: seven bits to each.
func sizeVarint(n uint64) int { return (bits.Len64(n|1) + 6) / 7 }

// sizeField is the number of bytes of a field of n bytes with tag and length.
func sizeField(n int) int { return 1 + sizeVarint(uint64(n)) + n }
