package index

import (
	"encoding/binary"
	"slices"
)

// dictionary numbers the distinct values of a column in the order in which
// they first come. It only grows, so what a segment was written with stays
// readable: a reader takes the values that were there when its snapshot was
// published. One goroutine writes.
type dictionary[V any] struct {
	values []V
	number map[string]uint32
	key    []byte // scratch
}

func newDictionary[V any]() *dictionary[V] { return &dictionary[V]{number: map[string]uint32{}} }

// of gives the number of a value by its key; own makes a copy to keep.
func (d *dictionary[V]) of(key []byte, own func() V) uint32 {
	if n, ok := d.number[string(key)]; ok {
		return n
	}
	n := uint32(len(d.values))
	d.number[string(key)] = n
	d.values = append(d.values, own())
	return n
}

// dictionaries are those of all columns.
type dictionaries struct {
	categories *dictionary[int16]
	agencies   *dictionary[int16]
	areas      *dictionary[[]int32] // areas by position of their set: where sets overlap
}

func newDictionaries() *dictionaries {
	return &dictionaries{newDictionary[int16](), newDictionary[int16](), newDictionary[[]int32]()}
}

func numberOf(d *dictionary[int16], id int16) uint32 {
	d.key = binary.LittleEndian.AppendUint16(d.key[:0], uint16(id))
	return d.of(d.key, func() int16 { return id })
}

// areaNumber numbers a combination of areas, without the unknown ones at its end.
func (d *dictionaries) areaNumber(areas []int32) uint32 {
	for len(areas) > 0 && areas[len(areas)-1] == 0 {
		areas = areas[:len(areas)-1]
	}
	a := d.areas
	a.key = a.key[:0]
	for _, id := range areas {
		a.key = binary.LittleEndian.AppendUint32(a.key, uint32(id))
	}
	return a.of(a.key, func() []int32 { return slices.Clone(areas) })
}

// words are the values of all dictionaries at the moment of a publication.
type words struct {
	categories, agencies []int16
	areas                [][]int32
}

func (d *dictionaries) words() words {
	return words{slices.Clip(d.categories.values), slices.Clip(d.agencies.values), slices.Clip(d.areas.values)}
}
