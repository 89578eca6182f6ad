package proj

import (
	"math"

	"github.com/diemnong/diemnong/geo"
)

// Parameters from VN-2000 to WGS 84 (EPSG:6960, coordinate frame rotation,
// published by the Ministry of Natural Resources and Environment in decision
// 05/2007/QĐ-BTNMT): metres, seconds of arc, parts per million. For the Mekong
// delta PROJ prefers an oil company's set (EPSG:5194), which is 0.8 m off these.
const (
	vnTX, vnTY, vnTZ = -191.90441429, -39.30318279, -111.45032835
	vnRX, vnRY, vnRZ = -0.00928836, 0.01975479, -0.00427372
	vnScale          = 0.252906278
)

// fromVN2000 moves degrees from the datum VN-2000 to WGS 84. Heights are taken
// as 0; a hundred metres of height would move the result by less than 1 mm.
func fromVN2000(lon, lat float64) geo.Point {
	const second = degree / 3600
	const rx, ry, rz, k = vnRX * second, vnRY * second, vnRZ * second, 1 + vnScale*1e-6
	x, y, z := geocentric(lon, lat, equator, e2)
	return geodetic(
		vnTX+k*(x+rz*y-ry*z),
		vnTY+k*(-rz*x+y+rx*z),
		vnTZ+k*(ry*x-rx*y+z),
	)
}

// geocentric gives earth-centred coordinates in metres of a point on an
// ellipsoid of semi-major axis a and squared eccentricity ee.
func geocentric(lon, lat, a, ee float64) (x, y, z float64) {
	sinLat, cosLat := math.Sincos(lat * degree)
	sinLon, cosLon := math.Sincos(lon * degree)
	n := a / math.Sqrt(1-ee*sinLat*sinLat)
	return n * cosLat * cosLon, n * cosLat * sinLon, n * (1 - ee) * sinLat
}

// geodetic gives the point on WGS 84 by Bowring's formula (1976), whose error
// near the surface is far below a millimetre.
func geodetic(x, y, z float64) geo.Point {
	const polar = equator * (1 - flattening)
	p := math.Hypot(x, y)
	sin, cos := math.Sincos(math.Atan2(z*equator, p*polar))
	lat := math.Atan2(z+e2/(1-e2)*polar*sin*sin*sin, p-e2*equator*cos*cos*cos)
	return geo.Point{Lon: math.Atan2(y, x) / degree, Lat: lat / degree}
}
