package api

import (
	"context"

	"github.com/diemnong/diemnong"
)

// gate lets a bounded number in at once, and a bounded number wait; whoever
// comes beyond that is sent away at once instead of making all slow.
type gate struct {
	inside  chan struct{}
	present chan struct{} // inside or waiting
}

func newGate(inside, waiting int) *gate {
	return &gate{inside: make(chan struct{}, inside), present: make(chan struct{}, inside+waiting)}
}

// enter waits for a place. Leave must be called after a nil error. It fails
// with [diemnong.Unavailable] when too many wait, or with the context's error.
func (g *gate) enter(ctx context.Context) (leave func(), err error) {
	select {
	case g.present <- struct{}{}:
	default:
		return nil, &diemnong.Error{
			Code: diemnong.Unavailable, Message: "Too many questions are being answered at once.", Hint: "Ask again in a few seconds.",
		}
	}
	select {
	case g.inside <- struct{}{}:
		return func() { <-g.inside; <-g.present }, nil
	case <-ctx.Done():
		<-g.present
		return nil, ctx.Err()
	}
}
