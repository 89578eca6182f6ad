package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"runtime"

	"golang.org/x/sync/errgroup"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/ingest/source"
)

// geocodeChunk is how many records go from one goroutine to another at once:
// at 5,000 addresses a second a tenth of a second of work.
const geocodeChunk = 500

// recordChunk is some records in a row and their places.
type recordChunk struct {
	records []source.Record
	places  []placed
	done    chan struct{} // closed when the places are there
}

// stream joins the stages: one goroutine reads, one for each core geocodes, and
// this one writes, in the order of the file.
func (f *fileGeocoding) stream(ctx context.Context, out io.Writer) error {
	f.counts, f.without = map[diemnong.Quality]int64{}, map[diemnong.Unplaced]int64{}
	workers := runtime.GOMAXPROCS(0)
	work, order := make(chan *recordChunk, workers), make(chan *recordChunk, 2*workers)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(work)
		defer close(order)
		return f.read(ctx, work, order)
	})
	for range workers {
		g.Go(func() error { return f.work(ctx, work) })
	}
	g.Go(func() error { return f.write(ctx, out, order) })
	return g.Wait()
}

// read fills chunks and hands them to the workers and, in order, to the writer.
func (f *fileGeocoding) read(ctx context.Context, work, order chan<- *recordChunk) error {
	for end := false; !end; {
		k := &recordChunk{done: make(chan struct{})}
		for len(k.records) < geocodeChunk && !end {
			var rec source.Record
			switch err := f.reader.Next(&rec); {
			case errors.Is(err, io.EOF):
				end = true
			case err != nil:
				return err
			default:
				k.records = append(k.records, rec)
			}
		}
		for _, to := range []chan<- *recordChunk{order, work} {
			select {
			case to <- k:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
	return nil
}

func (f *fileGeocoding) work(ctx context.Context, work <-chan *recordChunk) error {
	for k := range work {
		for i := range k.records {
			p, err := f.place(&k.records[i])
			if err != nil {
				return err
			}
			k.places = append(k.places, p)
		}
		close(k.done)
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}

func (f *fileGeocoding) write(ctx context.Context, out io.Writer, order <-chan *recordChunk) error {
	w := csv.NewWriter(out)
	line := append(append([]string(nil), f.columns...), f.added...)
	if err := w.Write(line); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	for k := range order {
		select {
		case <-k.done:
		case <-ctx.Done():
			return ctx.Err()
		}
		for i := range k.records {
			p := &k.places[i]
			line = append(append(line[:0], k.records[i].Fields...), p.cells...)
			if err := w.Write(line); err != nil {
				return fmt.Errorf("write: %w", err)
			}
			f.rows++
			f.counts[p.quality]++
			f.without[p.unplaced]++
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}
