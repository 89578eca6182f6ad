package main

import (
	"context"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/diemnong/diemnong/internal/pgtest"
)

// TestMain lets the test binary be the program when a script calls it.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"diemnong": func() {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		os.Exit(run(ctx, environment{args: os.Args[1:], in: os.Stdin, out: os.Stdout, err: os.Stderr}))
	}})
}

// TestScripts runs the command line as a person would: each script is a story
// on a database of its own.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			shared, err := filepath.Abs("../../../shared/data")
			if err != nil {
				return err
			}
			e.Setenv("REAL_DATA", shared)
			e.Setenv("DIEMNONG_DATABASE_URL", pgtest.NewEmpty(e.T().(testing.TB)).URL)
			return nil
		},
	})
}
