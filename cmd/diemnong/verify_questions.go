package main

import (
	"math/rand/v2"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/heat"
)

// questions makes random questions about a city, the same for the same seed.
type questions struct {
	*rand.Rand
	catalog *diemnong.Catalog
	areas   []diemnong.AreaRef
	now     time.Time
}

func newQuestions(seed uint64, c *diemnong.Catalog, atlas *area.Atlas, now time.Time) *questions {
	q := &questions{Rand: rand.New(rand.NewPCG(seed, 0)), catalog: c, now: now}
	for _, s := range c.Sets {
		for _, l := range s.Levels {
			for _, u := range atlas.AtLevel(s.Code, l.Code) {
				q.areas = append(q.areas, diemnong.AreaRef{Set: s.Code, Code: u.Code})
			}
		}
	}
	return q
}

func (q *questions) one(n int) bool { return q.IntN(n) == 0 }

// next makes a question. Each part of a filter is there one time in four, so
// that most questions have an answer worth comparing.
func (q *questions) next() heat.StatsQuery {
	f := diemnong.Filter{
		Statuses: some(q, diemnong.Statuses()), Classes: some(q, diemnong.Classes()),
		Channels: some(q, diemnong.Channels()), Qualities: some(q, diemnong.Qualities()), Areas: some(q, q.areas),
	}
	for _, c := range some(q, q.catalog.Categories) {
		f.Categories = append(f.Categories, c.Code)
	}
	for _, g := range some(q, q.catalog.Groups) {
		f.Groups = append(f.Groups, g.Code)
	}
	for _, a := range some(q, q.catalog.Agencies) {
		f.Agencies = append(f.Agencies, a.Code)
	}
	if q.one(3) {
		f.AgencyView = diemnong.AsNow
	}
	if q.one(2) {
		f.From = q.moment()
		f.To = f.From.Add(time.Duration(1+q.IntN(400*24)) * time.Hour)
	}
	if q.one(8) { // dear for SQL
		f.AsOf = q.moment()
	}
	f, err := diemnong.NewFilter(f)
	if err != nil {
		return heat.StatsQuery{} // a list longer than a filter may have
	}
	return heat.StatsQuery{Filter: f, By: q.groupings()}
}

// moment is a time in the last four years, to the second.
func (q *questions) moment() time.Time {
	return q.now.Add(-time.Duration(q.IntN(4*365*86400)) * time.Second).Truncate(time.Second)
}

func (q *questions) groupings() []heat.Grouping {
	var by []heat.Grouping
	for range q.IntN(heat.MaxGroupings + 1) {
		g := heat.Grouping{Dimension: heat.Dimension(q.IntN(int(heat.ByHourOfWeek) + 1))}
		if len(by) > 0 && by[0].Dimension == g.Dimension {
			continue
		}
		if g.Dimension == heat.ByArea {
			if len(q.catalog.Sets) == 0 {
				continue
			}
			set := q.catalog.Sets[q.IntN(len(q.catalog.Sets))]
			g.Set, g.Level = set.Code, set.Levels[q.IntN(len(set.Levels))].Code
		}
		by = append(by, g)
	}
	return by
}

// some gives up to four of a list, three times out of four none.
func some[T any](q *questions, list []T) []T {
	if !q.one(4) || len(list) == 0 {
		return nil
	}
	var out []T
	for range 1 + q.IntN(4) {
		out = append(out, list[q.IntN(len(list))])
	}
	return out
}
