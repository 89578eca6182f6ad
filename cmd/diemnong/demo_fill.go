package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/geocode"
	"github.com/diemnong/diemnong/geo/ingest"
	"github.com/diemnong/diemnong/geo/postgis"
	"github.com/diemnong/diemnong/internal/democity"
)

// demoJob is the name under which the filling is written down, so that it can
// continue where it was stopped.
const demoJob = "demonstration city"

// demoSeed is the seed of the city that everybody sees first.
const demoSeed = 1

// demoBatch is the number of complaints of one transaction: larger ones are
// not stored faster.
const demoBatch = 5000

// fillDemo fills an empty database with the demonstration city. The city's row
// is written last: until then the service knows of no city, and the same
// options continue behind the last complaint that is stored. It fails with
// [diemnong.Conflict] when the database is not empty.
func fillDemo(ctx context.Context, a *app, db *postgis.DB, o demoOptions) error {
	fingerprint := o.fingerprint()
	held, err := db.Holdings(ctx, fingerprint)
	if err != nil {
		return err
	}
	if err := refuseFilled(held, a.Schema); err != nil {
		return err
	}
	began := a.now()
	job, err := db.StartImport(ctx, demoJob, fingerprint)
	if err != nil {
		return err
	}
	if o.End.IsZero() {
		o.End = job.StartedAt.Truncate(time.Hour)
	}
	g, err := newDemo(a, o.Options)
	if err != nil {
		return err
	}
	if err := storeDemo(ctx, a, db, g, &job); err != nil {
		return err
	}
	if err := o.writeBeside(g); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "The demonstration city has %d complaints from %d years up to %s; it took %s.\n",
		g.Options.Rows, g.Options.Years, g.Options.End.In(a.zone).Format("2006-01-02 15:04"), a.now().Sub(began).Round(time.Second))
	return nil
}

