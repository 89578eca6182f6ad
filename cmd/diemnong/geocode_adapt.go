package main

import (
	"context"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/api"
	"github.com/diemnong/diemnong/geo/geocode"
	"github.com/diemnong/diemnong/geo/ingest"
	"github.com/diemnong/diemnong/geo/postgis"
)

// addressGeocoder places complaints by the geocoder's best candidate.
type addressGeocoder struct{ geocoder *geocode.Geocoder }

// Geocode gives the best candidate.
func (g addressGeocoder) Geocode(a ingest.Address) ingest.Found {
	answer := g.geocoder.Geocode(geocode.Query{Text: a.Text, At: a.At, Stated: a.Stated})
	if len(answer.Candidates) == 0 {
		return ingest.Found{Quality: diemnong.QualityNone, Unplaced: answer.Unplaced}
	}
	c := &answer.Candidates[0]
	score := c.Score
	if c.Quality == diemnong.QualityArea {
		score = c.AreaScore // the area is all that is stored
	}
	return ingest.Found{
		Point: c.Point, Quality: c.Quality, RadiusM: c.RadiusM, Score: score,
		Area: c.Area, Areas: c.Areas, Unplaced: answer.Unplaced,
	}
}

// Named gives the finest area that the text names for certain.
func (g addressGeocoder) Named(a ingest.Address) (diemnong.AreaRef, bool) {
	return g.geocoder.Named(geocode.Query{Text: a.Text, At: a.At, Stated: a.Stated})
}

// currentGeocoder gives the api the geocoder as it is now.
type currentGeocoder struct{ geocoders *postgis.Geocoders }

// Current gives the newest geocoder.
func (c currentGeocoder) Current(ctx context.Context) (api.Geocoder, error) {
	g, err := c.geocoders.Current(ctx)
	if err != nil {
		return nil, err // not g: a nil pointer would make an interface that is not nil
	}
	return g, nil
}
