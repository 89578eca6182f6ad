package main

import (
	"context"
	_ "embed"
	"maps"
	"slices"
	"time"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/migrations"
)

// withoutIndex asks SQL the same questions. Each is asked once where it takes
// many seconds, and after 30 s the service gives it up.
func (b *bench) withoutIndex(ctx context.Context) error {
	s, err := b.serve(ctx, "--no-index")
	if err != nil {
		return err
	}
	defer s.stop()
	return b.askSQL(ctx, s)
}

func (b *bench) askSQL(ctx context.Context, s *service) error {
	w, err := dial(ctx, s.address)
	if err != nil {
		return err
	}
	defer w.close()
	repeats := 1
	if b.rows <= 1_000_000 {
		repeats = 3
	}
	city := cityTiles(9)[0]
	took := map[string][]time.Duration{}
	for range repeats {
		questions := append([]question{{"first", city.path(b.allTime())}, {"recent", city.path(b.lastDays(90))}}, b.statisticsNow()...)
		for _, q := range questions {
			a, err := w.ask(q.path)
			if err != nil {
				return err
			}
			if a.status != 200 {
				say("    %s: status %d after %s", q.path, a.status, a.took.Round(time.Second))
				a.took = noAnswer * time.Millisecond
			}
			took[q.key] = append(took[q.key], a.took)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(took)) {
		b.add("sql "+key, ms(quantile(took[key], 0.5)))
	}
	return nil
}

// tileStatement is a tile as tile servers make it.
//
//go:embed tile.sql
var tileStatement string

// statements times one statement a tile, on a sample of the tiles that were
// asked of the index.
func (b *bench) statements(ctx context.Context) error {
	conn, err := b.db.Pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	statement := migrations.Bind(tileStatement, schema)
	measure := func(t tile) (time.Duration, error) {
		var body []byte
		begin := time.Now()
		err := conn.QueryRow(ctx, statement, t.zoom, t.x, t.y, geo.Resolution(t.zoom), begin).Scan(&body)
		return time.Since(begin), err
	}
	if _, err := measure(cityTiles(15)[0]); err != nil { // what a connection does once
		return err
	}
	for _, z := range nextZooms {
		tiles := cityTiles(z.zoom)
		var took []time.Duration
		for _, t := range sample(tiles[:min(len(tiles), nextTilesLeast)], 7) {
			d, err := measure(t)
			if err != nil {
				return err
			}
			took = append(took, d)
		}
		b.add(z.statement, ms(quantile(took, 0.5)))
	}
	return nil
}

// sample takes up to n of the tiles, evenly.
func sample(tiles []tile, n int) []tile {
	if len(tiles) <= n {
		return tiles
	}
	some := make([]tile, n)
	for i := range some {
		some[i] = tiles[i*(len(tiles)-1)/(n-1)]
	}
	return some
}
