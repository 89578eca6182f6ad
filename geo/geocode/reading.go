package geocode

import (
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
	"github.com/diemnong/diemnong/geo/geocode/vntext"
)

// reading is what the segments of a text say together.
type reading struct {
	areas     []*segment
	streets   []*segment // in the order of the text; of a text without streets its hamlets
	numbers   []*segment
	alleys    []*segment
	places    []*segment
	home      bool
	elsewhere *segment
	crossing  bool  // two streets that meet
	lost      bool  // a ward or district is named by a number that none has
	province  int32 // of home, −1: none

	// What the place is taken to be at: see [reader.choose].
	street *segment
	house  *segment
	alley  *segment
	number gazetteer.Number
}

// interpret sorts the segments of a path.
func (r *reader) interpret(path []segment) reading {
	d := reading{province: -1}
	var hamlets []*segment
	for i := range path {
		s := &path[i]
		switch s.kind {
		case kindArea:
			d.areas = append(d.areas, s)
		case kindStreet:
			d.streets = append(d.streets, s)
		case kindPlace:
			d.places = append(d.places, s)
		case kindHamlet:
			hamlets = append(hamlets, s)
		case kindHome:
			d.home, d.province = true, s.province
		case kindLost:
			d.lost = true
		case kindElsewhere, kindForeign:
			d.elsewhere = s
		case kindNumber:
			d.numbers = append(d.numbers, s)
		case kindAlley:
			d.alleys = append(d.alleys, s)
		}
	}
	r.findCrossing(&d)
	if len(d.streets) == 1 && len(d.numbers) == 0 && len(d.areas) > 0 {
		r.crossesArea(&d)
	}
	if len(d.streets) == 0 {
		d.streets = hamlets
	}
	r.choose(&d, r.main(&d))
	return d
}

// findCrossing takes the place to be where two streets meet, if two follow each other
// and none has a house number. Of a longer text only known streets count: the words
// about them may look like names of others, and their numbers are times and dates.
func (r *reader) findCrossing(d *reading) {
	if len(d.alleys) > 0 || len(d.numbers) > 0 && r.anyNumbered(d) {
		return
	}
	for i := 0; i+1 < len(d.streets); i++ {
		a, b := d.streets[i], d.streets[i+1]
		plain := len(d.streets) == 2 && len(d.numbers) == 0
		if (plain || a.street >= 0 && b.street >= 0) && r.meets(a, b) {
			d.streets, d.numbers, d.crossing = d.streets[i:i+2], nil, true
			return
		}
	}
}

// anyNumbered reports whether a number stands before a street, at most a sign between,
// that is known or has the word for street.
func (r *reader) anyNumbered(d *reading) bool {
	for _, n := range d.numbers {
		for _, s := range d.streets {
			if gap := s.from - n.to; (s.street >= 0 || s.class != 0) && gap >= 0 && gap <= 1 {
				return true
			}
		}
	}
	return false
}

// crossesArea reads "Cách Mạng Tháng 8 - Võ Thị Sáu", where the second street has the
// name of a ward, too, as a crossing.
func (r *reader) crossesArea(d *reading) {
	a := d.areas[0]
	if a.class != 0 || a.from <= d.streets[0].to || !r.meets(d.streets[0], a) {
		return
	}
	if id, ok := r.findStreet(int(a.from), int(a.to)); ok && r.gaz.Known(id) {
		s := *a
		s.kind, s.street = kindStreet, id
		d.streets, d.areas, d.crossing = append(d.streets, &s), d.areas[1:], true
	}
}

// main is the street that a house number stands right before, else the first one.
func (r *reader) main(d *reading) *segment {
	for _, s := range d.streets {
		for _, n := range d.numbers {
			if n.to == s.from {
				return s
			}
		}
	}
	if len(d.streets) > 0 {
		return d.streets[0]
	}
	return nil
}

// meets reports whether nothing but a sign or a word for meeting stands between two
// streets.
func (r *reader) meets(a, b *segment) bool {
	for i := a.to; i < b.from; i++ {
		t := &r.Tokens[i]
		if t.Kind == vntext.Sign && t.Plain != "," {
			continue
		}
		switch t.Plain {
		case ",", "va", "voi", "giao", "goc", "cat", "x":
		default:
			return false
		}
	}
	return true
}

// choose takes the place to be on a street, at the number that stands nearest before
// it, joined with the alley: house 29 in hẻm 1041 is 1041/29.
func (r *reader) choose(d *reading, street *segment) {
	d.street, d.house, d.alley, d.number = street, nearest(d.numbers, street), nearest(d.alleys, street), gazetteer.Number{}
	if d.house != nil {
		d.number = r.numberOf(d.house)
	}
	if d.alley == nil {
		return
	}
	alley := r.numberOf(d.alley)
	if alley.IsZero() {
		d.alley = nil
		return
	}
	if d.number.Depth > 1 && d.number.Head == alley.Head {
		d.alley = nil // "36/13 hẻm 36": the number says it already
		return
	}
	inner := d.number
	d.number = alley
	d.number.Exact = 0
	if d.number.Depth == 1 && inner.Depth > 0 {
		d.number.Second = inner.Head
	}
	d.number.Depth++
}

// nearest is the last of some segments that stands before a street, or the first one
// behind it; the last of all where there is no street.
func nearest(all []*segment, street *segment) *segment {
	var best *segment
	for _, s := range all {
		if best != nil && street != nil && s.from > street.from {
			break
		}
		best = s
	}
	return best
}

func (r *reader) numberOf(s *segment) gazetteer.Number {
	return gazetteer.NumberOf(r.Tokens[s.core:s.to])
}

// text is what a segment's name is written as.
func (r *reader) span(s *segment) (start, end int) {
	return r.Tokens[s.from].Start, r.Tokens[s.to-1].End
}
