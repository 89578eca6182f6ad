// Package localpg runs a private PostgreSQL cluster for one data folder.
//
// "diemnong serve" without a database URL works on such a cluster: made by
// initdb in the data folder, run by an ordinary account even when the program
// was started as root, reachable only through a socket in a folder of mode
// 0700, and never the system's own cluster.
//
// Many processes may use the cluster at once. The first starts it, the others
// join, the last to leave stops it, whichever that is. Four locks (flock, so
// the kernel releases them however a process ends) keep this in order:
//
//	serve.lock   one "serve" per data folder; holds its process number
//	start.lock   held for the short time in which the cluster is started or stopped
//	use.lock     held shared by every process that uses the cluster
//	server.lock  inherited by the server and all its backends: free means that nothing runs
//
// After a crash of everything the next Open finds server.lock free, removes
// what a dead server left behind and lets PostgreSQL recover from its log.
package localpg

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"strconv"
	"time"
)

// Role says what a process opens the cluster for.
type Role int

const (
	Command Role = iota // a command that joins, or starts the cluster for as long as it runs
	Serve               // the service itself: at most one for each data folder
)

// Options say where the cluster lives and how it is run. Only DataDir is
// needed.
type Options struct {
	DataDir string // the data folder; made when it is missing
	Role    Role
	Log     *slog.Logger // nil: nothing is logged

	// Progress is told in a sentence what takes time: creating, starting,
	// recovering, waiting. nil: nobody is told.
	Progress func(string)

	// Unsafe gives up durability for speed, for tests: fsync is off, and a
	// cluster that does not start is made anew.
	Unsafe bool

	// Linger, when not zero, leaves stopping to a process of its own, which
	// stops the cluster this long after the last process left, however it
	// left. Tests use it: they have no hook at exit and may be killed.
	Linger time.Duration

	OSUser      string   // account that runs the cluster when we are root; default "diemnong", made when missing
	FallbackDir string   // where the cluster goes when OSUser cannot reach DataDir; default /var/lib/diemnong
	RuntimeDir  string   // parent of the socket's folder; default /run for root, /tmp for others
	BinDirs     []string // where to look for PostgreSQL; default: the usual places, pg_config and PATH

	// MaxConnections is PostgreSQL's max_connections; default 50.
	MaxConnections int
}

// withDefaults fills what the caller left open.
func (o Options) withDefaults() Options {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Progress == nil {
		o.Progress = func(string) {}
	}
	if o.OSUser == "" {
		o.OSUser = "diemnong"
	}
	if o.FallbackDir == "" {
		o.FallbackDir = "/var/lib/diemnong"
	}
	if o.RuntimeDir == "" {
		// Not /run/user/UID: it goes away when the user's last session
		// ends, and a server left running would lose its socket.
		o.RuntimeDir = "/tmp"
		if os.Geteuid() == 0 {
			o.RuntimeDir = "/run"
		}
	}
	if o.BinDirs == nil {
		o.BinDirs = usualBinDirs()
	}
	if o.MaxConnections == 0 {
		o.MaxConnections = 50
	}
	return o
}

// Cluster is a running private cluster, joined by this process until Close.
// Keep it until then: one that becomes garbage has left, without stopping.
type Cluster struct {
	opts   Options
	home   home
	user   account
	bin    binaries
	socket string // folder of the socket

	serve *lock // nil for a command
	use   *lock
}

// superuser is the role that owns the cluster, and database its one database.
const (
	superuser = "diemnong"
	database  = "diemnong"
	port      = 5432 // only part of the socket's name; nothing listens on TCP
)

// Open joins the cluster of the data folder; it makes it and starts it first
// where needed. The cluster has a database with UTF-8 encoding and PostGIS in
// schema public. Every error that a person can mend is a [diemnong.Error];
// a second Serve on the same data folder is a [diemnong.Conflict].
//
// Open waits without limit for a start or a recovery under way; ctx ends that.
func Open(ctx context.Context, o Options) (*Cluster, error) {
	o = o.withDefaults()
	h, user, err := locateHome(ctx, o)
	if err != nil {
		return nil, err
	}
	c := &Cluster{opts: o, home: h, user: user}
	if err := c.open(ctx); err != nil {
		c.unlock()
		return nil, err
	}
	return c, nil
}

func (c *Cluster) open(ctx context.Context) error {
	if c.opts.Role == Serve {
		l, err := c.lockServe()
		if err != nil {
			return err
		}
		c.serve = l
	}
	start, err := c.lockStart(ctx)
	if err != nil {
		return err
	}
	defer start.release()
	if c.use, err = c.home.lock(useLock, c.user); err != nil {
		return err
	}
	if err := c.use.shared(); err != nil {
		return err
	}
	if err := c.startOrJoin(ctx); err != nil {
		c.abandonStart()
		return err
	}
	if c.opts.Linger > 0 {
		return c.startKeeper()
	}
	return nil
}

// abandonStart stops a server that came up but could not be made ready, so
// that a failed Open leaves nothing running. It needs start.lock.
func (c *Cluster) abandonStart() {
	last, err := c.use.tryExclusive()
	if err == nil && last {
		err = c.stop()
	}
	if err != nil {
		c.opts.Log.Warn("stop after a failed start", "error", err)
	}
}

// URL gives the connection string of the cluster's database, for pgx and psql
// alike.
func (c *Cluster) URL() string { return c.url(database) }

func (c *Cluster) url(db string) string {
	q := url.Values{"host": {c.socket}, "port": {strconv.Itoa(port)}, "user": {superuser}, "sslmode": {"disable"}}
	return fmt.Sprintf("postgres:///%s?%s", db, q.Encode())
}

// LogFile gives the path of the server's log.
func (c *Cluster) LogFile() string { return c.home.path(logName) }

// Close leaves the cluster, and stops it when nobody else uses it. Connections
// of this process should be closed before; those that are not are cut.
func (c *Cluster) Close() error {
	if c.use == nil {
		return nil // closed before
	}
	defer c.unlock()
	if c.opts.Linger > 0 {
		return nil // the keeper sees that we left
	}
	if !c.use.inPlace() {
		return c.stopRemoved()
	}
	start, err := c.lockStart(context.Background())
	if err != nil {
		return err
	}
	defer start.release()
	// Nobody can join while we hold start.lock, so the answer stays true.
	last, err := c.use.tryExclusive()
	if err != nil || !last {
		return err
	}
	return c.stop()
}

// unlock gives back every lock that is held.
func (c *Cluster) unlock() {
	c.use.release()
	c.serve.release()
	c.use, c.serve = nil, nil
}
