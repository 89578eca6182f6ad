package localpg

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/diemnong/diemnong"
)

// The lock files in the cluster's home; the package comment says what for.
const (
	serveLock  = "serve.lock"
	startLock  = "start.lock"
	useLock    = "use.lock"
	serverLock = "server.lock"
	keeperLock = "keeper.lock"
)

// lock is an open lock file. The kernel drops the lock with the last
// descriptor, also when the process is killed. A nil lock is never held.
type lock struct{ f *os.File }

// lock opens a lock file of the home, owned by the cluster's account so that
// root and that account can both use it. Nothing is locked yet.
func (h home) lock(name string, user account) (*lock, error) {
	f, err := h.openFile(name, os.O_RDWR|os.O_CREATE, user)
	if err != nil {
		return nil, err
	}
	return &lock{f}, nil
}

func (l *lock) flock(how int) error {
	for {
		err := syscall.Flock(int(l.f.Fd()), how)
		if err == nil {
			return nil
		}
		if !errors.Is(err, syscall.EINTR) {
			return fmt.Errorf("lock %s: %w", l.f.Name(), err)
		}
	}
}

// shared takes the lock together with others. It waits for no one in
// practice: only who holds start.lock ever takes use.lock alone.
func (l *lock) shared() error { return l.flock(syscall.LOCK_SH) }

// tryExclusive takes the lock alone if nobody else holds it. A shared lock
// held before is lost when it answers false.
func (l *lock) tryExclusive() (bool, error) {
	err := l.flock(syscall.LOCK_EX | syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return false, nil
	}
	return err == nil, err
}

// waitExclusive takes the lock alone as soon as it is free; slow is called
// once when that takes more than a second.
func (l *lock) waitExclusive(ctx context.Context, slow func()) error {
	const step = 20 * time.Millisecond
	for waited := time.Duration(0); ; waited += step {
		if ok, err := l.tryExclusive(); ok || err != nil {
			return err
		}
		if waited == time.Second {
			slow()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(step):
		}
	}
}

// inPlace says whether the file is still the one that others find under its
// name. It is not after somebody removed the folder.
func (l *lock) inPlace() bool {
	mine, err1 := l.f.Stat()
	theirs, err2 := os.Lstat(l.f.Name())
	return err1 == nil && err2 == nil && os.SameFile(mine, theirs)
}

func (l *lock) release() {
	if l != nil {
		l.f.Close()
	}
}

// lockServe takes serve.lock or says who has it.
func (c *Cluster) lockServe() (*lock, error) {
	l, err := c.home.lock(serveLock, c.user)
	if err != nil {
		return nil, err
	}
	ok, err := l.tryExclusive()
	if err == nil && !ok {
		err = c.servedBy(l)
	}
	if err == nil {
		err = l.write(os.Getpid())
	}
	if err != nil {
		l.release()
		return nil, err
	}
	return l, nil
}

// servedBy explains that another process serves this data folder.
func (c *Cluster) servedBy(l *lock) error {
	who := "another process"
	if pid := l.read(); pid > 0 {
		who = fmt.Sprintf("process %d", pid)
	}
	err := diemnong.Errorf(diemnong.Conflict, "The data folder %s is already served by %s.", c.opts.DataDir, who)
	err.Hint = "Stop that one first, or give this one a data folder of its own with DIEMNONG_DATA_DIR."
	return err
}

// write stores a process number in the lock file, for people to read.
func (l *lock) write(pid int) error {
	if err := l.f.Truncate(0); err != nil {
		return fmt.Errorf("write %s: %w", l.f.Name(), err)
	}
	if _, err := l.f.WriteAt([]byte(strconv.Itoa(pid)+"\n"), 0); err != nil {
		return diskError(fmt.Errorf("write %s: %w", l.f.Name(), err))
	}
	return nil
}

// read gives the process number in the lock file, 0 when there is none.
func (l *lock) read() int {
	b, err := io.ReadAll(io.NewSectionReader(l.f, 0, 32))
	if err != nil {
		return 0
	}
	pid, _ := strconv.Atoi(strings.TrimSpace(string(b)))
	return pid
}

// lockStart takes start.lock, which keeps others from starting, stopping and
// joining meanwhile.
func (c *Cluster) lockStart(ctx context.Context) (*lock, error) {
	l, err := c.home.lock(startLock, c.user)
	if err != nil {
		return nil, err
	}
	slow := func() { c.opts.Progress("Waiting for another process that starts or stops the database …") }
	if err := l.waitExclusive(ctx, slow); err != nil {
		l.release()
		return nil, err
	}
	return l, nil
}
