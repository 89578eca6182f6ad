package index

import (
	"math"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// longest is the longest handling time of a bucket in seconds, and 0 for none:
// how long after its receipt a complaint of that bucket has been closed for sure.
var longest = func() (all [math.MaxUint8 + 1]int64) {
	for i := range heat.NumBuckets - 1 {
		all[i] = heat.Bounds[i+1]
	}
	all[heat.NumBuckets-1] = math.MaxInt64 // it has no upper bound
	all[heat.NoTime] = 0
	return all
}()

// steady reports whether the history of a row ends in what is stored of it, and
// has stood there since the longest handling time of its bucket at the latest.
// Then nobody need read the history to know the row's state at a later moment.
// That holds for nearly all complaints that are closed: questions about a moment
// a month or a year ago read the histories of the few that were open then.
//
// A row that waits for its due time is never steady: its class depends on the
// moment.
func steady(received int64, events []Event, stored measure, status diemnong.Status) bool {
	is, isStatus := measureOf(diemnong.UndatedOpen, false, heat.NoTime), diemnong.Received
	since, at, reopened := received, int64(math.MinInt64), false
	for _, e := range events {
		if e.At < at {
			return false // events in order are what the schema promises
		}
		at, reopened = e.At, reopened || e.Reopened
		class := classOf(e.Status, e.DueAt, e.ClosedAt)
		next := measureOf(class, reopened, bucketOf(e.Status, received, e.ClosedAt))
		if next != is || e.Status != isStatus {
			is, isStatus, since = next, e.Status, e.At
		}
	}
	isOpen := diemnong.Class(stored>>classShift&7) == diemnong.Open
	return !isOpen && is == stored && isStatus == status && since-received <= longest[uint8(stored)]
}
