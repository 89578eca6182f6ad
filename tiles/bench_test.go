package tiles_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/h3"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/tiles"
)

// benchCity answers with one grid of 400,000 base cells, most of what a city of
// 6,800 km² has, without counting anything.
type benchCity struct {
	*city
	grid *heat.Grid
}

func (c *benchCity) Grid(context.Context, diemnong.Filter) (*heat.Grid, error) { return c.grid, nil }

func newBenchCity(b *testing.B) *benchCity {
	b.Helper()
	rng := rand.New(rand.NewPCG(1, 1))
	cells := map[geo.Cell]bool{}
	for x := 0.0; x < 0.79; x += 0.001 {
		for y := 0.0; y < 0.79; y += 0.001 {
			c, err := h3.FromPoint(geo.Point{Lon: 106.3 + x, Lat: 10.4 + y}, geo.BaseResolution)
			if err != nil {
				b.Fatal(err)
			}
			cells[c] = true
		}
	}
	var sorted []geo.Cell
	for c := range cells {
		sorted = append(sorted, c)
	}
	slices.Sort(sorted)
	g := heat.NewGridBuilder(geo.BaseResolution)
	for _, c := range sorted {
		var counts heat.Counts
		var times heat.Histogram
		for i := range counts.Classes {
			counts.Classes[i] = rng.Uint32N(9)
		}
		for k := range uint8(4) {
			times = append(times, heat.BucketCount{Bucket: 40*k + uint8(rng.IntN(40)), N: 1 + rng.Uint32N(5)})
		}
		g.Add(c, &counts, times)
	}
	city := newCity(b, 1, 0, geo.Point{Lon: 106.7, Lat: 10.8}, 0.79)
	return &benchCity{city: city, grid: g.Grid()}
}

