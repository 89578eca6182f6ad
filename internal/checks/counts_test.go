package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// goTest runs "go test -json" on one test file and gives report and counts.
func report(t *testing.T, source string) (counts, string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module example.com/sample\n\ngo 1.26\n", "sample_test.go": source} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	r := newGoReport(&out)
	_ = start(t.Context(), r, dir, "go", "test", "-json", "./...") // fails where tests fail
	return r.close(), out.String()
}

func TestGoReportCountsLeaves(t *testing.T) {
	got, out := report(t, `package sample
import "testing"
func TestPlain(t *testing.T) {}
func TestSkipped(t *testing.T) { t.Skip("not here") }
func TestFails(t *testing.T) { t.Log("the reason"); t.Fail() }
func TestParent(t *testing.T) {
	t.Run("good", func(t *testing.T) {})
	t.Run("bad", func(t *testing.T) { t.Error("the deep reason") })
}
func TestFailsAfterItsSubtests(t *testing.T) {
	t.Run("good", func(t *testing.T) {})
	t.Error("own fault")
}
`)
	want := counts{passed: 3, failed: 3, skipped: 1}
	if got != want {
		t.Errorf("counts %+v; want %+v\n%s", got, want, out)
	}
	for _, part := range []string{"the reason", "the deep reason", "own fault", "FAIL example.com/sample", "failed: example.com/sample TestParent/bad", "skipped: example.com/sample TestSkipped: not here"} {
		if !strings.Contains(out, part) {
			t.Errorf("the report does not say %q:\n%s", part, out)
		}
	}
}

func TestGoReportCountsWhatDidNotEnd(t *testing.T) {
	f := func(source string, want counts, says string) {
		t.Helper()
		got, out := report(t, source)
		if got != want || !strings.Contains(out, says) {
			t.Errorf("counts %+v; want %+v and %q\n%s", got, want, says, out)
		}
	}
	f("package sample\nfunc broken(", counts{failed: 1}, "expected")
	f(`package sample
import "testing"
func TestGood(t *testing.T) {}
func TestPanics(t *testing.T) { panic("oh dear") }
`, counts{passed: 1, failed: 1}, "oh dear")
	f(`package sample
import ("os"; "testing")
func TestMain(m *testing.M) { println("no way"); os.Exit(3) }
`, counts{failed: 1}, "no way")
}

func TestParseVitest(t *testing.T) {
	got, err := parseVitest([]byte(`{"numPassedTests":7,"numFailedTests":1,"numPendingTests":2,"numTodoTests":1}`))
	if want := (counts{7, 1, 3}); err != nil || got != want {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
}

func TestParseNodeTest(t *testing.T) {
	f := func(text string, want counts, wantOK bool) {
		t.Helper()
		if got, ok := parseNodeTest(text); got != want || ok != wantOK {
			t.Errorf("parseNodeTest(%q) = %+v, %v; want %+v, %v", text, got, ok, want, wantOK)
		}
	}
	f("# tests 5\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 2\n# todo 0\n", counts{3, 2, 2}, true)
	f("ℹ tests 4\nℹ pass 4\nℹ fail 0\n", counts{4, 0, 0}, true)
	f("a message: # pass 3", counts{}, false)
}

func TestTheLastLineSumsUp(t *testing.T) {
	f := func(results []result, wantLast string, wantCode int) {
		t.Helper()
		var out bytes.Buffer
		code := summarise(&out, results)
		lines := strings.Split(strings.TrimSpace(out.String()), "\n")
		if last := lines[len(lines)-1]; last != wantLast || code != wantCode {
			t.Errorf("last line %q, code %d; want %q, %d", last, code, wantLast, wantCode)
		}
	}
	f([]result{{status: statusOK}, {status: statusOK, tests: counts{passed: 5, skipped: 1}}}, "5 passed, 0 failed, 1 skipped", 0)
	f([]result{{status: statusFailed}, {status: statusOK, tests: counts{passed: 5}}}, "5 passed, 1 failed, 0 skipped", 1)
	f([]result{{status: statusLeftOut}}, "0 passed, 1 failed, 0 skipped", 1)
}

func TestAFailedStepKeepsOnlyThoseOutThatNeedIt(t *testing.T) {
	good := func(context.Context, io.Writer) (counts, error) { return counts{passed: 1}, nil }
	bad := func(context.Context, io.Writer) (counts, error) { return counts{}, errors.New("broken") }
	var got []string
	for _, r := range runSteps(t.Context(), []step{
		{name: "a", run: bad},
		{name: "b", needs: []string{"a"}, run: good},
		{name: "c", run: good},
	}, io.Discard) {
		got = append(got, r.name+" "+r.status)
	}
	if want := "a FAILED, b left out, c ok"; strings.Join(got, ", ") != want {
		t.Errorf("got %s; want %s", strings.Join(got, ", "), want)
	}
}
