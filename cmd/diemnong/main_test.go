package main

import (
	"context"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
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
		Dir:  "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"sql": sqlCommand, "await": awaitCommand},
		Setup: func(e *testscript.Env) error {
			shared, err := filepath.Abs("../../../shared/data")
			if err != nil {
				return err
			}
			e.Setenv("REAL_DATA", shared)
			town, err := filepath.Abs("../../geo/geocode/source/testdata/town.osm.pbf")
			if err != nil {
				return err
			}
			e.Setenv("TOWN", town)
			e.Setenv("DIEMNONG_DATABASE_URL", pgtest.NewEmpty(e.T().(testing.TB)).URL)
			return nil
		},
	})
}

// sqlCommand is "sql STATEMENT" in a script: it runs a statement in the script's
// database, past the program.
func sqlCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: sql STATEMENT")
	}
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, ts.Getenv("DIEMNONG_DATABASE_URL"))
	ts.Check(err)
	defer conn.Close(ctx)
	tag, err := conn.Exec(ctx, args[0])
	ts.Check(err)
	if tag.RowsAffected() == 0 {
		ts.Fatalf("the statement concerns no row")
	}
}

// awaitCommand is "await FILE" in a script: it waits until a program in the
// background has written a file.
func awaitCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: await FILE")
	}
	for range 6000 { // a minute, far beyond what any machine needs
		if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	ts.Fatalf("%s does not come", args[0])
}
