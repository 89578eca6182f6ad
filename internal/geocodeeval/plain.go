package main

import (
	"math"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
	"github.com/diemnong/diemnong/geo/geocode/vntext"
)

// plainLookup is what the geocoder has to be better than: the place of the nearest
// known number with the same parity on the street, in the district.
type plainLookup struct {
	atlas  *area.Atlas
	points map[string][]plainPoint // by key of street and district
}

type plainPoint struct {
	number gazetteer.Number
	at     geo.Point
}

// learned is an address that the gazetteer was built from, with the district that
// its text names.
type learned struct {
	gazetteer.Address
	parent string
}

func newPlainLookup(atlas *area.Atlas, all []learned) *plainLookup {
	p := &plainLookup{atlas, map[string][]plainPoint{}}
	for _, a := range all {
		k := plainKey(a.Street, a.parent)
		p.points[k] = append(p.points[k], plainPoint{gazetteer.ParseNumber(a.Number), a.Point})
	}
	return p
}

func plainKey(street, parent string) string {
	var t vntext.Text
	t.Read(street)
	key, _ := gazetteer.AppendStreetKey(nil, nil, t.Tokens)
	return string(key) + "|" + parent
}

// find gives the place of the nearest number; ok is false when the street is not known.
func (p *plainLookup) find(street, number, parent string) (geo.Point, bool) {
	n := gazetteer.ParseNumber(number)
	best, gap, ok := geo.Point{}, math.Inf(1), false
	for _, x := range p.points[plainKey(street, parent)] {
		d := math.Abs(float64(x.number.Head - n.Head))
		if (x.number.Head^n.Head)&1 != 0 {
			d += 1000
		}
		if d < gap {
			best, gap, ok = x.at, d, true
		}
	}
	return best, ok
}
