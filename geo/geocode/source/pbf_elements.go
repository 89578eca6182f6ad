package source

import (
	"fmt"

	"github.com/paulmach/osm"
	"google.golang.org/protobuf/encoding/protowire"
)

// lists are the fields of an element by number: lists, and single values.
type lists struct {
	fields [17]packed
	values [17]uint64
}

// read sorts the fields of an element by number.
func (l *lists) read(msg []byte) error {
	*l = lists{}
	return eachField(msg, func(f field) error {
		if int(f.num) >= len(l.fields) {
			return nil
		}
		if len(l.fields[f.num]) > 0 {
			return fmt.Errorf("field %d of an element is given twice", f.num)
		}
		l.fields[f.num], l.values[f.num] = f.data, f.value
		return nil
	})
}

// readNode reads a node that stands alone.
func (b *block) readNode(msg []byte, visit func(*osm.Node) error) error {
	const id, keys, values, lat, lon = 1, 2, 3, 8, 9
	var l lists
	if err := l.read(msg); err != nil {
		return err
	}
	var err error
	b.node.ID = osm.NodeID(protowire.DecodeZigZag(l.values[id]))
	if b.node.Tags, err = b.tags(b.node.Tags[:0], l.fields[keys], l.fields[values]); err != nil {
		return err
	}
	if err := b.place(protowire.DecodeZigZag(l.values[lat]), protowire.DecodeZigZag(l.values[lon])); err != nil {
		return err
	}
	return visit(&b.node)
}

// readDense reads nodes in columns. The keys and values of all of them are one
// list, in which a 0 ends those of a node; it is left out when there are none.
func (b *block) readDense(msg []byte, visit func(*osm.Node) error) error {
	const ids, lats, lons, keysValues = 1, 8, 9, 10
	var l lists
	if err := l.read(msg); err != nil {
		return err
	}
	var id, lat, lon int64
	all, tags := l.fields, l.fields[keysValues]
	for len(all[ids]) > 0 {
		if err := all[ids].step(&id); err != nil {
			return err
		}
		if err := all[lats].step(&lat); err != nil {
			return err
		}
		if err := all[lons].step(&lon); err != nil {
			return err
		}
		b.node.ID, b.node.Tags = osm.NodeID(id), b.node.Tags[:0]
		if len(l.fields[keysValues]) > 0 {
			if err := b.denseTags(&tags); err != nil {
				return err
			}
		}
		if err := b.place(lat, lon); err != nil {
			return err
		}
		if err := visit(&b.node); err != nil {
			return err
		}
	}
	return nil
}

func (b *block) denseTags(list *packed) error {
	for {
		i, err := list.next()
		if err != nil {
			return err
		}
		if i == 0 {
			return nil
		}
		key, err := b.text(i)
		if err != nil {
			return err
		}
		value, err := b.nextText(list)
		if err != nil {
			return err
		}
		b.node.Tags = append(b.node.Tags, osm.Tag{Key: key, Value: value})
	}
}

func (b *block) readWay(msg []byte, visit func(*osm.Way) error) error {
	const id, keys, values, refs = 1, 2, 3, 8
	var l lists
	if err := l.read(msg); err != nil {
		return err
	}
	w := &b.way
	w.ID, w.Nodes = osm.WayID(l.values[id]), w.Nodes[:0]
	var err error
	if w.Tags, err = b.tags(w.Tags[:0], l.fields[keys], l.fields[values]); err != nil {
		return err
	}
	node := int64(0)
	for nodes := l.fields[refs]; len(nodes) > 0; {
		if err := nodes.step(&node); err != nil {
			return err
		}
		if len(w.Nodes) == maxParts {
			return fmt.Errorf("way %d has more than %d nodes", w.ID, maxParts)
		}
		w.Nodes = append(w.Nodes, osm.WayNode{ID: osm.NodeID(node)})
	}
	return visit(w)
}

// memberTypes are the types of members by their numbers.
var memberTypes = []osm.Type{osm.TypeNode, osm.TypeWay, osm.TypeRelation}

func (b *block) readRelation(msg []byte, visit func(*osm.Relation) error) error {
	const id, keys, values, roles, members, types = 1, 2, 3, 8, 9, 10
	var l lists
	if err := l.read(msg); err != nil {
		return err
	}
	r := &b.relation
	r.ID, r.Members = osm.RelationID(l.values[id]), r.Members[:0]
	var err error
	if r.Tags, err = b.tags(r.Tags[:0], l.fields[keys], l.fields[values]); err != nil {
		return err
	}
	ref := int64(0)
	for len(l.fields[members]) > 0 {
		if err := l.fields[members].step(&ref); err != nil {
			return err
		}
		role, err := b.nextText(&l.fields[roles])
		if err != nil {
			return err
		}
		kind, err := l.fields[types].next()
		if err != nil {
			return err
		}
		if kind >= uint64(len(memberTypes)) {
			return fmt.Errorf("a member of relation %d is of type %d", r.ID, kind)
		}
		if len(r.Members) == maxParts {
			return fmt.Errorf("relation %d has more than %d members", r.ID, maxParts)
		}
		r.Members = append(r.Members, osm.Member{Type: memberTypes[kind], Ref: ref, Role: role})
	}
	return visit(r)
}
