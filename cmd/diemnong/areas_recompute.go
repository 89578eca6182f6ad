package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/diemnong/diemnong/geo/postgis"
)

type areasRecomputeCmd struct{}

// Run gives all complaints the areas that follow from the boundaries as they are.
func (areasRecomputeCmd) Run(ctx context.Context, a *app) (err error) {
	db, done, err := a.openDB(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	return recomputeAreas(ctx, a, db)
}

// recomputeAreas moves the complaints, with a line of progress now and then.
func recomputeAreas(ctx context.Context, a *app, db *postgis.DB) error {
	printed, all := a.now(), int64(0)
	changed, err := db.RecomputeAreas(ctx, func(done, total int64) {
		all = total
		if now := a.now(); now.Sub(printed) >= plainInterval {
			printed = now
			fmt.Fprintf(a.err, "recomputing areas: %d %%, %s complaints\n", 100*done/max(total, 1), thousands(done))
		}
	})
	if err != nil {
		return fmt.Errorf("%w (%s complaints have been moved; run \"diemnong areas recompute\" to go on)", err, thousands(changed))
	}
	fmt.Fprintf(a.out, "Areas recomputed: %s of %s complaints changed.\n", thousands(changed), thousands(all))
	return nil
}
