package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/ingest"
	"github.com/diemnong/diemnong/internal/democity"
)

type demoCmd struct {
	Rows      int    `help:"Number of complaints." default:"300000"`
	Seed      uint64 `help:"Another number gives another city's worth of complaints." default:"1"`
	End       string `help:"Date or time before which the data end; by default the present hour." placeholder:"DATE"`
	Years     int    `help:"Years before that end." default:"3"`
	HotSpots  string `name:"hotspots" help:"Also write the planted hot spots to this JSON file." placeholder:"FILE" type:"path"`
	Gazetteer string `help:"Also write the streets, house numbers and places to this GeoJSON file." placeholder:"FILE" type:"path"`
	CSV       string `name:"csv" help:"Write the complaints to this file, as the hotline would export them, and how to import it to FILE.yaml; leave the database alone." placeholder:"FILE" type:"path"`
}

// demoOptions are what a demonstration city is made from. A zero End stands
// for the hour in which the filling began.
type demoOptions struct {
	democity.Options
	HotSpots  string // file to write the hot spots to; empty: none
	Gazetteer string // and one for the gazetteer
}

// Run fills an empty database with the demonstration city, or writes its complaints to a file.
func (c *demoCmd) Run(ctx context.Context, a *app) (err error) {
	o := demoOptions{democity.Options{Seed: c.Seed, Rows: c.Rows, Years: c.Years}, c.HotSpots, c.Gazetteer}
	if c.End != "" {
		if o.End, err = diemnong.ParseTime("end", c.End, a.zone); err != nil {
			return err
		}
		if o.End.After(a.now()) {
			return diemnong.InvalidValue("end", c.End, "is in the future.", "Give a date up to today, or none.")
		}
	}
	if c.CSV != "" {
		return writeDemoFile(ctx, a, o, c.CSV)
	}
	db, done, err := a.openDB(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	return fillDemo(ctx, a, db, o)
}

// writeDemoFile writes the complaints to a file, and the mapping to one beside
// it. The file gets its name when it is complete.
func writeDemoFile(ctx context.Context, a *app, o demoOptions, path string) error {
	if o.End.IsZero() {
		o.End = a.now().Truncate(time.Hour)
	}
	g, err := newDemo(a, o.Options)
	if err != nil {
		return err
	}
	part := path + ".part"
	if err := writeRows(ctx, a, g, part); err != nil {
		return errors.Join(err, os.Remove(part))
	}
	if err := os.Rename(part, path); err != nil {
		return fmt.Errorf("name %s: %w", path, err)
	}
	if err := os.WriteFile(path+".yaml", []byte(democity.HotlineMapping), 0o644); err != nil {
		return fmt.Errorf("write the mapping: %w", err)
	}
	if err := o.writeBeside(g); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "Wrote %d complaints to %s.\nImport them: diemnong import complaints %s --mapping %s.yaml\n",
		g.Options.Rows, path, path, path)
	return nil
}

// newDemo makes the city and says so: it takes some seconds.
func newDemo(a *app, o democity.Options) (*democity.Generator, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	fmt.Fprintln(a.err, "Drawing the demonstration city …")
	geography, err := democity.NewGeography()
	if err != nil {
		return nil, err
	}
	return democity.New(geography, o)
}

func writeRows(ctx context.Context, a *app, g *democity.Generator, path string) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("create %s: %w", path, err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	bar := newImportProgress(a)
	defer bar.end()
	if err := g.WriteCSV(file, watched(ctx, g, bar)); err != nil {
		return err
	}
	return ctx.Err()
}

// watched gives all rows until ctx ends, and shows how far they are.
func watched(ctx context.Context, g *democity.Generator, bar *importProgress) iter.Seq[ingest.Row] {
	return func(yield func(ingest.Row) bool) {
		var n int64
		for row := range g.Rows(0) {
			if n%demoBatch == 0 {
				bar.show(ingest.Progress{Done: n, Total: int64(g.Options.Rows), Rows: n})
			}
			if n++; ctx.Err() != nil || !yield(row) {
				return
			}
		}
	}
}

// writeBeside writes the files that were asked for beside the complaints.
func (o *demoOptions) writeBeside(g *democity.Generator) error {
	if err := writeHotSpots(o.HotSpots, g.HotSpots); err != nil {
		return err
	}
	return writeGazetteer(o.Gazetteer, g)
}

func writeGazetteer(path string, g *democity.Generator) (err error) {
	if path == "" {
		return nil
	}
	file, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("write gazetteer: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return g.WriteGazetteer(file)
}

// writeHotSpots writes the planted hot spots, so that whatever looks for hot
// spots can be held against them.
func writeHotSpots(path string, spots []democity.HotSpot) error {
	if path == "" {
		return nil
	}
	text, err := json.MarshalIndent(spots, "", "  ")
	if err != nil {
		return fmt.Errorf("write hot spots: %w", err)
	}
	if err := os.WriteFile(path, append(text, '\n'), 0o644); err != nil {
		return fmt.Errorf("write hot spots: %w", err)
	}
	return nil
}
