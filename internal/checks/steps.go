package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// step is one thing to check. It writes what a person needs to see to out.
type step struct {
	name  string
	group string
	needs []string // steps that must have succeeded
	run   func(ctx context.Context, out io.Writer) (counts, error)
}

// The steps in the order in which they run: what is quick to fail comes first,
// and nothing comes before what it needs.
var steps = []step{
	{"gofumpt", "lint", nil, gofumpt},
	{"page packages", "build", nil, command("", "make", "--no-print-directory", "-s", "frontend/node_modules/.package-lock.json")},
	{"biome", "lint", []string{"page packages"}, command("frontend", "npm", "run", "--silent", "lint", "--", "--colors=off")},
	{"tsc", "lint", []string{"page packages"}, command("frontend", "npm", "run", "--silent", "typecheck")},
	{"build", "build", []string{"page packages"}, command("", "make", "--no-print-directory", "build")},
	{"go vet", "lint", nil, command("", "go", "vet", "./...")},
	{"staticcheck", "lint", nil, command("", "go", "tool", "staticcheck", "./...")},
	{"page tests", "page", []string{"page packages"}, pageTests},
	{"Go tests", "go", nil, goTests},
	{"browser tests", "browser", []string{"build"}, browserTests},
}

// command makes a step of a program that succeeds or fails.
func command(dir, name string, args ...string) func(context.Context, io.Writer) (counts, error) {
	return func(ctx context.Context, out io.Writer) (counts, error) {
		return counts{}, start(ctx, out, dir, name, args...)
	}
}

// start runs a program and passes its output on. When ctx ends, the program's
// whole process group is asked to stop, and later made to.
func start(ctx context.Context, out io.Writer, dir, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	cmd.Stdout, cmd.Stderr = out, out
	cmd.Env = append(os.Environ(), "NO_COLOR=1") // the output is kept and parsed
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
	cmd.WaitDelay = 20 * time.Second
	err := cmd.Run()
	if ctx.Err() != nil {
		return errors.New("interrupted")
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// gofumpt fails when a file would look different after formatting.
func gofumpt(ctx context.Context, out io.Writer) (counts, error) {
	files, err := goFiles(".")
	if err != nil {
		return counts{}, err
	}
	var names bytes.Buffer
	if err := start(ctx, &names, "", "go", append([]string{"tool", "gofumpt", "-l"}, files...)...); err != nil {
		_, _ = names.WriteTo(out)
		return counts{}, err
	}
	if names.Len() > 0 {
		_, _ = names.WriteTo(out)
		return counts{}, errors.New("these files are not formatted: run make fmt")
	}
	return counts{}, nil
}

// goFiles lists our Go files: not those in hidden folders and npm packages.
func goFiles(root string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && path != root && (name == "node_modules" || strings.HasPrefix(name, ".")) {
			return fs.SkipDir
		}
		if strings.HasSuffix(name, ".go") {
			files = append(files, path)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list the Go files: %w", err)
	}
	return files, nil
}

// goTests runs all Go tests with the race detector.
func goTests(ctx context.Context, out io.Writer) (counts, error) {
	report := newGoReport(out)
	err := start(ctx, report, "", "go", "test", "-json", "-race", "-timeout=20m", "./...")
	return report.close(), err
}

// pageTests runs the unit tests of the map page, which vitest counts in a file.
func pageTests(ctx context.Context, out io.Writer) (counts, error) {
	dir, err := os.MkdirTemp("", "diemnong-checks-")
	if err != nil {
		return counts{}, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "vitest.json")
	runErr := start(ctx, out, "frontend", "npm", "run", "--silent", "test", "--",
		"--reporter=default", "--reporter=json", "--outputFile.json="+file)
	text, err := os.ReadFile(file)
	if err != nil {
		return counts{}, errors.Join(runErr, errors.New("vitest left no report"))
	}
	tests, err := parseVitest(text)
	return tests, errors.Join(runErr, err)
}

// browserTests drives a browser against the binary that was built before.
func browserTests(ctx context.Context, out io.Writer) (counts, error) {
	var text bytes.Buffer
	err := start(ctx, io.MultiWriter(out, &text), "frontend", "npm", "run", "--silent", "e2e")
	tests, ok := parseNodeTest(text.String())
	if !ok && err == nil {
		err = errors.New("the browser tests printed no summary")
	}
	return tests, err
}
