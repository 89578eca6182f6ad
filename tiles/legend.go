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
	// per_1000 (areas only), on_time_rate, overdue_share, median_s.
	Breaks map[string]Scale `json:"breaks,omitempty"`
}

// Totals counts the complaints of a filter. Placed are those that a cell
// holds, and for areas those that an area of the level holds.
type Totals struct {
	N        uint32 `json:"n"`
	Placed   uint32 `json:"placed"`
	Unplaced uint32 `json:"unplaced"`
}

// Scale is the lower bounds of the colour classes above the lowest, ascending:
// one list for areas, one list per resolution for cells. In JSON it is the list,
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

// samples are the values of each measure.
type samples map[string][]float64

func (v samples) add(measure string, x float64, ok bool) {
	if ok {
		v[measure] = append(v[measure], x)
	}
}

// addMeasures adds what one cell or area of at least one complaint gives.
func (v samples) addMeasures(m *heat.Counts, times heat.Quantiles, areaKM2 float64) {
	n := float64(m.N())
	v.add(measureN, n, n > 0)
	if n > 0 && areaKM2 > 0 {
		v.add(measurePerKM2, density(n, areaKM2), true)
	}
	rate, ok := m.OnTimeRate()
	v.add(measureOnTimeRate, rate, ok)
	share, ok := m.OverdueShare()
	v.add(measureOverdueShare, share, ok)
	median, ok := times.MedianSeconds()
	v.add(measureMedian, float64(median), ok)
}

// breaks gives a list for each measure, which may be empty but is never nil.
// How much there is gets smaller classes towards the top, rates equal ones.
func (v samples) breaks(measure string) []float64 {
	classify := heat.Breaks
	switch measure {
	case measureN, measurePerKM2, measurePer1000:
		classify = heat.HeadBreaks
	}
	if b := classify(v[measure], legendClasses); b != nil {
		return b
	}
	return []float64{}
}

// cellLegend describes the cells of a filter at every resolution.
func (s *Service) cellLegend(ctx context.Context, q question, f diemnong.Filter) (*described, error) {
	grid, err := s.cells(ctx, q, f)
	if err != nil {
		return nil, err
	}
	placed, unplaced := grid.Placed.N(), grid.Unplaced.N()
	d := &described{state: grid.State, asOf: grid.AsOf}
	d.legend.Totals = Totals{N: placed + unplaced, Placed: placed, Unplaced: unplaced}
	if q.layer.Kind == Complaints {
		return d, nil
	}
	d.legend.Breaks = map[string]Scale{}
	for _, m := range []string{measureN, measurePerKM2, measureOnTimeRate, measureOverdueShare, measureMedian} {
		d.legend.Breaks[m] = Scale{ByResolution: map[int][]float64{}}
	}
	for i := range grid.Layers {
		g := &grid.Layers[i]
		v, err := s.cellSamples(g)
		if err != nil {
			return nil, fmt.Errorf("describe cells: %w", err)
		}
		for m, scale := range d.legend.Breaks {
			scale.ByResolution[g.Resolution] = v.breaks(m)
		}
	}
	return d, nil
}

// maxSamples bounds the cells that a scale is made of. Of more, every second,
// third … in the order of their indexes is taken, which is all over the city:
// quantiles move by less than a legend's rounding, and 400,000 base cells take
// a seventh of the time (BenchmarkLegend).
const maxSamples = 1 << 16

// cellSamples collects the values of a grid. For the densities the area of a
// cell is its share of its ancestor's at the coarsest resolution, which is
// within 1 % of its own: a legend is rounded further, and the exact areas of a
// city's base cells would take a second.
func (s *Service) cellSamples(g *heat.Layer) (samples, error) {
	coarsest := geo.Resolutions()[0]
	part := math.Pow(7, float64(max(g.Resolution-coarsest, 0))) // a cell has seven children
	var ancestor geo.Cell
	var areaKM2 float64
	v := samples{}
	for i, stride := 0, 1+len(g.Cells)/maxSamples; i < len(g.Cells); i += stride {
		c := g.Cells[i]
		if up := c.Parent(min(coarsest, g.Resolution)); up != ancestor {
			whole, err := h3.AreaKM2(up)
			if err != nil {
				return nil, err
			}
			ancestor, areaKM2 = up, whole/part
		}
		v.addMeasures(&g.Counts[i], g.Times[i], areaKM2)
	}
	return v, nil
}

// areaLegend describes the areas of a level.
func (s *Service) areaLegend(ctx context.Context, q question, f diemnong.Filter) (*described, error) {
	level, err := s.level(ctx, q.layer)
	if err != nil {
		return nil, err
	}
	surface, err := s.areas(ctx, q, f)
	if err != nil {
		return nil, err
	}
	v := samples{}
	for i := range level.areas {
		a := &level.areas[i].area
		m := surface.find(a.Code)
		v.addMeasures(&m.Counts, m.Handling.Quantiles(), a.AreaKM2)
		if m.N() > 0 && a.Population > 0 {
			v.add(measurePer1000, per1000(m.N(), a.Population), true)
		}
	}
	d := &described{state: surface.stats.State, asOf: surface.stats.AsOf}
	n, outside := surface.stats.Total.N(), surface.find("")
	d.legend.Totals = Totals{N: n, Placed: n - outside.N(), Unplaced: outside.N()}
	d.legend.Breaks = map[string]Scale{}
	for _, m := range []string{measureN, measurePerKM2, measurePer1000, measureOnTimeRate, measureOverdueShare, measureMedian} {
		d.legend.Breaks[m] = Scale{All: v.breaks(m)}
	}
	return d, nil
}