// fingerprint tells fillings apart: those of the same options continue each other.
func (o *demoOptions) fingerprint() []byte {
	if o.Years == 0 {
		o.Years = democity.DefaultYears
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s seed=%d rows=%d years=%d end=%d", demoJob, o.Seed, o.Rows, o.Years, o.End.Unix()))
	return sum[:]
}

// refuseFilled says what is in the way.
func refuseFilled(h postgis.Holdings, schema string) error {
	continues := h.Unfinished != nil && h.Unfinished.RowsDone == h.Complaints
	if h.City == "" && (continues || h.Sets == 0 && h.Complaints == 0) {
		return nil
	}
	e := diemnong.Errorf(diemnong.Conflict, "Schema %s is not empty: it has %d area sets and %d complaints", schema, h.Sets, h.Complaints)
	switch {
	case h.City != "":
		e.Message += " of " + h.City + "."
		e.Hint = "Fill another schema instead: DIEMNONG_SCHEMA=demo."
	default:
		e.Message += ", perhaps of a demonstration city with other options that was interrupted."
		e.Hint = "Run it again with the options it was begun with, or fill another schema: DIEMNONG_SCHEMA=demo."
	}
	return e
}

// fillIfEmpty fills a database that holds nothing, or continues to fill it.
func (c *serveCmd) fillIfEmpty(ctx context.Context, a *app, db *postgis.DB) error {
	o := demoOptions{Options: democity.Options{Seed: demoSeed, Rows: c.DemoRows}}
	held, err := db.Holdings(ctx, o.fingerprint())
	if err != nil {
		return err
	}
	if refuseFilled(held, a.Schema) != nil {
		return nil // it serves what there is
	}
	return fillDemo(ctx, a, db, o)
}

// storeDemo writes areas, catalogue, gazetteer, complaints and at last the city.
func storeDemo(ctx context.Context, a *app, db *postgis.DB, g *democity.Generator, job *ingest.Job) error {
	if err := storeDemoAreas(ctx, db, g.Geography); err != nil {
		return err
	}
	if err := db.EnsureCatalog(ctx, g.Definitions()); err != nil {
		return err
	}
	city := democity.City()
	place, err := storeDemoGazetteer(ctx, db, g, city)
	if err != nil {
		return err
	}
	if err := storeDemoRows(ctx, a, db, g, place, job); err != nil {
		return err
	}
	if err := db.Analyze(ctx); err != nil {
		return err
	}
	if err := db.SetCity(ctx, city); err != nil {
		return err
	}
	_, err = db.FinishImport(ctx, job.ID)
	return err
}

// storeDemoAreas writes both area sets and the crosswalk; doing it again
// changes nothing.
func storeDemoAreas(ctx context.Context, db *postgis.DB, g *democity.Geography) error {
	for _, set := range g.Sets {
		for rank, level := range set.Levels {
			_, err := db.ReplaceAreas(ctx, postgis.AreaImport{
				Set: set, Level: level, Rank: rank + 1, Areas: g.Drafts(set.Code, level.Code),
			})
			if err != nil {
				return err
			}
		}
	}
	_, err := db.ImportCrosswalk(ctx, democity.SetOld, democity.SetNew, g.Passages())
	return err
}

// storeDemoGazetteer writes the gazetteer, and gives what places complaints by
// it; doing it again changes nothing.
func storeDemoGazetteer(ctx context.Context, db *postgis.DB, g *democity.Generator, city diemnong.City) (*ingest.Placer, error) {
	if _, err := db.PutGazetteer(ctx, democity.GazetteerSource(), g.Gazetteer()); err != nil {
		return nil, err
	}
	atlas, err := db.LoadAtlas(ctx)
	if err != nil {
		return nil, err
	}
	known, err := db.LoadGazetteer(ctx)
	if err != nil {
		return nil, err
	}
	return &ingest.Placer{
		Locator:  &ingest.Locator{Places: atlas, Bounds: city.Bounds, Cell: baseCell},
		Geocoder: addressGeocoder{geocode.New(atlas, known)},
	}, nil
}

// placeDemo looks up the addresses of complaints that have nothing else. Those
// with coordinates are not held against their addresses, nor the texts of the
// others read: both take their time, and both are made to agree.
func placeDemo(p *ingest.Placer, row *ingest.Row) error {
	if row.Complaint.Location.Quality == diemnong.QualityNone && row.Personal.Address != "" {
		return p.Place(row)
	}
	return p.Locator.Locate(row)
}

// storeDemoRows makes batches in one goroutine and stores them in another.
func storeDemoRows(ctx context.Context, a *app, db *postgis.DB, g *democity.Generator, p *ingest.Placer, job *ingest.Job) error {
	bar := newImportProgress(a)
	defer bar.end()
	tell := func(rows int64) {
		bar.show(ingest.Progress{Done: rows, Total: int64(g.Options.Rows), Rows: rows})
	}
	tell(job.RowsDone)
	batches := make(chan *ingest.Batch, 2)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		defer close(batches)
		return makeDemoBatches(ctx, g, p, job, batches)
	})
	group.Go(func() error {
		for b := range batches {
			if _, err := db.PutComplaints(ctx, b); err != nil {
				return err
			}
			tell(b.Step.To)
		}
		return nil
	})
	return group.Wait()
}

// makeDemoBatches sends the complaints that are not stored yet.
func makeDemoBatches(ctx context.Context, g *democity.Generator, p *ingest.Placer, job *ingest.Job, batches chan<- *ingest.Batch) error {
	done := job.RowsDone
	b := &ingest.Batch{}
	send := func() error {
		b.Step = &ingest.Step{JobID: job.ID, From: done, To: done + int64(len(b.Rows))}
		done = b.Step.To
		select {
		case batches <- b:
			b = &ingest.Batch{Rows: make([]ingest.Row, 0, demoBatch)}
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	for row := range g.Rows(int(job.RowsDone)) {
		row.SetHash()
		if err := placeDemo(p, &row); err != nil {
			return err
		}
		if b.Rows = append(b.Rows, row); len(b.Rows) == demoBatch {
			if err := send(); err != nil {
				return err
			}
		}
	}
	if len(b.Rows) == 0 {
		return nil
	}
	return send()
}
