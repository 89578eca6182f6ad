package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/ingest"
	"github.com/diemnong/diemnong/internal/bulkcity"
)

const (
	writeRate  = 200 // transactions a second, one complaint each
	writeTime  = 30 * time.Second
	writers    = 4                    // connections: a transaction takes some milliseconds
	lookEvery  = 2 * time.Millisecond // between two looks at the tile
	freshLimit = 30 * time.Second     // for the last commit to be seen
)

// seen is a moment at which a revision was committed, or seen in a tile.
type seen struct {
	at       time.Time
	revision int64
}

// freshness writes complaints and looks at a tile all the time.
func (b *bench) freshness(ctx context.Context, _ *service, w *wire) error {
	begin, path := time.Now(), cityTiles(13)[0].path("")
	var commits []seen
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		commits, err = b.write(ctx)
	}()
	looks, lookErr := look(w, path, done)
	if err != nil {
		return err
	}
	b.add("writes", float64(len(commits)-1)/commits[len(commits)-1].at.Sub(commits[0].at).Seconds())
	if lookErr != nil {
		return lookErr
	}
	for newest := commits[len(commits)-1].revision; looks[len(looks)-1].revision < newest; {
		more, err := lookOnce(w, path)
		if err != nil {
			return err
		}
		if looks = append(looks, more); time.Since(begin) > writeTime+freshLimit {
			return fmt.Errorf("revision %d is in no tile; the newest there is %d", newest, more.revision)
		}
	}
	took := delays(commits, looks)
	b.add("fresh", ms(quantile(took, 0.5)))
	b.add("fresh p99", ms(quantile(took, 0.99)))
	b.add("fresh max", ms(quantile(took, 1)))
	return nil
}

// look asks for a tile until done is closed, and once more.
func look(w *wire, path string, done <-chan struct{}) (looks []seen, err error) {
	for {
		var ended bool
		select {
		case <-done:
			ended = true
		case <-time.After(lookEvery):
		}
		s, err := lookOnce(w, path)
		if err != nil {
			<-done
			return nil, err
		}
		if looks = append(looks, s); ended {
			return looks, nil
		}
	}
}

func lookOnce(w *wire, path string) (seen, error) {
	a, err := w.get(path)
	return seen{time.Now(), a.revision}, err
}

// delays says for each commit how long it took until a tile had it. Both are
// in order of time, and the last look has seen everything.
func delays(commits, looks []seen) []time.Duration {
	took := make([]time.Duration, len(commits))
	for i, c := range commits {
		for looks[0].revision < c.revision {
			looks = looks[1:]
		}
		took[i] = max(looks[0].at.Sub(c.at), 0)
	}
	return took
}

// write stores new complaints at the rate, one in a transaction, and gives
// their commits in order of revision.
func (b *bench) write(ctx context.Context) ([]seen, error) {
	const n = writeRate * int(writeTime/time.Second)
	rows := make(chan ingest.Row, n) // a writer that was slow catches up
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(rows)
		return pace(ctx, n, rows)
	})
	var mu sync.Mutex
	var commits []seen
	for range writers {
		g.Go(func() error {
			for row := range rows {
				r, err := b.db.PutComplaints(ctx, &ingest.Batch{Rows: []ingest.Row{row}, Definitions: benchSource})
				if err != nil {
					return err
				}
				mu.Lock()
				commits = append(commits, seen{time.Now(), int64(r.Revision)})
				mu.Unlock()
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	slices.SortFunc(commits, func(a, b seen) int { return cmp.Compare(a.revision, b.revision) })
	return commits, nil
}

// benchSource is where these complaints come from.
var benchSource = ingest.Definitions{Sources: []ingest.Source{{Code: "bench", Name: "Bench"}}}

// pace hands out complaints at the rate: new ones, all over the city. It waits
// for moments, not for ticks, which a busy machine would lose.
func pace(ctx context.Context, n int, rows chan<- ingest.Row) error {
	next := time.Now()
	return bulkcity.Each(n, func(c *bulkcity.Complaint) error {
		next = next.Add(time.Second / writeRate)
		select {
		case <-time.After(time.Until(next)):
		case <-ctx.Done():
			return ctx.Err()
		}
		rows <- newRow(c) // there is room for all
		return nil
	})
}

// newRow is a complaint as a call brings it.
func newRow(c *bulkcity.Complaint) ingest.Row {
	row := ingest.Row{Complaint: c.Complaint, Areas: append([]int32(nil), c.Areas[:]...)}
	row.Complaint.ID, row.Complaint.Source = 0, benchSource.Sources[0].Code
	row.Complaint.Status, row.Complaint.ClosedAt, row.Complaint.Reopened = diemnong.Received, time.Time{}, 0
	row.SetHash()
	return row
}
