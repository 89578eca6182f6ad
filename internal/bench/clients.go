package main

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/diemnong/diemnong/internal/bulkcity"
)

const (
	clientCount  = 8
	filterTiles  = 300 // of each filter
	filterCount  = 50
	emptyWarning = 0.5 // a share of empty tiles above which the rate says little
)

// manyFilters are the filters of that many people.
func manyFilters() []string {
	filters := []string{"class=overdue", "class=late"}
	for i := range bulkcity.Groups {
		filters = append(filters, fmt.Sprintf("group=g%d", i+1))
	}
	for i := range filterCount - len(filters) {
		filters = append(filters, fmt.Sprintf("category=c%d", i+1))
	}
	return filters
}

// manyClients asks for all tiles of all filters, each once. A client is
// somebody who takes a filter, looks at the map, and takes the next one.
func (b *bench) manyClients(ctx context.Context, s *service, _ *wire) error {
	filters, tiles := manyFilters(), tour(filterTiles)
	var taken, bytes, empty atomic.Int64
	begin, cpu := time.Now(), cpuTime()
	g, ctx := errgroup.WithContext(ctx)
	for range clientCount {
		g.Go(func() error {
			w, err := dial(ctx, s.address)
			if err != nil {
				return err
			}
			defer w.close()
			for i := taken.Add(1) - 1; int(i) < len(filters); i = taken.Add(1) - 1 {
				for _, t := range tiles {
					a, err := w.get(t.path(filters[i]))
					if err != nil {
						return err
					}
					if bytes.Add(a.size); a.size == 0 {
						empty.Add(1)
					}
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	n := float64(len(filters) * len(tiles))
	b.add("tiles", n/time.Since(begin).Seconds())
	b.add("tile size", float64(bytes.Load())/n)
	b.add("client", (cpuTime()-cpu).Seconds()*1e6/n)
	if share := float64(empty.Load()) / n; share > emptyWarning {
		say("    %s of these tiles are empty", percent(share))
	}
	return nil
}
