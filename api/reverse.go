package api

import (
	"context"
	"math"
	"strconv"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/geocode"
)

// Paths whose queries are somebody's address.
const (
	geocodePath = "/api/v1/geocode"
	reversePath = "/api/v1/reverse"
)

// reverseRequest is a question of /api/v1/reverse.
type reverseRequest struct {
	city   city
	point  geo.Point
	format format
}

type reverseAnswer struct {
	Gazetteer int64       `json:"gazetteer"`
	Lon       float64     `json:"lon"`
	Lat       float64     `json:"lat"`
	Areas     []placeArea `json:"areas"`
	Street    string      `json:"street,omitempty"`
	Number    string      `json:"number,omitempty"`
	DistanceM *float64    `json:"distance_m,omitempty"`
}

func (s *Server) readReverse(ctx context.Context, c *call) (*reverseRequest, error) {
	w, err := s.city(ctx)
	if err != nil {
		return nil, err
	}
	q := &reverseRequest{city: w}
	if q.format, err = negotiate(c, formatJSON, formatGeoJSON); err != nil {
		return nil, err
	}
	if q.point.Lat, err = degreesOf("lat", c.query.Get("lat"), 90); err != nil {
		return nil, err
	}
	if q.point.Lon, err = degreesOf("lon", c.query.Get("lon"), 180); err != nil {
		return nil, err
	}
	for _, name := range []string{"lat", "lon"} {
		if c.query.Get(name) == "" {
			return nil, diemnong.InvalidValue(name, "", "is missing.", "Give lat and lon in degrees, such as lat=10.7769&lon=106.7009.")
		}
	}
	return q, nil
}

// degreesOf reads a coordinate; the empty text is 0.
func degreesOf(name, s string, most float64) (float64, error) {
	if s == "" {
		return 0, nil
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || !(math.Abs(v) <= most) { // not a number neither
		return 0, diemnong.InvalidValue(name, s, "is not a coordinate.",
			"Give decimal degrees of WGS 84 from -"+strconv.Itoa(int(most))+" to "+strconv.Itoa(int(most))+".")
	}
	return v, nil
}

// reverse says what lies at a point.
func (s *Server) reverse(ctx context.Context, q *reverseRequest) (*reply, error) {
	leave, err := s.gate.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	g, err := s.geocoder(ctx)
	if err != nil {
		return nil, err
	}
	a := reversed(q.city, g.Version(), q.point, g.Reverse(q.point))
	if q.format == formatJSON {
		return jsonReply(a)
	}
	p := properties{}
	if p.place(a.Areas, a.Street, a.Number); a.DistanceM != nil {
		p["distance_m"] = *a.DistanceM
	}
	fc := newFeatures()
	fc.add(nil, orb.Point{q.point.Lon, q.point.Lat}, p)
	return encodeReply(typeGeoJSON, fc)
}

// EncodeReverse is what GET /api/v1/reverse answers, for the command line. The
// version is that of the gazetteer.
func EncodeReverse(atlas *area.Atlas, version int64, p geo.Point, h geocode.Here) ([]byte, error) {
	return encodeJSON(reversed(city{atlas: atlas}, version, p, h))
}

func reversed(w city, version int64, p geo.Point, h geocode.Here) reverseAnswer {
	a := reverseAnswer{
		Gazetteer: version, Lon: degrees(p.Lon), Lat: degrees(p.Lat), Areas: w.placeAreas(h.Areas),
		Street: h.Street, Number: h.Number,
	}
	if h.Street != "" {
		a.DistanceM = known(math.Round(h.DistanceM), true)
	}
	return a
}
