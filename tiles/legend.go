package tiles

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/h3"
	"github.com/diemnong/diemnong/geo/heat"
)

// legendClasses is the number of colour classes: as many as the eye tells
// apart on a map, and as the ramp has colours.
const legendClasses = 6

// Legend explains the colours of a layer. It is about the whole filter, never
// about a view, so it does not change while the map moves.
type Legend struct {
	Totals Totals `json:"totals"`
	// Breaks gives the scale of each measure that can be a colour: n, per_km2,
	// per_1000 (areas only), on_time_rate, overdue_share, median_s, and change
	// where the layer compares.
	Breaks map[string]Scale `json:"breaks,omitempty"`
	// Compare is the window that the layer compares with; nil when it does not.
	Compare *Compared `json:"compare,omitempty"`
}

// Totals counts the complaints of a filter. Placed are those that a cell
// holds, and for areas those that an area of the level holds.
type Totals struct {
	N        uint32 `json:"n"`
	Placed   uint32 `json:"placed"`
	Unplaced uint32 `json:"unplaced"`
	// NBefore counts the complaints of the window that is compared with, placed
	// or not; nil where nothing is compared.
	NBefore *uint32 `json:"n_before,omitempty"`
}

// Scale is the lower bounds of the colour classes above the lowest, ascending;
// for change those of growth, and with their signs turned those of decline: one list for areas, one list per resolution for cells. In JSON it is the list,
// or an object of lists by resolution.
type Scale struct {
	All          []float64
	ByResolution map[int][]float64
}

// MarshalJSON writes the list or the lists.
func (s Scale) MarshalJSON() ([]byte, error) {
	if s.ByResolution != nil {
		return json.Marshal(s.ByResolution)
	}
	return json.Marshal(s.All)
}

// legendBytes is what a kept legend takes, at most: 5 resolutions of 6 measures.
const legendBytes = 4 << 10

// legendCacheBytes holds a thousand legends.
const legendCacheBytes = 1000 * legendBytes

// described is a legend with the state of the data that it is about.
type described struct {
	legend Legend
	state  heat.State
	asOf   time.Time
}

// samples are the values of the measures that can be a colour.
type samples struct{ n, perKM2, per1000, onTimeRate, overdueShare, median []float64 }

// newSamples has room for the values of so many cells or areas.
func newSamples(room int) *samples {
	list := func() []float64 { return make([]float64, 0, room) }
	return &samples{n: list(), perKM2: list(), onTimeRate: list(), overdueShare: list(), median: list()}
}

// add adds what one cell or area gives.
func (v *samples) add(m *heat.Counts, times heat.Quantiles, areaKM2 float64) {
	n := float64(m.N())
	if n > 0 {
		v.n = append(v.n, n)
	}
	if n > 0 && areaKM2 > 0 {
		v.perKM2 = append(v.perKM2, density(n, areaKM2))
	}
	if rate, ok := m.OnTimeRate(); ok {
		v.onTimeRate = append(v.onTimeRate, rate)
	}
	if share, ok := m.OverdueShare(); ok {
		v.overdueShare = append(v.overdueShare, share)
	}
	if median, ok := times.MedianSeconds(); ok {
		v.median = append(v.median, float64(median))
	}
}

// breaks gives a list for each measure, which may be empty but is never nil.
// How much there is gets smaller classes towards the top, rates equal ones.
func (v *samples) breaks() map[string][]float64 {
	return map[string][]float64{
		measureN:            orEmpty(heat.HeadBreaks(v.n, legendClasses)),
		measurePerKM2:       orEmpty(heat.HeadBreaks(v.perKM2, legendClasses)),
		measurePer1000:      orEmpty(heat.HeadBreaks(v.per1000, legendClasses)),
		measureOnTimeRate:   orEmpty(heat.Breaks(v.onTimeRate, legendClasses)),
		measureOverdueShare: orEmpty(heat.Breaks(v.overdueShare, legendClasses)),
		measureMedian:       orEmpty(heat.Breaks(v.median, legendClasses)),
	}
}

func orEmpty(list []float64) []float64 {
	if list == nil {
		return []float64{}
	}
	return list
}

// cellLegend describes the cells of a filter at every resolution.
func (s *Service) cellLegend(ctx context.Context, q question, f diemnong.Filter) (*described, error) {
	grids, err := look(ctx, s, q, f, s.cells)
	if err != nil {
		return nil, err
	}
	grid := grids.now.Grid
	placed, unplaced := grid.Placed.N(), grid.Unplaced.N()
	d := &described{state: grids.state, asOf: grids.asOf}
	d.legend.Totals = Totals{N: placed + unplaced, Placed: placed, Unplaced: unplaced}
	if q.layer.Kind == Complaints {
		return d, nil
	}
	d.legend.Breaks = map[string]Scale{}
	for _, m := range []string{measureN, measurePerKM2, measureOnTimeRate, measureOverdueShare, measureMedian} {
		d.legend.Breaks[m] = Scale{ByResolution: map[int][]float64{}}
	}
	for _, res := range geo.Resolutions() {
		v, err := cellSamples(sampleLayer(grid, res))
		if err != nil {
			return nil, fmt.Errorf("describe cells: %w", err)
		}
		breaks := v.breaks()
		for m, scale := range d.legend.Breaks {
			scale.ByResolution[res] = breaks[m]
		}
	}
	if before := grids.before.Grid; before != nil {
		d.compare(grids.compared, before.Placed.N()+before.Unplaced.N(), cellChanges(grid, before))
	}
	return d, nil
}

