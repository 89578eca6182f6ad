package heat

import "slices"

// Hottest gives the positions of the cells with the most complaints, the most
// first; of two with as many the one with the smaller index comes first. It
// looks at each cell once and keeps no more than limit of them.
func (l *Layer) Hottest(limit int) []int {
	top := make([]int, 0, min(limit, len(l.Cells))+1)
	for i := range l.Cells {
		n := l.Counts[i].N()
		if len(top) == limit && (limit == 0 || n <= l.Counts[top[limit-1]].N()) {
			continue // cells ascend: an equal one that came before stays
		}
		at, _ := slices.BinarySearchFunc(top, n, func(j int, n uint32) int {
			if l.Counts[j].N() >= n {
				return -1
			}
			return 1
		})
		top = slices.Insert(top, at, i)
		top = top[:min(len(top), limit)]
	}
	return top
}
