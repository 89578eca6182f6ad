package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
	"github.com/diemnong/diemnong/geo/geocode/source"
	"github.com/diemnong/diemnong/geo/postgis"
)

func printGazetteerReport(out io.Writer, file string, src gazetteer.Source, r source.Report, stored postgis.GazetteerReport) {
	fmt.Fprintf(out, "%s: %s entries of source %s (%s)\n", file, thousands(r.Entries), src.Code, src.Name)
	line := func(what, format string, args ...any) {
		fmt.Fprintf(out, "  %-10s %s\n", what, fmt.Sprintf(format, args...))
	}
	line("read", "%s", cmp.Or(r.Read, "nothing"))
	line("streets", "%s, split into %s parts by the areas that they cross", thousands(stored.Streets), thousands(stored.Parts))
	line("addresses", "%s", thousands(stored.Addresses))
	line("places", "%s", thousands(stored.Places))
	line("features", "%s", thousands(stored.Features))
	if stored.Removed > 0 {
		line("removed", "%s entries of the earlier import", thousands(stored.Removed))
	}
	printLeftOut(out, r)
}

// printLeftOut lists why entries were left out, the commonest reason first.
func printLeftOut(out io.Writer, r source.Report) {
	if where := r.Elsewhere(); where != "" {
		fmt.Fprintf(out, "  %-10s %s entries. %s\n", "outside", thousands(r.Outside), where)
	}
	if len(r.LeftOut) == 0 {
		return
	}
	fmt.Fprintf(out, "  %-10s %s\n", "left out", thousands(r.Missing()))
	reasons := r.Reasons()
	for i, l := range reasons {
		if i == mostReasons {
			fmt.Fprintf(out, "  and for %d other reasons\n", len(reasons)-i)
			return
		}
		field := l.Field
		if field != "" {
			field = fmt.Sprintf(" %s %q", field, l.Value)
		}
		example := l.Where + field
		if l.N > 1 {
			example = "e.g. " + example
		}
		fmt.Fprintf(out, "  %8s × %s (%s)\n", thousands(l.N), strings.TrimSuffix(l.Text, "."), example)
	}
}
