package api

import (
	"sync/atomic"
	"time"
)

// What the log says of requests. Every request is counted in the metrics and
// has its line, with one exception: of those answered well and quickly, only
// so many have one in each second. A map that is dragged asks for hundreds of
// kept tiles a second; their lines would say nothing new, fill a disk with
// 10 GB a day, and cost a tenth of the machine. The next line says how many
// were left out before it. At the level debug none is.
const (
	quickAnswer      = 100 * time.Millisecond
	quickLinesSecond = 100
)

// logBudget counts the lines about quick answers. The zero value is ready.
type logBudget struct {
	second  atomic.Int64 // unix time that lines counts in
	lines   atomic.Int64
	skipped atomic.Int64
}

// spend reports whether there is room for one more line now; if not, it counts
// one that was left out. Two requests at the turn of a second may both find
// room: the bound is not exact.
func (l *logBudget) spend(now time.Time) bool {
	if s := now.Unix(); l.second.Load() != s && l.second.Swap(s) != s {
		l.lines.Store(0)
	}
	if l.lines.Add(1) <= quickLinesSecond {
		return true
	}
	l.skipped.Add(1)
	return false
}

// leftOut gives the number of lines left out since it was last asked.
func (l *logBudget) leftOut() int64 { return l.skipped.Swap(0) }
