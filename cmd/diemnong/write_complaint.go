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
// place, store.
type complaintWriter struct {
	db        *postgis.DB
	world     currentWorld
	geocoders *postgis.Geocoders
	now       func() time.Time
}

// Write stores a complaint whose codes have been checked against the catalogue.
func (w *complaintWriter) Write(ctx context.Context, c diemnong.Complaint, p diemnong.Personal) (int64, bool, error) {
	locator, err := w.locator(ctx)
	if err != nil {
		return 0, false, err
	}
	geocoder, err := w.geocoders.Current(ctx)
	if err != nil {
		return 0, false, err
	}
	row := ingest.Row{Complaint: c, Personal: p}
	row.SetHash()
	placer := ingest.Placer{Locator: locator, Geocoder: addressGeocoder{geocoder}}
	if err := placer.Place(&row); err != nil {
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

// Relocate puts a complaint where an operator says.
func (w *complaintWriter) Relocate(ctx context.Context, id int64, to diemnong.Location) error {
	locator, err := w.locator(ctx)
	if err != nil {
		return err
	}
	return w.db.Relocate(ctx, id, to, locator)
}

// locator knows the areas as they are now.
func (w *complaintWriter) locator(ctx context.Context) (*ingest.Locator, error) {
	catalog, atlas, err := w.world.Current(ctx)
	if err != nil {
		return nil, err
	}
	return &ingest.Locator{Places: atlas, Bounds: catalog.City.Bounds, Cell: baseCell}, nil
}

// baseCell is the cell that complaints are stored with.
func baseCell(p geo.Point) (geo.Cell, error) { return h3.FromPoint(p, geo.BaseResolution) }
