package index

import (
	"encoding/binary"
	"slices"

	"github.com/diemnong/diemnong"
)

// histories are the events of a segment's rows, written one row after the
// other. A row is
//
//	varint   number of bytes that follow, times 8; bit 0: the first event is a plain
//	         receipt, at received_at and not closed, which is not written; bit 1: it
//	         has a due time; bit 2: the row is steady
//	varint   that due time
//	         the other events
//
// and an event is
//
//	a byte   bits 0–2 status, bit 3 re-opening, bits 4–5 due time, bits 6–7 closing time
//	varint   seconds since the event before, or since received_at
//	varint   due time, where bits 4–5 say that a new one follows
//	varint   closing time, where bits 6–7 say so
//
// Signed numbers are zigzag. Due and closing times count from received_at, in
// minutes where that is exact: most due times are whole hours away. A receipt,
// which begins almost every history, takes four bytes so, a closing as many.
// It is immutable.
type histories struct {
	data    []byte
	anchors []uint64 // where each anchorRows-th row begins
}

const anchorRows = 64

const (
	plainReceipt = 1
	receiptDue   = 2
	steadyRow    = 4
	lengthShift  = 3

	statusMask   = 7
	reopenedFlag = 1 << 3

	dueShift, closedShift = 4, 6
	timeKept              = 0 // as after the event before; none at first
	timeNone              = 1
	timeGiven             = 2
	timeOfEvent           = 3 // closing times only: when the event was
)

// appendHistory writes the events of a row.
func appendHistory(b []byte, received int64, events []Event, steady bool) []byte {
	begin, head := len(b), uint64(0)
	if steady {
		head |= steadyRow
	}
	at, due, closed := received, int64(None), int64(None)
	if len(events) > 0 && isReceipt(events[0], received) {
		head |= plainReceipt
		if due = events[0].DueAt; due != None {
			head |= receiptDue
		}
		events = events[1:]
	}
	if head&receiptDue != 0 {
		b = appendTime(b, due-received)
	}
	for _, e := range events {
		head := byte(e.Status)
		if e.Reopened {
			head |= reopenedFlag
		}
		dueCode, closedCode := timeCode(e.DueAt, due, None), timeCode(e.ClosedAt, closed, e.At)
		b = append(b, head|dueCode<<dueShift|closedCode<<closedShift)
		b = binary.AppendVarint(b, e.At-at)
		if dueCode == timeGiven {
			b = appendTime(b, e.DueAt-received)
		}
		if closedCode == timeGiven {
			b = appendTime(b, e.ClosedAt-received)
		}
		at, due, closed = e.At, e.DueAt, e.ClosedAt
	}
	head |= uint64(len(b)-begin) << lengthShift
	var room [binary.MaxVarintLen64]byte
	return slices.Insert(b, begin, binary.AppendUvarint(room[:0], head)...)
}

// isReceipt reports whether an event says no more than that the complaint came.
func isReceipt(e Event, received int64) bool {
	return e.At == received && e.Status == diemnong.Received && e.ClosedAt == None && !e.Reopened
}

func timeCode(t, before, event int64) byte {
	switch t {
	case before:
		return timeKept
	case None:
		return timeNone
	case event:
		return timeOfEvent
	default:
		return timeGiven
	}
}

// appendTime writes a difference in seconds; the lowest bit says that it is in
// minutes.
func appendTime(b []byte, seconds int64) []byte {
	if seconds%60 == 0 {
		return binary.AppendUvarint(b, zigzag(seconds/60)<<1|1)
	}
	return binary.AppendUvarint(b, zigzag(seconds)<<1)
}

func zigzag(n int64) uint64   { return uint64(n<<1) ^ uint64(n>>63) }
func unzigzag(n uint64) int64 { return int64(n>>1) ^ -int64(n&1) }

// reader reads what appendHistory wrote. The bytes are the program's own, or
// were checked against their sum: they are not doubted here.
type reader struct {
	data []byte
	at   int
}

func (r *reader) uvarint() uint64 {
	if b := r.data[r.at]; b < 0x80 {
		r.at++
		return uint64(b)
	}
	n, size := binary.Uvarint(r.data[r.at:])
	r.at += size
	return n
}

func (r *reader) time(received int64) int64 {
	n := r.uvarint()
	if n&1 == 1 {
		return received + unzigzag(n>>1)*60
	}
	return received + unzigzag(n>>1)
}

// event reads one event; before is the one before it.
func (r *reader) event(received int64, before Event) Event {
	head := r.data[r.at]
	r.at++
	e := Event{
		At: before.At + unzigzag(r.uvarint()), DueAt: before.DueAt, ClosedAt: before.ClosedAt,
		Status: diemnong.Status(head & statusMask), Reopened: head&reopenedFlag != 0,
	}
	switch head >> dueShift & 3 {
	case timeNone:
		e.DueAt = None
	case timeGiven:
		e.DueAt = r.time(received)
	}
	switch head >> closedShift {
	case timeNone:
		e.ClosedAt = None
	case timeGiven:
		e.ClosedAt = r.time(received)
	case timeOfEvent:
		e.ClosedAt = e.At
	}
	return e
}

