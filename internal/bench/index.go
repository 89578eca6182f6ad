package main

import (
	"context"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/diemnong/diemnong/internal/bulkcity"
)

// firstTiles times the first tile of filters that nobody asked for before.
func (b *bench) firstTiles(_ context.Context, _ *service, w *wire) error {
	city := cityTiles(9)[0]
	if _, err := w.get(city.path(b.allTime())); err != nil { // what is made once, such as outlines
		return err
	}
	const repeats = 15
	for _, q := range []struct {
		key    string
		filter func() string
	}{{"first", b.allTime}, {"recent", func() string { return b.lastDays(90) }}} {
		var took []time.Duration
		for range repeats {
			a, err := w.get(city.path(q.filter()))
			if err != nil {
				return err
			}
			took = append(took, a.took)
		}
		b.add(q.key, ms(quantile(took, 0.5)))
	}
	return nil
}

// nextTilesLeast is how many tiles of a zoom are asked for.
const nextTilesLeast = 120

// nextTiles times tiles of filters whose grid is there, each asked for once.
// A first round only makes the outlines of the hexagons, which are kept
// whatever the filter; a service that has run for some minutes has them.
func (b *bench) nextTiles(_ context.Context, _ *service, w *wire) error {
	for _, z := range nextZooms {
		tiles := cityTiles(z.zoom)
		tiles = tiles[:min(len(tiles), nextTilesLeast)]
		unseen, err := b.oneFilter(w, tiles)
		if err != nil {
			return err
		}
		var took []time.Duration
		for len(took) < nextTilesLeast {
			more, err := b.oneFilter(w, tiles)
			if err != nil {
				return err
			}
			took = append(took, more...)
		}
		b.add(z.next, ms(quantile(took, 0.5)))
		b.add(z.next+" p99", ms(quantile(took, 0.99)))
		if z.zoom == 13 {
			b.add("unseen", ms(quantile(unseen, 0.5)))
		}
	}
	return nil
}

// oneFilter times tiles of a new filter after its first one.
func (b *bench) oneFilter(w *wire, tiles []tile) ([]time.Duration, error) {
	filter := b.allTime()
	if _, err := w.get(overview().path(filter)); err != nil {
		return nil, err
	}
	var took []time.Duration
	for _, t := range tiles {
		a, err := w.get(t.path(filter))
		if err != nil {
			return nil, err
		}
		took = append(took, a.took)
	}
	return took, nil
}

// nextZooms are the zooms of the measures "next …" and "statement …".
var nextZooms = []struct {
	zoom            int
	next, statement string
}{{9, "next 9", "statement 9"}, {11, "next 11", "statement 11"}, {13, "next 13", "statement 13"}}

// question is a statistic that is new each time.
type question struct{ key, path string }

// statisticsNow are the statistics that both engines are asked for.
func (b *bench) statisticsNow() []question {
	b.filters++
	past := bulkcity.End.AddDate(-1, 0, 0).Add(-time.Duration(b.filters) * time.Second)
	byWard := "/api/v1/stats?group_by=area&set=" + bulkcity.New.Code + "&level=" + bulkcity.Ward
	return []question{
		{"ward", byWard + "&compare=year&" + b.since(bulkcity.End.AddDate(-1, 0, 0)) + "&to=" + moment(bulkcity.End)},
		{"month", "/api/v1/stats?group_by=category,month&" + b.allTime()},
		{"past", byWard + "&as_of=" + moment(past)},
	}
}

func (b *bench) statistics(_ context.Context, _ *service, w *wire) error {
	const repeats = 9
	took := map[string][]time.Duration{}
	for range repeats {
		for _, q := range b.statisticsNow() {
			a, err := w.get(q.path)
			if err != nil {
				return err
			}
			took[q.key] = append(took[q.key], a.took)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(took)) {
		b.add(key, ms(quantile(took[key], 0.5)))
	}
	return nil
}

// quantile is the nearest-rank quantile.
func quantile(d []time.Duration, q float64) time.Duration {
	sorted := slices.Sorted(slices.Values(d))
	return sorted[max(int(math.Ceil(q*float64(len(sorted))))-1, 0)]
}
