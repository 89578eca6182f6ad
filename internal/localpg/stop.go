package localpg

import (
	"context"
	"errors"
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
		return c.removeSocketDir()
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

// waitGone waits until no process of the home is left.
func (c *Cluster) waitGone(limit time.Duration) bool {
	l, err := c.home.lock(serverLock, c.user)
	if err != nil {
		return false
	}
	defer l.release()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	return c.waitAlone(ctx, l) == nil
}

// stopRemoved ends a server whose folder somebody removed: there is nothing
// left to save, and it would take the next server's socket with it.
func (c *Cluster) stopRemoved() error {
	c.opts.Log.Warn("the database's folder was removed while it ran", "home", string(c.home))
	if _, err := os.Lstat(string(c.home)); err == nil {
		return nil // there is a new one, whose start ended our server
	}
	for _, pid := range c.home.orphans() {
		_ = syscall.Kill(pid, syscall.SIGQUIT) // it may be gone, which is what we want
	}
	for range 100 {
		if len(c.home.orphans()) == 0 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	return c.removeSocketDir()
}

// removeSocketDir removes the folder of the socket unless something is in it,
// which the next start takes care of.
func (c *Cluster) removeSocketDir() error {
	err := os.Remove(c.socket)
	if c.socket == "" || err == nil || errors.Is(err, os.ErrNotExist) || errors.Is(err, syscall.ENOTEMPTY) {
		return nil
	}
	if errors.Is(err, os.ErrPermission) {
		return nil // root made it, in a folder of root's, and we are the cluster's account
	}
	return fmt.Errorf("remove the socket's folder: %w", err)
}
