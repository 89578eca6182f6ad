package tiles

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// TileJSON describes the tiles of a layer and a filter to clients
// (https://github.com/mapbox/tilejson-spec/tree/master/3.0.0), with a legend
// beside what that specification knows.
type TileJSON struct {
	Version      string            `json:"tilejson"`
	Name         string            `json:"name"`
	Attribution  string            `json:"attribution"`
	Scheme       string            `json:"scheme"`
	Tiles        []string          `json:"tiles"`
	MinZoom      int               `json:"minzoom"`
	MaxZoom      int               `json:"maxzoom"`
	Bounds       [4]float64        `json:"bounds"` // west, south, east, north
	VectorLayers []VectorLayer     `json:"vector_layers"`
	Legend       Legend            `json:"legend"`
	AsOf         time.Time         `json:"as_of"` // moment at which classes were judged
	Revision     diemnong.Revision `json:"revision"`
	State        heat.State        `json:"-"`
}

// VectorLayer is one layer of a vector tile and what its features carry.
type VectorLayer struct {
	ID          string            `json:"id"`
	Description string            `json:"description"`
	MinZoom     int               `json:"minzoom"`
	MaxZoom     int               `json:"maxzoom"`
	Fields      map[string]string `json:"fields"`
}

// TileJSON describes a layer. The tiles' address begins with baseURL (scheme
// and host, no slash at the end) and ends in the canonical filter. It fails as
// [Service.Tile] does.
func (s *Service) TileJSON(ctx context.Context, l Layer, f diemnong.Filter, baseURL string) (*TileJSON, error) {
	catalog, _, err := s.options.World.Current(ctx)
	if err != nil {
		return nil, fmt.Errorf("describe %s tiles: %w", l.Kind, err)
	}
	d, err := s.describe(ctx, l, f)
	if err != nil {
		return nil, fmt.Errorf("describe %s tiles: %w", l.Kind, err)
	}
	first, last := l.zooms()
	t := &TileJSON{
		Version:     "3.0.0",
		Name:        strings.TrimSpace(fmt.Sprintf("%s %s %s %s", catalog.City.Code, l.Kind, l.Set, l.Level)),
		Attribution: attribution(catalog, l),
		Scheme:      "xyz",
		Tiles:       []string{withComparison(withFilter(baseURL+l.path()+"/{z}/{x}/{y}.mvt", f), l.Compare)},
		MinZoom:     first,
		MaxZoom:     last,
		Bounds:      boundsOf(catalog.City),
		Legend:      d.legend,
		AsOf:        d.asOf,
		Revision:    d.state.Revision,
		State:       d.state,
	}
	for _, v := range vectorLayers(l) {
		v.MinZoom, v.MaxZoom = first, last
		t.VectorLayers = append(t.VectorLayers, v)
	}
	return t, nil
}

// describe gives the legend of a layer and a filter.
func (s *Service) describe(ctx context.Context, l Layer, f diemnong.Filter) (*described, error) {
	q, err := s.question(ctx, l, f)
	if err != nil {
		return nil, err
	}
	return s.legends.get(ctx, q, func(ctx context.Context) (*described, error) {
		if l.Kind == Areas {
			return s.areaLegend(ctx, q, f)
		}
		return s.cellLegend(ctx, q, f)
	})
}

// withFilter appends the filter as a query.
func withFilter(address string, f diemnong.Filter) string {
	if key := f.Key(); key != "" {
		return address + "?" + key
	}
	return address
}

// withComparison appends a comparison to an address with a filter, which has a
// window then.
func withComparison(address string, c heat.Comparison) string {
	if c == heat.NoComparison {
		return address
	}
	return address + "&compare=" + c.String()
}

// attribution is the city's, and that of the area set where it is another.
func attribution(c *diemnong.Catalog, l Layer) string {
	a := c.City.Attribution
	set, ok := c.Set(l.Set)
	if l.Kind != Areas || !ok || set.Attribution == "" || strings.Contains(a, set.Attribution) {
		return a
	}
	return strings.TrimPrefix(a+" · "+set.Attribution, " · ")
}

// boundsOf is the city's box, or the whole map where none is set.
func boundsOf(c diemnong.City) [4]float64 {
	b := c.Bounds
	if b.IsZero() {
		return [4]float64{-180, -maxLatitude, 180, maxLatitude}
	}
	return [4]float64{b.West, b.South, b.East, b.North}
}
