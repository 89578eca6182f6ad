package democity

import (
	"fmt"
	"iter"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/ingest"
)

// Options say which complaints to make. The same options give the same bytes.
type Options struct {
	Seed  uint64
	End   time.Time // moment at which the data end; everything is as it was known then
	Rows  int       // number of complaints, any
	Years int       // before End; 0: DefaultYears
}

// The size of the demonstration city.
const (
	DefaultRows  = 300_000
	DefaultYears = 3
)

// maxYears is as far back as the old area set and the holidays are known.
const maxYears = 20

// Generator makes the complaints of the demonstration city. It is immutable and
// safe for concurrent use.
type Generator struct {
	Options   Options
	Geography *Geography
	HotSpots  []HotSpot // in the order in which they begin

	catalog *catalog
	wording *wording
	city    *city
	line    timeline
	joined  float64            // part of the residents who live in what joined the city
	paces   map[string]float64 // of agencies and wards, by code
}

// New prepares the complaints of a geography: streets, hot spots and the
// number of complaints of each hour. It takes about a second. It fails with
// [diemnong.Invalid] for options that make no sense.
func New(geography *Geography, o Options) (*Generator, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	g := &Generator{Options: o, Geography: geography, paces: make(map[string]float64)}
	var err error
	if g.catalog, err = newCatalog(geography); err != nil {
		return nil, err
	}
	if g.wording, err = newWording(g.catalog.categories); err != nil {
		return nil, err
	}
	if g.city, err = buildCity(geography, len(g.wording.streets), o.Seed); err != nil {
		return nil, err
	}
	for _, a := range g.catalog.agencies {
		g.paces[a.Code] = agencyPace.of(a.Code, o.Seed)
	}
	for _, u := range geography.Units {
		g.paces[u.Code] = wardPace.of(u.Code, o.Seed)
	}
	g.line = timeline{start: o.End.AddDate(-o.Years, 0, 0).Truncate(time.Hour), end: o.End}
	g.joined = joinedShare(geography)
	g.schedule()
	return g, nil
}

// Check fills in what is left open, and fails with [diemnong.Invalid] for
// options that make no sense.
func (o *Options) Check() error {
	if o.Years == 0 {
		o.Years = DefaultYears
	}
	o.End = o.End.UTC().Truncate(time.Second)
	switch {
	case o.Rows < 1:
		return diemnong.InvalidValue("rows", fmt.Sprint(o.Rows), "is not a number of complaints.", "Give at least 1.")
	case o.Years < 1 || o.Years > maxYears:
		return diemnong.InvalidValue("years", fmt.Sprint(o.Years), "is out of range.", fmt.Sprintf("Give 1 to %d.", maxYears))
	case o.End.Year() < 2005 || o.End.Year() > 2100:
		return diemnong.InvalidValue("end", o.End.Format(time.RFC3339), "is out of range.", "Give a date from 2005 to 2100.")
	}
	return nil
}

// Definitions are the sources, groups, categories and agencies of the rows.
func (g *Generator) Definitions() ingest.Definitions { return g.catalog.definitions() }

// Generate yields all complaints of the options in the order of their receipt.
func Generate(o Options) (iter.Seq[ingest.Row], error) {
	geography, err := NewGeography()
	if err != nil {
		return nil, err
	}
	g, err := New(geography, o)
	if err != nil {
		return nil, err
	}
	return g.Rows(0), nil
}

// Rows yields the complaints from number skip on, in the order of their
// receipt. A row has what its source would say: no cell, no areas, no hash.
// Skipping is cheap, and only one hour's complaints are held at a time.
func (g *Generator) Rows(skip int) iter.Seq[ingest.Row] {
	return func(yield func(ingest.Row) bool) {
		if skip >= g.Options.Rows {
			return
		}
		h := newHourly(g)
		for hour := g.line.hourOf(skip); hour < g.line.hours(); hour++ {
			number := g.line.before(hour)
			for row := range h.rows(hour, number) {
				if number++; number <= skip {
					continue
				}
				if !yield(row) {
					return
				}
			}
		}
	}
}

// schedule plants the hot spots and gives each hour its number of complaints.
func (g *Generator) schedule() {
	g.HotSpots = plant(g.city, &g.line, g.Options.Seed, g.Options.Years, g.Options.Rows)
	rest := g.Options.Rows
	for _, s := range g.HotSpots {
		k := g.category(s.Category)
		g.line.spots = append(g.line.spots, g.line.spread(g.line.hourAt(s.From), g.line.lastHour(s.To), s.Count,
			func(t time.Time) float64 { return 0.2 + k.rhythm.dayWeight(t) }))
		rest -= s.Count
	}
	w := &weather{seed: g.Options.Seed}
	g.line.base = g.line.spread(0, g.line.hours(), rest, func(t time.Time) float64 {
		sum, c := 0.0, w.conditions(t)
		for i := range g.catalog.categories {
			sum += g.catalog.categories[i].frequency(&c)
		}
		return sum * g.line.growth(t) / (1 - joining(t, g.joined))
	})
}

func (g *Generator) category(code string) *category {
	for i := range g.catalog.categories {
		if k := &g.catalog.categories[i]; k.Code == code {
			return k
		}
	}
	panic("demo city: no category " + code) // the tables are ours: the first test finds it
}

// joinedShare is the part of today's residents who live outside the old city.
func joinedShare(geography *Geography) float64 {
	joined, all := 0.0, 0.0
	for i := range geography.Units {
		u := &geography.Units[i]
		all += float64(u.Population)
		if u.Former() != HoChiMinh {
			joined += float64(u.Population)
		}
	}
	return joined / all
}
