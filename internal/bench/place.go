package main

import (
	"cmp"
	"fmt"
	"math"
	"net/url"
	"slices"
	"time"

	"github.com/diemnong/diemnong/internal/bulkcity"
)

// tile is the address of a tile.
type tile struct{ zoom, x, y int }

// path is the tile of the heat map for a filter.
func (t tile) path(filter string) string {
	return fmt.Sprintf("/tiles/v1/heat/%d/%d/%d.mvt?%s", t.zoom, t.x, t.y, filter)
}

// project gives a place in tiles of a zoom (Web Mercator).
func project(lon, lat float64, zoom int) (x, y float64) {
	n := math.Exp2(float64(zoom))
	sin := math.Sin(lat * math.Pi / 180)
	return (lon + 180) / 360 * n, (0.5 - math.Log((1+sin)/(1-sin))/(4*math.Pi)) * n
}

// cityTiles are all tiles of a zoom that the city reaches into, from its middle
// outwards.
func cityTiles(zoom int) []tile {
	west, north := project(bulkcity.West, bulkcity.South+bulkcity.Height, zoom)
	east, south := project(bulkcity.West+bulkcity.Width, bulkcity.South, zoom)
	middleX, middleY := (west+east)/2, (north+south)/2
	var all []tile
	for x := int(west); x <= int(east); x++ {
		for y := int(north); y <= int(south); y++ {
			all = append(all, tile{zoom, x, y})
		}
	}
	away := func(t tile) float64 { return math.Hypot(float64(t.x)+0.5-middleX, float64(t.y)+0.5-middleY) }
	slices.SortStableFunc(all, func(a, b tile) int { return cmp.Compare(away(a), away(b)) })
	return all
}

// tour is n tiles of zooms 9 to 15, as somebody sees them who looks closer and
// closer: all of the coarse zooms, and of the fine ones as many of the middle.
func tour(n int) []tile {
	var all []tile
	for zoom := 9; zoom <= 15; zoom++ {
		tiles := cityTiles(zoom)
		share := (n - len(all)) / (16 - zoom)
		all = append(all, tiles[:min(share, len(tiles))]...)
	}
	return all
}

// overview is the tile with which a filter is first asked for where only the
// next ones count.
func overview() tile { return cityTiles(8)[0] }

// allTime is a filter that nobody asked for before and that everything passes.
func (b *bench) allTime() string { return b.since(bulkcity.Begin) }

// lastDays is a new filter for the newest days.
func (b *bench) lastDays(n int) string { return b.since(bulkcity.End.AddDate(0, 0, -n)) }

// since is a new filter for what came in since a time, or up to some minutes before.
func (b *bench) since(t time.Time) string {
	b.filters++
	return "from=" + moment(t.Add(-time.Duration(b.filters)*time.Second))
}

func moment(t time.Time) string { return url.QueryEscape(t.UTC().Format(time.RFC3339)) }
