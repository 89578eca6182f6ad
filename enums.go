package diemnong

import (
	"strings"
	"time"
)

// Status is the stage of handling a complaint is in. Values are stored; never renumber them.
type Status uint8

// The statuses in the order of handling.
const (
	Received Status = iota
	Assigned
	InProgress
	Resolved
	Rejected
)

var statusNames = []string{"received", "assigned", "in_progress", "resolved", "rejected"}

// Closed reports whether the status ends the handling.
func (s Status) Closed() bool { return s == Resolved || s == Rejected }

// String is the status as written in parameters and answers.
func (s Status) String() string { return nameOf(statusNames, int(s)) }

// Statuses lists all statuses in order.
func Statuses() []Status { return allOf[Status](statusNames) }

// ParseStatus reads what [Status.String] writes.
func ParseStatus(s string) (Status, error) { return parseEnum[Status]("status", statusNames, s) }

// Channel is the way a complaint came in. Values are stored; never renumber them.
type Channel uint8

// The channels.
const (
	Phone Channel = iota
	App
	Web
	Email
	Counter
	Social
	Import
)

var channelNames = []string{"phone", "app", "web", "email", "counter", "social", "import"}

// String is the channel as written in parameters and answers.
func (c Channel) String() string { return nameOf(channelNames, int(c)) }

// Channels lists all channels in order.
func Channels() []Channel { return allOf[Channel](channelNames) }

// ParseChannel reads what [Channel.String] writes.
func ParseChannel(s string) (Channel, error) { return parseEnum[Channel]("channel", channelNames, s) }

// Quality says how much is known of a complaint's place. Values are stored; never renumber them.
type Quality uint8

// The qualities from best to worst. Cells show only [QualityPoint] and
// [QualityStreet]; a complaint known by its area is never invented into a cell.
const (
	QualityPoint  Quality = iota // given coordinates or a house number
	QualityStreet                // a street within an area
	QualityArea                  // only a ward or district
	QualityNone                  // nothing usable
)

var qualityNames = []string{"point", "street", "area", "none"}

// String is the quality as written in parameters and answers.
func (q Quality) String() string { return nameOf(qualityNames, int(q)) }

// Placeable reports whether complaints of this quality belong into a cell.
func (q Quality) Placeable() bool { return q == QualityPoint || q == QualityStreet }

// Qualities lists all qualities from best to worst.
func Qualities() []Quality { return allOf[Quality](qualityNames) }

// ParseQuality reads what [Quality.String] writes.
func ParseQuality(s string) (Quality, error) {
	return parseEnum[Quality]("quality", qualityNames, s)
}

// Class is how a complaint stands at a moment. Every complaint is in exactly
// one class, so the classes add up to the number of complaints.
type Class uint8

// The classes.
const (
	OnTime        Class = iota // closed at or before its due time
	Late                       // closed after its due time
	Open                       // not closed, due at or after the moment
	Overdue                    // not closed, due before the moment
	UndatedOpen                // not closed, without a due time
	UndatedClosed              // closed without a due time, or at an unknown time
)

// NumClasses is the number of classes.
const NumClasses = 6

var classNames = []string{"on_time", "late", "open", "overdue", "undated_open", "undated_closed"}

// String is the class as written in parameters and answers.
func (c Class) String() string { return nameOf(classNames, int(c)) }

// Classes lists all classes in order.
func Classes() []Class { return allOf[Class](classNames) }

// ParseClass reads what [Class.String] writes.
func ParseClass(s string) (Class, error) { return parseEnum[Class]("class", classNames, s) }

// Classify gives the class of a complaint in a state at the moment asOf. A
// zero dueAt or closedAt means there is none. The SQL function
// complaint_class is the same rule; the conformance suite holds them together.
func Classify(s Status, dueAt, closedAt, asOf time.Time) Class {
	switch {
	case s.Closed() && (dueAt.IsZero() || closedAt.IsZero()):
		return UndatedClosed
	case s.Closed() && !closedAt.After(dueAt):
		return OnTime
	case s.Closed():
		return Late
	case dueAt.IsZero():
		return UndatedOpen
	case dueAt.Before(asOf):
		return Overdue
	default:
		return Open
	}
}

func nameOf(names []string, i int) string {
	if i < len(names) {
		return names[i]
	}
	return "unknown"
}

func allOf[T ~uint8](names []string) []T {
	all := make([]T, len(names))
	for i := range all {
		all[i] = T(i)
	}
	return all
}

func parseEnum[T ~uint8](field string, names []string, s string) (T, error) {
	for i, n := range names {
		if n == s {
			return T(i), nil
		}
	}
	return 0, InvalidValue(field, s, "is not a known "+field+".", "Use one of: "+strings.Join(names, ", ")+".")
}
