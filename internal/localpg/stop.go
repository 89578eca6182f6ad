package localpg

import (
	"context"
	"fmt"
	"os"
	"syscall"
	"time"

	"github.com/diemnong/diemnong"
)

// stop ends the server and waits until all of its processes are gone: first
// with a checkpoint (fast), then without (the next start recovers). It needs
// start.lock.
func (c *Cluster) stop() error {
	p, ok := c.home.running()
	if !ok {
		return nil
	}
	c.opts.Log.Info("stop the database", "pid", p.pid)
	steps := []struct {
		signal syscall.Signal
		wait   time.Duration
	}{
		{syscall.SIGINT, 60 * time.Second}, // a checkpoint on a slow disk takes its time
		{syscall.SIGQUIT, 10 * time.Second},
		{syscall.SIGKILL, 5 * time.Second},
	}
	for _, s := range steps {
		if err := syscall.Kill(p.pid, s.signal); err != nil {
			break // gone
		}
		if c.waitGone(s.wait) {
			return c.removeSocketDir()
		}
		c.opts.Log.Warn("the database does not stop", "signal", s.signal.String(), "waited", s.wait)
	}
	if c.waitGone(0) {
		return c.removeSocketDir()
	}
	e := diemnong.Errorf(diemnong.Unavailable, "The database (process %d) does not stop.", p.pid)
	e.Hint = "Look into " + c.LogFile() + "."
	return e
}

// waitGone waits until nothing holds server.lock.
func (c *Cluster) waitGone(limit time.Duration) bool {
	l, err := c.home.lock(serverLock, c.user)
	if err != nil {
		return false
	}
	defer l.release()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	if err := l.waitExclusive(ctx, func() {}); err != nil {
		return false
	}
	// A server that somebody started by hand does not hold the lock.
	for {
		if _, ok := c.home.running(); !ok {
			return true
		}
		if ctx.Err() != nil {
			return false
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func (c *Cluster) removeSocketDir() error {
	if err := os.Remove(c.socket); err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("remove the socket's folder: %w", err)
	}
	return nil
}
