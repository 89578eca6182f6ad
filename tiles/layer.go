package tiles

import (
	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// Kind is what a tile shows.
type Kind uint8

// The kinds of layers.
const (
	Heat       Kind = iota // hexagons
	Areas                  // areas of one level of a set
	Complaints             // single complaints as points
)

var kindNames = [...]string{"heat", "areas", "complaints"}

// String is the kind as written in paths.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}

// Layer says which tiles are meant. Set and Level belong to [Areas] alone.
type Layer struct {
	Kind       Kind
	Set, Level string
	// Compare makes the features of [Heat] and [Areas] also say what has changed.
	Compare heat.Comparison
}

// Comparing is the layer with what has changed since another window.
func (l Layer) Comparing(c heat.Comparison) Layer {
	l.Compare = c
	return l
}

// compares reports whether the layer says what has changed.
func (l Layer) compares() bool { return l.Compare != heat.NoComparison }

// HeatLayer is the layer of hexagons.
func HeatLayer() Layer { return Layer{Kind: Heat} }

// AreaLayer is the layer of the areas of a level of a set.
func AreaLayer(set, level string) Layer { return Layer{Kind: Areas, Set: set, Level: level} }

// ComplaintLayer is the layer of single complaints.
func ComplaintLayer() Layer { return Layer{Kind: Complaints} }

// path is where the layer's tiles live below the base URL.
func (l Layer) path() string {
	if l.Kind == Areas {
		return "/tiles/v1/areas/" + l.Set + "/" + l.Level
	}
	return "/tiles/v1/" + l.Kind.String()
}

// Zooms for which tiles are offered. Deeper tiles are answered, but show
// nothing that enlarging these would not.
const (
	// maxHeatZoom is where the finest cells appear.
	maxHeatZoom = 15
	// maxAreaZoom: a unit of a tile is 60 cm there, finer than boundaries are known.
	maxAreaZoom = 14
	// MinComplaintZoom is where single complaints appear: a tile is 2.4 km wide.
	MinComplaintZoom = 14
	// maxComplaintZoom: a tile is 150 m wide there, and none holds more than a
	// tile may show.
	maxComplaintZoom = 18
)

// zooms gives the range of zooms that TileJSON offers.
func (l Layer) zooms() (first, last int) {
	switch l.Kind {
	case Areas:
		return 0, maxAreaZoom
	case Complaints:
		return MinComplaintZoom, maxComplaintZoom
	default:
		return 0, maxHeatZoom
	}
}

// check refuses what the layer cannot show.
func (l Layer) check() error {
	if l.Kind == Complaints && l.compares() {
		return diemnong.InvalidValue("compare", l.Compare.String(), "says nothing of single complaints.",
			"Heat and area tiles show what has changed; leave it out here.")
	}
	return nil
}

// checkZoom refuses tiles that the layer does not have.
func (l Layer) checkZoom(a Address) error {
	if l.Kind == Complaints && a.Z < MinComplaintZoom {
		return diemnong.InvalidValue("z", a.String(), "is too far out for single complaints.",
			"Ask from zoom 14 on; heat and area tiles show every zoom.")
	}
	return nil
}
