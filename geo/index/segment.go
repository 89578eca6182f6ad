package index

import (
	"errors"
	"math"
	"runtime"
	"slices"
	"sort"

	"golang.org/x/sync/errgroup"

	"github.com/diemnong/diemnong/geo"
)

// segment is complaints in columns, ordered by block and within a block by
// received_at, so that a window of time is one slice of each block. The block
// of the complaints in no cell comes first. It is immutable.
type segment struct {
	blocks           []block
	epoch            int64    // Unix seconds that time and due count from
	earliest, latest uint32   // smallest and largest time
	time             []uint32 // received_at
	local            []uint16 // cell in the block
	category, agency codes
	area             codes
	attr             []uint8
	measure          []measure
	due              []uint32   // nil when the class of no row depends on the moment
	histories        *histories // nil while they are not known
}

// block is the rows of a segment with one ancestor cell.
type block struct {
	cell geo.Cell // of blockResolution; 0: in no cell
	end  uint32   // the row after the last one
}

// never is a due time that no moment comes after.
const never = math.MaxUint32

// errSpan says that times lie further apart than a column of seconds holds.
var errSpan = errors.New("index: complaints were received more than 136 years apart")

func (s *segment) len() int { return len(s.time) }

// rows of a block.
func (s *segment) rows(b int) (from, to int) {
	if b > 0 {
		from = int(s.blocks[b-1].end)
	}
	return from, int(s.blocks[b].end)
}

// newSegment orders the rows for which take says so, and tells which row of r
// each row of the segment was. With due, the segment has due times.
func newSegment(r *rows, take func(i int) bool, due bool) (s *segment, from []uint32, err error) {
	blocks, from := orderByBlock(r, take)
	s = &segment{blocks: blocks}
	if err := s.setEpoch(r, from, due); err != nil {
		return nil, nil, err
	}
	n := len(from)
	s.time, s.local, s.attr, s.measure = make([]uint32, n), make([]uint16, n), make([]uint8, n), make([]measure, n)
	s.category, s.agency = newCodes(n, limit(r.category, from)), newCodes(n, limit(r.agency, from))
	s.area = newCodes(n, limit(r.area, from))
	if due {
		s.due = make([]uint32, n)
	}
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for b := range s.blocks {
		g.Go(func() error {
			s.fill(r, from, b)
			return nil
		})
	}
	_ = g.Wait() // the work cannot fail
	s.earliest, s.latest = s.span()
	if r.histories != nil {
		s.histories = newHistories(from, func(i uint32) []byte { return r.histories.of(int(i)) })
	}
	return s, from, nil
}

// orderByBlock numbers the blocks that occur and gives the rows block by block.
func orderByBlock(r *rows, take func(i int) bool) (blocks []block, from []uint32) {
	number := map[geo.Cell]uint32{}
	var cells []geo.Cell
	var counts []uint32
	of := make([]uint32, r.len()) // number of the row's block + 1; 0: not taken
	last, lastNumber := geo.Cell(math.MaxUint64), uint32(0)
	for i, c := range r.cells {
		if take != nil && !take(i) {
			continue
		}
		if b := c.Parent(blockResolution); b != last {
			n, known := number[b]
			if !known {
				n = uint32(len(cells))
				number[b] = n
				cells, counts = append(cells, b), append(counts, 0)
			}
			last, lastNumber = b, n
		}
		counts[lastNumber]++
		of[i] = lastNumber + 1
	}
	order := make([]uint32, len(cells)) // block numbers, by cell
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int {
		if cells[a] < cells[b] {
			return -1
		}
		return 1
	})
	next, total := make([]uint32, len(cells)), uint32(0)
	for _, n := range order {
		next[n] = total
		total += counts[n]
		blocks = append(blocks, block{cells[n], total})
	}
	from = make([]uint32, total)
	for i, n := range of {
		if n > 0 {
			from[next[n-1]] = uint32(i)
			next[n-1]++
		}
	}
	return blocks, from
}

