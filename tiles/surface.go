package tiles

import (
	"context"
	"fmt"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// surface is what all tiles of one question are cut from. It is immutable and
// shared.
type surface interface {
	bytes() int                      // weight in the cache
	source() (heat.State, time.Time) // the data that it is of, and the moment at which classes were judged
}

// cellSurface is a grid, which has every resolution that maps show.
type cellSurface struct{ *heat.Grid }

func (c cellSurface) bytes() int { return c.Bytes() }

func (c cellSurface) source() (heat.State, time.Time) { return c.State, c.AsOf }

// cells gives the grid of a filter. Heat tiles, those of change and the
// TileJSON of complaints share them.
func (s *Service) cells(ctx context.Context, q question, f diemnong.Filter) (cellSurface, error) {
	q.layer = HeatLayer()
	got, err := s.surfaces.get(ctx, q, func(ctx context.Context) (surface, error) {
		g, err := s.options.Engine.Grid(ctx, f)
		if err != nil {
			return nil, fmt.Errorf("count complaints by cell: %w", err)
		}
		return cellSurface{g}, nil
	})
	if err != nil {
		return cellSurface{}, err
	}
	return got.(cellSurface), nil
}

// areaSurface is the measures by area of a level, without the areas that have
// no complaints.
type areaSurface struct {
	stats  *heat.Stats
	byCode map[string]int // position in stats.Rows
}

// areaFigures are what area tiles are cut from.
type areaFigures = windows[*areaSurface]

// find gives the measures of an area; those of no complaints when it has none.
func (a *areaSurface) find(code string) heat.Measures {
	if i, ok := a.byCode[code]; ok {
		return a.stats.Rows[i].Measures
	}
	return heat.Measures{}
}

// n is the number of complaints of an area.
func (a *areaSurface) n(code string) uint32 {
	if i, ok := a.byCode[code]; ok {
		return a.stats.Rows[i].N()
	}
	return 0
}

func (a *areaSurface) bytes() int {
	n := 0
	for i := range a.stats.Rows {
		n += 160 + 8*len(a.stats.Rows[i].Handling) // row, key, map entry; buckets
	}
	return n
}

func (a *areaSurface) source() (heat.State, time.Time) { return a.stats.State, a.stats.AsOf }

// areas gives the measures by area of the question's set and level.
func (s *Service) areas(ctx context.Context, q question, f diemnong.Filter) (*areaSurface, error) {
	q.layer = AreaLayer(q.layer.Set, q.layer.Level)
	got, err := s.surfaces.get(ctx, q, func(ctx context.Context) (surface, error) {
		by := heat.Grouping{Dimension: heat.ByArea, Set: q.layer.Set, Level: q.layer.Level}
		stats, err := s.options.Engine.Stats(ctx, heat.StatsQuery{Filter: f, By: []heat.Grouping{by}})
		if err != nil {
			return nil, fmt.Errorf("count complaints by area: %w", err)
		}
		a := &areaSurface{stats: stats, byCode: make(map[string]int, len(stats.Rows))}
		for i, row := range stats.Rows {
			a.byCode[row.Keys[0]] = i
		}
		return a, nil
	})
	if err != nil {
		return nil, err
	}
	return got.(*areaSurface), nil
}
