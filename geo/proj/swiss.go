package proj

import (
	"math"

	"github.com/diemnong/diemnong/geo"
)

// The Bessel ellipsoid, the origin of the Swiss grid in Bern, and the shift
// from CH1903+ to WGS 84 in metres (EPSG:1676).
const (
	bessel   = 6377397.155
	besselE2 = 0.006674372230614

	bernLat = 46 + 57.0/60 + 8.66/3600
	bernLon = 7 + 26.0/60 + 22.5/3600

	swissTX, swissTY, swissTZ = 674.374, 15.056, 405.346
)

// fromLV95 turns Swiss coordinates (EPSG:2056) into degrees, by the rigorous
// formulas of swisstopo, "Formulas and constants for the calculation of the
// Swiss conformal cylindrical projection", section 3: the ellipsoid is mapped
// to a sphere, the sphere to an oblique cylinder.
func fromLV95(east, north float64) geo.Point {
	e := math.Sqrt(besselE2)
	sin0, cos0 := math.Sincos(bernLat * degree)
	radius := bessel * math.Sqrt(1-besselE2) / (1 - besselE2*sin0*sin0)
	alpha := math.Sqrt(1 + besselE2/(1-besselE2)*math.Pow(cos0, 4))
	b0 := math.Asin(sin0 / alpha)
	k := isometric(b0) - alpha*isometric(bernLat*degree) + alpha*e*math.Atanh(e*sin0)

	y, x := (east-2_600_000)/radius, (north-1_200_000)/radius
	if !(math.Abs(y) <= 0.2 && math.Abs(x) <= 0.2) { // a thousand kilometres from Bern; false for NaN too
		return nowhere
	}
	// on the oblique cylinder, then on the sphere
	oblique := 2*math.Atan(math.Exp(x)) - math.Pi/2
	b := math.Asin(math.Cos(b0)*math.Sin(oblique) + math.Sin(b0)*math.Cos(oblique)*math.Cos(y))
	l := math.Atan2(math.Sin(y), math.Cos(b0)*math.Cos(y)-math.Sin(b0)*math.Tan(oblique))
	// on the ellipsoid; each step adds more than two digits
	s, lat := (isometric(b)-k)/alpha, b
	for range 8 {
		lat = 2*math.Atan(math.Exp(s+e*math.Atanh(e*math.Sin(lat)))) - math.Pi/2
	}
	gx, gy, gz := geocentric(bernLon+l/alpha/degree, lat/degree, bessel, besselE2)
	return geodetic(gx+swissTX, gy+swissTY, gz+swissTZ)
}

// isometric is ln tan(π/4 + φ/2), the isometric latitude on a sphere.
func isometric(phi float64) float64 { return math.Log(math.Tan(math.Pi/4 + phi/2)) }
