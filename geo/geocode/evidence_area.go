package geocode

import (
	"slices"

	"github.com/diemnong/diemnong"
)

// mention is a name of areas in the text.
type mention struct {
	areas []candidateArea
	noise float32
	plain bool // it cannot mean something else: what lies outside contradicts it
}

// mentionOf says how much a segment counts.
func (g *Geocoder) mentionOf(s *segment) mention {
	m := mention{areas: s.areas, noise: g.model.noise}
	best := float32(0)
	for _, a := range s.areas {
		best = max(best, a.q)
	}
	m.plain = s.exact && (s.full || best >= 0.75)
	if s.class != 0 && best >= 0.4 {
		m.noise = g.model.noiseMarked
	}
	return m
}

// areaEvidence weighs the atoms by the areas that the text names. The names
// belong to one area set, but for a few: people mix old and new units.
func (g *Geocoder) areaEvidence(c *call, mentions []mention, inForce int) {
	n := g.atoms.len()
	c.area.reset(n, 0)
	if len(mentions) == 0 {
		c.area.reset(n, 1)
		g.allow(c)
		return
	}
	for world := 1; world <= g.atoms.sets; world++ {
		if g.speaks(mentions, world) {
			g.addWorld(c, mentions, world, inForce)
		}
	}
	g.allow(c)
}

// addWorld adds what the mentions say if they are of the units of one set.
func (g *Geocoder) addWorld(c *call, mentions []mention, world, inForce int) {
	n := g.atoms.len()
	c.product = fill(c.product, n, g.prior(world, inForce))
	for _, m := range mentions {
		c.likelihood = fill(c.likelihood, n, m.noise)
		for _, cand := range m.areas {
			q := cand.q
			if of := int(g.setOf[cand.id]); of != world {
				q *= g.model.otherWorld * min(1, g.prior(of, inForce))
			}
			for _, part := range g.atoms.of[cand.id] {
				c.likelihood[part.atom] = max(c.likelihood[part.atom], q)
			}
		}
		for i, l := range c.likelihood {
			c.product[i] *= l
		}
	}
	for i, p := range c.product {
		c.area.mass[i] += p
	}
}

// fill makes a list of n times v, in the memory of another.
func fill(dst []float32, n int, v float32) []float32 {
	dst = slices.Grow(dst[:0], n)[:n]
	for i := range dst {
		dst[i] = v
	}
	return dst
}

// allow weighs the area evidence by where people live, and keeps beside it how far
// it allows each atom, 1 for the likeliest.
func (g *Geocoder) allow(c *call) {
	for i, own := range c.merged {
		if !own {
			c.area.mass[i] *= g.model.noise
		}
	}
	c.allowed = append(c.allowed[:0], c.area.mass...)
	most := float32(1e-30)
	for _, v := range c.allowed {
		most = max(most, v)
	}
	c.area.total = 0
	for i := range c.allowed {
		c.allowed[i] /= most
		c.area.mass[i] = c.allowed[i] * g.atoms.share[i]
		c.area.total += c.area.mass[i]
	}
}

// prior is how likely it is that a text speaks of the units of a set: of those in
// force first, of earlier ones as people do for years, of later ones hardly.
func (g *Geocoder) prior(world, inForce int) float32 {
	switch {
	case world == inForce:
		return g.model.world
	case inForce > 0 && newer(g.set(world), g.set(inForce)):
		return g.model.future
	}
	return 1
}

// set finds an area set by its ID.
func (g *Geocoder) set(id int) *diemnong.AreaSet {
	for i := range g.sets {
		if g.sets[i].ID == id {
			return &g.sets[i]
		}
	}
	return &diemnong.AreaSet{}
}

// speaks reports whether some mention may be of a set.
func (g *Geocoder) speaks(mentions []mention, world int) bool {
	for _, m := range mentions {
		for _, cand := range m.areas {
			if g.setOf[cand.id] == int32(world) {
				return true
			}
		}
	}
	return false
}
