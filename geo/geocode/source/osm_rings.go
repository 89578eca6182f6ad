package source

import (
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// outline joins the ways of a relation to an area. Where that cannot be done,
// reason says why, as a sentence without a subject.
func (u *osmRun) outline(r *heldRelation) (area orb.MultiPolygon, reason string) {
	outer, reason := u.rings(r.outer)
	if reason != "" {
		return nil, reason
	}
	if len(outer) == 0 {
		return nil, "has no outline."
	}
	inner, reason := u.rings(r.inner)
	if reason != "" {
		return nil, reason
	}
	for _, ring := range outer {
		area = append(area, orb.Polygon{ring})
	}
	for _, hole := range inner {
		punch(area, hole)
	}
	return area, ""
}

// punch adds a hole to the polygon that holds it; a hole in none changes nothing.
func punch(area orb.MultiPolygon, hole orb.Ring) {
	for i := range area {
		if planar.RingContains(area[i][0], hole[0]) {
			area[i] = append(area[i], hole)
			return
		}
	}
}

// rings makes rings of ways.
func (u *osmRun) rings(ways []int64) (rings []orb.Ring, reason string) {
	var lines [][]int64
	for _, way := range ways {
		line := u.members[way]
		if len(line) < 2 {
			return nil, "has a way that is not in the file."
		}
		lines = append(lines, line)
	}
	closed, open := joined(lines)
	if open > 0 {
		return nil, "is not closed."
	}
	for _, ids := range closed {
		ring := orb.Ring(u.nodes.line(ids))
		if len(ring) != len(ids) {
			return nil, "has a node that is not in the file."
		}
		if len(ring) < 4 {
			return nil, "has a ring of fewer than three sides."
		}
		rings = append(rings, ring)
	}
	return rings, ""
}

// joined strings lines of nodes together at their ends. open is the number of
// chains that do not close.
func joined(lines [][]int64) (closed [][]int64, open int) {
	ends := make(map[int64][]int, 2*len(lines)) // node → lines that end there
	for i, line := range lines {
		if first, last := line[0], line[len(line)-1]; first != last {
			ends[first] = append(ends[first], i)
			ends[last] = append(ends[last], i)
		}
	}
	used := make([]bool, len(lines))
	for i := range lines {
		if used[i] {
			continue
		}
		used[i] = true
		chain := slices.Clone(lines[i])
		for chain[0] != chain[len(chain)-1] {
			if !extend(&chain, lines, ends, used) {
				open++
				break
			}
		}
		if chain[0] == chain[len(chain)-1] {
			closed = append(closed, chain)
		}
	}
	return closed, open
}

// extend adds to a chain a line that begins or ends where the chain ends.
func extend(chain *[]int64, lines [][]int64, ends map[int64][]int, used []bool) bool {
	tip := (*chain)[len(*chain)-1]
	for _, i := range ends[tip] {
		if used[i] {
			continue
		}
		used[i] = true
		next := lines[i]
		if next[0] != tip {
			next = slices.Clone(next)
			slices.Reverse(next)
		}
		*chain = append(*chain, next[1:]...)
		return true
	}
	return false
}
