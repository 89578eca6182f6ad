package area

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
)

// MaxFileBytes is the largest file that ReadGeoJSON reads: a hundred times the
// wards of a big city in full detail.
const MaxFileBytes = 500 << 20

// globe is where an area can be when no bounds are stated.
var globe = diemnong.Bounds{West: -180, South: -90, East: 180, North: 90}

// ReadGeoJSON reads the areas of one level from a FeatureCollection in
// longitude and latitude. Empty fields are guessed; used says which properties
// were taken. Bounds that are zero mean the whole globe.
//
// It fails with [diemnong.Invalid] when the file is not such a collection, when
// a code is missing, malformed or used twice, when a geometry is no polygon,
// has a ring that is not closed or lies outside the bounds; and with
// [diemnong.TooLarge] over [MaxFileBytes]. Nothing is half read.
func ReadGeoJSON(r io.Reader, want Fields, within diemnong.Bounds) (all []Draft, used Fields, err error) {
	if within.IsZero() {
		within = globe
	}
	limited := &io.LimitedReader{R: r, N: MaxFileBytes + 1}
	features, err := readCollection(limited)
	if limited.N <= 0 {
		return nil, used, diemnong.Errorf(diemnong.TooLarge, "The file has more than %d MB.", MaxFileBytes>>20)
	}
	if err != nil {
		return nil, used, err
	}
	if used, err = want.resolve(features); err != nil {
		return nil, used, err
	}
	all, err = drafts(features, used, within)
	return all, used, err
}

// feature is a Feature with a polygon.
type feature struct {
	ID         any            `json:"id"`
	Type       string         `json:"type"`
	Geometry   *geometry      `json:"geometry"`
	Properties map[string]any `json:"properties"`

	number  int // in the file, from 1
	outline orb.MultiPolygon
}

// geometry keeps the coordinates undecoded until the type is known, because
// the two may come in any order.
type geometry struct {
	Type        string          `json:"type"`
	Coordinates json.RawMessage `json:"coordinates"`
}

// readCollection reads a FeatureCollection feature by feature.
func readCollection(r io.Reader) ([]feature, error) {
	buffered := bufio.NewReaderSize(r, 1<<16)
	if mark, err := buffered.Peek(3); err == nil && bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		buffered.Discard(3) // a byte order mark, which has been peeked
	}
	c := collection{dec: json.NewDecoder(buffered)}
	c.dec.UseNumber()
	if err := c.read(); err != nil {
		return nil, err
	}
	if c.kind != "FeatureCollection" {
		return nil, diemnong.InvalidValue("type", c.kind, "is not a FeatureCollection.", "Give a GeoJSON file of areas, one feature each.")
	}
	if len(c.features) == 0 {
		return nil, diemnong.Errorf(diemnong.Invalid, "The file has no features.")
	}
	return c.features, nil
}

type collection struct {
	dec      *json.Decoder
	kind     string
	features []feature
}

// read goes through the members of the outermost object in whatever order they come.
func (c *collection) read() error {
	if err := c.expect('{'); err != nil {
		return err
	}
	for c.dec.More() {
		key, err := c.dec.Token()
		if err != nil {
			return c.syntax(err)
		}
		if err := c.member(key); err != nil {
			return err
		}
	}
	if err := c.expect('}'); err != nil {
		return err
	}
	if _, err := c.dec.Token(); !errors.Is(err, io.EOF) {
		return c.syntax(errors.New("more text after the end of the collection"))
	}
	return nil
}

func (c *collection) member(key json.Token) error {
	switch key {
	case "type":
		return c.decode(&c.kind)
	case "features":
		return c.readFeatures()
	case "crs":
		var crs any
		if err := c.decode(&crs); err != nil {
			return err
		}
		return checkCRS(crs)
	default:
		return c.decode(new(json.RawMessage))
	}
}

func (c *collection) readFeatures() error {
	if err := c.expect('['); err != nil {
		return err
	}
	for c.dec.More() {
		var ft feature
		if err := c.decode(&ft); err != nil {
			return err
		}
		ft.number = len(c.features) + 1
		if err := ft.shape(); err != nil {
			return err
		}
		c.features = append(c.features, ft)
	}
	return c.expect(']')
}

