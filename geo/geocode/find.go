package geocode

import (
	"unicode/utf8"

	"github.com/diemnong/diemnong"
)

// MaxCandidates is how many candidates an answer has at most.
const MaxCandidates = 5

// Geocode finds the places that a text may mean. It never fails: a text without
// an address gives no candidates and a reason.
func (g *Geocoder) Geocode(q Query) Answer {
	text := shorten(q.Text)
	if p, part, ok := readPoint(text); ok {
		return g.givenPoint(p, part, q)
	}
	if isLink(text) {
		return Answer{Unplaced: diemnong.UnplacedUnreadable}
	}
	c := g.calls.Get().(*call)
	defer g.calls.Put(c)
	c.text = text
	path := c.reader.read(text)
	d := c.reader.interpret(path)
	a := g.find(c, &d, q)
	a.Parts = g.parts(c, path, text)
	return a
}

// shorten leaves the first MaxTextBytes of a text, whole characters only.
func shorten(text string) string {
	if len(text) <= MaxTextBytes {
		return text
	}
	text = text[:MaxTextBytes]
	for len(text) > 0 && !utf8.RuneStart(text[len(text)-1]) {
		text = text[:len(text)-1]
	}
	if len(text) > 0 && text[len(text)-1] >= utf8.RuneSelf {
		text = text[:len(text)-1]
	}
	return text
}

// find weighs what was read and gives the candidates.
func (g *Geocoder) find(c *call, d *reading, q Query) Answer {
	elsewhere := d.elsewhere != nil && !d.home
	if elsewhere && !g.namesHere(d) {
		return Answer{Unplaced: diemnong.UnplacedElsewhere}
	}
	c.conflict = elsewhere || d.lost
	inForce := g.inForce(q.At)
	g.weighAreas(c, d, q.Stated, inForce)
	g.lookUpStreets(c, d)
	g.spots(c, d)
	if len(c.mentions) == 0 && len(c.streets) == 0 && len(c.spots) == 0 {
		return Answer{Unplaced: whyNothing(d)}
	}
	c.guessed = len(c.mentions) == 0 && !d.home && len(c.streets) > 0 && c.streets[0].q < 1
	known := g.spotEvidence(c) || g.streetEvidence(c, c.streets, d.number)
	g.wardNames(c, d)
	if !g.normalise(c) {
		return Answer{Unplaced: diemnong.UnplacedUnreadable}
	}
	return g.answer(c, d, inForce, known)
}

// weighAreas weighs the atoms by the areas in the text and the one stated beside it.
func (g *Geocoder) weighAreas(c *call, d *reading, stated diemnong.AreaRef, inForce int) {
	c.mentions = c.mentions[:0]
	c.existsNear, c.existsAlong, c.nearest = 0, 0, 0 // the memory is that of another call
	if u, ok := g.atlas.ByRef(stated); ok {
		c.mentions = append(c.mentions, mention{[]candidateArea{{int32(u.ID), 1}}, g.model.noiseMarked, true})
	}
	for _, s := range d.areas {
		if len(c.mentions) < maxMentions {
			c.mentions = append(c.mentions, g.mentionOf(s))
		}
	}
	c.merged = g.merged[d.province]
	g.areaEvidence(c, c.mentions, inForce)
}

// maxMentions is how many names of areas of a text count; no address has more.
const maxMentions = 12

// namesHere reports whether the text names a district or city of the area sets with
// the word for it, spelt right, or a ward and its district: then the name of a
// province is that of something else, such as a shop.
func (g *Geocoder) namesHere(d *reading) bool {
	for _, s := range d.areas {
		for _, a := range s.areas {
			if s.class&classCoarse != 0 && a.q >= 0.7 || s.class&classFine != 0 && a.q >= 0.7 && g.inNamed(d, g.parent[a.id]) {
				return true
			}
		}
	}
	return false
}

// inNamed reports whether the text names an area.
func (g *Geocoder) inNamed(d *reading, id int32) bool {
	for _, s := range d.areas {
		for _, a := range s.areas {
			if id != 0 && a.id == id {
				return true
			}
		}
	}
	return false
}

// whyNothing says why a text that names no area has no candidates.
func whyNothing(d *reading) diemnong.Unplaced {
	switch {
	case learnable(d) || len(d.places) > 0:
		return diemnong.UnplacedUnknown
	case d.home:
		return diemnong.UnplacedUncertain
	}
	return diemnong.UnplacedUnreadable
}

// normalise makes the weights probabilities. It reports whether there are any.
func (g *Geocoder) normalise(c *call) bool {
	var total float32
	for _, p := range c.area.mass {
		total += p
	}
	if !(total > 0) {
		return false
	}
	for i := range c.area.mass {
		c.area.mass[i] /= total
	}
	return true
}
