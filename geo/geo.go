// Package geo is spatial maths without I/O: points, H3 cells as plain numbers,
// and the one table that ties map zoom to cell resolution.
//
// An H3 index is a 64-bit number whose lower part holds one 3-bit digit per
// resolution, so a parent, a range of children and the order "all children of
// a parent are neighbours" come by bit operations, without the H3 library.
// Where the library is needed (a point's cell, a cell's outline), geo/h3 has it.
package geo

import "math"

// Point is a place in WGS 84 degrees.
type Point struct{ Lon, Lat float64 }

// Valid reports whether the coordinates are finite and on the globe.
func (p Point) Valid() bool {
	return p.Lon >= -180 && p.Lon <= 180 && p.Lat >= -90 && p.Lat <= 90
}

// earthRadiusM is the mean radius of the WGS 84 ellipsoid (2a+b)/3, in metres.
const earthRadiusM = 6371008.8

// DistanceM is the great-circle distance in metres (haversine).
func (p Point) DistanceM(q Point) float64 {
	const rad = math.Pi / 180
	sLat := math.Sin((q.Lat - p.Lat) * rad / 2)
	sLon := math.Sin((q.Lon - p.Lon) * rad / 2)
	h := sLat*sLat + math.Cos(p.Lat*rad)*math.Cos(q.Lat*rad)*sLon*sLon
	return 2 * earthRadiusM * math.Asin(math.Min(1, math.Sqrt(h)))
}

// Moved is the point so many metres to the east and to the north, exact enough for
// some kilometres.
func (p Point) Moved(eastM, northM float64) Point {
	const degree = earthRadiusM * math.Pi / 180
	return Point{Lon: p.Lon + eastM/(degree*math.Cos(p.Lat*math.Pi/180)), Lat: p.Lat + northM/degree}
}
