package source

import (
	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"
	"github.com/paulmach/orb/planar"
	"github.com/paulmach/osm"

	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// shape is an element on the ground.
type shape struct {
	at      orb.Point           // its middle
	radiusM float64             // of a circle about the middle that holds it
	lines   orb.MultiLineString // of a street
	drawn   orb.Geometry        // as a map draws it
}

// of is the geometry with which a kind of feature is drawn; nil when the
// element does not have such a one.
func (s shape) of(kind gazetteer.FeatureKind) orb.Geometry {
	_, isLine := s.drawn.(orb.LineString)
	_, isPoint := s.drawn.(orb.Point)
	switch kind {
	case gazetteer.Water:
		if isLine || isPoint {
			return nil
		}
	case gazetteer.Waterway, gazetteer.Road, gazetteer.Rail:
		if !isLine {
			return nil
		}
	case gazetteer.Station:
		return s.at
	default:
		return nil
	}
	return s.drawn
}

// shapeOfWay tells a line from an area: a closed way is an area where its tags
// say so, and where it is water.
func shapeOfWay(w *osm.Way, line orb.LineString, use uses) shape {
	closed := len(line) >= 4 && line[0] == line[len(line)-1]
	if closed && (use.feature == gazetteer.Water || w.Polygon()) && !use.street {
		return shapeOfArea(orb.MultiPolygon{{orb.Ring(line)}})
	}
	s := shape{lines: orb.MultiLineString{line}, drawn: line}
	s.at = middleOf(line)
	s.radiusM = reach(s.at, line)
	return s
}

// shapeOfArea is that of an area: its middle is its centre of gravity.
func shapeOfArea(outline orb.MultiPolygon) shape {
	at, size := planar.CentroidArea(outline)
	if size == 0 {
		at = outline.Bound().Center()
	}
	s := shape{at: at, drawn: outline}
	if len(outline) == 1 {
		s.drawn = outline[0]
	}
	for _, polygon := range outline {
		s.radiusM = max(s.radiusM, reach(at, orb.LineString(polygon[0])))
	}
	return s
}

// middleOf is the point halfway along a line.
func middleOf(line orb.LineString) orb.Point {
	left := planar.Length(line) / 2
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		step := planar.Distance(a, b)
		if step > 0 && step >= left {
			part := left / step
			return orb.Point{a[0] + part*(b[0]-a[0]), a[1] + part*(b[1]-a[1])}
		}
		left -= step
	}
	return line[len(line)-1]
}

// reach is how far the furthest of some points is from another, in metres.
func reach(from orb.Point, points orb.LineString) (metres float64) {
	for _, p := range points {
		metres = max(metres, orbgeo.DistanceHaversine(from, p))
	}
	return metres
}
