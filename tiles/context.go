package tiles

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// Context is what maps draw around the complaints: water, main roads, metro and
// places, as far as they were imported.
type Context interface {
	// Current says what there is. It is cheap and has an answer while the
	// database is away, but for the first time: then [diemnong.Unavailable].
	Current(ctx context.Context) (*gazetteer.Context, error)
	// Cut gives the body of a tile; empty when nothing lies in it.
	Cut(ctx context.Context, cut gazetteer.ContextCut) ([]byte, error)
}

// ContextJSON describes the tiles of context, as [TileJSON] does those of
// measures. It has no legend, and no layer that nothing was imported for.
type ContextJSON struct {
	Version      string        `json:"tilejson"`
	Name         string        `json:"name"`
	Attribution  string        `json:"attribution"`
	Scheme       string        `json:"scheme"`
	Tiles        []string      `json:"tiles"`
	MinZoom      int           `json:"minzoom"`
	MaxZoom      int           `json:"maxzoom"`
	Bounds       [4]float64    `json:"bounds"` // west, south, east, north
	VectorLayers []VectorLayer `json:"vector_layers"`
}

// contextCacheBytes holds some thousand tiles of a city: all that one looks at.
const contextCacheBytes = 32 << 20

const contextPath = "/tiles/v1/context"

// surroundings keeps tiles of context.
type surroundings struct {
	source Context // nil: there is none
	tiles  *memo[contextQuestion, *Tile]
	state  atomic.Pointer[string] // that the kept tiles are of
	coders *coders
}

type contextQuestion struct {
	state   string
	address Address
}

func newSurroundings(o Options, coders *coders) *surroundings {
	return &surroundings{
		source: o.Context, coders: coders,
		tiles: newMemo[contextQuestion](contextCacheBytes, o.Timeout, (*Tile).bytes),
	}
}

// current gives the context as it is now, and forgets the tiles of another one.
func (s *surroundings) current(ctx context.Context) (*gazetteer.Context, error) {
	if s.source == nil {
		return &gazetteer.Context{}, nil
	}
	c, err := s.source.Current(ctx)
	if err != nil {
		return nil, err
	}
	if before := s.state.Load(); (before == nil || *before != c.State) && s.state.CompareAndSwap(before, &c.State) {
		s.tiles.forget()
	}
	return c, nil
}

// ContextTile gives a tile of water, main roads, metro and places. It fails with
// [diemnong.Invalid] for an address outside the scheme or beyond the last zoom, with
// [diemnong.Unavailable] for a tile that is not kept while the database is
// away, and with ctx's error when it ends.
func (s *Service) ContextTile(ctx context.Context, a Address) (*Tile, error) {
	if err := checkContext(a); err != nil {
		return nil, err
	}
	c, err := s.around.current(ctx)
	if err != nil {
		return nil, fmt.Errorf("context tile %s: %w", a, err)
	}
	cut := cutOf(c, a)
	if len(cut.Features)+len(cut.Places) == 0 {
		return &Tile{Empty: true}, nil
	}
	q := contextQuestion{c.State, a}
	t, err := s.around.tiles.get(ctx, q, func(ctx context.Context) (*Tile, error) { return s.around.cut(ctx, q, cut) })
	if err != nil {
		return nil, fmt.Errorf("context tile %s: %w", a, err)
	}
	return t, nil
}

// checkContext refuses zooms that are not offered: maps enlarge tiles of the last
// one, and finer ones would push those out that maps ask for. Before the first
// zoom tiles are empty, and cost nothing.
func checkContext(a Address) error {
	if err := a.check(); err != nil || a.Z <= maxContextZoom {
		return err
	}
	return diemnong.InvalidValue("z", strconv.Itoa(int(a.Z)), "lies outside the zooms of the context.",
		fmt.Sprintf("Ask for zooms %d to %d, and enlarge tiles of the last one.", minContextZoom, maxContextZoom))
}

