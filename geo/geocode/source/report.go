package source

import (
	"cmp"
	"slices"

	"github.com/diemnong/diemnong"
)

// Report tells what reading a file gave.
type Report struct {
	Read    string // which columns or properties were taken, for people
	Rows    int64  // rows, features or elements looked at
	Entries int64  // given away
	LeftOut []Reason
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
type fault struct{ where, field, value, reason string }

// mostReasons bounds the reasons that are told apart.
const mostReasons = 50

// leaveOut counts an entry that cannot be used.
func (r *Report) leaveOut(f fault) {
	if len(r.LeftOut) >= mostReasons {
		f.field, f.reason = "", "is left out for yet another reason."
	}
	i := slices.IndexFunc(r.LeftOut, func(known Reason) bool { return known.Text == f.reason && known.Field == f.field })
	if i >= 0 {
		r.LeftOut[i].N++
		return
	}
	r.LeftOut = append(r.LeftOut, Reason{Text: f.reason, N: 1, Where: f.where, Field: f.field, Value: f.value})
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
	if len(r.LeftOut) == 0 {
		return diemnong.Errorf(diemnong.Invalid, "The file has no streets, addresses or places.")
	}
	worst := slices.MaxFunc(r.LeftOut, func(a, b Reason) int { return cmp.Compare(a.N, b.N) })
	return diemnong.InvalidValue(cmp.Or(worst.Field, "file"), worst.Value, worst.Where+" "+worst.Text,
		"Nothing in the file can be used.")
}
