package democity

import (
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"golang.org/x/text/unicode/norm"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
)

// at lists the areas of a level.
func (g *Geography) at(set, level string) []area.Unit {
	var out []area.Unit
	for _, a := range g.Areas {
		if a.Set == set && a.Level == level {
			out = append(out, a)
		}
	}
	return out
}

func TestTheTablesAreTheOfficialOnes(t *testing.T) {
	t.Parallel()
	g := geography(t)
	types := make(map[string]int)
	people, size := 0, 0.0
	for _, u := range g.Units {
		types[u.Type]++
		people += u.Population
		size += u.AreaKM2
	}
	if types["ward"] != 113 || types["commune"] != 54 || types["special zone"] != 1 {
		t.Errorf("units by type: %v; the resolution has 113 wards, 54 communes and one special zone", types)
	}
	if people != 14_544_929 || math.Abs(size-6771.39) > 0.01 {
		t.Errorf("%d residents on %.2f km²; want 14544929 on 6771.39", people, size)
	}
	wards := 0
	for _, d := range g.Districts {
		wards += d.Wards
	}
	if len(g.Districts) != 22 || wards != 312 {
		t.Errorf("%d districts with %d wards; want 22 with 312", len(g.Districts), wards)
	}
}

func TestBothSetsHaveAllTheirAreas(t *testing.T) {
	t.Parallel()
	g := geography(t)
	f := func(set, level string, want int) {
		t.Helper()
		if got := len(g.at(set, level)); got != want {
			t.Errorf("%s has %d areas of level %s; want %d", set, got, level, want)
		}
	}
	f(SetNew, LevelCity, 1)
	f(SetNew, LevelWard, 168)
	f(SetOld, LevelCity, 1)
	f(SetOld, LevelDistrict, 22)
	f(SetOld, LevelWard, 312)
	for _, s := range g.Sets {
		if !s.Approximate || s.Attribution == "" {
			t.Errorf("%s is not marked as approximate", s.Code)
		}
		for _, l := range s.Levels {
			if l.Areas != len(g.at(s.Code, l.Code)) {
				t.Errorf("%s says it has %d areas of level %s", s.Code, l.Areas, l.Code)
			}
		}
	}
	if !g.Sets[0].ValidTo.Equal(g.Sets[1].ValidFrom) {
		t.Error("the sets do not follow each other")
	}
}

func TestOutlinesHaveAboutTheirOfficialArea(t *testing.T) {
	t.Parallel()
	// A small ward has nine cells, so one cell more or less is an eighth of it.
	const most, usual = 0.16, 0.03
	var off []float64
	worst := ""
	for _, a := range geography(t).at(SetNew, LevelWard) {
		o := math.Abs(km2(a.Outline)/a.AreaKM2 - 1)
		if off = append(off, o); o == slices.Max(off) {
			worst = a.Name
		}
	}
	slices.Sort(off)
	if largest, median := off[len(off)-1], off[len(off)/2]; largest > most || median > usual {
		t.Errorf("areas are off by %.3f in the median and %.3f at most (%s); want %.2f and %.2f", median, largest, worst, usual, most)
	} else {
		t.Logf("areas are off by %.4f in the median, %.3f at most (%s)", median, largest, worst)
	}
}

func TestEveryUnitHoldsItsSeatInOnePiece(t *testing.T) {
	t.Parallel()
	g := geography(t)
	for i, a := range g.at(SetNew, LevelWard) {
		u := g.Units[i]
		if a.Code != u.Code {
			t.Fatalf("area %d is %s; want %s", i, a.Code, u.Code)
		}
		if !planar.MultiPolygonContains(a.Outline, orb.Point{u.Seat.Lon, u.Seat.Lat}) {
			t.Errorf("%s does not hold its seat", u.Name)
		}
		if len(a.Outline) != 1 {
			t.Errorf("%s is in %d pieces", u.Name, len(a.Outline))
		}
	}
}

func TestOutlinesLieInTheCitysBounds(t *testing.T) {
	t.Parallel()
	b := City().Bounds
	for _, a := range geography(t).Areas {
		o := a.Outline.Bound()
		if !b.Contains(o.Min[0], o.Min[1]) || !b.Contains(o.Max[0], o.Max[1]) {
			t.Errorf("%s %s reaches out of the city's bounds: %v", a.Set, a.Name, o)
		}
		if !b.Contains(a.Lon, a.Lat) {
			t.Errorf("%s has its label at %v, %v", a.Name, a.Lon, a.Lat)
		}
	}
}