func newBenchService(b *testing.B, c *benchCity) *tiles.Service {
	b.Helper()
	s, err := tiles.New(tiles.Options{Engine: c, World: c, Points: c})
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// BenchmarkNextTile makes tiles of a filter whose grid is there, as a map does
// that moves on: hexagons of 400,000 base cells, with gzip and ETag.
func BenchmarkNextTile(b *testing.B) {
	c := newBenchCity(b)
	b.Logf("%d base cells", len(c.grid.Base().Cells))
	for _, zoom := range []uint8{9, 11, 13, 15} {
		b.Run(fmt.Sprintf("zoom=%d", zoom), func(b *testing.B) {
			s := newBenchService(b, c)
			a := addressOf(geo.Point{Lon: 106.7, Lat: 10.8}, zoom)
			tile := mustTile(b, s, tiles.HeatLayer(), a, diemnong.Filter{})
			b.ReportAllocs()
			for b.Loop() {
				s.ForgetTiles()
				tile = mustTile(b, s, tiles.HeatLayer(), a, diemnong.Filter{})
				mustForm(b, tile, "gzip")
			}
			b.ReportMetric(float64(len(decode(b, tile)["cells"])), "cells/tile")
			b.ReportMetric(float64(len(tile.Body)), "bytes/tile")
			b.ReportMetric(float64(len(mustForm(b, tile, "gzip").Body)), "gzip-bytes/tile")
		})
	}
}

// BenchmarkKeptTile asks for a tile that is there.
func BenchmarkKeptTile(b *testing.B) {
	c := newBenchCity(b)
	s := newBenchService(b, c)
	a := addressOf(geo.Point{Lon: 106.7, Lat: 10.8}, 11)
	f := mustFilter(b, diemnong.Filter{Categories: []string{"a", "b", "c"}})
	mustTile(b, s, tiles.HeatLayer(), a, f)
	b.ReportAllocs()
	for b.Loop() {
		mustTile(b, s, tiles.HeatLayer(), a, f)
	}
}

// BenchmarkFirstTile is what a new filter costs beyond the engine's count: the
// roll-up to every resolution, and one tile.
func BenchmarkFirstTile(b *testing.B) {
	c := newBenchCity(b)
	s := newBenchService(b, c)
	a := addressOf(geo.Point{Lon: 106.7, Lat: 10.8}, 11)
	mustTile(b, s, tiles.HeatLayer(), a, diemnong.Filter{})
	b.ReportAllocs()
	for b.Loop() {
		s.ForgetAnswers()
		mustTile(b, s, tiles.HeatLayer(), a, diemnong.Filter{})
	}
}

// BenchmarkLegend describes 400,000 base cells at every resolution.
func BenchmarkLegend(b *testing.B) {
	c := newBenchCity(b)
	s := newBenchService(b, c)
	b.ReportAllocs()
	for b.Loop() {
		s.ForgetAnswers()
		mustTileJSON(b, s, tiles.HeatLayer(), diemnong.Filter{})
	}
}

// BenchmarkCoding compresses tiles of zooms 9 and 13 with each compressor and level
// that is worth a thought; "tag" is the hash for the ETag.
func BenchmarkCoding(b *testing.B) {
	c := newBenchCity(b)
	for _, zoom := range []uint8{9, 13} {
		body := mustTile(b, newBenchService(b, c), tiles.HeatLayer(), addressOf(geo.Point{Lon: 106.7, Lat: 10.8}, zoom), diemnong.Filter{}).Body
		run := func(name string, code func() int) {
			b.Run(fmt.Sprintf("zoom=%d/%s", zoom, name), func(b *testing.B) {
				n := 0
				for b.Loop() {
					n = code()
				}
				b.SetBytes(int64(len(body)))
				b.ReportMetric(100*float64(n)/float64(len(body)), "%size")
			})
		}
		for _, level := range []int{1, 2, 3, 4, 5, 6, 9} {
			run(fmt.Sprintf("gzip=%d", level), gzipAt(b, level, body))
		}
		for _, level := range []zstd.EncoderLevel{zstd.SpeedFastest, zstd.SpeedDefault} {
			run("zstd="+level.String(), zstdAt(b, level, body))
		}
		run("tag", func() int { return len(sha256.Sum256(body)) })
	}
}

func gzipAt(b *testing.B, level int, body []byte) func() int {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, level)
	if err != nil {
		b.Fatal(err)
	}
	return func() int {
		out.Reset()
		w.Reset(&out)
		if _, err := w.Write(body); err != nil {
			b.Fatal(err)
		}
		if err := w.Close(); err != nil {
			b.Fatal(err)
		}
		return out.Len()
	}
}

func zstdAt(b *testing.B, level zstd.EncoderLevel, body []byte) func() int {
	e, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(level), zstd.WithEncoderConcurrency(1))
	if err != nil {
		b.Fatal(err)
	}
	var out []byte
	return func() int {
		out = e.EncodeAll(body, out[:0])
		return len(out)
	}
}

// BenchmarkEncode writes the body of a tile whose cells' outlines are kept:
// "cover" only finds the cells, "encode" has all of it. The figure that counts
// is ns/hexagon.
func BenchmarkEncode(b *testing.B) {
	c := newBenchCity(b)
	s := newBenchService(b, c)
	for _, zoom := range []uint8{9, 11, 13, 15} {
		a := addressOf(geo.Point{Lon: 106.7, Lat: 10.8}, zoom)
		layer := c.grid.At(geo.Resolution(int(zoom)))
		cells, err := s.CoverCells(layer, a)
		if err != nil {
			b.Fatal(err)
		}
		perHexagon := func(b *testing.B) {
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*cells), "ns/hexagon")
		}
		b.Run(fmt.Sprintf("cover/zoom=%d", zoom), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.CoverCells(layer, a); err != nil {
					b.Fatal(err)
				}
			}
			perHexagon(b)
		})
		b.Run(fmt.Sprintf("encode/zoom=%d", zoom), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.EncodeCells(layer, a); err != nil {
					b.Fatal(err)
				}
			}
			perHexagon(b)
		})
	}
}
