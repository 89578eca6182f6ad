package geocode

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
)

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
		if len(a.Candidates) == MaxCandidates || w.p < 0.02 && len(a.Candidates) > 0 {
			break
		}
		a.Candidates = append(a.Candidates, g.candidate(c, d, set, w, known, i == 0))
	}
	a.Unplaced = g.why(&a, d, known)
	return a
}

// why says why the best candidate has no point.
func (g *Geocoder) why(a *Answer, d *reading, known bool) diemnong.Unplaced {
	if len(a.Candidates) == 0 {
		return diemnong.UnplacedUncertain
	}
	best := &a.Candidates[0]
	switch {
	case best.Quality.Placeable():
		return diemnong.Placed
	case learnable(d) && !known:
		return diemnong.UnplacedUnknown
	case len(a.Candidates) > 1 && best.AreaScore < Certain && len(d.areas) > 0 && len(d.streets) == 0:
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

// candidate is the place if it lies in a ward: on its street where that is certain
// enough, else the ward; of the best candidate a coarser area where not even the
// ward is certain.
func (g *Geocoder) candidate(c *call, d *reading, set int, w wardBelief, known, best bool) Candidate {
	out := Candidate{
		Score: g.score(c, set, w), Areas: g.likely(c, set, w.id), Street: g.streetName(c, d), Number: c.numberText(d),
	}
	if c.conflict || g.misfits(c, set, w.id) {
		out.Score = math.Min(out.Score, contradicted)
	}
	out.AreaScore = out.Score
	if known && out.Score >= CertainPoint && g.onStreet(c, d, set, w.id, &out) {
		return out
	}
	id := w.id
	if best && out.Score < Certain || id == 0 {
		id, out.AreaScore = g.coarser(c, set)
		if g.misfits(c, set, w.id) {
			id = 0 // nor does anything about it fit
		}
	}
	u, ok := g.atlas.Area(id)
	if !ok {
		out.Quality, out.AreaScore = diemnong.QualityNone, 0
		return out
	}
	out.Quality, out.Area = diemnong.QualityArea, diemnong.AreaRef{Set: u.Set, Code: u.Code}
	out.Point, out.RadiusM = geo.Point{Lon: u.Lon, Lat: u.Lat}, radiusOf(&u)
	return out
}

// contradicted is the score of an answer that part of the text speaks against.
const contradicted = 0.45

// misfits reports whether the likeliest part of a ward lies outside an area that the
// text names plainly: other names fit it better, but not all.
func (g *Geocoder) misfits(c *call, set int, ward int32) bool {
	top, p := int32(-1), float32(0)
	for atom, mass := range c.area.mass {
		if mass > p && g.atoms.areas[atom*g.atoms.sets+set-1] == ward {
			top, p = int32(atom), mass
		}
	}
	for _, m := range c.mentions {
		if top >= 0 && m.plain && !g.holds(m, top) {
			return true
		}
	}
	return top >= 0 && c.merged != nil && !c.merged[top]
}

// holds reports whether an atom is part of an area that a mention may name.
func (g *Geocoder) holds(m mention, atom int32) bool {
	for _, a := range m.areas {
		for _, p := range g.atoms.of[a.id] {
			if p.atom == atom {
				return true
			}
		}
	}
	return false
}

// onStreet places a candidate on its street. It reports whether that is possible: not
// where the street is known outside the ward only.
func (g *Geocoder) onStreet(c *call, d *reading, set int, ward int32, out *Candidate) bool {
	at, ok := g.locate(c, d, set, ward)
	if !ok || ward != 0 && !g.within(ward, at.point, max(nearM, at.spreadM)) || !g.allowedNear(c, at.point) {
		return false
	}
	out.Point, out.Quality, out.RadiusM = at.point, at.quality, at.radiusM
	if areas := g.atlas.Locate(at.point, nil); areas[set-1] == ward { // else an estimate just across the border
		out.Areas = areas
	}
	out.Area = g.ref(out.Areas[set-1])
	return true
}

// allowedNear reports whether the areas in the text allow a point, or one nearM from it.
func (g *Geocoder) allowedNear(c *call, p geo.Point) bool {
	const enough = 0.01
	loc := locator{atoms: g.atoms, atlas: g.atlas}
	if atom := loc.atom(p); atom >= 0 && c.allowed[atom] > enough {
		return true
	}
	for k := range directions {
		if atom := loc.atom(p.Moved(nearM*directions[k][0], nearM*directions[k][1])); atom >= 0 && c.allowed[atom] > enough {
			return true
		}
	}
	return false
}

// ref names an area; the zero value for 0.
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
	if len(c.streets) > 0 && (c.streets[0].q == 1 || d.street.shortened) && g.gaz.Public(c.streets[0].id) {
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
