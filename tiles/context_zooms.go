package tiles

import (
	"slices"
	"strings"

	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// Zooms for which tiles of context are offered. A city fills a tile of the
// first; a unit of one of the last is 30 cm.
const (
	minContextZoom = 6
	maxContextZoom = 15
	// namedContextZoom is from where lines carry names: before, no name fits along them.
	namedContextZoom = 12
)

// contextZooms says from which zoom on maps show what, in one place. Classes are
// those of OpenStreetMap, "*" stands for all of the kind that have no line of
// their own. Small water comes by its size, whatever its class. What stands first is
// the more important where there is not room for all.
var contextZooms = []struct {
	kind    gazetteer.FeatureKind
	zoom    uint8
	classes string
}{
	{gazetteer.Water, 6, "river riverbank lake reservoir lagoon bay"},
	{gazetteer.Water, 9, "canal dock harbour *"},
	{gazetteer.Water, 12, "pond basin stream ditch moat wastewater"},
	{gazetteer.Water, 14, "fountain swimming_pool reflecting_pool"},

	{gazetteer.Waterway, 8, "river"},
	{gazetteer.Waterway, 11, "canal *"},
	{gazetteer.Waterway, 13, "stream ditch drain"},

	{gazetteer.Road, 7, "motorway trunk"},
	{gazetteer.Road, 9, "primary"},
	{gazetteer.Road, 11, "secondary"},
	{gazetteer.Road, 13, "tertiary *"},

	{gazetteer.Rail, 9, "subway light_rail monorail rail"},
	{gazetteer.Rail, 12, "narrow_gauge *"},

	{gazetteer.Station, 11, "subway light_rail monorail"},
	{gazetteer.Station, 12, "station train *"},
	{gazetteer.Station, 14, "halt"},
}

// placeZooms says the same of named places. Kinds without a line are not drawn: a
// map of complaints is no map of shops.
var placeZooms = []struct {
	zoom  uint8
	kinds string
}{
	{10, "aerodrome town"},
	{12, "suburb quarter island university"},
	{13, "hospital stadium village bus_station ferry_terminal"},
	{14, "marketplace townhall park zoo museum theatre neighbourhood hamlet bridge square"},
	{15, "college school courthouse police mall library cemetery industrial place_of_worship"},
	{15, ""}, // an operator's own, of no kind
}

// anyClass stands for the classes of a kind that the table does not name.
const anyClass = "*"

// contextZoom is the first zoom that shows a class of features, and its place
// in the table: the lower, the more important.
func contextZoom(f gazetteer.FeatureClass) (zoom uint8, rank int) {
	for rank, line := range contextZooms {
		if line.kind == f.Kind && slices.Contains(strings.Fields(line.classes), f.Class) {
			return line.zoom, rank
		}
	}
	if f.Class == anyClass {
		return maxContextZoom, len(contextZooms)
	}
	return contextZoom(gazetteer.FeatureClass{Kind: f.Kind, Class: anyClass})
}

// placeZoom is the same of a kind of places; false where maps do not show it.
func placeZoom(kind string) (zoom uint8, rank int, shown bool) {
	for rank, line := range placeZooms {
		if kind == line.kinds || slices.Contains(strings.Fields(line.kinds), kind) {
			return line.zoom, rank, true
		}
	}
	return 0, 0, false
}

// cutOf says what a tile shows of a context.
func cutOf(c *gazetteer.Context, a Address) gazetteer.ContextCut {
	cut := gazetteer.ContextCut{Z: a.Z, X: a.X, Y: a.Y, Named: a.Z >= namedContextZoom}
	for _, f := range c.Features {
		if zoom, _ := contextZoom(f); a.Z >= zoom {
			cut.Features = append(cut.Features, f)
		}
	}
	for _, kind := range c.Places {
		if zoom, _, shown := placeZoom(kind); shown && a.Z >= zoom {
			cut.Places = append(cut.Places, kind)
		}
	}
	slices.SortStableFunc(cut.Features, func(a, b gazetteer.FeatureClass) int {
		_, first := contextZoom(a)
		_, second := contextZoom(b)
		return first - second
	})
	slices.SortStableFunc(cut.Places, func(a, b string) int {
		_, first, _ := placeZoom(a)
		_, second, _ := placeZoom(b)
		return first - second
	})
	return cut
}
