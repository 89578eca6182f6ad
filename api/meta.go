package api

import (
	"context"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
)

type metaAnswer struct {
	Version     string          `json:"version"`
	City        cityAnswer      `json:"city"`
	Revision    int64           `json:"revision"`
	Extent      extentAnswer    `json:"extent"`
	DefaultSet  string          `json:"default_set"`
	AreaSets    []areaSetAnswer `json:"area_sets"`
	Groups      []nameAnswer    `json:"groups"`
	Categories  []nameAnswer    `json:"categories"`
	Agencies    []agencyAnswer  `json:"agencies"`
	Statuses    []string        `json:"statuses"`
	Classes     []string        `json:"classes"`
	Channels    []string        `json:"channels"`
	Qualities   []string        `json:"qualities"`
	Resolutions []int           `json:"resolutions"`
	Attribution string          `json:"attribution"`
	Targets     Targets         `json:"targets"`
	Writable    bool            `json:"writable"`
	Basemap     *basemapAnswer  `json:"basemap,omitempty"`
}

type cityAnswer struct {
	Code     string     `json:"code"`
	Name     string     `json:"name"`
	NameEN   string     `json:"name_en"`
	TimeZone string     `json:"time_zone"`
	Bounds   [4]float64 `json:"bounds"`
	Demo     bool       `json:"demo"`
}

type extentAnswer struct {
	N    uint32  `json:"n"`
	From *string `json:"from,omitempty"`
	To   *string `json:"to,omitempty"`
}

type nameAnswer struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	NameEN string `json:"name_en"`
	Group  string `json:"group,omitempty"` // of a category
}

type areaSetAnswer struct {
	nameAnswer
	ValidFrom   string        `json:"valid_from,omitempty"`
	ValidTo     string        `json:"valid_to,omitempty"`
	Approximate bool          `json:"approximate"`
	Attribution string        `json:"attribution"`
	Levels      []levelAnswer `json:"levels"`
}

type levelAnswer struct {
	nameAnswer
	Areas int `json:"areas"`
}

type agencyAnswer struct {
	nameAnswer
	ValidFrom string `json:"valid_from,omitempty"`
	ValidTo   string `json:"valid_to,omitempty"`
	Successor string `json:"successor,omitempty"`
}

// meta says everything a filter can name.
func (s *Server) meta(ctx context.Context, _ *call) (*reply, error) {
	w, err := s.city(ctx)
	if err != nil {
		return nil, err
	}
	e, err := s.extent(ctx)
	if err != nil {
		return nil, err
	}
	c := w.catalog
	a, err := jsonReply(metaAnswer{
		Version: s.opt.Version, City: cityOf(c.City), Revision: int64(e.state.Revision), Extent: e.answer(),
		DefaultSet: c.SetInForce(s.opt.Now()), AreaSets: each(c.Sets, areaSetOf),
		Groups:     each(c.Groups, func(g diemnong.Group) nameAnswer { return nameAnswer{g.Code, g.Name, g.NameEN, ""} }),
		Categories: each(c.Categories, func(k diemnong.Category) nameAnswer { return nameAnswer(k) }),
		Agencies:   each(c.Agencies, agencyOf),
		Statuses:   texts(diemnong.Statuses()), Classes: texts(diemnong.Classes()),
		Channels: texts(diemnong.Channels()), Qualities: texts(diemnong.Qualities()),
		Resolutions: resolutionsByZoom(), Attribution: c.City.Attribution, Targets: s.opt.Targets, Writable: s.writable(), Basemap: basemapOf(s.opt.Basemap),
	})
	if err != nil {
		return nil, err
	}
	return a.at(e.state, time.Time{}), nil
}

func cityOf(c diemnong.City) cityAnswer {
	return cityAnswer{c.Code, c.Name, c.NameEN, c.TimeZone, boundsOf(c.Bounds), c.Demo}
}

// boundsOf is west, south, east, north.
func boundsOf(b diemnong.Bounds) [4]float64 {
	return [4]float64{degrees(b.West), degrees(b.South), degrees(b.East), degrees(b.North)}
}

func areaSetOf(s diemnong.AreaSet) areaSetAnswer {
	return areaSetAnswer{
		nameAnswer: nameAnswer{Code: s.Code, Name: s.Name, NameEN: s.NameEN},
		ValidFrom:  day(s.ValidFrom), ValidTo: day(s.ValidTo), Approximate: s.Approximate, Attribution: s.Attribution,
		Levels: each(s.Levels, func(l diemnong.Level) levelAnswer {
			return levelAnswer{nameAnswer{Code: l.Code, Name: l.Name, NameEN: l.NameEN}, l.Areas}
		}),
	}
}

func agencyOf(a diemnong.Agency) agencyAnswer {
	return agencyAnswer{nameAnswer{Code: a.Code, Name: a.Name, NameEN: a.NameEN}, day(a.ValidFrom), day(a.ValidTo), a.Successor}
}

// resolutionsByZoom lists the cell resolution of every zoom from 0.
func resolutionsByZoom() []int {
	list := make([]int, geo.MaxZoom+1)
	for zoom := range list {
		list[zoom] = geo.Resolution(zoom)
	}
	return list
}

// each applies f to a list; never nil, so that JSON has [].
func each[T, U any](list []T, f func(T) U) []U {
	out := make([]U, len(list))
	for i, x := range list {
		out[i] = f(x)
	}
	return out
}

// day is a date, or "" for the zero time.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}
