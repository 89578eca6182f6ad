package ingest

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/diemnong/diemnong"
)

// batchSink stores chunks in order and keeps count.
type batchSink struct {
	im      *Import
	jobID   int64
	rejects *rejectFile
	resumed int64
	tally   Tally
	reasons map[[2]string]*Reason
	quality map[diemnong.Quality]int64
	without map[diemnong.Unplaced]int64
}

func newBatchSink(im *Import, job Job) (*batchSink, error) {
	rejects, err := openRejects(im.RejectPath, im.Reader.Columns(), job.RejectBytes)
	if err != nil {
		return nil, err
	}
	return &batchSink{
		im: im, jobID: job.ID, rejects: rejects, resumed: job.RowsDone, tally: job.Tally,
		reasons: map[[2]string]*Reason{}, quality: map[diemnong.Quality]int64{},
		without: map[diemnong.Unplaced]int64{},
	}, nil
}

// storeAll stores chunks as they are converted and frees them. Two are written
// side by side, because one connection keeps one core busy; they still count,
// and become visible, in order.
func (s *batchSink) storeAll(ctx context.Context, order <-chan *chunk, free chan<- *chunk) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(writers)
	var before *footprint
	for k := range order {
		if err := s.prepare(ctx, k, before); err != nil {
			return cmp.Or(g.Wait(), err) // a batch that failed is why preparing the next one did
		}
		mark, turn := k.mark, before.await
		g.Go(func() error {
			if err := s.store(ctx, k, turn); err != nil {
				return err
			}
			close(mark.stored)
			free <- k
			return nil
		})
		before = mark
	}
	return g.Wait()
}

// prepare waits until the chunk is converted, and for the one before where the
// two collide: the first would wait for a lock of the second, which waits for
// its turn. It writes the chunk's rejections to the disk.
func (s *batchSink) prepare(ctx context.Context, k *chunk, before *footprint) error {
	select {
	case <-k.done:
	case <-ctx.Done():
		return ctx.Err()
	}
	if k.mark.collides(before) {
		if err := before.await(ctx); err != nil {
			return err
		}
	}
	for n := range k.rejections {
		if err := s.rejects.add(&k.rejections[n], &k.records[k.rejected[n]]); err != nil {
			return err
		}
	}
	var err error
	k.rejectBytes, err = s.rejects.save()
	return err
}

// store writes a chunk's rows and the progress.
func (s *batchSink) store(ctx context.Context, k *chunk, turn func(context.Context) error) error {
	step := Step{JobID: s.jobID, From: k.from, To: k.to, Rejected: int64(len(k.rejections)), RejectBytes: k.rejectBytes}
	r, err := s.im.Jobs.PutComplaints(ctx, &Batch{Rows: k.rows, Definitions: k.definitions, Step: &step, Turn: turn})
	if err != nil {
		return err
	}
	s.count(k, r)
	if s.im.OnProgress != nil {
		s.im.OnProgress(k.progress)
	}
	return nil
}

// count is called by one chunk after the other, each behind its turn.
func (s *batchSink) count(k *chunk, r PutResult) {
	t := &s.tally
	t.RowsDone, t.RejectBytes = k.to, k.rejectBytes
	t.Inserted += int64(r.Inserted)
	t.Updated += int64(r.Updated)
	t.Unchanged += int64(r.Unchanged)
	t.Rejected += int64(len(k.rejections))
	for i := range k.rows {
		loc := &k.rows[i].Complaint.Location
		if s.quality[loc.Quality]++; loc.Unplaced != diemnong.Placed {
			s.without[loc.Unplaced]++
		}
	}
	for i := range k.rejections {
		j := &k.rejections[i]
		key := [2]string{j.Column, j.Reason}
		if s.reasons[key] == nil {
			s.reasons[key] = &Reason{Column: j.Column, Reason: j.Reason, Example: *j}
		}
		s.reasons[key].N++
	}
}

// summary states the tally with the reasons of rejections, the most frequent first.
func (s *batchSink) summary(t Tally) Summary {
	sum := Summary{Tally: t, Resumed: s.resumed, ByQuality: s.quality, ByReason: s.without}
	if t.Rejected > 0 {
		sum.RejectPath = s.im.RejectPath
	}
	for _, r := range slices.SortedFunc(maps.Values(s.reasons), func(a, b *Reason) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Reason, b.Reason))
	}) {
		sum.Reasons = append(sum.Reasons, *r)
	}
	return sum
}