func (c *collection) expect(want json.Delim) error {
	got, err := c.dec.Token()
	if err == nil && got != want {
		err = fmt.Errorf("%v where %v should be", got, want)
	}
	return c.syntax(err)
}

func (c *collection) decode(into any) error { return c.syntax(c.dec.Decode(into)) }

// syntax tells where in the file the JSON is wrong.
func (c *collection) syntax(err error) error {
	if err == nil {
		return nil
	}
	where := fmt.Sprintf("byte %d", c.dec.InputOffset())
	if len(c.features) > 0 {
		where += fmt.Sprintf(", after feature number %d", len(c.features))
	}
	return &diemnong.Error{
		Code: diemnong.Invalid, Message: fmt.Sprintf("This is not GeoJSON (%s): %v.", where, err),
		Hint: "Check that the file is complete and is a FeatureCollection.", Err: err,
	}
}

// plainCRS are the names under which longitude and latitude in WGS 84 appear.
var plainCRS = regexp.MustCompile(`(?i)(CRS:?84|EPSG:{1,2}[0-9.]*:?4326)$`)

// checkCRS accepts the crs member of older GeoJSON where it changes nothing.
func checkCRS(crs any) error {
	if crs == nil {
		return nil
	}
	member, _ := crs.(map[string]any)
	properties, _ := member["properties"].(map[string]any)
	name, _ := properties["name"].(string)
	if plainCRS.MatchString(name) {
		return nil
	}
	return diemnong.InvalidValue("crs", name, "is not longitude and latitude in WGS 84.",
		"Convert the file first, such as: ogr2ogr -t_srs EPSG:4326 new.geojson old.geojson")
}

// shape decodes the geometry.
func (ft *feature) shape() (err error) {
	if ft.Geometry == nil || ft.Type != "Feature" {
		return badFeature(ft.number, plainText(ft.ID), "has no geometry.", "Each area needs a Polygon or MultiPolygon.")
	}
	switch ft.Geometry.Type {
	case "Polygon":
		var p rings
		err = json.Unmarshal(ft.Geometry.Coordinates, &p)
		ft.outline = orb.MultiPolygon{p.polygon()}
	case "MultiPolygon":
		var p []rings
		err = json.Unmarshal(ft.Geometry.Coordinates, &p)
		for _, polygon := range p {
			ft.outline = append(ft.outline, polygon.polygon())
		}
	default:
		return badFeature(ft.number, plainText(ft.ID), fmt.Sprintf("is a %s, not an area.", ft.Geometry.Type), "Give Polygon or MultiPolygon geometry.")
	}
	ft.Geometry = nil
	if err != nil {
		return badFeature(ft.number, plainText(ft.ID), "has broken coordinates: "+err.Error()+".", "See RFC 7946, section 3.1.6.")
	}
	for _, polygon := range ft.outline {
		if len(polygon) == 0 {
			err = badFeature(ft.number, plainText(ft.ID), "has an empty polygon.", "Remove it.")
		}
	}
	if len(ft.outline) == 0 {
		err = badFeature(ft.number, plainText(ft.ID), "has an empty geometry.", "Each area needs a Polygon or MultiPolygon.")
	}
	return err
}

// rings is the coordinates of a polygon.
type rings [][]position

func (p rings) polygon() orb.Polygon {
	polygon := make(orb.Polygon, len(p))
	for i, ring := range p {
		polygon[i] = make(orb.Ring, len(ring))
		for j, at := range ring {
			polygon[i][j] = orb.Point(at)
		}
	}
	return polygon
}

// position is longitude and latitude; a height behind them is dropped.
type position orb.Point

// UnmarshalJSON refuses what json.Unmarshal would fill up with zeros: fewer
// than two numbers, null.
func (p *position) UnmarshalJSON(b []byte) error {
	inner, opens := bytes.CutPrefix(b, []byte{'['})
	parts := bytes.Split(bytes.TrimSuffix(inner, []byte{']'}), []byte{','})
	if !opens || len(parts) < len(p) {
		return fmt.Errorf("%.40s is not a position", b)
	}
	for i := range p {
		v, err := strconv.ParseFloat(string(bytes.TrimSpace(parts[i])), 64)
		if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
			return fmt.Errorf("%.40s is not a position", b)
		}
		p[i] = v
	}
	return nil
}
