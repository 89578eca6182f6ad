package mosaic

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/h3"
)

// Centres gathers cells around k middles so that each cell is with the nearest
// one, and gives the middles and the number of each cell's middle (k-means by
// Lloyd's rounds). It starts from cells that lie far from each other, so the
// parts come out about equally large. It gives fewer than k where there are
// fewer cells.
func Centres(cells []geo.Cell, k int) (middles []geo.Point, of []int, err error) {
	at := make([]orb.Point, len(cells))
	for i, c := range cells {
		p, err := h3.Center(c)
		if err != nil {
			return nil, nil, err
		}
		at[i] = flat(p)
	}
	centres := spread(at, min(k, len(at)))
	of = make([]int, len(at))
	for range 20 {
		for i, p := range at {
			of[i] = nearest(centres, p)
		}
		centres = means(at, of, centres)
	}
	for _, c := range centres {
		p := degrees(c)
		middles = append(middles, geo.Point{Lon: p[0], Lat: p[1]})
	}
	return middles, of, nil
}

// spread picks k points, each the one farthest from those picked before.
func spread(at []orb.Point, k int) []orb.Point {
	picked := []orb.Point{at[0]}
	km := make([]float64, len(at))
	for i := range km {
		km[i] = math.Inf(1)
	}
	for len(picked) < k {
		far := 0
		for i, p := range at {
			km[i] = math.Min(km[i], distance(p, picked[len(picked)-1]))
			if km[i] > km[far] {
				far = i
			}
		}
		picked = append(picked, at[far])
	}
	return picked
}

func nearest(centres []orb.Point, p orb.Point) int {
	best, km := 0, math.Inf(1)
	for i, c := range centres {
		if d := distance(c, p); d < km {
			best, km = i, d
		}
	}
	return best
}

// means are the middles of the points of each centre; a centre without points stays.
func means(at []orb.Point, of []int, centres []orb.Point) []orb.Point {
	sum := make([]orb.Point, len(centres))
	n := make([]float64, len(centres))
	for i, p := range at {
		sum[of[i]][0] += p[0]
		sum[of[i]][1] += p[1]
		n[of[i]]++
	}
	for i := range sum {
		if n[i] == 0 {
			sum[i] = centres[i]
			continue
		}
		sum[i] = orb.Point{sum[i][0] / n[i], sum[i][1] / n[i]}
	}
	return sum
}
