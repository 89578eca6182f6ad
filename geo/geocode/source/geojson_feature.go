package source

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// feature is a Feature as it stands in the file.
type feature struct {
	Type       string         `json:"type"`
	Geometry   *geometry      `json:"geometry"`
	Properties map[string]any `json:"properties"`
}

// geometry keeps the coordinates undecoded until the type is known, because
// the two may come in any order.
type geometry struct {
	Type        string          `json:"type"`
	Coordinates json.RawMessage `json:"coordinates"`
}

// feature gives what one feature is: a line is a street, a point or an area an
// address where it has a street, and a place where it has a name.
func (f *features) feature(ft *feature, out *batcher, r *Report) error {
	where := fmt.Sprintf("feature number %d", f.number)
	leaveOut := func(field, value, reason string) error {
		r.leaveOut(fault{where: where, field: field, value: value, reason: reason})
		return nil
	}
	if ft.Type != "Feature" || ft.Geometry == nil {
		return leaveOut("geometry", "", "has no geometry.")
	}
	shape, isLine, reason := ft.Geometry.shape()
	if reason != "" {
		return leaveOut("geometry", ft.Geometry.Type, reason)
	}
	r.seeBox(shape.bound())
	if !f.options.touches(shape) {
		return leaveOut("geometry", fmt.Sprintf("%.6g, %.6g", shape.at[0], shape.at[1]), outside)
	}
	p := f.properties(ft.Properties)
	if isLine {
		if name := firstOf(p.street, p.name); name != "" {
			return out.street(gazetteer.Street{Ref: p.ref, Name: name, Class: p.kind, Lines: shape.lines})
		}
		return leaveOut("name", "", "has no name.")
	}
	if p.street == "" && p.name == "" {
		if p.number != "" {
			return leaveOut("street", "", "has a house number, but no street.")
		}
		return leaveOut("name", "", "has no name.")
	}
	at := geo.Point{Lon: shape.at[0], Lat: shape.at[1]}
	if p.street != "" {
		if err := out.address(gazetteer.Address{Ref: p.ref, Street: p.street, Number: p.number, Point: at}); err != nil {
			return err
		}
	}
	if p.name == "" {
		return nil
	}
	return out.place(gazetteer.Place{Ref: p.ref, Name: p.name, Kind: p.kind, Point: at, RadiusM: shape.radiusM})
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// said is what the properties of a feature say.
type said struct{ ref, street, number, name, kind string }

// properties reads the properties of a feature. Which ones are meant is guessed
// for each feature, because the next may have others.
func (f *features) properties(all map[string]any) said {
	has := slices.Sorted(maps.Keys(all))
	for _, name := range has {
		f.has[name] = true
	}
	c, err := f.options.Columns.resolve(has)
	if err != nil { // one that was asked for is not here; it is looked for in the others
		c = f.options.Columns
	}
	c.Lat, c.Lon, c.Address, c.Weight = "", "", "", ""
	for i, k := range c.each() {
		if into := f.used.each()[i].field; *into == "" && all[*k.field] != nil {
			*into = *k.field
		}
	}
	text := func(property string) string { return clean(plain(all[property])) }
	return said{strconv.FormatInt(f.number, 10), text(c.Street), text(c.Number), text(c.Name), text(c.Kind)}
}

// plain is a JSON value as a person would write it.
func plain(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		if x, err := v.Float64(); err == nil && x == math.Trunc(x) && math.Abs(x) < 1<<53 {
			return strconv.FormatInt(int64(x), 10)
		}
		return v.String()
	}
	return ""
}

// bound is a box around a shape.
func (s shape) bound() orb.Bound {
	b := s.at.Bound()
	for _, line := range s.lines {
		b = b.Union(line.Bound())
	}
	return b
}

// touches reports whether any part of a shape lies in the bounds.
func (o *Options) touches(s shape) bool {
	if o.within(s.at[0], s.at[1]) {
		return true
	}
	return slices.ContainsFunc(s.lines, func(line orb.LineString) bool {
		return slices.ContainsFunc(line, func(p orb.Point) bool { return o.within(p[0], p[1]) })
	})
}
