package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/diemnong/diemnong/geo/geocode"
)

// table measures everything and prints it.
func (e *evaluation) table(size int) error {
	typed, err := e.answers()
	if err != nil {
		return err
	}
	named, err := e.rows("dev_ward_verified.csv")
	if err != nil {
		return err
	}
	e.speed(named)
	if err := e.memory(size); err != nil {
		return err
	}
	e.calibration(typed)
	e.worst()
	return nil
}

// answers measures how good the answers are, and prints it.
func (e *evaluation) answers() (typed [3]result, err error) {
	named, err := e.rows("dev_ward_verified.csv")
	if err != nil {
		return typed, err
	}
	fresh, err := e.rows("dev_listings_new_format.csv")
	if err != nil {
		return typed, err
	}
	fmt.Fprintf(e.out, "Rows of the part %q; each answered from the other half of the rows and the street files.\n\n", e.part)
	fmt.Fprintln(e.out, "| measure | rows | measured | target | |")
	fmt.Fprintln(e.out, "|---|--:|--:|--:|---|")
	ask := func(bare bool) [3]result {
		as := func(s string) string {
			if bare {
				return unmarked(s)
			}
			return s
		}
		whole := func(r row) (string, bool) { return as(r.text), true }
		less := func(r row) (string, bool) {
			text, ok := withoutWard(r)
			return as(text), ok
		}
		return [3]result{
			e.ask(question{"ward named", named, before, whole, e.rightNamed}),
			e.ask(question{"new units", fresh, since, whole, e.rightHere(set2025)}),
			e.ask(question{"ward removed", named, before, less, e.rightNamed}),
		}
	}
	typed = ask(false)
	kinds := maps.Clone(e.kinds)
	e.wrong = nil
	bare := ask(true)
	e.kinds = kinds
	e.lines(typed, bare, named, fresh)
	if err := e.crossings(); err != nil {
		return typed, err
	}
	if err := e.parserCases(); err != nil {
		return typed, err
	}
	return typed, nil
}

// lines prints the measures of the answers.
func (e *evaluation) lines(typed, bare [3]result, named, fresh []row) {
	goals := [3]float64{99, 98, 75}
	names := [3]string{"ward named in the text: right ward", "units since July 2025: right ward of the 168", "ward removed: right ward, of all rows"}
	for i, r := range typed {
		e.line(names[i], r.rows, percent(r.right, r.rows), goals[i], "%")
		if i == 1 {
			e.disagreeing(fresh)
		}
	}
	removed := typed[2]
	known, right, all := e.plainly(named)
	fmt.Fprintf(e.out, "| … plain look-up of the nearest number, same parity | %d | %.1f %% of all, %.1f %% where the street is known | | |\n", all, percent(right, all), percent(right, known))
	e.line("ward removed: right ward, of answers of quality point or street", removed.placed, percent(removed.placedOK, removed.placed), 90, "%")
	fmt.Fprintf(e.out, "| … part of all rows answered so | %d | %.1f %% | | |\n", removed.rows, percent(removed.placed, removed.rows))
	e.lineBelow("ward removed: distance of points, median", len(removed.distances), removed.quantile(0.5), 60, "m")
	e.lineBelow("ward removed: distance of points, 90 %", len(removed.distances), removed.quantile(0.9), 400, "m")
	e.lineBelow("ward named: distance of points, median", len(typed[0].distances), typed[0].quantile(0.5), 60, "m")
	e.lineBelow("ward named: distance of points, 90 %", len(typed[0].distances), typed[0].quantile(0.9), 400, "m")
	e.lineBelow("ward named, score ≥ 0.9: wrong", typed[0].sure, percent(typed[0].sureWrong, typed[0].sure), 1, "%")
	e.lineBelow("new units, score ≥ 0.9: wrong", typed[1].sure, percent(typed[1].sureWrong, typed[1].sure), 1, "%")
	in, of := 0, 0
	for _, r := range typed {
		in, of = in+r.within, of+r.placed
	}
	fmt.Fprintf(e.out, "| true place within the radius, of answers of quality point or street | %d | %.1f %% | about 90 %% | |\n", of, percent(in, of))
	off := 0.0
	for _, r := range typed {
		off = max(off, r.worstBin())
	}
	e.lineBelow("calibration: worst tenth of at least 400 rows, difference", 0, off, 5, "points")
	short := [3]string{"ward named", "new units", "ward removed"}
	for i := range bare {
		lost := percent(typed[i].right, typed[i].rows) - percent(bare[i].right, bare[i].rows)
		e.lineBelow("marks removed, "+short[i]+": right wards lost", bare[i].rows, lost, 2, "points")
	}
	lost := percent(typed[2].placedOK, typed[2].placed) - percent(bare[2].placedOK, bare[2].placed)
	e.lineBelow("marks removed, ward removed: right of placed lost", bare[2].placed, lost, 2, "points")
}

