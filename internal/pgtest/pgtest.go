// Package pgtest gives each test a database of its own, migrated and empty.
//
// The first test that asks starts a private PostgreSQL cluster, without fsync,
// that all test processes of this user share, also those of other checkouts;
// it stops some seconds after the last of them has ended, even when they are
// killed. DIEMNONG_TEST_DATABASE_URL names a server to use instead, with a
// role that may create databases and PostGIS.
//
// The migrations run once for each content of the migrations, into a template
// database; a test's database is a copy of it and takes about a tenth of a second. Nothing
// needs a TestMain.
package pgtest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/diemnong/diemnong/internal/localpg"
)

// Schema is the schema that New migrates.
const Schema = "diemnong"

// serverVar names a server to use instead of a private cluster.
const serverVar = "DIEMNONG_TEST_DATABASE_URL"

// DB is a test's own database. Any number of connections may use it; those
// that the test leaves open are cut at its end.
type DB struct {
	URL    string // for pgx
	Schema string // where the city's tables are
}

// New gives a database with all migrations applied and no data. It is dropped
// when the test ends. Tests may run in parallel.
func New(t testing.TB) DB {
	t.Helper()
	s := shared(t)
	template, err := s.template(t.Context())
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	return s.create(t, template)
}

// NewEmpty gives a database with PostGIS and nothing else, for tests of the
// migrations themselves.
func NewEmpty(t testing.TB) DB {
	t.Helper()
	s := shared(t)
	template, err := s.bareTemplate(t.Context())
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	return s.create(t, template)
}

// Pool opens a pool on the database, closed at the end of the test.
func (db DB) Pool(t testing.TB) *pgxpool.Pool {
	t.Helper()
	pool, err := pgxpool.New(t.Context(), db.URL)
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	t.Cleanup(pool.Close)
	return pool
}

// server is what this process uses for all its tests.
type server struct {
	url string

	// cluster holds the lock that keeps the server up. Nothing calls it, but
	// if it became garbage, its files would be closed and the lock lost.
	cluster *localpg.Cluster

	// admin is one connection for the life of the process. Its advisory
	// locks tell other processes which databases are in use; they go away
	// with it, so that leftovers of a killed process are recognised.
	mu    sync.Mutex
	admin *pgx.Conn

	id        int32 // of this process, part of its databases' names
	count     atomic.Int64
	templates map[string]bool // those that are ready and locked, by name
}

// A package variable, unlike elsewhere: test functions share nothing else.
var (
	once      sync.Once
	theServer *server
	errServer error
)

// shared connects this process on first use. Nothing is closed: the end of
// the process does that, and no hook of package testing would be surer.
func shared(t testing.TB) *server {
	t.Helper()
	once.Do(func() { theServer, errServer = connect() })
	if errServer != nil {
		t.Fatalf("pgtest: %v", errServer)
	}
	return theServer
}

func connect() (*server, error) {
	// Not a test's context: what is made here outlives the test.
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	s := &server{url: os.Getenv(serverVar), templates: map[string]bool{}}
	if s.url == "" {
		o, err := clusterOptions()
		if err != nil {
			return nil, err
		}
		cluster, err := localpg.Open(ctx, o)
		if err != nil {
			return nil, err
		}
		s.cluster, s.url = cluster, cluster.URL()
	}
	var err error
	if s.admin, err = pgx.Connect(ctx, s.url); err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	if err := s.register(ctx); err != nil {
		return nil, err
	}
	return s, s.sweep(ctx)
}

// clusterOptions says where the cluster of this user's tests is. /tmp is open
// to all, so a folder that somebody else put there is refused.
func clusterOptions() (localpg.Options, error) {
	dir := fmt.Sprintf("/tmp/diemnong-test-%d", os.Geteuid())
	if err := os.Mkdir(dir, 0o755); err != nil && !errors.Is(err, os.ErrExist) {
		return localpg.Options{}, err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return localpg.Options{}, err
	}
	if st, ok := info.Sys().(*syscall.Stat_t); !ok || !info.IsDir() || int(st.Uid) != os.Geteuid() {
		return localpg.Options{}, fmt.Errorf("%s is not a folder of ours: remove it", dir)
	}
	return localpg.Options{
		DataDir: dir,
		Unsafe:  true,
		// Long enough for the next package to be compiled, short enough not
		// to be in the way of anything.
		Linger:         10 * time.Second,
		MaxConnections: 200,
	}, nil
}

// create copies a template into a database for one test.
func (s *server) create(t testing.TB, template string) DB {
	t.Helper()
	name := fmt.Sprintf("%s%d_%d", testPrefix, s.id, s.count.Add(1))
	if err := s.exec(t.Context(), "create database "+name+" template "+template); err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	t.Cleanup(func() {
		// t.Context is over by now.
		if err := s.exec(context.Background(), "drop database "+name+" with (force)"); err != nil {
			t.Errorf("pgtest: %v", err)
		}
	})
	return DB{URL: withDatabase(s.url, name), Schema: Schema}
}

// exec runs a statement on the process's own connection.
func (s *server) exec(ctx context.Context, sql string, args ...any) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.admin.Exec(ctx, sql, args...); err != nil {
		return fmt.Errorf("%s: %w", strings.SplitN(sql, "\n", 2)[0], err)
	}
	return nil
}

// withDatabase puts another database's name into a connection URL.
func withDatabase(raw, name string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme == "" {
		return raw + " dbname=" + name // keyword form; the last word counts
	}
	u.Path = "/" + name
	return u.String()
}
