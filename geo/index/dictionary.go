package index

import (
	"encoding/binary"
	"slices"
)

// dictionaries number the distinct values of columns in the order in which
// they first come. They only grow, so what a segment was written with stays
// readable: a reader takes the values that were there when its snapshot was
// published. One goroutine writes.
type dictionaries struct {
	categories, agencies smallDictionary
	areas                areaDictionary
}

func newDictionaries() *dictionaries {
	return &dictionaries{areas: areaDictionary{number: map[string]uint32{}}}
}

// smallDictionary numbers catalogue entries.
type smallDictionary struct {
	values []int16
	number [1 << 16]uint16 // of each value
	known  [1 << 16]bool
}

func (d *smallDictionary) of(id int16) uint16 {
	at := uint16(id)
	if !d.known[at] {
		d.known[at], d.number[at] = true, uint16(len(d.values))
		d.values = append(d.values, id)
	}
	return d.number[at]
}

// areaDictionary numbers combinations of areas, by position of their set: there
// are as many as there are places where the areas of different sets overlap.
type areaDictionary struct {
	values [][]int32
	number map[string]uint32
	key    []byte // scratch
}

// of numbers a combination, without the unknown areas at its end.
func (d *areaDictionary) of(areas []int32) uint32 {
	for len(areas) > 0 && areas[len(areas)-1] == 0 {
		areas = areas[:len(areas)-1]
	}
	d.key = d.key[:0]
	for _, id := range areas {
		d.key = binary.LittleEndian.AppendUint32(d.key, uint32(id))
	}
	n, known := d.number[string(d.key)]
	if !known {
		n = uint32(len(d.values))
		d.number[string(d.key)] = n
		d.values = append(d.values, slices.Clone(areas))
	}
	return n
}

// words are the values of all dictionaries at the moment of a publication.
type words struct {
	categories, agencies []int16
	areas                [][]int32
}

func (d *dictionaries) words() words {
	return words{slices.Clip(d.categories.values), slices.Clip(d.agencies.values), slices.Clip(d.areas.values)}
}
