package api

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/geocode"
)

// How many candidates an answer has when nobody says, and at most.
const (
	defaultCandidates = geocode.MaxCandidates
	mostCandidates    = geocode.MaxCandidates
)

// Geocoders gives the geocoder as it is now. It fails with
// [diemnong.Unavailable] until the first load has finished.
type Geocoders interface {
	Current(ctx context.Context) (Geocoder, error)
}

// Geocoder finds addresses and says what lies at a point; [geocode.Geocoder] does.
type Geocoder interface {
	Version() int64
	Geocode(q geocode.Query) geocode.Answer
	Reverse(p geo.Point) geocode.Here
}

// geocodeRequest is a question of /api/v1/geocode.
type geocodeRequest struct {
	city   city
	query  geocode.Query
	limit  int
	format format
}

type geocodeAnswer struct {
	Gazetteer  int64             `json:"gazetteer"`
	Candidates []candidateAnswer `json:"candidates"`
	Parts      []partAnswer      `json:"parts"`
	Unplaced   string            `json:"unplaced,omitempty"`
}

type candidateAnswer struct {
	Lon       *float64    `json:"lon,omitempty"`
	Lat       *float64    `json:"lat,omitempty"`
	Quality   string      `json:"quality"`
	RadiusM   float64     `json:"radius_m,omitempty"`
	Score     float64     `json:"score"`
	Area      *placeArea  `json:"area,omitempty"`
	AreaScore float64     `json:"area_score,omitempty"`
	Areas     []placeArea `json:"areas"`
	Street    string      `json:"street,omitempty"`
	Number    string      `json:"number,omitempty"`
}

// placeArea is an area that holds a place.
type placeArea struct {
	Set    string `json:"set"`
	Level  string `json:"level"`
	Code   string `json:"code"`
	Name   string `json:"name"`
	NameEN string `json:"name_en"`
}

// partAnswer is a piece of the question. Start and end count UTF-16 code
// units, as JavaScript's strings do.
type partAnswer struct {
	Kind  geocode.PartKind `json:"kind"`
	Text  string           `json:"text"`
	Start int              `json:"start"`
	End   int              `json:"end"`
	Value string           `json:"value"`
}

func (s *Server) readGeocode(ctx context.Context, c *call) (*geocodeRequest, error) {
	w, err := s.city(ctx)
	if err != nil {
		return nil, err
	}
	q := &geocodeRequest{city: w}
	if at := c.query.Get("at"); at != "" {
		if q.query.At, err = diemnong.ParseTimeParameter("at", at, w.zone); err != nil {
			return nil, err
		}
	}
	if q.limit, err = countOf("limit", c.query.Get("limit"), "candidates", defaultCandidates, mostCandidates); err != nil {
		return nil, err
	}
	if q.format, err = negotiate(c, formatJSON, formatGeoJSON); err != nil {
		return nil, err
	}
	q.query.Text, err = addressOf(c.query.Get("q"))
	return q, err
}

// addressOf checks a text that is to be looked up.
func addressOf(text string) (string, error) {
	switch {
	case strings.TrimSpace(text) == "":
		return "", diemnong.InvalidValue("q", "", "is missing.", "Give an address, such as q=12/3 Nguyễn Văn Cừ, P4 Q5.")
	case len(text) > geocode.MaxTextBytes:
		return "", diemnong.InvalidValue("q", "", fmt.Sprintf("has %d bytes.", len(text)),
			fmt.Sprintf("Give at most %d bytes of UTF-8.", geocode.MaxTextBytes))
	}
	return text, nil
}

// geocoder gives the present geocoder.
func (s *Server) geocoder(ctx context.Context) (Geocoder, error) {
	if s.opt.Geocoders == nil {
		return nil, &diemnong.Error{Code: diemnong.Unavailable, Message: "This service has no geocoder.", Hint: "Ask its operator."}
	}
	g, err := s.opt.Geocoders.Current(ctx)
	if err != nil {
		return nil, fmt.Errorf("load the geocoder: %w", err)
	}
	return g, nil
}

