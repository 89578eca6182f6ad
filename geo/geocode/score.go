package geocode

import "math"

// score is how often an answer with such a belief names the right ward. Where the text
// names the ward, the belief is nearly that by itself. Where the ward follows from a
// street and a number, the belief is too sure at its upper end: a street of which
// only far numbers are known may leave the ward in between, and every source has
// wrong points. The constants come from addresses with known places; docs/geocoding.md
// has the table that compares score and share of right answers.
func (g *Geocoder) score(c *call, set int, w wardBelief) float64 {
	p := math.Min(1, float64(w.p))
	if g.namedShare(c, set, w.id) >= 0.9 {
		if p < settled && g.shared(c) {
			return math.Min(p, surestShared)
		}
		return math.Min(p, surest)
	}
	support := 0.0
	if c.nearest > 0 {
		support = (math.Log10(float64(c.nearest)) - leastSupport) / supportDecades
	}
	roof := lowRoof + (highRoof-lowRoof)*math.Max(0, math.Min(1, support))
	p *= 1 - math.Pow(p, 8)*(1-roof)
	if c.guessed {
		p *= 0.7 // a street written otherwise, in a text that says of no area here
	}
	if p < 0.4 { // guesses among the wards of a district
		p *= 0.75 + 0.25*p/0.4
	}
	return p
}

const (
	surest         = 0.99 // of a ward that the text names
	surestShared   = 0.89 // of one whose name another area elsewhere has, too
	settled        = 0.97 // from here on the rest of the text says which of the two it is
	lowRoof        = 0.86 // of a ward that a street of few known numbers suggests
	highRoof       = 0.96 // of one that near numbers suggest
	leastSupport   = -2.8 // decimal logarithm of the nearness up to which lowRoof holds
	supportDecades = 1.4  // above it until highRoof
)

// namedShare is how likely the ward is by the areas in the text alone.
func (g *Geocoder) namedShare(c *call, set int, ward int32) float32 {
	var sum float32
	for atom := range c.allowed {
		if g.atoms.areas[atom*g.atoms.sets+set-1] == ward {
			sum += c.allowed[atom] * g.atoms.share[atom]
		}
	}
	return part(sum, c.area.total)
}

// shared reports whether a name in the text is that of two areas that lie apart, such
// as a ward of today and an old one elsewhere, and both are allowed: then one is
// likelier, but not sure.
func (g *Geocoder) shared(c *call) bool {
	for _, m := range c.mentions {
		best := float32(0)
		for _, a := range m.areas {
			best = max(best, a.q)
		}
		first := int32(0)
		for _, a := range m.areas {
			switch {
			case a.q < best/2 || !g.allowsArea(c, a.id):
			case first == 0:
				first = a.id
			case !g.overlap(first, a.id):
				return true
			}
		}
	}
	return false
}

// allowsArea reports whether the areas in the text leave a chance for some part of one.
func (g *Geocoder) allowsArea(c *call, id int32) bool {
	for _, p := range g.atoms.of[id] {
		if c.allowed[p.atom] > 0.01 {
			return true
		}
	}
	return false
}

// overlap reports whether two areas have a part in common.
func (g *Geocoder) overlap(a, b int32) bool {
	for _, p := range g.atoms.of[a] {
		for _, q := range g.atoms.of[b] {
			if p.atom == q.atom {
				return true
			}
		}
	}
	return false
}
