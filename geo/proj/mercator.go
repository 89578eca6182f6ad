package proj

import (
	"math"

	"github.com/diemnong/diemnong/geo"
)

// The WGS 84 ellipsoid.
const (
	equator    = 6378137.0 // semi-major axis in metres
	flattening = 1 / 298.257223563
	e2         = flattening * (2 - flattening) // eccentricity, squared
	degree     = math.Pi / 180
)

// transverseMercator is a grid on the WGS 84 ellipsoid with its origin on the
// equator; meridian in degrees, the rest in metres.
type transverseMercator struct {
	meridian, scale, falseEast, falseNorth float64

	radius float64    // scale × rectifying radius
	beta   [4]float64 // coefficients of the inverse series
}

// prepare computes the series of Krüger (1912) in the third flattening n, as
// Karney gives them: Transverse Mercator with an accuracy of a few nanometers,
// Journal of Geodesy 85 (2011), equations 14 and 36. Up to the fourth power of
// n the error stays under 0.1 mm within 6 degrees of the meridian.
func (t transverseMercator) prepare() transverseMercator {
	const n = flattening / (2 - flattening)
	const n2, n3, n4 = n * n, n * n * n, n * n * n * n
	t.radius = t.scale * equator / (1 + n) * (1 + n2/4 + n4/64)
	t.beta = [4]float64{
		n/2 - n2*2/3 + n3*37/96 - n4/360,
		n2/48 + n3/15 - n4*437/1440,
		n3*17/480 - n4*37/840,
		n4 * 4397 / 161280,
	}
	return t
}

// nowhere is the answer for coordinates outside of a grid.
var nowhere = geo.Point{Lon: math.NaN(), Lat: math.NaN()}

// inverse gives longitude and latitude on the grid's own datum.
func (t transverseMercator) inverse(x, y float64) geo.Point {
	xi, eta := (y-t.falseNorth)/t.radius, (x-t.falseEast)/t.radius
	if !(math.Abs(xi) <= math.Pi/2 && math.Abs(eta) <= 1) { // 1: about 60 degrees off the meridian; false for NaN too
		return nowhere
	}
	xi1, eta1 := xi, eta
	for i, b := range t.beta {
		k := 2 * float64(i+1)
		xi1 -= b * math.Sin(k*xi) * math.Cosh(k*eta)
		eta1 -= b * math.Cos(k*xi) * math.Sinh(k*eta)
	}
	conformal := math.Sin(xi1) / math.Hypot(math.Sinh(eta1), math.Cos(xi1))
	return geo.Point{
		Lon: t.meridian + math.Atan2(math.Sinh(eta1), math.Cos(xi1))/degree,
		Lat: math.Atan(geodeticTangent(conformal)) / degree,
	}
}

// geodeticTangent finds the tangent of the latitude whose conformal latitude
// has the tangent given, by Newton's method (Karney, equations 7 to 9 and 19
// to 21). Three steps reach the last bit.
func geodeticTangent(conformal float64) float64 {
	e := math.Sqrt(e2)
	tau := conformal
	for range 3 {
		secant := math.Sqrt(1 + tau*tau)
		sigma := math.Sinh(e * math.Atanh(e*tau/secant))
		reached := tau*math.Sqrt(1+sigma*sigma) - sigma*secant
		tau += (conformal - reached) / math.Sqrt(1+reached*reached) * (1 + (1-e2)*tau*tau) / ((1 - e2) * secant)
	}
	return tau
}

// fromWebMercator inverts EPSG:3857, the sphere that map tiles are drawn on.
func fromWebMercator(x, y float64) geo.Point {
	return geo.Point{
		Lon: x / equator / degree,
		Lat: (2*math.Atan(math.Exp(y/equator)) - math.Pi/2) / degree,
	}
}