// geocode finds the places that an address may mean.
func (s *Server) geocode(ctx context.Context, q *geocodeRequest) (*reply, error) {
	leave, err := s.gate.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	g, err := s.geocoder(ctx)
	if err != nil {
		return nil, err
	}
	found := g.Geocode(q.query)
	found.Candidates = found.Candidates[:min(len(found.Candidates), q.limit)]
	if q.format == formatGeoJSON {
		return encodeReply(typeGeoJSON, q.features(&found))
	}
	return jsonReply(geocoded(q.city, g.Version(), q.query.Text, found))
}

// EncodeGeocoded is what GET /api/v1/geocode answers, for the command line. The
// version is that of the gazetteer.
func EncodeGeocoded(atlas *area.Atlas, version int64, text string, found geocode.Answer) ([]byte, error) {
	return encodeJSON(geocoded(city{atlas: atlas}, version, text, found))
}

func geocoded(w city, version int64, text string, found geocode.Answer) geocodeAnswer {
	return geocodeAnswer{
		Gazetteer: version, Unplaced: found.Unplaced.String(), Parts: partsOf(text, found.Parts),
		Candidates: each(found.Candidates, func(c geocode.Candidate) candidateAnswer { return w.candidate(&c) }),
	}
}

func (w city) candidate(c *geocode.Candidate) candidateAnswer {
	a := candidateAnswer{
		Quality: c.Quality.String(), RadiusM: math.Round(c.RadiusM), Score: hundredths(c.Score), Areas: w.placeAreas(c.Areas), Street: c.Street, Number: c.Number,
	}
	if c.Quality != diemnong.QualityNone {
		a.Lon, a.Lat = known(degrees(c.Point.Lon), true), known(degrees(c.Point.Lat), true)
	}
	if u, ok := w.atlas.ByRef(c.Area); ok {
		a.Area, a.AreaScore = &placeArea{u.Set, u.Level, u.Code, u.Name, u.NameEN}, hundredths(c.AreaScore)
	}
	return a
}

// hundredths are as fine as a score is calibrated.
func hundredths(score float64) float64 { return math.Round(score*100) / 100 }

// placeAreas names areas, by set.
func (w city) placeAreas(ids []int32) []placeArea {
	areas := []placeArea{}
	for _, id := range ids {
		if u, ok := w.atlas.Area(id); ok {
			areas = append(areas, placeArea{u.Set, u.Level, u.Code, u.Name, u.NameEN})
		}
	}
	return areas
}

// partsOf turns places in bytes into places in UTF-16 code units.
func partsOf(text string, parts []geocode.Part) []partAnswer {
	units := func(upTo int) (n int) {
		for _, r := range text[:upTo] {
			n += max(utf16.RuneLen(r), 1)
		}
		return n
	}
	return each(parts, func(p geocode.Part) partAnswer {
		return partAnswer{p.Kind, p.Text, units(p.Start), units(p.End), p.Value}
	})
}

// features are the candidates as GeoJSON, the best first. One that is known by
// its area only stands at the middle of the area, as its quality says; one that
// is no more than a guess has no geometry.
func (q *geocodeRequest) features(found *geocode.Answer) *features {
	fc := newFeatures()
	for i := range found.Candidates {
		c := q.city.candidate(&found.Candidates[i])
		p := properties{"rank": i + 1, "quality": c.Quality, "score": c.Score}
		p.place(c.Areas, c.Street, c.Number)
		var at orb.Geometry
		if c.Lon != nil {
			at, p["radius_m"] = orb.Point{*c.Lon, *c.Lat}, c.RadiusM
		}
		fc.add(strconv.Itoa(i+1), at, p)
	}
	return fc
}

// place adds where something is, flat.
func (p properties) place(areas []placeArea, street, number string) {
	for _, a := range areas {
		p["area:"+a.Set], p["area_name:"+a.Set] = a.Code, a.Name
	}
	if street != "" {
		p["street"] = street
	}
	if number != "" {
		p["number"] = number
	}
}
