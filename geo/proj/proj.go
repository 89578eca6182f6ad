// Package proj turns coordinates of the grids that cities survey in into WGS 84
// degrees: UTM, the VN-2000 grids of Viet Nam (PostGIS's spatial_ref_sys lacks
// most of them), Swiss LV95 and web Mercator. Only this direction exists,
// because it is the only one needed: what is stored is in degrees.
package proj

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
)

// Projection is a coordinate reference system by its EPSG code. It is
// immutable and safe for concurrent use.
type Projection struct {
	Code    int
	Name    string
	degrees bool // x and y are longitude and latitude
	toWGS84 func(x, y float64) geo.Point
}

// ToWGS84 turns easting and northing in metres (longitude and latitude for a
// system in degrees) into a point. Coordinates that are nowhere in the system
// give a point that is not Valid.
func (p *Projection) ToWGS84(x, y float64) geo.Point { return p.toWGS84(x, y) }

// InDegrees reports whether the system's coordinates are degrees.
func (p *Projection) InDegrees() bool { return p.degrees }

// vn2000Zones are the central meridians of the 3-degree zones of VN-2000
// (scale 0.9999, false easting 500 km), from the EPSG register, version 10.
var vn2000Zones = map[int]float64{
	5896: 102, 5897: 105, 5898: 108, 5899: 107.75,
	9205: 103, 9206: 104, 9207: 104.5, 9208: 104.75, 9209: 105.5, 9210: 105.75, 9211: 106,
	9212: 106.25, 9213: 106.5, 9214: 107, 9215: 107.25, 9216: 107.5, 9217: 108.25, 9218: 108.5,
}

// FromEPSG gives the system of an EPSG code. It fails with [diemnong.Invalid]
// for one that this package does not know.
func FromEPSG(code int) (*Projection, error) {
	if meridian, ok := vn2000Zones[code]; ok {
		name := "VN-2000 / TM-3 " + strconv.FormatFloat(meridian, 'f', -1, 64)
		return vn2000(code, name, transverseMercator{meridian: meridian, scale: 0.9999, falseEast: 500_000}), nil
	}
	switch {
	case code == 4326:
		return &Projection{Code: code, Name: "WGS 84", degrees: true, toWGS84: func(x, y float64) geo.Point {
			return geo.Point{Lon: x, Lat: y}
		}}, nil
	case code == 4756:
		return &Projection{Code: code, Name: "VN-2000", degrees: true, toWGS84: fromVN2000}, nil
	case code == 3405, code == 3406:
		zone := code - 3405 + 48
		return vn2000(code, fmt.Sprintf("VN-2000 / UTM %dN", zone), utm(zone, 0)), nil
	case code > 32600 && code <= 32660:
		return onWGS84(code, fmt.Sprintf("UTM %dN", code-32600), utm(code-32600, 0)), nil
	case code > 32700 && code <= 32760:
		return onWGS84(code, fmt.Sprintf("UTM %dS", code-32700), utm(code-32700, 10_000_000)), nil
	case code == 2056:
		return &Projection{Code: code, Name: "CH1903+ / LV95", toWGS84: fromLV95}, nil
	case code == 3857:
		return &Projection{Code: code, Name: "web Mercator", toWGS84: fromWebMercator}, nil
	}
	return nil, diemnong.InvalidValue("epsg", strconv.Itoa(code), "is not a coordinate system that is known here.",
		"Use 4326 (degrees), 326xx or 327xx (UTM), 3857, 2056, or one of VN-2000: 3405, 3406, 4756, "+vn2000Codes()+".")
}

func vn2000Codes() string {
	codes := make([]string, 0, len(vn2000Zones))
	for c := range vn2000Zones {
		codes = append(codes, strconv.Itoa(c))
	}
	slices.Sort(codes)
	return strings.Join(codes, ", ")
}

func onWGS84(code int, name string, tm transverseMercator) *Projection {
	return &Projection{Code: code, Name: name, toWGS84: tm.prepare().inverse}
}

// vn2000 is a grid on the datum VN-2000, which uses WGS 84's ellipsoid at
// another place.
func vn2000(code int, name string, tm transverseMercator) *Projection {
	inverse := tm.prepare().inverse
	return &Projection{Code: code, Name: name, toWGS84: func(x, y float64) geo.Point {
		p := inverse(x, y)
		return fromVN2000(p.Lon, p.Lat)
	}}
}

func utm(zone int, falseNorth float64) transverseMercator {
	return transverseMercator{meridian: float64(zone)*6 - 183, scale: 0.9996, falseEast: 500_000, falseNorth: falseNorth}
}
