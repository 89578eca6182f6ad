package api

import (
	"context"
	"slices"
	"strings"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// statsRequest is a question of /api/v1/stats.
type statsRequest struct {
	city    city
	query   heat.StatsQuery
	compare heat.Comparison
	format  format
}

type statsAnswer struct {
	Filter   string         `json:"filter"`
	AsOf     string         `json:"as_of"`
	Revision int64          `json:"revision"`
	GroupBy  []string       `json:"group_by,omitempty"`
	Set      string         `json:"set,omitempty"`
	Level    string         `json:"level,omitempty"`
	Total    measures       `json:"total"`
	Placed   uint32         `json:"placed"`
	Unplaced uint32         `json:"unplaced"`
	Rows     []statsRow     `json:"rows,omitzero"` // nil without a grouping
	Compare  *compareAnswer `json:"compare,omitempty"`
}

type statsRow struct {
	Key     []*string `json:"key"`
	Name    []*string `json:"name"`
	NameEN  []*string `json:"name_en"`
	Measure measures  `json:"measures"`
	Compare *measures `json:"compare,omitempty"`
}

type compareAnswer struct {
	Mode  heat.Comparison `json:"mode"`
	From  string          `json:"from"`
	To    string          `json:"to"`
	AsOf  string          `json:"as_of"` // the moment that this window is judged at
	Total measures        `json:"total"`
}

// readStats reads a question and refuses what has no answer, before anything is counted.
func (s *Server) readStats(ctx context.Context, c *call) (*statsRequest, error) {
	w, err := s.city(ctx)
	if err != nil {
		return nil, err
	}
	q := &statsRequest{city: w}
	if q.query.Filter, err = s.filter(c, w); err != nil {
		return nil, err
	}
	if q.query.By, err = s.groupings(c, w); err != nil {
		return nil, err
	}
	if err = q.query.Check(w.catalog, w.atlas, s.opt.Now()); err != nil {
		return nil, err
	}
	if q.compare, err = heat.ParseComparison(c.query.Get("compare")); err != nil {
		return nil, err
	}
	if err = q.checkCompare(); err != nil {
		return nil, err
	}
	offers := []format{formatJSON, formatCSV}
	if q.byAreaAlone() {
		offers = append(offers, formatGeoJSON)
	}
	q.format, err = negotiate(c, offers...)
	return q, err
}

// groupings reads group_by with set and level.
func (s *Server) groupings(c *call, w city) ([]heat.Grouping, error) {
	var by []heat.Grouping
	asked := strings.Join(c.query["group_by"], ",")
	for word := range strings.SplitSeq(asked, ",") {
		if word = strings.TrimSpace(word); word == "" {
			continue
		}
		if len(by) == heat.MaxGroupings {
			return nil, diemnong.InvalidValue("group_by", asked, "has more than two groupings.", "Give one or two.")
		}
		g, err := s.grouping(c, w, word)
		if err != nil {
			return nil, err
		}
		by = append(by, g)
	}
	return by, checkAreaParameters(c, by)
}

func (s *Server) grouping(c *call, w city, word string) (heat.Grouping, error) {
	d, err := heat.ParseDimension(word)
	if err != nil || d != heat.ByArea {
		return heat.Grouping{Dimension: d}, err
	}
	set, level, err := s.setAndLevel(c, w)
	return heat.Grouping{Dimension: d, Set: set.Code, Level: level.Code}, err
}

// checkAreaParameters refuses a set or a level that nothing is grouped by.
func checkAreaParameters(c *call, by []heat.Grouping) error {
	if slices.ContainsFunc(by, func(g heat.Grouping) bool { return g.Dimension == heat.ByArea }) {
		return nil
	}
	for _, name := range []string{"set", "level"} {
		if v := c.query.Get(name); v != "" {
			return diemnong.InvalidValue(name, v, "has no meaning without group_by=area.", "Add group_by=area, or leave it out.")
		}
	}
	return nil
}

func (q *statsRequest) byAreaAlone() bool {
	return len(q.query.By) == 1 && q.query.By[0].Dimension == heat.ByArea
}

// stats answers a question.
func (s *Server) stats(ctx context.Context, q *statsRequest) (*reply, error) {
	now, err := s.ask(ctx, q.query)
	if err != nil {
		return nil, err
	}
	f := q.query.Filter
	a := &statsAnswer{
		Filter: f.Key(), AsOf: rfc3339(now.AsOf), Revision: int64(now.State.Revision),
		Total: measuresOf(&now.Total), Placed: now.Placed, Unplaced: now.Total.N() - now.Placed,
	}
	for _, g := range q.query.By {
		a.GroupBy = append(a.GroupBy, g.Dimension.String())
		if g.Dimension == heat.ByArea {
			a.Set, a.Level = g.Set, g.Level
		}
	}
	rows := now.Rows
	var then *heat.Stats
	if q.compare != heat.NoComparison {
		if then, a.Compare, err = s.compared(ctx, q, now.AsOf); err != nil {
			return nil, err
		}
		rows = withMissing(rows, then.Rows)
	}
	if len(q.query.By) > 0 {
		a.Rows = make([]statsRow, len(rows))
		for i := range rows {
			a.Rows[i] = q.row(&rows[i], then)
		}
	}
	r, err := q.write(a)
	if err != nil {
		return nil, err
	}
	return r.at(now.State, now.AsOf), nil
}

// row writes one group with its names, and what it is compared with.
func (q *statsRequest) row(r *heat.Row, then *heat.Stats) statsRow {
	n := len(q.query.By)
	out := statsRow{Key: make([]*string, n), Name: make([]*string, n), NameEN: make([]*string, n)}
	var in diemnong.Area
	for i, g := range q.query.By {
		if r.Keys[i] == "" {
			continue
		}
		out.Key[i] = &r.Keys[i]
		out.Name[i], out.NameEN[i] = q.city.names(g, r.Keys[i])
	}
	if q.byAreaAlone() {
		u, _ := q.city.atlas.ByRef(diemnong.AreaRef{Set: q.query.By[0].Set, Code: r.Keys[0]})
		in = u.Area
	}
	out.Measure = measuresIn(&r.Measures, in)
	if then != nil {
		was := measuresIn(find(then.Rows, r.Keys), in)
		out.Compare = &was
	}
	return out
}