// Of the resolutions beyond wholeResolution a legend looks at every second,
// third … block of cells, in the order of their indexes, so that there are about
// maxBlockSamples cells: an engine need not count a whole city of fine cells for it.
const (
	wholeResolution = heat.BlockResolution + 1
	maxBlockSamples = 1 << 16
)

// sampleLayer gives the cells that a scale is made of. Which they are depends on
// nothing but the filter's complaints: all engines give the same legend.
func sampleLayer(grid *heat.Grid, res int) *heat.Layer {
	if res <= wholeResolution {
		return grid.At(res)
	}
	return layerOfBlocks(grid, res, sampleBlocks(grid.At(heat.BlockResolution).Cells, res))
}

// sampleBlocks gives the blocks that a scale of a resolution beyond
// wholeResolution is made of.
func sampleBlocks(blocks []geo.Cell, res int) (sample []geo.Cell) {
	children := 1
	for range res - heat.BlockResolution {
		children *= 7
	}
	for i, stride := 0, 1+len(blocks)*children/maxBlockSamples; i < len(blocks); i += stride {
		sample = append(sample, blocks[i])
	}
	return sample
}

// layerOfBlocks gives the cells of some blocks.
func layerOfBlocks(grid *heat.Grid, res int, blocks []geo.Cell) *heat.Layer {
	parts, n := grid.Parts(res, blocks), 0
	for _, part := range parts {
		n += len(part.Cells)
	}
	l := &heat.Layer{Resolution: res, Cells: make([]geo.Cell, 0, n), Counts: make([]heat.Counts, 0, n), Times: make([]heat.Quantiles, 0, n)}
	for _, part := range parts {
		l.Append(part)
	}
	return l
}

// maxSamples bounds the cells that a scale is made of. Of more, every second,
// third … in the order of their indexes is taken, which is all over the city:
// the share of the cells in each class is then right to within half a percent,
// which is less than a legend's rounding moves it, and 400,000 base cells take
// a tenth of the time (BenchmarkLegend).
const maxSamples = 1 << 14

// cellSamples collects the values of a grid. For the densities the area of a
// cell is its share of its ancestor's at the coarsest resolution, which is
// within 1 % of its own: a legend is rounded further, and the exact areas of a
// city's base cells would take a second.
func cellSamples(g *heat.Layer) (*samples, error) {
	coarsest := geo.Resolutions()[0]
	part := math.Pow(7, float64(max(g.Resolution-coarsest, 0))) // a cell has seven children
	var ancestor geo.Cell
	var areaKM2 float64
	stride := 1 + len(g.Cells)/maxSamples
	v := newSamples(len(g.Cells)/stride + 1)
	for i := 0; i < len(g.Cells); i += stride {
		c := g.Cells[i]
		if up := c.Parent(min(coarsest, g.Resolution)); up != ancestor {
			whole, err := h3.AreaKM2(up)
			if err != nil {
				return nil, err
			}
			ancestor, areaKM2 = up, whole/part
		}
		v.add(&g.Counts[i], g.Times[i], areaKM2)
	}
	return v, nil
}

// areaLegend describes the areas of a level.
func (s *Service) areaLegend(ctx context.Context, q question, f diemnong.Filter) (*described, error) {
	level, err := s.level(ctx, q.layer)
	if err != nil {
		return nil, err
	}
	figures, err := look(ctx, s, q, f, s.areas)
	if err != nil {
		return nil, err
	}
	surface, v := figures.now, newSamples(len(level.areas))
	for i := range level.areas {
		a := &level.areas[i].area
		m := surface.find(a.Code)
		v.add(&m.Counts, m.Handling.Quantiles(), a.AreaKM2)
		if m.N() > 0 && a.Population > 0 {
			v.per1000 = append(v.per1000, per1000(m.N(), a.Population))
		}
	}
	d := &described{state: figures.state, asOf: figures.asOf}
	n, outside := surface.stats.Total.N(), surface.find("")
	d.legend.Totals = Totals{N: n, Placed: n - outside.N(), Unplaced: outside.N()}
	d.legend.Breaks = map[string]Scale{}
	for m, list := range v.breaks() {
		d.legend.Breaks[m] = Scale{All: list}
	}
	if before := figures.before; before != nil {
		d.compare(figures.compared, before.stats.Total.N(), areaChanges(level, surface, before))
	}
	return d, nil
}
