package tiles_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/h3"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/tiles"
)

// now is the tests' present: a whole number of [heat.AsOfStep].
var now = time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)

// city is a made-up city of random complaints with a lattice of crooked wards.
// It answers as engine, world and point source; every answer is computed anew
// by the simplest code there is.
type city struct {
	complaints []heat.MapPoint
	closing    []int64 // handling time of a complaint, −1: none
	wards      []area.Unit
	catalog    *diemnong.Catalog
	atlas      *area.Atlas

	state  atomic.Pointer[heat.State]
	asked  atomic.Int32 // calls of Grid
	before func(context.Context) error
}

const (
	citySet   = "thu-2025"
	cityLevel = "ward"
)

// newCity scatters n complaints over a box of the given width in degrees.
func newCity(t testing.TB, seed uint64, n int, middle geo.Point, width float64) *city {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 0))
	c := &city{}
	box := diemnong.Bounds{
		West: middle.Lon - width/2, South: middle.Lat - width/2,
		East: middle.Lon + width/2, North: middle.Lat + width/2,
	}
	for i := range n {
		c.add(int64(i+1), randomPlace(rng, box), rng)
	}
	c.wards = lattice(rng, box, 6)
	set := diemnong.AreaSet{
		ID: 1, Code: citySet, Name: "Thử", Approximate: true, Attribution: "Made for tests",
		Levels: []diemnong.Level{{Code: cityLevel, Areas: len(c.wards)}},
	}
	var err error
	if c.atlas, err = area.NewAtlas([]diemnong.AreaSet{set}, c.wards, nil); err != nil {
		t.Fatal(err)
	}
	c.wards = c.atlas.AtLevel(citySet, cityLevel)
	c.catalog = &diemnong.Catalog{
		City: diemnong.City{Code: "thu", Name: "Thành phố Thử", NameEN: "Test City", Bounds: box, Attribution: "Nobody"},
		Sets: []diemnong.AreaSet{set},
	}
	c.state.Store(&heat.State{Revision: 7, ID: "seven"})
	return c
}

// randomPlace crowds half of the complaints around the middle of the city.
func randomPlace(rng *rand.Rand, b diemnong.Bounds) geo.Point {
	x, y := rng.Float64(), rng.Float64()
	if rng.IntN(2) == 0 {
		x, y = 0.5+rng.NormFloat64()*0.05, 0.5+rng.NormFloat64()*0.05
	}
	return geo.Point{Lon: b.West + x*(b.East-b.West), Lat: b.South + y*(b.North-b.South)}
}

func (c *city) add(id int64, at geo.Point, rng *rand.Rand) {
	p := heat.MapPoint{
		ID: id, Point: at,
		Category: []string{"road", "water", "noise"}[rng.IntN(3)], Group: "life",
		Class:      diemnong.Class(rng.IntN(diemnong.NumClasses)),
		Quality:    diemnong.Quality(rng.IntN(4)),
		Channel:    diemnong.Channel(rng.IntN(3)),
		ReceivedAt: now.Add(-time.Duration(rng.IntN(1e6)) * time.Second),
	}
	closing := int64(-1)
	switch p.Class {
	case diemnong.OnTime, diemnong.Late:
		p.Status, closing = diemnong.Resolved, rng.Int64N(3e6)
		p.DueAt = p.ReceivedAt.Add(time.Hour)
	case diemnong.Open, diemnong.Overdue:
		p.Status, p.Agency, p.DueAt = diemnong.Assigned, "a1", p.ReceivedAt.Add(48*time.Hour)
	}
	c.complaints, c.closing = append(c.complaints, p), append(c.closing, closing)
}

// matches knows the window of a filter, its categories and its classes.
func matches(f diemnong.Filter, p *heat.MapPoint) bool {
	return !p.ReceivedAt.Before(f.From) && (f.To.IsZero() || p.ReceivedAt.Before(f.To)) &&
		(len(f.Categories) == 0 || slices.Contains(f.Categories, p.Category)) &&
		(len(f.Classes) == 0 || slices.Contains(f.Classes, p.Class))
}

// measures gives those of the complaint at index i alone.
func (c *city) measures(i int) heat.Measures {
	var m heat.Measures
	m.Classes[c.complaints[i].Class] = 1
	m.Reopened = uint32(i % 5 / 4)
	if c.closing[i] >= 0 {
		m.Handling = heat.Histogram{{Bucket: heat.Bucket(c.closing[i]), N: 1}}
	}
	return m
}

// byCell sums up the placed complaints of a filter by cell.
func (c *city) byCell(f diemnong.Filter, res int) (map[geo.Cell]heat.Measures, heat.Measures, error) {
	cells, unplaced := map[geo.Cell]heat.Measures{}, heat.Measures{}
	for i := range c.complaints {
		p := &c.complaints[i]
		if !matches(f, p) {
			continue
		}
		own := c.measures(i)
		if !p.Quality.Placeable() {
			unplaced.Add(&own)
			continue
		}
		base, err := h3.FromPoint(p.Point, geo.BaseResolution)
		if err != nil {
			return nil, unplaced, err
		}
		m := cells[base.Parent(res)]
		m.Add(&own)
		cells[base.Parent(res)] = m
	}
	return cells, unplaced, nil
}

