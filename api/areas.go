package api

import (
	"context"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/heat"
)

// areasRequest is a question of /api/v1/areas.
type areasRequest struct {
	city   city
	filter diemnong.Filter
	set    diemnong.AreaSet
	level  diemnong.Level
	format format
}

type areaAnswer struct {
	Set         string     `json:"set"`
	Level       string     `json:"level"`
	Code        string     `json:"code"`
	Name        string     `json:"name"`
	NameEN      string     `json:"name_en"`
	Parent      string     `json:"parent,omitempty"`
	Population  int        `json:"population,omitempty"`
	AreaKM2     float64    `json:"area_km2,omitempty"`
	Label       [2]float64 `json:"label"`
	Bounds      [4]float64 `json:"bounds"`
	Approximate bool       `json:"approximate"`
	Measures    measures   `json:"measures"`
}

type areasAnswer struct {
	Set       string       `json:"set"`
	Level     string       `json:"level"`
	AsOf      string       `json:"as_of"`
	Revision  int64        `json:"revision"`
	Areas     []areaAnswer `json:"areas"`
	Elsewhere measures     `json:"elsewhere"`
}

func (s *Server) readAreas(ctx context.Context, c *call) (*areasRequest, error) {
	w, err := s.city(ctx)
	if err != nil {
		return nil, err
	}
	q := &areasRequest{city: w}
	if q.filter, err = s.filter(c, w); err != nil {
		return nil, err
	}
	if q.set, q.level, err = s.setAndLevel(c, w); err != nil {
		return nil, err
	}
	q.format, err = negotiate(c, formatJSON, formatCSV, formatGeoJSON)
	return q, err
}

// areas lists the areas of a level, those without a complaint included.
func (s *Server) areas(ctx context.Context, q *areasRequest) (*reply, error) {
	by := heat.Grouping{Dimension: heat.ByArea, Set: q.set.Code, Level: q.level.Code}
	stats, err := s.ask(ctx, heat.StatsQuery{Filter: q.filter, By: []heat.Grouping{by}})
	if err != nil {
		return nil, err
	}
	answer := &areasAnswer{
		Set: q.set.Code, Level: q.level.Code, AsOf: rfc3339(stats.AsOf), Revision: int64(stats.State.Revision),
		Elsewhere: measuresOf(find(stats.Rows, keys(""))),
	}
	units := q.city.atlas.AtLevel(q.set.Code, q.level.Code)
	answer.Areas = each(units, func(u area.Unit) areaAnswer {
		return areaOf(u, q.set, find(stats.Rows, keys(u.Code)))
	})
	a, err := q.write(answer, units)
	if err != nil {
		return nil, err
	}
	return a.at(stats.State, stats.AsOf), nil
}

// keys are those of a row of one grouping.
func keys(key string) [heat.MaxGroupings]string { return [heat.MaxGroupings]string{key} }

func areaOf(u area.Unit, set diemnong.AreaSet, m *heat.Measures) areaAnswer {
	return areaAnswer{
		Set: u.Set, Level: u.Level, Code: u.Code, Name: u.Name, NameEN: u.NameEN, Parent: u.Parent,
		Population: u.Population, AreaKM2: u.AreaKM2, Label: [2]float64{degrees(u.Lon), degrees(u.Lat)}, Bounds: boundsOf(u.Bounds),
		Approximate: set.Approximate, Measures: measuresIn(m, u.Area),
	}
}

func (q *areasRequest) write(a *areasAnswer, units []area.Unit) (*reply, error) {
	switch q.format {
	case formatCSV:
		return q.table(a).reply()
	case formatGeoJSON:
		fc := newFeatures()
		for i := range a.Areas {
			fc.Features = append(fc.Features, a.Areas[i].feature(units[i]))
		}
		return encodeReply(typeGeoJSON, fc)
	default:
		return jsonReply(a)
	}
}

// table is the answer as CSV. The last line, without a code, is what no area
// of the level holds, so that the column n adds up to the total.
func (q *areasRequest) table(a *areasAnswer) *table {
	t := &table{name: "diemnong-areas", zone: q.city.zone, columns: []string{
		"set", "level", "code", "name", "name_en", "parent", "population", "area_km2", "lon", "lat", "approximate",
	}}
	t.columns = append(t.columns, areaMeasureColumns...)
	for i := range a.Areas {
		r := &a.Areas[i]
		t.rows = append(t.rows, append([]any{
			r.Set, r.Level, r.Code, r.Name, r.NameEN, r.Parent, positive(r.Population), positive(r.AreaKM2),
			r.Label[0], r.Label[1], r.Approximate,
		}, r.Measures.areaCells()...))
	}
	elsewhere := []any{a.Set, a.Level, nil, nil, nil, nil, nil, nil, nil, nil, nil}
	t.rows = append(t.rows, append(elsewhere, a.Elsewhere.areaCells()...))
	return t
}

// positive is a number that is unknown when zero.
func positive[T int | float64](n T) any {
	if n == 0 {
		return nil
	}
	return n
}

// feature is an area with its outline and flat properties.
func (a *areaAnswer) feature(u area.Unit) feature {
	p := properties{
		"set": a.Set, "level": a.Level, "code": a.Code, "name": a.Name, "name_en": a.NameEN, "approximate": a.Approximate,
	}
	if a.Parent != "" {
		p["parent"] = a.Parent
	}
	if a.Population > 0 {
		p["population"] = a.Population
	}
	if a.AreaKM2 > 0 {
		p["area_km2"] = a.AreaKM2
	}
	p.measures("", &a.Measures)
	return newFeature(diemnong.AreaRef{Set: u.Set, Code: u.Code}.String(), u.Outline, p)
}
