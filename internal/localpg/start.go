package localpg

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/diemnong/diemnong"
)

// startOrJoin brings the server up if it is not, finds its socket and makes
// its database ready. It needs start.lock.
func (c *Cluster) startOrJoin(ctx context.Context) error {
	joined, err := c.join(ctx)
	if err == nil && !joined {
		err = c.startFresh(ctx)
	}
	if err != nil {
		return err
	}
	return c.ensureDatabase(ctx)
}

// join finds a server that runs already, and waits until it is ready. One
// that ends meanwhile was not there.
func (c *Cluster) join(ctx context.Context) (bool, error) {
	p, ok := c.home.running()
	if !ok {
		return false, nil
	}
	c.opts.Log.Info("join the running database", "pid", p.pid, "home", string(c.home))
	if err := c.waitReady(ctx, nil); err != nil {
		return false, ctx.Err()
	}
	c.socket = c.home.readPidFile().socket
	return true, nil
}

// startFresh starts the server after whatever an earlier one left is cleaned
// up, and makes its data where there is none.
func (c *Cluster) startFresh(ctx context.Context) error {
	var err error
	if c.socket, err = c.makeSocketDir(); err != nil {
		return err
	}
	server, err := c.home.lock(serverLock, c.user)
	if err != nil {
		return err
	}
	defer server.release() // the server has a descriptor of its own
	if err := c.clean(ctx, server); err != nil {
		return err
	}
	err = c.launch(ctx, server)
	if err != nil && c.opts.Unsafe && ctx.Err() == nil && c.home.hasData() {
		// What the tests left, perhaps after a power cut without fsync or by
		// another version, is not worth an error.
		c.opts.Log.Warn("the test cluster does not start; make it anew", "error", err)
		if err := c.home.wipe(); err != nil {
			return err
		}
		err = c.launch(ctx, server)
	}
	return err
}

// launch makes the data where there is none, and starts the server.
func (c *Cluster) launch(ctx context.Context, server *lock) error {
	var err error
	if c.bin, err = chooseBinaries(ctx, c.opts.BinDirs, c.home); err != nil {
		return err
	}
	if err := c.initialise(ctx); err != nil {
		return err
	}
	if err := needSpace(string(c.home), minFreeStart); err != nil {
		return err
	}
	if err := c.writeConf(); err != nil {
		return err
	}
	return c.start(ctx, server)
}

// makeSocketDir makes the folder of the socket. It lies outside the data
// folder, whose path may be too long: the kernel allows 107 bytes. Its parent
// may be open to all, so nobody's work but ours is accepted there.
func (c *Cluster) makeSocketDir() (string, error) {
	dir := filepath.Join(c.opts.RuntimeDir, fmt.Sprintf("diemnong-%d-%s", c.user.uid, c.home.hash()))
	if err := os.Mkdir(dir, 0o700); err == nil {
		if c.user.other {
			err = os.Lchown(dir, c.user.uid, c.user.gid)
		}
		if err != nil {
			return "", fmt.Errorf("socket folder %s: %w", dir, err)
		}
	} else if !errors.Is(err, os.ErrExist) {
		return "", accessError(c.opts.RuntimeDir, err)
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return "", fmt.Errorf("socket folder: %w", err)
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if ok && info.IsDir() && int(st.Uid) == c.user.uid && info.Mode().Perm() == 0o700 {
		return dir, nil
	}
	e := diemnong.Errorf(diemnong.Forbidden, "The folder %s, where the database's socket belongs, is not a private folder of the user %s.", dir, c.user.name)
	e.Hint = "Remove it, then start again."
	return "", e
}

// start runs the server and waits until it answers. It inherits server.lock.
func (c *Cluster) start(ctx context.Context, server *lock) error {
	logFile, from, err := c.openLog()
	if err != nil {
		return err
	}
	defer logFile.Close()
	cmd := exec.Command(c.bin.tool("postgres"), "-D", c.home.data())
	cmd.SysProcAttr = c.user.attr()
	cmd.Env = serverEnv()
	cmd.Dir = c.home.data()
	cmd.Stdout, cmd.Stderr = logFile, logFile
	cmd.ExtraFiles = []*os.File{server.f}
	c.opts.Log.Info("start the database", "home", string(c.home), "version", c.bin.major)
	if err := cmd.Start(); err != nil {
		return explain("start the database", string(c.home), "", err)
	}
	gone := make(chan error, 1)
	go func() { gone <- cmd.Wait() }() // also reaps it when it ends after we are done here
	if err := c.waitReady(ctx, gone); err != nil {
		if ctx.Err() != nil {
			// It may be too young to have written postmaster.pid.
			_ = cmd.Process.Signal(syscall.SIGQUIT)
			<-gone
			return ctx.Err()
		}
		return explain("start the database", string(c.home), c.logSince(from), err)
	}
	return nil
}

// waitReady waits until the server accepts connections. Recovery after a
// crash may take minutes, so there is no limit as long as the server lives.
func (c *Cluster) waitReady(ctx context.Context, gone <-chan error) error {
	const step = 10 * time.Millisecond
	for waited := time.Duration(0); ; waited += step {
		p, alive := c.home.running()
		if alive && p.ready {
			return nil
		}
		if gone == nil && !alive {
			return errors.New("the server ended while it was starting")
		}
		if waited > 0 && waited%(5*time.Second) == 0 {
			c.opts.Progress("The database is still starting; after a crash it recovers first …")
		}
		select {
		case err := <-gone:
			if err == nil {
				err = errors.New("the server ended at once")
			}
			return err
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(step):
		}
	}
}

// openLog opens the server's log for appending and tells its length. One that
// has grown large is put aside, one generation of it.
func (c *Cluster) openLog() (*os.File, int64, error) {
	const large = 10 << 20
	if info, err := os.Lstat(c.LogFile()); err == nil && info.Size() > large {
		if err := os.Rename(c.LogFile(), c.LogFile()+".1"); err != nil {
			return nil, 0, accessError(string(c.home), err)
		}
	}
	f, err := c.home.openFile(logName, os.O_CREATE|os.O_APPEND|os.O_RDWR, c.user)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, 0, fmt.Errorf("server log: %w", err)
	}
	return f, info.Size(), nil
}

// logSince gives what the server wrote since the log had a length.
func (c *Cluster) logSince(from int64) string {
	f, err := os.Open(c.LogFile())
	if err != nil {
		return ""
	}
	defer f.Close()
	b, _ := io.ReadAll(io.NewSectionReader(f, from, 1<<20)) // what could be read is enough
	return string(b)
}
