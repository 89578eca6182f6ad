package source

import (
	"slices"
	"strings"

	"github.com/paulmach/osm"

	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// uses says what becomes of an element.
type uses struct {
	street, address bool
	place           string                // kind of place; empty: none
	feature         gazetteer.FeatureKind // empty: none
	class           string                // of the feature
}

func (u uses) any() bool { return u.street || u.address || u.place != "" || u.feature != "" }

// usesOf reads the tags of an element. What shape it needs to have is looked at
// when its shape is known.
func usesOf(tags osm.Tags) (u uses) {
	if len(tags) == 0 {
		return u
	}
	named := tags.HasTag("name")
	u.street = isStreet(tags)
	u.address = tags.HasTag("addr:housenumber") && (tags.HasTag("addr:street") || tags.HasTag("addr:place"))
	u.feature, u.class = featureOf(tags)
	if named && !u.street {
		u.place = placeKind(tags)
	}
	return u
}

// notStreets are values of highway that nobody lives on.
var notStreets = []string{
	"bus_stop", "platform", "services", "rest_area", "elevator", "corridor", "proposed", "planned", "razed", "abandoned",
	"emergency_bay", "emergency_access_point", "traffic_signals", "street_lamp", "crossing", "motorway_junction", "raceway",
}

// numbered are the roads that people call by their number when they have no name.
var numbered = []string{"motorway", "trunk", "primary", "secondary", "tertiary"}

func isStreet(tags osm.Tags) bool {
	class := tags.Find("highway")
	if class == "" || slices.Contains(notStreets, class) {
		return false
	}
	return tags.HasTag("name") || tags.HasTag("ref") && slices.Contains(numbered, class)
}

// mainRoads are drawn on maps.
var mainRoads = []string{"motorway", "trunk", "primary", "secondary"}

// rails are the values of railway that people travel on.
var rails = []string{"rail", "subway", "light_rail", "monorail", "narrow_gauge"}

func featureOf(tags osm.Tags) (kind gazetteer.FeatureKind, class string) {
	highway, railway, waterway := tags.Find("highway"), tags.Find("railway"), tags.Find("waterway")
	switch {
	case slices.Contains(mainRoads, highway):
		return gazetteer.Road, highway
	case slices.Contains(rails, railway) && !tags.HasTag("service"): // no sidings
		return gazetteer.Rail, railway
	case railway == "station" || railway == "halt":
		if kind := tags.Find("station"); kind != "" {
			return gazetteer.Station, kind
		}
		return gazetteer.Station, railway
	case tags.Find("natural") == "water":
		if kind := tags.Find("water"); kind != "" {
			return gazetteer.Water, kind
		}
		return gazetteer.Water, "water"
	case waterway == "riverbank" || waterway == "dock":
		return gazetteer.Water, waterway
	case tags.Find("landuse") == "reservoir":
		return gazetteer.Water, "reservoir"
	case waterway == "river" || waterway == "canal" || waterway == "stream":
		return gazetteer.Waterway, waterway
	}
	return "", ""
}

// placeKeys are the keys whose value is the kind of a named place, the more
// telling ones first.
var placeKeys = []string{
	"amenity", "shop", "tourism", "leisure", "healthcare", "office", "railway", "public_transport", "aeroway", "historic",
	"man_made", "place", "landuse", "natural", "building", "junction",
}

// kindsOf limits some of these keys to what people say where something is by.
var kindsOf = map[string][]string{
	"railway":          {"station", "halt", "subway_entrance"},
	"public_transport": {"station"},
	"aeroway":          {"aerodrome", "terminal"},
	"man_made":         {"bridge", "tower", "water_tower", "wastewater_plant", "water_works", "works", "pier", "lighthouse"},
	"place": {
		"suburb", "quarter", "neighbourhood", "town", "village", "hamlet", "isolated_dwelling", "city_block", "plot", "square",
		"island", "islet", "farm", "locality",
	},
	"natural": {"water", "beach", "peak"},
	"landuse": {"residential", "industrial", "commercial", "retail", "cemetery", "military", "education", "religious"},
}

// placeKind is what a named element is, and empty when it is not a place that
// people go by. Cities and what is above them are areas, not places.
func placeKind(tags osm.Tags) string {
	for _, key := range placeKeys {
		value := tags.Find(key)
		allowed, limited := kindsOf[key]
		switch {
		case value == "" || value == "no" || limited && !slices.Contains(allowed, value):
		case value == "yes":
			return key
		default:
			return value
		}
	}
	if tags.HasTag("bridge:name") || tags.Find("bridge") == "yes" && !tags.HasTag("highway") {
		return "bridge"
	}
	return ""
}

var (
	streetAliases = []string{"name:vi", "alt_name", "old_name", "short_name", "official_name", "loc_name", "ref"}
	placeAliases  = []string{"name:vi", "alt_name", "old_name", "short_name", "official_name", "loc_name", "name:en"}
)

// names gives an element's name and its others. Several names in one value are
// set apart by semicolons.
func names(tags osm.Tags, keys []string) (name string, aliases []string) {
	name = clean(tags.Find("name"))
	for _, key := range keys {
		for alias := range strings.SplitSeq(tags.Find(key), ";") {
			alias = clean(alias)
			switch {
			case alias == "" || alias == name || slices.Contains(aliases, alias):
			case name == "":
				name = alias
			default:
				aliases = append(aliases, alias)
			}
		}
	}
	return name, aliases
}

// houseNumbers gives the house numbers of an element: most have one, some
// several, set apart by semicolons or commas.
func houseNumbers(tags osm.Tags) (street string, numbers []string) {
	street = clean(tags.Find("addr:street"))
	if street == "" {
		street = clean(tags.Find("addr:place"))
	}
	for number := range strings.FieldsFuncSeq(tags.Find("addr:housenumber"), func(r rune) bool { return r == ';' || r == ',' }) {
		if number = clean(number); number != "" && !slices.Contains(numbers, number) {
			numbers = append(numbers, number)
		}
	}
	return street, numbers
}
