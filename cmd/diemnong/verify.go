package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/geo/index"
	"github.com/diemnong/diemnong/geo/postgis"
)

type verifyCmd struct {
	Questions int    `help:"How many random questions to ask." default:"100"`
	Seed      uint64 `help:"Repeats the questions of another run; 0 makes new ones." default:"0"`
	Fresh     bool   `help:"Read all complaints, in place of the index's file."`
}

// Run makes an index beside the one of a running service, from the same file
// and the same feed, and asks it and SQL the same questions until they differ.
func (c *verifyCmd) Run(ctx context.Context, a *app) (err error) {
	db, done, err := a.openDB(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	worlds := postgis.NewWorlds(db, a.log)
	sql := postgis.NewEngine(db, worlds)
	sql.Timeout = verifyTimeout
	feed := postgis.NewFeed(db, a.log)
	options := a.indexOptions(db, worlds, noAnswer{})
	options.ReadOnly = true
	if c.Fresh {
		options.File = ""
	}
	memory := index.New(options)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return ignoreEnd(feed.Run(ctx)) })
	g.Go(func() error { return ignoreEnd(memory.Run(ctx, feed)) })
	g.Go(func() error {
		defer cancel()
		return c.verify(ctx, a, worlds, &comparison{memory: memory, sql: sql})
	})
	return g.Wait()
}

// verifyTimeout is how long one question may take SQL: there is no hurry.
const verifyTimeout = 10 * time.Minute

func (c *verifyCmd) verify(ctx context.Context, a *app, worlds *postgis.Worlds, both *comparison) error {
	fmt.Fprintln(a.err, "Reading the index …")
	if err := awaitIndex(ctx, both.memory); err != nil {
		return err
	}
	world, err := worlds.Current(ctx)
	if err != nil {
		return err
	}
	seed := c.Seed
	if seed == 0 {
		seed = uint64(a.now().UnixNano())
	}
	fmt.Fprintf(a.err, "%s Questions of seed %d.\n", both.memory.Status(), seed)
	ask := newQuestions(seed, world.Catalog, world.Atlas, a.now())
	for i := range c.Questions {
		q := ask.next()
		if i == 0 {
			q = heat.StatsQuery{} // everything, first
		}
		difference, err := both.compare(ctx, q)
		if err != nil {
			return fmt.Errorf("question %d, %s: %w", i+1, questionText(q), err)
		}
		if difference != "" {
			fmt.Fprintf(a.out, "Question %d, %s; got from the index, want from SQL:\n%s\n", i+1, questionText(q), difference)
			return &diemnong.Error{
				Code: diemnong.Internal, Message: "Index and SQL differ.",
				Hint: fmt.Sprintf("Ask the same again with --seed %d, and with --fresh, which leaves the index's file out; "+
					"where only the file is wrong, remove it and restart the service. Please report it in any case.", seed),
			}
		}
	}
	fmt.Fprintf(a.out, "%d questions, no difference.\n", c.Questions)
	return nil
}

// awaitIndex waits until the index answers all questions. It fails with the
// index's own reason when it cannot be made.
func awaitIndex(ctx context.Context, memory *index.Engine) error {
	for {
		limited, cancel := context.WithTimeout(ctx, time.Second)
		err := memory.AwaitHistories(limited)
		cancel()
		if err == nil || ctx.Err() != nil {
			return err
		}
		if s := memory.Status(); s.Phase == index.Waiting && s.Reason != "" {
			return &diemnong.Error{
				Code: diemnong.Unavailable, Message: "The index cannot be made: " + s.Reason, Hint: "The log has the cause.",
			}
		}
	}
}

// noAnswer stands in for SQL behind the index: what is compared with SQL must
// not be SQL's own answer.
type noAnswer struct{}

var errNoAnswer = diemnong.Errorf(diemnong.Unavailable, "The index stopped answering while it was being verified.")

func (noAnswer) State(context.Context) (heat.State, error) { return heat.State{}, errNoAnswer }

func (noAnswer) Grid(context.Context, diemnong.Filter) (*heat.Grid, error) { return nil, errNoAnswer }

func (noAnswer) Stats(context.Context, heat.StatsQuery) (*heat.Stats, error) { return nil, errNoAnswer }

// comparison asks two engines.
type comparison struct {
	memory *index.Engine
	sql    heat.Engine
}

// compareAttempts bounds how often a question is asked again because the
// database changed between the two answers.
const compareAttempts = 50

// compare gives the first difference of the answers, about one revision and
// one moment; "" when there is none.
func (c *comparison) compare(ctx context.Context, q heat.StatsQuery) (string, error) {
	for range compareAttempts {
		want, err := c.sql.Stats(ctx, q)
		if err != nil {
			return "", err
		}
		grid, err := c.sql.Grid(ctx, q.Filter)
		if err != nil {
			return "", err
		}
		if err := c.memory.Await(ctx, grid.State.Revision); err != nil {
			return "", err
		}
		got, err := c.memory.Stats(ctx, q)
		if err != nil {
			return "", err
		}
		gotGrid, err := c.memory.Grid(ctx, q.Filter)
		if err != nil {
			return "", err
		}
		if want.State != grid.State || got.State != want.State || gotGrid.State != want.State ||
			!got.AsOf.Equal(want.AsOf) || !gotGrid.AsOf.Equal(grid.AsOf) {
			continue // something was written, or five minutes passed, in between
		}
		if d := heat.DiffStats(got, want); d != "" {
			return d, nil
		}
		return heat.DiffGrids(gotGrid, grid), nil
	}
	return "", &diemnong.Error{
		Code: diemnong.Unavailable, Message: "The database changes faster than both can be asked.",
		Hint: "Run verify again when no import is running.",
	}
}

// questionText writes a question as it would be asked of the service.
func questionText(q heat.StatsQuery) string {
	var parts, groupings []string
	if key := q.Filter.Key(); key != "" {
		parts = append(parts, key)
	}
	for _, g := range q.By {
		groupings = append(groupings, g.Dimension.String())
		if g.Dimension == heat.ByArea {
			parts = append(parts, "set="+g.Set, "level="+g.Level)
		}
	}
	if len(groupings) > 0 {
		parts = append(parts, "group_by="+strings.Join(groupings, ","))
	}
	if len(parts) == 0 {
		return "/api/v1/stats"
	}
	return "/api/v1/stats?" + strings.Join(parts, "&")
}
