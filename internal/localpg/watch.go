package localpg

import (
	"context"
	"time"

	"github.com/diemnong/diemnong"
)

// Bounds of Watch: a server that dies this often will not come to stay.
const (
	watchEvery    = time.Second
	maxRestarts   = 5
	restartWindow = 10 * time.Minute
)

// Watch keeps the server up until ctx ends: PostgreSQL restarts its own
// backends, but nobody restarts the server when the system kills it for want
// of memory. Watch fails when that does not help either. It must have returned
// before Close is called.
func (c *Cluster) Watch(ctx context.Context) error {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	var restarts []time.Time
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		if _, ok := c.home.running(); ok {
			continue
		}
		now := time.Now()
		restarts = append(restarts, now)
		if n := len(restarts); n > maxRestarts && now.Sub(restarts[n-1-maxRestarts]) < restartWindow {
			e := diemnong.Errorf(diemnong.Unavailable, "The database stopped %d times in %s.", maxRestarts+1, restartWindow)
			e.Hint = "Look into " + c.LogFile() + "."
			return e
		}
		c.opts.Log.Warn("the database is gone; start it again", "home", string(c.home))
		if err := c.restart(ctx); err != nil && ctx.Err() == nil {
			return err
		}
	}
}

// restart starts the server once more, or joins it when another process did.
func (c *Cluster) restart(ctx context.Context) error {
	start, err := c.lockStart(ctx)
	if err != nil {
		return err
	}
	defer start.release()
	again := *c // others read the fields of c meanwhile
	if err := again.startOrJoin(ctx); err != nil {
		return err
	}
	if again.socket != c.socket {
		e := diemnong.Errorf(diemnong.Unavailable, "Another user started the database again, with its socket in %s.", again.socket)
		e.Hint = "Start diemnong again to join it there."
		return e
	}
	return nil
}
