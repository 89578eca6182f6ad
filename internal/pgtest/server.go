package pgtest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong/internal/localpg"
	"github.com/diemnong/diemnong/migrations"
)

// Server is a PostgreSQL of a test's own, for what happens to servers: to be
// stopped, killed, copied, followed by a standby. It is gone when the test ends.
type Server struct {
	dir  string // of the test, with data and the socket in it
	cmd  *exec.Cmd
	gone chan struct{} // closed when the process has ended
}

// NewServer starts a server with all migrations applied to [Schema] and no data.
func NewServer(t testing.TB) *Server {
	t.Helper()
	template, err := serverTemplate(t.Context())
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	s := newServer(t)
	s.copyFrom(t, template)
	s.Start(t)
	return s
}

// newServer makes a place for one, open for passing through.
func newServer(t testing.TB) *Server {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "diemnong-server-")
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	s := &Server{dir: dir}
	t.Cleanup(func() {
		s.stop(syscall.SIGQUIT)
		if err := os.RemoveAll(dir); err != nil {
			t.Errorf("pgtest: %v", err)
		}
	})
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	return s
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

// Host is the folder of the server's socket, the host in its address.
func (s *Server) Host() string { return filepath.Join(s.dir, "socket") }

// URL is the address of the server's database.
func (s *Server) URL() string { return serverURL(s.Host()) }

// ReadURL is the address of the server's database, also while the server is a
// standby, which can only be read.
func (s *Server) ReadURL() string { return strings.Replace(s.URL(), "read-write", "any", 1) }

// serverURL is the address of whichever of the hosts can be written to.
func serverURL(hosts ...string) string {
	q := url.Values{
		"host": {strings.Join(hosts, ",")}, "port": {"5432"}, "user": {"diemnong"}, "sslmode": {"disable"},
		"target_session_attrs": {"read-write"},
	}
	return "postgres:///diemnong?" + q.Encode()
}

// FailoverURL is the address of two servers' databases: that of the one which
// can be written to.
func FailoverURL(a, b *Server) string { return serverURL(a.Host(), b.Host()) }

// Start starts a server that is stopped, and waits until it answers.
func (s *Server) Start(t testing.TB) {
	t.Helper()
	bin, err := binDir(s.data())
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	account := ownerOf(t, s.data())
	if err := os.Mkdir(s.Host(), 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		t.Fatalf("pgtest: %v", err)
	}
	if c := account.Credential; c != nil {
		if err := os.Chown(s.Host(), int(c.Uid), int(c.Gid)); err != nil {
			t.Fatalf("pgtest: %v", err)
		}
	}
	cmd := exec.Command(filepath.Join(bin, "postgres"), "-D", s.data(),
		"-c", "unix_socket_directories="+s.Host(), "-c", "listen_addresses=", "-c", "port=5432",
		"-c", "shared_buffers=16MB", "-c", "fsync=off", "-c", "synchronous_commit=on", "-c", "max_connections=40", "-c", "wal_level=replica")
	log, err := os.Create(filepath.Join(s.dir, "log"))
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	defer log.Close()
	cmd.Stdout, cmd.Stderr, cmd.SysProcAttr = log, log, account
	if err := cmd.Start(); err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	gone := make(chan struct{})
	go func() {
		_ = cmd.Wait() // however it ended, it is gone
		close(gone)
	}()
	s.cmd, s.gone = cmd, gone
	if err := s.waitReady(t.Context()); err != nil {
		text, _ := os.ReadFile(log.Name())
		t.Fatalf("pgtest: start a server: %v\n%s", err, text)
	}
}

