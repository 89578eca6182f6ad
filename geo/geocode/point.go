package geocode

import (
	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
)

// readPoint reads coordinates written as text.
func readPoint(text string) (p geo.Point, part Part, ok bool) { return geo.Point{}, Part{}, false }

// givenPoint answers coordinates.
func (g *Geocoder) givenPoint(p geo.Point, part Part) Answer {
	areas := g.atlas.Locate(p, nil)
	return Answer{
		Candidates: []Candidate{{Point: p, Quality: diemnong.QualityPoint, RadiusM: 10, Score: 1, Areas: areas}},
		Parts:      []Part{part},
	}
}
