package index

import (
	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// base is most of an index: all complaints as of one revision. It is immutable;
// what changed since is kept beside it until enough came together for a new
// base.
type base struct {
	state   heat.State
	settled *segment // complaints whose class no longer depends on the moment
	waiting *segment // not closed, with a due time
	rows    rowMap   // id → row: first those settled, then those waiting
	// mixed says that histories are of a later state than the rows. The index is
	// at that state or past it, so that what changed in between is counted off.
	mixed bool
}

func (b *base) len() int { return b.settled.len() + b.waiting.len() }

// newBase orders rows.
func newBase(state heat.State, r *rows) (*base, error) {
	b := &base{state: state}
	var fromSettled, fromWaiting []uint32
	var err error
	if b.settled, fromSettled, err = newSegment(r, func(i int) bool { return r.due[i] == None }, false); err != nil {
		return nil, err
	}
	if b.waiting, fromWaiting, err = newSegment(r, func(i int) bool { return r.due[i] != None }, true); err != nil {
		return nil, err
	}
	ids := make([]int64, 0, len(fromSettled)+len(fromWaiting))
	for _, from := range [][]uint32{fromSettled, fromWaiting} {
		for _, i := range from {
			ids = append(ids, r.ids[i])
		}
	}
	b.rows = newRowMap(ids)
	return b, nil
}

// appendTo appends the complaint at a row, as it was.
func (b *base) appendTo(r *rows, row int, id int64) {
	if n := b.settled.len(); row >= n {
		b.waiting.appendTo(r, row-n, id)
		return
	}
	b.settled.appendTo(r, row, id)
}

// appendAll appends all complaints for whose id take says so.
func (b *base) appendAll(r *rows, take func(id int64) bool) {
	ids, n := b.rows.inverse(b.len()), b.settled.len()
	b.settled.appendAll(r, ids[:n], take)
	b.waiting.appendAll(r, ids[n:], take)
}

// complete reports whether the histories are known.
func (b *base) complete() bool { return b.settled.histories != nil && b.waiting.histories != nil }

// received is when the complaint at a row was received.
func (b *base) received(row int) int64 {
	if n := b.settled.len(); row >= n {
		return b.waiting.epoch + int64(b.waiting.time[row-n])
	}
	return b.settled.epoch + int64(b.settled.time[row])
}

// stored are the measure and the status of the complaint at a row.
func (b *base) stored(row int) (measure, diemnong.Status) {
	s := b.settled
	if n := s.len(); row >= n {
		s, row = b.waiting, row-n
	}
	return s.measure[row], attrStatus(s.attr[row])
}

// parts are the base's share of a snapshot.
func (b *base) parts() []part {
	return []part{{segment: b.settled, weight: plus}, {segment: b.waiting, weight: plus}}
}
