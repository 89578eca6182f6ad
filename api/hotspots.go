package api

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/h3"
	"github.com/diemnong/diemnong/geo/heat"
)

// How many hot spots an answer has when nobody says and at most, and how large
// their cells are then: some 300 m across, a few streets.
const (
	defaultHotspots          = 10
	mostHotspots             = 100
	mostLeast                = 1_000_000
	defaultHotspotResolution = 9
)

// hotspotsRequest is a question of /api/v1/hotspots.
type hotspotsRequest struct {
	city       city
	filter     diemnong.Filter
	compare    heat.Comparison
	resolution int
	limit      int
	least      uint32 // what has fewer complaints is no hot spot
	format     format
}

type hotspotsAnswer struct {
	Filter     string           `json:"filter"`
	AsOf       string           `json:"as_of"`
	Revision   int64            `json:"revision"`
	Resolution int              `json:"resolution"`
	Placed     uint32           `json:"placed"`
	Unplaced   uint32           `json:"unplaced"`
	Hotspots   []hotspotAnswer  `json:"hotspots"`
	Compare    *hotspotsCompare `json:"compare,omitempty"`
}

type hotspotsCompare struct {
	Mode   heat.Comparison `json:"mode"`
	From   string          `json:"from"`
	To     string          `json:"to"`
	AsOf   string          `json:"as_of"` // the moment that this window is judged at
	Placed uint32          `json:"placed"`
}

// hotspotAnswer is a cell. Share is its part of the placed complaints of the filter.
type hotspotAnswer struct {
	H3       string   `json:"h3"`
	Lon      float64  `json:"lon"`
	Lat      float64  `json:"lat"`
	Street   string   `json:"street,omitempty"`
	Share    float64  `json:"share"`
	Measures measures `json:"measures"`
	CompareN *uint32  `json:"compare_n,omitempty"`
}

func (s *Server) readHotspots(ctx context.Context, c *call) (*hotspotsRequest, error) {
	w, err := s.city(ctx)
	if err != nil {
		return nil, err
	}
	q := &hotspotsRequest{city: w}
	if q.filter, err = s.filter(c, w); err != nil {
		return nil, err
	}
	if q.compare, err = heat.ParseComparison(c.query.Get("compare")); err != nil {
		return nil, err
	}
	if q.compare != heat.NoComparison {
		if err = q.compare.Check(q.filter, w.zone); err != nil {
			return nil, err
		}
	}
	if q.resolution, err = resolutionOf(c.query.Get("resolution")); err != nil {
		return nil, err
	}
	if q.limit, err = countOf("limit", c.query.Get("limit"), "hot spots", defaultHotspots, mostHotspots); err != nil {
		return nil, err
	}
	least, err := countOf("least", c.query.Get("least"), "complaints", 1, mostLeast)
	if err != nil {
		return nil, err
	}
	q.least = uint32(least)
	q.format, err = negotiate(c, formatJSON, formatGeoJSON)
	return q, err
}

// resolutionOf reads one of the resolutions that maps show.
func resolutionOf(s string) (int, error) {
	if s == "" {
		return defaultHotspotResolution, nil
	}
	known := geo.Resolutions()
	if res, err := strconv.Atoi(s); err == nil && slices.Contains(known, res) {
		return res, nil
	}
	return 0, diemnong.InvalidValue("resolution", s, "is not a resolution that maps show.",
		fmt.Sprintf("Give a whole number from %d (coarse) to %d (fine).", known[0], known[len(known)-1]))
}

// hotspots gives the cells with the most complaints.
func (s *Server) hotspots(ctx context.Context, q *hotspotsRequest) (*reply, error) {
	grid, layer, err := s.cells(ctx, q.filter, q.resolution)
	if err != nil {
		return nil, err
	}
	a := &hotspotsAnswer{
		Filter: q.filter.Key(), AsOf: rfc3339(grid.AsOf), Revision: int64(grid.State.Revision), Resolution: q.resolution,
		Placed: grid.Placed.N(), Unplaced: grid.Unplaced.N(), Hotspots: []hotspotAnswer{},
	}
	for _, i := range layer.Hottest(q.limit) {
		spot, err := hotspotOf(layer, i, a.Placed)
		if err != nil {
			return nil, err
		}
		if spot.Measures.N < q.least { // the most first: none of the rest has more
			break
		}
		spot.Street = s.streetAt(ctx, geo.Point{Lon: spot.Lon, Lat: spot.Lat})
		a.Hotspots = append(a.Hotspots, spot)
	}
	if err = s.compareHotspots(ctx, q, a, grid.AsOf); err != nil {
		return nil, err
	}
	r, err := q.write(a)
	if err != nil {
		return nil, err
	}
	return r.at(grid.State, grid.AsOf), nil
}

