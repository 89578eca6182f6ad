package source

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// features reads entries from a GeoJSON FeatureCollection, one feature after
// the other.
type features struct {
	in      io.Reader
	size    int64
	options Options

	dec    *json.Decoder
	kindOf string // the collection's own type
	number int64  // of the feature at hand, from 1
	used   Columns
	has    map[string]bool // properties seen
}

func (f *features) kind() gazetteer.SourceKind { return gazetteer.SourceGeoJSON }

func (f *features) read(ctx context.Context, out *batcher, r *Report) error {
	in := bufio.NewReaderSize(f.in, 1<<16)
	if mark, err := in.Peek(3); err == nil && bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		if _, err := in.Discard(len(mark)); err != nil {
			return err
		}
	}
	f.dec, f.has = json.NewDecoder(in), make(map[string]bool)
	f.dec.UseNumber()
	if err := f.collection(ctx, out, r); err != nil {
		return err
	}
	if f.kindOf != "FeatureCollection" {
		return diemnong.InvalidValue("type", f.kindOf, "is not a FeatureCollection.", "Give a GeoJSON file of streets or places, one feature each.")
	}
	r.Read = f.used.String()
	return f.checkGiven()
}

// checkGiven refuses a property that was asked for and that no feature has.
func (f *features) checkGiven() error {
	_, err := f.options.Columns.resolve(slices.Sorted(maps.Keys(f.has)))
	return err
}

// collection goes through the members of the outermost object in whatever
// order they come.
func (f *features) collection(ctx context.Context, out *batcher, r *Report) error {
	if err := f.expect('{'); err != nil {
		return err
	}
	for f.dec.More() {
		key, err := f.dec.Token()
		if err != nil {
			return f.syntax(err)
		}
		if err := f.member(ctx, key, out, r); err != nil {
			return err
		}
	}
	if err := f.expect('}'); err != nil {
		return err
	}
	if _, err := f.dec.Token(); !errors.Is(err, io.EOF) {
		return f.syntax(errors.New("more text after the end of the collection"))
	}
	return nil
}

func (f *features) member(ctx context.Context, key json.Token, out *batcher, r *Report) error {
	switch key {
	case "type":
		return f.syntax(f.dec.Decode(&f.kindOf))
	case "crs":
		var crs any
		if err := f.syntax(f.dec.Decode(&crs)); err != nil {
			return err
		}
		return checkCRS(crs)
	case "features":
	default:
		return f.syntax(f.dec.Decode(new(json.RawMessage)))
	}
	if err := f.expect('['); err != nil {
		return err
	}
	for f.dec.More() {
		var ft feature
		if err := f.syntax(f.dec.Decode(&ft)); err != nil {
			return err
		}
		f.number++
		r.Rows++
		if err := f.feature(&ft, out, r); err != nil {
			return err
		}
		if err := f.pause(ctx, r); err != nil {
			return err
		}
	}
	return f.expect(']')
}

// pause looks up from the work now and then.
func (f *features) pause(ctx context.Context, r *Report) error {
	if f.number%256 != 0 {
		return nil
	}
	if f.options.OnProgress != nil {
		f.options.OnProgress(Progress{Done: f.dec.InputOffset(), Total: f.size, Entries: r.Entries})
	}
	return ctx.Err()
}

func (f *features) expect(want json.Delim) error {
	got, err := f.dec.Token()
	if err == nil && got != want {
		err = fmt.Errorf("%v where %v should be", got, want)
	}
	return f.syntax(err)
}

// syntax tells where in the file the JSON is wrong.
func (f *features) syntax(err error) error {
	if err == nil {
		return nil
	}
	var path *os.PathError
	if errors.As(err, &path) {
		return fmt.Errorf("read: %w", err)
	}
	return &diemnong.Error{
		Code:    diemnong.Invalid,
		Message: fmt.Sprintf("This is not GeoJSON (byte %d, after feature number %d): %v.", f.dec.InputOffset(), f.number, err),
		Hint:    "Check that the file is complete and is a FeatureCollection.", Err: err,
	}
}

// checkCRS accepts the crs member of older GeoJSON where it changes nothing.
func checkCRS(crs any) error {
	member, _ := crs.(map[string]any)
	properties, _ := member["properties"].(map[string]any)
	name, _ := properties["name"].(string)
	for _, plain := range []string{"", "crs84", "4326"} {
		if end := bare(name); end == plain || plain != "" && len(end) >= len(plain) && end[len(end)-len(plain):] == plain {
			return nil
		}
	}
	return diemnong.InvalidValue("crs", name, "is not longitude and latitude in WGS 84.",
		"Convert the file first, such as: ogr2ogr -t_srs EPSG:4326 new.geojson old.geojson")
}
