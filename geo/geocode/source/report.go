package source

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
)

// Report tells what reading a file gave.
type Report struct {
	Read    string // which columns or properties were taken, for people
	Rows    int64  // rows, features or elements looked at
	Entries int64  // given away
	LeftOut []Reason

	Outside int64           // entries left out because they lie outside the bounds
	Bounds  diemnong.Bounds // as asked for; zero: the globe
	Covers  diemnong.Bounds // box around all places in the file, those outside too; zero when there are none
}

// see notes a place in the file.
func (r *Report) see(lon, lat float64) {
	if r.Covers.IsZero() {
		r.Covers = diemnong.Bounds{West: lon, South: lat, East: lon, North: lat}
		return
	}
	c := &r.Covers
	c.West, c.South, c.East, c.North = min(c.West, lon), min(c.South, lat), max(c.East, lon), max(c.North, lat)
}

// seeBox notes all places in a box.
func (r *Report) seeBox(b orb.Bound) {
	r.see(b.Min[0], b.Min[1])
	r.see(b.Max[0], b.Max[1])
}

// Elsewhere says where the file and the city lie when something lies outside; else it is empty.
func (r *Report) Elsewhere() string {
	if r.Outside == 0 {
		return ""
	}
	box := func(b diemnong.Bounds) string {
		return fmt.Sprintf("%.5g,%.5g,%.5g,%.5g", b.West, b.South, b.East, b.North)
	}
	return fmt.Sprintf("The file covers %s; the city lies in %s (west, south, east, north).", box(r.Covers), box(r.Bounds))
}

// Reason is why rows were left out, with the first of them.
type Reason struct {
	Text  string // a sentence without a subject, such as "is not a latitude."
	N     int64
	Where string // the first one: "line 12", "feature number 3", "relation/42"
	Field string // column or property at fault; empty when none is
	Value string // as given
}

// fault is why one row, feature or element is left out.
type fault struct {
	where, field, value, reason string
	told                        string // the reason as it is for this one alone; empty when that is the same
}

// Faults that several formats have.
const (
	outside    = "lies outside the bounds of the city."
	yetAnother = "is left out for yet another reason."
	exchanged  = "lies outside of the city, and in it the other way round: latitude and longitude look exchanged."
)

// mostReasons bounds the reasons that are told apart.
const mostReasons = 50

// tooManyBad refuses a table of which more than half cannot be used: it would take the
// place of a better one. What lies elsewhere does not count, because a table of a
// whole country is as good as one of the city.
func (r *Report) tooManyBad() error {
	bad := r.Missing() - r.Outside
	if 2*bad <= r.Rows {
		return nil
	}
	worst := r.worst()
	return diemnong.InvalidValue(cmp.Or(worst.Field, "file"), worst.Value,
		fmt.Sprintf("%s %s Of %d rows, %d cannot be used; this is the commonest reason.", worst.Where, worst.Text, r.Rows, bad),
		"Mend the file or name its columns; or give --allow-bad to import what is left. Nothing was changed.")
}

// worst is the commonest reason for leaving something out but for its place.
func (r *Report) worst() Reason {
	others := slices.DeleteFunc(slices.Clone(r.LeftOut), func(l Reason) bool { return l.Text == outside })
	if len(others) == 0 {
		others = r.LeftOut
	}
	return slices.MaxFunc(others, func(a, b Reason) int { return cmp.Compare(a.N, b.N) })
}

// leaveOut counts an entry that cannot be used.
func (r *Report) leaveOut(f fault) {
	if f.reason == outside {
		r.Outside++
	}
	if len(r.LeftOut) >= mostReasons {
		f.field, f.reason = "", yetAnother
	}
	i := slices.IndexFunc(r.LeftOut, func(known Reason) bool { return known.Text == f.reason && known.Field == f.field })
	if i >= 0 {
		r.LeftOut[i].N++
		return
	}
	r.LeftOut = append(r.LeftOut, Reason{Text: f.reason, N: 1, Where: f.where, Field: f.field, Value: f.value})
}

// Reasons are those of LeftOut, the commonest first; what stands for many comes last.
func (r *Report) Reasons() []Reason {
	return slices.SortedStableFunc(slices.Values(r.LeftOut), func(a, b Reason) int {
		switch {
		case a.Text == yetAnother && b.Text != yetAnother:
			return 1
		case b.Text == yetAnother && a.Text != yetAnother:
			return -1
		}
		return cmp.Compare(b.N, a.N)
	})
}

// Missing is the number of rows that were left out.
func (r *Report) Missing() (n int64) {
	for _, reason := range r.LeftOut {
		n += reason.N
	}
	return n
}

// nothing is the fault of a file without a single entry, with the commonest reason.
func (r *Report) nothing() error {
	if r.Outside > 0 && r.Outside >= r.Missing() {
		return diemnong.InvalidValue("bounds", "", "hold nothing of the file.", r.Elsewhere()+" Give the file of this city, or other --bounds.")
	}
	if len(r.LeftOut) == 0 {
		return diemnong.Errorf(diemnong.Invalid, "The file has no streets, addresses or places.")
	}
	worst := r.worst()
	return diemnong.InvalidValue(cmp.Or(worst.Field, "file"), worst.Value, worst.Where+" "+worst.Text,
		"Nothing in the file can be used.")
}
