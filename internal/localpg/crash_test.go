package localpg_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong/internal/localpg"
)

func TestNothingIsLostWhenEverythingIsKilled(t *testing.T) {
	dir := madeDir(t)
	process := hold(t, dir)
	c := open(t, localpg.Options{DataDir: dir})
	exec(t, c.URL(), "create table kept as select 'still here' as x")
	kill(t, process.Process.Pid)
	kill(t, serverPID(t, dir))

	again := open(t, localpg.Options{DataDir: dir})
	if got := query(t, again.URL(), "select x from kept"); got != "still here" {
		t.Errorf("after kill -9: %q", got)
	}
}

func TestTheNextJoinsAServerWhoseStarterWasKilled(t *testing.T) {
	dir := madeDir(t)
	process := hold(t, dir)
	pid := serverPID(t, dir)
	kill(t, process.Process.Pid)
	if !alive(pid) {
		t.Fatal("the server went away with the process that started it")
	}
	c := open(t, localpg.Options{DataDir: dir, Role: localpg.Serve})
	if got := serverPID(t, dir); got != pid {
		t.Errorf("server %d was started; want %d joined", got, pid)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if alive(pid) {
		t.Errorf("server %d runs on after the last has left", pid)
	}
}

func TestABusyOrphanDoesNotPreventTheStart(t *testing.T) {
	dir := madeDir(t)
	c := open(t, localpg.Options{DataDir: dir, Unsafe: true})
	conn, err := pgx.Connect(t.Context(), c.URL())
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	defer func() {
		<-ended
		conn.Close(context.Background())
	}()
	go func() {
		defer close(ended)
		// Never waits, so never notices that its server died.
		_, _ = conn.Exec(context.Background(), "do $$ begin loop perform 1; end loop; end $$")
	}()
	time.Sleep(200 * time.Millisecond)
	kill(t, serverPID(t, dir))

	again := open(t, localpg.Options{DataDir: dir, Unsafe: true})
	if got := query(t, again.URL(), "select 'up'"); got != "up" {
		t.Errorf("got %q", got)
	}
}

func TestAProcessFileOfAnotherProcessIsNotBelieved(t *testing.T) {
	dir := madeDir(t)
	o := localpg.Options{DataDir: dir, Unsafe: true}
	// After a power cut the number may belong to anybody: here to the test.
	name := filepath.Join(dir, "postgres/data/postmaster.pid")
	text := "%d\n" + filepath.Join(dir, "postgres/data") + "\n1\n5432\n/nowhere\n\n 1 1\nready   \n"
	if err := os.WriteFile(name, []byte(sprint(text, os.Getpid())), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := query(t, open(t, o).URL(), "select 'up'"); got != "up" {
		t.Errorf("got %q", got)
	}
}

func TestAnInitdbCutShortIsMadeAgain(t *testing.T) {
	dir := dataDir(t)
	half := filepath.Join(dir, "postgres/data.init/base")
	if err := os.MkdirAll(half, 0o700); err != nil {
		t.Fatal(err)
	}
	open(t, localpg.Options{DataDir: dir, Unsafe: true})
	if _, err := os.Stat(filepath.Dir(half)); err == nil {
		t.Error("the half of a database is still there")
	}
}

func TestAFolderRemovedWhileTheServerRuns(t *testing.T) {
	dir := madeDir(t)
	c := open(t, localpg.Options{DataDir: dir, Unsafe: true})
	pid := serverPID(t, dir)
	if err := os.RemoveAll(filepath.Join(dir, "postgres")); err != nil {
		t.Fatal(err)
	}
	fresh := open(t, localpg.Options{DataDir: dir, Unsafe: true})
	if alive(pid) {
		t.Error("the server of the removed folder still runs, and will take the socket with it")
	}
	if got := query(t, fresh.URL(), "select 'up'"); got != "up" {
		t.Errorf("got %q", got)
	}
	if err := c.Close(); err != nil {
		t.Errorf("close of the removed one: %v", err)
	}
	if got := query(t, fresh.URL(), "select 'up'"); got != "up" {
		t.Errorf("after the close of the removed one: %q", got)
	}
}

func TestWatchStartsAServerThatWasKilled(t *testing.T) {
	dir := madeDir(t)
	c := open(t, localpg.Options{DataDir: dir, Unsafe: true})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- c.Watch(ctx) }()
	kill(t, serverPID(t, dir))
	waitFor(t, "the server to be back", func() bool {
		conn, err := pgx.Connect(t.Context(), c.URL())
		if err != nil {
			return false
		}
		conn.Close(context.Background())
		return true
	})
	cancel()
	if err := <-done; err != nil {
		t.Errorf("Watch: %v", err)
	}
}

func TestTheKeeperStopsTheServerOfAKilledProcess(t *testing.T) {
	dir := madeDir(t)
	process := hold(t, dir, "DIEMNONG_TEST_LINGER=1s")
	pid := serverPID(t, dir)
	time.Sleep(1500 * time.Millisecond)
	if !alive(pid) {
		t.Fatal("the keeper stopped a server in use")
	}
	kill(t, process.Process.Pid)
	waitFor(t, "the keeper to stop the server", func() bool { return !alive(pid) })
}
