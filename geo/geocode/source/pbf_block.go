package source

import (
	"errors"
	"fmt"

	"github.com/paulmach/osm"
	"google.golang.org/protobuf/encoding/protowire"
)

// kinds says which elements a block holds.
type kinds uint8

const (
	holdsNodes kinds = 1 << iota
	holdsWays
	holdsRelations

	holdsAny = holdsNodes | holdsWays | holdsRelations
)

// visitor is called with the elements of blocks. An element is valid during the
// call only, its texts as long as anybody holds them. Elements without a
// function are not decoded.
type visitor struct {
	node     func(*osm.Node) error
	way      func(*osm.Way) error
	relation func(*osm.Relation) error
}

// maxStrings bounds the texts of a block; the usual 8,000 elements have some
// ten thousand.
const maxStrings = 1 << 21

// maxParts bounds the nodes of a way and the members of a relation, far above
// the 2,000 and 32,000 that OpenStreetMap allows.
const maxParts = 1 << 20

// block decodes the elements of blocks, one block after the other. The library
// whose types it fills decodes in goroutines of its own, where a file that is
// malformed ends the program; and it cannot say where in the file that is.
type block struct {
	texts                []string
	granularity          int64
	latOffset, lonOffset int64

	node     osm.Node
	way      osm.Way
	relation osm.Relation
}

// visit decodes a block and gives its elements to the visitor. It reports which
// kinds of elements there were, also of those that nobody wanted.
func (b *block) visit(msg []byte, v visitor) (holds kinds, err error) {
	b.texts, b.granularity, b.latOffset, b.lonOffset = b.texts[:0], 100, 0, 0
	err = eachField(msg, func(f field) error { // texts and scales may stand behind the elements
		switch f.num {
		case 1:
			return b.readTexts(f.data)
		case 17:
			b.granularity = int64(int32(f.value))
		case 19:
			b.latOffset = int64(f.value)
		case 20:
			b.lonOffset = int64(f.value)
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	err = eachField(msg, func(f field) error {
		if f.num != 2 {
			return nil
		}
		return eachField(f.data, func(f field) error { return b.element(f, v, &holds) })
	})
	return holds, err
}

// readTexts makes one string of the table and cuts it: one allocation for all.
func (b *block) readTexts(table []byte) error {
	if len(b.texts) > 0 {
		return errors.New("it has two tables of texts")
	}
	all := string(table)
	for at := 0; at < len(table); {
		num, wire, n := protowire.ConsumeTag(table[at:])
		if n < 0 {
			return protowire.ParseError(n)
		}
		text, m := protowire.ConsumeBytes(table[at+n:])
		switch {
		case num != 1 || wire != protowire.BytesType:
			return errors.New("its table of texts holds something else")
		case m < 0:
			return protowire.ParseError(m)
		case len(b.texts) == maxStrings:
			return fmt.Errorf("it has more than %d texts", maxStrings)
		}
		at += n + m
		b.texts = append(b.texts, all[at-len(text):at])
	}
	return nil
}

func (b *block) text(i uint64) (string, error) {
	if i >= uint64(len(b.texts)) {
		return "", fmt.Errorf("it names text number %d of %d", i, len(b.texts))
	}
	return b.texts[i], nil
}

// The fields of a group of elements.
const (
	groupNode     = 1
	groupDense    = 2
	groupWay      = 3
	groupRelation = 4
)

func (b *block) element(f field, v visitor, holds *kinds) error {
	switch f.num {
	case groupNode, groupDense:
		*holds |= holdsNodes
		if v.node == nil {
			return nil
		}
		if f.num == groupDense {
			return b.readDense(f.data, v.node)
		}
		return b.readNode(f.data, v.node)
	case groupWay:
		*holds |= holdsWays
		if v.way == nil {
			return nil
		}
		return b.readWay(f.data, v.way)
	case groupRelation:
		*holds |= holdsRelations
		if v.relation == nil {
			return nil
		}
		return b.readRelation(f.data, v.relation)
	}
	return nil
}

// place sets the node's coordinates, given in units of the block's granularity.
func (b *block) place(lat, lon int64) error {
	const nano = 1e9
	b.node.Lat = float64(b.latOffset+b.granularity*lat) / nano
	b.node.Lon = float64(b.lonOffset+b.granularity*lon) / nano
	if !(b.node.Lat >= -90 && b.node.Lat <= 90 && b.node.Lon >= -180 && b.node.Lon <= 180) {
		return fmt.Errorf("node %d lies at %g, %g, which is not on the globe", b.node.ID, b.node.Lat, b.node.Lon)
	}
	return nil
}

// tags reads lists of keys and values.
func (b *block) tags(into osm.Tags, keys, values packed) (osm.Tags, error) {
	for len(keys) > 0 {
		key, err := b.nextText(&keys)
		if err != nil {
			return nil, err
		}
		value, err := b.nextText(&values)
		if err != nil {
			return nil, err
		}
		into = append(into, osm.Tag{Key: key, Value: value})
	}
	if len(values) > 0 {
		return nil, errShort
	}
	return into, nil
}

func (b *block) nextText(list *packed) (string, error) {
	i, err := list.next()
	if err != nil {
		return "", err
	}
	return b.text(i)
}
