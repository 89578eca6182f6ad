package area_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
)

// coversEverywhere is the expression that PostGIS evaluates, over all rings
// and edges, without any index.
func coversEverywhere(mp orb.MultiPolygon, p geo.Point) bool {
	for _, polygon := range mp {
		at := windingOf(polygon[0], p)
		for _, hole := range polygon[1:] {
			if at == 1 {
				at = -windingOf(hole, p)
			}
		}
		if at >= 0 {
			return true
		}
	}
	return false
}

// windingOf is 1 inside a ring, 0 on it and -1 outside.
func windingOf(ring orb.Ring, p geo.Point) int {
	winding := 0
	for i := 1; i < len(ring); i++ {
		a, b := ring[i-1], ring[i]
		side := float64((b[0]-a[0])*(p.Lat-a[1])) - float64((p.Lon-a[0])*(b[1]-a[1]))
		inBox := min(a[0], b[0]) <= p.Lon && p.Lon <= max(a[0], b[0]) && min(a[1], b[1]) <= p.Lat && p.Lat <= max(a[1], b[1])
		if a != b && side == 0 && inBox {
			return 0
		}
		if a[1] <= p.Lat && p.Lat < b[1] && side > 0 {
			winding++
		}
		if b[1] <= p.Lat && p.Lat < a[1] && side < 0 {
			winding--
		}
	}
	if winding == 0 {
		return -1
	}
	return 1
}

// ownerWithoutIndex is what Locate must answer.
func ownerWithoutIndex(units []area.Unit, p geo.Point) int32 {
	var best *area.Unit
	for i := range units {
		u := &units[i]
		better := best == nil || u.Level == best.Level && u.Code < best.Code || u.Level == "ward" && best.Level == "district"
		if better && coversEverywhere(u.Outline, p) {
			best = u
		}
	}
	if best == nil {
		return 0
	}
	return int32(best.ID)
}

func TestLocateAnswersAsWithoutIndex(t *testing.T) {
	t.Parallel()
	for _, c := range []patchwork{
		{n: 6, m: 2, steps: 1, seed: 1},  // few long edges, large cells
		{n: 6, m: 3, steps: 25, seed: 2}, // winding borders
		{n: 2, m: 2, steps: 900, seed: 3},
	} {
		set := setOf(1, "made")
		units := c.units(set)
		atlas := mustAtlas(t, []diemnong.AreaSet{set}, units, nil)
		r := rand.New(rand.NewPCG(c.seed, 9))
		side := wardSide * float64(c.n+1)
		box := diemnong.Bounds{West: west - wardSide, South: south - wardSide, East: west + side, North: south + side}
		for _, p := range append(randomPoints(box, 4000, r), borderPoints(units, 4000, r)...) {
			if got, want := atlas.Locate(p, nil)[0], ownerWithoutIndex(units, p); got != want {
				t.Errorf("%+v: Locate(%v) = %d; want %d", c, p, got, want)
			}
		}
	}
}

// A comb's teeth are edges through every slab, and more of them than slabs
// could each hold.
func TestLocateOnAComb(t *testing.T) {
	t.Parallel()
	ring := orb.Ring{{0, -1}}
	for i := range 2000 {
		x := float64(i) / 2000
		ring = append(ring, orb.Point{x, 0}, orb.Point{x + .00025, 1})
	}
	ring = append(ring, orb.Point{1, -1}, orb.Point{0, -1})
	set := setOf(1, "comb")
	unit := area.Unit{Area: diemnong.Area{ID: 1, Set: "comb", Level: "ward", Code: "c"}, Outline: orb.MultiPolygon{{ring}}}
	atlas := mustAtlas(t, []diemnong.AreaSet{set}, []area.Unit{unit}, nil)
	r := rand.New(rand.NewPCG(5, 5))
	for _, p := range randomPoints(diemnong.Bounds{West: -.1, South: -1.1, East: 1.1, North: 1.1}, 2000, r) {
		if got, want := atlas.Contains(1, p), coversEverywhere(unit.Outline, p); got != want {
			t.Errorf("Contains(%v) = %t; want %t", p, got, want)
		}
		if got, want := atlas.Locate(p, nil)[0] == 1, coversEverywhere(unit.Outline, p); got != want {
			t.Errorf("Locate(%v) = %t; want %t", p, got, want)
		}
	}
}