// waitReady waits until the server takes connections, a standby also.
func (s *Server) waitReady(ctx context.Context) error {
	for {
		conn, err := pgx.Connect(ctx, s.ReadURL())
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-s.gone:
			return errors.New("it ended at once")
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// Stop stops the server as an administrator does; its data is whole.
func (s *Server) Stop() { s.stop(syscall.SIGINT) }

// Kill stops the server as a power cut does.
func (s *Server) Kill() { s.stop(syscall.SIGQUIT) }

func (s *Server) stop(signal syscall.Signal) {
	if s.cmd == nil {
		return
	}
	_ = s.cmd.Process.Signal(signal) // it may be gone
	<-s.gone
	s.cmd = nil
}

// Backup copies a stopped server: a new one, stopped too.
func (s *Server) Backup(t testing.TB) *Server {
	t.Helper()
	b := newServer(t)
	b.copyFrom(t, s.data())
	return b
}

// Restore puts a backup in the place of a stopped server's data.
func (s *Server) Restore(t testing.TB, backup *Server) {
	t.Helper()
	if err := os.RemoveAll(s.data()); err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	s.copyFrom(t, backup.data())
}

func (s *Server) copyFrom(t testing.TB, data string) {
	t.Helper()
	if out, err := exec.CommandContext(t.Context(), "cp", "-a", data, s.data()).CombinedOutput(); err != nil {
		t.Fatalf("pgtest: copy a server: %v: %s", err, out)
	}
}

// Standby starts a server that follows this one.
func (s *Server) Standby(t testing.TB) *Server {
	t.Helper()
	bin, err := binDir(s.data())
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	b := newServer(t)
	account := ownerOf(t, s.data())
	if c := account.Credential; c != nil {
		if err := os.Chown(b.dir, int(c.Uid), int(c.Gid)); err != nil {
			t.Fatalf("pgtest: %v", err)
		}
	}
	cmd := exec.CommandContext(t.Context(), filepath.Join(bin, "pg_basebackup"),
		"-h", s.Host(), "-U", "diemnong", "-D", b.data(), "--write-recovery-conf", "--checkpoint=fast", "--no-sync")
	cmd.SysProcAttr = account
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("pgtest: make a standby: %v: %s", err, out)
	}
	b.Start(t)
	return b
}

// Promote makes a standby the server that is written to.
func (s *Server) Promote(t testing.TB) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), s.ReadURL())
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	defer conn.Close(context.WithoutCancel(t.Context()))
	var done bool
	if err := conn.QueryRow(t.Context(), `select pg_promote()`).Scan(&done); err != nil || !done {
		t.Fatalf("pgtest: promote a standby: %v, %v", done, err)
	}
}

// ownerOf makes processes run as a folder's owner, and end with this one.
func ownerOf(t testing.TB, dir string) *syscall.SysProcAttr {
	t.Helper()
	info, err := os.Stat(dir)
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	attr := &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT}
	if st, ok := info.Sys().(*syscall.Stat_t); ok && int(st.Uid) != os.Geteuid() {
		attr.Credential = &syscall.Credential{Uid: st.Uid, Gid: st.Gid}
	}
	return attr
}

// binDir finds the programs of the version that made a data folder.
func binDir(data string) (string, error) {
	version, err := os.ReadFile(filepath.Join(data, "PG_VERSION"))
	if err != nil {
		return "", err
	}
	v := strings.TrimSpace(string(version))
	for _, dir := range []string{"/usr/lib/postgresql/" + v + "/bin", "/usr/pgsql-" + v + "/bin", "/usr/local/pgsql/bin"} {
		if _, err := os.Stat(filepath.Join(dir, "postgres")); err == nil {
			return dir, nil
		}
	}
	program, err := exec.LookPath("postgres")
	return filepath.Dir(program), err
}

// serverTemplate gives the data of a stopped server, made once for each
// content of the migrations and kept beside the shared cluster.
func serverTemplate(ctx context.Context) (data string, err error) {
	sum, err := hashFiles(migrations.FS)
	if err != nil {
		return "", err
	}
	parent := fmt.Sprintf("/tmp/diemnong-test-%d-servers", os.Geteuid())
	if err := os.MkdirAll(parent, 0o711); err != nil {
		return "", err
	}
	lock, err := os.OpenFile(filepath.Join(parent, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return "", err
	}
	defer lock.Close() // which unlocks it
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return "", err
	}
	dir := filepath.Join(parent, sum)
	data = filepath.Join(dir, "postgres", "data")
	if _, err := os.Stat(dir); err == nil {
		return data, nil
	}
	building := dir + ".new"
	if err := os.RemoveAll(building); err != nil { // cut short in a process that was killed
		return "", err
	}
	if err := buildTemplate(ctx, building); err != nil {
		return "", err
	}
	return data, os.Rename(building, dir)
}

func buildTemplate(ctx context.Context, dir string) error {
	if err := os.Mkdir(dir, 0o711); err != nil {
		return err
	}
	c, err := localpg.Open(ctx, localpg.Options{DataDir: dir, Unsafe: true})
	if err != nil {
		return err
	}
	return errors.Join(migrations.Migrate(ctx, c.URL(), Schema), c.Close())
}
