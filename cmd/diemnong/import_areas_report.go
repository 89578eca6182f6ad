package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/postgis"
)

// mostListed is how many examples of one finding a report names.
const mostListed = 8

func printAreaReport(out io.Writer, file string, in postgis.AreaImport, used area.Fields, r postgis.AreaReport) {
	fmt.Fprintf(out, "%s: %d areas of level %s in set %s: %d new, %d kept, %d removed\n",
		file, len(in.Areas), in.Level.Code, in.Set.Code, r.Added, r.Kept, r.Removed)
	line := func(what, format string, args ...any) {
		fmt.Fprintf(out, "  %-10s %s\n", what, fmt.Sprintf(format, args...))
	}
	line("read", "%s", used)
	levels := make([]string, len(r.Levels))
	for i, l := range r.Levels {
		levels[i] = fmt.Sprintf("%s (%d)", l.Code, l.Areas)
	}
	line("levels", "%s", strings.Join(levels, " > "))
	if len(r.Levels) > 1 {
		line("parents", "%d by code, %d by place%s%s%s", r.ByCode, r.ByPlace,
			listed("; without one: ", r.Orphans), listed("; codes that no coarser area has: ", r.UnknownParents),
			listed("; reach beyond theirs: ", each(r.Strays, func(s postgis.AreaStray) string {
				return fmt.Sprintf("%s (%.0f %% in %s)", s.Code, 100*s.Share, s.Parent)
			})))
	}
	line("repaired", "%d%s", len(r.Repaired), listed(": ", each(r.Repaired, func(p postgis.AreaRepair) string {
		return p.Code + " " + p.Reason
	})))
	line("overlaps", "%s%s", squareMetres(r.OverlapM2), listed(": ", each(r.Overlaps, func(o postgis.AreaOverlap) string {
		return fmt.Sprintf("%s and %s %s", o.A, o.B, squareMetres(o.M2))
	})))
	gaps := squareMetres(r.GapM2)
	if r.Gaps > 0 {
		gaps += fmt.Sprintf(", %d over %d m²", r.Gaps, postgis.OverlapM2)
	}
	line("gaps", "%s", gaps)
	if len(r.Overlaps)+r.Gaps > 0 {
		fmt.Fprintln(out, "  A place that two areas claim belongs to the one with the smaller code, a gap to none. "+
			"To change that, mend the file and import it again.")
	}
}

func each[T any](list []T, text func(T) string) []string {
	texts := make([]string, len(list))
	for i, v := range list {
		texts[i] = text(v)
	}
	return texts
}

// listed joins the first few texts behind a prefix; empty when there are none.
func listed(prefix string, texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	if more := len(texts) - mostListed; more > 0 {
		return prefix + strings.Join(texts[:mostListed], ", ") + fmt.Sprintf(" and %d more", more)
	}
	return prefix + strings.Join(texts, ", ")
}

func squareMetres(m2 float64) string {
	switch {
	case m2 == 0:
		return "none"
	case m2 >= 100:
		return thousands(int64(m2)) + " m²"
	}
	return fmt.Sprintf("%.1f m²", m2)
}

// warnOfBounds tells that complaints in a part of the areas would be refused.
func warnOfBounds(out io.Writer, city diemnong.City, areas []area.Draft) {
	b, extent := city.Bounds, extentOf(areas)
	inside := boundOf(areas)
	if b.Contains(inside.Min[0], inside.Min[1]) && b.Contains(inside.Max[0], inside.Max[1]) {
		return
	}
	fmt.Fprintf(out, "The areas go beyond the bounds of the city, where complaints are refused. To widen them: "+
		"diemnong city --bounds=%g,%g,%g,%g\n",
		min(b.West, extent.West), min(b.South, extent.South), max(b.East, extent.East), max(b.North, extent.North))
}
