package area

import (
	"cmp"
	"slices"

	"github.com/diemnong/diemnong"
)

// Resolve says where a complaint belongs that is known only by a stated area:
// at position AreaSet.ID-1 an area ID, 0 where that is unknown. Its own set
// has the area itself. Towards newer sets the crosswalk leads: an area that
// was split goes to its main successor, and split is true. Towards older sets
// it leads back as far as is certain: to the finest area that holds all
// predecessors. An area without links of its own goes as far as the links of
// all its children agree. Chains over several crosswalks are followed,
// shortest first. The list is shared: callers must not change it.
func (a *Atlas) Resolve(stated int32) (areas []int32, split bool) {
	i, ok := a.byID[stated]
	if !ok {
		return make([]int32, len(a.grids)), false
	}
	return a.moves[i].areas, a.moves[i].split
}

// Links lists the links from and to an area, main ones first, then by falling
// share. The list is shared: callers must not change it.
func (a *Atlas) Links(id int32) []Link {
	i, ok := a.byID[id]
	if !ok {
		return nil
	}
	return a.links[i]
}

// movement is what is known of one stated area.
type movement struct {
	areas []int32
	split bool
}

// walk is the crosswalk by unit index. Successors come with the main one
// first: the one that is marked so, else the largest share, else the smallest code.
type walk struct {
	*Atlas
	successors, predecessors [][]int32
}

// follow checks the links and works out the movement of every unit.
func (a *Atlas) follow(links []Link) error {
	w := walk{a, make([][]int32, len(a.units)), make([][]int32, len(a.units))}
	a.links = make([][]Link, len(a.units))
	links = slices.Clone(links)
	slices.SortFunc(links, func(x, y Link) int {
		if x.Main && !y.Main {
			return -1
		}
		if y.Main && !x.Main {
			return 1
		}
		return cmp.Or(cmp.Compare(y.Share, x.Share), cmp.Compare(a.byID[x.To], a.byID[y.To]))
	})
	for _, l := range links {
		from, ok := a.byID[l.From]
		to, ok2 := a.byID[l.To]
		if !ok || !ok2 || a.units[from].Set == a.units[to].Set {
			return diemnong.Errorf(diemnong.Invalid, "The crosswalk link %d → %d does not join areas of two sets.", l.From, l.To)
		}
		w.successors[from] = append(w.successors[from], to)
		w.predecessors[to] = append(w.predecessors[to], from)
		a.links[from], a.links[to] = append(a.links[from], l), append(a.links[to], l)
	}
	a.moves = make([]movement, len(a.units))
	for i := range a.units {
		a.moves[i] = w.from(int32(i))
	}
	return nil
}

// from goes breadth-first from a unit to every set that links lead to.
func (w walk) from(start int32) movement {
	m := movement{areas: make([]int32, len(w.grids))}
	type stop struct {
		unit  int32
		split bool
	}
	reach := func(s stop) stop {
		m.areas[w.slots[s.unit]] = int32(w.units[s.unit].ID)
		m.split = m.split || s.split
		return s
	}
	for queue := []stop{reach(stop{unit: start})}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		for _, s := range w.sets {
			if m.areas[s.ID-1] != 0 {
				continue
			}
			if unit, split, ok := w.hop(at.unit, s.ID-1); ok {
				queue = append(queue, reach(stop{unit, at.split || split}))
			}
		}
	}
	return m
}

// hop follows one crosswalk from a unit to a set.
func (w walk) hop(unit int32, slot int) (to int32, split, ok bool) {
	if next := w.in(slot, w.successors[unit]); len(next) > 0 {
		return next[0], len(next) > 1, true
	}
	to, ok = w.common(w.images(unit, slot))
	return to, false, ok
}

// images lists all units of a set that the unit shares ground with, as far as
// links say; nil when they leave a part of it open.
func (w walk) images(unit int32, slot int) []int32 {
	if next := w.in(slot, w.successors[unit]); len(next) > 0 {
		return next
	}
	if before := w.in(slot, w.predecessors[unit]); len(before) > 0 {
		return before
	}
	var all []int32
	for _, child := range w.children[unit] {
		of := w.images(child, slot)
		if of == nil {
			return nil
		}
		all = append(all, of...)
	}
	return all
}

func (w walk) in(slot int, units []int32) []int32 {
	var in []int32
	for _, u := range units {
		if w.slots[u] == slot {
			in = append(in, u)
		}
	}
	return in
}
