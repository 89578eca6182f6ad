package gazetteer

// Context says what of a gazetteer maps can draw around their data: the
// features and places of public sources. It is immutable.
type Context struct {
	State       string         // another one when anything that maps draw has changed
	Attribution []string       // of the sources, each once, in the order of their codes
	Features    []FeatureClass // that occur, in order
	Places      []string       // kinds of place that occur, in order
}

// FeatureClass is a class of one kind of features.
type FeatureClass struct {
	Kind  FeatureKind
	Class string
}

// ContextCut asks for what a tile of the web maps' scheme shows of the context.
type ContextCut struct {
	Z        uint8
	X, Y     uint32
	Features []FeatureClass // shown, the most important first
	Places   []string       // kinds of place shown, the most important first
	Named    bool           // lines carry names; without, those of a class are joined
}

// The layers of a tile of context.
const (
	LayerWater     = "water"     // polygons with class
	LayerWaterways = "waterways" // lines with class and name
	LayerRoads     = "roads"     // likewise
	LayerRail      = "rail"      // likewise
	LayerStations  = "stations"  // points with class and name
	LayerPlaces    = "places"    // points with kind, name and rank
)