// disagreeing counts the rows whose own coordinates lie in another unit than the one
// that their text names: no answer can be right about both.
func (e *evaluation) disagreeing(fresh []row) {
	all, other := 0, 0
	for _, r := range fresh {
		if e.skips(r) {
			continue
		}
		all++
		u, _ := e.atlas.Area(e.atlas.Locate(r.at, nil)[set2025])
		if key(u.Name) != key(r.unit) {
			other++
		}
	}
	fmt.Fprintf(e.out, "| … rows whose coordinates lie in another unit than their text names | %d | %.1f %% | | |\n", all, percent(other, all))
}

// skips reports whether a row is not of the part that is measured.
func (e *evaluation) skips(r row) bool {
	return e.part == "validation" && !r.validation || e.part == "tuning" && r.validation
}

// plainly measures the plain look-up on the same rows.
func (e *evaluation) plainly(named []row) (known, right, all int) {
	for _, r := range named {
		if e.skips(r) {
			continue
		}
		text, ok := withoutWard(r)
		if !ok {
			continue
		}
		all++
		a := e.halves[r.fold].Geocode(geocode.Query{Text: text, At: before})
		var street, number string
		for _, p := range a.Parts {
			if p.Kind == geocode.PartStreet && street == "" {
				street = p.Text
			}
			if p.Kind == geocode.PartNumber && number == "" {
				number = p.Text
			}
		}
		at, ok := e.plain[r.fold].find(street, number, r.parent)
		if !ok {
			continue
		}
		known++
		c := geocode.Candidate{Areas: e.atlas.Locate(at, nil)}
		if e.rightNamed(r, &c) {
			right++
		}
	}
	return known, right, all
}

// worstBin is how far score and share of right answers are apart, in points.
func (res *result) worstBin() float64 {
	worst := 0.0
	for _, b := range res.bins {
		if b.n >= 400 {
			worst = max(worst, 100*abs(b.sum/float64(b.n)-float64(b.right)/float64(b.n)))
		}
	}
	return worst
}

func abs(v float64) float64 { return max(v, -v) }

// calibration prints how often answers of each tenth of the score are right.
func (e *evaluation) calibration(all [3]result) {
	fmt.Fprintln(e.out, "\n| score | ward removed: rows | mean score | right | ward named and new units: rows | mean score | right |")
	fmt.Fprintln(e.out, "|---|--:|--:|--:|--:|--:|--:|")
	for i := range 10 {
		a, b := all[2].bins[i], all[0].bins[i]
		more := all[1].bins[i]
		b.n, b.right, b.sum = b.n+more.n, b.right+more.right, b.sum+more.sum
		fmt.Fprintf(e.out, "| %.1f–%.1f | %s | %s |\n", float64(i)/10, float64(i+1)/10, a.cells(), b.cells())
	}
}

func (b bin) cells() string {
	if b.n == 0 {
		return "0 | | "
	}
	return fmt.Sprintf("%d | %.3f | %.3f", b.n, b.sum/float64(b.n), float64(b.right)/float64(b.n))
}

// worst prints the kinds of wrong answers.
func (e *evaluation) worst() {
	fmt.Fprintln(e.out, "\n| wrong answers | count |")
	fmt.Fprintln(e.out, "|---|--:|")
	names := slices.SortedFunc(maps.Keys(e.kinds), func(a, b string) int {
		return cmp.Or(cmp.Compare(e.kinds[b], e.kinds[a]), cmp.Compare(a, b))
	})
	for _, name := range names[:min(20, len(names))] {
		fmt.Fprintf(e.out, "| %s | %d |\n", name, e.kinds[name])
	}
}

func (e *evaluation) line(name string, rows int, got, goal float64, unit string) {
	fmt.Fprintf(e.out, "| %s | %s | %.1f %s | ≥ %g %s | %s |\n", name, count(rows), got, unit, goal, unit, e.verdict(name, got >= goal))
}

func (e *evaluation) lineBelow(name string, rows int, got, goal float64, unit string) {
	fmt.Fprintf(e.out, "| %s | %s | %.1f %s | ≤ %g %s | %s |\n", name, count(rows), got, unit, goal, unit, e.verdict(name, got <= goal))
}

func count(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// verdict notes a target that is missed.
func (e *evaluation) verdict(name string, ok bool) string {
	if ok {
		return "met"
	}
	e.missed = append(e.missed, name)
	return "**missed**"
}

func percent(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return 100 * float64(n) / float64(of)
}
