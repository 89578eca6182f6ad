package api

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/heat"
)

// city is what a request is about: catalog and atlas of one revision, and the
// zone in which its dates are read.
type city struct {
	catalog *diemnong.Catalog
	atlas   *area.Atlas
	zone    *time.Location
}

// city loads the city as it is now.
func (s *Server) city(ctx context.Context) (city, error) {
	catalog, atlas, err := s.opt.World.Current(ctx)
	if err != nil {
		return city{}, fmt.Errorf("load the city: %w", err)
	}
	zone, err := s.zone(catalog.City.TimeZone)
	return city{catalog, atlas, zone}, err
}

// zone gives a time zone; the last one is kept, since loading reads a file.
func (s *Server) zone(name string) (*time.Location, error) {
	if z := s.zones.Load(); z != nil && z.String() == name {
		return z, nil
	}
	z, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("time zone of the city: %w", err)
	}
	s.zones.Store(z)
	return z, nil
}

// filter reads the filter of a call and refuses what the city does not have.
func (s *Server) filter(c *call, w city) (diemnong.Filter, error) {
	f, err := diemnong.ParseFilter(c.query, w.zone)
	if err != nil {
		return f, err
	}
	return f, heat.Check(f, w.catalog, w.atlas, s.opt.Now())
}

// mapFilter is filter for tiles: a map asks for many with one query, so what it
// means is kept. It also says what the filter is compared with.
func (s *Server) mapFilter(c *call, w city) (diemnong.Filter, heat.Comparison, error) {
	if c.kept != nil {
		if c.kept.city == w {
			return c.kept.filter, c.kept.compare, nil
		}
		c.query, _ = url.ParseQuery(c.rawQuery) // it was in order before; codes and times may mean something else now
	}
	f, err := s.filter(c, w)
	if err != nil {
		return f, heat.NoComparison, err
	}
	compare, err := heat.ParseComparison(c.query.Get("compare"))
	if err != nil {
		return f, compare, err
	}
	if compare != heat.NoComparison {
		if err := compare.Check(f, w.zone); err != nil {
			return f, compare, err
		}
	}
	if compare != heat.NoComparison || !c.query.Has("compare") { // an empty one is known to some routes only
		s.filters.put(c.rawQuery, &keptFilter{w, f, compare})
	}
	return f, compare, nil
}

// setAndLevel reads which areas are meant: by default the finest level of the
// set in force now.
func (s *Server) setAndLevel(c *call, w city) (diemnong.AreaSet, diemnong.Level, error) {
	code := c.query.Get("set")
	if code == "" {
		code = w.catalog.SetInForce(s.opt.Now())
	}
	set, ok := w.catalog.Set(code)
	if !ok {
		return set, diemnong.Level{}, unknownCode("set", code, setCodes(w.catalog), "/api/v1/meta lists the area sets.")
	}
	level, err := findLevel(set, c.query.Get("level"))
	return set, level, err
}

// findLevel finds a level of a set by its code, the finest one for "".
func findLevel(set diemnong.AreaSet, code string) (diemnong.Level, error) {
	if code == "" && len(set.Levels) > 0 {
		return set.Levels[len(set.Levels)-1], nil
	}
	i := slices.IndexFunc(set.Levels, func(l diemnong.Level) bool { return l.Code == code })
	if i < 0 {
		return diemnong.Level{}, unknownCode("level", code, levelCodes(set), "")
	}
	return set.Levels[i], nil
}

// unknownCode says that a code is not there, which ones are, and which was
// probably meant.
func unknownCode(field, code string, known []string, where string) *diemnong.Error {
	hint := "There is none yet: import areas first."
	if len(known) > 0 {
		hint = "Use one of: " + strings.Join(known[:min(len(known), 20)], ", ") + "."
	}
	if near, ok := heat.Nearest(shortText(code), known); ok {
		hint = "Did you mean " + near + "? " + hint
	}
	return diemnong.InvalidValue(field, code, "is not known here.", strings.TrimSpace(hint+" "+where))
}

func setCodes(c *diemnong.Catalog) []string {
	codes := make([]string, len(c.Sets))
	for i, s := range c.Sets {
		codes[i] = s.Code
	}
	return codes
}

func levelCodes(set diemnong.AreaSet) []string {
	codes := make([]string, len(set.Levels))
	for i, l := range set.Levels {
		codes[i] = l.Code
	}
	return codes
}

// ask puts a question to the engine through the gate, so that a burst of
// expensive ones cannot take all of the machine.
func (s *Server) ask(ctx context.Context, q heat.StatsQuery) (*heat.Stats, error) {
	leave, err := s.gate.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	stats, err := s.opt.Engine.Stats(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("statistics of %q: %w", q.Filter.Key(), err)
	}
	return stats, nil
}
