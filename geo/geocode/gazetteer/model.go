// Package gazetteer holds what is known of a city's streets, house numbers and
// places, and gives it to the geocoder in a compact form in memory.
//
// The entries come from files and from complaints that bring both an address
// and coordinates. [Builder] turns them into a [Gazetteer], which never changes
// and which readers share without locks.
package gazetteer

import (
	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
)

// Street is a named street or alley. Several streets may share a name: a
// gazetteer joins those that touch or lie near each other.
type Street struct {
	Ref     string // its identity within the source
	Name    string // as written, in NFC, such as "Nguyễn Trãi" or "Hẻm 493 Cách Mạng Tháng 8"
	Aliases []string
	Class   string              // OpenStreetMap's highway value, or empty
	Lines   orb.MultiLineString // WGS 84; empty where only the name is known
}

// Address is a point that is known to have a house number on a street.
type Address struct {
	Ref    string
	Street string // name of the street, as written
	Number string // house number as written, with its alleys ("12/3A"); empty: somewhere on the street
	Point  geo.Point
	Weight float32          // how much it counts beside others, in (0, 1]
	Area   diemnong.AreaRef // the area that it is said to be in; zero: nobody said. Near a border it knows better than the point
}

// Place is a named point that people use to say where something is: a market,
// a school, a bridge, a housing block.
type Place struct {
	Ref     string
	Name    string
	Aliases []string
	Kind    string // OpenStreetMap's value, such as "marketplace"
	Point   geo.Point
	RadiusM float64 // of a circle about the point that holds it; 0: unknown
}

// Feature is context that a map draws: water, main roads, metro.
type Feature struct {
	Ref      string
	Kind     FeatureKind
	Class    string // OpenStreetMap's value, such as "river"
	Name     string
	Geometry orb.Geometry
}

// FeatureKind says what a [Feature] is.
type FeatureKind string

// The kinds of features.
const (
	Water    FeatureKind = "water"    // polygons
	Waterway FeatureKind = "waterway" // lines
	Road     FeatureKind = "road"     // main roads, lines
	Rail     FeatureKind = "rail"     // lines of metro and railway
	Station  FeatureKind = "station"  // points
)

// Batch is a portion of entries on their way from a file into the gazetteer.
type Batch struct {
	Streets   []Street
	Addresses []Address
	Places    []Place
	Features  []Feature
}

// Len is the number of entries.
func (b *Batch) Len() int {
	return len(b.Streets) + len(b.Addresses) + len(b.Places) + len(b.Features)
}

// Source describes where entries come from.
type Source struct {
	Code        string // such as "osm"; an import replaces the entries of the same code
	Name        string
	Kind        SourceKind
	Attribution string
	Weight      float32 // of its address points beside those of others, in (0, 1]; 0: 1
}

// SourceKind says how entries came in.
type SourceKind string

// The kinds of sources.
const (
	SourceOSM        SourceKind = "osm"
	SourceGeoJSON    SourceKind = "geojson"
	SourceCSV        SourceKind = "csv"
	SourceComplaints SourceKind = "complaints" // learned; helps to place others, but no answer repeats it
)

// AreaAlias is another name of an area.
type AreaAlias struct{ Set, Code, Alias string }
