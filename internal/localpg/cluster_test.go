package localpg_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/internal/localpg"
)

func TestOpenMakesADatabaseWithPostGIS(t *testing.T) {
	c := open(t, localpg.Options{DataDir: dataDir(t), Unsafe: true})
	f := func(sql, want string) {
		t.Helper()
		if got := query(t, c.URL(), sql); got != want {
			t.Errorf("%s = %q; want %q", sql, got, want)
		}
	}
	f("select current_database()", "diemnong")
	f("show server_encoding", "UTF8")
	f("show listen_addresses", "")
	f("show data_checksums", "on")
	f("select lower('ĐIỂM NÓNG')", "điểm nóng")
	f("select st_astext(public.st_point(106.7, 10.77))", "POINT(106.7 10.77)")
	f("select datcollate from pg_database where datname = 'diemnong'", "C")
	f("select extnamespace::regnamespace::text from pg_extension where extname = 'postgis'", "public")
	f("select count(*)::text from pg_file_settings where error is not null", "0")
}

func TestSettingsOfTheOperatorWin(t *testing.T) {
	dir := madeDir(t)
	o := localpg.Options{DataDir: dir, Unsafe: true}
	writeLocalConf(t, dir, "work_mem = '7MB'\n")
	if got := query(t, open(t, o).URL(), "show work_mem"); got != "7MB" {
		t.Errorf("work_mem = %s; want 7MB", got)
	}
}

func writeLocalConf(t *testing.T, dir, text string) {
	t.Helper()
	name := filepath.Join(dir, "postgres/data/local.conf")
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestTheLastToLeaveStopsTheServer(t *testing.T) {
	dir := madeDir(t)
	serve := open(t, localpg.Options{DataDir: dir, Unsafe: true, Role: localpg.Serve})
	command := open(t, localpg.Options{DataDir: dir, Unsafe: true})
	pid := serverPID(t, dir)

	if err := serve.Close(); err != nil {
		t.Fatal(err)
	}
	if got := query(t, command.URL(), "select 'here'"); got != "here" {
		t.Errorf("the server is gone although a command uses it: %q", got)
	}
	if err := command.Close(); err != nil {
		t.Fatal(err)
	}
	if alive(pid) {
		t.Errorf("server %d runs on after the last has left", pid)
	}
	socket := filepath.Dir(socketOf(command))
	if left, _ := filepath.Glob(filepath.Join(socket, "*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// socketOf gives the path of the cluster's socket.
func socketOf(c *localpg.Cluster) string {
	_, rest, _ := strings.Cut(c.URL(), "host=")
	dir, _, _ := strings.Cut(rest, "&")
	return filepath.Join(strings.ReplaceAll(dir, "%2F", "/"), ".s.PGSQL.5432")
}

func TestASecondServeIsRefused(t *testing.T) {
	dir := madeDir(t)
	open(t, localpg.Options{DataDir: dir, Unsafe: true, Role: localpg.Serve})
	err := openFails(t, localpg.Options{DataDir: dir, Unsafe: true, Role: localpg.Serve})
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

func TestALongPathDoesNotMatterToTheSocket(t *testing.T) {
	dir := filepath.Join(dataDir(t), strings.Repeat("a long way 'down'/", 12))
	c := open(t, localpg.Options{DataDir: dir, Unsafe: true})
	if got := query(t, c.URL(), "select 'up'"); got != "up" {
		t.Errorf("got %q", got)
	}
	if n := len(socketOf(c)); n > 107 {
		t.Errorf("the socket's path has %d bytes; the kernel allows 107", n)
	}
}

func TestOpenEndsWithItsContext(t *testing.T) {
	dir := dataDir(t)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := localpg.Open(ctx, localpg.Options{
		DataDir: dir, Unsafe: true,
		Progress: func(string) { cancel() }, // told before initdb
	})
	if err != context.Canceled {
		t.Fatalf("got %v; want %v", err, context.Canceled)
	}
	// What was begun does not prevent the next start.
	open(t, localpg.Options{DataDir: dir, Unsafe: true})
}
