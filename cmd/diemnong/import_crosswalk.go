package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/postgis"
)

type importCrosswalkCmd struct {
	File string `arg:"" help:"CSV file with a header and a row for each old and new area." type:"path"`

	From     string `required:"" help:"Area set of the old codes." placeholder:"SET"`
	To       string `required:"" help:"Area set of the new codes." placeholder:"SET"`
	FromCode string `help:"Column with the old code; guessed by default, as are the following." placeholder:"COLUMN"`
	ToCode   string `help:"Column with the new code." placeholder:"COLUMN"`
	Share    string `help:"Column with the part of the old area that went to the new one, in percent or as a fraction." placeholder:"COLUMN"`
	Main     string `help:"Column that marks the main successor." placeholder:"COLUMN"`

	NoRecompute bool `help:"Leave the complaints in the areas they had; run \"diemnong areas recompute\" later."`
}

// Run reads the file, replaces the links between the two sets and moves the complaints.
func (c importCrosswalkCmd) Run(ctx context.Context, a *app) (err error) {
	rows, used, err := c.read()
	if err != nil {
		return err
	}
	db, done, err := a.openDB(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	report, err := db.ImportCrosswalk(ctx, c.From, c.To, rows)
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(c.File), err)
	}
	c.print(a.out, used, report)
	if c.NoRecompute {
		fmt.Fprintln(a.out, "Complaints keep their areas until: diemnong areas recompute")
		return nil
	}
	return recomputeAreas(ctx, a, db)
}

func (c importCrosswalkCmd) read() (rows []area.Passage, used area.Columns, err error) {
	file, err := os.Open(c.File)
	if err != nil {
		return nil, used, missingFile(c.File, err)
	}
	defer file.Close() // only read
	rows, used, err = area.ReadCrosswalk(file, area.Columns{From: c.FromCode, To: c.ToCode, Share: c.Share, Main: c.Main})
	if err != nil {
		return nil, used, fmt.Errorf("%s: %w", filepath.Base(c.File), err)
	}
	return rows, used, nil
}

func (c importCrosswalkCmd) print(out io.Writer, used area.Columns, r postgis.CrosswalkReport) {
	fmt.Fprintf(out, "%s: %d links from %s to %s; %d areas were split\n", filepath.Base(c.File), r.Links, c.From, c.To, r.Split)
	line := func(what, text string) {
		if text != "" {
			fmt.Fprintf(out, "  %-10s %s\n", what, text)
		}
	}
	columns := "old code from " + used.From + ", new code from " + used.To
	if used.Share != "" {
		columns += ", share from " + used.Share
	}
	if used.Main != "" {
		columns += ", main successor from " + used.Main
	}
	line("read", columns)
	line("left out", listed(fmt.Sprintf("old codes that %s does not have: ", c.From), r.UnknownFrom))
	line("left out", listed(fmt.Sprintf("new codes that %s does not have: ", c.To), r.UnknownTo))
	line("missing", listed("areas without a successor: ", r.Missing))
	line("undecided", listed("split areas without a mark or a share, moved to the smallest new code: ", r.Undecided))
}
