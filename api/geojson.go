package api

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"

	"github.com/paulmach/orb"
)

// features is a GeoJSON feature collection (RFC 7946).
type features struct {
	Type     string     `json:"type"`
	Features []feature  `json:"features"`
	Extra    properties `json:"-"`
}

// feature is a GeoJSON feature; a nil geometry is unlocated.
type feature struct {
	Type       string     `json:"type"`
	ID         any        `json:"id,omitempty"`
	Geometry   *geometry  `json:"geometry"`
	Properties properties `json:"properties"`
}

// properties are flat, so that every GIS shows them as columns.
type properties map[string]any

// geometry writes orb's geometry with the digits that matter.
type geometry struct{ orb.Geometry }

func newFeatures() *features { return &features{Type: "FeatureCollection", Features: []feature{}} }

func newFeature(id any, g orb.Geometry, p properties) feature {
	f := feature{Type: "Feature", ID: id, Properties: p}
	if g != nil {
		f.Geometry = &geometry{g}
	}
	return f
}

func (c *features) add(id any, g orb.Geometry, p properties) {
	c.Features = append(c.Features, newFeature(id, g, p))
}

// measures adds measures under their column names; absent ones stay out.
func (p properties) measures(prefix string, m *measures) {
	for i, v := range m.areaCells() {
		switch v := v.(type) {
		case *float64:
			if v != nil {
				p[prefix+areaMeasureColumns[i]] = *v
			}
		case *int64:
			if v != nil {
				p[prefix+areaMeasureColumns[i]] = *v
			}
		default:
			p[prefix+areaMeasureColumns[i]] = v
		}
	}
}

// MarshalJSON writes type and coordinates. Outer rings run counterclockwise
// and inner ones clockwise, as RFC 7946 asks in 3.1.6.
func (g *geometry) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	switch g := g.Geometry.(type) {
	case orb.Point:
		b.WriteString(`{"type":"Point","coordinates":`)
		writePoint(&b, g)
	case orb.MultiPolygon:
		b.WriteString(`{"type":"MultiPolygon","coordinates":`)
		writeList(&b, len(g), func(i int) { writePolygon(&b, g[i]) })
	default:
		return nil, &json.UnsupportedValueError{Str: "geometry " + g.GeoJSONType()}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func writePolygon(b *bytes.Buffer, p orb.Polygon) {
	writeList(b, len(p), func(i int) {
		ring, want := p[i], orb.CW
		if i == 0 {
			want = orb.CCW
		}
		backwards := ring.Orientation() != want
		writeList(b, len(ring), func(j int) {
			if backwards {
				j = len(ring) - 1 - j
			}
			writePoint(b, ring[j])
		})
	})
}

func writeList(b *bytes.Buffer, n int, write func(i int)) {
	b.WriteByte('[')
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		write(i)
	}
	b.WriteByte(']')
}

// coordinateScale keeps 7 decimals: a centimetre, finer than any boundary is known.
const coordinateScale = 1e7

func writePoint(b *bytes.Buffer, p orb.Point) {
	b.WriteByte('[')
	b.Write(appendCoordinate(b.AvailableBuffer(), p[0]))
	b.WriteByte(',')
	b.Write(appendCoordinate(b.AvailableBuffer(), p[1]))
	b.WriteByte(']')
}

func appendCoordinate(b []byte, v float64) []byte {
	return strconv.AppendFloat(b, degrees(v), 'f', -1, 64)
}

// degrees is a coordinate with the digits that answers give.
func degrees(v float64) float64 { return math.Round(v*coordinateScale) / coordinateScale }
