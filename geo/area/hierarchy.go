package area

import (
	"slices"

	"github.com/diemnong/diemnong"
)

// Ancestor gives the area of a level that holds the area: the area itself at
// its own level, 0 when it is coarser than the level, when its set has no such
// level or when it has no ancestor there.
func (a *Atlas) Ancestor(id int32, level string) int32 {
	i, ok := a.byID[id]
	for ok && a.units[i].Level != level {
		i, ok = a.byID[a.units[i].ParentID]
	}
	if !ok {
		return 0
	}
	return int32(a.units[i].ID)
}

// Within lists the areas and all that lie in them by the hierarchy, by ID and
// without doubles. IDs that the atlas does not have are left out.
func (a *Atlas) Within(ids ...int32) []int32 {
	var within []int32
	var add func(i int32)
	add = func(i int32) {
		within = append(within, int32(a.units[i].ID))
		for _, c := range a.children[i] {
			add(c)
		}
	}
	for _, id := range ids {
		if i, ok := a.byID[id]; ok {
			add(i)
		}
	}
	slices.Sort(within)
	return slices.Compact(within)
}

// connect checks the parents and lists the children. A parent is of a coarser
// level of the same set, so there can be no cycle.
func (a *Atlas) connect() error {
	a.children = make([][]int32, len(a.units))
	for i := range a.units {
		u := &a.units[i]
		if u.Parent = ""; u.ParentID == 0 {
			continue
		}
		p, ok := a.byID[u.ParentID]
		if !ok || a.units[p].Set != u.Set || a.rank[p] >= a.rank[i] {
			return diemnong.Errorf(diemnong.Invalid,
				"Area %s:%s has a parent (ID %d) that is not an area of a coarser level of its set.", u.Set, u.Code, u.ParentID)
		}
		u.Parent = a.units[p].Code
		a.children[p] = append(a.children[p], int32(i))
	}
	return nil
}

// common gives the finest area that holds all the given units, as an index;
// ok is false when there is none.
func (a *Atlas) common(units []int32) (unit int32, ok bool) {
	if len(units) == 0 {
		return 0, false
	}
	unit = units[0]
	for _, other := range units[1:] {
		for other != unit {
			lower := &unit
			if a.rank[other] >= a.rank[unit] {
				lower = &other
			}
			if *lower, ok = a.byID[a.units[*lower].ParentID]; !ok {
				return 0, false
			}
		}
	}
	return unit, true
}
