package geocode

import (
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// Learn makes an address point of an address whose place is known. It fails with
// [diemnong.Invalid] and the reason when nothing can be learned: no street in
// the text, or a point that lies outside the area that the text names, or far
// from where the street is known to be.
func (g *Geocoder) Learn(text string, at time.Time, p geo.Point) (gazetteer.Address, error) {
	c := g.calls.Get().(*call)
	defer g.calls.Put(c)
	text = shorten(text)
	path := c.reader.read(text)
	d := c.reader.interpret(path)
	if len(d.streets) == 0 {
		return gazetteer.Address{}, diemnong.InvalidValue("address", text, "has no street.", "Nothing is learned from it.")
	}
	s := d.streets[0]
	start, end := c.reader.span(s)
	number := ""
	if d.house != nil {
		number = text[c.reader.Tokens[d.house.core].Start:c.reader.Tokens[d.house.to-1].End]
	}
	if d.alley != nil && d.number.Head != 0 {
		alley := text[c.reader.Tokens[d.alley.core].Start:c.reader.Tokens[d.alley.to-1].End]
		if number != "" {
			number = alley + "/" + number
		} else {
			number = alley + "/"
		}
	}
	return gazetteer.Address{Street: text[start:end], Number: number, Point: p, Weight: 1}, nil
}

// Named is what the text says of areas alone, without streets and places:
// the finest area that it names for certain; ok is false when it names none.
func (g *Geocoder) Named(q Query) (ref diemnong.AreaRef, ok bool) { return diemnong.AreaRef{}, false }

// Reverse says what lies at a point.
func (g *Geocoder) Reverse(p geo.Point) Here { return Here{Areas: g.atlas.Locate(p, nil)} }
