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

// save begins to write the base, unless the file holds it.
func (f *follower) save(_ context.Context) {
	if f.opt.File == "" || f.opt.ReadOnly || f.saving || f.saved == f.base.state || !f.base.complete() {
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

// saveAtEnd writes the file before the program ends: all of the base, and what
// changed since is read again at the next start.
func (f *follower) saveAtEnd(ctx context.Context) {
	f.stop()
	f.rebuilding, f.loadingHistories, f.saving = false, false, false
	if len(f.changed) > 0 && f.base.complete() {
		if r := f.writer.rebuild()(); r.err == nil {
			f.adopt(r)
		}
	}
	f.save(ctx)
	if f.saving {
		f.takeWritten(ctx, <-f.written)
	}
}
