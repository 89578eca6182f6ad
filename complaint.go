package diemnong

import "time"

// Complaint is one report of a resident, as the system of record holds it.
// Times are UTC to the second; the zero time means "none".
type Complaint struct {
	ID         int64
	Source     string // code of the system it came from, such as "1022"
	SourceRef  string // its number there; unique within the source
	Channel    Channel
	Category   string // category code
	Agency     string // code of the handling agency; empty when unknown
	Status     Status
	ReceivedAt time.Time
	DueAt      time.Time
	ClosedAt   time.Time // last change to resolved or rejected; zero while not closed or when unusable
	Reopened   int       // number of re-openings
	Flags      Flags
	Location   Location
}

// Class is the complaint's class at the moment asOf, by its present state.
func (c *Complaint) Class(asOf time.Time) Class {
	return Classify(c.Status, c.DueAt, c.ClosedAt, asOf)
}

// HandlingTime is closed_at − received_at in whole seconds; ok is false for a
// complaint that has no usable closing time.
func (c *Complaint) HandlingTime() (seconds int64, ok bool) {
	if !c.Status.Closed() || c.ClosedAt.IsZero() {
		return 0, false
	}
	return int64(c.ClosedAt.Sub(c.ReceivedAt) / time.Second), true
}

// Personal is what only those who handle a complaint may see. It is stored in
// a table of its own and never enters an index, a tile or a statistic.
type Personal struct {
	Name    string
	Phone   string
	Email   string
	Address string // as the resident wrote or said it
	Text    string // the complaint in the resident's words
}

// IsZero reports whether nothing personal is known.
func (p Personal) IsZero() bool { return p == Personal{} }

// Location is where a complaint is, as far as that is known.
type Location struct {
	Lon, Lat float64 // WGS 84 degrees; meaningful for Point and Street quality only
	Quality  Quality
	RadiusM  float64 // the true place is within this many metres, as a rule
	Cell     uint64  // H3 base cell; 0 when the complaint is in no cell
	Area     AreaRef // the area as stated by the source; zero when none was
	Method   Method
	Unplaced Unplaced
	Score    float64 // how often the geocoder is right about the area of such an answer, in [0, 1]; 0 for other methods
}

// Event is one entry of a complaint's history: the state after it happened.
type Event struct {
	At       time.Time
	Kind     EventKind
	Status   Status
	DueAt    time.Time
	ClosedAt time.Time
}

// EventKind says what happened to a complaint.
type EventKind string

// The kinds of events.
const (
	EventReceived  EventKind = "received"
	EventAssigned  EventKind = "assigned"
	EventProgress  EventKind = "progress"
	EventClosed    EventKind = "closed"
	EventReopened  EventKind = "reopened"
	EventUpdated   EventKind = "updated"   // a later file or call changed something else
	EventRelocated EventKind = "relocated" // point or area changed
)

// Flags mark what a reader of a complaint should know about its data.
type Flags uint16

// The flags. Their values are stored; never renumber them.
const (
	FlagClosedAtUnusable   Flags = 1 << iota // the closing time is missing, or cannot be: before the receipt, in the future
	FlagAreaContradicts                      // the point lies outside the stated area
	FlagAreaSplit                            // an area by crosswalk, where the old one was split
	FlagOutsideCity                          // the point lies outside every area set
	FlagAddressContradicts                   // the point lies outside the area that the address names
)

// Revision numbers the states of the system of record, densely and in commit order.
type Revision int64
