package postgis

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
)

// copyRows is the body of a COPY … FROM STDIN (FORMAT binary): see
// https://www.postgresql.org/docs/15/sql-copy.html, "Binary Format". It is
// written directly, because pgx's own way looks a plan up and allocates for
// every single value.
type copyRows struct{ buf []byte }

// postgresEpoch is 2000-01-01 in Unix microseconds; binary timestamps count from there.
const postgresEpoch = 946684800_000000

func newCopyRows(space []byte) *copyRows {
	c := &copyRows{append(space[:0], "PGCOPY\n\xff\r\n\x00"...)}
	c.buf = append(c.buf, 0, 0, 0, 0, 0, 0, 0, 0) // no flags, no header extension
	return c
}

// row begins a row of so many columns.
func (c *copyRows) row(columns int16) {
	c.buf = binary.BigEndian.AppendUint16(c.buf, uint16(columns))
}

func (c *copyRows) length(n int) { c.buf = binary.BigEndian.AppendUint32(c.buf, uint32(n)) }

func (c *copyRows) null() { c.length(-1) }

func (c *copyRows) int2(v int) {
	c.length(2)
	c.buf = binary.BigEndian.AppendUint16(c.buf, uint16(v))
}

func (c *copyRows) int4(v int32) {
	c.length(4)
	c.buf = binary.BigEndian.AppendUint32(c.buf, uint32(v))
}

func (c *copyRows) int8(v int64) {
	c.length(8)
	c.buf = binary.BigEndian.AppendUint64(c.buf, uint64(v))
}

// int2OrNull, int4OrNull and int8OrNull write null for 0, which is no id and no cell.
func (c *copyRows) int2OrNull(v int) {
	if v == 0 {
		c.null()
		return
	}
	c.int2(v)
}

func (c *copyRows) int4OrNull(v int32) {
	if v == 0 {
		c.null()
		return
	}
	c.int4(v)
}

func (c *copyRows) int8OrNull(v int64) {
	if v == 0 {
		c.null()
		return
	}
	c.int8(v)
}

func (c *copyRows) float4(v float64) {
	c.length(4)
	c.buf = binary.BigEndian.AppendUint32(c.buf, math.Float32bits(float32(v)))
}

// float4OrNull writes null for 0, which is an unknown radius or score.
func (c *copyRows) float4OrNull(v float64) {
	if v == 0 {
		c.null()
		return
	}
	c.float4(v)
}

func (c *copyRows) text(s string) {
	c.length(len(s))
	c.buf = append(c.buf, s...)
}

// textOrNull writes null for the empty text.
func (c *copyRows) textOrNull(s string) {
	if s == "" {
		c.null()
		return
	}
	c.text(s)
}

// time writes null for the zero time.
func (c *copyRows) time(t time.Time) {
	if t.IsZero() {
		c.null()
		return
	}
	c.int8(t.UnixMicro() - postgresEpoch)
}

// point writes a geometry(Point, 4326).
func (c *copyRows) point(lon, lat float64) {
	const pointWithSRID = 0x20000001
	c.length(25)
	c.buf = append(c.buf, 1) // little-endian EWKB
	c.buf = binary.LittleEndian.AppendUint32(c.buf, pointWithSRID)
	c.buf = binary.LittleEndian.AppendUint32(c.buf, srid)
	c.buf = binary.LittleEndian.AppendUint64(c.buf, math.Float64bits(lon))
	c.buf = binary.LittleEndian.AppendUint64(c.buf, math.Float64bits(lat))
}

// ids writes an integer[] in which 0 stands for null.
func (c *copyRows) ids(ids []int32) {
	start := len(c.buf)
	c.length(0)
	dimensions, hasNull := uint32(0), uint32(0)
	if len(ids) > 0 {
		dimensions = 1
	}
	c.buf = binary.BigEndian.AppendUint32(c.buf, dimensions)
	c.buf = binary.BigEndian.AppendUint32(c.buf, 0)
	c.buf = binary.BigEndian.AppendUint32(c.buf, pgtype.Int4OID)
	if len(ids) > 0 {
		c.buf = binary.BigEndian.AppendUint32(c.buf, uint32(len(ids)))
		c.buf = binary.BigEndian.AppendUint32(c.buf, 1) // lower bound
	}
	for _, id := range ids {
		if id == 0 {
			hasNull = 1
			c.null()
			continue
		}
		c.int4(id)
	}
	binary.BigEndian.PutUint32(c.buf[start+8:], hasNull)
	binary.BigEndian.PutUint32(c.buf[start:], uint32(len(c.buf)-start-4))
}

// send ends the rows and runs the COPY.
func (c *copyRows) send(ctx context.Context, tx pgx.Tx, copyStatement string) error {
	c.buf = binary.BigEndian.AppendUint16(c.buf, math.MaxUint16)
	if _, err := tx.Conn().PgConn().CopyFrom(ctx, bytes.NewReader(c.buf), copyStatement); err != nil {
		return fmt.Errorf("copy: %w", err)
	}
	return nil
}
