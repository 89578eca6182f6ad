package gazetteer

import (
	"math"
	"slices"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
)

// Gazetteer is the compact, immutable form. It is safe for concurrent use.
//
// Everything known under one street name lies together, wherever in the city it
// is: which of several streets of a name is meant is for the geocoder to say.
type Gazetteer struct {
	Version int64 // of the stored gazetteer that it was made from

	names     []nameEntry
	byKey     map[string]NameID
	skeletons map[string][]NameID // see [Skeleton]; names of at least three words
	rows      map[string][]NameID // known names that end in a number, by what is before it
	initials  map[string][]NameID // names of at least three words
	deletions []deletion          // by hash: keys with one character left out
	points    []Point             // by name, then series and head
	texts     []byte              // house numbers of public points
	lines     []line              // by name
	vertices  []fixed
	places    []place // by key
	byPlace   map[string][]int32
	areas     []diemnong.AreaRef // that points are said to be in; the first is empty
	aliases   []AreaAlias
	grid      grid
}

// NameID names a street name in a gazetteer.
type NameID int32

type nameEntry struct {
	public            bool   // a public source has it, not only complaints
	text              string // as a source writes it
	toned             string
	key               string
	points, pointsEnd int32
	lines, linesEnd   int32
}

// fixed is a place in units of 1e-7 degrees, about a centimetre. Rounded, not cut off, a
// place of seven decimals comes back as it was.
type fixed struct{ lon, lat int32 }

func toFixed(p geo.Point) fixed {
	return fixed{int32(math.Round(p.Lon * 1e7)), int32(math.Round(p.Lat * 1e7))}
}

func (f fixed) point() geo.Point {
	return geo.Point{Lon: float64(f.lon) / 1e7, Lat: float64(f.lat) / 1e7}
}

// Point is a known house number on a street.
type Point struct {
	at     fixed
	Head   int32
	Second int32
	Exact  uint32 // see [Number]; 0: somewhere on the street
	text   uint32 // place of the number's text, 0: not to be repeated
	Series byte
	Depth  uint8
	Weight uint8  // 255 is 1
	area   uint16 // place in Gazetteer.areas; 0: not said
}

// At is where the point is.
func (p *Point) At() geo.Point { return p.at.point() }

// AreaOf is the area that a point is said to be in; the zero value when nobody said.
func (g *Gazetteer) AreaOf(p *Point) diemnong.AreaRef {
	if p.area == 0 {
		return diemnong.AreaRef{}
	}
	return g.areas[p.area]
}

// Public reports whether an answer may repeat the number.
func (p *Point) Public() bool { return p.text != 0 }

// line is one polyline of a name: vertices[from:to].
type line struct{ from, to int32 }

type place struct {
	text    string
	kind    string
	at      fixed
	radiusM float32
}

// PlaceHit is a place that was found by its name.
type PlaceHit struct {
	Name    string
	Kind    string
	Point   geo.Point
	RadiusM float64
}

// Name is the name as a source writes it.
func (g *Gazetteer) Name(id NameID) string { return g.names[id].text }

// Public reports whether a public source has the name. What only complaints taught is
// for placing others: no answer repeats it.
func (g *Gazetteer) Public(id NameID) bool { return g.names[id].public }

// Toned is the name's key with its marks, see [AppendStreetKey].
func (g *Gazetteer) Toned(id NameID) string { return g.names[id].toned }

// Key is the form by which the name is looked up.
func (g *Gazetteer) Key(id NameID) string { return g.names[id].key }

// Find looks up a street by its key.
func (g *Gazetteer) Find(key []byte) (NameID, bool) {
	id, ok := g.byKey[string(key)]
	return id, ok
}

// Names is the number of street names.
func (g *Gazetteer) Names() int { return len(g.names) }

// PointCount is the number of address points.
func (g *Gazetteer) PointCount() int { return len(g.points) }

// PointsOf lists the address points of a name by series and head, with their
// index in the gazetteer. The list is shared: callers must not change it.
func (g *Gazetteer) PointsOf(id NameID) (points []Point, first int) {
	n := &g.names[id]
	return g.points[n.points:n.pointsEnd], int(n.points)
}

// Known reports whether the gazetteer knows where anything of the name is.
func (g *Gazetteer) Known(id NameID) bool {
	n := &g.names[id]
	return n.points < n.pointsEnd || n.lines < n.linesEnd
}

// HasLines reports whether the course of a street of this name is known.
func (g *Gazetteer) HasLines(id NameID) bool { return g.names[id].lines < g.names[id].linesEnd }

// Walk calls visit for places along the lines of a name, at most stepM metres
// apart, with the length in metres that each stands for.
func (g *Gazetteer) Walk(id NameID, stepM float64, visit func(p geo.Point, lengthM float64)) {
	n := &g.names[id]
	for _, l := range g.lines[n.lines:n.linesEnd] {
		for i := l.from; i+1 < l.to; i++ {
			a, b := g.vertices[i].point(), g.vertices[i+1].point()
			length := a.DistanceM(b)
			steps := max(1, int(length/stepM+0.5))
			for s := range steps {
				t := (float64(s) + 0.5) / float64(steps)
				visit(geo.Point{Lon: a.Lon + t*(b.Lon-a.Lon), Lat: a.Lat + t*(b.Lat-a.Lat)}, length/float64(steps))
			}
		}
	}
}

// Abbreviated lists the names of which the tokens' letters may be a shortened
// form: all words to their initials (XVNT), or all but the last (Ng. T. Thuật).
func (g *Gazetteer) Abbreviated(initials, skeleton string) []NameID {
	if all := g.initials[initials]; len(all) > 0 {
		return all
	}
	return g.skeletons[skeleton]
}

// FindPlaces lists the places of a name.
func (g *Gazetteer) FindPlaces(key []byte) []PlaceHit {
	ids := g.byPlace[string(key)]
	if len(ids) == 0 {
		return nil
	}
	hits := make([]PlaceHit, len(ids))
	for i, id := range ids {
		p := &g.places[id]
		hits[i] = PlaceHit{p.text, p.kind, p.at.point(), float64(p.radiusM)}
	}
	return hits
}

// HasPlace reports whether a place has the name.
func (g *Gazetteer) HasPlace(key []byte) bool { return len(g.byPlace[string(key)]) > 0 }

// Aliases lists the other names of areas.
func (g *Gazetteer) Aliases() []AreaAlias { return slices.Clone(g.aliases) }

// NumberText is the house number of a public point as its source writes it.
func (g *Gazetteer) NumberText(p *Point) string {
	if p.text == 0 {
		return ""
	}
	from := p.text
	return string(g.texts[from+1 : from+1+uint32(g.texts[from])])
}
