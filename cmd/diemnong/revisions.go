package main

import (
	"context"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/index"
	"github.com/diemnong/diemnong/geo/postgis"
)

// revisions gives api the revisions that answers are made from: those of the
// index while it answers, else those of the database. A page that hears of one
// asks at once, and must not be told of what it cannot get yet.
type revisions struct {
	feed   *postgis.Feed
	memory *index.Engine // may be nil
}

// Subscribe gives the newest revision at every change until ctx ends.
func (r revisions) Subscribe(ctx context.Context) <-chan diemnong.Revision {
	states, leave := r.feed.Subscribe()
	out := make(chan diemnong.Revision, 1)
	go func() {
		defer close(out)
		defer leave()
		for {
			published := r.published()
			newest, answers := r.answered()
			if !answers {
				select {
				case s, ok := <-states:
					if !ok {
						return
					}
					newest = s.Revision
				case <-published:
					continue
				case <-ctx.Done():
					return
				}
			}
			if !tell(ctx, out, newest) || answers && !waitFor(ctx, published) {
				return
			}
		}
	}()
	return out
}

// published is closed when the index has something new; nil without an index.
func (r revisions) published() <-chan struct{} {
	if r.memory == nil {
		return nil
	}
	return r.memory.Published()
}

// answered is the revision of the index, if it answers.
func (r revisions) answered() (diemnong.Revision, bool) {
	if r.memory == nil {
		return 0, false
	}
	s := r.memory.Status()
	return s.State.Revision, s.Phase == index.Ready
}

// tell replaces a revision that nobody has read yet.
func tell(ctx context.Context, out chan diemnong.Revision, r diemnong.Revision) bool {
	select {
	case <-out:
	default:
	}
	select {
	case out <- r:
		return true
	case <-ctx.Done():
		return false
	}
}

func waitFor(ctx context.Context, c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	case <-ctx.Done():
		return false
	}
}
