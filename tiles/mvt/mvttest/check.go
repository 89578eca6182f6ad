// Package mvttest checks vector tiles against the specification, more strictly
// than decoders do: it is for tests of what writes tiles.
package mvttest

import (
	"errors"
	"fmt"
	"unicode/utf8"
)

// Check reports what is wrong with a tile by Mapbox Vector Tile 2.1, wherever
// the text says MUST; it names layer and feature. Beyond that it wants version
// 2, features with ids that are unique in their layer, at least one feature in
// a layer, values that are there once, and no field that the text does not know.
//
// It reads the bytes by itself, so that it shares no mistake with an encoder.
func Check(tile []byte) error {
	names := map[string]bool{}
	return fields(tile, func(f field) error {
		if f.number != 3 || f.wire != wireBytes {
			return fmt.Errorf("tile has field %d of wire type %d", f.number, f.wire)
		}
		l, err := readLayer(f.bytes)
		if err == nil {
			err = l.check()
		}
		if err == nil && names[l.name] {
			err = errors.New("another layer has this name")
		}
		if err != nil {
			return fmt.Errorf("layer %q: %w", l.name, err)
		}
		names[l.name] = true
		return nil
	})
}

// layer is a layer message as far as it is well-formed.
type layer struct {
	name            string
	hasName         bool
	version, extent uint64
	keys            map[string]bool
	values          map[string]bool // the messages' bytes
	features        [][]byte
}

func readLayer(b []byte) (*layer, error) {
	l := &layer{extent: 4096, keys: map[string]bool{}, values: map[string]bool{}}
	return l, fields(b, func(f field) error {
		switch {
		case f.is(1, wireBytes) && !l.hasName:
			l.name, l.hasName = string(f.bytes), true
		case f.is(2, wireBytes):
			l.features = append(l.features, f.bytes)
		case f.is(3, wireBytes):
			return unique("key", l.keys, f.bytes)
		case f.is(4, wireBytes):
			if err := checkValue(f.bytes); err != nil {
				return err
			}
			return unique("value", l.values, f.bytes)
		case f.is(5, wireVarint):
			l.extent = f.n
		case f.is(15, wireVarint):
			l.version = f.n
		default:
			return fmt.Errorf("has field %d of wire type %d, or has it twice", f.number, f.wire)
		}
		return nil
	})
}

func unique(what string, seen map[string]bool, b []byte) error {
	if seen[string(b)] {
		return fmt.Errorf("has the %s %q twice", what, b)
	}
	seen[string(b)] = true
	return nil
}

// check looks at what the layer's fields say.
func (l *layer) check() error {
	switch {
	case !l.hasName:
		return errors.New("has no name")
	case l.version != 2:
		return fmt.Errorf("has version %d; want 2", l.version)
	case l.extent == 0:
		return errors.New("has extent 0")
	case len(l.features) == 0:
		return errors.New("has no features")
	}
	ids := map[uint64]bool{}
	for i, b := range l.features {
		f, err := readFeature(b)
		if err == nil {
			err = f.check(l)
		}
		if err == nil && f.hasID && ids[f.id] {
			err = fmt.Errorf("another feature has its id %d", f.id)
		}
		if err != nil {
			return fmt.Errorf("feature %d: %w", i, err)
		}
		ids[f.id] = true
	}
	return nil
}

// checkValue wants exactly one field, of the type that belongs to its number.
func checkValue(b []byte) error {
	wires := map[uint64]int{1: wireBytes, 2: wire32, 3: wire64, 4: wireVarint, 5: wireVarint, 6: wireVarint, 7: wireVarint}
	n := 0
	err := fields(b, func(f field) error {
		n++
		if wire, ok := wires[f.number]; !ok || f.wire != wire {
			return fmt.Errorf("a value has field %d of wire type %d", f.number, f.wire)
		}
		if f.number == 1 && !utf8.Valid(f.bytes) {
			return fmt.Errorf("a value is %q, not UTF-8", f.bytes)
		}
		return nil
	})
	if err == nil && n != 1 {
		err = fmt.Errorf("a value has %d fields; want one", n)
	}
	return err
}

// feature is a feature message as far as it is well-formed.
type feature struct {
	id             uint64
	kind           uint64
	hasID, hasKind bool
	tags, geometry []uint32
}

func readFeature(b []byte) (*feature, error) {
	f := &feature{}
	return f, fields(b, func(d field) (err error) {
		switch {
		case d.is(1, wireVarint) && !f.hasID:
			f.id, f.hasID = d.n, true
		case d.is(2, wireBytes) && f.tags == nil:
			f.tags, err = numbers(d.bytes)
		case d.is(3, wireVarint) && !f.hasKind:
			f.kind, f.hasKind = d.n, true
		case d.is(4, wireBytes) && f.geometry == nil:
			f.geometry, err = numbers(d.bytes)
		default:
			err = fmt.Errorf("has field %d of wire type %d, or has it twice", d.number, d.wire)
		}
		return err
	})
}

func (f *feature) check(l *layer) error {
	if !f.hasKind || f.kind > 3 {
		return fmt.Errorf("has geometry type %d, or none", f.kind)
	}
	if len(f.tags)%2 != 0 {
		return fmt.Errorf("has %d tags; want pairs", len(f.tags))
	}
	seen := map[uint32]bool{}
	for i := 0; i < len(f.tags); i += 2 {
		k, v := f.tags[i], f.tags[i+1]
		if int(k) >= len(l.keys) || int(v) >= len(l.values) || seen[k] {
			return fmt.Errorf("tag %d, %d: there are %d keys and %d values, and a key is set once", k, v, len(l.keys), len(l.values))
		}
		seen[k] = true
	}
	return checkGeometry(f.kind, f.geometry)
}
