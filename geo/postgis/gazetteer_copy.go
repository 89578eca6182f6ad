package postgis

import (
	"cmp"
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"

	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// copy stores the entries of a batch.
func (w *gazetteerWriter) copy(ctx context.Context, b *gazetteer.Batch) error {
	for _, table := range []struct {
		statement string
		rows      int
		count     *int64
		row       func(c *copyRows, i int) error
	}{
		{
			`gazetteer_street (source_id, source_ref, name, aliases, class, geom)`, len(b.Streets), &w.report.Streets,
			func(c *copyRows, i int) error { return w.street(c, &b.Streets[i]) },
		},
		{
			`gazetteer_address (source_id, source_ref, street, number, area_set, area_code, weight, geom)`, len(b.Addresses), &w.report.Addresses,
			func(c *copyRows, i int) error { return w.address(c, &b.Addresses[i]) },
		},
		{
			`gazetteer_place (source_id, source_ref, name, aliases, kind, radius_m, geom)`, len(b.Places), &w.report.Places,
			func(c *copyRows, i int) error { return w.place(c, &b.Places[i]) },
		},
		{
			`gazetteer_feature (source_id, source_ref, kind, class, name, geom)`, len(b.Features), &w.report.Features,
			func(c *copyRows, i int) error { return w.feature(c, &b.Features[i]) },
		},
	} {
		if table.rows == 0 {
			continue
		}
		c := newCopyRows(w.space)
		for i := range table.rows {
			if err := table.row(c, i); err != nil {
				return err
			}
		}
		w.space = c.buf
		if err := c.send(ctx, w.tx, w.db.sql("copy diemnong."+table.statement+" from stdin (format binary)")); err != nil {
			return err
		}
		*table.count += int64(table.rows)
	}
	return nil
}

func (w *gazetteerWriter) street(c *copyRows, s *gazetteer.Street) error {
	if err := checkStreet(s); err != nil {
		return err
	}
	c.row(6)
	c.int2(int(w.source))
	c.text(s.Ref)
	c.text(s.Name)
	c.texts(s.Aliases)
	c.text(s.Class)
	if len(s.Lines) == 0 {
		c.null()
		return nil
	}
	return c.geometry(s.Lines)
}

func (w *gazetteerWriter) address(c *copyRows, a *gazetteer.Address) error {
	if err := checkAddress(a); err != nil {
		return err
	}
	c.row(8)
	c.int2(int(w.source))
	c.text(a.Ref)
	c.text(a.Street)
	c.text(a.Number)
	c.text(a.Area.Set)
	c.text(a.Area.Code)
	c.float4(float64(cmp.Or(a.Weight, 1)))
	c.point(a.Point.Lon, a.Point.Lat)
	return nil
}

func (w *gazetteerWriter) place(c *copyRows, p *gazetteer.Place) error {
	if err := checkPlace(p); err != nil {
		return err
	}
	c.row(7)
	c.int2(int(w.source))
	c.text(p.Ref)
	c.text(p.Name)
	c.texts(p.Aliases)
	c.text(p.Kind)
	c.float4(p.RadiusM)
	c.point(p.Point.Lon, p.Point.Lat)
	return nil
}

func (w *gazetteerWriter) feature(c *copyRows, f *gazetteer.Feature) error {
	if err := checkFeature(f); err != nil {
		return err
	}
	c.row(6)
	c.int2(int(w.source))
	c.text(f.Ref)
	c.text(string(f.Kind))
	c.text(f.Class)
	c.text(f.Name)
	return c.geometry(f.Geometry)
}

// geometry writes any geometry in degrees.
func (c *copyRows) geometry(g orb.Geometry) error {
	b, err := ewkb.Marshal(g, srid)
	if err != nil {
		return fmt.Errorf("encode geometry: %w", err)
	}
	c.length(len(b))
	c.buf = append(c.buf, b...)
	return nil
}

// texts writes a text[].
func (c *copyRows) texts(list []string) {
	size, dimensions := 3*4, uint32(0)
	if len(list) > 0 {
		size, dimensions = arrayHeader, 1
	}
	for _, s := range list {
		size += 4 + len(s)
	}
	c.length(size)
	for _, v := range [...]uint32{dimensions, 0, pgtype.TextOID} {
		c.length(int(v))
	}
	if len(list) == 0 {
		return
	}
	c.length(len(list))
	c.length(1) // lower bound
	for _, s := range list {
		c.text(s)
	}
}
