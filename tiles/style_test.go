package tiles_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/tiles"
)

func mustStyle(t testing.TB, s *tiles.Service, name, lang string) *tiles.Style {
	t.Helper()
	style, err := s.Style(t.Context(), name, diemnong.Filter{}, "https://city.example", lang)
	if err != nil {
		t.Fatal(err)
	}
	return style
}

// TestStyleDrawsLayersThatExist: every source is the TileJSON of a layer, and
// every layer draws one that this TileJSON describes.
func TestStyleDrawsLayersThatExist(t *testing.T) {
	t.Parallel()
	s := newService(t, newCity(t, 60, 500, saigon, 0.2))
	sources := map[string]tiles.Layer{
		"https://city.example/tiles/v1/heat.json":                tiles.HeatLayer(),
		"https://city.example/tiles/v1/areas/thu-2025/ward.json": wards,
		"https://city.example/tiles/v1/complaints.json":          tiles.ComplaintLayer(),
	}
	for _, name := range []string{"heat", "areas", "complaints"} {
		style := mustStyle(t, s, name, "vi")
		if style.Version != 8 || style.Name != "Thành phố Thử · "+name || len(style.Layers) < 2 || style.Layers[0].Type != "background" {
			t.Errorf("style %s begins as %+v", name, style)
		}
		for _, l := range style.Layers[1:] {
			layer, ok := sources[style.Sources[l.Source].URL]
			if !ok || style.Sources[l.Source].Type != "vector" {
				t.Errorf("style %s, layer %s: source %q is %+v", name, l.ID, l.Source, style.Sources[l.Source])
				continue
			}
			found := false
			for _, v := range mustTileJSON(t, s, layer, diemnong.Filter{}).VectorLayers {
				found = found || v.ID == l.SourceLayer
			}
			if !found {
				t.Errorf("style %s, layer %s draws %q, which its source does not have", name, l.ID, l.SourceLayer)
			}
		}
	}
}

// TestStyleColoursByTheLegend: each resolution's colours change at its breaks.
func TestStyleColoursByTheLegend(t *testing.T) {
	t.Parallel()
	s := newService(t, newCity(t, 61, 5000, saigon, 0.2))
	legend := mustTileJSON(t, s, tiles.HeatLayer(), diemnong.Filter{}).Legend.Breaks["n"].ByResolution
	expression := mustStyle(t, s, "heat", "vi").Layers[1].Paint["fill-color"].([]any)
	var zooms []any
	resolution := 6
	for i := 2; i < len(expression); i += 2 {
		if i > 2 {
			zooms = append(zooms, expression[i-1])
		}
		var breaks []float64
		if steps, ok := expression[i].([]any); ok {
			for j := 3; j < len(steps); j += 2 {
				breaks = append(breaks, steps[j].(float64))
			}
		}
		if want := legend[resolution]; !cmp.Equal(want, breaks) && len(want)+len(breaks) > 0 {
			t.Errorf("resolution %d changes colour at %v; want %v", resolution, breaks, want)
		}
		resolution++
	}
	if diff := cmp.Diff([]any{9, 11, 13, 15}, zooms); diff != "" {
		t.Errorf("zooms (-want +got):\n%s", diff)
	}
}

func TestStyleNamesAreasInTheLanguage(t *testing.T) {
	t.Parallel()
	s := newService(t, newCity(t, 62, 100, saigon, 0.2))
	f := func(lang, field string) {
		t.Helper()
		layers := mustStyle(t, s, "areas", lang).Layers
		raw, err := json.Marshal(layers[len(layers)-1].Layout["text-field"])
		if err != nil || string(raw) != field {
			t.Errorf("in %q names are %s, %v; want %s", lang, raw, err, field)
		}
	}
	f("vi", `["get","name"]`)
	f("", `["get","name"]`)
	f("en", `["coalesce",["get","name_en"],["get","name"]]`)
	if got := mustStyle(t, s, "areas", "en").Name; !strings.HasPrefix(got, "Test City") {
		t.Errorf("the English style is called %q", got)
	}
}

func TestUnknownStyleIsNotFound(t *testing.T) {
	t.Parallel()
	_, err := newService(t, newCity(t, 63, 10, saigon, 0.2)).Style(t.Context(), "satellite", diemnong.Filter{}, "", "vi")
	if diemnong.ErrorCode(err) != diemnong.NotFound {
		t.Errorf("got %v; want NotFound", err)
	}
}
