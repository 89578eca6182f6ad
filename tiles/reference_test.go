package tiles

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/encoding/wkt"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/h3"
	"github.com/diemnong/diemnong/geo/heat"
	tilemvt "github.com/diemnong/diemnong/tiles/mvt"
	"github.com/diemnong/diemnong/tiles/mvt/mvttest"
)

// referenceTile writes a tile in the straightforward way: it looks at every
// cell of either grid, draws each from its outline, and gives properties one by
// one. Nothing is compared where before is nil.
func referenceTile(t testing.TB, grid, before *heat.Layer, a Address) []byte {
	t.Helper()
	w, l := a.window(), tilemvt.NewLayer(layerCells)
	cells := slices.Clone(grid.Cells)
	if before != nil {
		cells = append(cells, before.Cells...)
		slices.Sort(cells)
		cells = slices.Compact(cells)
	}
	for _, cell := range cells {
		o, err := newOutline(cell)
		if err != nil {
			t.Fatal(err)
		}
		if !o.touches(w.box) {
			continue
		}
		km2, err := h3.AreaKM2(cell)
		if err != nil {
			t.Fatal(err)
		}
		l.Polygon(cell.FeatureID(), drawOutline(nil, o, &w))
		l.String(l.Key("h3"), cell.String())
		l.Uint(l.Key("res"), uint64(grid.Resolution))
		counts, times := referenceFigures(grid, cell)
		referenceMeasures(l, &counts, times, km2)
		if before != nil {
			then, _ := referenceFigures(before, cell)
			l.Uint(l.Key("n_before"), uint64(then.N()))
			l.Int(l.Key("change"), int64(counts.N())-int64(then.N()))
		}
	}
	return l.AppendTo(nil)
}

// referenceFigures are a cell's, empty ones where the grid does not have it.
func referenceFigures(grid *heat.Layer, cell geo.Cell) (heat.Counts, heat.Quantiles) {
	if i := slices.Index(grid.Cells, cell); i >= 0 {
		return grid.Counts[i], grid.Times[i]
	}
	return heat.Counts{}, heat.Quantiles{Median: heat.NoTime, P90: heat.NoTime}
}

func referenceMeasures(l *tilemvt.Layer, c *heat.Counts, times heat.Quantiles, km2 float64) {
	l.Uint(l.Key("n"), uint64(c.N()))
	for _, class := range diemnong.Classes() {
		l.Uint(l.Key(class.String()), uint64(c.Classes[class]))
	}
	l.Uint(l.Key("reopened"), uint64(c.Reopened))
	if rate, ok := c.OnTimeRate(); ok {
		l.Double(l.Key("on_time_rate"), rate)
	}
	if share, ok := c.OverdueShare(); ok {
		l.Double(l.Key("overdue_share"), share)
	}
	if s, ok := times.MedianSeconds(); ok {
		l.Int(l.Key("median_s"), s)
	}
	if s, ok := times.P90Seconds(); ok {
		l.Int(l.Key("p90_s"), s)
	}
	perKM2, _ := strconv.ParseFloat(strconv.FormatFloat(float64(c.N())/km2, 'e', 3, 64), 64)
	l.Double(l.Key("per_km2"), perKM2)
}

// features gives what a tile says, a line for each feature, in order.
func features(t testing.TB, tile []byte) (lines []string) {
	t.Helper()
	if err := mvttest.Check(tile); err != nil {
		t.Errorf("the tile breaks the specification: %v", err)
	}
	layers, err := mvt.Unmarshal(tile)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range layers {
		for _, f := range l.Features {
			lines = append(lines, fmt.Sprintf("%s %.0f %s %v", l.Name, f.ID, wkt.MarshalString(f.Geometry), f.Properties))
		}
	}
	return lines
}

