package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// goBenchTimeout bounds one benchmark of a package, compiling included.
const goBenchTimeout = 5 * time.Minute

// goBench runs a benchmark of a package and gives the metrics of the line that
// begins with a name, by unit.
func goBench(ctx context.Context, pkg, bench, name, benchtime string, env ...string) (map[string]float64, error) {
	ctx, cancel := context.WithTimeout(ctx, goBenchTimeout)
	defer cancel()
	c := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", bench, "-benchtime", benchtime, pkg)
	c.Env = append(os.Environ(), env...)
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // so that the benchmark ends with the go command
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
	c.WaitDelay = 10 * time.Second
	out, err := c.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("go test -bench %s %s: %w\n%s", bench, pkg, err, out)
	}
	metrics, ok := parseMetrics(string(out), name)
	if !ok {
		return nil, fmt.Errorf("go test -bench %s %s: no line %s in\n%s", bench, pkg, name, out)
	}
	return metrics, nil
}

// parseMetrics reads "BenchmarkX-2  1  12 ns/op  3.4 unit".
func parseMetrics(out, name string) (map[string]float64, bool) {
	for line := range strings.Lines(out) {
		if !strings.HasPrefix(line, name) {
			continue
		}
		metrics, fields := map[string]float64{}, strings.Fields(line)
		for i := 2; i+1 < len(fields); i += 2 {
			if v, err := strconv.ParseFloat(fields[i], 64); err == nil {
				metrics[fields[i+1]] = v
			}
		}
		return metrics, len(metrics) > 0
	}
	return nil, false
}

// keptTile measures a kept tile against echo; no city is in it, so that the
// figures hold for all sizes.
func keptTile(ctx context.Context) (map[string]float64, error) {
	m, err := goBench(ctx, "./api", "KeptTile", "BenchmarkKeptTile/with", "3s")
	if err != nil {
		return nil, err
	}
	return map[string]float64{"kept": m["ratio"], "kept cpu": m["cpu-ratio"]}, nil
}

// memory measures the bytes that a complaint takes in the index.
func memory(ctx context.Context, col *column) error {
	m, err := goBench(ctx, "./geo/index", "Memory", "BenchmarkMemory", "1x", fmt.Sprintf("DIEMNONG_BENCH_ROWS=%d", col.rows))
	if err != nil {
		return err
	}
	col.add("bytes", m["bytes/complaint"])
	return nil
}
