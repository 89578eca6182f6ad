package main

import (
	"context"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/h3"
	"github.com/diemnong/diemnong/geo/ingest"
	"github.com/diemnong/diemnong/geo/postgis"
)

// complaintWriter records single complaints by the same path as files: check,
// locate, store.
type complaintWriter struct {
	db    *postgis.DB
	world currentWorld
	now   func() time.Time
}

// Write stores a complaint whose codes have been checked against the catalogue.
func (w *complaintWriter) Write(ctx context.Context, c diemnong.Complaint, p diemnong.Personal) (int64, bool, error) {
	catalog, atlas, err := w.world.Current(ctx)
	if err != nil {
		return 0, false, err
	}
	row := ingest.Row{Complaint: c, Personal: p}
	row.SetHash()
	locator := ingest.Locator{Places: atlas, Bounds: catalog.City.Bounds, Cell: baseCell}
	if err := locator.Locate(&row); err != nil {
		return 0, false, err
	}
	result, err := w.db.PutComplaints(ctx, &ingest.Batch{
		Rows:        []ingest.Row{row},
		Definitions: ingest.Definitions{Sources: []ingest.Source{{Code: c.Source, Name: c.Source}}},
	})
	if err != nil {
		return 0, false, err
	}
	return result.IDs[0], result.Inserted == 1, nil
}

// baseCell is the cell that complaints are stored with.
func baseCell(p geo.Point) (geo.Cell, error) { return h3.FromPoint(p, geo.BaseResolution) }
