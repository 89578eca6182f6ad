// Command bench measures the built program from outside, as its users meet it:
// a file goes in through "diemnong import", tiles and statistics come out over
// HTTP. It prints one table and, with -store, writes it into
// docs/performance.md together with the machine and the commit.
//
// Each figure is a latency or a rate of this machine in this run; compare runs
// by their ratios only.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	binary := flag.String("binary", "bin/diemnong", "the program to measure")
	sizes := flag.String("rows", "100000,1000000", "numbers of complaints, separated by commas")
	store := flag.String("store", "", "file whose figures are replaced, such as docs/performance.md")
	flag.Parse()

	var rows []int
	for s := range strings.SplitSeq(*sizes, ",") {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1000 {
			return fmt.Errorf("rows %q: want numbers from 1000 on, separated by commas", *sizes)
		}
		rows = append(rows, n)
	}
	t := table{head: []string{"measure"}}
	for _, n := range rows {
		t.head = append(t.head, thousands(n)+" complaints")
		if err := measure(ctx, &t, *binary, n); err != nil {
			return fmt.Errorf("%d rows: %w", n, err)
		}
	}
	fmt.Print("\n", t.String())
	if *store != "" {
		return storeFigures(*store, t)
	}
	return nil
}

// measure adds a column for a city of n complaints.
func measure(ctx context.Context, t *table, binary string, n int) error {
	dir, err := os.MkdirTemp("", "diemnong-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o755); err != nil { // the cluster's own account must reach it
		return err
	}
	p := program{binary: binary, dir: dir}
	if err := p.measureImport(ctx, t, n); err != nil {
		return err
	}
	return p.measureAnswers(ctx, t)
}

// since is a duration in a sensible unit.
func since(d time.Duration) string {
	switch {
	case d >= 10*time.Second:
		return fmt.Sprintf("%.0f s", d.Seconds())
	case d >= time.Second:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d >= 100*time.Millisecond:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	default:
		return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000)
	}
}

func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
