package ingest

import (
	"cmp"
	"context"
	"maps"
	"slices"

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
}

func newBatchSink(im *Import, job Job) (*batchSink, error) {
	rejects, err := openRejects(im.RejectPath, im.Reader.Columns(), job.RejectBytes)
	if err != nil {
		return nil, err
	}
	return &batchSink{
		im: im, jobID: job.ID, rejects: rejects, resumed: job.RowsDone, tally: job.Tally,
		reasons: map[[2]string]*Reason{}, quality: map[diemnong.Quality]int64{},
	}, nil
}

// storeAll stores chunks as they are converted, in order, and frees them.
func (s *batchSink) storeAll(ctx context.Context, order <-chan *chunk, free chan<- *chunk) error {
	for k := range order {
		select {
		case <-k.done:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := s.store(ctx, k); err != nil {
			return err
		}
		free <- k
	}
	return nil
}

// store writes the rejections of a chunk to the disk and its rows, with the
// progress, to the store.
func (s *batchSink) store(ctx context.Context, k *chunk) error {
	for n := range k.rejections {
		if err := s.rejects.add(&k.rejections[n], &k.records[k.rejected[n]]); err != nil {
			return err
		}
	}
	length, err := s.rejects.save()
	if err != nil {
		return err
	}
	step := Step{JobID: s.jobID, From: k.from, To: k.to, Rejected: int64(len(k.rejections)), RejectBytes: length}
	r, err := s.im.Jobs.PutComplaints(ctx, &Batch{Rows: k.rows, Definitions: k.definitions, Step: &step})
	if err != nil {
		return err
	}
	s.count(k, r, length)
	if s.im.OnProgress != nil {
		s.im.OnProgress(k.progress)
	}
	return nil
}

func (s *batchSink) count(k *chunk, r PutResult, rejectBytes int64) {
	t := &s.tally
	t.RowsDone, t.RejectBytes = k.to, rejectBytes
	t.Inserted += int64(r.Inserted)
	t.Updated += int64(r.Updated)
	t.Unchanged += int64(r.Unchanged)
	t.Rejected += int64(len(k.rejections))
	for i := range k.rows {
		s.quality[k.rows[i].Complaint.Location.Quality]++
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
	sum := Summary{Tally: t, Resumed: s.resumed, ByQuality: s.quality}
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
