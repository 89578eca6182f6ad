package heat

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
)

// Bounds of lists.
const (
	// MaxPage is the most complaints one page of a list holds.
	MaxPage = 1000
	// MaxOffset is how deep a list can be entered by counting. Nobody looks at
	// the complaint after that one: who gets there needs a narrower question.
	MaxOffset = 100_000
	// MaxExport is the most complaints that leave in one file: some 30 MB as CSV.
	MaxExport = 100_000
)

// Sort is the order of a list of complaints. Complaints that lack what is
// sorted by come last; equal ones are in the order of their ids.
type Sort uint8

// The orders.
const (
	NewestFirst         Sort = iota // -received_at
	OldestFirst                     // received_at
	EarliestDueFirst                // due_at
	LatestDueFirst                  // -due_at
	LatestClosedFirst               // -closed_at
	LongestHandledFirst             // -handling
)

var sortNames = []string{"-received_at", "received_at", "due_at", "-due_at", "-closed_at", "-handling"}

// String is the order as written in parameters.
func (s Sort) String() string {
	if int(s) < len(sortNames) {
		return sortNames[s]
	}
	return "unknown"
}

// ParseSort reads what [Sort.String] writes; the empty text is [NewestFirst].
func ParseSort(s string) (Sort, error) {
	if s == "" {
		return NewestFirst, nil
	}
	i := slices.Index(sortNames, s)
	if i < 0 {
		return 0, diemnong.InvalidValue("sort", s, "is not an order.", "Use one of: "+strings.Join(sortNames, ", ")+".")
	}
	return Sort(i), nil
}

// ListQuery asks for a page of the complaints of a filter.
type ListQuery struct {
	Filter   diemnong.Filter
	Unplaced []diemnong.Unplaced // reasons of those that no cell holds; [diemnong.Placed]: nobody looked. Empty: all complaints
	Sort     Sort
	Cursor   string // Next of the page before; empty for the first page
	Offset   int    // instead of a cursor: how many come before the page, 0 to [MaxOffset]
	Limit    int    // 1 to [MaxPage]; of an export, to [MaxExport]
}

// IsExport reports whether more than a page is asked for.
func (q *ListQuery) IsExport() bool { return q.Limit > MaxPage }

// CheckOffset fails with [diemnong.Invalid] for an offset outside 0 to
// [MaxOffset], beside a cursor, or into more than a page.
func (q *ListQuery) CheckOffset() error {
	asked := strconv.Itoa(q.Offset)
	switch {
	case q.Offset < 0 || q.Offset > MaxOffset:
		return BadOffset(asked)
	case q.Offset > 0 && q.Cursor != "":
		return diemnong.InvalidValue("offset", asked, "does not go with a cursor.", "A page begins at one or at the other: give only one of them.")
	case q.Offset > 0 && q.IsExport():
		return diemnong.InvalidValue("offset", asked, "does not go with a file of more than a page.", "Leave it out; cursor goes on where another file ended.")
	}
	return nil
}

// BadOffset is the error for an offset that is no place in a list.
func BadOffset(asked string) error {
	return diemnong.InvalidValue("offset", asked, "is not a place in a list.", fmt.Sprintf(
		"Give a whole number from 0 to %d. What comes after is found by a narrower filter, or by cursor.", MaxOffset))
}

// Page is a part of a list.
type Page struct {
	State      State
	AsOf       time.Time // the moment at which classes were judged
	Complaints []Listed
	Next       string // cursor of the page after; empty on the last one
}

// Exported is what belongs to a list that was handed over complaint by complaint.
type Exported struct {
	State State
	AsOf  time.Time
	Next  string // cursor of what follows; empty when that was all
}

// Listed is a complaint as lists show it: in its state at the filter's moment,
// with nothing personal.
type Listed struct {
	diemnong.Complaint
	Group string // category group code
	Class diemnong.Class
	Areas []diemnong.AreaRef // finest known area in each set that has one, by set
}

// Detail is one complaint with its history, in order.
type Detail struct {
	Listed
	State   State
	AsOf    time.Time
	History []diemnong.Event
	Earlier []PastPlace // where it was before its place was changed, oldest first
}

// PastPlace is where a complaint was, as far as that was known.
type PastPlace struct {
	diemnong.Location
	Until     time.Time // when it was changed
	Gazetteer int64     // version by which it was changed; 0 when something else changed it
}

// UnplacedCounts are the complaints of a filter that no cell holds, by the reason.
type UnplacedCounts struct {
	State   State
	AsOf    time.Time
	Reasons [diemnong.NumUnplaced]struct { // by diemnong.Unplaced; at Placed those that nobody has looked at
		None int64 // of quality none
		Area int64 // of quality area
	}
}

// MapPoint is a complaint as a map draws it.
type MapPoint struct {
	ID         int64
	Point      geo.Point
	Category   string
	Group      string
	Agency     string // empty when unknown
	Status     diemnong.Status
	Class      diemnong.Class
	Channel    diemnong.Channel
	Quality    diemnong.Quality
	RadiusM    float64
	ReceivedAt time.Time
	DueAt      time.Time // zero: none
}

// Points are the complaints of a filter in a box.
type Points struct {
	State  State
	AsOf   time.Time
	Points []MapPoint // newest first
	More   bool       // there are more than were asked for
}
