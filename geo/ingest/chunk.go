package ingest

import (
	"context"

	"github.com/diemnong/diemnong/geo/ingest/source"
)

// chunk is a run of records on its way through the stages. Its memory is used
// again and again.
type chunk struct {
	from, to    int64 // records before it and up to its end
	progress    Progress
	records     []source.Record
	rows        []Row       // of the records that are complaints
	rejections  []Rejection // of the others
	rejected    []int       // their records
	rejectBytes int64       // length of the reject file behind them
	definitions Definitions
	mark        *footprint
	done        chan struct{} // has an element when converted
}

// footprint is what of a chunk matters to the one behind it. It outlives the
// chunk's own memory, which is used again.
type footprint struct {
	refs    map[string]struct{} // source_ref of the rows
	defines bool                // it may create catalogue entries
	stored  chan struct{}       // closed when stored
}

// await waits until the chunk is stored; there may be none.
func (f *footprint) await(ctx context.Context) error {
	if f == nil {
		return nil
	}
	select {
	case <-f.stored:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// collides reports whether two chunks must not be written side by side:
// because they touch the same complaint, or one of them the catalogue.
func (f *footprint) collides(before *footprint) bool {
	if before == nil {
		return false
	}
	if f.defines || before.defines {
		return true
	}
	for ref := range f.refs {
		if _, ok := before.refs[ref]; ok {
			return true
		}
	}
	return false
}

func (k *chunk) footprint() *footprint {
	f := &footprint{refs: make(map[string]struct{}, len(k.rows)), defines: !k.definitions.Empty(), stored: make(chan struct{})}
	for i := range k.rows {
		f.refs[k.rows[i].Complaint.SourceRef] = struct{}{}
	}
	return f
}

// fill reads the next records, until the chunk is a batch.
func (k *chunk) fill(r source.Reader, from int64) error {
	k.from, k.to = from, from
	k.records = k.records[:0]
	for size := 0; len(k.records) < batchRows && size < maxBatchBytes; k.to++ {
		k.records = append(k.records, source.Record{})
		rec := &k.records[len(k.records)-1]
		if err := r.Next(rec); err != nil {
			k.records = k.records[:len(k.records)-1]
			k.note(r)
			return err
		}
		for _, f := range rec.Fields {
			size += len(f)
		}
	}
	k.note(r)
	return nil
}

func (k *chunk) note(r source.Reader) {
	k.progress.Done, k.progress.Total = r.Progress()
	k.progress.Rows = k.to
}
