package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/ingest"
	"github.com/diemnong/diemnong/geo/postgis"
)

type geocodeRetryCmd struct {
	Quality []string `help:"Qualities that are looked up again." default:"none,area,street" placeholder:"LIST"`
	Limit   int64    `help:"Most complaints to look at; 0: all." default:"0"`
	After   int64    `help:"Only complaints with a greater id: where an earlier run stopped." placeholder:"ID"`
}

// Run looks addresses up again and says what became better.
func (c geocodeRetryCmd) Run(ctx context.Context, a *app) (err error) {
	qualities, err := c.qualities()
	if err != nil {
		return err
	}
	if c.Limit < 0 || c.After < 0 {
		return diemnong.InvalidValue("limit", fmt.Sprint(min(c.Limit, c.After)), "is below 0.", "Give a number of complaints, and an id after --after.")
	}
	db, done, err := a.openDB(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	var version int64
	printed := a.now()
	result, err := db.RetryGeocoding(ctx, postgis.Retry{
		Qualities: qualities, Limit: c.Limit, After: c.After,
		Load: func(ctx context.Context) (postgis.Geocoding, error) {
			g, err := loadGeocoding(ctx, a, db)
			if err != nil {
				return postgis.Geocoding{}, err
			}
			version = g.geocoder.Version()
			return postgis.Geocoding{Placer: g.placer(), Gazetteer: version}, nil
		},
		Progress: func(r postgis.RetryResult) {
			if now := a.now(); now.Sub(printed) >= plainInterval {
				printed = now
				fmt.Fprintf(a.err, "geocoding again: %d %%, %s complaints\n", 100*r.Looked/max(r.Total, 1), thousands(r.Looked))
			}
		},
	})
	printRetry(a.out, &result, version)
	if err != nil || c.Limit > 0 && result.Looked == c.Limit {
		fmt.Fprintf(a.out, "To go on: diemnong geocode retry --after %d\n", result.Last)
	}
	return err
}

func (c geocodeRetryCmd) qualities() ([]diemnong.Quality, error) {
	var qualities []diemnong.Quality
	for _, name := range c.Quality {
		q, err := diemnong.ParseQuality(name)
		if err != nil || q == diemnong.QualityPoint {
			return nil, diemnong.InvalidValue("quality", name, "is not a quality that could be better.", "Use some of: none, area, street.")
		}
		qualities = append(qualities, q)
	}
	return qualities, nil
}

// placer places complaints with areas and gazetteer as they were loaded.
func (g *geocoding) placer() *ingest.Placer {
	return &ingest.Placer{
		Locator:  &ingest.Locator{Places: g.world.Atlas, Bounds: g.world.Catalog.City.Bounds, Cell: baseCell},
		Geocoder: addressGeocoder{g.geocoder},
	}
}

// printRetry says what became better, the best first.
func printRetry(out io.Writer, r *postgis.RetryResult, version int64) {
	fmt.Fprintf(out, "Looked up again with gazetteer %d: %s complaints\n", version, thousands(r.Looked))
	pairs := slices.SortedFunc(maps.Keys(r.Improved), func(x, y [2]diemnong.Quality) int {
		return cmp.Or(cmp.Compare(x[1], y[1]), cmp.Compare(x[0], y[0]))
	})
	better := int64(0)
	for _, p := range pairs {
		better += r.Improved[p]
		fmt.Fprintf(out, "  %-6s → %-6s %12s\n", p[0], p[1], thousands(r.Improved[p]))
	}
	fmt.Fprintf(out, "  better          %12s\n", thousands(better))
	if r.Reasons > 0 {
		fmt.Fprintf(out, "  another reason  %12s\n", thousands(r.Reasons))
	}
}
