package tiles

import (
	"context"
	"fmt"
	"sync"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
)

// territory is an atlas on the map: the outlines of its levels in the world's
// unit square, each level projected when it is first asked for. It is safe for
// concurrent use.
type territory struct {
	atlas  *area.Atlas
	mu     sync.Mutex
	levels map[[2]string]*level // by set and level
}

// level is the areas of one level of a set.
type level struct {
	set   diemnong.AreaSet
	areas []shape
}

// shape is an area on the map.
type shape struct {
	area     diemnong.Area
	polygons [][]orb.Ring // closed rings, the outer one first
	bound    orb.Bound
	label    orb.Point
}

// level gives a level of a set of the present atlas. It fails with
// [diemnong.Invalid] when there is none.
func (s *Service) level(ctx context.Context, l Layer) (*level, error) {
	catalog, atlas, err := s.options.World.Current(ctx)
	if err != nil {
		return nil, fmt.Errorf("read areas: %w", err)
	}
	set, err := checkLevel(catalog, l)
	if err != nil {
		return nil, err
	}
	t := s.territory.Load()
	if t == nil || t.atlas != atlas {
		t = &territory{atlas: atlas, levels: map[[2]string]*level{}}
		s.territory.Store(t)
	}
	return t.level(set, l.Level), nil
}

// checkLevel finds the set, and refuses a level that it does not have.
func checkLevel(c *diemnong.Catalog, l Layer) (diemnong.AreaSet, error) {
	set, ok := c.Set(l.Set)
	if !ok {
		return set, diemnong.InvalidValue("set", l.Set, "is not an area set of this city.", "/api/v1/meta lists the area sets.")
	}
	for _, known := range set.Levels {
		if known.Code == l.Level {
			return set, nil
		}
	}
	return set, diemnong.InvalidValue("level", l.Level, "is not a level of "+l.Set+".", "/api/v1/meta lists the levels of each area set.")
}

func (t *territory) level(set diemnong.AreaSet, code string) *level {
	t.mu.Lock()
	defer t.mu.Unlock()
	key := [2]string{set.Code, code}
	if t.levels[key] == nil {
		t.levels[key] = newLevel(set, t.atlas.AtLevel(set.Code, code))
	}
	return t.levels[key]
}

func newLevel(set diemnong.AreaSet, units []area.Unit) *level {
	l := &level{set: set, areas: make([]shape, len(units))}
	for i, u := range units {
		l.areas[i] = newShape(u)
	}
	return l
}

func newShape(u area.Unit) shape {
	s := shape{area: u.Area, polygons: make([][]orb.Ring, len(u.Outline)), label: project(u.Lon, u.Lat)}
	s.bound = orb.Bound{Min: orb.Point{2, 2}, Max: orb.Point{-1, -1}} // empty: around everything the wrong way
	for i, polygon := range u.Outline {
		for _, degrees := range polygon {
			ring := make(orb.Ring, len(degrees))
			for j, p := range degrees {
				ring[j] = project(p.Lon(), p.Lat())
				s.bound = s.bound.Extend(ring[j])
			}
			s.polygons[i] = append(s.polygons[i], ring)
		}
	}
	return s
}

// touches reports whether the area and a box have a point in common.
func (s *shape) touches(box orb.Bound) bool {
	for _, rings := range s.polygons {
		if touches(rings, box) {
			return true
		}
	}
	return false
}