// cells asks the engine for a grid through the gate, and gives one layer of it
// whole: an engine may count that only now.
func (s *Server) cells(ctx context.Context, f diemnong.Filter, resolution int) (*heat.Grid, *heat.Layer, error) {
	leave, err := s.gate.enter(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer leave()
	grid, err := s.opt.Engine.Grid(ctx, f)
	if err != nil {
		return nil, nil, fmt.Errorf("cells of %q: %w", f.Key(), err)
	}
	return grid, grid.At(resolution), nil
}

func hotspotOf(l *heat.Layer, i int, placed uint32) (hotspotAnswer, error) {
	middle, err := h3.Center(l.Cells[i])
	if err != nil {
		return hotspotAnswer{}, err
	}
	m := measuresOf(&heat.Measures{Counts: l.Counts[i]})
	m.MedianS, m.P90S = known(l.Times[i].MedianSeconds()), known(l.Times[i].P90Seconds())
	return hotspotAnswer{
		H3: l.Cells[i].String(), Lon: degrees(middle.Lon), Lat: degrees(middle.Lat), Measures: m,
		Share: float64(m.N) / float64(placed),
	}, nil
}

// streetAt names the street at a place, for people to know where it is; "" where
// none is near or nobody can tell. House numbers stay out: a cell is no house.
func (s *Server) streetAt(ctx context.Context, p geo.Point) string {
	if s.opt.Geocoders == nil {
		return ""
	}
	g, err := s.opt.Geocoders.Current(ctx)
	if err != nil {
		return "" // the figures are right without
	}
	return g.Reverse(p).Street
}

// compareHotspots adds what the same cells had in the window that is compared
// with, at the age that the question's own had at asOf.
func (s *Server) compareHotspots(ctx context.Context, q *hotspotsRequest, a *hotspotsAnswer, asOf time.Time) error {
	if q.compare == heat.NoComparison {
		return nil
	}
	then, err := q.compare.Before(q.filter, q.city.zone, asOf)
	if err != nil {
		return err
	}
	grid, layer, err := s.cells(ctx, then, q.resolution)
	if err != nil {
		return err
	}
	a.Compare = &hotspotsCompare{
		Mode: q.compare, From: rfc3339(then.From), To: rfc3339(then.To), AsOf: rfc3339(grid.AsOf), Placed: grid.Placed.N(),
	}
	for i := range a.Hotspots {
		cell, err := geo.ParseCell(a.Hotspots[i].H3)
		if err != nil {
			return err
		}
		n := uint32(0)
		if at, ok := layer.Find(cell); ok {
			n = layer.Counts[at].N()
		}
		a.Hotspots[i].CompareN = &n
	}
	return nil
}

// write gives the answer as JSON, or as features with the outlines of the cells.
func (q *hotspotsRequest) write(a *hotspotsAnswer) (*reply, error) {
	if q.format != formatGeoJSON {
		return jsonReply(a)
	}
	fc := newFeatures()
	for i := range a.Hotspots {
		spot := &a.Hotspots[i]
		outline, err := outlineOf(spot.H3)
		if err != nil {
			return nil, err
		}
		p := properties{"rank": i + 1, "h3": spot.H3, "share": spot.Share}
		p.measures("", &spot.Measures)
		if spot.Street != "" {
			p["street"] = spot.Street
		}
		if spot.CompareN != nil {
			p["compare_n"] = *spot.CompareN
		}
		fc.add(spot.H3, outline, p)
	}
	return encodeReply(typeGeoJSON, fc)
}

// outlineOf is the outline of a cell, closed as GeoJSON has it.
func outlineOf(text string) (orb.MultiPolygon, error) {
	cell, err := geo.ParseCell(text)
	if err != nil {
		return nil, err
	}
	corners, err := h3.Boundary(cell)
	if err != nil {
		return nil, err
	}
	ring := make(orb.Ring, 0, len(corners)+1)
	for _, c := range corners {
		ring = append(ring, orb.Point{c.Lon, c.Lat})
	}
	return orb.MultiPolygon{{append(ring, ring[0])}}, nil
}
