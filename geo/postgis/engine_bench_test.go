package postgis

import (
	"fmt"
	"testing"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// benchSizes are the numbers of complaints that the figures in
// docs/performance.md are about. A million take about a minute to make.
var benchSizes = []int{100_000, 1_000_000}

// benchQuestions are the questions of a map page, from one day to everything.
func benchQuestions(now time.Time) map[string]diemnong.Filter {
	return map[string]diemnong.Filter{
		"all":     {},
		"quarter": {From: now.AddDate(0, -3, 0), To: now},
		"day":     {From: now.AddDate(0, 0, -1), To: now},
		"ward":    {Areas: []diemnong.AreaRef{{Set: "new", Code: "w77"}}},
		"overdue": {Classes: []diemnong.Class{diemnong.Overdue}},
		"past":    {AsOf: now.AddDate(-1, 0, 0)},
	}
}

// BenchmarkEngine measures the SQL engine, all in: snapshot, statement,
// transfer and sums.
func BenchmarkEngine(b *testing.B) {
	end := time.Date(2026, 2, 28, 0, 0, 0, 0, time.UTC) // of generate's complaints
	for _, n := range benchSizes {
		b.Run(fmt.Sprintf("rows=%d", n), func(b *testing.B) {
			db := generate(b, n)
			e := newTestEngine(db)
			for name, f := range benchQuestions(end) {
				b.Run("grid/"+name, func(b *testing.B) { benchGrid(b, e, f) })
				b.Run("total/"+name, func(b *testing.B) { benchStats(b, e, heat.StatsQuery{Filter: f}) })
			}
			ward := heat.Grouping{Dimension: heat.ByArea, Set: "new", Level: "ward"}
			for _, by := range [][]heat.Grouping{
				{ward},
				{{Dimension: heat.ByArea, Set: "old", Level: "district"}},
				{{Dimension: heat.ByCategory}},
				{{Dimension: heat.ByMonth}},
				{{Dimension: heat.ByDay}},
				{{Dimension: heat.ByHourOfWeek}},
				{ward, {Dimension: heat.ByGroup}},
			} {
				b.Run("stats/"+groupingNames(by), func(b *testing.B) { benchStats(b, e, heat.StatsQuery{By: by}) })
			}
			benchLists(b, db, e.worlds)
		})
	}
}

func groupingNames(by []heat.Grouping) string {
	s := ""
	for _, g := range by {
		s += "+" + g.Dimension.String()
		if g.Level != "" {
			s += "-" + g.Level
		}
	}
	return s[1:]
}

func benchGrid(b *testing.B, e *Engine, f diemnong.Filter) {
	b.ReportAllocs()
	var g *heat.Grid
	for b.Loop() {
		var err error
		if g, err = e.Grid(b.Context(), f); err != nil {
			b.Fatal(err)
		}
	}
	total := g.Total()
	b.ReportMetric(float64(len(g.Base().Cells)), "cells")
	b.ReportMetric(float64(total.N()), "complaints")
}

func benchStats(b *testing.B, e *Engine, q heat.StatsQuery) {
	b.ReportAllocs()
	var s *heat.Stats
	for b.Loop() {
		var err error
		if s, err = e.Stats(b.Context(), q); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(s.Rows)), "groups")
}

func benchLists(b *testing.B, db *DB, worlds *Worlds) {
	c := NewComplaints(db, worlds)
	for sort := heat.NewestFirst; sort <= heat.LongestHandledFirst; sort++ {
		b.Run("list/"+sort.String(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.List(b.Context(), heat.ListQuery{Sort: sort, Limit: 50}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("points", func(b *testing.B) {
		b.ReportAllocs()
		box := diemnong.Bounds{West: 106.5, South: 10.5, East: 106.522, North: 10.522} // a tile of zoom 14
		for b.Loop() {
			if _, err := c.Points(b.Context(), diemnong.Filter{}, box, 5000); err != nil {
				b.Fatal(err)
			}
		}
	})
}