// TestTilesAreThoseOfTheReference compares random tiles, at every zoom and at
// places where hexagons are at their worst.
func TestTilesAreThoseOfTheReference(t *testing.T) {
	t.Parallel()
	places := map[string]geo.Point{
		"city":                    {Lon: 106.7, Lat: 10.78},
		"180th meridian":          {Lon: 179.999, Lat: -16.8},
		"180th meridian, eastern": {Lon: -179.9995, Lat: 66},
		"high north":              {Lon: 25.7, Lat: 79.9},
		"end of the map":          {Lon: -40, Lat: 85.0},
		"beyond the map":          {Lon: 10, Lat: 89.9},
		"pole":                    {Lon: 0, Lat: 90},
		"pentagon":                {Lon: 10.5362, Lat: 64.7000},
		"icosahedron's edge":      {Lon: 31.8, Lat: 39.1},
	}
	o := newOutlines(outlineBytes)
	for name, place := range places {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			compareWithReference(t, rand.New(rand.NewPCG(uint64(len(name)), 1)), o, place)
		})
	}
}

func compareWithReference(t *testing.T, rng *rand.Rand, o *outlines, place geo.Point) {
	t.Helper()
	w, drawn := newCellWriter(o), 0
	for zoom := range geo.MaxZoom + 1 {
		grid := randomLayer(t, rng, place, geo.Resolution(zoom), 250)
		for _, before := range []*heat.Layer{nil, nil, nil, randomLayer(t, rng, place, geo.Resolution(zoom), 150)} {
			a := randomNear(rng, grid.Cells, zoom)
			got, err := w.encode(grid, before, a)
			if err != nil {
				t.Fatal(err)
			}
			want := features(t, referenceTile(t, grid, before, a))
			if diff := cmp.Diff(want, features(t, got)); diff != "" {
				t.Fatalf("tile %s (-reference +got):\n%s", a, diff)
			}
			drawn += len(want)
		}
	}
	if drawn < 500 {
		t.Errorf("only %d hexagons were compared", drawn)
	}
}

// randomLayer scatters cells around a place, densely and thinly.
func randomLayer(t testing.TB, rng *rand.Rand, place geo.Point, res, n int) *heat.Layer {
	t.Helper()
	l := &heat.Layer{Resolution: res}
	for range n {
		spread := []float64{0.02, 0.3, 2}[rng.IntN(3)]
		p := geo.Point{Lon: place.Lon + rng.NormFloat64()*spread, Lat: min(place.Lat+rng.NormFloat64()*spread, 90)}
		if p.Lon > 180 {
			p.Lon -= 360
		} else if p.Lon < -180 {
			p.Lon += 360
		}
		c, err := h3.FromPoint(p, res)
		if err != nil {
			t.Fatal(err)
		}
		l.Cells = append(l.Cells, c)
	}
	slices.Sort(l.Cells)
	l.Cells = slices.Compact(l.Cells)
	for range l.Cells {
		var c heat.Counts
		for i := range c.Classes {
			c.Classes[i] = rng.Uint32N(3) * rng.Uint32N([]uint32{3, 40, 3000}[rng.IntN(3)])
		}
		c.Reopened = rng.Uint32N(2)
		q := heat.Quantiles{Median: heat.NoTime, P90: heat.NoTime}
		if rng.IntN(3) > 0 {
			q.Median = uint8(rng.IntN(heat.NumBuckets))
			q.P90 = min(q.Median+uint8(rng.IntN(20)), heat.NumBuckets-1)
		}
		c.Classes[0] += 1 - min(c.N(), 1) // a cell of a grid holds something
		l.Counts, l.Times = append(l.Counts, c), append(l.Times, q)
	}
	return l
}

// randomNear is a tile next to one of the cells.
func randomNear(rng *rand.Rand, cells []geo.Cell, zoom int) Address {
	o, err := newOutline(cells[rng.IntN(len(cells))])
	if err != nil {
		panic(err) // FromPoint made the cell
	}
	last := 1<<zoom - 1
	side := float64(last + 1)
	near := func(v float64) uint32 { return uint32(min(max(int(v*side+rng.Float64()*1.2-0.6), 0), last)) }
	m := o.bound.Center()
	return Address{Z: uint8(zoom), X: near(m[0]), Y: near(m[1])}
}
