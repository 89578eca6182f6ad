package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/diemnong/diemnong/geo/postgis"
	"github.com/diemnong/diemnong/internal/bulkcity"
	"github.com/diemnong/diemnong/internal/localpg"
	"github.com/diemnong/diemnong/migrations"
)

const schema = "diemnong"

// bench is the work on one size: a folder, a database in it, and the program
// that is measured.
type bench struct {
	*column
	binary, dir, url string
	db               *postgis.DB
	filters          int // new ones asked for so far
}

// measureSize fills a column. Whatever happens, everything that it started has
// ended and the folder is gone when it returns.
func measureSize(ctx context.Context, col *column, binary string) (err error) {
	b := &bench{column: col, binary: binary}
	if b.dir, err = os.MkdirTemp("", "diemnong-bench-"); err != nil {
		return err
	}
	defer os.RemoveAll(b.dir)
	if err := os.Chmod(b.dir, 0o755); err != nil { // the cluster's own account must reach it
		return err
	}
	cluster, err := localpg.Open(ctx, localpg.Options{DataDir: b.dir, Unsafe: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, cluster.Close()) }()
	b.url = cluster.URL()
	if err := migrations.Migrate(ctx, b.url, schema); err != nil {
		return err
	}
	if b.db, err = postgis.Open(ctx, postgis.Options{URL: b.url, Schema: schema}); err != nil {
		return err
	}
	defer b.db.Close()
	return b.measure(ctx)
}

func (b *bench) measure(ctx context.Context) error {
	for _, step := range []func(context.Context) error{b.fill, b.withIndex, b.withoutIndex, b.statements} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return memory(ctx, b.column)
}

func (b *bench) fill(ctx context.Context) error {
	begin := time.Now()
	if err := bulkcity.Fill(ctx, b.db.Pool, schema, b.rows, func(done string) { say("    %s", done) }); err != nil {
		return err
	}
	b.add("fill", float64(b.rows)/time.Since(begin).Seconds())
	return nil
}

// withIndex measures two runs of the service: one that loads from the
// database, and one that begins with the file that the first one left.
func (b *bench) withIndex(ctx context.Context) error {
	s, err := b.serve(ctx)
	if err != nil {
		return err
	}
	err = b.firstLoad(ctx, s)
	s.stop()
	if err != nil {
		return err
	}
	begin := time.Now()
	if s, err = b.serve(ctx); err != nil {
		return err
	}
	defer s.stop()
	return b.secondRun(ctx, s, begin)
}

func (b *bench) firstLoad(ctx context.Context, s *service) error {
	line, err := s.await(ctx, loaded)
	if err != nil {
		return err
	}
	took, err := time.ParseDuration(field(line, "took"))
	if err != nil {
		return fmt.Errorf("the line %q: %w", line, err)
	}
	b.add("load", float64(b.rows)/took.Seconds())
	if _, err := s.await(ctx, written); err != nil { // with the histories, which are read after the rows
		return err
	}
	b.add("file", sizeOf(filepath.Join(b.dir, "var", "index"))/float64(b.rows))
	return nil
}

func (b *bench) secondRun(ctx context.Context, s *service, begin time.Time) error {
	if _, err := s.await(ctx, restarted); err != nil {
		return err
	}
	b.add("restart", ms(time.Since(begin)))
	b.add("rss", residentMemory(s.cmd.Process.Pid))
	w, err := dial(ctx, s.address)
	if err != nil {
		return err
	}
	defer w.close()
	for _, step := range []func(context.Context, *service, *wire) error{b.firstTiles, b.nextTiles, b.statistics, b.manyClients, b.freshness} {
		if err := step(ctx, s, w); err != nil {
			return err
		}
	}
	b.add("rss after", residentMemory(s.cmd.Process.Pid))
	return nil
}

// ms is a duration in milliseconds.
func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
