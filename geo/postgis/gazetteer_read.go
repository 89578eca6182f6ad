package postgis

import (
	"encoding/binary"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"

	"github.com/diemnong/diemnong/geo"
)

// text reads a text; empty for null.
func (r *copiedRows) text() string {
	b, _ := r.bytes()
	return string(b)
}

// float4 reads a real; 0 for null.
func (r *copiedRows) float4() float32 {
	b, ok := r.bytes()
	if ok && len(b) != 4 {
		r.fail()
		ok = false
	}
	if !ok {
		return 0
	}
	return math.Float32frombits(binary.BigEndian.Uint32(b))
}

// bool reads a boolean; false for null.
func (r *copiedRows) bool() bool {
	b, ok := r.bytes()
	if ok && len(b) != 1 {
		r.fail()
		ok = false
	}
	return ok && b[0] != 0
}

// texts reads a text[] that begins at 1; nil for null and for one without elements.
func (r *copiedRows) texts() []string {
	b, _ := r.bytes()
	if len(b) < arrayHeader {
		return nil
	}
	if binary.BigEndian.Uint32(b) != 1 {
		r.fail()
		return nil
	}
	elements, list := copiedRows{rest: b[arrayHeader:]}, []string(nil)
	for len(elements.rest) > 0 {
		list = append(list, elements.text())
	}
	if elements.err != nil {
		r.fail()
	}
	return list
}

// pointHeader is the byte order, the type and the SRID of a point that PostGIS
// sends; its two coordinates follow.
const pointHeader = 1 + 4 + 4

// point reads a geometry(Point, 4326) that is not null.
func (r *copiedRows) point() geo.Point {
	b, _ := r.bytes()
	if len(b) != pointHeader+16 || b[0] != 1 {
		r.fail()
		return geo.Point{}
	}
	at := func(i int) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(b[i:])) }
	return geo.Point{Lon: at(pointHeader), Lat: at(pointHeader + 8)}
}

// lines reads a geometry(MultiLineString, 4326); nil for null.
func (r *copiedRows) lines() orb.MultiLineString {
	b, ok := r.bytes()
	if !ok {
		return nil
	}
	g, _, err := ewkb.Unmarshal(b)
	lines, right := g.(orb.MultiLineString)
	if err != nil || !right {
		r.fail()
		return nil
	}
	return lines
}
