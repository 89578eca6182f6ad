package localpg

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// initialise makes the data directory unless it is there. It is made under
// another name and renamed at the end, so that one cut short is never taken
// for a whole one.
func (c *Cluster) initialise(ctx context.Context) error {
	if c.home.hasData() {
		return nil
	}
	if err := needSpace(string(c.home), minFreeNew); err != nil {
		return err
	}
	c.opts.Progress("Creating the database in " + string(c.home) + " …")
	fresh := c.home.path(initName)
	if err := os.RemoveAll(fresh); err != nil {
		return accessError(string(c.home), err)
	}
	cmd := exec.CommandContext(ctx, c.bin.tool("initdb"), c.initArgs(fresh)...)
	cmd.SysProcAttr = c.user.attr()
	cmd.Env = serverEnv()
	cmd.Dir = string(c.home)
	// Asked to stop, initdb takes its servers with it; killed, it does not.
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	if out, err := cmd.CombinedOutput(); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return explain("create the database", string(c.home), string(out), err)
	}
	if err := os.Rename(fresh, c.home.data()); err != nil {
		return fmt.Errorf("finish the new database: %w", err)
	}
	return c.home.sync()
}

// initArgs gives the arguments of initdb.
//
// Text sorts by code point (collation C): fast, usable by indexes for
// prefixes, and unchanged by an upgrade of the system's C library, which
// silently breaks indexes over other collations. Letters are known for all of
// Unicode (C.UTF-8), so that lower() works on Vietnamese. Everybody who gets
// to the socket is trusted: its folder is closed to all but one account.
func (c *Cluster) initArgs(dir string) []string {
	args := []string{
		"--pgdata=" + dir, "--username=" + superuser, "--auth=trust", "--encoding=UTF8",
		"--lc-collate=C", "--lc-ctype=C.UTF-8", "--lc-messages=C",
		"--lc-monetary=C", "--lc-numeric=C", "--lc-time=C",
		"--text-search-config=simple", "--data-checksums", "--no-instructions",
	}
	if c.opts.Unsafe {
		args = append(args, "--no-sync")
	}
	return args
}

// serverEnv is the environment of PostgreSQL's programs: nothing of ours, for
// variables such as PGPORT or LC_ALL would change what they do.
func serverEnv() []string {
	path := os.Getenv("PATH")
	if strings.TrimSpace(path) == "" {
		path = "/usr/local/bin:/usr/bin:/bin"
	}
	return []string{"PATH=" + path, "LANG=C.UTF-8", "TZ=UTC"}
}
