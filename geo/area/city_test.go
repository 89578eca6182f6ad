package area_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
)

// patchwork is a made-up city of n × n wards with winding borders that
// neighbours share vertex by vertex, within districts of m × m wards. Every
// fifth ward has a lake that belongs to nobody below the district, and every
// seventh an islet in its lake.
type patchwork struct {
	n, m  int
	steps int // edges on each side of a ward
	seed  uint64
}

const (
	west, south = 106.3, 10.4
	wardSide    = 0.03
)

// corner is where four wards meet; it is off the lattice by up to a quarter of a side.
func (c patchwork) corner(i, j int) orb.Point {
	r := rand.New(rand.NewPCG(c.seed, uint64(i)<<32|uint64(j)))
	return orb.Point{
		west + wardSide*(float64(i)+r.Float64()/2-.25),
		south + wardSide*(float64(j)+r.Float64()/2-.25),
	}
}

// side winds from one corner to another; the other direction is its reverse.
func (c patchwork) side(i1, j1, i2, j2 int) []orb.Point {
	a, b := c.corner(i1, j1), c.corner(i2, j2)
	r := rand.New(rand.NewPCG(c.seed+1, uint64(i1)<<48|uint64(j1)<<32|uint64(i2)<<16|uint64(j2)))
	line := []orb.Point{a}
	for s := 1; s < c.steps; s++ {
		t := float64(s) / float64(c.steps)
		bend := wardSide / 8 * (r.Float64() - .5) * math.Sin(math.Pi*t)
		line = append(line, orb.Point{
			a[0] + t*(b[0]-a[0]) - bend*(b[1]-a[1])/wardSide,
			a[1] + t*(b[1]-a[1]) + bend*(b[0]-a[0])/wardSide,
		})
	}
	return line // b is the first of the next side
}

// ring goes round the block of wards [i1, i2) × [j1, j2).
func (c patchwork) ring(i1, j1, i2, j2 int) orb.Ring {
	var ring orb.Ring
	for i := i1; i < i2; i++ {
		ring = append(ring, c.side(i, j1, i+1, j1)...)
	}
	for j := j1; j < j2; j++ {
		ring = append(ring, c.side(i2, j, i2, j+1)...)
	}
	back := orb.Ring{}
	for j := j1; j < j2; j++ {
		back = append(back, c.side(i1, j, i1, j+1)...)
	}
	for i := i1; i < i2; i++ {
		back = append(back, c.side(i, j2, i+1, j2)...)
	}
	back = append(back, c.corner(i2, j2))
	back.Reverse()
	return append(ring, back...)
}

// lake is a small ring within a ward; its size is a part of the ward's side.
func (c patchwork) lake(i, j int, size float64) orb.Ring {
	var ring orb.Ring
	for k := range 24 {
		sin, cos := math.Sincos(float64(k) * math.Pi / 12)
		ring = append(ring, orb.Point{
			west + wardSide*(float64(i)+.5+size*cos), south + wardSide*(float64(j)+.5+size*sin),
		})
	}
	return append(ring, ring[0])
}

func (c patchwork) ward(i, j int) orb.MultiPolygon {
	mp := orb.MultiPolygon{{c.ring(i, j, i+1, j+1)}}
	if k := i*c.n + j; k%5 == 0 {
		mp[0] = append(mp[0], c.lake(i, j, .15))
		if k%7 == 0 {
			mp = append(mp, orb.Polygon{c.lake(i, j, .05)})
		}
	}
	return mp
}

// units gives districts and wards of a set with an ID, with area IDs from 1000·ID.
func (c patchwork) units(set diemnong.AreaSet) []area.Unit {
	next := 1000 * set.ID
	add := func(units []area.Unit, level, code string, parent int, outline orb.MultiPolygon) []area.Unit {
		next++
		return append(units, area.Unit{
			Area:     diemnong.Area{ID: next, Set: set.Code, Level: level, Code: code, Name: code},
			ParentID: int32(parent), Outline: outline,
		})
	}
	var units []area.Unit
	for i := 0; i < c.n; i += c.m {
		for j := 0; j < c.n; j += c.m {
			units = add(units, "district", fmt.Sprintf("D%d-%d", i, j), 0, orb.MultiPolygon{{c.ring(i, j, i+c.m, j+c.m)}})
			district := next
			for k := range c.m * c.m {
				x, y := i+k/c.m, j+k%c.m
				units = add(units, "ward", fmt.Sprintf("W%d-%d", x, y), district, c.ward(x, y))
			}
		}
	}
	return units
}

func setOf(id int, code string) diemnong.AreaSet {
	return diemnong.AreaSet{ID: id, Code: code, Levels: []diemnong.Level{{Code: "district"}, {Code: "ward"}}}
}

func mustAtlas(t testing.TB, sets []diemnong.AreaSet, units []area.Unit, links []area.Link) *area.Atlas {
	t.Helper()
	a, err := area.NewAtlas(sets, units, links)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// borderPoints lays n points on borders: vertices, midpoints and other places
// of edges as they round, and each sometimes moved by one unit in the last place.
func borderPoints(units []area.Unit, n int, r *rand.Rand) []geo.Point {
	points := make([]geo.Point, n)
	for i := range points {
		mp := units[r.IntN(len(units))].Outline
		polygon := mp[r.IntN(len(mp))]
		ring := polygon[r.IntN(len(polygon))]
		k := r.IntN(len(ring) - 1)
		a, b := ring[k], ring[k+1]
		t := [4]float64{0, .5, .25, r.Float64()}[r.IntN(4)]
		p := geo.Point{Lon: a[0] + t*(b[0]-a[0]), Lat: a[1] + t*(b[1]-a[1])}
		if r.IntN(4) == 0 {
			p.Lon = math.Nextafter(p.Lon, [2]float64{-180, 180}[r.IntN(2)])
		}
		points[i] = p
	}
	return points
}

func randomPoints(within diemnong.Bounds, n int, r *rand.Rand) []geo.Point {
	points := make([]geo.Point, n)
	for i := range points {
		points[i] = geo.Point{
			Lon: within.West + r.Float64()*(within.East-within.West),
			Lat: within.South + r.Float64()*(within.North-within.South),
		}
	}
	return points
}
