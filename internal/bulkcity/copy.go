package bulkcity

import (
	"encoding/binary"
	"math"
	"time"
)

// rows are rows of COPY … (FORMAT binary), as
// https://www.postgresql.org/docs/15/sql-copy.html describes them. pgx's own
// way costs more than the server takes to store them.
type rows struct{ buf []byte }

const (
	header  = "PGCOPY\n\xff\r\n\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	trailer = "\xff\xff"
	// postgresEpoch is 2000-01-01 in Unix seconds; binary timestamps count
	// microseconds from there.
	postgresEpoch = 946684800
	int4OID       = 23
	srid          = 4326
)

func (r *rows) begin(columns int) { r.buf = binary.BigEndian.AppendUint16(r.buf, uint16(columns)) }

func (r *rows) length(n int) { r.buf = binary.BigEndian.AppendUint32(r.buf, uint32(n)) }

func (r *rows) null() { r.length(-1) }

func (r *rows) int2(v int) {
	r.length(2)
	r.buf = binary.BigEndian.AppendUint16(r.buf, uint16(v))
}

func (r *rows) int4(v int32) {
	r.length(4)
	r.buf = binary.BigEndian.AppendUint32(r.buf, uint32(v))
}

func (r *rows) int8(v int64) {
	r.length(8)
	r.buf = binary.BigEndian.AppendUint64(r.buf, uint64(v))
}

func (r *rows) float4(v float64) {
	r.length(4)
	r.buf = binary.BigEndian.AppendUint32(r.buf, math.Float32bits(float32(v)))
}

func (r *rows) text(s string) {
	r.length(len(s))
	r.buf = append(r.buf, s...)
}

// time writes null for the zero time.
func (r *rows) time(t time.Time) {
	if t.IsZero() {
		r.null()
		return
	}
	r.int8((t.Unix() - postgresEpoch) * 1_000_000)
}

// ids writes an integer[] without nulls.
func (r *rows) ids(ids []int32) {
	r.length(5*4 + len(ids)*8)
	for _, v := range [...]uint32{1, 0, int4OID, uint32(len(ids)), 1} { // dimensions, no nulls, type, size, lower bound
		r.buf = binary.BigEndian.AppendUint32(r.buf, v)
	}
	for _, id := range ids {
		r.int4(id)
	}
}

// point writes a geometry(Point, 4326) as little-endian EWKB.
func (r *rows) point(lon, lat float64) {
	const pointWithSRID = 0x20000001
	r.length(25)
	r.buf = append(r.buf, 1)
	r.buf = binary.LittleEndian.AppendUint32(r.buf, pointWithSRID)
	r.buf = binary.LittleEndian.AppendUint32(r.buf, srid)
	r.buf = binary.LittleEndian.AppendUint64(r.buf, math.Float64bits(lon))
	r.buf = binary.LittleEndian.AppendUint64(r.buf, math.Float64bits(lat))
}

const complaintColumns = `id, received_at, due_at, closed_at, cell, source_hash, stated_area_id, source_id, category_id,
	agency_id, channel, status, quality, reopened, radius_m, source_ref, areas, geom`

// complaint writes a row of complaintColumns.
func (r *rows) complaint(c *Complaint) {
	placed := c.Location.Quality.Placeable()
	r.begin(18)
	r.int8(c.ID)
	r.time(c.ReceivedAt)
	r.time(c.DueAt)
	r.time(c.ClosedAt)
	if placed {
		r.int8(int64(c.Location.Cell))
	} else {
		r.null()
	}
	r.int8(c.ID) // the hash: only that it is there matters
	if placed {
		r.null()
	} else {
		r.int4(c.Areas[New.ID-1])
	}
	for _, v := range [...]int{
		sourceID, int(c.CategoryID), int(c.AgencyID), int(c.Channel), int(c.Status), int(c.Location.Quality), c.Reopened,
	} {
		r.int2(v)
	}
	if placed {
		r.float4(c.Location.RadiusM)
	} else {
		r.null()
	}
	r.text(c.SourceRef)
	r.ids(c.Areas[:])
	if placed {
		r.point(c.Location.Lon, c.Location.Lat)
	} else {
		r.null()
	}
}

const eventColumns = `complaint_id, seq, at, kind, status, due_at, closed_at`

// events writes rows of eventColumns.
func (r *rows) events(c *Complaint) {
	for i := range c.Events {
		e := &c.Events[i]
		r.begin(7)
		r.int8(c.ID)
		r.int2(i + 1)
		r.time(e.At)
		r.text(string(e.Kind))
		r.int2(int(e.Status))
		r.time(e.DueAt)
		r.time(e.ClosedAt)
	}
}
