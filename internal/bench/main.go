// Command bench measures the built program from outside, as its users meet it:
// it fills a private PostgreSQL with synthetic cities of growing size (package
// bulkcity), serves each with the index and then without, and asks for tiles
// and statistics over HTTP on loopback. It prints one table and, with -store,
// writes it into docs/performance.md together with the machine and the commit,
// and draws how the figures grow beside it.
//
// Each figure is a latency or a rate of this machine in this run; compare runs
// by their ratios only. PostgreSQL runs without fsync: nothing here is to
// survive, and what is measured of it is reading.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
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
	sizes := flag.String("rows", "100000,1000000,3000000,10000000", "numbers of complaints, ascending, separated by commas")
	store := flag.String("store", "", "file whose figures are replaced, such as docs/performance.md; growth.svg goes beside it")
	flag.Parse()
	rows, err := parseSizes(*sizes)
	if err != nil {
		return err
	}
	s := sheet{origin: origin()}
	err = measureAll(ctx, &s, *binary, rows)
	fmt.Print("\n", s.markdown()) // what there is, also after an error
	if err != nil || *store == "" {
		return err
	}
	if err := os.WriteFile(filepath.Join(filepath.Dir(*store), plotName), []byte(s.plot()), 0o644); err != nil {
		return err
	}
	return storeFigures(*store, &s)
}

func parseSizes(text string) ([]int, error) {
	var rows []int
	for s := range strings.SplitSeq(text, ",") {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1000 || len(rows) > 0 && n <= rows[len(rows)-1] {
			return nil, fmt.Errorf("rows %q: want ascending numbers from 1000 on, separated by commas", text)
		}
		rows = append(rows, n)
	}
	return rows, nil
}

// sizeTimeout bounds the work on one size: the largest takes about ten minutes.
const sizeTimeout = 20 * time.Minute

// measureAll fills a column of the sheet for each size.
func measureAll(ctx context.Context, s *sheet, binary string, sizes []int) error {
	begin := time.Now()
	kept, err := keptTile(ctx)
	if err != nil {
		return err
	}
	for _, n := range sizes {
		col := s.column(n)
		col.add("load average", loadAverage())
		say("%s complaints, load average %.1f, %s since the beginning", thousands(n), col.figures["load average"], time.Since(begin).Round(time.Second))
		for key, value := range kept {
			col.add(key, value)
		}
		limited, cancel := context.WithTimeout(ctx, sizeTimeout)
		err := measureSize(limited, col, binary)
		cancel()
		if err != nil {
			return fmt.Errorf("%s complaints: %w", thousands(n), err)
		}
	}
	say("all done after %s", time.Since(begin).Round(time.Second))
	return nil
}

// say tells how far the measuring is.
func say(format string, args ...any) {
	fmt.Fprintf(os.Stderr, time.Now().Format(time.TimeOnly)+"  "+format+"\n", args...)
}
