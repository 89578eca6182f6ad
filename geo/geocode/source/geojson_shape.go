package source

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"

	"github.com/paulmach/orb"
)

// position is longitude and latitude; a height behind them is dropped.
type position orb.Point

// UnmarshalJSON refuses what json.Unmarshal would fill up with zeros, and what
// is not on the globe.
func (p *position) UnmarshalJSON(b []byte) error {
	inner, opens := bytes.CutPrefix(b, []byte{'['})
	parts := bytes.Split(bytes.TrimSuffix(inner, []byte{']'}), []byte{','})
	if !opens || len(parts) < len(p) {
		return fmt.Errorf("%.40s is not a position", b)
	}
	for i, most := range []float64{180, 90} {
		v, err := strconv.ParseFloat(string(bytes.TrimSpace(parts[i])), 64)
		if err != nil || math.IsNaN(v) {
			return fmt.Errorf("%.40s is not a position", b)
		}
		if math.Abs(v) > most {
			return fmt.Errorf("%.40s is not longitude and latitude in degrees", b)
		}
		p[i] = v
	}
	return nil
}

// shape decodes a geometry. Where that cannot be done, reason says why, as a
// sentence without a subject.
func (g *geometry) shape() (s shape, isLine bool, reason string) {
	var err error
	switch g.Type {
	case "Point":
		var p position
		err = json.Unmarshal(g.Coordinates, &p)
		s.at = orb.Point(p)
	case "LineString":
		var line []position
		err = json.Unmarshal(g.Coordinates, &line)
		s, isLine = shapeOfLines([][]position{line}), true
	case "MultiLineString":
		var lines [][]position
		err = json.Unmarshal(g.Coordinates, &lines)
		s, isLine = shapeOfLines(lines), true
	case "Polygon":
		var rings [][]position
		err = json.Unmarshal(g.Coordinates, &rings)
		s, err = shapeOfPolygons([][][]position{rings}, err)
	case "MultiPolygon":
		var polygons [][][]position
		err = json.Unmarshal(g.Coordinates, &polygons)
		s, err = shapeOfPolygons(polygons, err)
	default:
		return s, false, "is neither a line nor a point nor an area."
	}
	switch {
	case len(g.Coordinates) == 0 || string(g.Coordinates) == "null":
		return s, isLine, "has no coordinates."
	case err != nil:
		return s, isLine, "has broken coordinates: " + err.Error() + "."
	case isLine && len(s.lines) == 0:
		return s, isLine, "has a line of fewer than two positions."
	}
	return s, isLine, ""
}

// shapeOfLines leaves out lines without length.
func shapeOfLines(lines [][]position) (s shape) {
	for _, positions := range lines {
		if len(positions) < 2 {
			continue
		}
		line := make(orb.LineString, len(positions))
		for i, p := range positions {
			line[i] = orb.Point(p)
		}
		s.lines = append(s.lines, line)
	}
	if len(s.lines) > 0 {
		s.at = middleOf(s.lines[0])
	}
	return s
}

func shapeOfPolygons(polygons [][][]position, err error) (shape, error) {
	if err != nil {
		return shape{}, err
	}
	var area orb.MultiPolygon
	for _, rings := range polygons {
		var polygon orb.Polygon
		for _, positions := range rings {
			if len(positions) < 4 || positions[0] != positions[len(positions)-1] {
				return shape{}, errors.New("a ring is not closed or has fewer than four positions")
			}
			ring := make(orb.Ring, len(positions))
			for i, p := range positions {
				ring[i] = orb.Point(p)
			}
			polygon = append(polygon, ring)
		}
		if len(polygon) > 0 {
			area = append(area, polygon)
		}
	}
	if len(area) == 0 {
		return shape{}, errors.New("it is empty")
	}
	return shapeOfArea(area), nil
}
