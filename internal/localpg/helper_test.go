package localpg_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	osexec "os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/internal/localpg"
)

// holdVar makes the test binary open the cluster of a data folder, say so and
// wait: another process, to be killed.
const holdVar = "DIEMNONG_TEST_HOLD"

func TestMain(m *testing.M) {
	dir := os.Getenv(holdVar)
	if dir == "" {
		code := m.Run()
		os.RemoveAll(model.dir)
		os.Exit(code)
	}
	o := localpg.Options{DataDir: dir}
	if linger, err := time.ParseDuration(os.Getenv("DIEMNONG_TEST_LINGER")); err == nil {
		o.Linger, o.Unsafe = linger, true
	}
	if _, err := localpg.Open(context.Background(), o); err != nil {
		fmt.Printf("%s: %v\n", diemnong.ErrorCode(err), err)
		os.Exit(1)
	}
	fmt.Println("open")
	select {}
}

// hold starts a process that opens the cluster of a data folder and waits.
func hold(t *testing.T, dir string, env ...string) *osexec.Cmd {
	t.Helper()
	cmd := osexec.Command(os.Args[0])
	cmd.Env = append(append(os.Environ(), holdVar+"="+dir), env...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // it may be gone
		_ = cmd.Wait()
	})
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "open\n" {
		t.Fatalf("the other process says %q, %v", line, err)
	}
	return cmd
}

// kill ends a process as the kernel does when memory runs out.
func kill(t *testing.T, pid int) {
	t.Helper()
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	waitFor(t, fmt.Sprintf("process %d to end", pid), func() bool { return !alive(pid) })
}

func waitFor(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for range 1500 {
		if ok() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("waited 15 s for %s", what)
}

// open opens a cluster for a test; it is left at the end of the test.
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

// openFails opens a cluster where that must fail, and gives the error.
func openFails(t *testing.T, o localpg.Options) error {
	t.Helper()
	c, err := localpg.Open(t.Context(), o)
	if err == nil {
		c.Close()
		t.Fatal("Open succeeded")
	}
	return err
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

// model is a cluster made once, to be copied by tests that are not about the
// making, which takes a second or two.
var model struct {
	once sync.Once
	dir  string
}

// madeDir gives a data folder with a cluster that was made and stopped before.
func madeDir(t *testing.T) string {
	t.Helper()
	model.once.Do(func() {
		dir, err := os.MkdirTemp("/tmp", "diemnong-localpg-model-")
		if err == nil {
			err = os.Chmod(dir, 0o755)
		}
		if err != nil {
			t.Fatal(err)
		}
		model.dir = dir
		c, err := localpg.Open(t.Context(), localpg.Options{DataDir: dir, Unsafe: true})
		if err == nil {
			err = c.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
	})
	dir := dataDir(t)
	from := filepath.Join(model.dir, "postgres")
	if out, err := osexec.Command("cp", "-a", from, dir).CombinedOutput(); err != nil {
		t.Fatalf("copy the model: %v: %s", err, out)
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

// exec runs a statement.
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

// serverPID gives the process of the data folder's server.
func serverPID(t *testing.T, dataDir string) int {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dataDir, "postgres/data/postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	var pid int
	if _, err := fmt.Sscan(string(text), &pid); err != nil {
		t.Fatal(err)
	}
	return pid
}

// alive says whether a process runs; one that ended and was not reaped yet
// does not.
func alive(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return false
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	return !strings.HasPrefix(rest, "Z")
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
