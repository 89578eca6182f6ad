package diemnong

import (
	"cmp"
	"slices"
	"time"
)

// City is what the service knows of the city it serves.
type City struct {
	Code        string // short, such as "hcmc"
	Name        string
	NameEN      string
	TimeZone    string // IANA name; the zone in which days, weeks and months are cut
	Bounds      Bounds // everything outside is refused on import
	Attribution string // shown on every map
	Demo        bool   // filled with the demonstration city
}

// Bounds is a box in WGS 84 degrees, borders included.
type Bounds struct{ West, South, East, North float64 }

// Contains reports whether the box holds the point.
func (b Bounds) Contains(lon, lat float64) bool {
	return lon >= b.West && lon <= b.East && lat >= b.South && lat <= b.North
}

// IsZero reports whether no box is set.
func (b Bounds) IsZero() bool { return b == Bounds{} }

// Group is a category group (lĩnh vực).
type Group struct{ Code, Name, NameEN string }

// Category is what a complaint is about (Open311: service).
type Category struct {
	Code, Name, NameEN string
	Group              string // group code
}

// Agency is a handling unit. Agencies merge and change names: it has validity
// dates (half-open; zero: unbounded) and at most one successor.
type Agency struct {
	Code, Name, NameEN string
	ValidFrom, ValidTo time.Time
	Successor          string // agency code; empty when none
}

// AreaRef names an area in a set; a bare code means different places in different sets.
type AreaRef struct{ Set, Code string }

// String is "set:code", or empty for the zero value.
func (r AreaRef) String() string {
	if r == (AreaRef{}) {
		return ""
	}
	return r.Set + ":" + r.Code
}

func compareAreaRefs(a, b AreaRef) int {
	return cmp.Or(cmp.Compare(a.Set, b.Set), cmp.Compare(a.Code, b.Code))
}

// AreaSet is one vintage of a city's boundaries, with levels from coarse to fine.
type AreaSet struct {
	ID                 int // position of the set in a complaint's array of areas, from 1
	Code, Name, NameEN string
	ValidFrom, ValidTo time.Time // half-open; zero: unbounded
	Approximate        bool      // outlines made by the project, not official ones
	Attribution        string
	Levels             []Level // coarse to fine
}

// Level is one layer of an area set. Levels are data: nothing in code knows
// the word "district".
type Level struct {
	Code, Name, NameEN string
	Areas              int // number of areas
}

// Area is a unit of an area set, without its outline.
type Area struct {
	ID           int // unique over all sets
	Set          string
	Level        string
	Code         string
	Name, NameEN string
	Parent       string  // code of the area that holds it; empty at the top
	Population   int     // residents; 0 when unknown
	AreaKM2      float64 // official area; 0 when unknown
	Lon, Lat     float64 // a place to put its name
	Bounds       Bounds
}

// Catalog is everything that a filter can name, at one revision. It is
// immutable: readers share it.
type Catalog struct {
	Revision   Revision
	City       City
	Groups     []Group
	Categories []Category
	Agencies   []Agency
	Sets       []AreaSet
}

// Set finds an area set by its code.
func (c *Catalog) Set(code string) (AreaSet, bool) {
	i := slices.IndexFunc(c.Sets, func(s AreaSet) bool { return s.Code == code })
	if i < 0 {
		return AreaSet{}, false
	}
	return c.Sets[i], true
}

// AgencyNow gives the code of the agency that has taken over from the given
// one by now: the end of its chain of successors. In a chain without an end
// every agency stands for itself.
func (c *Catalog) AgencyNow(code string) string {
	successor := make(map[string]string, len(c.Agencies))
	for _, a := range c.Agencies {
		successor[a.Code] = a.Successor
	}
	now := code
	for range c.Agencies {
		if successor[now] == "" {
			return now
		}
		now = successor[now]
	}
	return code
}

// SetInForce gives the code of the set whose validity holds the moment, the
// newest one when several do or none does, and "" when there is no set.
func (c *Catalog) SetInForce(at time.Time) string {
	best, code := time.Time{}, ""
	for _, s := range c.Sets {
		inForce := !at.Before(s.ValidFrom) && (s.ValidTo.IsZero() || at.Before(s.ValidTo))
		if inForce && (code == "" || s.ValidFrom.After(best)) {
			best, code = s.ValidFrom, s.Code
		}
	}
	if code == "" && len(c.Sets) > 0 {
		newest := slices.MaxFunc(c.Sets, func(a, b AreaSet) int { return a.ValidFrom.Compare(b.ValidFrom) })
		return newest.Code
	}
	return code
}
