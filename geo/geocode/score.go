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
