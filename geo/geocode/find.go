package geocode

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
	"github.com/diemnong/diemnong/geo/geocode/vntext"
)

// maxCandidates is how many candidates an answer has at most.
const maxCandidates = 5

// Geocode finds the places that a text may mean. It never fails: a text without
// an address gives no candidates and a reason.
func (g *Geocoder) Geocode(q Query) Answer {
	text := shorten(q.Text)
	if p, part, ok := readPoint(text); ok {
		return g.givenPoint(p, part, q)
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
	if d.elsewhere != nil && !d.home && !namesDistrict(d) {
		return Answer{Unplaced: diemnong.UnplacedElsewhere}
	}
	inForce := g.inForce(q.At)
	c.mentions = c.mentions[:0]
	for _, s := range d.areas {
		c.mentions = append(c.mentions, g.mentionOf(s))
	}
	if stated, ok := g.atlas.ByRef(q.Stated); ok {
		c.mentions = append(c.mentions, mention{[]candidateArea{{int32(stated.ID), 1}}, g.model.noiseMarked})
	}
	if len(c.mentions) == 0 && len(d.streets) == 0 && len(d.places) == 0 {
		return Answer{Unplaced: g.whyNothing(d)}
	}
	g.areaEvidence(c, c.mentions, inForce)
	g.lookUpStreets(c, d)
	if len(c.mentions) == 0 && len(c.streets) == 0 && len(d.places) == 0 {
		return Answer{Unplaced: g.whyNothing(d)}
	}
	c.guessed = len(c.mentions) == 0 && !d.home && len(c.streets) > 0 && c.streets[0].q < 1
	g.spots(c, d)
	if len(c.mentions) == 0 && len(c.streets) == 0 && len(c.spots) == 0 {
		return Answer{Unplaced: diemnong.UnplacedUnknown}
	}
	known := g.spotEvidence(c) || len(c.streets) > 0 && g.streetEvidence(c, c.streets, d.number)
	if d.street != nil {
		g.wardNames(c, d)
	}
	if !g.posterior(c) {
		return Answer{Unplaced: diemnong.UnplacedUnreadable}
	}
	return g.answer(c, d, inForce, known)
}

// namesDistrict reports whether the text names a district or city of the area sets
// with the word for it, spelt right: then the name of a province is that of
// something else, such as a street.
func namesDistrict(d *reading) bool {
	for _, s := range d.areas {
		if s.class&classCoarse == 0 {
			continue
		}
		for _, a := range s.areas {
			if a.q >= 0.7 {
				return true
			}
		}
	}
	return false
}

func (g *Geocoder) whyNothing(d *reading) diemnong.Unplaced {
	if len(d.streets) > 0 {
		return diemnong.UnplacedUnknown
	}
	if d.home {
		return diemnong.UnplacedUncertain
	}
	return diemnong.UnplacedUnreadable
}

// lookUpStreets decides which street of the text the place is on, and collects the
// streets of the gazetteer that it may be. Of several in a text the first counts
// that is known where the areas in the text allow it.
func (g *Geocoder) lookUpStreets(c *call, d *reading) {
	c.streets = c.streets[:0]
	if d.street == nil {
		return
	}
	main := d.street
	for _, s := range append([]*segment{main}, d.streets...) {
		g.lookUp(c, s)
		if g.allows(c) {
			if s != main {
				c.reader.choose(d, s)
			}
			return
		}
	}
	g.lookUp(c, main)
}

// allows reports whether a street that was looked up lies where the areas in the
// text allow it.
func (g *Geocoder) allows(c *call) bool {
	const enough = 0.05
	for _, s := range c.streets {
		points, first := g.gaz.PointsOf(s.id)
		for i := range points {
			if atom := g.sides[first+i].own; atom >= 0 && c.allowed[atom] > enough {
				return true
			}
		}
		for _, l := range g.lineAtoms[s.id] {
			if c.allowed[l.atom] > enough {
				return true
			}
		}
	}
	return false
}

// lookUp collects the streets that a piece of text may mean: the one that is written;
// where nobody knows where that is, others that are written alike, or that are
// numbered in the same row (Bàu Cát 2 for Bàu Cát 3).
func (g *Geocoder) lookUp(c *call, s *segment) {
	c.streets = c.streets[:0]
	if s.street >= 0 {
		q := float32(1)
		if s.shortened {
			q = g.model.fuzzy
		}
		c.streets = append(c.streets, namedStreet{s.street, q})
		if g.gaz.Known(s.street) {
			return
		}
	}
	r := &c.reader
	for _, from := range []int32{s.from, s.core} {
		r.key, r.toned = gazetteer.AppendStreetKey(r.key[:0], r.toned[:0], r.Tokens[from:s.to])
		if id, ok := g.gaz.Find(r.key); ok && g.gaz.Known(id) { // a hamlet
			c.streets = append(c.streets, namedStreet{id, 1})
			return
		}
		if s.kind == kindHamlet {
			continue // khu phố 3 is not like khu phố 2
		}
		c.similar = g.gaz.Similar(string(r.key), c.similar[:0])
		for _, id := range c.similar {
			if g.gaz.Known(id) {
				c.streets = append(c.streets, namedStreet{id, g.model.fuzzy})
			}
		}
		if len(c.streets) > 0 && g.allows(c) {
			return
		}
		for _, id := range g.gaz.Row(r.key) {
			c.streets = append(c.streets, namedStreet{id, g.model.row})
		}
		if s.from == s.core {
			break
		}
	}
}

// findPlaces looks up the places that a segment names.
func (r *reader) findPlaces(gaz *gazetteer.Gazetteer, s *segment) []gazetteer.PlaceHit {
	r.key = r.key[:0]
	for i := s.core; i < s.to; i++ {
		r.key = vntext.AppendKey(r.key, &r.Tokens[i])
	}
	return gaz.FindPlaces(r.key)
}

// wardNames uses that many streets of the outskirts are called after their ward, and
// numbered: Xuân Thới Thượng 24, TCH 10.
func (g *Geocoder) wardNames(c *call, d *reading) {
	r := &c.reader
	s := d.street
	key := r.key[:0]
	numbered := false
	for i := s.core; i < s.to && !numbered; i++ {
		if numbered = r.Tokens[i].Kind == vntext.Number; !numbered {
			key = vntext.AppendKey(key, &r.Tokens[i])
		}
	}
	r.key = key
	if len(key) < 2 || !numbered {
		return
	}
	clear(c.boosted)
	for _, n := range g.names.byKey[string(key)] {
		if n.class&classFine == 0 {
			continue
		}
		for _, part := range g.atoms.of[n.id] {
			c.boosted[part.atom] = true
		}
	}
	for atom := range c.boosted {
		c.area.mass[atom] *= g.model.wardName
	}
}

// posterior joins what areas and street say. It reports whether anything is left.
func (g *Geocoder) posterior(c *call) bool {
	var total float32
	for i := range c.area.mass {
		total += c.area.mass[i]
	}
	if total <= 0 {
		return false
	}
	for i := range c.area.mass {
		c.area.mass[i] /= total
	}
	return true
}

// wardBelief is how likely an area is.
type wardBelief struct {
	id int32
	p  float32
}

// wards sums the posterior over the finest areas of a set, likeliest first.
func (g *Geocoder) wards(c *call, set int) []wardBelief {
	clear(c.wards)
	for atom, p := range c.area.mass {
		if p < 1e-5 {
			continue
		}
		c.wards[g.atoms.areas[atom*g.atoms.sets+set-1]] += p
	}
	all := make([]wardBelief, 0, len(c.wards))
	for id, p := range c.wards {
		all = append(all, wardBelief{id, p})
	}
	slices.SortFunc(all, func(a, b wardBelief) int { return cmp.Or(cmp.Compare(b.p, a.p), cmp.Compare(a.id, b.id)) })
	return all
}

// answer makes candidates of the likeliest areas of the set in force.
func (g *Geocoder) answer(c *call, d *reading, inForce int, known bool) Answer {
	set := inForce
	if set == 0 {
		set = g.atoms.sets
	}
	var a Answer
	for i, w := range g.wards(c, set) {
		if len(a.Candidates) == maxCandidates || w.p < 0.02 && len(a.Candidates) > 0 {
			break
		}
		a.Candidates = append(a.Candidates, g.candidate(c, d, set, w, known, i == 0))
	}
	if len(a.Candidates) > 0 {
		a.Unplaced = g.why(&a, d, known)
	}
	return a
}

// why says why the best candidate has no point.
func (g *Geocoder) why(a *Answer, d *reading, known bool) diemnong.Unplaced {
	best := &a.Candidates[0]
	switch {
	case best.Quality.Placeable():
		return diemnong.Placed
	case len(d.streets) > 0 && !known:
		return diemnong.UnplacedUnknown
	case len(a.Candidates) > 1 && best.Score < Certain && len(d.areas) > 0 && len(d.streets) == 0:
		return diemnong.UnplacedAmbiguous
	}
	return diemnong.UnplacedUncertain
}

// Certain is the score from which on an answer's ward is taken for certain: below
// it the answer steps back to a coarser area.
const Certain = 0.5

// CertainPoint is the score from which on a point is given; below it the
// answer is of quality area.
const CertainPoint = 0.82

func (g *Geocoder) candidate(c *call, d *reading, set int, w wardBelief, known, best bool) Candidate {
	out := Candidate{Score: g.score(c, set, w), Areas: g.likely(c, set, w.id), Street: g.streetName(c, d), Number: c.numberText(d)}
	out.AreaScore = out.Score
	if known && out.Score >= CertainPoint {
		if at, ok := g.locate(c, d, set, w.id); ok && (w.id == 0 || g.within(w.id, at.point, max(nearM, at.radiusM))) {
			out.Point, out.Quality, out.RadiusM = at.point, at.quality, at.radiusM
			out.Areas = g.atlas.Locate(out.Point, nil)
			if got := out.Areas[set-1]; got != w.id && w.id != 0 { // an estimate just across the border
				out.Areas = g.likely(c, set, w.id)
			}
			out.Area = g.ref(out.Areas[set-1])
			return out
		}
	}
	out.Quality = diemnong.QualityArea
	id := w.id
	if best && out.Score < Certain || id == 0 {
		id, out.AreaScore = g.coarser(c, set)
	}
	if u, ok := g.atlas.Area(id); ok {
		out.Area = diemnong.AreaRef{Set: u.Set, Code: u.Code}
		out.Point = geo.Point{Lon: u.Lon, Lat: u.Lat}
		out.RadiusM = radiusOf(&u)
	} else {
		out.Quality = diemnong.QualityNone
	}
	return out
}

func (g *Geocoder) ref(id int32) diemnong.AreaRef {
	u, ok := g.atlas.Area(id)
	if !ok {
		return diemnong.AreaRef{}
	}
	return diemnong.AreaRef{Set: u.Set, Code: u.Code}
}

// streetName is the street that the place is taken to be on: as the gazetteer has it,
// or as it is written where the gazetteer has only others like it.
func (g *Geocoder) streetName(c *call, d *reading) string {
	if d.street == nil || d.street.kind == kindHamlet {
		return ""
	}
	if len(c.streets) > 0 && (c.streets[0].q == 1 || d.street.shortened) {
		return g.gaz.Name(c.streets[0].id)
	}
	start, end := c.reader.span(d.street)
	return c.text[start:end]
}

// numberText is the house number as it is written, behind its alley.
func (c *call) numberText(d *reading) string {
	number := c.written(d.house)
	if d.alley == nil {
		return number
	}
	return strings.TrimSuffix(c.written(d.alley)+"/"+number, "/")
}

// written is the text of a number's segment without the words before it.
func (c *call) written(s *segment) string {
	if s == nil {
		return ""
	}
	return c.text[c.reader.Tokens[s.core].Start:c.reader.Tokens[s.to-1].End]
}

// coarser finds the finest area that is certain, in the set in force or else in any
// other, and how likely it is; 0 when there is none. It does not count as certain
// what takes up half the city.
func (g *Geocoder) coarser(c *call, inForce int) (id int32, score float64) {
	clear(c.wards)
	for atom, p := range c.area.mass {
		if p < 1e-5 {
			continue
		}
		for _, id := range g.atoms.areasOf(int32(atom)) {
			for up := id; up != 0; up = g.parent[up] {
				c.wards[up] += p
			}
		}
	}
	size := float32(0.5)
	for area, p := range c.wards {
		if p < certainArea || g.share[area] >= size && !(g.share[area] == size && g.closer(area, id, inForce)) {
			continue
		}
		id, size, score = area, g.share[area], float64(p)
	}
	return id, math.Min(surest, score)
}

// certainArea is how likely an area must be to be answered without a ward.
const certainArea = 0.9

// closer reports whether area a is in a set closer to the one in force than b: itself,
// else a newer one.
func (g *Geocoder) closer(a, b int32, inForce int) bool {
	sa, sb := g.setOf[a], g.setOf[b]
	if (sa == int32(inForce)) != (sb == int32(inForce)) {
		return sa == int32(inForce)
	}
	return sa > sb || sa == sb && a < b
}

// likely gives the likeliest area of every set, where the place lies in an area of
// one set; 0 where none is likelier than not.
func (g *Geocoder) likely(c *call, set int, ward int32) []int32 {
	out := make([]int32, g.atoms.sets)
	var total float32
	sums := map[int32]float32{}
	for atom, p := range c.area.mass {
		areas := g.atoms.areasOf(int32(atom))
		if p < 1e-6 || areas[set-1] != ward {
			continue
		}
		total += p
		for _, id := range areas {
			sums[id] += p
		}
	}
	for id, p := range sums {
		if id != 0 && p >= total/2 {
			out[g.setOf[id]-1] = id
		}
	}
	return out
}
