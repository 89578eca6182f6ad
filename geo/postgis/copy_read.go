package postgis

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong/geo/index"
)

// copySignature begins every binary COPY; flags and the length of an
// extension, four bytes each, follow it.
const (
	copySignature = "PGCOPY\n\xff\r\n\x00"
	copyHeader    = len(copySignature) + 4 + 4
)

var (
	errCopyFormat   = errors.New("the server's binary rows are not what was asked for")
	errUnusableTime = errors.New("a stored time is infinite or not a whole second, which the schema forbids")
)

// copyOut runs a query as COPY … TO STDOUT (FORMAT binary) and hands each row
// over, valid until the next one. An error of take ends the connection: there
// is no other way to stop the server in the midst of it.
//
// pgx's own way to read rows describes and decodes every single value, which
// for millions of rows takes longer than the server needs to send them.
func copyOut(ctx context.Context, tx pgx.Tx, query string, take func(row []byte) error) error {
	w := copyWriter{take: take}
	_, err := tx.Conn().PgConn().CopyTo(ctx, &w, "copy ("+query+") to stdout (format binary)")
	if w.err != nil {
		return w.err
	}
	if err != nil {
		return fmt.Errorf("copy: %w", err)
	}
	return nil
}

// copyWriter takes what COPY sends. The protocol promises one row a message;
// the header comes with the first one, and the trailer is one of its own.
type copyWriter struct {
	take  func(row []byte) error
	begun bool
	err   error // of take, or of the format
}

// Write takes one message.
func (w *copyWriter) Write(message []byte) (int, error) {
	row := message
	if !w.begun {
		if !bytes.HasPrefix(row, []byte(copySignature)) || len(row) < copyHeader {
			w.err = errCopyFormat
			return 0, w.err
		}
		w.begun, row = true, row[copyHeader:]
	}
	if isTrailer := len(row) == 2 && row[0] == 0xff && row[1] == 0xff; isTrailer || len(row) == 0 {
		return len(message), nil
	}
	if w.err = w.take(row); w.err != nil {
		return 0, w.err
	}
	return len(message), nil
}

// copiedRows reads rows of a binary COPY that follow each other, column by
// column. The first mistake is kept in err, and nothing is read after it, so
// that callers need not ask after each column.
type copiedRows struct {
	rest []byte
	err  error
}

// next begins a row of so many columns; false says that there is none.
func (r *copiedRows) next(columns uint16) bool {
	if len(r.rest) == 0 || r.err != nil {
		return false
	}
	if len(r.rest) < 2 || binary.BigEndian.Uint16(r.rest) != columns {
		r.fail()
		return false
	}
	r.rest = r.rest[2:]
	return true
}

func (r *copiedRows) fail() { r.failWith(errCopyFormat) }

// failWith keeps the first mistake.
func (r *copiedRows) failWith(err error) {
	if r.rest = nil; r.err == nil {
		r.err = err
	}
}

// bytes gives a column as it came; ok is false for null.
func (r *copiedRows) bytes() (v []byte, ok bool) {
	if len(r.rest) < 4 {
		r.fail()
		return nil, false
	}
	n := int(int32(binary.BigEndian.Uint32(r.rest)))
	if n < 0 {
		r.rest = r.rest[4:]
		return nil, false
	}
	if n > len(r.rest)-4 {
		r.fail()
		return nil, false
	}
	v, r.rest = r.rest[4:4+n], r.rest[4+n:]
	return v, true
}

// int8 reads a bigint; ok is false for null.
func (r *copiedRows) int8() (v int64, ok bool) {
	b, ok := r.bytes()
	if ok && len(b) != 8 {
		r.fail()
		ok = false
	}
	if !ok {
		return 0, false
	}
	return int64(binary.BigEndian.Uint64(b)), true
}

// int4 reads an integer; 0 for null.
func (r *copiedRows) int4() int32 {
	b, ok := r.bytes()
	if ok && len(b) != 4 {
		r.fail()
		ok = false
	}
	if !ok {
		return 0
	}
	return int32(binary.BigEndian.Uint32(b))
}

// seconds reads a timestamptz as Unix seconds; [index.None] for null.
func (r *copiedRows) seconds() int64 {
	micros, ok := r.int8()
	if !ok {
		return index.None
	}
	s := micros / 1e6
	if s*1e6 != micros { // infinity, the largest number, is not divisible either
		r.failWith(errUnusableTime)
	}
	return s + postgresEpoch/1e6
}

// arrayHeader is dimensions, whether there are nulls, the element's type, the
// length and the lower bound, four bytes each.
const arrayHeader = 5 * 4

// ids reads an integer[] that begins at 1, in which 0 stands for null, into space.
func (r *copiedRows) ids(space []int32) []int32 {
	space = space[:0]
	b, _ := r.bytes()
	if len(b) < arrayHeader { // null or {}, which has no dimension
		return space
	}
	if binary.BigEndian.Uint32(b) != 1 || binary.BigEndian.Uint32(b[16:]) != 1 {
		r.fail()
		return space
	}
	elements := copiedRows{rest: b[arrayHeader:]}
	for len(elements.rest) > 0 {
		space = append(space, elements.int4())
	}
	if elements.err != nil {
		r.fail()
	}
	return space
}
