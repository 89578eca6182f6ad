package source

import (
	"cmp"
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
		var told *diemnong.Error
		if errors.As(err, &told) {
			return nil, told // without the file's name, which whoever asked adds for all formats
		}
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
		bad, err := t.record(&rec, out, r)
		if err == nil && bad != nil {
			err = t.leaveOut(&rec, bad, r)
		}
		if err != nil {
			return err
		}
	}
}

// leaveOut counts a row that cannot be used, and passes it on.
func (t *table) leaveOut(rec *source.Record, bad *fault, r *Report) error {
	bad.where = fmt.Sprintf("line %d", rec.Line)
	reason := cmp.Or(bad.told, bad.reason)
	r.leaveOut(*bad)
	if t.options.OnReject == nil {
		return nil
	}
	return t.options.OnReject(Reject{rec.Line, bad.field, bad.value, reason, rec.Fields})
}

func (t *table) record(rec *source.Record, out *batcher, r *Report) (*fault, error) {
	if rec.Fault != nil {
		return &fault{field: rec.Fault.Column, value: rec.Fault.Value, reason: rec.Fault.Reason}, nil
	}
	return t.row(rec, out, r)
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

// row gives what a row is, or why it is nothing.
func (t *table) row(rec *source.Record, out *batcher, r *Report) (*fault, error) {
	c := &t.columns
	p, hasPoint, bad := t.point(rec, r)
	weight := float32(1)
	if bad == nil {
		weight, bad = t.weight(rec)
	}
	if bad != nil {
		return bad, nil
	}
	street, name, address := t.get(rec, c.Street), t.get(rec, c.Name), t.get(rec, c.Address)
	ref := strconv.FormatInt(rec.Line, 10)
	switch {
	case street == "" && name == "" && address == "":
		return &fault{reason: "has no street, no name and no address."}, nil
	case !hasPoint && street != "":
		return nil, t.nameOnly(ref, street, out)
	case !hasPoint:
		return &fault{reason: "has no coordinates."}, nil
	}
	if name != "" {
		if err := out.place(gazetteer.Place{Ref: ref, Name: name, Kind: t.get(rec, c.Kind), Point: p}); err != nil {
			return nil, err
		}
	}
	a := gazetteer.Address{Street: street, Number: t.get(rec, c.Number)}
	if street == "" {
		if address == "" {
			return nil, nil
		}
		if a, bad = t.learn(address, p); bad != nil {
			return bad, nil
		}
	}
	a.Ref, a.Point, a.Weight = ref, p, weight
	return nil, out.address(a)
}

// nameOnly gives a street of which nothing but the name is known, once.
func (t *table) nameOnly(ref, name string, out *batcher) error {
	if t.streets[name] {
		return nil
	}
	t.streets[name] = true
	return out.street(gazetteer.Street{Ref: ref, Name: name})
}

func (t *table) learn(text string, p geo.Point) (a gazetteer.Address, bad *fault) {
	bad = &fault{field: t.columns.Address, value: text}
	if t.options.Learn == nil {
		bad.reason = "has an address in one text, and nothing to read it with."
		return a, bad
	}
	a, err := t.options.Learn(text, p)
	var told *diemnong.Error
	switch {
	case errors.As(err, &told):
		if bad.reason = told.Message; told.Err != nil {
			bad.reason, bad.told = told.Err.Error()+".", told.Message
		}
	case err != nil:
		bad.reason = err.Error()
	case a.Street == "":
		bad.reason = "names no street."
	default:
		return a, nil
	}
	return a, bad
}

// point reads the coordinates; ok is false when the row has none.
func (t *table) point(rec *source.Record, r *Report) (p geo.Point, ok bool, bad *fault) {
	lat, lon := t.get(rec, t.columns.Lat), t.get(rec, t.columns.Lon)
	if lat == "" && lon == "" {
		return p, false, nil
	}
	y, goodLat := degrees(lat, 90)
	x, goodLon := degrees(lon, 180)
	p = geo.Point{Lon: x, Lat: y}
	if p == (geo.Point{}) && goodLat && goodLon {
		return p, false, nil // how many systems write that they do not know
	}
	if good := goodLat && goodLon && t.options.within(x, y); !good && t.exchanged(lat, lon) {
		return p, false, &fault{field: t.columns.Lat + ", " + t.columns.Lon, value: lat + ", " + lon, reason: exchanged}
	}
	switch {
	case !goodLat:
		return p, false, &fault{field: t.columns.Lat, value: lat, reason: "is not a latitude. Give degrees such as 10.7721."}
	case !goodLon:
		return p, false, &fault{field: t.columns.Lon, value: lon, reason: "is not a longitude. Give degrees such as 106.6981."}
	}
	r.see(x, y)
	if !t.options.within(x, y) {
		return p, false, &fault{field: t.columns.Lat + ", " + t.columns.Lon, value: lat + ", " + lon, reason: outside}
	}
	return p, true, nil
}

// exchanged reports whether the coordinates would be good the other way round.
func (t *table) exchanged(lat, lon string) bool {
	y, goodLat := degrees(lon, 90)
	x, goodLon := degrees(lat, 180)
	return goodLat && goodLon && t.options.within(x, y)
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