// sides counts every side of the areas' rings, in its direction.
func sides(areas []area.Unit) map[[2]orb.Point]int {
	n := make(map[[2]orb.Point]int)
	for _, a := range areas {
		for _, p := range a.Outline {
			for _, r := range p {
				for i := range r[1:] {
					n[[2]orb.Point{r[i], r[i+1]}]++
				}
			}
		}
	}
	return n
}

// TestLevelsCoverEachOtherExactly proves that there is neither a gap nor an
// overlap: each side of an outline is met by the same side of a neighbour the
// other way round, but for those that are the city's own outline.
func TestLevelsCoverEachOtherExactly(t *testing.T) {
	t.Parallel()
	g := geography(t)
	f := func(set, level string) {
		t.Helper()
		outer, inner := sides(g.at(set, LevelCity)), sides(g.at(set, level))
		unmet := 0
		for s, n := range inner {
			if n != 1 {
				t.Fatalf("%s %s: side %v occurs %d times", set, level, s, n)
			}
			if inner[[2]orb.Point{s[1], s[0]}] == 0 {
				unmet++
				if outer[s] != 1 {
					t.Fatalf("%s %s: side %v has no neighbour and is not the city's", set, level, s)
				}
			}
		}
		if unmet != len(outer) {
			t.Errorf("%s %s: %d outer sides; the city has %d", set, level, unmet, len(outer))
		}
	}
	f(SetNew, LevelWard)
	f(SetOld, LevelDistrict)
	f(SetOld, LevelWard)
}

func TestTheCrosswalkLeadsFromEveryOldWard(t *testing.T) {
	t.Parallel()
	g := geography(t)
	shares, mains, split := make(map[int32]float64), make(map[int32]int), 0
	for _, l := range g.Links {
		from, to := g.Areas[l.From-1], g.Areas[l.To-1]
		if from.Set != SetOld || to.Set != SetNew {
			t.Fatalf("a link leads from %s to %s", from.Set, to.Set)
		}
		shares[l.From] += l.Share
		if l.Main {
			mains[l.From]++
		} else if l.Share > 0.1 {
			split++
		}
	}
	for _, a := range g.at(SetOld, LevelWard) {
		if s := shares[int32(a.ID)]; math.Abs(s-1) > 1e-9 || mains[int32(a.ID)] != 1 {
			t.Errorf("%s %s: shares add up to %v, with %d main successors", a.Code, a.Name, s, mains[int32(a.ID)])
		}
	}
	if split < 50 {
		t.Errorf("%d parts of old wards went to other than their main successor; many were split", split)
	}
}

// TestSharesAreThoseOfTheGround checks crosswalk shares against points.
func TestSharesAreThoseOfTheGround(t *testing.T) {
	t.Parallel()
	g := geography(t)
	atlas, err := g.Atlas()
	if err != nil {
		t.Fatal(err)
	}
	for _, old := range g.at(SetOld, LevelWard)[:40] {
		counts, all := make(map[int32]float64), 0.0
		b := old.Outline.Bound()
		for i := range 60 {
			for j := range 60 {
				p := geo.Point{
					Lon: b.Min[0] + (b.Max[0]-b.Min[0])*(float64(i)+0.5)/60,
					Lat: b.Min[1] + (b.Max[1]-b.Min[1])*(float64(j)+0.5)/60,
				}
				at := atlas.Locate(p, nil)
				if at[0] == int32(old.ID) && at[1] != 0 {
					counts[at[1]]++
					all++
				}
			}
		}
		for _, l := range g.Links {
			if l.From == int32(old.ID) && math.Abs(counts[l.To]/all-l.Share) > 0.03 {
				t.Errorf("%s to %s: share %.3f, but %.3f of the points", old.Code, g.Areas[l.To-1].Code, l.Share, counts[l.To]/all)
			}
		}
	}
}

func TestNamesAreComposedAndCodesValid(t *testing.T) {
	t.Parallel()
	g := geography(t)
	seen := make(map[[3]string]bool)
	for _, a := range g.Areas {
		if !norm.NFC.IsNormalString(a.Name) || a.NameEN == "" || !diemnong.ValidCode(a.Code) {
			t.Errorf("area %s: name %q, %q", a.Code, a.Name, a.NameEN)
		}
		key := [3]string{a.Set, a.Parent, a.Name}
		if a.ParentID != 0 {
			key[1] = g.Areas[a.ParentID-1].Code
		}
		if seen[key] {
			t.Errorf("two areas of %s are called %s", key[1], a.Name)
		}
		seen[key] = true
	}
}
