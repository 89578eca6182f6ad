package postgis

import (
	"cmp"
	"math"
	"slices"

	"github.com/diemnong/diemnong/geo"
)

// What makes a learned address point an outlier.
const (
	// outlierM is how far from its neighbours a point is wrong. Two honest
	// sources put the same house up to 240 m apart nine times in ten, twenty
	// numbers of a street are some 100 m of it, and 500 m is beyond both. It
	// is also the size of a ward in the centre: what is worse would name
	// another ward.
	outlierM = 500
	// togetherM is how near to each other points confirm each other: the same
	// 240 m.
	togetherM = 250
	// nearNumbers is how far the numbers of neighbours differ at most.
	nearNumbers = 20
	// voters is how many neighbours have to agree, and witnesses how many
	// points elsewhere make that a second street of the name, or a second
	// count of its numbers, and no mistake.
	voters, witnesses = 3, 2
	// mostNeighbours bounds the neighbours to each side by number: a market
	// with a thousand complaints needs no thousand opinions.
	mostNeighbours = 8
)

// streetPoint is a learned address point on a street whose points are compared.
type streetPoint struct {
	id      int64
	head    int32 // number on the street, without alleys; 0: none
	at      geo.Point
	outlier bool
}

// metres are a place on a plane about the first point of a street.
type metres struct{ x, y float64 }

func (m metres) distance(o metres) float64 { return math.Hypot(m.x-o.x, m.y-o.y) }

// markOutliers says of each point of a street whether it is an outlier: far
// from where its neighbours by number agree to be, and with nobody near it.
// That depends on all the points and not on their order or on what was said
// before, so that a later point can bring an earlier one back.
func markOutliers(points []streetPoint) {
	slices.SortFunc(points, func(a, b streetPoint) int { return cmp.Or(cmp.Compare(a.head, b.head), cmp.Compare(a.id, b.id)) })
	c := comparison{points: points, at: onPlane(points), squares: map[[2]int32][]int32{}}
	for i, m := range c.at {
		c.squares[square(m)] = append(c.squares[square(m)], int32(i))
	}
	for i := range points {
		points[i].outlier = c.isOutlier(i)
	}
}

func onPlane(points []streetPoint) []metres {
	const perDegree = 111_320
	at := make([]metres, len(points))
	for i, p := range points {
		origin := points[0].at
		at[i] = metres{(p.at.Lon - origin.Lon) * perDegree * math.Cos(origin.Lat*math.Pi/180), (p.at.Lat - origin.Lat) * perDegree}
	}
	return at
}

// comparison is the points of one street, by number and by place.
type comparison struct {
	points  []streetPoint
	at      []metres
	squares map[[2]int32][]int32 // squares of togetherM by togetherM → points in them
}

func square(m metres) [2]int32 {
	return [2]int32{int32(math.Floor(m.x / togetherM)), int32(math.Floor(m.y / togetherM))}
}

func (c *comparison) isOutlier(i int) bool {
	neighbours := c.neighbours(i)
	if len(neighbours) < voters {
		return false
	}
	middle := median(neighbours)
	if c.at[i].distance(middle) <= outlierM {
		return false
	}
	agree := 0
	for _, n := range neighbours {
		if n.distance(middle) <= togetherM {
			agree++
		}
	}
	return agree >= voters && 2*agree > len(neighbours) && !c.hasWitnesses(i)
}

// neighbours are the places of points with near numbers, nearest first to each side.
func (c *comparison) neighbours(i int) (places []metres) {
	head := c.points[i].head
	if head == 0 {
		return nil
	}
	for _, step := range [...]int{-1, 1} {
		for j, n := i+step, 0; j >= 0 && j < len(c.points) && n < mostNeighbours; j, n = j+step, n+1 {
			other := c.points[j].head
			if other == 0 || max(other-head, head-other) > nearNumbers {
				break
			}
			places = append(places, c.at[j])
		}
	}
	return places
}

// median takes the middle of each coordinate.
func median(places []metres) metres {
	xs, ys := make([]float64, len(places)), make([]float64, len(places))
	for i, p := range places {
		xs[i], ys[i] = p.x, p.y
	}
	slices.Sort(xs)
	slices.Sort(ys)
	return metres{xs[len(xs)/2], ys[len(ys)/2]}
}

// hasWitnesses reports whether others of the street lie near a point. Those at
// the very same place do not count: it may be where a source puts whatever it
// cannot place.
func (c *comparison) hasWitnesses(i int) bool {
	s, found := square(c.at[i]), 0
	for dx := int32(-1); dx <= 1; dx++ {
		for dy := int32(-1); dy <= 1; dy++ {
			for _, j := range c.squares[[2]int32{s[0] + dx, s[1] + dy}] {
				if d := c.at[i].distance(c.at[j]); d > 1 && d <= togetherM {
					if found++; found == witnesses {
						return true
					}
				}
			}
		}
	}
	return false
}
