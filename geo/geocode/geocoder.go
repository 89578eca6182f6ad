package geocode

import (
	"sync"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// Geocoder finds addresses. It is immutable and safe for concurrent use.
type Geocoder struct {
	atlas *area.Atlas
	gaz   *gazetteer.Gazetteer
	model model

	sets      []diemnong.AreaSet
	atoms     *atoms
	names     *areaNames
	setOf     map[int32]int32 // ID of an area's set
	parent    map[int32]int32
	share     map[int32]float32 // of the residents, by area of any level
	home      map[int32]bool    // provinces that the area sets cover
	sides     []sides           // by point of the gazetteer
	lineAtoms map[gazetteer.NameID][]lineAtom
	merged    map[int32][]bool // by province that joined the city: whether an atom may be its
	calls     sync.Pool
}

// New makes a geocoder over the areas and the gazetteer of a city. It takes about
// a second for a large city.
func New(atlas *area.Atlas, gaz *gazetteer.Gazetteer) *Geocoder {
	g := &Geocoder{
		atlas: atlas, gaz: gaz, model: defaultModel, sets: atlas.Sets(), atoms: newAtoms(atlas),
		names: newAreaNames(atlas, gaz.Aliases()), setOf: map[int32]int32{}, parent: map[int32]int32{}, share: map[int32]float32{}, home: map[int32]bool{},
	}
	for _, set := range g.sets {
		for _, level := range set.Levels {
			for _, u := range atlas.AtLevel(set.Code, level.Code) {
				g.setOf[int32(u.ID)], g.parent[int32(u.ID)] = int32(set.ID), u.ParentID
			}
		}
	}
	g.findHome()
	g.sides = pointSides(g.atoms, atlas, gaz)
	g.lived()
	for id, parts := range g.atoms.of {
		for _, p := range parts {
			g.share[id] += g.atoms.share[p.atom]
		}
	}
	g.lineAtoms = lineAtoms(g.atoms, atlas, gaz)
	g.calls.New = func() any {
		return &call{wards: map[int32]float32{}, boosted: map[int32]bool{}, reader: reader{names: g.names, gaz: gaz, home: g.home}}
	}
	return g
}

// findHome sees which provinces the area sets cover. One that fewer sets cover than
// others has joined the city since: it is where the other sets have nothing.
func (g *Geocoder) findHome() {
	covering := map[int32][]int32{} // areas at the seat, by set
	most := 0
	for i, p := range provinces {
		found := g.atlas.Locate(p.seat, nil)
		if n := covered(found); n > 0 {
			g.home[int32(i)], covering[int32(i)] = true, found
			most = max(most, n)
		}
	}
	g.merged = map[int32][]bool{}
	for id, found := range covering {
		if covered(found) == most {
			continue
		}
		own := make([]bool, g.atoms.len())
		for atom := range own {
			own[atom] = true
			for set, area := range g.atoms.areasOf(int32(atom)) {
				own[atom] = own[atom] && (area == 0 || found[set] != 0)
			}
		}
		g.merged[id] = own
	}
}

// covered counts the sets that have an area at a place.
func covered(areas []int32) (n int) {
	for _, id := range areas {
		if id != 0 {
			n++
		}
	}
	return n
}

// lived mends the atoms' shares by where addresses are known: what stands there is
// asked about, and populations are known of whole areas only.
func (g *Geocoder) lived() {
	counts := make([]float32, g.atoms.len())
	total := float32(0)
	for _, s := range g.sides {
		if s.own >= 0 {
			counts[s.own]++
			total++
		}
	}
	part := min(mostKnown, total/(total+enoughKnown))
	for i := range g.atoms.share {
		g.atoms.share[i] *= 1 - part
		if total > 0 {
			g.atoms.share[i] += part * counts[i] / total
		}
	}
}

// Known addresses speak for half of where people are, if there are enough of them.
const (
	mostKnown   = 0.5
	enoughKnown = 1000
)

// lineAtoms measures how much of each street's lines runs in each atom.
func lineAtoms(a *atoms, atlas *area.Atlas, gaz *gazetteer.Gazetteer) map[gazetteer.NameID][]lineAtom {
	out := map[gazetteer.NameID][]lineAtom{}
	l := locator{atoms: a, atlas: atlas}
	for id := range gazetteer.NameID(gaz.Names()) {
		if !gaz.HasLines(id) {
			continue
		}
		var all []lineAtom
		gaz.Walk(id, lineStepM, func(p geo.Point, lengthM float64) {
			atom := l.atom(p)
			if atom < 0 {
				return
			}
			for i := range all {
				if all[i].atom == atom {
					all[i].lengthM += float32(lengthM)
					return
				}
			}
			all = append(all, lineAtom{atom, float32(lengthM)})
		})
		if len(all) > 0 {
			out[id] = all
		}
	}
	return out
}

// lineStepM is how finely lines are cut by atoms.
const lineStepM = 30

// Version is that of the gazetteer in use.
func (g *Geocoder) Version() int64 { return g.gaz.Version }

// call is the memory of one call.
type call struct {
	text    string
	reader  reader
	area    belief
	near    belief    // of points at near house numbers
	along   belief    // of the rest of a street
	allowed []float32 // by atom: how far the areas in the text allow it

	existsNear, existsAlong, nearest float32 // how far they allow the likeliest place of either

	product    []float32
	likelihood []float32
	wards      map[int32]float32
	mentions   []mention
	streets    []namedStreet
	spots      []spot
	similar    []gazetteer.NameID
	conflict   bool   // the text contradicts itself
	merged     []bool // by atom: whether it is of the province that the text names; nil: all are
	guessed    bool   // the street is only like the one that is written
	boosted    map[int32]bool
}

// inForce is the ID of the area set in force at a time, the newest at the zero time;
// 0 when there is none.
func (g *Geocoder) inForce(at time.Time) int {
	best := -1
	for i := range g.sets {
		s := &g.sets[i]
		if !at.IsZero() && (!s.ValidFrom.IsZero() && at.Before(s.ValidFrom) || !s.ValidTo.IsZero() && !at.Before(s.ValidTo)) {
			continue
		}
		if best < 0 || newer(s, &g.sets[best]) {
			best = i
		}
	}
	if best < 0 {
		return 0
	}
	return g.sets[best].ID
}

func newer(a, b *diemnong.AreaSet) bool {
	if !a.ValidFrom.Equal(b.ValidFrom) {
		return a.ValidFrom.After(b.ValidFrom)
	}
	return a.ID > b.ID
}