func (c *city) State(context.Context) (heat.State, error) { return *c.state.Load(), nil }

func (c *city) Grid(ctx context.Context, f diemnong.Filter) (*heat.Grid, error) {
	c.asked.Add(1)
	if c.before != nil {
		if err := c.before(ctx); err != nil {
			return nil, err
		}
	}
	cells, unplaced, err := c.byCell(f, geo.BaseResolution)
	if err != nil {
		return nil, err
	}
	b := heat.NewGridBuilder(geo.BaseResolution)
	for _, cell := range slices.Sorted(maps.Keys(cells)) {
		m := cells[cell]
		b.Add(cell, &m.Counts, m.Handling)
	}
	g := b.Grid()
	g.State, g.AsOf, g.Unplaced = *c.state.Load(), heat.Moment(f, now), unplaced
	return g, nil
}

func (c *city) Stats(_ context.Context, q heat.StatsQuery) (*heat.Stats, error) {
	if len(q.By) != 1 || q.By[0] != (heat.Grouping{Dimension: heat.ByArea, Set: citySet, Level: cityLevel}) {
		return nil, fmt.Errorf("asked for groups %v", q.By)
	}
	rows := map[string]heat.Measures{}
	s := &heat.Stats{State: *c.state.Load(), AsOf: heat.Moment(q.Filter, now)}
	for i := range c.complaints {
		p := &c.complaints[i]
		if !matches(q.Filter, p) {
			continue
		}
		own, m := c.measures(i), rows[c.wardOf(p.Point)]
		m.Add(&own)
		rows[c.wardOf(p.Point)] = m
		s.Total.Add(&own)
	}
	for code, m := range rows {
		s.Rows = append(s.Rows, heat.Row{Keys: [heat.MaxGroupings]string{code}, Measures: m})
	}
	slices.SortFunc(s.Rows, func(a, b heat.Row) int { return heat.CompareKeys(a.Keys, b.Keys) })
	return s, nil
}

func (c *city) wardOf(p geo.Point) string {
	for _, w := range c.wards {
		if c.atlas.Contains(int32(w.ID), p) {
			return w.Code
		}
	}
	return ""
}

func (c *city) Current(context.Context) (*diemnong.Catalog, *area.Atlas, error) {
	return c.catalog, c.atlas, nil
}

func (c *city) Points(_ context.Context, f diemnong.Filter, b diemnong.Bounds, limit int) (*heat.Points, error) {
	out := &heat.Points{State: *c.state.Load(), AsOf: heat.Moment(f, now)}
	for i := range c.complaints {
		if p := &c.complaints[i]; matches(f, p) && b.Contains(p.Point.Lon, p.Point.Lat) {
			out.Points = append(out.Points, *p)
		}
	}
	slices.SortFunc(out.Points, func(a, b heat.MapPoint) int {
		return cmp.Or(b.ReceivedAt.Compare(a.ReceivedAt), cmp.Compare(a.ID, b.ID))
	})
	if len(out.Points) > limit {
		out.Points, out.More = out.Points[:limit], true
	}
	return out, nil
}

// lattice cuts a box into side×side quadrangles with shared crooked corners,
// the last one with a hole. The outer corners stay where they are.
func lattice(rng *rand.Rand, b diemnong.Bounds, side int) []area.Unit {
	corner := make([][]orb.Point, side+1)
	for i := range corner {
		for j := range side + 1 {
			x, y := float64(i)/float64(side), float64(j)/float64(side)
			if i > 0 && i < side && j > 0 && j < side {
				x, y = x+(rng.Float64()-0.5)*0.4/float64(side), y+(rng.Float64()-0.5)*0.4/float64(side)
			}
			corner[i] = append(corner[i], orb.Point{b.West + x*(b.East-b.West), b.South + y*(b.North-b.South)})
		}
	}
	var units []area.Unit
	for i := range side {
		for j := range side {
			ring := orb.Ring{corner[i][j], corner[i+1][j], corner[i+1][j+1], corner[i][j+1], corner[i][j]}
			u := area.Unit{Outline: orb.MultiPolygon{{ring}}}
			u.ID, u.Set, u.Level, u.Code = 1+len(units), citySet, cityLevel, fmt.Sprintf("w%02d", len(units))
			u.Name, u.NameEN = fmt.Sprintf("Phường %d", u.ID), fmt.Sprintf("Ward %d", u.ID)
			u.Population, u.AreaKM2 = len(units)*1000, float64(len(units)) // of the first one neither is known
			middle := ring.Bound().Center()
			u.Lon, u.Lat = middle.Lon(), middle.Lat()
			units = append(units, u)
		}
	}
	return units
}

// newService makes a service over the city at the tests' present.
func newService(t testing.TB, c *city) *tiles.Service {
	t.Helper()
	s, err := tiles.New(tiles.Options{Engine: c, World: c, Points: c, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	return s
}
