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
	if d.street == nil {
		return gazetteer.Address{}, diemnong.InvalidValue("address", text, "has no street.", "Nothing is learned from it.")
	}
	s := d.street
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
	out := gazetteer.Address{Street: text[start:end], Number: number, Point: p, Weight: 1}
	if id, ok := g.namedArea(c, &d, at); ok {
		if !g.within(id, p, nearM) {
			u, _ := g.atlas.Area(id)
			return gazetteer.Address{}, diemnong.InvalidValue("address", text, "names "+u.Name+", but the point lies elsewhere.", "Nothing is learned from it.")
		}
		out.Area = g.ref(id)
	}
	return out, nil
}

// namedArea is the finest area that the text names for certain.
func (g *Geocoder) namedArea(c *call, d *reading, at time.Time) (int32, bool) {
	if len(d.areas) == 0 {
		return 0, false
	}
	c.mentions = c.mentions[:0]
	for _, s := range d.areas {
		c.mentions = append(c.mentions, g.mentionOf(s))
	}
	inForce := g.inForce(at)
	g.areaEvidence(c, c.mentions, inForce)
	if !g.posterior(c) {
		return 0, false
	}
	id := g.coarser(c)
	return id, id != 0
}

// within reports whether a point lies in an area or at most so many metres outside,
// as far as twelve directions show.
func (g *Geocoder) within(id int32, p geo.Point, metres float64) bool {
	if g.atlas.Contains(id, p) {
		return true
	}
	for r := metres / 5; r <= metres; r += metres / 5 {
		for k := range directions {
			if g.atlas.Contains(id, p.Moved(r*directions[k][0], r*directions[k][1])) {
				return true
			}
		}
	}
	return false
}

// Named is what the text says of areas alone, without streets and places: the finest
// area that it names for certain; ok is false when it names none.
func (g *Geocoder) Named(q Query) (ref diemnong.AreaRef, ok bool) {
	c := g.calls.Get().(*call)
	defer g.calls.Put(c)
	d := c.reader.interpret(c.reader.read(shorten(q.Text)))
	id, ok := g.namedArea(c, &d, q.At)
	if !ok {
		return diemnong.AreaRef{}, false
	}
	return g.ref(id), true
}

// Reverse says what lies at a point.
func (g *Geocoder) Reverse(p geo.Point) Here { return Here{Areas: g.atlas.Locate(p, nil)} }
