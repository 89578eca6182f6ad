package pgtest

import (
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Pooler is a PgBouncer in transaction mode before a server.
type Pooler struct{ dir string }

// NewPooler starts a pooler before the server of an address, with so many
// connections to each database. The test is skipped where there is no PgBouncer.
//
// If discard says so, everything that a session holds is discarded after each
// transaction, and what relies on it fails. Otherwise it stays with the
// connection, where the test can look for it.
func NewPooler(t testing.TB, address string, connections int, discard bool) *Pooler {
	t.Helper()
	program := "/usr/sbin/pgbouncer"
	if _, err := os.Stat(program); err != nil {
		if program, err = exec.LookPath("pgbouncer"); err != nil {
			t.Skip("there is no pgbouncer: apt-get install pgbouncer")
		}
	}
	cfg, err := pgx.ParseConfig(address)
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	s := newServer(t) // a place, and a process that ends with the test
	attr := &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT}
	if info, err := os.Stat(cfg.Host); err == nil && info.IsDir() {
		attr = ownerOf(t, cfg.Host) // who alone can enter the server's socket's folder
	} else if os.Geteuid() == 0 {
		attr.Credential = &syscall.Credential{Uid: 65534, Gid: 65534} // nobody: it refuses to run as root
	}
	file := filepath.Join(s.dir, "pgbouncer.ini")
	text := poolerConfig(cfg, s.dir, connections, discard)
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	if c := attr.Credential; c != nil {
		if err := os.Chown(s.dir, int(c.Uid), int(c.Gid)); err != nil {
			t.Fatalf("pgtest: %v", err)
		}
	}
	cmd := exec.Command(program, file)
	cmd.SysProcAttr = attr
	if err := cmd.Start(); err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	s.cmd, s.gone = cmd, make(chan struct{})
	go func() {
		_ = cmd.Wait() // however it ended, it is gone
		close(s.gone)
	}()
	p := &Pooler{s.dir}
	s.waitPooler(t, p.URL(address))
	return p
}

// URL leads through the pooler to the same database as an address.
func (p *Pooler) URL(address string) string {
	cfg, err := pgx.ParseConfig(address)
	if err != nil {
		return address // who connects to it hears why it is wrong
	}
	q := url.Values{"host": {p.dir}, "port": {"6432"}, "user": {cfg.User}, "sslmode": {"disable"}}
	return "postgres:///" + cfg.Database + "?" + q.Encode()
}

// poolerConfig lets everybody who gets to the socket through to every database.
func poolerConfig(cfg *pgx.ConnConfig, dir string, connections int, discard bool) string {
	always := 0
	if discard {
		always = 1
	}
	password := ""
	if cfg.Password != "" {
		password = " password=" + cfg.Password
	}
	return fmt.Sprintf(`[databases]
* = host=%s port=%d user=%s%s
[pgbouncer]
pool_mode = transaction
auth_type = any
listen_port = 6432
unix_socket_dir = %s
logfile = %s/log
default_pool_size = %d
max_client_conn = 200
server_reset_query = DISCARD ALL
server_reset_query_always = %d
`, cfg.Host, cfg.Port, cfg.User, password, dir, dir, connections, always)
}

// waitPooler waits until the pooler answers.
func (s *Server) waitPooler(t testing.TB, address string) {
	t.Helper()
	for {
		conn, err := pgx.Connect(t.Context(), address)
		if err == nil {
			if err := conn.Close(t.Context()); err != nil {
				t.Fatalf("pgtest: %v", err)
			}
			return
		}
		select {
		case <-s.gone:
			text, _ := os.ReadFile(filepath.Join(s.dir, "log"))
			t.Fatalf("pgtest: pgbouncer ended at once: %s", text)
		case <-t.Context().Done():
			t.Fatalf("pgtest: %v", err)
		case <-time.After(10 * time.Millisecond):
		}
	}
}
