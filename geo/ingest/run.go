package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"

	"golang.org/x/sync/errgroup"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/ingest/source"
)

// Sizes of the pipeline. Its memory is bounded by chunksInFlight × (a batch of
// rows with the text they come from, at most maxBatchBytes and one record).
const (
	batchRows      = 5000    // from here on, larger batches are not stored faster; see BenchmarkPutComplaints
	maxBatchBytes  = 8 << 20 // of text; more only where rows are long
	workers        = 2
	writers        = 2 // not more: see batchSink.prepare, which looks at one chunk before
	chunksInFlight = 6
)

// Jobs stores how far imports got, and their batches.
type Jobs interface {
	Store
	// StartImport begins an import or continues the unfinished one of the same fingerprint.
	StartImport(ctx context.Context, fileName string, fingerprint []byte) (Job, error)
	// FinishImport marks an import as done and gives what it did in all.
	FinishImport(ctx context.Context, jobID int64) (Tally, error)
}

// Import is one import of one file. All fields but Geocoder and OnProgress are needed.
type Import struct {
	Reader       source.Reader
	FileName     string // without its folder
	Fingerprint  []byte // see [Fingerprint]
	Mapping      *Mapping
	Surroundings Surroundings
	Locator      *Locator
	Geocoder     Geocoder // nil: addresses are kept, but not looked up
	Jobs         Jobs
	RejectPath   string
	OnProgress   func(Progress) // called after each batch, from one goroutine
}

// Progress is how far an import is.
type Progress struct {
	Done, Total int64 // of the file, in its reader's units; Total is 0 when unknown
	Rows        int64 // records dealt with, those of an earlier run included
}

// Summary is what an import did.
type Summary struct {
	Tally            // of all runs of this import together
	Resumed    int64 // records that an earlier, interrupted run had dealt with
	Reasons    []Reason
	ByQuality  map[diemnong.Quality]int64  // rows of this run
	ByReason   map[diemnong.Unplaced]int64 // rows of this run without a point, where the reason is known
	RejectPath string                      // empty when nothing was rejected
}

// Reason counts rejections of this run with the same reason in one column.
type Reason struct {
	Column, Reason string
	Example        Rejection
	N              int64
}

// Run imports the file. Rows are stored in the file's order, in batches of one
// transaction each; records that are no complaints go to the reject file.
// When it fails or ctx ends, what was stored stays stored, and running the
// same import again continues behind it.
func (im *Import) Run(ctx context.Context) (Summary, error) {
	job, err := im.Jobs.StartImport(ctx, im.FileName, im.Fingerprint)
	if err != nil {
		return Summary{}, err
	}
	w, err := newBatchSink(im, job)
	if err != nil {
		return Summary{}, err
	}
	err = im.run(ctx, job.RowsDone, w)
	if err = errors.Join(err, w.rejects.close()); err != nil {
		return w.summary(w.tally), fmt.Errorf("import %s: %w", im.FileName, err)
	}
	tally, err := im.Jobs.FinishImport(ctx, job.ID)
	if err != nil {
		return w.summary(w.tally), err
	}
	return w.summary(tally), nil
}

// run joins the stages:
//
//	read ──► work ──► convert (several) ──► done ─┐
//	  └────► order ──────────────────────────────► store
//
// A chunk travels through work to whichever converter is free, and through
// order to the sink, which waits for it to be done.
func (im *Import) run(ctx context.Context, skip int64, w *batchSink) error {
	converters := make([]*Converter, workers)
	for i := range converters {
		var err error
		if converters[i], err = NewConverter(im.Mapping, im.Reader.Columns(), im.Surroundings); err != nil {
			return err
		}
	}
	g, ctx := errgroup.WithContext(ctx)
	free := make(chan *chunk, chunksInFlight)
	for range chunksInFlight {
		free <- &chunk{done: make(chan struct{}, 1)}
	}
	work, order := make(chan *chunk, chunksInFlight), make(chan *chunk, chunksInFlight)
	g.Go(func() error {
		defer close(work)
		defer close(order)
		return im.read(ctx, skip, free, work, order)
	})
	placer := &Placer{Locator: im.Locator, Geocoder: im.Geocoder}
	for _, c := range converters {
		g.Go(func() error { return convertChunks(ctx, c, placer, work) })
	}
	g.Go(func() error { return w.storeAll(ctx, order, free) })
	return g.Wait()
}

// read fills chunks with records, behind those that are stored already.
func (im *Import) read(ctx context.Context, skip int64, free <-chan *chunk, work, order chan<- *chunk) error {
	var n int64
	var rec source.Record
	for ; n < skip; n++ {
		if err := im.Reader.Next(&rec); err == io.EOF {
			break
		} else if err != nil {
			return err
		}
		if n%batchRows == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
	for {
		var k *chunk
		select {
		case k = <-free:
		case <-ctx.Done():
			return ctx.Err()
		}
		err := k.fill(im.Reader, n)
		if n = k.to; len(k.records) > 0 {
			work <- k
			order <- k
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// convertChunks turns the records of chunks into rows with a place.
func convertChunks(ctx context.Context, c *Converter, placer *Placer, work <-chan *chunk) error {
	for k := range work {
		if err := convertChunk(ctx, c, placer, k); err != nil {
			return err
		}
		k.done <- struct{}{}
	}
	return nil
}

func convertChunk(ctx context.Context, c *Converter, placer *Placer, k *chunk) error {
	k.rows, k.rejections, k.rejected = k.rows[:0], k.rejections[:0], k.rejected[:0]
	for i := range k.records {
		if len(k.rows) == cap(k.rows) {
			k.rows = append(k.rows, Row{})
		} else {
			k.rows = k.rows[:len(k.rows)+1] // with the memory of the row that was there
		}
		r := &k.rows[len(k.rows)-1]
		if reason := c.Convert(&k.records[i], r); reason != nil {
			k.rows = k.rows[:len(k.rows)-1]
			k.rejections, k.rejected = append(k.rejections, *reason), append(k.rejected, i)
			continue
		}
		if err := placer.Place(r); err != nil {
			return fmt.Errorf("line %d: %w", r.Line, err)
		}
	}
	k.definitions = c.Definitions()
	k.mark = k.footprint()
	return ctx.Err()
}
