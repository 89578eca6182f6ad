package geocode

import (
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
)

// MaxTextBytes is the longest text that is read; of a longer one the rest is left out.
const MaxTextBytes = 4096

// Query is an address to find.
type Query struct {
	Text   string           // as people write it; an address may stand inside a longer text
	At     time.Time        // when it was written: units in force then are likelier. Zero: now, that is the newest set
	Stated diemnong.AreaRef // the area that its source states beside the address; zero: none
}

// Answer is what was found, best candidate first.
type Answer struct {
	Candidates []Candidate
	Parts      []Part            // what was read, in the order of the text
	Unplaced   diemnong.Unplaced // why the best candidate has no point, or why there is none
}

// Candidate is a place that the text may mean.
type Candidate struct {
	Point     geo.Point // of quality point and street, and the middle of an area
	Quality   diemnong.Quality
	RadiusM   float64          // the true place is within this many metres, nine times in ten
	Score     float64          // how often such an answer names the right ward, in [0, 1]
	AreaScore float64          // the same for Area, where that is coarser than a ward
	Area      diemnong.AreaRef // the finest certain area, in the set in force at the time of the query
	Areas     []int32          // finest known area in each set, at position AreaSet.ID-1 as in [area.Atlas.Locate]; 0 where unknown
	Street    string
	Number    string
}

// Part is a piece of the text and what it was read as.
type Part struct {
	Kind       PartKind
	Text       string // the piece as written
	Start, End int    // its place in the text, in bytes
	Value      string // what it means: the full name of an area, a street, a number
}

// PartKind says what a piece of an address is.
type PartKind string

// The kinds of parts.
const (
	PartNumber    PartKind = "number" // house number with its alleys, lot or block
	PartStreet    PartKind = "street"
	PartAlley     PartKind = "alley"     // hẻm, ngõ, kiệt
	PartHamlet    PartKind = "hamlet"    // khu phố, tổ, ấp
	PartArea      PartKind = "area"      // ward, district, city of the area sets
	PartPlace     PartKind = "place"     // landmark, building, housing estate
	PartElsewhere PartKind = "elsewhere" // a province that is not this city
	PartPoint     PartKind = "point"     // coordinates or a plus code written as text
)

// Here is what lies at a point.
type Here struct {
	Areas     []int32 // as in [Candidate.Areas]
	Street    string  // nearest named street within 100 m; empty when there is none
	Number    string  // nearest known house number on it within 30 m, of public sources only
	DistanceM float64 // to the street
}
