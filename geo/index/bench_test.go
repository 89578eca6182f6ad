package index

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/h3"
	"github.com/diemnong/diemnong/geo/heat"
)

// benchEnd is when the complaints of a made city end, three years after they begin.
var benchEnd = time.Date(2026, 10, 31, 17, 0, 0, 0, time.UTC)

const benchYears = 3

// benchRows is how many complaints the benchmarks are about.
func benchRows(b *testing.B) int {
	b.Helper()
	n := 1_000_000
	if text := os.Getenv("DIEMNONG_BENCH_ROWS"); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil {
			b.Fatalf("DIEMNONG_BENCH_ROWS: %v", err)
		}
	}
	return n
}

// makeCity gives n complaints over an area like Ho Chi Minh City's: half of
// them within 10 km of the middle, the others anywhere in 80 × 80 km; 40
// categories, 30 agencies, two area sets; every tenth in no cell, one in eight
// not closed.
func makeCity(tb testing.TB, n int) (*rows, *dictionaries) {
	tb.Helper()
	r := newRows(n)
	return r, fillCity(tb, r, n)
}

// fillCity makes n complaints, with their histories where rows have them.
func fillCity(tb testing.TB, r *rows, n int) *dictionaries {
	tb.Helper()
	d := newDictionaries()
	rng := rand.New(rand.NewPCG(1, 2))
	span := int64(benchYears * 365 * 86400)
	begin := benchEnd.Unix() - span
	for i := range n {
		x, y := rng.Float64(), rng.Float64()
		if i%2 == 0 {
			x, y = 0.5+rng.NormFloat64()*0.06, 0.5+rng.NormFloat64()*0.06
		}
		got := begin + int64(float64(i)/float64(n)*float64(span))
		c := Row{
			ID: int64(i) + 1, ReceivedAt: got, DueAt: got + int64(1+rng.IntN(7))*86400, ClosedAt: None,
			Category: int16(1 + 39.9*x*rng.Float64()), Agency: int16(1 + rng.IntN(30)), Channel: diemnong.Channel(rng.IntN(7)),
			Status: diemnong.Status(rng.IntN(3)), Quality: diemnong.Quality(rng.IntN(2)), Reopened: rng.IntN(20) == 0,
			Areas: []int32{100 + int32(math.Abs(x)*14)*14 + int32(math.Abs(y)*14), 400 + int32(math.Abs(x)*13)*13 + int32(math.Abs(y)*13)},
		}
		if rng.IntN(8) > 0 {
			c.Status, c.ClosedAt = diemnong.Resolved, got+int64(60*math.Exp(11*rng.Float64()))
		}
		if rng.IntN(10) > 0 {
			var err error
			if c.Cell, err = h3.FromPoint(geo.Point{Lon: 106.3 + 0.74*x, Lat: 10.4 + 0.73*y}, geo.BaseResolution); err != nil {
				tb.Fatal(err)
			}
		} else {
			c.Quality = diemnong.QualityArea
		}
		if r.histories != nil {
			c.Events = commonEvents(&c, rng)
		}
		if err := r.add(&c, d); err != nil {
			tb.Fatal(err)
		}
	}
	return d
}

// commonEvents are receipt, assignment and closing.
func commonEvents(c *Row, rng *rand.Rand) []Event {
	first := Event{At: c.ReceivedAt, DueAt: c.DueAt, ClosedAt: None}
	last := Event{At: c.ReceivedAt + 1800 + rng.Int64N(3600), DueAt: c.DueAt, ClosedAt: None, Status: c.Status, Reopened: c.Reopened}
	if !c.Status.Closed() {
		return []Event{first, last}
	}
	assigned := last
	assigned.At, assigned.Status = min(last.At, c.ClosedAt), diemnong.Assigned
	last.At, last.ClosedAt, last.Reopened = c.ClosedAt, c.ClosedAt, false
	return []Event{first, assigned, last}
}

func benchWorld(tb testing.TB) *World {
	tb.Helper()
	w := &World{
		Catalog: &diemnong.Catalog{City: diemnong.City{TimeZone: "Asia/Ho_Chi_Minh"}, Sets: []diemnong.AreaSet{
			{ID: 1, Code: "old", Levels: []diemnong.Level{{Code: "ward"}}}, {ID: 2, Code: "new", Levels: []diemnong.Level{{Code: "ward"}}},
		}},
		Categories: map[int16]string{}, Agencies: map[int16]string{}, Zone: time.FixedZone("", 7*3600),
	}
	for i := range int16(41) {
		w.Categories[i] = fmt.Sprintf("c%d", i)
		w.Catalog.Categories = append(w.Catalog.Categories, diemnong.Category{Code: w.Categories[i], Group: fmt.Sprintf("g%d", i%8)})
	}
	for i := range int16(31) {
		w.Agencies[i] = fmt.Sprintf("a%d", i)
		w.Catalog.Agencies = append(w.Catalog.Agencies, diemnong.Agency{Code: w.Agencies[i]})
	}
	var units []area.Unit
	add := func(set string, id int) {
		x := float64(id % 150)
		box := orb.MultiPolygon{{{{x, 0}, {x + 1, 0}, {x + 1, 1}, {x, 1}, {x, 0}}}}
		units = append(units, area.Unit{
			Area: diemnong.Area{ID: id, Set: set, Level: "ward", Code: fmt.Sprintf("w%d", id)}, Outline: box,
		})
	}
	for i := range 300 {
		add("old", 100+i)
		add("new", 400+i)
	}
	atlas, err := area.NewAtlas(w.Catalog.Sets, units, nil)
	if err != nil {
		tb.Fatal(err)
	}
	w.Atlas = atlas
	return w
}

