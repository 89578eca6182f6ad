package index

// code is an entry's number in a dictionary, or another small number of a row.
type code interface{ uint8 | uint16 | uint32 }

// codes is a column of small numbers, as narrow as its largest one allows:
// exactly one of the slices is in use.
type codes struct {
	b []uint8
	w []uint16
	d []uint32
}

// newCodes makes room for n numbers below limit.
func newCodes(n, limit int) codes {
	switch {
	case limit <= 1<<8:
		return codes{b: make([]uint8, n)}
	case limit <= 1<<16:
		return codes{w: make([]uint16, n)}
	default:
		return codes{d: make([]uint32, n)}
	}
}

func (c *codes) set(i int, value uint32) {
	switch {
	case c.b != nil:
		c.b[i] = uint8(value)
	case c.w != nil:
		c.w[i] = uint16(value)
	default:
		c.d[i] = value
	}
}

func (c *codes) len() int { return len(c.b) + len(c.w) + len(c.d) }

func (c *codes) at(i int) uint32 {
	switch {
	case c.b != nil:
		return uint32(c.b[i])
	case c.w != nil:
		return uint32(c.w[i])
	default:
		return c.d[i]
	}
}

// keep narrows a selection of the rows from..to to those whose number passes;
// see [keepAll] and [keepSome].
func (c *codes) keep(s *selected, from, to int, pass []uint8) {
	switch {
	case c.b != nil:
		keep(s, c.b[from:to], pass)
	case c.w != nil:
		keep(s, c.w[from:to], pass)
	default:
		keep(s, c.d[from:to], pass)
	}
}

// addKeys adds a group for each selected row; see [addKeys].
func (c *codes) addKeys(keys []uint32, s *selected, from, to int, group []uint32) {
	switch {
	case c.b != nil:
		addKeys(keys, s, c.b[from:to], group)
	case c.w != nil:
		addKeys(keys, s, c.w[from:to], group)
	default:
		addKeys(keys, s, c.d[from:to], group)
	}
}

// selected are the rows of a piece that passed so far, by their place in it.
type selected struct {
	all bool // every row of the piece; rows and n are not in use
	n   int
	row [pieceRows + 1]uint16 // one more: the loops write before they know
}

// keep narrows a selection. pass has a 1 for each number that passes and a 0
// for the others: the loops have no branch that depends on the data.
func keep[T code](s *selected, column []T, pass []uint8) {
	if s.all {
		s.n, s.all = keepAll(&s.row, column, pass), false
		return
	}
	s.n = keepSome(&s.row, s.n, column, pass)
}

func keepAll[T code](row *[pieceRows + 1]uint16, column []T, pass []uint8) int {
	n := 0
	for i, c := range column {
		row[n] = uint16(i)
		n += int(pass[c])
	}
	return n
}

func keepSome[T code](row *[pieceRows + 1]uint16, count int, column []T, pass []uint8) int {
	n := 0
	for _, i := range row[:count] {
		row[n] = i
		n += int(pass[column[i]])
	}
	return n
}

// addKeys adds the group of each selected row to its key.
func addKeys[T code](keys []uint32, s *selected, column []T, group []uint32) {
	if s.all {
		for i, c := range column {
			keys[i] += group[c]
		}
		return
	}
	for k, i := range s.row[:s.n] {
		keys[k] += group[column[i]]
	}
}
