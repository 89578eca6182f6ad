package api

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/heat"
)

// areaRequest is a question of /api/v1/areas/{set}/{code}.
type areaRequest struct {
	areasRequest
	unit area.Unit
}

type areaDetail struct {
	Area     areaAnswer    `json:"area"`
	AsOf     string        `json:"as_of"`
	Revision int64         `json:"revision"`
	Parent   *nameAnswer   `json:"parent,omitempty"`
	Children []nameAnswer  `json:"children"`
	Related  []relatedArea `json:"related"`
}

type relatedArea struct {
	Set      string      `json:"set"`
	Code     string      `json:"code"`
	Name     string      `json:"name"`
	NameEN   string      `json:"name_en"`
	Parent   *nameAnswer `json:"parent,omitempty"`
	Relation string      `json:"relation"`
	Share    float64     `json:"share,omitempty"`
	Main     bool        `json:"main"`
}

func (s *Server) readArea(ctx context.Context, c *call) (*areaRequest, error) {
	w, err := s.city(ctx)
	if err != nil {
		return nil, err
	}
	q := &areaRequest{areasRequest: areasRequest{city: w}}
	if q.unit, q.set, err = findArea(c, w); err != nil {
		return nil, err
	}
	if q.filter, err = s.filter(c, w); err != nil {
		return nil, err
	}
	q.filter.Areas = []diemnong.AreaRef{{Set: q.unit.Set, Code: q.unit.Code}}
	q.format, err = negotiate(c, formatJSON, formatGeoJSON)
	return q, err
}

// findArea finds the area that a path names.
func findArea(c *call, w city) (area.Unit, diemnong.AreaSet, error) {
	ref := diemnong.AreaRef{Set: c.path.get("set"), Code: c.path.get("code")}
	set, ok := w.catalog.Set(ref.Set)
	if !ok {
		return area.Unit{}, set, missing(unknownCode("set", ref.Set, setCodes(w.catalog), "/api/v1/meta lists the area sets."))
	}
	u, ok := w.atlas.ByRef(ref)
	if !ok {
		return u, set, missing(diemnong.InvalidValue("code", ref.Code, "is not an area of "+set.Code+".",
			"/api/v1/areas?set="+set.Code+" lists its areas."))
	}
	return u, set, nil
}

// missing makes a wrong value in a path what it is: an address of nothing.
func missing(err *diemnong.Error) error {
	err.Code = diemnong.NotFound
	return err
}

// area gives one area with its measures and its relatives.
func (s *Server) area(ctx context.Context, q *areaRequest) (*reply, error) {
	stats, err := s.ask(ctx, heat.StatsQuery{Filter: q.filter})
	if err != nil {
		return nil, fmt.Errorf("area %s:%s: %w", q.unit.Set, q.unit.Code, err)
	}
	answer := areaOf(q.unit, q.set, &stats.Total)
	var a *reply
	if q.format == formatGeoJSON {
		a, err = encodeReply(typeGeoJSON, answer.feature(q.unit))
	} else {
		a, err = jsonReply(areaDetail{
			Area: answer, AsOf: rfc3339(stats.AsOf), Revision: int64(stats.State.Revision),
			Parent: q.parentOf(q.unit), Children: q.children(), Related: q.related(),
		})
	}
	if err != nil {
		return nil, err
	}
	return a.at(stats.State, stats.AsOf), nil
}

// parentOf is the area that holds another, nil at the top of its set.
func (q *areaRequest) parentOf(held area.Unit) *nameAnswer {
	u, ok := q.city.atlas.Area(held.ParentID)
	if !ok {
		return nil
	}
	return &nameAnswer{Code: u.Code, Name: u.Name, NameEN: u.NameEN}
}

// children are the areas directly below, of whatever level.
func (q *areaRequest) children() []nameAnswer {
	children := []nameAnswer{}
	for _, level := range q.set.Levels {
		for _, u := range q.city.atlas.AtLevel(q.set.Code, level.Code) {
			if u.ParentID == int32(q.unit.ID) {
				children = append(children, nameAnswer{Code: u.Code, Name: u.Name, NameEN: u.NameEN})
			}
		}
	}
	return children
}

// related are the areas of other sets that it came from or became.
func (q *areaRequest) related() []relatedArea {
	related := []relatedArea{}
	for _, l := range q.city.atlas.Links(int32(q.unit.ID)) {
		other, relation := l.To, "successor"
		if int(l.To) == q.unit.ID {
			other, relation = l.From, "predecessor"
		}
		if u, ok := q.city.atlas.Area(other); ok {
			related = append(related, relatedArea{u.Set, u.Code, u.Name, u.NameEN, q.parentOf(u), relation, l.Share, l.Main})
		}
	}
	slices.SortStableFunc(related, // successors first
		func(a, b relatedArea) int { return strings.Compare(b.Relation, a.Relation) })
	return related
}
