package localpg_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/internal/localpg"
)

// open opens a cluster for tests; it is left at the end of the test.
func open(t *testing.T, o localpg.Options) *localpg.Cluster {
	t.Helper()
	c, err := localpg.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return c
}

// dataDir gives a fresh data folder that the cluster's account can reach.
// t.TempDir is not one: its folders are closed to others.
func dataDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "diemnong-localpg-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Errorf("remove %s: %v", dir, err)
		}
	})
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// query runs a statement that answers one text.
func query(t *testing.T, url, sql string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	var s string
	if err := conn.QueryRow(t.Context(), sql).Scan(&s); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return s
}

func exec(t *testing.T, url, sql string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(t.Context(), sql); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

func TestOpenMakesADatabaseWithPostGIS(t *testing.T) {
	c := open(t, localpg.Options{DataDir: dataDir(t), Unsafe: true})
	for sql, want := range map[string]string{
		"select current_database()":                                   "diemnong",
		"show server_encoding":                                        "UTF8",
		"show listen_addresses":                                       "",
		"show data_checksums":                                         "on",
		"select lower('ĐIỂM NÓNG')":                                   "điểm nóng",
		"select st_astext(public.st_point(106.7, 10.77))":             "POINT(106.7 10.77)",
		"select datcollate from pg_database where datname='diemnong'": "C",
		"select nspname::text from pg_extension e join pg_namespace n on n.oid = extnamespace where extname='postgis'": "public",
	} {
		if got := query(t, c.URL(), sql); got != want {
			t.Errorf("%s = %q; want %q", sql, got, want)
		}
	}
}

func TestTheLastToLeaveStopsTheServer(t *testing.T) {
	dir := dataDir(t)
	first := open(t, localpg.Options{DataDir: dir, Unsafe: true, Role: localpg.Serve})
	second := open(t, localpg.Options{DataDir: dir, Unsafe: true})
	pid := serverPID(t, dir)

	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if got := query(t, second.URL(), "select 'here'"); got != "here" {
		t.Errorf("the server is gone although a command uses it: %q", got)
	}
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
	if alive(pid) {
		t.Errorf("server %d runs on after the last has left", pid)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "postgres/data/postmaster.pid")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestASecondServeIsRefused(t *testing.T) {
	dir := dataDir(t)
	open(t, localpg.Options{DataDir: dir, Unsafe: true, Role: localpg.Serve})
	_, err := localpg.Open(t.Context(), localpg.Options{DataDir: dir, Unsafe: true, Role: localpg.Serve})
	wantError(t, err, diemnong.Conflict, "already served by process ", "DIEMNONG_DATA_DIR")
}

func TestManyAtOnceStartOneServer(t *testing.T) {
	dir := dataDir(t)
	const n = 5
	errs := make(chan error, n)
	for range n {
		go func() {
			c, err := localpg.Open(t.Context(), localpg.Options{DataDir: dir, Unsafe: true})
			if err == nil {
				err = c.Close()
			}
			errs <- err
		}()
	}
	for range n {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}

func TestNothingIsLostWhenTheServerIsKilled(t *testing.T) {
	dir := dataDir(t)
	c := open(t, localpg.Options{DataDir: dir})
	exec(t, c.URL(), "create table kept (x text)")
	exec(t, c.URL(), "insert into kept values ('still here')")
	pid := serverPID(t, dir)
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	for alive(pid) {
		time.Sleep(10 * time.Millisecond)
	}

	again := open(t, localpg.Options{DataDir: dir})
	if got := query(t, again.URL(), "select x from kept"); got != "still here" {
		t.Errorf("after kill -9: %q", got)
	}
}

func TestABusyOrphanDoesNotPreventTheStart(t *testing.T) {
	dir := dataDir(t)
	c := open(t, localpg.Options{DataDir: dir, Unsafe: true})
	conn, err := pgx.Connect(t.Context(), c.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	busy := make(chan struct{})
	go func() {
		close(busy)
		// Never waits, so never notices that its server died.
		_, _ = conn.Exec(context.Background(), "do $$ begin loop perform 1; end loop; end $$")
	}()
	<-busy
	time.Sleep(200 * time.Millisecond)
	if err := syscall.Kill(serverPID(t, dir), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	again := open(t, localpg.Options{DataDir: dir, Unsafe: true})
	if got := query(t, again.URL(), "select 'up'"); got != "up" {
		t.Errorf("got %q", got)
	}
}

func TestALongPathDoesNotMatterToTheSocket(t *testing.T) {
	dir := filepath.Join(dataDir(t), strings.Repeat("a long way down/", 12))
	c := open(t, localpg.Options{DataDir: dir, Unsafe: true})
	if got := query(t, c.URL(), "select 'up'"); got != "up" {
		t.Errorf("got %q", got)
	}
}

func wantError(t *testing.T, err error, code diemnong.Code, parts ...string) {
	t.Helper()
	var e *diemnong.Error
	if !errors.As(err, &e) || e.Code != code {
		t.Fatalf("got error %v (code %s); want one of code %s", err, diemnong.ErrorCode(err), code)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q does not say %q", err, part)
		}
	}
}
