package tiles

import (
	"context"
	"fmt"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
)

// Style is a MapLibre style (https://maplibre.org/maplibre-style-spec/) over
// the tiles of this package. It needs no glyphs and no sprite: clients draw
// names in a font of their own.
type Style struct {
	Version int                    `json:"version"`
	Name    string                 `json:"name"`
	Center  [2]float64             `json:"center"`
	Zoom    float64                `json:"zoom"`
	Sources map[string]StyleSource `json:"sources"`
	Layers  []StyleLayer           `json:"layers"`
}

// StyleSource is where a style's tiles come from: the address of a TileJSON.
type StyleSource struct {
	Type string `json:"type"`
	URL  string `json:"url"`
}

// StyleLayer is one layer that a style draws.
type StyleLayer struct {
	ID          string         `json:"id"`
	Type        string         `json:"type"`
	Source      string         `json:"source,omitempty"`
	SourceLayer string         `json:"source-layer,omitempty"`
	MinZoom     float64        `json:"minzoom,omitempty"`
	MaxZoom     float64        `json:"maxzoom,omitempty"`
	Layout      map[string]any `json:"layout,omitempty"`
	Paint       map[string]any `json:"paint,omitempty"`
}

// cityZoom shows a city of 50 km across at once.
const cityZoom = 10

// Style gives the style of a name (heat, areas or complaints) for a filter,
// with addresses that begin with baseURL and names in lang: "en", else the
// city's own. Areas are those of the finest level of the set in force. It fails
// with [diemnong.NotFound] for another name, and as [Service.Tile] does.
func (s *Service) Style(ctx context.Context, name string, f diemnong.Filter, baseURL, lang string) (*Style, error) {
	catalog, _, err := s.options.World.Current(ctx)
	if err != nil {
		return nil, fmt.Errorf("style %s: %w", name, err)
	}
	b := boundsOf(catalog.City)
	p := painter{service: s, filter: f, baseURL: baseURL, lang: lang, style: &Style{
		Version: 8,
		Name:    styleName(catalog.City, lang, name),
		Center:  [2]float64{(b[0] + b[2]) / 2, (b[1] + b[3]) / 2},
		Zoom:    cityZoom,
		Sources: map[string]StyleSource{},
		Layers:  []StyleLayer{{ID: "background", Type: "background", Paint: map[string]any{"background-color": groundColour}}},
	}}
	switch name {
	case Heat.String():
		err = p.heat(ctx, 0)
	case Areas.String():
		err = p.areas(ctx, catalog)
	case Complaints.String():
		if err = p.heat(ctx, MinComplaintZoom); err == nil {
			p.complaints()
		}
	default:
		return nil, &diemnong.Error{
			Code: diemnong.NotFound, Field: "name", Value: name,
			Message: "is not a style.", Hint: "Use heat, areas or complaints.",
		}
	}
	if err != nil {
		return nil, fmt.Errorf("style %s: %w", name, err)
	}
	return p.style, nil
}

func styleName(c diemnong.City, lang, name string) string {
	city := c.Name
	if lang == "en" && c.NameEN != "" {
		city = c.NameEN
	}
	return city + " · " + name
}

// painter adds sources and layers to a style.
type painter struct {
	service *Service
	filter  diemnong.Filter
	baseURL string
	lang    string
	style   *Style
}

// source adds the source of a layer, by the name of its kind.
func (p *painter) source(l Layer) string {
	name := l.Kind.String()
	p.style.Sources[name] = StyleSource{Type: "vector", URL: withFilter(p.baseURL+l.path()+".json", p.filter)}
	return name
}

func (p *painter) add(l StyleLayer) { p.style.Layers = append(p.style.Layers, l) }

// heat adds the hexagons, up to a zoom where one is given.
func (p *painter) heat(ctx context.Context, until float64) error {
	d, err := p.service.describe(ctx, HeatLayer(), p.filter)
	if err != nil {
		return err
	}
	p.add(StyleLayer{
		ID: "cells", Type: "fill", Source: p.source(HeatLayer()), SourceLayer: layerCells, MaxZoom: until,
		Paint: map[string]any{
			"fill-color":         byZoom(d.legend.Breaks[measureN]),
			"fill-opacity":       fillOpacity,
			"fill-outline-color": hairlineColour,
		},
	})
	return nil
}

// areas adds the finest level of the set in force, and its names.
func (p *painter) areas(ctx context.Context, c *diemnong.Catalog) error {
	set, ok := c.Set(c.SetInForce(p.service.options.Now()))
	if !ok || len(set.Levels) == 0 {
		return diemnong.Errorf(diemnong.NotFound, "This city has no areas yet.")
	}
	l := AreaLayer(set.Code, set.Levels[len(set.Levels)-1].Code)
	d, err := p.service.describe(ctx, l, p.filter)
	if err != nil {
		return err
	}
	source := p.source(l)
	p.add(StyleLayer{
		ID: "areas", Type: "fill", Source: source, SourceLayer: layerAreas,
		Paint: map[string]any{
			"fill-color":   []any{"case", []any{"==", get(measureN), 0}, emptyColour, step(get(measureN), d.legend.Breaks[measureN].All)},
			"fill-opacity": fillOpacity,
		},
	})
	p.add(StyleLayer{
		ID: "area-borders", Type: "line", Source: source, SourceLayer: layerAreas,
		Paint: map[string]any{"line-color": borderColour, "line-width": 0.5},
	})
	p.add(StyleLayer{
		ID: "area-labels", Type: "symbol", Source: source, SourceLayer: layerLabels, MinZoom: cityZoom,
		Layout: map[string]any{"text-field": p.name(), "text-size": 12, "text-max-width": 8},
		Paint:  map[string]any{"text-color": textColour, "text-halo-color": groundColour, "text-halo-width": 1.5},
	})
	return nil
}

// complaints adds the points, coloured by class.
func (p *painter) complaints() {
	p.add(StyleLayer{
		ID: "complaints", Type: "circle", Source: p.source(ComplaintLayer()), SourceLayer: layerComplaints, MinZoom: MinComplaintZoom,
		Paint: map[string]any{
			"circle-radius":       []any{"interpolate", []any{"linear"}, []any{"zoom"}, MinComplaintZoom, 3, maxComplaintZoom, 8},
			"circle-color":        byClass(),
			"circle-stroke-color": groundColour,
			"circle-stroke-width": 1,
		},
	})
}

// name is the expression of an area's name in the language.
func (p *painter) name() any {
	if p.lang == "en" {
		return []any{"coalesce", get("name_en"), get("name")}
	}
	return get("name")
}

// byZoom colours cells by the breaks of the resolution that each zoom shows.
func byZoom(s Scale) any {
	shown := geo.Resolution(0)
	expression := []any{"step", []any{"zoom"}, step(get(measureN), s.ByResolution[shown])}
	for zoom := 1; zoom <= geo.MaxZoom; zoom++ {
		if res := geo.Resolution(zoom); res != shown {
			shown = res
			expression = append(expression, zoom, step(get(measureN), s.ByResolution[res]))
		}
	}
	return expression
}
