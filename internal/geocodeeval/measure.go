package main

import (
	"fmt"
	"slices"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/geocode"
)

// result is what one measurement found.
type result struct {
	rows, right      int
	placed, placedOK int // answers of quality point or street
	points           []float64
	bins             [10]struct{ n, right int }
	sure, sureWrong  int
}

func (e *evaluation) measure(name string, rows []row, at time.Time, text func(row) (string, bool), right func(row, *geocode.Candidate) bool) {
	var res result
	for _, r := range rows {
		if e.part == "validation" && !r.validation || e.part == "tuning" && r.validation {
			continue
		}
		s, ok := text(r)
		if !ok {
			continue
		}
		res.rows++
		a := e.halves[r.fold].Geocode(geocode.Query{Text: s, At: at})
		if len(a.Candidates) == 0 {
			e.wrong(name, r, s, &a)
			continue
		}
		c := &a.Candidates[0]
		good := right(r, c)
		if good {
			res.right++
		} else {
			e.wrong(name, r, s, &a)
		}
		if name == "ward removed" && debugStats != nil {
			k := e.halves[r.fold].Debug(s)
			x := debugStats[k]
			x[0]++
			if good {
				x[1]++
			}
			debugStats[k] = x
		}
		bin := min(9, int(c.Score*10))
		res.bins[bin].n++
		if good {
			res.bins[bin].right++
		}
		if c.Score >= 0.9 {
			res.sure++
			if !good {
				res.sureWrong++
			}
		}
		if c.Quality.Placeable() {
			res.placed++
			if good {
				res.placedOK++
			}
		}
		if c.Quality == diemnong.QualityPoint {
			res.points = append(res.points, r.at.DistanceM(c.Point))
		}
	}
	slices.Sort(res.points)
	q := func(p float64) float64 {
		if len(res.points) == 0 {
			return 0
		}
		return res.points[min(len(res.points)-1, int(p*float64(len(res.points))))]
	}
	fmt.Printf("%-26s %5d rows  right %5.1f %%  placed %5.1f %% right %5.1f %%  points %5.1f %% median %3.0f m p90 %4.0f m  sure %d wrong %.1f %%\n",
		name, res.rows, percent(res.right, res.rows), percent(res.placed, res.rows), percent(res.placedOK, res.placed),
		percent(len(res.points), res.rows), q(0.5), q(0.9), res.sure, percent(res.sureWrong, res.sure))
	for i, b := range res.bins {
		if b.n >= 50 {
			fmt.Printf("   %.1f–%.1f %5d %.3f\n", float64(i)/10, float64(i+1)/10, b.n, float64(b.right)/float64(b.n))
		}
	}
}

func percent(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return 100 * float64(n) / float64(of)
}

// wrong writes down a wrong answer.
func (e *evaluation) wrong(name string, r row, text string, a *geocode.Answer) {
	if e.log == nil {
		return
	}
	fmt.Fprintf(e.log, "%s\t%s\t%s\t[%s/%s]\t", name, r.id, text, r.ward, r.parent)
	for _, c := range a.Candidates[:min(2, len(a.Candidates))] {
		fmt.Fprintf(e.log, "%s %.2f (%s) ", c.Quality, c.Score, e.describe(&c))
	}
	for _, p := range a.Parts {
		fmt.Fprintf(e.log, "| %s:%s=%s ", p.Kind, p.Text, p.Value)
	}
	found := e.atlas.Locate(r.at, nil)
	u, _ := e.atlas.Area(found[set2025])
	fmt.Fprintf(e.log, "\t%s\t%s\n", u.Name, e.halves[r.fold].Debug3(text))
}

func (e *evaluation) describe(c *geocode.Candidate) (s string) {
	for _, id := range c.Areas {
		u, _ := e.atlas.Area(id)
		p, _ := e.atlas.Area(u.ParentID)
		s += u.Name + "," + p.Name + ";"
	}
	return s
}

var debugStats map[string][2]int
