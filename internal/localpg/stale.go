package localpg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/diemnong/diemnong"
)

// pidFile is what postmaster.pid says about a server.
type pidFile struct {
	pid    int
	socket string // folder of its socket
	ready  bool   // accepts connections
}

// readPidFile reads the file; a zero pid when there is none, or half of one.
func (h home) readPidFile() pidFile {
	text, err := os.ReadFile(filepath.Join(h.data(), "postmaster.pid"))
	if err != nil {
		return pidFile{}
	}
	return parsePidFile(string(text))
}

// parsePidFile reads the lines that PostgreSQL's miscadmin.h numbers from 1:
// 1 process, 5 socket folder, 8 status.
func parsePidFile(text string) pidFile {
	lines := strings.Split(text, "\n")
	line := func(n int) string {
		if n > len(lines) {
			return ""
		}
		return strings.TrimSpace(lines[n-1])
	}
	pid, err := strconv.Atoi(line(1))
	if err != nil || pid <= 0 {
		return pidFile{}
	}
	return pidFile{pid: pid, socket: line(5), ready: line(8) == "ready"}
}

// deleted is what the kernel adds to the name of a folder that is gone.
const deleted = " (deleted)"

// serverOf says whether a process is a PostgreSQL process of this home. A
// number found in a file may belong to somebody else by now.
func (h home) serverOf(pid int) bool {
	cwd, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid))
	if err != nil || strings.TrimSuffix(cwd, deleted) != h.data() {
		return false
	}
	comm, err := os.ReadFile(fmt.Sprintf("/proc/%d/comm", pid))
	return err == nil && strings.HasPrefix(string(comm), "postgres")
}

// running gives the server's postmaster.pid when its process lives.
func (h home) running() (pidFile, bool) {
	p := h.readPidFile()
	return p, p.pid != 0 && h.serverOf(p.pid)
}

// orphans lists the processes of this home, whatever became of their parent.
func (h home) orphans() []int {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var pids []int
	for _, e := range entries {
		if pid, err := strconv.Atoi(e.Name()); err == nil && h.serverOf(pid) {
			pids = append(pids, pid)
		}
	}
	return pids
}

// clean removes what a dead server left: backends that have not noticed yet,
// its process file and its sockets. It needs start.lock, and no server.
func (c *Cluster) clean(ctx context.Context, server *lock) error {
	if err := c.endOrphans(ctx, server); err != nil {
		return err
	}
	// server.lock is ours now: nothing runs, whatever these files say.
	stale := []string{
		filepath.Join(c.home.data(), "postmaster.pid"),
		filepath.Join(c.socket, fmt.Sprintf(".s.PGSQL.%d", port)),
		filepath.Join(c.socket, fmt.Sprintf(".s.PGSQL.%d.lock", port)),
	}
	for _, name := range stale {
		if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
			return accessError(filepath.Dir(name), err)
		}
	}
	return nil
}

// endOrphans takes server.lock when nothing of this home runs any more.
// Backends whose server was killed end as soon as they notice; those busy with
// a long query are told. A server whose folder was removed holds another
// server.lock than the one here, so processes count too.
func (c *Cluster) endOrphans(ctx context.Context, server *lock) error {
	steps := []struct {
		signal syscall.Signal
		wait   time.Duration
	}{{0, 300 * time.Millisecond}, {syscall.SIGQUIT, 3 * time.Second}, {syscall.SIGKILL, 3 * time.Second}}
	for _, s := range steps {
		for _, pid := range c.home.orphans() {
			if s.signal != 0 {
				c.opts.Log.Warn("end a process that a dead server left", "pid", pid, "signal", s.signal.String())
				_ = syscall.Kill(pid, s.signal) // it may be gone, which is what we want
			}
		}
		wait, cancel := context.WithTimeout(ctx, s.wait)
		err := c.waitAlone(wait, server)
		cancel()
		if !errors.Is(err, context.DeadlineExceeded) || ctx.Err() != nil {
			return err
		}
	}
	e := diemnong.Errorf(diemnong.Conflict, "The database in %s is in use by a process that cannot be seen from here.", c.home)
	e.Hint = "It may run in another container: stop it there, or give this one a data folder of its own with DIEMNONG_DATA_DIR."
	return e
}

// waitAlone waits until server.lock is ours and no process of the home is left.
func (c *Cluster) waitAlone(ctx context.Context, server *lock) error {
	if err := server.waitExclusive(ctx, func() {}); err != nil {
		return err
	}
	for len(c.home.orphans()) > 0 {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
	return nil
}
