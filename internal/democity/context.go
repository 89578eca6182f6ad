package democity

import (
	_ "embed"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

//go:embed context.txt
var contextTable string

// contextStepM is how far the points of a curve are apart.
const contextStepM = 120

// Context is what maps of the city draw around its complaints: a river with its
// canals, main roads, a metro line with stations. Courses are rough.
func Context() ([]gazetteer.Feature, error) {
	var all []gazetteer.Feature
	for n, row := range strings.Split(strings.TrimSpace(contextTable), "\n") {
		if strings.HasPrefix(row, "#") {
			continue
		}
		features, err := contextFeatures(strconv.Itoa(n+1), row)
		if err != nil {
			return nil, fmt.Errorf("demo city: context.txt, line %d: %w", n+1, err)
		}
		all = append(all, features...)
	}
	return all, nil
}

// contextFeatures reads a row: a river is an area as wide as it is, and the
// line of its course, which its name is put along.
func contextFeatures(ref, row string) ([]gazetteer.Feature, error) {
	fields := strings.Split(row, "|")
	if len(fields) != 5 {
		return nil, fmt.Errorf("%d fields, not 5", len(fields))
	}
	f := gazetteer.Feature{Ref: "context/" + ref, Kind: gazetteer.FeatureKind(fields[0]), Class: fields[1], Name: fields[2]}
	points, err := coursePoints(fields[4])
	if err != nil {
		return nil, err
	}
	switch f.Kind {
	case gazetteer.Station:
		f.Geometry = points[0]
		return []gazetteer.Feature{f}, nil
	case gazetteer.Water:
		width, err := strconv.ParseFloat(fields[3], 64)
		if err != nil {
			return nil, fmt.Errorf("width: %w", err)
		}
		course := f
		course.Ref, course.Kind, course.Geometry = f.Ref+"/course", gazetteer.Waterway, curve(points)
		f.Geometry = band(curve(points), width)
		if f.Class == "lake" {
			return []gazetteer.Feature{f}, nil
		}
		return []gazetteer.Feature{f, course}, nil
	default:
		f.Geometry = curve(points)
		return []gazetteer.Feature{f}, nil
	}
}

func coursePoints(text string) (points orb.LineString, err error) {
	for pair := range strings.FieldsSeq(text) {
		var p orb.Point
		if _, err := fmt.Sscanf(pair, "%f,%f", &p[0], &p[1]); err != nil {
			return nil, fmt.Errorf("%s: %w", pair, err)
		}
		points = append(points, p)
	}
	if len(points) == 0 {
		return nil, fmt.Errorf("no points")
	}
	return points, nil
}

// curve lays a smooth line through points: a Catmull–Rom spline, which goes
// through each of them and beyond none by much.
func curve(points orb.LineString) orb.LineString {
	var line orb.LineString
	for i := range len(points) - 1 {
		a, b := points[max(i-1, 0)], points[i]
		c, d := points[i+1], points[min(i+2, len(points)-1)]
		steps := max(int(metresBetween(b, c)/contextStepM), 1)
		for n := range steps {
			line = append(line, spline(a, b, c, d, float64(n)/float64(steps)))
		}
	}
	return append(line, points[len(points)-1])
}

// spline is the point at a share t of the way from b to c.
func spline(a, b, c, d orb.Point, t float64) (p orb.Point) {
	for i := range p {
		p[i] = round6(0.5 * (2*b[i] + (c[i]-a[i])*t + (2*a[i]-5*b[i]+4*c[i]-d[i])*t*t + (3*b[i]-a[i]-3*c[i]+d[i])*t*t*t))
	}
	return p
}

func metresBetween(a, b orb.Point) float64 {
	return geo.Point{Lon: a[0], Lat: a[1]}.DistanceM(geo.Point{Lon: b[0], Lat: b[1]})
}

// band is the area about a line: half of its width on either side, with ends
// that are a little narrower.
func band(line orb.LineString, widthM float64) orb.Polygon {
	left, right := make(orb.Ring, len(line)), make(orb.Ring, len(line))
	for i, at := range line {
		before, after := line[max(i-1, 0)], line[min(i+1, len(line)-1)]
		shorter := math.Cos(at[1] * math.Pi / 180) // a degree of longitude, against one of latitude
		heading := math.Atan2(after[1]-before[1], (after[0]-before[0])*shorter)
		half := widthM / 2
		if i == 0 || i == len(line)-1 {
			half *= 0.7
		}
		side := func(turn float64) orb.Point {
			return round(shift(geo.Point{Lon: at[0], Lat: at[1]}, half, heading+turn))
		}
		left[i], right[len(line)-1-i] = side(math.Pi/2), side(-math.Pi/2)
	}
	ring := append(left, right...)
	return orb.Polygon{append(ring, ring[0])}
}
