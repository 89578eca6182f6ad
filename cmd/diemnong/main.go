// Command diemnong is the service and its tools in one binary: it serves the
// map, fills and migrates the database, and imports areas and complaints.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// version is set by the build.
var version = "devel"

// environment is what the program takes from the operating system; environment
// variables are read where the command line declares them.
type environment struct {
	args []string
	in   io.Reader
	out  io.Writer
	err  io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, environment{
		args: os.Args[1:], in: os.Stdin, out: os.Stdout, err: os.Stderr,
	})
	stop()
	os.Exit(code)
}
