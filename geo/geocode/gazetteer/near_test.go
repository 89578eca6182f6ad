package gazetteer_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// scatter is random streets and houses on a few square kilometres, as lists to compare
// the grid with.
type scatter struct {
	lines  []orb.LineString
	houses []geo.Point
	public []bool
}

func newScatter(r *rand.Rand, streets, houses int) scatter {
	place := func() orb.Point { return orb.Point{106.7 + 0.03*r.Float64(), 10.8 + 0.03*r.Float64()} }
	var s scatter
	for range streets {
		from := place()
		l := orb.LineString{from}
		for range 1 + r.IntN(3) {
			from = orb.Point{from[0] + 0.004*(r.Float64()-.5), from[1] + 0.004*(r.Float64()-.5)}
			l = append(l, from)
		}
		s.lines = append(s.lines, l)
	}
	for range houses {
		p := place()
		s.houses, s.public = append(s.houses, geo.Point{Lon: p[0], Lat: p[1]}), append(s.public, r.IntN(3) > 0)
	}
	return s
}

func (s scatter) gazetteer() *gazetteer.Gazetteer {
	return build(func(b *gazetteer.Builder) {
		for i, l := range s.lines {
			b.AddStreet(&gazetteer.Street{Name: fmt.Sprint("Đường số ", i), Lines: orb.MultiLineString{l}})
		}
		for i, p := range s.houses {
			b.AddAddress(&gazetteer.Address{Street: fmt.Sprint("Đường số ", i%len(s.lines)), Number: fmt.Sprint(i + 1), Point: p}, s.public[i])
		}
	})
}

// nearestLine is how far the nearest line is, in metres.
func (s scatter) nearestLine(p geo.Point) float64 {
	best := math.Inf(1)
	for _, l := range s.lines {
		for i := 1; i < len(l); i++ {
			a, b := geo.Point{Lon: l[i-1][0], Lat: l[i-1][1]}, geo.Point{Lon: l[i][0], Lat: l[i][1]}
			best = min(best, p.DistanceM(gazetteer.Nearest(a, b, p)))
		}
	}
	return best
}

// nearestHouse is how far the nearest public house is, in metres.
func (s scatter) nearestHouse(p geo.Point) float64 {
	best := math.Inf(1)
	for i, h := range s.houses {
		if s.public[i] {
			best = min(best, p.DistanceM(h))
		}
	}
	return best
}

func TestTheNearestIsThatOfASearchThroughAll(t *testing.T) {
	const centimetres = 0.05 // places are kept in units of a centimetre
	r := rand.New(rand.NewPCG(1, 2))
	for round := range 5 {
		s := newScatter(r, 20+60*round, 200)
		g := s.gazetteer()
		found := 0
		for range 500 {
			p := geo.Point{Lon: 106.698 + 0.034*r.Float64(), Lat: 10.798 + 0.034*r.Float64()}
			want := s.nearestLine(p)
			_, got, ok := g.NearestStreet(p)
			if math.Abs(want-200) > centimetres && ok != (want < 200) || ok && math.Abs(got-want) > centimetres {
				t.Fatalf("the street nearest to %v is %.2f m away, %v; by a search through all %.2f m", p, got, ok, want)
			}
			limit := 200 * r.Float64()
			want = s.nearestHouse(p)
			_, h, ok := g.NearestNumber(p, limit)
			if math.Abs(want-limit) > centimetres && ok != (want < limit) || ok && math.Abs(p.DistanceM(h.At())-want) > centimetres {
				t.Fatalf("the house nearest to %v within %.0f m: %v; by a search through all %.2f m", p, limit, ok, want)
			}
			if ok {
				found++
			}
		}
		if found < 50 {
			t.Errorf("round %d: only %d houses found, so that little was compared", round, found)
		}
	}
}

func TestTheNearestPlaceOnALine(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 1000 {
		a := geo.Point{Lon: 106.7 + 0.01*r.Float64(), Lat: 10.8 + 0.01*r.Float64()}
		b := geo.Point{Lon: 106.7 + 0.01*r.Float64(), Lat: 10.8 + 0.01*r.Float64()}
		p := geo.Point{Lon: 106.7 + 0.01*r.Float64(), Lat: 10.8 + 0.01*r.Float64()}
		got := p.DistanceM(gazetteer.Nearest(a, b, p))
		best := math.Inf(1)
		for k := range 1001 {
			q := float64(k) / 1000
			best = min(best, p.DistanceM(geo.Point{Lon: a.Lon + q*(b.Lon-a.Lon), Lat: a.Lat + q*(b.Lat-a.Lat)}))
		}
		if got > best+0.01 || got < best-1 {
			t.Fatalf("%v is %.3f m from %v–%v; by small steps %.3f m", p, got, a, b, best)
		}
	}
	a := geo.Point{Lon: 106.7, Lat: 10.8}
	if got := gazetteer.Nearest(a, a, geo.Point{Lon: 1, Lat: 1}); got != a {
		t.Errorf("on a line without length: %v", got)
	}
}

func TestLinesAreWalkedInSteps(t *testing.T) {
	g := build(func(b *gazetteer.Builder) {
		b.AddStreet(&gazetteer.Street{Name: "Lê Lợi", Lines: orb.MultiLineString{{{106.7, 10.8}, {106.71, 10.8}, {106.71, 10.8001}}, {{106.8, 10.8}}}})
	})
	var total float64
	var last geo.Point
	g.Walk(find(t, g, "Lê Lợi"), 30, func(p geo.Point, lengthM float64) {
		if lengthM > 31 || last != (geo.Point{}) && last.DistanceM(p) > 31 {
			t.Errorf("a step of %.1f m at %v, %.1f m behind the last", lengthM, p, last.DistanceM(p))
		}
		total, last = total+lengthM, p
	})
	if total < 1100 || total > 1107 { // 1092 m and 11 m; a single place is no line
		t.Errorf("%.1f m in all; want 1103 m", total)
	}
}

func TestPlacesComeBackAsTheyWere(t *testing.T) {
	f := func(lon, lat float64) {
		t.Helper()
		p := geo.Point{Lon: lon, Lat: lat}
		g := build(func(b *gazetteer.Builder) {
			b.AddAddress(&gazetteer.Address{Street: "Lê Lợi", Number: "12", Point: p}, true)
		})
		_, got, ok := g.NearestNumber(p, 1)
		if !ok || got.At() != p {
			t.Errorf("%v came back as %v, %t", p, got.At(), ok)
		}
	}
	f(106.7003, 10.7732) // times 1e7, the latitude lies just below a whole number
	f(106.6981, 10.7721)
	f(-74.0060152, -33.8688197) // and these just above, below zero
}
