package main

import (
	"context"
	"slices"
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

// Write stores a complaint. Its category and agency must exist: a caller that
// mistypes one should hear of it, not make a new one.
func (w *complaintWriter) Write(ctx context.Context, c diemnong.Complaint, p diemnong.Personal) (int64, bool, error) {
	catalog, atlas, err := w.world.Current(ctx)
	if err != nil {
		return 0, false, err
	}
	if err := checkCodes(catalog, &c); err != nil {
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

func checkCodes(catalog *diemnong.Catalog, c *diemnong.Complaint) error {
	isCategory := func(k diemnong.Category) bool { return k.Code == c.Category }
	if !slices.ContainsFunc(catalog.Categories, isCategory) {
		return diemnong.InvalidValue("category", c.Category, "is not a category of this city.", "GET /api/v1/meta lists them.")
	}
	isAgency := func(k diemnong.Agency) bool { return k.Code == c.Agency }
	if c.Agency != "" && !slices.ContainsFunc(catalog.Agencies, isAgency) {
		return diemnong.InvalidValue("agency", c.Agency, "is not an agency of this city.", "GET /api/v1/meta lists them.")
	}
	return nil
}

// baseCell is the cell that complaints are stored with.
func baseCell(p geo.Point) (geo.Cell, error) { return h3.FromPoint(p, geo.BaseResolution) }
