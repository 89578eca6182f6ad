package index

import (
	"sort"

	"github.com/diemnong/diemnong"
)

// pieceRows is how many rows are looked at at once: their scratch columns stay
// in the first-level cache, and a place in a piece fits 16 bits.
const pieceRows = 1024

// part is a segment that counts, or counts off: a complaint that has changed
// is counted as it is now by one part, and as it was, off, by another.
type part struct {
	*segment
	weight uint32 // 1, or its negative: counters wrap around
}

const (
	plus  = uint32(1)
	minus = ^uint32(0)
)

// piece is up to pieceRows rows of a part, of which some are selected, in
// their state at the moment that a question is about.
type piece struct {
	*part
	from, to int
	sel      *selected
	measure  []measure
	attr     []uint8
}

// scanner goes through rows for one question. It is scratch of one goroutine.
type scanner struct {
	q       *selection
	piece   piece
	sel     selected
	measure [pieceRows]measure
	attr    [pieceRows]uint8
	cursor  historyCursor
}

// sink takes the pieces of a scan.
type sink interface{ take(x *piece) }

// scan hands the selected rows of from..to over, piece by piece.
func (s *scanner) scan(p *part, from, to int, into sink) {
	x := &s.piece
	for ; from < to; from += pieceRows {
		x.part, x.from, x.to, x.sel = p, from, min(from+pieceRows, to), &s.sel
		if s.q.past {
			s.pastStates(x)
		} else {
			s.presentStates(x)
		}
		s.choose(x)
		if s.sel.all || s.sel.n > 0 {
			into.take(x)
		}
	}
}

// presentStates gives the states as stored. Only the line between open and overdue
// depends on the moment, and only where a segment has due times.
func (s *scanner) presentStates(x *piece) {
	x.attr = x.part.attr[x.from:x.to]
	x.measure = x.part.measure[x.from:x.to]
	if x.due == nil {
		return
	}
	moment := uint64(x.offset(s.q.asOf.Unix()))
	stored := x.measure
	x.measure = s.measure[:len(stored)]
	for i, due := range x.due[x.from:x.to] {
		isOver := measure((uint64(due) - moment) >> 63) // 1 when due < moment
		x.measure[i] = stored[i] + isOver<<classShift
	}
}

// Overdue must follow Open for the sum above.
var _ = [1]struct{}{}[diemnong.Overdue-diemnong.Open-1]

// choose selects rows of a piece by everything but time.
func (s *scanner) choose(x *piece) {
	s.sel.all, s.sel.n = true, 0
	if s.q.class != nil {
		s.chooseClass(x)
	}
	if s.q.category != nil {
		x.category.keep(&s.sel, x.from, x.to, s.q.category)
	}
	if s.q.agency != nil {
		x.agency.keep(&s.sel, x.from, x.to, s.q.agency)
	}
	if s.q.area != nil {
		x.area.keep(&s.sel, x.from, x.to, s.q.area)
	}
	if s.q.attr != nil {
		keep(&s.sel, x.attr, s.q.attr)
	}
}

func (s *scanner) chooseClass(x *piece) {
	n := 0
	for i, m := range x.measure {
		s.sel.row[n] = uint16(i)
		n += int(s.q.class[m>>classShift])
	}
	s.sel.all, s.sel.n = false, n
}

// window narrows the rows of a block to those received in the selection's time.
func (q *selection) window(s *segment, from, to int) (int, int) {
	first := from + s.before(q.from, from, to)
	return first, first + s.before(q.to, first, to)
}

// before is how many of the rows from..to, which ascend in time, were received
// before a time.
func (s *segment) before(t int64, from, to int) int {
	switch {
	case from == to || t <= s.epoch+int64(s.time[from]):
		return 0
	case t > s.epoch+int64(s.time[to-1]):
		return to - from
	default:
		after := uint32(t - s.epoch)
		return sort.Search(to-from, func(i int) bool { return s.time[from+i] >= after })
	}
}