// begin reads the head of a row: its first event, when that is a plain receipt,
// and where the others end.
func (r *reader) begin(received int64) (first Event, plain bool, end int) {
	head := r.uvarint()
	end = r.at + int(head>>lengthShift)
	first = Event{At: received, DueAt: None, ClosedAt: None}
	if head&receiptDue != 0 {
		first.DueAt = r.time(received)
	}
	return first, head&plainReceipt != 0, end
}

// stateAt reads a row: its state after the last event at or before the moment,
// and whether it had been re-opened by then. Before the first event a
// complaint has only just been received, and nothing else is known of it.
func (r *reader) stateAt(received, moment int64) (state Event, reopened bool) {
	last, plain, end := r.begin(received)
	state = Event{DueAt: None, ClosedAt: None}
	if plain && received <= moment {
		state = last
	}
	for r.at < end {
		last = r.event(received, last)
		if last.At <= moment {
			state = last
			reopened = reopened || last.Reopened
		}
	}
	return state, reopened
}

// skip passes over rows.
func (r *reader) skip(rows int) {
	for ; rows > 0; rows-- {
		head := r.uvarint()
		r.at += int(head >> lengthShift)
	}
}

// isSteady reports whether the row that the reader is at is steady: see [steady].
func (r *reader) isSteady() bool { return r.data[r.at]&steadyRow != 0 }

// historyCursor gives rows in their state at a moment. It is scratch of one
// goroutine.
type historyCursor struct {
	reader
	of  *histories
	row int // that the reader is at
}

// seek goes to a row, on from where the cursor is when that is near.
func (c *historyCursor) seek(h *histories, row int) {
	if anchor := row / anchorRows; c.of != h || c.row > row || c.row < anchor*anchorRows {
		c.of, c.row = h, anchor*anchorRows
		c.reader = reader{h.data, int(h.anchors[anchor])}
	}
	c.skip(row - c.row)
	c.row = row
}

// pastStates gives the rows of a piece in their state at the selection's moment:
// as stored where they were so already, else by their histories.
func (s *scanner) pastStates(x *piece) {
	moment, n := s.q.asOf.Unix(), x.to-x.from
	x.measure, x.attr = s.measure[:n], s.attr[:n]
	copy(x.measure, x.part.measure[x.from:x.to])
	copy(x.attr, x.part.attr[x.from:x.to])
	c := &s.cursor
	c.seek(x.histories, x.from)
	for i, stored := range x.measure {
		received := x.epoch + int64(x.time[x.from+i])
		if moment-received >= longest[uint8(stored)] && c.isSteady() {
			c.skip(1)
			continue
		}
		state, reopened := c.stateAt(received, moment)
		class := classOf(state.Status, state.DueAt, state.ClosedAt)
		if class == diemnong.Open && state.DueAt < moment {
			class = diemnong.Overdue
		}
		x.measure[i] = measureOf(class, reopened, bucketOf(state.Status, received, state.ClosedAt))
		x.attr[i] = attrOf(state.Status, attrChannel(x.attr[i]), attrQuality(x.attr[i]))
	}
	c.row = x.to
}

// historyRows are the histories of rows in the order in which they came.
type historyRows struct {
	data []byte
	ends []uint64
}

// add writes the history of a row with a measure and a status.
func (h *historyRows) add(received int64, events []Event, m measure, s diemnong.Status) {
	h.data = appendHistory(h.data, received, events, steady(received, events, m, s))
	h.ends = append(h.ends, uint64(len(h.data)))
}

// append adds a row that is written already.
func (h *historyRows) append(b []byte) {
	h.data = append(h.data, b...)
	h.ends = append(h.ends, uint64(len(h.data)))
}

// of gives the bytes of a row.
func (h *historyRows) of(i int) []byte {
	begin := uint64(0)
	if i > 0 {
		begin = h.ends[i-1]
	}
	return h.data[begin:h.ends[i]]
}

// newHistories writes rows in another order.
func newHistories(from []uint32, of func(i uint32) []byte) *histories {
	size := 0
	for _, i := range from {
		size += len(of(i))
	}
	h := &histories{data: make([]byte, 0, size), anchors: make([]uint64, 0, len(from)/anchorRows+1)}
	for k, i := range from {
		if k%anchorRows == 0 {
			h.anchors = append(h.anchors, uint64(len(h.data)))
		}
		h.data = append(h.data, of(i)...)
	}
	return h
}

// at gives the bytes of one row.
func (h *histories) at(row int) []byte {
	var c historyCursor
	c.seek(h, row)
	begin := c.reader.at
	c.skip(1)
	return h.data[begin:c.reader.at]
}
