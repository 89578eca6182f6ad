package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// table has a row per measure and a column per size of the city.
type table struct {
	head []string
	rows [][]string
}

// add puts a figure into the newest column.
func (t *table) add(measure, figure string) {
	for i, r := range t.rows {
		if r[0] == measure {
			t.rows[i] = append(r, figure)
			return
		}
	}
	t.rows = append(t.rows, []string{measure, figure})
}

// String is the table in Markdown.
func (t *table) String() string {
	var b strings.Builder
	line := func(cells []string) { fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | ")) }
	line(t.head)
	b.WriteString("|---" + strings.Repeat("|--:", len(t.head)-1) + "|\n")
	for _, r := range t.rows {
		line(r)
	}
	return b.String()
}

// Between these lines of the file stand the figures of the newest run.
const (
	beginMark = "<!-- figures of make bench: begin -->"
	endMark   = "<!-- figures of make bench: end -->"
)

// storeFigures replaces what stands between the marks.
func storeFigures(file string, t table) error {
	old, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	before, rest, found := strings.Cut(string(old), beginMark)
	_, after, closed := strings.Cut(rest, endMark)
	if !found || !closed {
		return fmt.Errorf("%s: the lines %q and %q are missing", file, beginMark, endMark)
	}
	now := fmt.Sprintf("%s%s\n%s\n\n%s%s%s", before, beginMark, origin(), t.String(), endMark, after)
	return os.WriteFile(file, []byte(now), 0o644)
}

// origin says where and of what the figures are.
func origin() string {
	commit, err := exec.Command("git", "describe", "--always", "--dirty").Output()
	if err != nil {
		commit = []byte("unknown")
	}
	return fmt.Sprintf("Measured %s at commit %s on %s, %d cores, %s.",
		time.Now().UTC().Format(time.DateOnly), strings.TrimSpace(string(commit)), processor(), runtime.NumCPU(), runtime.Version())
}

func processor() string {
	info, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	for l := range strings.Lines(string(info)) {
		if name, value, ok := strings.Cut(l, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}
