package index

import (
	"context"
	"time"

	"github.com/diemnong/diemnong/geo/heat"
)

// writtenFile tells how the writing of the file went.
type writtenFile struct {
	state heat.State
	took  time.Duration
	err   error
}

// save begins to write the base, unless the file holds it. One whose histories
// are of a later state is rebuilt first: what continues the rows' state need not
// continue that of the histories.
func (f *follower) save(beside context.Context) {
	if f.opt.File == "" || f.opt.ReadOnly || f.saving || f.saved == f.base.state || !f.base.complete() {
		return
	}
	if f.base.mixed {
		f.rebuild(beside)
		return
	}
	f.saving = true
	b, w, name := f.base, f.words.words(), f.opt.File
	go func() {
		began := time.Now()
		err := writeFile(name, b, w)
		f.written <- writtenFile{b.state, time.Since(began), err}
	}()
}

func (f *follower) takeWritten(ctx context.Context, w writtenFile) {
	f.saving = false
	if w.err != nil {
		f.opt.Log.WarnContext(ctx, "the index's file could not be written; the next start reads everything", "err", w.err)
		return
	}
	f.saved = w.state
	f.opt.Log.InfoContext(ctx, "the index's file is written", "revision", w.state.Revision, "took", w.took)
}

// saveAtEnd writes the file before the program ends, with what changed since
// the base. It first takes what is under way on the side.
func (f *follower) saveAtEnd(ctx context.Context) {
	f.ended()
	if f.loadingHistories {
		<-f.histories
	}
	if f.rebuilding {
		if r := <-f.rebuilt; r.err == nil {
			f.adopt(r)
		}
	}
	if f.saving {
		f.takeWritten(ctx, <-f.written)
	}
	f.rebuilding, f.loadingHistories, f.pending = false, false, nil
	if len(f.changed) > 0 && f.base.complete() {
		if r := f.writer.rebuild()(); r.err == nil {
			f.adopt(r)
		}
	}
	if !f.base.mixed {
		f.save(ctx)
	}
	if f.saving {
		f.takeWritten(ctx, <-f.written)
	}
}
