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

// copySignature begins every binary COPY; flags and the length of an extension follow.
const (
	copySignature = "PGCOPY\n\xff\r\n\x00"
	copyHeader    = len(copySignature) + 4 + 4
)

// errCopyFormat says that the server sent something else than was asked for.
var errCopyFormat = errors.New("the server's binary rows are not as expected")

// errUnusableTime says that a time is not one of the schema: migration 002 lets no such one in.
var errUnusableTime = errors.New("a time is infinite or not a whole second")

// copyOut runs a COPY … TO STDOUT (FORMAT binary) and hands its rows over, each
// valid until the next one. An error of take ends the connection, which is the
// only way to stop the server.
//
// pgx's own way to read rows decodes a description of each value; for millions
// of rows that costs more than the server needs to send them.
func copyOut(ctx context.Context, tx pgx.Tx, query string, take func(*copiedRow) error) error {
	r := copyReader{take: take}
	_, err := tx.Conn().PgConn().CopyTo(ctx, &r, "copy ("+query+") to stdout (format binary)")
	if r.err != nil {
		return r.err
	}
	if err != nil {
		return fmt.Errorf("copy: %w", err)
	}
	return nil
}

// copyReader takes what COPY sends. The protocol promises one row a message,
// so that nothing has to be put together here; only the header comes with the
// first row, and the last message is the trailer alone.
type copyReader struct {
	take  func(*copiedRow) error
	begun bool
	row   copiedRow
	err   error // of take, or of the format
}

// Write takes one message.
func (r *copyReader) Write(message []byte) (int, error) {
	body := message
	if !r.begun {
		if !bytes.HasPrefix(body, []byte(copySignature)) || len(body) < copyHeader {
			r.err = errCopyFormat
			return 0, r.err
		}
		r.begun = true
		body = body[copyHeader:]
	}
	if len(body) < 2 {
		if len(body) == 0 { // the header came alone
			return len(message), nil
		}
		r.err = errCopyFormat
		return 0, r.err
	}
	if body[0] == 0xff && body[1] == 0xff {
		return len(message), nil
	}
	r.row = copiedRow{rest: body[2:]}
	if r.err = r.take(&r.row); r.err == nil {
		r.err = r.row.err
	}
	if r.err != nil {
		return 0, r.err
	}
	return len(message), nil
}

// copiedRow reads the columns of one row in their order. A mistake is kept in
// err, so that callers need not ask after each column.
type copiedRow struct {
	rest []byte
	err  error
}

// next gives a column's bytes; nil for null.
func (r *copiedRow) next() []byte {
	if len(r.rest) < 4 {
		r.err = errCopyFormat
		return nil
	}
	n := int32(binary.BigEndian.Uint32(r.rest))
	if n < 0 {
		r.rest = r.rest[4:]
		return nil
	}
	if int(n) > len(r.rest)-4 {
		r.err = errCopyFormat
		return nil
	}
	v := r.rest[4 : 4+n]
	r.rest = r.rest[4+n:]
	return v
}

// int8 reads a bigint; 0 for null.
func (r *copiedRow) int8() int64 {
	v := r.next()
	if len(v) != 8 {
		if v != nil {
			r.err = errCopyFormat
		}
		return 0
	}
	return int64(binary.BigEndian.Uint64(v))
}

// int4 reads an integer; 0 for null.
func (r *copiedRow) int4() int32 {
	v := r.next()
	if len(v) != 4 {
		if v != nil {
			r.err = errCopyFormat
		}
		return 0
	}
	return int32(binary.BigEndian.Uint32(v))
}

// seconds reads a timestamptz as Unix seconds; [index.None] for null.
func (r *copiedRow) seconds() int64 {
	v := r.next()
	if len(v) != 8 {
		if v != nil {
			r.err = errCopyFormat
		}
		return index.None
	}
	micros := int64(binary.BigEndian.Uint64(v))
	s := micros / 1e6
	if s*1e6 != micros { // infinity is not divisible either
		r.err = errUnusableTime
	}
	return s + postgresEpoch/1e6
}

// ids reads an integer[] of one dimension that begins at 1, in which 0 stands
// for null, into space.
func (r *copiedRow) ids(space []int32) []int32 {
	space = space[:0]
	v := r.next()
	if len(v) < arrayHeader { // null, or no dimension: {}
		return space
	}
	n := binary.BigEndian.Uint32(v[12:])
	if binary.BigEndian.Uint32(v) != 1 || binary.BigEndian.Uint32(v[16:]) != 1 {
		r.err = errCopyFormat
		return space
	}
	elements := copiedRow{rest: v[arrayHeader:]}
	for range n {
		space = append(space, elements.int4())
	}
	if elements.err != nil {
		r.err = elements.err
	}
	return space
}

// arrayHeader is dimensions, a flag for nulls, the element's type, length and lower bound.
const arrayHeader = 5 * 4
