package index

import "slices"

// rowMap finds the row of a complaint by its id. Ids of a city are dense, since
// one counter gives them out: then it is an array of four bytes an id. Where
// they are not, it is two sorted arrays. It is immutable.
type rowMap struct {
	first int64    // id of dense[0]
	dense []uint32 // row + 1; 0: no complaint
	ids   []int64  // ascending
	rows  []uint32 // of ids
}

// sparseFactor is up to how many ids to a complaint the array is worth its
// room: three take as much as an entry of the sorted arrays.
const sparseFactor = 3

// newRowMap maps the id of each row.
func newRowMap(ids []int64) rowMap {
	if len(ids) == 0 {
		return rowMap{}
	}
	low, high := slices.Min(ids), slices.Max(ids)
	if uint64(high-low)/sparseFactor <= uint64(len(ids)) {
		m := rowMap{first: low, dense: make([]uint32, high-low+1)}
		for row, id := range ids {
			m.dense[id-low] = uint32(row) + 1
		}
		return m
	}
	m := rowMap{ids: slices.Clone(ids), rows: make([]uint32, len(ids))}
	for i := range m.rows {
		m.rows[i] = uint32(i)
	}
	slices.SortFunc(m.rows, func(a, b uint32) int {
		if ids[a] < ids[b] {
			return -1
		}
		return 1
	})
	for i, row := range m.rows {
		m.ids[i] = ids[row]
	}
	return m
}

// find gives the row of a complaint.
func (m *rowMap) find(id int64) (row int, ok bool) {
	if m.dense != nil {
		if id < m.first || id-m.first >= int64(len(m.dense)) {
			return 0, false
		}
		r := m.dense[id-m.first]
		return int(r) - 1, r > 0
	}
	i, ok := slices.BinarySearch(m.ids, id)
	if !ok {
		return 0, false
	}
	return int(m.rows[i]), true
}

// inverse gives the id of each of n rows.
func (m *rowMap) inverse(n int) []int64 {
	ids := make([]int64, n)
	for i, r := range m.dense {
		if r > 0 {
			ids[r-1] = m.first + int64(i)
		}
	}
	for i, id := range m.ids {
		ids[m.rows[i]] = id
	}
	return ids
}