func square(id int, level, code string, parent int32, x, y, side float64) area.Unit {
	return area.Unit{
		Area:     diemnong.Area{ID: id, Set: "s", Level: level, Code: code},
		ParentID: parent,
		Outline:  orb.MultiPolygon{{{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}}}},
	}
}

func TestLocateChoosesTheFinestLevelThenTheSmallestCode(t *testing.T) {
	t.Parallel()
	atlas := mustAtlas(t, []diemnong.AreaSet{setOf(3, "s")}, []area.Unit{
		square(1, "district", "A", 0, 0, 0, 4),
		square(2, "ward", "10", 1, 0, 0, 2),
		square(3, "ward", "9", 1, 2, 0, 2), // "10" < "9" as strings
	}, nil)
	f := func(lon, lat float64, want int32) {
		t.Helper()
		got := atlas.Locate(geo.Point{Lon: lon, Lat: lat}, []int32{7, 7, 7, 7, 7})
		if len(got) != 3 || got[0] != 0 || got[1] != 0 || got[2] != want {
			t.Errorf("Locate(%g, %g) = %d; want [0 0 %d]", lon, lat, got, want)
		}
	}
	f(1, 1, 2)
	f(3, 1, 3)
	f(2, 1, 2)   // on the shared border
	f(2, 2, 2)   // on the corner of both, inside the district
	f(1, 3, 1)   // no ward there
	f(4, 4, 1)   // the district's own corner
	f(0, 0, 2)   // corner of ward and district
	f(5, 1, 0)   // nowhere
	f(1, -.1, 0) // nowhere
	for _, odd := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 1e300} {
		f(odd, 1, 0)
		f(1, odd, 0)
	}
}

func BenchmarkLocate(b *testing.B) {
	made := setOf(1, "made")
	for _, c := range []struct {
		name  string
		units func() []area.Unit
	}{
		{"made-169-wards-220k-vertices", func() []area.Unit { return patchwork{n: 13, m: 13, steps: 325, seed: 1}.units(made) }},
		{"real-168-wards-216k-vertices", func() []area.Unit { return realWards(b, made) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			units := c.units()
			atlas := mustAtlas(b, []diemnong.AreaSet{made}, units, nil)
			r := rand.New(rand.NewPCG(1, 1))
			b.Run("inside", func(b *testing.B) { benchmarkLocate(b, atlas, pointsInside(units, r)) })
			b.Run("border", func(b *testing.B) { benchmarkLocate(b, atlas, borderPoints(units, 1<<16, r)) })
		})
	}
}

// pointsInside spreads points evenly over the units, not over the ground, as
// complaints are: most lie in small, dense units.
func pointsInside(units []area.Unit, r *rand.Rand) []geo.Point {
	var points []geo.Point
	for len(points) < 1<<16 {
		u := units[r.IntN(len(units))]
		b := u.Outline.Bound()
		box := diemnong.Bounds{West: b.Min[0], South: b.Min[1], East: b.Max[0], North: b.Max[1]}
		if p := randomPoints(box, 1, r)[0]; coversEverywhere(u.Outline, p) {
			points = append(points, p)
		}
	}
	return points
}

func benchmarkLocate(b *testing.B, atlas *area.Atlas, points []geo.Point) {
	b.ReportAllocs()
	var areas []int32
	i := 0
	for b.Loop() {
		areas = atlas.Locate(points[i&(1<<16-1)], areas)
		i++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "points/s")
}

func BenchmarkNewAtlas(b *testing.B) {
	set := setOf(1, "made")
	units := patchwork{n: 13, m: 13, steps: 325, seed: 1}.units(set)
	b.ReportAllocs()
	for b.Loop() {
		mustAtlas(b, []diemnong.AreaSet{set}, units, nil)
	}
}
