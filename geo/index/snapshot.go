package index

import (
	"runtime"
	"sort"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/heat"
)

// workers is how many goroutines one question uses: all cores, because a
// leader who waits for the first picture is alone more often than not.
var workers = runtime.GOMAXPROCS(0)

// snapshot is what questions are answered from: everything as of one revision.
// It is immutable; readers load it once and use nothing else.
type snapshot struct {
	state heat.State
	world *World
	words words
	parts []part
	union []unionBlock
	cells []geo.Cell // of union
	spans []span
	rows  int // complaints

	complete bool // every part has its histories
}

// maxParts: settled and waiting complaints, those that changed since, and what
// those were before.
const maxParts = 4

// unionBlock is a block of cells with its number in each part; -1 where the
// part has none.
type unionBlock struct {
	cell   geo.Cell
	blocks [maxParts]int32
	rows   int
}

// span is a share of the work for one core: blocks that follow each other, and
// of each part a range of the rows in no cell.
type span struct {
	from, to int // of union
	unplaced [maxParts]rowRange
}

type rowRange struct{ from, to int }

// spansPerWorker is into how many spans a worker's share is cut, so that the
// cores end at about the same time though no block is like another.
const spansPerWorker = 6

func newSnapshot(state heat.State, w *World, d words, parts []part) *snapshot {
	s := &snapshot{state: state, world: w, words: d, complete: true}
	for _, p := range parts {
		if p.len() == 0 {
			continue
		}
		s.parts = append(s.parts, p)
		s.complete = s.complete && p.histories != nil
		if p.weight == minus {
			s.rows -= p.len()
		} else {
			s.rows += p.len()
		}
	}
	s.unite()
	s.share()
	return s
}

// unite finds the blocks that occur in any part.
func (s *snapshot) unite() {
	at := map[geo.Cell]int{}
	for i, p := range s.parts {
		for b, block := range p.blocks {
			if block.cell == 0 {
				continue
			}
			k, known := at[block.cell]
			if !known {
				k = len(s.union)
				at[block.cell] = k
				s.union = append(s.union, unionBlock{cell: block.cell, blocks: [maxParts]int32{-1, -1, -1, -1}})
			}
			from, to := p.rows(b)
			s.union[k].blocks[i] = int32(b)
			s.union[k].rows += to - from
		}
	}
	sort.Slice(s.union, func(i, j int) bool { return s.union[i].cell < s.union[j].cell })
	s.cells = make([]geo.Cell, len(s.union))
	for i := range s.union {
		s.cells[i] = s.union[i].cell
	}
}

// share cuts the blocks into spans of about equal numbers of rows. Cells of the
// coarsest resolution are not cut: each is summed in one piece.
func (s *snapshot) share() {
	placed := 0
	for _, u := range s.union {
		placed += u.rows
	}
	n := workers * spansPerWorker
	coarsest := geo.Resolutions()[0]
	for from, taken, k := 0, 0, 1; k <= n; k++ {
		sp := span{from: from, to: from}
		for sp.to < len(s.union) && (taken < placed*k/n || k == n) {
			taken += s.union[sp.to].rows
			for sp.to++; sp.to < len(s.union) && s.union[sp.to].cell.Parent(coarsest) == s.union[sp.to-1].cell.Parent(coarsest); sp.to++ {
				taken += s.union[sp.to].rows
			}
		}
		for i := range s.parts {
			rows := s.parts[i].unplaced()
			sp.unplaced[i] = rowRange{rows * (k - 1) / n, rows * k / n}
		}
		s.spans = append(s.spans, sp)
		from = sp.to
	}
}

// unplaced is the number of rows in no cell; they come first.
func (s *segment) unplaced() int {
	if len(s.blocks) == 0 || s.blocks[0].cell != 0 {
		return 0
	}
	return int(s.blocks[0].end)
}
