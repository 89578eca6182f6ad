// Package basemap is the map below the data, where an operator wants one: tiles
// of another service, a MapLibre style, or a PMTiles file that this service
// serves. None is the default, and then nothing on the page asks any other
// server for anything.
package basemap

import (
	"fmt"
	"html"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/tiles/pmtiles"
)

// Kind is how a base map is drawn.
type Kind string

// The kinds of base maps.
const (
	Raster Kind = "raster" // pictures
	Vector Kind = "vector" // vector tiles of a schema that the page has a style for
	Style  Kind = "style"  // a MapLibre style, which says everything itself
)

// Setting is the environment variable that a base map is named by, for errors.
const Setting = "DIEMNONG_BASEMAP"

// TilePath is where this service serves the tiles of a file.
const TilePath = "/tiles/v1/basemap/{z}/{x}/{y}"

// maxRasterZoom is how far the tiles of most services go; the page enlarges the last.
const maxRasterZoom = 19

// Map is a base map. It is safe for concurrent use.
type Map struct {
	Kind             Kind
	URL              string // of the style, or the address of tiles with {z}, {x} and {y}
	Origin           string // the only other server that the page may ask; empty: none
	TileSize         int    // pixels of a raster tile's side
	MinZoom, MaxZoom int
	Attribution      string
	Schema           string   // of vector tiles: protomaps or openmaptiles
	Layers           []string // of vector tiles

	archive *pmtiles.Archive // nil: others serve it
}

// Open reads what the settings say; nil where they say nothing. It fails with
// [diemnong.Invalid] and what would be right, and closes nothing: call Close.
func Open(setting, attribution string) (*Map, error) {
	setting = strings.TrimSpace(setting)
	remote := strings.Contains(setting, "://")
	switch {
	case setting == "":
		return nil, nil
	case remote:
		return open(setting, attribution)
	case strings.HasSuffix(strings.ToLower(setting), ".pmtiles"):
		return openFile(setting, attribution)
	}
	return nil, invalid(setting, "is no base map.", howTo)
}

const howTo = "Give the address of tiles such as https://host/{z}/{x}/{y}.png, that of a MapLibre style (https://host/style.json), or the path of a .pmtiles file."

func invalid(value, message, hint string) error {
	return diemnong.InvalidValue(Setting, value, message, hint)
}

// hostPattern keeps out what would mean something else in a policy of the page.
var hostPattern = regexp.MustCompile(`^(\[[0-9a-fA-F:]+\]|[0-9A-Za-z.-]+)(:[0-9]+)?$`)

// open is a base map that another service serves.
func open(address, attribution string) (*Map, error) {
	u, err := url.Parse(address)
	if err != nil || !hostPattern.MatchString(u.Host) || u.User != nil {
		return nil, invalid(address, "is no address of one host.", howTo)
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !isLoopback(u.Hostname())) {
		return nil, invalid(address, "is not reached by https.", "Pages may ask other servers by https only; http is for this machine alone.")
	}
	m := &Map{URL: address, Origin: u.Scheme + "://" + u.Host, Attribution: attribution}
	switch places := placeholders(address); {
	case slices.Equal(places, []string{"{x}", "{y}", "{z}"}):
		m.Kind, m.TileSize, m.MaxZoom = Raster, 256, maxRasterZoom
	case len(places) > 0:
		return nil, invalid(address, "is no address of tiles.", "It has {z}, {x} and {y} once each, and nothing else in braces.")
	case strings.HasSuffix(strings.ToLower(u.Path), ".json"):
		m.Kind = Style
	case strings.HasSuffix(strings.ToLower(u.Path), ".pmtiles"):
		return nil, invalid(address, "is a PMTiles file on another server.", "Put the file on this machine and give its path: the service serves it.")
	default:
		return nil, invalid(address, "is neither tiles nor a style.", howTo)
	}
	return m, nil
}

var braces = regexp.MustCompile(`\{[^{}]*\}`)

// placeholders are all parts in braces, sorted.
func placeholders(address string) []string {
	list := braces.FindAllString(address, -1)
	slices.Sort(list)
	return list
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// openFile is a base map that this service serves.
func openFile(path, attribution string) (*Map, error) {
	archive, err := pmtiles.Open(path)
	if err != nil {
		return nil, &diemnong.Error{
			Code: diemnong.Invalid, Field: Setting, Value: path, Message: fmt.Sprintf("cannot be served: %v.", err),
			Hint: "Give the path of a whole PMTiles file of version 3, which this account may read.", Err: err,
		}
	}
	m := &Map{
		Kind: Raster, URL: TilePath, TileSize: 256, MinZoom: archive.MinZoom, MaxZoom: archive.MaxZoom,
		Attribution: attribution, archive: archive,
	}
	if m.Attribution == "" {
		m.Attribution = plainText(archive.Metadata.Attribution)
	}
	if archive.Type != pmtiles.MVT {
		return m, nil
	}
	m.Kind = Vector
	for _, l := range archive.Metadata.VectorLayers {
		m.Layers = append(m.Layers, l.ID)
	}
	if m.Schema = schemaOf(m.Layers); m.Schema == "" {
		_ = archive.Close()
		return nil, invalid(path, fmt.Sprintf("has vector tiles of a schema that the page cannot draw, with the layers %s.", strings.Join(m.Layers, ", ")),
			"The page draws those of Protomaps and of OpenMapTiles; give others as a MapLibre style.")
	}
	return m, nil
}

// schemaOf tells by their layers which of the two common schemas tiles follow.
func schemaOf(layers []string) string {
	has := func(names ...string) bool {
		return !slices.ContainsFunc(names, func(name string) bool { return !slices.Contains(layers, name) })
	}
	switch {
	case has("earth", "water", "roads"):
		return "protomaps"
	case has("water", "transportation"):
		return "openmaptiles"
	}
	return ""
}

var tags = regexp.MustCompile(`<[^>]*>`)

// plainText is an attribution, which is HTML, as text: the page shows no other.
func plainText(s string) string {
	return strings.TrimSpace(html.UnescapeString(tags.ReplaceAllString(s, "")))
}

// Tile is a tile of a file.
type Tile struct {
	MediaType string
	Body      []byte // as it is stored
	Gzip      bool   // Body is in gzip
}

// Tile gives a tile of the file; nil where there is none.
func (m *Map) Tile(z uint8, x, y uint32) (*Tile, error) {
	if m.archive == nil {
		return nil, nil
	}
	body, err := m.archive.Tile(z, x, y)
	if err != nil || body == nil {
		return nil, err
	}
	return &Tile{m.archive.Type.MediaType(), body, m.archive.Gzip}, nil
}

// Served reports whether this service serves the tiles itself.
func (m *Map) Served() bool { return m != nil && m.archive != nil }

// Close closes the file, if there is one.
func (m *Map) Close() error {
	if !m.Served() {
		return nil
	}
	return m.archive.Close()
}