// setEpoch takes the earliest time of receipt, or the earliest due time where
// that is before: what was due before it came is overdue at any moment, also at
// one before all rows were received. Due times out of the column's reach do not
// count: they are before or after every moment that can be asked about.
func (s *segment) setEpoch(r *rows, from []uint32, due bool) error {
	if len(from) == 0 {
		return nil
	}
	low, high := r.received[from[0]], r.received[from[0]]
	for _, i := range from {
		low, high = min(low, r.received[i]), max(high, r.received[i])
	}
	if high-low >= never {
		return errSpan
	}
	s.epoch = low
	for _, i := range from {
		if d := r.due[i]; due && d != None && high-d < never {
			s.epoch = min(s.epoch, d)
		}
	}
	return nil
}

// span is the smallest and the largest time.
func (s *segment) span() (earliest, latest uint32) {
	earliest = never
	for b := range s.blocks {
		if from, to := s.rows(b); from < to {
			earliest, latest = min(earliest, s.time[from]), max(latest, s.time[to-1])
		}
	}
	return earliest, latest
}

// limit is one more than the largest number that occurs.
func limit[T uint16 | uint32](column []T, from []uint32) int {
	most := T(0)
	for _, i := range from {
		most = max(most, column[i])
	}
	return int(most) + 1
}

// fill orders a block by time and writes its columns; from is then in that order.
func (s *segment) fill(r *rows, from []uint32, b int) {
	begin, end := s.rows(b)
	keys := make([]uint64, end-begin) // time, then place in from
	for k := range keys {
		keys[k] = uint64(r.received[from[begin+k]]-s.epoch)<<32 | uint64(from[begin+k])
	}
	slices.Sort(keys)
	for k, key := range keys {
		to, i := begin+k, uint32(key)
		from[to] = i
		s.time[to] = uint32(key >> 32)
		s.local[to] = localOf(r.cells[i])
		s.attr[to], s.measure[to] = r.attr[i], r.measure[i]
		s.category.set(to, uint32(r.category[i]))
		s.agency.set(to, uint32(r.agency[i]))
		s.area.set(to, r.area[i])
		if s.due != nil {
			s.due[to] = s.offset(r.due[i])
		}
	}
}

// offset counts a time from the epoch; what does not fit moves to the end on
// its side.
func (s *segment) offset(t int64) uint32 {
	if t == None {
		return never
	}
	return uint32(min(max(t, s.epoch)-s.epoch, never))
}

// appendTo appends row i to rows. Ids are not the segment's to know.
func (s *segment) appendTo(r *rows, i int, id int64) {
	b := sort.Search(len(s.blocks), func(b int) bool { return int(s.blocks[b].end) > i })
	var history []byte
	if s.histories != nil {
		history = s.histories.at(i)
	}
	s.appendRow(r, i, b, id, history)
}

// appendAll appends all rows for whose id take says so.
func (s *segment) appendAll(r *rows, ids []int64, take func(id int64) bool) {
	var events reader
	if s.histories != nil {
		events.data = s.histories.data
	}
	for b := range s.blocks {
		from, to := s.rows(b)
		for i := from; i < to; i++ {
			begin := events.at
			if s.histories != nil {
				events.skip(1)
			}
			if take(ids[i]) {
				s.appendRow(r, i, b, ids[i], events.data[begin:events.at])
			}
		}
	}
}

func (s *segment) appendRow(r *rows, i, b int, id int64, history []byte) {
	due := int64(None)
	if s.due != nil && s.due[i] != never {
		due = s.epoch + int64(s.due[i])
	}
	cell := geo.Cell(0)
	if c := s.blocks[b].cell; c != 0 {
		cell = cellOf(c, s.local[i])
	}
	r.ids, r.cells = append(r.ids, id), append(r.cells, cell)
	r.received, r.due = append(r.received, s.epoch+int64(s.time[i])), append(r.due, due)
	r.category, r.agency = append(r.category, uint16(s.category.at(i))), append(r.agency, uint16(s.agency.at(i)))
	r.area, r.attr = append(r.area, s.area.at(i)), append(r.attr, s.attr[i])
	r.measure = append(r.measure, s.measure[i])
	if r.histories != nil {
		r.histories.append(history)
	}
}
