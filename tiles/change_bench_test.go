package tiles_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/tiles"
)

// comparedCity answers with a grid for each of two windows. Of each five cells
// of a city, one is only in the later window and one only in the earlier.
type comparedCity struct {
	*benchCity
	before *heat.Grid
}

func (c *comparedCity) Grid(_ context.Context, f diemnong.Filter) (*heat.Grid, error) {
	if f.From.Equal(fiveBefore.From) {
		return c.before, nil
	}
	return c.grid, nil
}

func newComparedCity(b *testing.B) *comparedCity {
	b.Helper()
	c := newBenchCity(b)
	return &comparedCity{&benchCity{c.city, without(c.grid, 3)}, without(c.grid, 4)}
}

// without is a grid but for the cells of which the place, counted to five, is this.
func without(g *heat.Grid, place int) *heat.Grid {
	all, b := g.Base(), heat.NewGridBuilder(geo.BaseResolution)
	for i, c := range all.Cells {
		if i%5 != place {
			b.Add(c, &all.Counts[i], heat.Histogram{{Bucket: all.Times[i].Median, N: 1 + uint32(i%7)}})
		}
	}
	return b.Grid()
}

// BenchmarkTileOfChange makes tiles of change and plain ones by turns: of grids
// that are there ("next"), and of a filter whose grids the engine gives at once
// ("first"). The figure that counts is the ratio of their times.
func BenchmarkTileOfChange(b *testing.B) {
	c := newComparedCity(b)
	s, err := tiles.New(tiles.Options{Engine: c, World: c, Points: c, Now: func() time.Time { return now }})
	if err != nil {
		b.Fatal(err)
	}
	for name, forget := range map[string]func(){"next": s.ForgetTiles, "first": s.ForgetAnswers} {
		for _, zoom := range []uint8{9, 11, 13, 15} {
			b.Run(fmt.Sprintf("%s/zoom=%d", name, zoom), func(b *testing.B) {
				a := addressOf(geo.Point{Lon: 106.7, Lat: 10.8}, zoom)
				layers := []tiles.Layer{tiles.HeatLayer(), since(tiles.HeatLayer())}
				var took [2]time.Duration
				var bytes [2]int
				for b.Loop() {
					for i, l := range layers {
						forget()
						begin := time.Now()
						tile := mustTile(b, s, l, a, fiveDays)
						bytes[i] = len(mustForm(b, tile, "gzip").Body)
						took[i] += time.Since(begin)
					}
				}
				b.ReportMetric(took[1].Seconds()/took[0].Seconds(), "ratio")
				b.ReportMetric(float64(took[1].Microseconds())/float64(b.N), "change-µs")
				b.ReportMetric(float64(bytes[1])/float64(bytes[0]), "gzip-ratio")
			})
		}
	}
}

// BenchmarkLegendOfChange describes two grids of 400,000 base cells, and one of
// them, by turns.
func BenchmarkLegendOfChange(b *testing.B) {
	c := newComparedCity(b)
	s, err := tiles.New(tiles.Options{Engine: c, World: c, Points: c, Now: func() time.Time { return now }})
	if err != nil {
		b.Fatal(err)
	}
	var took [2]time.Duration
	for b.Loop() {
		for i, l := range []tiles.Layer{tiles.HeatLayer(), since(tiles.HeatLayer())} {
			s.ForgetAnswers()
			begin := time.Now()
			mustTileJSON(b, s, l, fiveDays)
			took[i] += time.Since(begin)
		}
	}
	b.ReportMetric(took[1].Seconds()/took[0].Seconds(), "ratio")
	b.ReportMetric(float64(took[1].Microseconds())/float64(b.N), "change-µs")
}
