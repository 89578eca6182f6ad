package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
	"github.com/diemnong/diemnong/geo/ingest/source"
)

// table reads entries from a CSV file. A row may be several: with a street and
// coordinates it is an address, with a name a place, with an address in one
// text what Learn makes of it; with a street alone it is the name of a street.
type table struct {
	reader  source.Reader
	options Options
	columns Columns
	at      map[string]int  // column → position
	streets map[string]bool // names given without lines
}

func openTable(path string, o Options) (*table, error) {
	reader, err := source.Open(path, source.Options{Format: "csv", Encoding: o.Encoding, Delimiter: o.Delimiter})
	if err != nil {
		return nil, err
	}
	t := &table{reader: reader, options: o, at: make(map[string]int), streets: make(map[string]bool)}
	if err := t.resolve(); err != nil {
		return nil, errors.Join(err, reader.Close())
	}
	return t, nil
}

// resolve finds the columns, and refuses a table that cannot give anything.
func (t *table) resolve() (err error) {
	has := t.reader.Columns()
	if t.columns, err = t.options.Columns.resolve(has); err != nil {
		return err
	}
	c := &t.columns
	for i, name := range slices.Backward(has) { // of two columns with one name, the first
		t.at[name] = i
	}
	list := "It has: " + strings.Join(has, ", ") + "."
	switch {
	case (c.Lat == "") != (c.Lon == ""):
		return diemnong.InvalidValue("header", "", "names only one of latitude and longitude.", "Name the columns with --lat and --lon. "+list)
	case c.Street == "" && c.Lat == "":
		return diemnong.InvalidValue("header", "", "names neither streets nor coordinates.", "Name the columns with --street, --lat and --lon. "+list)
	case c.Street == "" && c.Name == "" && c.Address == "":
		return diemnong.InvalidValue("header", "", "names no street, no place and no address.",
			"Name the columns with --street, --name-column or --address. "+list)
	}
	return nil
}

func (t *table) kind() gazetteer.SourceKind { return gazetteer.SourceCSV }

func (t *table) read(ctx context.Context, out *batcher, r *Report) error {
	r.Read = t.columns.String()
	for {
		var rec source.Record
		switch err := t.reader.Next(&rec); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("read line %d: %w", rec.Line, err)
		}
		r.Rows++
		if r.Rows%1024 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			t.tell(r)
		}
		where := fmt.Sprintf("line %d", rec.Line)
		if rec.Fault != nil {
			r.leaveOut(fault{where, rec.Fault.Column, rec.Fault.Value, rec.Fault.Reason})
			continue
		}
		if err := t.row(&rec, where, out, r); err != nil {
			return err
		}
	}
}

func (t *table) tell(r *Report) {
	if t.options.OnProgress != nil {
		done, total := t.reader.Progress()
		t.options.OnProgress(Progress{Done: done, Total: total, Entries: r.Entries})
	}
}

// get is the text of a column of the row; empty when there is no such column.
func (t *table) get(rec *source.Record, column string) string {
	i, ok := t.at[column]
	if !ok || i >= len(rec.Fields) {
		return ""
	}
	return clean(rec.Fields[i])
}

func (t *table) row(rec *source.Record, where string, out *batcher, r *Report) error {
	c := &t.columns
	p, hasPoint, bad := t.point(rec)
	weight := float32(1)
	if bad == nil {
		weight, bad = t.weight(rec)
	}
	if bad != nil {
		bad.where = where
		r.leaveOut(*bad)
		return nil
	}
	street, name, address := t.get(rec, c.Street), t.get(rec, c.Name), t.get(rec, c.Address)
	ref := strconv.FormatInt(rec.Line, 10)
	switch {
	case street == "" && name == "" && address == "":
		r.leaveOut(fault{where: where, reason: "has no street, no name and no address."})
		return nil
	case !hasPoint && street != "":
		return t.nameOnly(ref, street, out)
	case !hasPoint:
		r.leaveOut(fault{where: where, reason: "has no coordinates."})
		return nil
	}
	if name != "" {
		if err := out.place(gazetteer.Place{Ref: ref, Name: name, Kind: t.get(rec, c.Kind), Point: p}); err != nil {
			return err
		}
	}
	a := gazetteer.Address{Street: street, Number: t.get(rec, c.Number)}
	if street == "" {
		if address == "" {
			return nil
		}
		var reason string
		if a, reason = t.learn(address, p); reason != "" {
			r.leaveOut(fault{where, c.Address, address, reason})
			return nil
		}
	}
	a.Ref, a.Point, a.Weight = ref, p, weight
	return out.address(a)
}

// nameOnly gives a street of which nothing but the name is known, once.
func (t *table) nameOnly(ref, name string, out *batcher) error {
	if t.streets[name] {
		return nil
	}
	t.streets[name] = true
	return out.street(gazetteer.Street{Ref: ref, Name: name})
}

func (t *table) learn(text string, p geo.Point) (a gazetteer.Address, reason string) {
	if t.options.Learn == nil {
		return a, "has an address in one text, and nothing to read it with."
	}
	a, err := t.options.Learn(text, p)
	var told *diemnong.Error
	switch {
	case errors.As(err, &told):
		return a, told.Message
	case err != nil:
		return a, err.Error()
	case a.Street == "":
		return a, "names no street."
	}
	return a, ""
}

// point reads the coordinates; ok is false when the row has none.
func (t *table) point(rec *source.Record) (p geo.Point, ok bool, bad *fault) {
	lat, lon := t.get(rec, t.columns.Lat), t.get(rec, t.columns.Lon)
	if lat == "" && lon == "" {
		return p, false, nil
	}
	var good bool
	if p.Lat, good = degrees(lat, 90); !good {
		return p, false, &fault{field: t.columns.Lat, value: lat, reason: "is not a latitude. Give degrees such as 10.7721."}
	}
	if p.Lon, good = degrees(lon, 180); !good {
		return p, false, &fault{field: t.columns.Lon, value: lon, reason: "is not a longitude. Give degrees such as 106.6981."}
	}
	if p == (geo.Point{}) {
		return p, false, nil // how many systems write that they do not know
	}
	if !t.options.within(p.Lon, p.Lat) {
		reason := "lies outside the bounds of the city."
		if t.options.within(p.Lat, p.Lon) {
			reason += " Latitude and longitude are swapped."
		}
		return p, false, &fault{field: t.columns.Lat + ", " + t.columns.Lon, value: lat + ", " + lon, reason: reason}
	}
	return p, true, nil
}

// degrees reads a coordinate, with a decimal point or comma.
func degrees(s string, most float64) (v float64, ok bool) {
	v, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	return v, err == nil && v >= -most && v <= most
}

func (t *table) weight(rec *source.Record) (float32, *fault) {
	s := t.get(rec, t.columns.Weight)
	if s == "" {
		return 1, nil
	}
	w, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 32)
	if err != nil || !(w > 0 && w <= 1) || float32(w) <= 0 {
		return 0, &fault{field: t.columns.Weight, value: s, reason: "is not a weight. Give a number above 0, up to 1."}
	}
	return float32(w), nil
}