func (s *surroundings) cut(ctx context.Context, q contextQuestion, cut gazetteer.ContextCut) (*Tile, error) {
	body, err := s.source.Cut(ctx, cut)
	if err != nil {
		return nil, err
	}
	t := &Tile{Body: body, Empty: len(body) == 0, coders: s.coders}
	t.grown = func() { s.tiles.reweigh(q) }
	return t, nil
}

// ContextJSON describes the tiles of context. Their address begins with baseURL
// (scheme and host, no slash at the end). It fails as [Service.ContextTile] does.
func (s *Service) ContextJSON(ctx context.Context, baseURL string) (*ContextJSON, error) {
	catalog, _, err := s.options.World.Current(ctx)
	if err != nil {
		return nil, fmt.Errorf("describe context tiles: %w", err)
	}
	c, err := s.around.current(ctx)
	if err != nil {
		return nil, fmt.Errorf("describe context tiles: %w", err)
	}
	return &ContextJSON{
		Version: "3.0.0", Name: strings.TrimSpace(catalog.City.Code + " context"),
		Attribution: strings.Join(c.Attribution, " · "), Scheme: "xyz",
		Tiles:   []string{baseURL + contextPath + "/{z}/{x}/{y}.mvt"},
		MinZoom: minContextZoom, MaxZoom: maxContextZoom, Bounds: boundsOf(catalog.City),
		VectorLayers: contextLayers(c),
	}, nil
}

// contextLayers are the layers that have anything, from the zoom of their first class on.
func contextLayers(c *gazetteer.Context) []VectorLayer {
	first := map[string]int{}
	see := func(layer string, zoom uint8) {
		if known, ok := first[layer]; !ok || int(zoom) < known {
			first[layer] = int(zoom)
		}
	}
	for _, f := range c.Features {
		zoom, _ := contextZoom(f)
		see(layerOfKind[f.Kind], zoom)
	}
	for _, kind := range c.Places {
		if zoom, _, shown := placeZoom(kind); shown {
			see(gazetteer.LayerPlaces, zoom)
		}
	}
	layers := []VectorLayer{}
	for _, l := range allContextLayers {
		if zoom, ok := first[l.ID]; ok {
			l.MinZoom, l.MaxZoom = zoom, maxContextZoom
			layers = append(layers, l)
		}
	}
	return layers
}

var layerOfKind = map[gazetteer.FeatureKind]string{
	gazetteer.Water: gazetteer.LayerWater, gazetteer.Waterway: gazetteer.LayerWaterways, gazetteer.Road: gazetteer.LayerRoads,
	gazetteer.Rail: gazetteer.LayerRail, gazetteer.Station: gazetteer.LayerStations,
}

const (
	fieldClass = "OpenStreetMap's value, such as "
	fieldName  = "Name; absent where there is none"
	fieldNames = "Name, from zoom 12 on; absent where there is none"
)

var allContextLayers = []VectorLayer{
	{
		ID: gazetteer.LayerWater, Description: "Water as areas",
		Fields: map[string]string{"class": fieldClass + "river"},
	},
	{
		ID: gazetteer.LayerWaterways, Description: "Courses of rivers and canals",
		Fields: map[string]string{"class": fieldClass + "canal", "name": fieldNames},
	},
	{
		ID: gazetteer.LayerRoads, Description: "Main roads",
		Fields: map[string]string{"class": fieldClass + "primary", "name": fieldNames},
	},
	{
		ID: gazetteer.LayerRail, Description: "Lines of metro and railway",
		Fields: map[string]string{"class": fieldClass + "subway", "name": fieldNames},
	},
	{
		ID: gazetteer.LayerStations, Description: "Stations of metro and railway",
		Fields: map[string]string{"class": fieldClass + "subway", "name": fieldName},
	},
	{
		ID: gazetteer.LayerPlaces, Description: "Named places",
		Fields: map[string]string{"kind": fieldClass + "marketplace", "name": "Name", "rank": "From 1, the most important kind in the tile"},
	},
}
