package main

import (
	"context"
	"fmt"
)

type migrateCmd struct{}

// Run migrates and says where.
func (migrateCmd) Run(ctx context.Context, a *app) error {
	_, done, err := a.openDB(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "Schema %s is at this program's version.\n", a.Schema)
	return done()
}
