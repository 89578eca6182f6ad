package heat

import (
	"time"

	"github.com/diemnong/diemnong"
)

// Bounds of a question about neighbours, in metres.
const (
	MaxRadiusM     = 1000
	DefaultRadiusM = 200
)

// NeighbourQuery asks what lies around a complaint.
type NeighbourQuery struct {
	ID      int64           // the complaint
	Filter  diemnong.Filter // which others count
	RadiusM int             // 1 to [MaxRadiusM], from point to point
	Limit   int             // 1 to [MaxPage]
}

// Neighbours are the complaints around one. Of a complaint without a point
// there are none, and its location says why.
type Neighbours struct {
	State      State
	AsOf       time.Time
	Location   diemnong.Location // of the complaint that was asked about
	N          int64             // all within the radius, whatever the limit
	Categories []CategoryCount   // of all of them, the most frequent first, then by code
	Complaints []Neighbour       // nearest first, then by id
}

// CategoryCount is how many complaints a category has.
type CategoryCount struct {
	Category string
	N        int64
}

// Neighbour is a complaint and how far it is from point to point, on the
// ellipsoid. Each point is only as good as its own radius.
type Neighbour struct {
	Listed
	DistanceM float64
}
