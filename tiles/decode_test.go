package tiles_test

import (
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/tiles"
	"github.com/diemnong/diemnong/tiles/mvt/mvttest"
)

// decode gives the features of a tile by layer.
func decode(t testing.TB, tile *tiles.Tile) map[string][]*geojson.Feature {
	t.Helper()
	if err := mvttest.Check(tile.Body); err != nil {
		t.Errorf("the tile breaks the specification: %v", err)
	}
	layers, err := mvt.Unmarshal(tile.Body)
	if err != nil {
		t.Fatalf("decode tile: %v", err)
	}
	out := map[string][]*geojson.Feature{}
	for _, l := range layers {
		out[l.Name] = l.Features
	}
	return out
}

// mustTile asks for a tile.
func mustTile(t testing.TB, s *tiles.Service, l tiles.Layer, a tiles.Address, f diemnong.Filter) *tiles.Tile {
	t.Helper()
	tile, err := s.Tile(t.Context(), l, a, f)
	if err != nil {
		t.Fatal(err)
	}
	return tile
}

func mustForm(t testing.TB, tile *tiles.Tile, coding string) tiles.Form {
	t.Helper()
	f, err := tile.Form(coding)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func mustFilter(t testing.TB, f diemnong.Filter) diemnong.Filter {
	t.Helper()
	f, err := diemnong.NewFilter(f)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// addressesOver lists the tiles of a zoom over a box, and one around it, since
// hexagons of complaints at the rim reach beyond it.
func addressesOver(b diemnong.Bounds, zoom uint8) []tiles.Address {
	first := maptile.At(orb.Point{b.West, b.North}, maptile.Zoom(zoom))
	last := maptile.At(orb.Point{b.East, b.South}, maptile.Zoom(zoom))
	end := uint32(1)<<zoom - 1
	var out []tiles.Address
	for x := first.X - min(1, first.X); x <= min(last.X+1, end); x++ {
		for y := first.Y - min(1, first.Y); y <= min(last.Y+1, end); y++ {
			out = append(out, tiles.Address{Z: zoom, X: x, Y: y})
		}
	}
	return out
}

// addressOf is the tile of a zoom that holds a place.
func addressOf(p geo.Point, zoom uint8) tiles.Address {
	t := maptile.At(orb.Point{p.Lon, p.Lat}, maptile.Zoom(zoom))
	return tiles.Address{Z: zoom, X: t.X, Y: t.Y}
}

// tileUnits gives a place in units of a tile, by orb's projection.
func tileUnits(p orb.Point, a tiles.Address) orb.Point {
	f := maptile.Fraction(p, maptile.Zoom(a.Z))
	return orb.Point{(f[0] - float64(a.X)) * 4096, (f[1] - float64(a.Y)) * 4096}
}