func benchSnapshot(b *testing.B) *snapshot {
	b.Helper()
	base, d := benchBase(b)
	return newSnapshot(base.state, benchWorld(b), d.words(), base.parts())
}

// benchBase has three events for each complaint: received, assigned, closed.
func benchBase(b *testing.B) (*base, *dictionaries) {
	b.Helper()
	r := newRows(benchRows(b))
	r.histories = &historyRows{}
	d := fillCity(b, r, benchRows(b))
	base, err := newBase(heat.State{Revision: 1, ID: "x"}, r)
	if err != nil {
		b.Fatal(err)
	}
	return base, d
}

// BenchmarkMemory gives the bytes of a complaint in the index, all in.
func BenchmarkMemory(b *testing.B) {
	used := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := used()
	base, d := benchBase(b)
	w := writer{words: d, world: nil, base: base, changed: map[int64]change{}}
	s, err := w.snapshot()
	if err != nil {
		b.Fatal(err)
	}
	taken := used() - before
	for b.Loop() {
	}
	b.ReportMetric(float64(taken)/float64(base.len()), "bytes/complaint")
	b.ReportMetric(float64(len(base.settled.histories.data))/float64(base.settled.len()), "history-bytes/complaint")
	runtime.KeepAlive(s)
	runtime.KeepAlive(w)
}

// BenchmarkStats is statistics by ward over the last twelve months, and over the
// twelve before as they stood a year ago, as compare=year asks for.
func BenchmarkStats(b *testing.B) {
	s := benchSnapshot(b)
	ward := heat.Grouping{Dimension: heat.ByArea, Set: "new", Level: "ward"}
	for name, by := range map[string][]heat.Grouping{
		"ward": {ward}, "category": {{Dimension: heat.ByCategory}}, "day": {{Dimension: heat.ByDay}},
		"hour-of-week": {{Dimension: heat.ByHourOfWeek}}, "ward+day": {ward, {Dimension: heat.ByDay}},
	} {
		b.Run(name+"/12-months-compare-year", func(b *testing.B) {
			for b.Loop() {
				for year := range 2 {
					f := diemnong.Filter{From: benchEnd.AddDate(-1-year, 0, 0), To: benchEnd.AddDate(-year, 0, 0)}
					if year > 0 {
						f.AsOf = f.To
					}
					q := newSelection(f, s.world, s.words, benchEnd)
					s.stats(q, newGroups(s, q, by, diemnong.AsThen))
				}
			}
		})
	}
	b.Run("ward/past", func(b *testing.B) {
		for b.Loop() {
			q := newSelection(diemnong.Filter{AsOf: benchEnd.AddDate(-1, 0, 0)}, s.world, s.words, benchEnd)
			s.stats(q, newGroups(s, q, []heat.Grouping{ward}, diemnong.AsThen))
		}
	})
}

// BenchmarkPublish makes a snapshot with 10,000 complaints that have changed.
func BenchmarkPublish(b *testing.B) {
	base, d := benchBase(b)
	w := writer{words: d, world: benchWorld(b), base: base, changed: map[int64]change{}}
	r := newRows(1)
	for i := range 10_000 {
		base.appendTo(r, i*(base.len()/10_000), int64(i)*int64(base.len()/10_000)+1)
		w.changed[r.ids[i]] = change{row: Row{
			ID: r.ids[i], ReceivedAt: r.received[i], Cell: r.cells[i], DueAt: None, ClosedAt: None, Category: 1, Agency: 1,
		}}
	}
	b.Run("snapshot", func(b *testing.B) {
		for b.Loop() {
			if _, err := w.snapshot(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("rebuild", func(b *testing.B) {
		for b.Loop() {
			if r := w.rebuild()(); r.err != nil {
				b.Fatal(r.err)
			}
		}
	})
	b.Run("file", func(b *testing.B) {
		name := b.TempDir() + "/index"
		for b.Loop() {
			if err := writeFile(name, base, d.words()); err != nil {
				b.Fatal(err)
			}
			if _, _, err := readFile(name); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkGrid(b *testing.B) {
	s := benchSnapshot(b)
	for name, f := range map[string]diemnong.Filter{
		"all":      {},
		"quarter":  {From: benchEnd.AddDate(0, 0, -90), To: benchEnd},
		"category": {Categories: []string{"c7"}},
		"overdue":  {Classes: []diemnong.Class{diemnong.Overdue}},
		"mixed":    {Groups: []string{"g1", "g2"}, Agencies: []string{"a1", "a2", "a3"}, Channels: []diemnong.Channel{diemnong.App}},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var g *heat.Grid
			for b.Loop() {
				g = s.grid(newSelection(f, s.world, s.words, benchEnd))
			}
			total := g.Total()
			b.ReportMetric(float64(total.N()), "complaints")
			b.ReportMetric(float64(len(g.At(8).Cells)), "cells")
		})
	}
}

func BenchmarkBuild(b *testing.B) {
	r, _ := makeCity(b, benchRows(b))
	for b.Loop() {
		if _, _, err := newSegment(r, func(i int) bool { return r.due[i] == None }, false); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(r.len())*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
