package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// goReport reads the events of "go test -json" as they come. It prints a line
// for each package, and everything that a failed test printed.
//
// Counted are the leaves: a test with subtests is not one more test.
type goReport struct {
	out     io.Writer
	partial []byte // the begin of a line
	total   counts
	tests   map[testName]*goTest // those that have not ended
	failed  map[string]int       // failed tests by package
	skipped []string             // these three are for the end: names and reasons
	slow    []string
	names   []string // of failed tests
}

type testName struct{ pkg, test string }

type goTest struct {
	output      []byte
	parent      bool // has subtests
	childFailed bool
}

// goEvent is one line of "go test -json"; see "go doc test2json".
type goEvent struct {
	Action     string
	Package    string
	ImportPath string
	Test       string
	Elapsed    float64
	Output     string
}

func newGoReport(out io.Writer) *goReport {
	return &goReport{out: out, tests: map[testName]*goTest{}, failed: map[string]int{}}
}

// Write takes any part of the stream.
func (r *goReport) Write(p []byte) (int, error) {
	r.partial = append(r.partial, p...)
	for {
		line, rest, ok := bytes.Cut(r.partial, []byte("\n"))
		if !ok {
			return len(p), nil
		}
		r.line(line)
		r.partial = rest
	}
}

func (r *goReport) line(line []byte) {
	var e goEvent
	if err := json.Unmarshal(line, &e); err != nil || e.Action == "" {
		fmt.Fprintf(r.out, "%s\n", line) // not an event, such as a message of the go command
		return
	}
	switch e.Action {
	case "run":
		r.begin(e)
	case "output":
		t := r.test(e)
		t.output = append(t.output, e.Output...)
	case "build-output":
		fmt.Fprint(r.out, e.Output)
	case "pass", "fail", "skip":
		if e.Test == "" {
			r.endPackage(e)
		} else {
			r.endTest(e)
		}
	}
}

func (r *goReport) test(e goEvent) *goTest {
	name := testName{e.Package, e.Test}
	if r.tests[name] == nil {
		r.tests[name] = &goTest{}
	}
	return r.tests[name]
}

func (r *goReport) begin(e goEvent) {
	r.test(e)
	if p := r.parent(e); p != nil {
		p.parent = true
	}
}

// parent gives the test that a subtest belongs to; nil where there is none.
func (r *goReport) parent(e goEvent) *goTest {
	i := strings.LastIndexByte(e.Test, '/')
	if i < 0 {
		return nil
	}
	return r.tests[testName{e.Package, e.Test[:i]}]
}

// slowTest is what a test may take before the report names it, in seconds.
const slowTest = 30

func (r *goReport) endTest(e goEvent) {
	t := r.test(e)
	if e.Elapsed >= slowTest && !t.parent {
		r.slow = append(r.slow, fmt.Sprintf("%s %s %.0fs", e.Package, e.Test, e.Elapsed))
	}
	delete(r.tests, testName{e.Package, e.Test})
	switch e.Action {
	case "fail":
		_, _ = r.out.Write(t.output)
		if p := r.parent(e); p != nil {
			p.childFailed = true
		}
		if !t.childFailed {
			r.fail(e.Package, e.Test)
		}
	case "pass":
		if !t.parent {
			r.total.passed++
		}
	case "skip":
		r.total.skipped++
		r.skipped = append(r.skipped, fmt.Sprintf("%s %s: %s", e.Package, e.Test, reason(t.output)))
	}
}

// reason finds what a test said when it skipped itself.
func reason(output []byte) string {
	for line := range bytes.Lines(output) {
		if _, said, ok := bytes.Cut(line, []byte("_test.go:")); ok {
			_, said, _ = bytes.Cut(said, []byte(": "))
			return string(bytes.TrimSpace(said))
		}
	}
	return "no reason given"
}

// fail counts a failed test and keeps its name.
func (r *goReport) fail(pkg, test string) {
	r.total.failed++
	r.failed[pkg]++
	r.names = append(r.names, pkg+" "+test)
}

// endPackage prints a package's line. Tests of a failed package that are still
// open crashed or ran out of time. A package that failed without any failed
// test did not build, or ended too early: that counts as one.
func (r *goReport) endPackage(e goEvent) {
	pkg := r.test(e)
	delete(r.tests, testName{e.Package, ""})
	for _, name := range r.open(e.Package) {
		t := r.tests[name]
		delete(r.tests, name)
		if e.Action == "fail" {
			_, _ = r.out.Write(t.output)
			if !t.parent {
				r.fail(name.pkg, name.test)
			}
		}
	}
	switch e.Action {
	case "skip": // has no tests
		return
	case "fail":
		_, _ = r.out.Write(pkg.output)
		if r.failed[e.Package] == 0 {
			r.fail(e.Package, "(the package itself)")
		}
	}
	word := map[string]string{"pass": "ok  ", "fail": "FAIL"}[e.Action]
	fmt.Fprintf(r.out, "%s %-60s %6.1fs\n", word, e.Package, e.Elapsed)
}

// open lists the tests of a package that have not ended, in order.
func (r *goReport) open(pkg string) []testName {
	var names []testName
	for name := range r.tests {
		if name.pkg == pkg {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, func(a, b testName) int { return strings.Compare(a.test, b.test) })
	return names
}

// close prints what is left of the stream and gives the totals.
func (r *goReport) close() counts {
	if len(r.partial) > 0 {
		r.line(r.partial)
		r.partial = nil
	}
	for _, name := range r.skipped {
		fmt.Fprintln(r.out, "skipped:", name)
	}
	for _, name := range r.slow {
		fmt.Fprintln(r.out, "slow:", name)
	}
	for _, name := range r.names {
		fmt.Fprintln(r.out, "failed:", name)
	}
	return r.total
}
