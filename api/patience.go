package api

import (
	"context"
	"sync"
	"time"
)

// patience is a request's context with a deadline. Its timer starts only when
// somebody waits for it: a kept tile is answered before anybody does, and a
// timer for each would cost more than finding the tile.
type patience struct {
	context.Context // of the request
	until           time.Time

	mu     sync.Mutex
	timed  context.Context // with the timer; nil until somebody waits
	cancel context.CancelFunc
}

// Deadline is the earlier one of its own and the request's.
func (p *patience) Deadline() (time.Time, bool) {
	if d, ok := p.Context.Deadline(); ok && d.Before(p.until) {
		return d, true
	}
	return p.until, true
}

// Done starts the timer.
func (p *patience) Done() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.timed == nil {
		p.timed, p.cancel = context.WithDeadline(p.Context, p.until)
	}
	return p.timed.Done()
}

// Err is nil until the request or its time has ended.
func (p *patience) Err() error {
	timed := p.started()
	if err := timed.Err(); err != nil || timed != p.Context || time.Now().Before(p.until) {
		return err
	}
	<-p.Done() // past its time, so that this is closed at once; from here on the error stays
	return p.started().Err()
}

// Value looks into the timed context when there is one, so that contexts made
// of this one find its cause of ending.
func (p *patience) Value(key any) any { return p.started().Value(key) }

// started is the context with the timer, or the request's while there is none.
func (p *patience) started() context.Context {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.timed != nil {
		return p.timed
	}
	return p.Context
}

// end stops the timer, if there is one, and ends what still waits.
func (p *patience) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cancel != nil {
		p.cancel()
	}
}
