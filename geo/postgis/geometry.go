package postgis

import (
	"context"
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"math"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/ewkb"
)

// srid of everything stored: WGS 84 longitude and latitude.
const srid = 4326

// registerGeometry teaches a connection PostGIS's geometry type, whose oid
// differs from database to database.
func registerGeometry(ctx context.Context, conn *pgx.Conn) error {
	var oid uint32
	if err := conn.QueryRow(ctx, `select 'public.geometry'::regtype::oid`).Scan(&oid); err != nil {
		return fmt.Errorf("find the type geometry (is PostGIS installed in schema public?): %w", err)
	}
	conn.TypeMap().RegisterType(&pgtype.Type{Name: "geometry", OID: oid, Codec: geometryCodec{}})
	return nil
}

// geometryCodec carries geom.T as EWKB, PostGIS's own binary form.
type geometryCodec struct{}

// FormatSupported reports that only the binary format is spoken.
func (geometryCodec) FormatSupported(format int16) bool { return format == pgtype.BinaryFormatCode }

// PreferredFormat is binary.
func (geometryCodec) PreferredFormat() int16 { return pgtype.BinaryFormatCode }

// PlanEncode takes a geom.T.
func (geometryCodec) PlanEncode(_ *pgtype.Map, _ uint32, format int16, value any) pgtype.EncodePlan {
	if _, ok := value.(geom.T); !ok || format != pgtype.BinaryFormatCode {
		return nil
	}
	return encodeGeometry{}
}

type encodeGeometry struct{}

// Encode appends the value's EWKB.
func (encodeGeometry) Encode(value any, buf []byte) ([]byte, error) {
	if p, ok := value.(*geom.Point); ok {
		return appendPoint(buf, p), nil
	}
	b, err := ewkb.Marshal(value.(geom.T), binary.LittleEndian)
	if err != nil {
		return nil, fmt.Errorf("encode geometry: %w", err)
	}
	return append(buf, b...), nil
}

// appendPoint is the hot case of bulk loading, without an allocation.
func appendPoint(buf []byte, p *geom.Point) []byte {
	const pointWithSRID = 0x20000001
	buf = append(buf, 1)
	buf = binary.LittleEndian.AppendUint32(buf, pointWithSRID)
	buf = binary.LittleEndian.AppendUint32(buf, srid)
	for _, x := range p.FlatCoords()[:2] {
		buf = binary.LittleEndian.AppendUint64(buf, math.Float64bits(x))
	}
	return buf
}

// PlanScan fills a *geom.T.
func (geometryCodec) PlanScan(_ *pgtype.Map, _ uint32, format int16, target any) pgtype.ScanPlan {
	if _, ok := target.(*geom.T); !ok || format != pgtype.BinaryFormatCode {
		return nil
	}
	return scanGeometry{}
}

type scanGeometry struct{}

// Scan reads EWKB; null gives nil.
func (scanGeometry) Scan(src []byte, target any) error {
	into := target.(*geom.T)
	if *into = nil; src == nil {
		return nil
	}
	g, err := ewkb.Unmarshal(src)
	if err != nil {
		return fmt.Errorf("decode geometry: %w", err)
	}
	*into = g
	return nil
}

// DecodeDatabaseSQLValue gives the raw EWKB.
func (geometryCodec) DecodeDatabaseSQLValue(_ *pgtype.Map, _ uint32, _ int16, src []byte) (driver.Value, error) {
	return src, nil
}

// DecodeValue gives a geom.T.
func (geometryCodec) DecodeValue(_ *pgtype.Map, _ uint32, _ int16, src []byte) (any, error) {
	var g geom.T
	if err := (scanGeometry{}).Scan(src, &g); err != nil {
		return nil, err
	}
	return g, nil
}
