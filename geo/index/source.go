package index

import (
	"context"
	"errors"
	"math"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/heat"
)

// Source is the system of record as the index sees it. All of a method's
// answer comes from one snapshot of the database.
type Source interface {
	// Load hands over every complaint once, in any order: first one call of
	// begin, which says what the rows refer to and about how many will come,
	// then take for each row. Both are called from one goroutine. A row and what
	// it points to are the source's again when take returns. An error of begin or
	// take ends the load and is returned. It fails with [diemnong.Unavailable]
	// while the database is away.
	Load(ctx context.Context, begin func(Beginning) error, take func(*Row) error) error

	// Histories hands over the events of every complaint that has any, in the
	// order of the complaints' ids, with the state they belong to first. Rules
	// are those of Load; the events are the source's again when take returns.
	Histories(ctx context.Context, begin func(heat.State) error, take func(id int64, events []Event) error) error

	// Changes gives what became of every complaint that changed after a state,
	// histories included. It fails with [ErrDiverged] when the database has no
	// such state, or the changes since are no longer known: then only a new Load
	// helps; with [diemnong.Unavailable] while the database is away.
	Changes(ctx context.Context, since heat.State, world *World) (*Changes, error)
}

// ErrDiverged says that the database does not continue the state that an index
// holds: it was restored from a backup, or is another one.
var ErrDiverged = errors.New("index: the database does not continue this state")

// Beginning is what a [Source] says before the rows of a load.
type Beginning struct {
	State heat.State
	World *World
	Rows  int // about how many rows will come; for making room, never relied on
}

// World is what rows and questions refer to. It is immutable.
type World struct {
	State   heat.State // the newest change of the areas or the catalogue that it holds
	Catalog *diemnong.Catalog
	Atlas   *area.Atlas
	Zone    *time.Location // in which days are cut

	// Categories and Agencies give the codes of the numbers in rows.
	Categories, Agencies map[int16]string
}

// Changes are the newest versions of the complaints that changed.
type Changes struct {
	State heat.State // after them
	World *World     // nil when areas and catalogue are as before
	Rows  []Row      // each complaint once; these belong to the receiver
	Gone  []int64    // ids of complaints that are no more
}

// None stands for a time that a complaint does not have.
const None = math.MinInt64

// Row is what the index holds of a complaint: nothing personal. Times are Unix
// seconds, or [None].
type Row struct {
	ID         int64
	ReceivedAt int64
	DueAt      int64
	ClosedAt   int64
	Cell       geo.Cell // base cell; 0 when no cell holds the complaint
	Areas      []int32  // finest known area by position of the set, from 1; 0 for none; may be short
	Category   int16    // as numbered in World.Categories
	Agency     int16    // as numbered in World.Agencies; 0 when unknown
	Channel    diemnong.Channel
	Status     diemnong.Status
	Quality    diemnong.Quality
	Reopened   bool    // re-opened at least once
	Events     []Event // history in order; Load leaves it nil, see Histories
}

// Event is one entry of a complaint's history: its state from At on. At never
// descends from one to the next.
type Event struct {
	At       int64
	DueAt    int64
	ClosedAt int64
	Status   diemnong.Status
	Reopened bool // the event is a re-opening
}
