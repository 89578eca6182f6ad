package geocode

import (
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
	"github.com/diemnong/diemnong/geo/geocode/vntext"
)

// reading is what the segments of a text say together.
type reading struct {
	areas     []*segment // areas, finest words not sorted out yet
	streets   []*segment // in the order of the text
	places    []*segment
	number    gazetteer.Number
	house     *segment // the number's segment; nil: none
	alley     *segment
	home      bool
	elsewhere *segment
	crossing  bool // two streets that meet
}

// interpret sorts the segments of a path.
func (r *reader) interpret(path []segment) reading {
	var d reading
	var numbers, alleys []int
	for i := range path {
		s := &path[i]
		switch s.kind {
		case kindArea:
			d.areas = append(d.areas, s)
		case kindStreet:
			d.streets = append(d.streets, s)
		case kindPlace:
			d.places = append(d.places, s)
		case kindHome:
			d.home = true
		case kindElsewhere:
			d.elsewhere = s
		case kindNumber:
			numbers = append(numbers, i)
		case kindAlley:
			alleys = append(alleys, i)
		}
	}
	d.crossing = len(d.streets) == 2 && len(numbers) == 0 && len(alleys) == 0 && r.meets(d.streets[0], d.streets[1])
	r.houseNumber(&d, path, numbers, alleys)
	return d
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

// houseNumber finds the number that stands nearest before the first street, and
// joins it with the alley: house 29 in hẻm 1041 is 1041/29.
func (r *reader) houseNumber(d *reading, path []segment, numbers, alleys []int) {
	pick := func(all []int) int {
		best := -1
		for _, i := range all {
			if len(d.streets) > 0 && best >= 0 && path[i].from > d.streets[0].from {
				break
			}
			best = i
		}
		return best
	}
	n, a := pick(numbers), pick(alleys)
	if n >= 0 {
		d.house = &path[n]
		d.number = r.numberOf(d.house)
	}
	if a < 0 {
		return
	}
	d.alley = &path[a]
	alley := r.numberOf(d.alley)
	if alley.IsZero() {
		d.alley = nil
		return
	}
	if d.number.Depth > 1 && d.number.Head == alley.Head {
		return // "36/13 hẻm 36"
	}
	inner := d.number
	d.number = alley
	d.number.Exact = 0
	if d.number.Depth == 1 && inner.Depth > 0 {
		d.number.Second = inner.Head
	}
	d.number.Depth++
}

func (r *reader) numberOf(s *segment) gazetteer.Number {
	return gazetteer.NumberOf(r.Tokens[s.core:s.to])
}

// text is what a segment's name is written as.
func (r *reader) span(s *segment) (start, end int) {
	return r.Tokens[s.from].Start, r.Tokens[s.to-1].End
}
