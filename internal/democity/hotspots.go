package democity

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
)

// HotSpot is a planted cluster: complaints of one category, all within a
// radius, all between two moments, besides what would be there anyway.
type HotSpot struct {
	ID       string    `json:"id"`
	Category string    `json:"category"`
	Lon      float64   `json:"lon"`
	Lat      float64   `json:"lat"`
	RadiusM  float64   `json:"radius_m"`
	From     time.Time `json:"from"` // half-open
	To       time.Time `json:"to"`
	Count    int       `json:"count"`
	Area     string    `json:"area"` // ward that holds the centre, as set:code

	blocks  []*block // that lie wholly in it
	quarter *quarter
}

// Contains reports whether a complaint of the category at a place and time lies
// in the hot spot.
func (h *HotSpot) Contains(category string, at geo.Point, received time.Time) bool {
	return category == h.Category && !received.Before(h.From) && received.Before(h.To) &&
		at.DistanceM(geo.Point{Lon: h.Lon, Lat: h.Lat}) <= h.RadiusM
}

// spotsAYear is how many hot spots are planted for each year. The newest
// three of all are still going on at the end.
const spotsAYear = 8

// Categories that hot spots are of, in the dry and in the rainy season.
var (
	drySpots = []string{
		"waste-uncollected", "waste-dumping", "odour", "noise-karaoke", "noise-business", "sidewalk",
		"street-light", "water-outage", "water-quality", "pothole", "roadworks", "telecom-cable",
	}
	wetSpots = []string{
		"flooding", "sewer-blocked", "flooding", "mosquitoes", "waste-uncollected", "noise-construction",
		"manhole", "power-outage", "odour", "noise-karaoke",
	}
)

// plant places the hot spots: in the old city, by population, at random times.
func plant(c *city, t *timeline, seed uint64, years, rows int) []HotSpot {
	const stream = 0x73706f7473 // "spots"
	r := rand.New(rand.NewPCG(seed^stream, 0))
	var spots []HotSpot
	n := spotsAYear * years
	for i := range n {
		days := []int{5, 8, 12, 18, 25, 40}[r.IntN(6)]
		lasting := time.Duration(days) * 24 * time.Hour
		room := t.end.Sub(t.start) - lasting
		from := t.start.Add(time.Duration(r.Float64() * float64(room))).Truncate(time.Hour)
		to := from.Add(lasting)
		if i >= n-3 {
			from, to = t.end.Add(-lasting).Truncate(time.Hour), t.end
		}
		q := c.quarters[draw(c.old[atHomes], r)]
		b := &q.blocks[r.IntN(len(q.blocks))]
		centre := b.at(blockM/2, 0)
		h := HotSpot{
			Category: spotCategory(from.In(zone), r), From: from.UTC(), To: to.UTC(),
			Lon: round6(centre.Lon), Lat: round6(centre.Lat), RadiusM: float64(150 + 50*r.IntN(9)),
			Count: int(math.Round(float64(rows) * (0.0002 + 0.0007*r.Float64()))),
			Area:  diemnong.AreaRef{Set: SetNew, Code: q.unit.Code}.String(), quarter: q,
		}
		h.blocks = h.within(q)
		if h.Count > 0 && from.Before(to) && !from.Before(t.start) {
			spots = append(spots, h)
		}
	}
	slices.SortStableFunc(spots, func(a, b HotSpot) int { return a.From.Compare(b.From) })
	for i := range spots {
		spots[i].ID = fmt.Sprintf("spot-%02d", i+1)
	}
	return spots
}

func spotCategory(from time.Time, r *rand.Rand) string {
	of := drySpots
	if rainySeason(from) > 0 {
		of = wetSpots
	}
	return of[r.IntN(len(of))]
}

// covers reports whether a place lies in the hot spot beyond doubt: rounding its
// coordinates does not change that.
func (h *HotSpot) covers(p geo.Point) bool {
	return p.DistanceM(geo.Point{Lon: h.Lon, Lat: h.Lat}) <= h.RadiusM-1
}

// within gives the blocks that lie in the hot spot with the houses along them.
// The one in whose middle the spot has its centre always does.
func (h *HotSpot) within(q *quarter) (blocks []*block) {
	const houses = 12 // metres that they reach back from the street
	for i := range q.blocks {
		b := &q.blocks[i]
		corners := [...]geo.Point{b.at(0, houses), b.at(0, -houses), b.at(blockM, houses), b.at(blockM, -houses)}
		if !slices.ContainsFunc(corners[:], func(p geo.Point) bool { return !h.covers(p) }) {
			blocks = append(blocks, b)
		}
	}
	return blocks
}

func round6(x float64) float64 { return math.Round(x*1e6) / 1e6 }
