package tiles_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/tiles"
)

// blockwise gives the fine layers of a city's grids by blocks only, some of
// them empty, as an engine in memory does.
type blockwise struct{ *city }

func (c blockwise) Grid(ctx context.Context, f diemnong.Filter) (*heat.Grid, error) {
	whole, err := c.city.Grid(ctx, f)
	if err != nil {
		return nil, err
	}
	everything, err := c.city.Grid(ctx, diemnong.Filter{})
	if err != nil {
		return nil, err
	}
	g := *whole
	g.Layers = g.Layers[:3] // up to resolution 8
	g.Finer = parts{whole, everything.Blocks()}
	return &g, nil
}

type parts struct {
	*heat.Grid
	blocks []geo.Cell
}

func (p parts) Blocks() []geo.Cell { return p.blocks }

// TestTilesFromBlocks holds tiles and legends made from blocks against those
// made from whole layers.
func TestTilesFromBlocks(t *testing.T) {
	t.Parallel()
	for _, place := range []geo.Point{saigon, {Lon: -70.2, Lat: -16.5}, {Lon: 25, Lat: 71}} {
		c := newCity(t, 9, 600, place, 0.12)
		whole := newService(t, c)
		parts, err := tiles.New(tiles.Options{Engine: blockwise{c}, World: c, Points: c, Now: func() time.Time { return now }})
		if err != nil {
			t.Fatal(err)
		}
		for _, ask := range []struct {
			layer tiles.Layer
			f     diemnong.Filter
		}{
			{tiles.HeatLayer(), diemnong.Filter{}},
			{tiles.HeatLayer(), mustFilter(t, diemnong.Filter{Classes: []diemnong.Class{diemnong.Overdue}})},
			{tiles.HeatLayer().Comparing(heat.WithPrevious), fiveDays},
		} {
			layer, f := ask.layer, ask.f
			for zoom := uint8(11); zoom <= 17; zoom++ {
				a := addressOf(place, zoom)
				for x := a.X - 1; x <= a.X+1; x++ {
					a := tiles.Address{Z: zoom, X: x, Y: a.Y}
					got, want := mustTile(t, parts, layer, a, f), mustTile(t, whole, layer, a, f)
					if !bytes.Equal(got.Body, want.Body) {
						t.Errorf("tile %s of %q differs", a, f.Key())
					}
				}
			}
			got, want := mustTileJSON(t, parts, layer, f), mustTileJSON(t, whole, layer, f)
			if diff := cmp.Diff(want.Legend, got.Legend); diff != "" {
				t.Errorf("legend of %q (-whole +blocks):\n%s", f.Key(), diff)
			}
		}
	}
}
