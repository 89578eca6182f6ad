package geocode

import (
	"math"
	"slices"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// atoms are the pieces that the borders of all area sets together cut the city
// into. Whatever set an area belongs to, it is a number of whole atoms; so what
// a text says of units of before and after a reform comes together here, and a
// probability over atoms is one over the areas of every set.
//
// Atoms are found by sampling, so that slivers between two drawings of the same
// border are few and small.
type atoms struct {
	sets    int
	areas   []int32   // sets per atom: the finest area of each set, 0 where it has none
	share   []float32 // part of the residents, as far as that is known; adds up to 1
	centre  []geo.Point
	extentM []float32            // about the radius
	of      map[int32][]atomPart // by area of any level
	byAreas map[string]int32
}

// atomPart is an atom of an area.
type atomPart struct {
	atom int32
	part float32 // of the area's samples
}

// samples is about how many places of the city are looked at.
const samples = 400_000

// newAtoms samples the area sets on a regular grid.
func newAtoms(atlas *area.Atlas) *atoms {
	a := &atoms{of: map[int32][]atomPart{}, byAreas: map[string]int32{}}
	for _, set := range atlas.Sets() {
		a.sets = max(a.sets, set.ID)
	}
	var box diemnong.Bounds
	var units []area.Unit
	for _, set := range atlas.Sets() {
		for _, level := range set.Levels {
			for _, u := range atlas.AtLevel(set.Code, level.Code) {
				units = append(units, u)
				box = union(box, u.Bounds)
			}
		}
	}
	s := sampler{a: a, atlas: atlas}
	stepLat := math.Sqrt((box.North - box.South) * (box.East - box.West) / samples)
	for lat := box.South + stepLat/2; stepLat > 0 && lat < box.North; lat += stepLat {
		for lon := box.West + stepLat/2; lon < box.East; lon += stepLat {
			s.add(geo.Point{Lon: lon, Lat: lat}, 1)
		}
	}
	for i := range units { // the smallest areas may lie between the samples
		s.add(geo.Point{Lon: units[i].Lon, Lat: units[i].Lat}, 0.25)
	}
	s.finish(units)
	return a
}

func union(a, b diemnong.Bounds) diemnong.Bounds {
	if a.IsZero() {
		return b
	}
	return diemnong.Bounds{
		West: min(a.West, b.West), South: min(a.South, b.South), East: max(a.East, b.East), North: max(a.North, b.North),
	}
}

type sampler struct {
	a      *atoms
	atlas  *area.Atlas
	found  []int32
	key    []byte
	weight []float64
	sum    []geo.Point
}

// add counts a sample for its atom.
func (s *sampler) add(p geo.Point, weight float64) {
	s.found = s.atlas.Locate(p, s.found)
	atom := s.a.intern(s.found, &s.key)
	if atom < 0 {
		return
	}
	for len(s.weight) <= int(atom) {
		s.weight, s.sum = append(s.weight, 0), append(s.sum, geo.Point{})
	}
	s.weight[atom] += weight
	s.sum[atom].Lon += weight * p.Lon
	s.sum[atom].Lat += weight * p.Lat
}

// intern gives the atom of a combination of areas, a new one where there is none
// yet; −1 outside all sets.
func (a *atoms) intern(areas []int32, key *[]byte) int32 {
	if !slices.ContainsFunc(areas, func(id int32) bool { return id != 0 }) {
		return -1
	}
	*key = appendAreas((*key)[:0], areas)
	if atom, ok := a.byAreas[string(*key)]; ok {
		return atom
	}
	atom := int32(len(a.byAreas))
	a.byAreas[string(*key)] = atom
	a.areas = append(a.areas, areas[:a.sets]...)
	return atom
}

func appendAreas(key []byte, areas []int32) []byte {
	for _, id := range areas {
		key = append(key, byte(id), byte(id>>8), byte(id>>16), byte(id>>24))
	}
	return key
}

// at finds the atom of a combination of areas; ok is false for one that the
// samples did not meet, a sliver.
func (a *atoms) at(areas []int32, key *[]byte) (int32, bool) {
	*key = appendAreas((*key)[:0], areas)
	atom, ok := a.byAreas[string(*key)]
	return atom, ok
}

// len is the number of atoms.
func (a *atoms) len() int { return len(a.areas) / max(1, a.sets) }

// areasOf lists the finest areas of an atom by set.
func (a *atoms) areasOf(atom int32) []int32 {
	return a.areas[int(atom)*a.sets : (int(atom)+1)*a.sets]
}

// finish derives what the samples say of atoms and areas.
func (s *sampler) finish(units []area.Unit) {
	a, n := s.a, s.a.len()
	total := map[int32]float64{} // weight by area of any level
	parent := map[int32]int32{}
	population := map[int32]float64{}
	for i := range units {
		u := &units[i]
		parent[int32(u.ID)] = u.ParentID
		population[int32(u.ID)] = float64(u.Population)
	}
	for atom := range n {
		for _, id := range a.areasOf(int32(atom)) {
			for up := id; up != 0; up = parent[up] {
				total[up] += s.weight[atom]
				a.of[up] = append(a.of[up], atomPart{int32(atom), float32(s.weight[atom])})
			}
		}
	}
	for id, parts := range a.of {
		for i := range parts {
			parts[i].part /= float32(total[id])
		}
	}
	a.share, a.centre, a.extentM = make([]float32, n), make([]geo.Point, n), make([]float32, n)
	var sum float64
	for atom := range n {
		w := s.weight[atom]
		a.centre[atom] = geo.Point{Lon: s.sum[atom].Lon / w, Lat: s.sum[atom].Lat / w}
		residents, known := 0.0, 0.0
		for _, id := range a.areasOf(int32(atom)) {
			if id != 0 && population[id] > 0 {
				residents += population[id] * w / total[id]
				known++
			}
		}
		if known == 0 {
			residents, known = w*unknownDensity, 1
		}
		a.share[atom] = float32(residents / known)
		sum += residents / known
	}
	for atom := range n {
		a.share[atom] /= float32(sum)
	}
}

// unknownDensity is how many residents a sample stands for where no area's
// population is known. Only its ratio to the known ones matters.
const unknownDensity = 100

// locator finds the atoms of points.
type locator struct {
	atoms *atoms
	atlas *area.Atlas
	found []int32
	key   []byte
}

// atom is the atom of a point, −1 outside all sets. A point in a sliver that the
// samples missed counts for the largest atom that agrees with it in most sets.
func (l *locator) atom(p geo.Point) int32 {
	l.found = l.atlas.Locate(p, l.found)
	if atom, ok := l.atoms.at(l.found, &l.key); ok {
		return atom
	}
	best, agree, part := int32(-1), 0, float32(0)
	for _, id := range l.found {
		for _, q := range l.atoms.of[id] {
			n := 0
			for set, other := range l.atoms.areasOf(q.atom) {
				if other == l.found[set] {
					n++
				}
			}
			if n > agree || n == agree && q.part > part {
				best, agree, part = q.atom, n, q.part
			}
		}
	}
	return best
}

// sides are the atoms at an address point: its own, and the one across the street
// where a border runs along it, else −1.
type sides struct{ own, across int32 }

// pointSides gives every address point of the gazetteer its atoms.
func pointSides(a *atoms, atlas *area.Atlas, gaz *gazetteer.Gazetteer) []sides {
	l := locator{atoms: a, atlas: atlas}
	out := make([]sides, gaz.PointCount())
	for id := range gaz.Names() {
		points, first := gaz.PointsOf(gazetteer.NameID(id))
		for i := range points {
			stated := int32(0)
			if u, ok := atlas.ByRef(gaz.AreaOf(&points[i])); ok {
				stated = int32(u.ID)
			}
			own := l.atomIn(points[i].At(), stated)
			out[first+i] = sides{own, l.across(points[i].At(), own)}
		}
	}
	return out
}

// across is the atom that takes up most of the places acrossM about a point, other
// than its own; −1 when there is none.
func (l *locator) across(p geo.Point, own int32) int32 {
	best, most := int32(-1), 0
	var seen [len(directions)]int32
	for k := range directions {
		seen[k] = l.atom(p.Moved(acrossM*directions[k][0], acrossM*directions[k][1]))
		if seen[k] == own || seen[k] < 0 {
			continue
		}
		n := 0
		for _, other := range seen[:k+1] {
			if other == seen[k] {
				n++
			}
		}
		if n > most {
			best, most = seen[k], n
		}
	}
	return best
}

// acrossM is about how far the houses of the other side of a street are.
const acrossM = 45

// atomIn is the atom of a point that is said to lie in an area. Coordinates are some
// ten metres off: near a border what was said is right more often than the point,
// so that the nearest atom of the area is taken, as far as nearM.
func (l *locator) atomIn(p geo.Point, stated int32) int32 {
	if stated == 0 || l.atlas.Contains(stated, p) {
		return l.atom(p)
	}
	for r := nearM / 5; r <= nearM; r += nearM / 5 {
		for k := range directions {
			q := p.Moved(r*directions[k][0], r*directions[k][1])
			if l.atlas.Contains(stated, q) {
				return l.atom(q)
			}
		}
	}
	return l.atom(p)
}

// nearM is how far outside the area that it is said to be in a point may lie.
const nearM = 150.0

// directions are east and north parts of twelve directions.
var directions = func() (d [12][2]float64) {
	for i := range d {
		d[i][1], d[i][0] = math.Sincos(float64(i) * math.Pi / 6)
	}
	return d
}()
