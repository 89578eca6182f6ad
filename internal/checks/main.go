// Command checks runs everything that is to hold before a change is accepted,
// in steps, and sums up at the end: a table of the steps, and a last line with
// the number of single tests that passed, failed and were skipped.
//
//	go run ./internal/checks [GROUP...]
//
// The groups are lint, build, go, page and browser; without any, all run. A
// step that fails does not keep the others from running, unless they need it.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout)
	stop()
	os.Exit(code)
}

func run(ctx context.Context, groups []string, out io.Writer) int {
	for _, g := range groups {
		if !slices.ContainsFunc(steps, func(s step) bool { return s.group == g }) {
			fmt.Fprintf(os.Stderr, "checks: there is no group %q; the groups are lint, build, go, page and browser\n", g)
			return 2
		}
	}
	return summarise(out, runSteps(ctx, choose(groups), out))
}

// choose gives the steps of the groups and the steps that these need.
func choose(groups []string) []step {
	if len(groups) == 0 {
		return steps
	}
	wanted := map[string]bool{}
	for _, s := range slices.Backward(steps) { // a step comes after what it needs
		if slices.Contains(groups, s.group) || wanted[s.name] {
			wanted[s.name] = true
			for _, n := range s.needs {
				wanted[n] = true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(steps), func(s step) bool { return !wanted[s.name] })
}

// result is how a step ended.
type result struct {
	step
	status  string // ok, FAILED or left out
	took    time.Duration
	tests   counts
	because string // why it failed or was left out
}

const (
	statusOK      = "ok"
	statusFailed  = "FAILED"
	statusLeftOut = "left out"
)

func runSteps(ctx context.Context, todo []step, out io.Writer) []result {
	var results []result
	good := map[string]bool{}
	for _, s := range todo {
		r := result{step: s, status: statusLeftOut}
		switch missing := slices.IndexFunc(s.needs, func(n string) bool { return !good[n] }); {
		case ctx.Err() != nil:
			r.because = "interrupted"
		case missing >= 0:
			r.because = "needs " + s.needs[missing]
		default:
			fmt.Fprintf(out, "\n=== %s\n", s.name)
			r = runStep(ctx, s, out)
		}
		good[s.name] = r.status == statusOK
		results = append(results, r)
	}
	return results
}

func runStep(ctx context.Context, s step, out io.Writer) result {
	r := result{step: s, status: statusOK}
	began := time.Now()
	tests, err := s.run(ctx, out)
	r.took, r.tests = time.Since(began), tests
	if err != nil || tests.failed > 0 {
		r.status = statusFailed
		if err != nil {
			r.because = err.Error()
		}
		fmt.Fprintf(out, "--- FAILED: %s %s\n", s.name, r.because)
	}
	return r
}

// summarise prints the table and the last line, and gives the exit code.
func summarise(out io.Writer, results []result) int {
	var total counts
	fmt.Fprintf(out, "\n%-22s %-9s %8s %8s %7s %8s\n", "step", "", "seconds", "passed", "failed", "skipped")
	for _, r := range results {
		tests := r.tests
		if r.status != statusOK && tests.failed == 0 {
			tests.failed = 1 // a step that failed or could not run counts as a test that did
		}
		total.add(tests)
		fmt.Fprintf(out, "%-22s %-9s %8.1f %8s %7s %8s  %s\n", r.name, r.status, r.took.Seconds(),
			blank(tests.passed), blank(tests.failed), blank(tests.skipped), r.because)
	}
	fmt.Fprintf(out, "\n%d passed, %d failed, %d skipped\n", total.passed, total.failed, total.skipped)
	if total.failed > 0 {
		return 1
	}
	return 0
}

func blank(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}
