// Package heat is the read contract: how many complaints, how late, where, for
// any filter. It knows no storage. Two engines answer it, one on plain PostGIS
// and one in memory, and must give exactly the same numbers; package heattest
// holds them to it.
//
// A filter gives a [Grid]: the measures of every base cell, and of the
// complaints that no cell holds. Tiles of every zoom, the legend and the totals
// are all cut from one grid, so they always add up. A [StatsQuery] gives the
// same measures grouped by area, category, agency or time.
//
// # Exactness
//
// All measures are integer counts. Rates and quantiles are computed once, at
// the edge, from those counts; medians are nearest-rank over fixed buckets
// ([Bounds]), so sums of groups and groups of sums give the same value.
package heat

import (
	"context"
	"time"

	"github.com/diemnong/diemnong"
)

// AsOfStep is how often the line between open and overdue moves for questions
// about the present, so that equal questions stay cacheable.
const AsOfStep = 5 * time.Minute

// State identifies what an engine answers from.
type State struct {
	Revision diemnong.Revision
	// ID is the revision's random id: the same number with another id is
	// another history, after a restore for instance.
	ID string
}

// Engine answers questions about complaints. Answers are shared and must not
// be changed by callers. Methods return [diemnong.Invalid] for a filter that
// names what does not exist, [diemnong.Unavailable] while the engine cannot
// answer, and the context's error when it ends.
type Engine interface {
	// State is the newest state the engine answers from. It is cheap: callers
	// ask before each look into a cache.
	State(ctx context.Context) (State, error)
	// Grid gives the measures of every base cell with a match, and of the
	// matches in no cell.
	Grid(ctx context.Context, f diemnong.Filter) (*Grid, error)
	// Stats gives the measures grouped by up to two dimensions.
	Stats(ctx context.Context, q StatsQuery) (*Stats, error)
}

// Moment is the time at which a filter's classes are judged: its AsOf, or the
// start of the current [AsOfStep] for the state as stored.
func Moment(f diemnong.Filter, now time.Time) time.Time {
	if !f.AsOf.IsZero() {
		return f.AsOf
	}
	return now.UTC().Truncate(AsOfStep)
}
