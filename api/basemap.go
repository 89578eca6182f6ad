package api

import (
	"context"
	"net/http"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/tiles"
	"github.com/diemnong/diemnong/tiles/basemap"
	"github.com/diemnong/diemnong/tiles/pmtiles"
)

// basemapKept is how long clients keep a tile of the base map before they ask
// again: its file changes when the operator replaces it, once a month perhaps.
const basemapKept = "public, max-age=3600"

// basemapAnswer tells the page what lies below the data.
type basemapAnswer struct {
	Kind        string   `json:"kind"`
	URL         string   `json:"url"`
	TileSize    int      `json:"tile_size,omitempty"`
	MinZoom     int      `json:"minzoom"`
	MaxZoom     int      `json:"maxzoom"`
	Attribution string   `json:"attribution"`
	Schema      string   `json:"schema,omitempty"`
	Layers      []string `json:"layers"`
}

// basemapOf is nil where there is none.
func basemapOf(m *basemap.Map) *basemapAnswer {
	if m == nil {
		return nil
	}
	return &basemapAnswer{
		string(m.Kind), m.URL, m.TileSize, m.MinZoom, m.MaxZoom, m.Attribution, m.Schema, append([]string{}, m.Layers...),
	}
}

// basemapTile gives a tile of the base map's file.
func (s *Server) basemapTile(_ context.Context, a tiles.Address) (*reply, error) {
	if !s.opt.Basemap.Served() {
		return nil, &diemnong.Error{
			Code: diemnong.NotFound, Message: "This service has no base map of its own.",
			Hint: "To have one, start it with a PMTiles file: " + basemap.Setting + ".",
		}
	}
	tile, err := s.opt.Basemap.Tile(a.Z, a.X, a.Y)
	if err != nil {
		return nil, err
	}
	if tile == nil {
		return &reply{status: http.StatusNoContent}, nil
	}
	return &reply{mime: tile.MediaType, forms: basemapForms{tile}, cache: basemapKept}, nil
}

// basemapForms are a tile as it is stored, and unpacked for who does not take gzip.
type basemapForms struct{ *basemap.Tile }

func (t basemapForms) codings() []string {
	if t.Gzip {
		return onTheFly
	}
	return nil
}

func (t basemapForms) form(coding string) (form, error) {
	tag := tagOf(t.Body)
	switch {
	case coding != "":
		return form{coding, t.Body, codedTag(tag, coding)}, nil
	case t.Gzip:
		body, err := pmtiles.Unzip(t.Body)
		return form{"", body, tag}, err
	}
	return form{"", t.Body, tag}, nil
}
