package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"syscall"
	"time"
)

// program is the built binary working in a folder of its own.
type program struct{ binary, dir string }

// command is the binary with arguments; what it says goes to our standard error.
func (p program) command(ctx context.Context, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, p.binary, args...)
	c.Env = append(os.Environ(), "DIEMNONG_DATABASE_URL=", "DIEMNONG_DATA_DIR="+filepath.Join(p.dir, "var"),
		"DIEMNONG_SCHEMA=diemnong", "DIEMNONG_LOG_LEVEL=warn")
	c.Stdout, c.Stderr = os.Stderr, os.Stderr
	c.Cancel = func() error { return c.Process.Signal(syscall.SIGTERM) }
	return c
}

// seedRows give the database its areas and catalogue before the measured file comes.
const seedRows = 1000

// measureImport brings a file of n complaints into a city that has its areas.
func (p program) measureImport(ctx context.Context, t *table, n int) error {
	file := filepath.Join(p.dir, "complaints.csv")
	for _, args := range [][]string{
		{"demo", "--rows", strconv.Itoa(seedRows)},
		{"demo", "--rows", strconv.Itoa(n), "--seed", "2", "--csv", file},
	} {
		if err := p.command(ctx, args...).Run(); err != nil {
			return fmt.Errorf("%v: %w", args, err)
		}
	}
	c := p.command(ctx, "import", "complaints", file, "--mapping", file+".yaml", "--source", "bench")
	begin := time.Now()
	if err := c.Run(); err != nil {
		return fmt.Errorf("import: %w", err)
	}
	took := time.Since(begin)
	t.add("import, rows/s, with start and stop of the database", thousands(int(float64(n)/took.Seconds())))
	if use, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
		t.add("import, peak memory of the largest process (PostgreSQL with its shared buffers)", fmt.Sprintf("%d MB", use.Maxrss/1024))
	}
	return nil
}

var address = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

// serve starts the service on a free port and waits until it says where it is.
func (p program) serve(ctx context.Context) (base string, stop func(), err error) {
	c := p.command(ctx, "serve", "--listen", "127.0.0.1:0")
	c.Stdout = nil
	out, err := c.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	begin := time.Now()
	if err := c.Start(); err != nil {
		return "", nil, err
	}
	stop = func() {
		_ = c.Process.Signal(syscall.SIGTERM)
		_ = c.Wait()
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if base = address.FindString(lines.Text()); base != "" {
			fmt.Fprintln(os.Stderr, "ready after", time.Since(begin).Round(time.Millisecond))
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return base, stop, nil
		}
	}
	stop()
	return "", nil, fmt.Errorf("the service ended without saying where it listens")
}
