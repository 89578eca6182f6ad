package geocode

import (
	"errors"
	"math"
	"strconv"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// Learn makes an address point of an address whose place is known. It fails with
// [diemnong.Invalid] and the reason when nothing can be learned: no street in
// the text, or a point that lies outside the area that the text names, or far
// from where the street is known to be. Where the point contradicts the text, the
// address comes with the error, so that it can be kept with the reason.
func (g *Geocoder) Learn(text string, at time.Time, p geo.Point) (gazetteer.Address, error) {
	c := g.calls.Get().(*call)
	defer g.calls.Put(c)
	text = shorten(text)
	c.text, c.mentions = text, c.mentions[:0]
	path := c.reader.read(text)
	d := c.reader.interpret(path)
	if !learnable(&d) {
		return gazetteer.Address{}, diemnong.InvalidValue("address", text, "has no street.", "Nothing is learned from it.")
	}
	start, end := c.reader.span(d.street)
	out := gazetteer.Address{Street: text[start:end], Number: c.numberText(&d), Point: p, Weight: 1}
	if id, ok := g.namedArea(c, &d, at); ok {
		if !g.within(id, p, nearM) {
			u, _ := g.atlas.Area(id)
			return out, unlearned(text, "names "+u.Name+", but the point lies elsewhere.", errElsewhere)
		}
		out.Area = g.ref(id)
	}
	if far := g.farFromStreet(c, &d, p); far > strayM {
		return out, unlearned(text, "is on a street that is known "+strconv.Itoa(int(far))+" m away.", errFar)
	}
	return out, nil
}

// The kinds of contradiction between a point and its address, for counting them.
var (
	errElsewhere = errors.New("names an area, but the point lies elsewhere")
	errFar       = errors.New("is on a street that is known far away")
)

func unlearned(text, message string, kind error) error {
	e := diemnong.InvalidValue("address", text, message, "Nothing is learned from it.")
	e.Err = kind
	return e
}

// strayM is how far from all known places of its street a new one may be. It is more
// than the longest gap that streets have, because half of them are hardly known yet.
const strayM = 3000.0

// learnable reports whether a text names a street: a known one, one with the word for
// it, or one with a house number before it.
func learnable(d *reading) bool {
	return d.street != nil && (d.street.street >= 0 || d.street.class != 0 || d.number.Depth > 0)
}

// farFromStreet is how far a point is from what is known of its street where the
// areas in the text allow it, in metres; 0 where nothing is known.
func (g *Geocoder) farFromStreet(c *call, d *reading, p geo.Point) float64 {
	if d.street.street < 0 || len(c.allowed) != g.atoms.len() || len(c.mentions) == 0 {
		return 0
	}
	nearest, known := math.Inf(1), 0
	points, first := g.gaz.PointsOf(d.street.street)
	for i := range points[:min(len(points), maxPoints)] {
		if atom := g.sides[first+i].own; points[i].Public() && atom >= 0 && c.allowed[atom] > 0.05 {
			nearest = min(nearest, p.DistanceM(points[i].At()))
			known++
		}
	}
	if known < knownWell {
		return 0
	}
	return nearest
}

// knownWell is from how many places on a street says where it is.
const knownWell = 3

// namedArea is the finest area that the text names for certain.
func (g *Geocoder) namedArea(c *call, d *reading, at time.Time) (int32, bool) {
	if len(d.areas) == 0 {
		return 0, false
	}
	inForce := g.inForce(at)
	g.weighAreas(c, d, diemnong.AreaRef{}, inForce)
	if !g.normalise(c) {
		return 0, false
	}
	id, _ := g.coarser(c, inForce)
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
func (g *Geocoder) Reverse(p geo.Point) Here {
	here := Here{Areas: g.atlas.Locate(p, nil)}
	if id, distance, ok := g.gaz.NearestStreet(p); ok && distance <= streetWithinM {
		here.Street, here.DistanceM = g.gaz.Name(id), distance
	}
	id, number, ok := g.gaz.NearestNumber(p, numberWithinM)
	if ok && (here.Street == "" || g.gaz.Name(id) == here.Street) {
		here.Street, here.Number = g.gaz.Name(id), g.gaz.NumberText(number)
		if here.DistanceM == 0 {
			here.DistanceM = p.DistanceM(number.At())
		}
	}
	return here
}

// How far a street, and a house number on it, may be from a point that is asked
// about, in metres.
const (
	streetWithinM = 100
	numberWithinM = 30
)
