package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/geocode"
)

// question is a set of rows asked in one way.
type question struct {
	name  string
	rows  []row
	at    time.Time
	text  func(row) (string, bool)           // false: not asked
	right func(row, *geocode.Candidate) bool // whether the candidate's ward is the true one
}

// result is what came of a question.
type result struct {
	rows, right      int
	within           int       // of those, with the true place within the radius
	placed, placedOK int       // answers of quality point or street
	distances        []float64 // of answers of quality point, in metres, ascending
	bins             [10]bin   // by score
	sure, sureWrong  int       // of score 0.9 and more
}

// bin counts the answers of a tenth of the score.
type bin struct {
	n, right int
	sum      float64 // of the scores
}

// ask answers the rows of a question.
func (e *evaluation) ask(q question) result {
	var res result
	for _, r := range q.rows {
		if e.skips(r) {
			continue
		}
		text, ok := q.text(r)
		if !ok {
			continue
		}
		a := e.halves[r.fold].Geocode(geocode.Query{Text: text, At: q.at})
		good := len(a.Candidates) > 0 && q.right(r, &a.Candidates[0])
		res.count(&a, good, r)
		if !good {
			e.note(q.name, r, text, &a, len(a.Candidates) > 1 && q.right(r, &a.Candidates[1]))
		}
	}
	slices.Sort(res.distances)
	return res
}

// count adds an answer.
func (res *result) count(a *geocode.Answer, good bool, r row) {
	res.rows++
	one := 0
	if good {
		one = 1
	}
	res.right += one
	if len(a.Candidates) == 0 {
		return
	}
	c := &a.Candidates[0]
	b := &res.bins[min(9, int(c.Score*10))]
	b.n, b.right, b.sum = b.n+1, b.right+one, b.sum+c.Score
	if c.Score >= 0.9 {
		res.sure, res.sureWrong = res.sure+1, res.sureWrong+1-one
	}
	if c.Quality.Placeable() {
		res.placed, res.placedOK = res.placed+1, res.placedOK+one
		if r.at.DistanceM(c.Point) <= c.RadiusM {
			res.within++
		}
	}
	if c.Quality == diemnong.QualityPoint {
		res.distances = append(res.distances, r.at.DistanceM(c.Point))
	}
}

// quantile of the distances; 0 when there are none.
func (res *result) quantile(p float64) float64 {
	if len(res.distances) == 0 {
		return 0
	}
	return res.distances[min(len(res.distances)-1, int(p*float64(len(res.distances))))]
}

// note writes a wrong answer down and counts its kind.
func (e *evaluation) note(name string, r row, text string, a *geocode.Answer, second bool) {
	kind := []string{name}
	if len(a.Candidates) == 0 {
		kind = append(kind, "no answer: "+a.Unplaced.String())
	} else {
		kind = append(kind, describe(&a.Candidates[0], a.Unplaced))
	}
	if second {
		kind = append(kind, "the right ward is second")
	}
	e.kinds[strings.Join(kind, " · ")]++
	if e.wrong == nil {
		return
	}
	fmt.Fprintf(e.wrong, "%s\t%s\t%s", strings.Join(kind, " · "), r.id, text)
	for _, c := range a.Candidates[:min(2, len(a.Candidates))] {
		fmt.Fprintf(e.wrong, "\t%.2f %s", c.Score, e.wards(&c))
	}
	for _, p := range a.Parts {
		fmt.Fprintf(e.wrong, "\t%s: %s = %s", p.Kind, p.Text, p.Value)
	}
	fmt.Fprintln(e.wrong)
}

// describe says what kind of answer a wrong one is.
func describe(c *geocode.Candidate, why diemnong.Unplaced) string {
	switch {
	case why == diemnong.UnplacedUnknown:
		return "street not known"
	case c.Street == "":
		return "no street in the text"
	}
	number := "house number"
	switch {
	case c.Number == "":
		number = "no house number"
	case strings.Contains(c.Number, "/"):
		number = "number in an alley"
	}
	sure := "guess"
	switch {
	case c.Score >= 0.9:
		sure = "sure"
	case c.Score >= geocode.CertainPoint:
		sure = "fairly sure"
	case c.Score >= geocode.Certain:
		sure = "unsure"
	}
	return number + ", " + sure
}

func (e *evaluation) wards(c *geocode.Candidate) string {
	var names []string
	for _, id := range c.Areas {
		u, _ := e.atlas.Area(id)
		names = append(names, u.Name)
	}
	return strings.Join(names, "; ")
}

// rightNamed reports whether the answer's ward is the one that the text names.
func (e *evaluation) rightNamed(r row, c *geocode.Candidate) bool {
	for set := range set2025 {
		u, ok := e.atlas.Area(c.Areas[set])
		if !ok || u.ParentID == 0 {
			continue
		}
		p, _ := e.atlas.Area(u.ParentID)
		if wardKey(u.Name) == r.ward && districtKey(p.Name) == r.parent {
			return true
		}
	}
	return false
}

// rightHere gives a check of whether the answer's ward of a set holds the point.
func (e *evaluation) rightHere(set int) func(row, *geocode.Candidate) bool {
	return func(r row, c *geocode.Candidate) bool {
		found := e.atlas.Locate(r.at, nil)
		return found[set] != 0 && c.Areas[set] == found[set]
	}
}

func districtKey(name string) string {
	for _, lead := range []string{"Quận ", "Huyện ", "Thành phố ", "Thị xã "} {
		name = strings.TrimPrefix(name, lead)
	}
	return key(name)
}
