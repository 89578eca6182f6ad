package tiles

import (
	"context"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/tiles/mvt"
)

// The layers of area tiles.
const (
	layerAreas  = "areas"
	layerLabels = "area_labels"
)

// areaTile draws the areas of a level with the measures of a filter.
func (s *Service) areaTile(ctx context.Context, q tileQuestion, f diemnong.Filter) (*Tile, error) {
	level, err := s.level(ctx, q.layer)
	if err != nil {
		return nil, err
	}
	figures, err := look(ctx, s, q.question, f, s.areas)
	if err != nil {
		return nil, err
	}
	body := s.encodeLabels(s.encodeAreas(nil, level, figures, q.address), level, figures, q.address)
	return s.seal(q, body, figures.state, figures.asOf), nil
}

// areaKeys are the keys of the layer of areas.
type areaKeys struct {
	set, level, code, name, nameEN, parent mvt.Key
	measures                               *measureWriter
	per1000, approximate                   mvt.Key
	change                                 changeKeys // where the layer compares
}

func newAreaKeys(l *mvt.Layer, compares bool) areaKeys {
	measures := &measureWriter{}
	measures.reset(l)
	k := areaKeys{
		set: l.Key("set"), level: l.Key("level"), code: l.Key("code"),
		name: l.Key("name"), nameEN: l.Key("name_en"), parent: l.Key("parent"),
		measures: measures, per1000: l.Key(measurePer1000), approximate: l.Key("approximate"),
	}
	if compares {
		k.change = newChangeKeys(l)
	}
	return k
}

// encodeAreas appends the layer of outlines.
func (s *Service) encodeAreas(tile []byte, level *level, figures *areaFigures, a Address) []byte {
	l := s.layer(layerAreas)
	defer s.layers.Put(l)
	keys := newAreaKeys(l, figures.compared != nil)
	q := quantiser{window: a.window()}
	for i := range level.areas {
		shape := &level.areas[i]
		if !shape.bound.Intersects(q.window.box) || !beginArea(l, shape, &q) {
			continue
		}
		keys.put(l, &shape.area, level.set.Approximate, figures)
	}
	return l.AppendTo(tile)
}

// beginArea begins the feature of an area that reaches into the tile. An area
// of which the grid leaves nothing becomes one square unit: it is there.
func beginArea(l *mvt.Layer, shape *shape, q *quantiser) bool {
	q.reset()
	var polygons [][][]mvt.Point
	for _, rings := range shape.polygons {
		if p := q.polygon(rings); p != nil {
			polygons = append(polygons, p)
		}
	}
	id := uint64(shape.area.ID)
	if l.MultiPolygon(id, polygons) {
		return true
	}
	if !shape.touches(q.window.box) {
		return false
	}
	p := q.window.units(shape.bound.Center())
	p = orb.Point{
		min(max(p[0], areaLimit.Min[0]), areaLimit.Max[0]-1),
		min(max(p[1], areaLimit.Min[1]), areaLimit.Max[1]-1),
	}
	return l.Polygon(id, appendUnit(nil, p))
}

func (k *areaKeys) put(l *mvt.Layer, a *diemnong.Area, approximate bool, figures *areaFigures) {
	l.String(k.set, a.Set)
	l.String(k.level, a.Level)
	l.String(k.code, a.Code)
	l.String(k.name, a.Name)
	putText(l, k.nameEN, a.NameEN)
	putText(l, k.parent, a.Parent)
	m := figures.now.find(a.Code)
	k.measures.put(l, &m.Counts, m.Handling.Quantiles(), a.AreaKM2)
	if a.Population > 0 {
		l.Double(k.per1000, per1000(m.N(), a.Population))
	}
	l.Bool(k.approximate, approximate)
	if figures.compared != nil {
		k.change.put(l, m.N(), figures.before.n(a.Code))
	}
}

// encodeLabels appends the layer of names: one point for each area, in the
// tile that holds it.
func (s *Service) encodeLabels(tile []byte, level *level, figures *areaFigures, a Address) []byte {
	l := s.layer(layerLabels)
	defer s.layers.Put(l)
	code, name, nameEN := l.Key("code"), l.Key("name"), l.Key("name_en")
	nKey := l.Key(measureN)
	var change changeKeys
	if figures.compared != nil {
		change = newChangeKeys(l)
	}
	w := a.window()
	for i := range level.areas {
		shape := &level.areas[i]
		if !w.holds(shape.label) {
			continue
		}
		l.Points(uint64(shape.area.ID), w.point(shape.label))
		l.String(code, shape.area.Code)
		l.String(name, shape.area.Name)
		putText(l, nameEN, shape.area.NameEN)
		n := figures.now.n(shape.area.Code)
		l.Uint(nKey, uint64(n))
		if figures.compared != nil {
			change.put(l, n, figures.before.n(shape.area.Code))
		}
	}
	return l.AppendTo(tile)
}

// putText sets a string property that is absent when there is none.
func putText(l *mvt.Layer, k mvt.Key, s string) {
	if s != "" {
		l.String(k, s)
	}
}
