package democity

import (
	"math"
	"slices"
	"testing"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
)

// tally counts what can be judged: closed with a due time, or past it.
type tally struct{ onTime, judged float64 }

func (t *tally) add(c *diemnong.Complaint) {
	switch c.Class(testEnd) {
	case diemnong.OnTime:
		t.onTime++
		t.judged++
	case diemnong.Late, diemnong.Overdue:
		t.judged++
	}
}

func (t *tally) rate() float64 { return t.onTime / t.judged }

// verdict judges as the map page does, by the usual targets: no colour where
// the 95 % interval of Wilson spans everything between both of them, nor with fewer than five cases.
func (t *tally) verdict() string {
	const target, onWay, z = 0.95, 0.90, 1.96
	if t.judged < 5 {
		return "grey"
	}
	z2 := z * z / t.judged
	middle := t.rate() + z2/2
	reach := z * math.Sqrt(t.rate()*(1-t.rate())/t.judged+z2/(4*t.judged))
	low, high := (middle-reach)/(1+z2), (middle+reach)/(1+z2)
	switch {
	case low < onWay && high >= target:
		return "grey"
	case t.rate() >= target:
		return "green"
	case t.rate() >= onWay:
		return "orange"
	}
	return "red"
}

// month is the last 30 days of a city, as the ranking shows them.
type month struct {
	all                     tally
	agencies, wards, groups map[string]*tally
}

func lastMonth(t *testing.T, rows int) *month {
	t.Helper()
	g := generator(t, Options{Seed: 1, Rows: rows})
	atlas, err := g.Geography.Atlas()
	if err != nil {
		t.Fatal(err)
	}
	m := &month{agencies: make(map[string]*tally), wards: make(map[string]*tally), groups: make(map[string]*tally)}
	from := testEnd.AddDate(0, 0, -30)
	for row := range g.Rows(g.line.before(g.line.hourAt(from))) {
		c := &row.Complaint
		m.all.add(c)
		addTo(m.agencies, c.Agency, c)
		addTo(m.groups, g.category(c.Category).Group, c)
		if ward := wardOf(g, atlas, c); ward != "" {
			addTo(m.wards, ward, c)
		}
	}
	return m
}

func addTo(tallies map[string]*tally, code string, c *diemnong.Complaint) {
	if tallies[code] == nil {
		tallies[code] = &tally{}
	}
	tallies[code].add(c)
}

func wardOf(g *Generator, atlas *area.Atlas, c *diemnong.Complaint) string {
	if !c.Location.Quality.Placeable() {
		if c.Location.Area.Set == SetNew {
			return c.Location.Area.Code
		}
		return ""
	}
	for _, id := range atlas.Locate(geo.Point{Lon: c.Location.Lon, Lat: c.Location.Lat}, nil) {
		if id > 0 && g.Geography.Areas[id-1].Set == SetNew {
			return g.Geography.Areas[id-1].Code
		}
	}
	return ""
}

func verdicts(tallies map[string]*tally) map[string]int {
	n := make(map[string]int)
	for _, t := range tallies {
		n[t.verdict()]++
	}
	return n
}

// rates are those of all with so many to judge, the worst first.
func rates(tallies map[string]*tally, least float64) []float64 {
	var all []float64
	for _, t := range tallies {
		if t.judged >= least {
			all = append(all, t.rate())
		}
	}
	slices.Sort(all)
	return all
}

func TestEveryJudgementOccursInTheLastMonth(t *testing.T) {
	t.Parallel()
	f := func(rows int, what string, of map[string]*tally, most int) {
		t.Helper()
		n := verdicts(of)
		for _, v := range []string{"red", "orange", "green", "grey"} {
			if n[v] == 0 {
				t.Errorf("%d complaints: no %s is %s: %v", rows, what, v, n)
			}
		}
		if n["red"] > most {
			t.Errorf("%d complaints: %d %ss are red; want at most %d", rows, n["red"], what, most)
		}
	}
	usual := lastMonth(t, DefaultRows)
	f(DefaultRows, "ward", usual.wards, 25)
	f(DefaultRows, "agency", usual.agencies, 25)
	// A ward has about ten complaints here, too few for orange or green.
	f(60_000, "agency", lastMonth(t, 60_000).agencies, 25)
}

func TestMostAreNearTheTargetAndAFewClearlyWorse(t *testing.T) {
	t.Parallel()
	m := lastMonth(t, DefaultRows)
	if r := m.all.rate(); r < 0.92 || r > 0.945 {
		t.Errorf("%.3f of all are on time; want about 0.93", r)
	}
	f := func(what string, rates []float64) {
		t.Helper()
		n := len(rates)
		if n < 15 {
			t.Fatalf("%d %s have enough complaints to judge", n, what)
		}
		near := 0
		for _, r := range rates {
			if r >= 0.88 && r <= 0.985 {
				near++
			}
		}
		if share := float64(near) / float64(n); share < 0.65 || rates[0] > 0.82 {
			t.Errorf("%s: %.2f are near the target; on time are %.2f at worst, %.2f at best", what, share, rates[0], rates[n-1])
		}
	}
	f("agencies", rates(m.agencies, 60))
	f("wards", rates(m.wards, 60))
}

func TestSomeFieldsAreSlowerThanOthers(t *testing.T) {
	t.Parallel()
	all := rates(lastMonth(t, DefaultRows).groups, 200)
	if worst, best := all[0], all[len(all)-1]; best-worst < 0.04 || worst < 0.85 {
		t.Errorf("the fields are on time at %.3f to %.3f; want 4 points between, and none a ruin", worst, best)
	}
}
