package postgis

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// Times that stand for "none", so that it sorts last: all times that are
// stored lie between them (diemnong.ParseTime).
const (
	afterAllTimes  = "'9999-12-31Z'::timestamptz"
	beforeAllTimes = "'0001-01-01Z'::timestamptz"
)

// order is the order of a list, in SQL.
type order struct {
	key       string // an expression that is never null
	direction string // asc or desc, for key and id alike, as the index on (received_at, id) wants it
	isTime    bool   // the key is a time, else seconds
}

func (s *selection) order(sort heat.Sort) order {
	switch sort {
	case heat.OldestFirst:
		return order{"c.received_at", "asc", true}
	case heat.EarliestDueFirst:
		return order{fmt.Sprintf("coalesce(%s, %s)", s.dueAt, afterAllTimes), "asc", true}
	case heat.LatestDueFirst:
		return order{fmt.Sprintf("coalesce(%s, %s)", s.dueAt, beforeAllTimes), "desc", true}
	case heat.LatestClosedFirst:
		return order{fmt.Sprintf("coalesce(%s, %s)", s.closedAt, beforeAllTimes), "desc", true}
	case heat.LongestHandledFirst:
		return order{fmt.Sprintf("coalesce(date_part('epoch', %s - c.received_at)::bigint, -1)", s.closedAt), "desc", false}
	default: // heat.NewestFirst
		return order{"c.received_at", "desc", true}
	}
}

// by is the order as a clause; equal keys are in the order of their ids.
func (o order) by() string { return fmt.Sprintf("%s %s, c.id %s", o.key, o.direction, o.direction) }

// position is the expression for the key as a whole number, for a cursor.
func (o order) position() string {
	if o.isTime {
		return fmt.Sprintf("(extract(epoch from %s) * 1000000)::bigint", o.key)
	}
	return o.key
}

// continueAfter narrows a selection to what comes after a cursor.
func (o order) continueAfter(s *selection, c *cursor) {
	var position any = c.position
	if o.isTime {
		position = time.UnixMicro(c.position)
	}
	comparison := map[string]string{"asc": ">", "desc": "<"}[o.direction]
	s.and("("+o.key+", c.id) "+comparison+" (%s, %s)", position, c.id)
}

// cursor is the place of a complaint in a list.
type cursor struct {
	position int64 // the sort key: microseconds since 1970, or seconds
	id       int64
}

// cursorSize is one byte for the sort, four for the filter, and the cursor's two numbers.
const cursorSize = 1 + 4 + 8 + 8

// text writes the cursor, with what it belongs to.
func (c cursor) text(q heat.ListQuery) string {
	b := make([]byte, 0, cursorSize)
	b = append(b, byte(q.Sort))
	b = binary.BigEndian.AppendUint32(b, questionMark(q))
	b = binary.BigEndian.AppendUint64(b, uint64(c.position))
	b = binary.BigEndian.AppendUint64(b, uint64(c.id))
	return base64.RawURLEncoding.EncodeToString(b)
}

// parseCursor reads a question's cursor; nil when it has none. It fails with
// [diemnong.Invalid] for one that another question gave.
func parseCursor(q heat.ListQuery) (*cursor, error) {
	if q.Cursor == "" {
		return nil, nil
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(q.Cursor)
	if err != nil || len(b) != cursorSize {
		return nil, badCursor(q.Cursor, "is not a cursor.")
	}
	if b[0] != byte(q.Sort) || binary.BigEndian.Uint32(b[1:]) != questionMark(q) {
		return nil, badCursor(q.Cursor, "belongs to another filter or another order.")
	}
	c := &cursor{int64(binary.BigEndian.Uint64(b[5:])), int64(binary.BigEndian.Uint64(b[13:]))}
	// Outside these years PostgreSQL has no times; no list gave such a cursor.
	if year := time.UnixMicro(c.position).UTC().Year(); year < 1 || year > 9999 {
		return nil, badCursor(q.Cursor, "is not a cursor.")
	}
	return c, nil
}

func badCursor(text, message string) error {
	return diemnong.InvalidValue("cursor", text, message,
		"Take next from the page before, with the same filter and sort; or leave it out for the first page.")
}

// questionMark tells questions apart.
func questionMark(q heat.ListQuery) uint32 {
	h := fnv.New32a()
	h.Write([]byte(q.Filter.Key())) // a hash takes everything
	for _, u := range q.Unplaced {
		h.Write([]byte{0, byte(u)}) // no key has a zero byte
	}
	return h.Sum32()
}
