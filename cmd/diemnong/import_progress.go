package main

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/ingest"
)

// plainInterval is the time between lines of progress where there is no terminal.
const plainInterval = 10 * time.Second

// importProgress shows how far an import is: a bar on a terminal, else a line
// now and then.
type importProgress struct {
	out   io.Writer
	now   func() time.Time
	start time.Time

	bar     *progressbar.ProgressBar
	isTerm  bool
	first   *ingest.Progress // where this run began to count
	printed time.Time
}

func newImportProgress(a *app) *importProgress {
	p := &importProgress{out: a.err, now: a.now, start: a.now(), printed: a.now()}
	if f, ok := a.err.(*os.File); ok {
		p.isTerm = term.IsTerminal(int(f.Fd()))
	}
	return p
}

// show is called after each batch.
func (p *importProgress) show(g ingest.Progress) {
	if p.first == nil {
		p.first = &g
	}
	rows := fmt.Sprintf("%s rows, %s rows/s", thousands(g.Rows), thousands(p.rate(g.Rows-p.first.Rows)))
	if p.isTerm {
		p.draw(g, rows)
		return
	}
	if now := p.now(); now.Sub(p.printed) >= plainInterval {
		p.printed = now
		fmt.Fprintln(p.out, "importing:", p.share(g)+rows+p.left(g))
	}
}

func (p *importProgress) draw(g ingest.Progress, rows string) {
	if p.bar == nil {
		total := g.Total
		if total == 0 {
			total = -1 // a spinner
		}
		p.bar = progressbar.NewOptions64(total, progressbar.OptionSetWriter(p.out), progressbar.OptionSetWidth(24),
			progressbar.OptionSetPredictTime(true), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())
	}
	p.bar.Describe(rows)
	_ = p.bar.Set64(g.Done) // a bar that cannot be drawn is no reason to stop
}

// rate is rows per second of this run.
func (p *importProgress) rate(rows int64) int64 {
	seconds := p.now().Sub(p.start).Seconds()
	if seconds <= 0 {
		return 0
	}
	return int64(float64(rows) / seconds)
}

func (p *importProgress) share(g ingest.Progress) string {
	if g.Total == 0 {
		return ""
	}
	return fmt.Sprintf("%d %%, ", g.Done*100/g.Total)
}

func (p *importProgress) left(g ingest.Progress) string {
	done := g.Done - p.first.Done
	if g.Total == 0 || done <= 0 {
		return ""
	}
	left := time.Duration(float64(p.now().Sub(p.start)) / float64(done) * float64(g.Total-g.Done))
	return fmt.Sprintf(", %s left", left.Round(time.Second))
}

// end removes the bar.
func (p *importProgress) end() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}

// mostReasons is how many reasons for rejections a summary lists.
const mostReasons = 10

func printSummary(out io.Writer, file string, s *ingest.Summary, took time.Duration) {
	fmt.Fprintf(out, "%s: %s rows", file, thousands(s.RowsDone))
	if s.Resumed > 0 {
		fmt.Fprintf(out, ", continued behind row %s", thousands(s.Resumed))
	}
	if seconds := took.Seconds(); seconds > 0 {
		fmt.Fprintf(out, ", %.1f s, %s rows/s", seconds, thousands(int64(float64(s.RowsDone-s.Resumed)/seconds)))
	}
	fmt.Fprintln(out)
	for _, l := range []struct {
		what string
		n    int64
	}{{"inserted", s.Inserted}, {"updated", s.Updated}, {"unchanged", s.Unchanged}, {"rejected", s.Rejected}} {
		fmt.Fprintf(out, "  %-10s %12s\n", l.what, thousands(l.n))
	}
	fmt.Fprint(out, "  location  ")
	for _, q := range diemnong.Qualities() {
		fmt.Fprintf(out, " %s %s", q, thousands(s.ByQuality[q]))
	}
	fmt.Fprintln(out, ofThisRun(s))
	printUnplaced(out, s)
	printReasons(out, s)
}

// printUnplaced says why rows have no point, as far as somebody looked for one.
func printUnplaced(out io.Writer, s *ingest.Summary) {
	if len(s.ByReason) == 0 {
		return
	}
	fmt.Fprint(out, "  unplaced  ")
	for _, reason := range diemnong.UnplacedReasons() {
		if n := s.ByReason[reason]; n > 0 {
			fmt.Fprintf(out, " %s %s", reason, thousands(n))
		}
	}
	fmt.Fprintln(out, ofThisRun(s))
}

// ofThisRun marks counts of this run among those of all runs of an import.
func ofThisRun(s *ingest.Summary) string {
	if s.Resumed == 0 {
		return ""
	}
	return " (of this run's " + thousands(s.RowsDone-s.Resumed) + " rows)"
}

func printReasons(out io.Writer, s *ingest.Summary) {
	for i, r := range s.Reasons {
		if i == mostReasons {
			fmt.Fprintf(out, "  and %d other reasons\n", len(s.Reasons)-i)
			break
		}
		column := r.Column
		if column != "" {
			column += " "
		}
		fmt.Fprintf(out, "  %8s × %s%q (line %d): %s%s\n", thousands(r.N), column, r.Example.Value, r.Example.Line, r.Reason, ofThisRun(s))
	}
	if s.RejectPath != "" {
		fmt.Fprintf(out, "Rejected rows, with line, column and reason, are in %s; mend them there and import that file.\n", s.RejectPath)
	}
}

// thousands writes a number with commas between groups of three digits.
func thousands(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
