package api

import (
	"context"
	"net/http"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/tiles"
)

const typeTile = "application/vnd.mapbox-vector-tile"

// tileRequest asks for a tile, or for what describes its layer.
type tileRequest struct {
	set, level string // of area tiles
	address    tiles.Address
	filter     diemnong.Filter
	compare    heat.Comparison
	base       string
}

func (s *Server) readTileJSON(ctx context.Context, c *call) (*tileRequest, error) {
	w, err := s.city(ctx)
	if err != nil {
		return nil, err
	}
	q := &tileRequest{set: c.path.get("set"), level: c.path.get("level"), base: s.baseURL(c)}
	q.filter, q.compare, err = s.mapFilter(c, w)
	return q, err
}

func (s *Server) readTile(ctx context.Context, c *call) (*tileRequest, error) {
	address, err := tiles.ParseAddress(c.path.get("z"), c.path.get("x"), c.path.get("y"))
	if err != nil {
		return nil, err
	}
	q, err := s.readTileJSON(ctx, c)
	if err != nil {
		return nil, err
	}
	q.address = address
	return q, nil
}

func (s *Server) heatTile(ctx context.Context, q *tileRequest) (*reply, error) {
	return s.tile(ctx, tiles.HeatLayer(), q)
}

func (s *Server) areaTile(ctx context.Context, q *tileRequest) (*reply, error) {
	return s.tile(ctx, tiles.AreaLayer(q.set, q.level), q)
}

func (s *Server) complaintTile(ctx context.Context, q *tileRequest) (*reply, error) {
	return s.tile(ctx, tiles.ComplaintLayer(), q)
}

// tileCodings are the codings of tiles. Gzip comes first: in this service's
// tiles zstd saves neither bytes nor time (tiles' BenchmarkCoding). Zstd is for
// clients that like it better, or that take nothing else.
var tileCodings = []string{codingGzip, codingZstd}

// tileForms are a tile in its codings, each made when it is first asked for.
type tileForms struct{ *tiles.Tile }

func (t tileForms) codings() []string { return tileCodings }

func (t tileForms) form(coding string) (form, error) {
	f, err := t.Form(coding)
	return form{f.Coding, f.Body, f.ETag}, err
}

// tileReply is a tile; an empty one has no body, and no need of a tag.
func tileReply(t *tiles.Tile) *reply {
	if t.Empty {
		return &reply{status: http.StatusNoContent}
	}
	return &reply{mime: typeTile, forms: tileForms{t}}
}

// tile gives a tile of measures, and says what data it is made of.
func (s *Server) tile(ctx context.Context, l tiles.Layer, q *tileRequest) (*reply, error) {
	t, err := s.opt.Tiles.Tile(ctx, l.Comparing(q.compare), q.address, q.filter)
	if err != nil {
		return nil, err
	}
	return tileReply(t).at(t.State, t.AsOf), nil
}

func (s *Server) heatTileJSON(ctx context.Context, q *tileRequest) (*reply, error) {
	return s.tileJSON(ctx, tiles.HeatLayer(), q)
}

func (s *Server) areaTileJSON(ctx context.Context, q *tileRequest) (*reply, error) {
	return s.tileJSON(ctx, tiles.AreaLayer(q.set, q.level), q)
}

func (s *Server) complaintTileJSON(ctx context.Context, q *tileRequest) (*reply, error) {
	return s.tileJSON(ctx, tiles.ComplaintLayer(), q)
}

// tileJSON describes the tiles of a layer, with the legend of the whole filter.
func (s *Server) tileJSON(ctx context.Context, l tiles.Layer, q *tileRequest) (*reply, error) {
	t, err := s.opt.Tiles.TileJSON(ctx, l.Comparing(q.compare), q.filter, q.base)
	if err != nil {
		return nil, err
	}
	a, err := jsonReply(t)
	if err != nil {
		return nil, err
	}
	return a.at(t.State, t.AsOf), nil
}

// styleRequest asks for a MapLibre style.
type styleRequest struct {
	name, lang, base string
	filter           diemnong.Filter
}

func (s *Server) readStyle(ctx context.Context, c *call) (*styleRequest, error) {
	w, err := s.city(ctx)
	if err != nil {
		return nil, err
	}
	q := &styleRequest{name: c.path.get("name"), lang: c.query.Get("lang"), base: s.baseURL(c)}
	if q.lang != "" && q.lang != "vi" && q.lang != "en" {
		return nil, diemnong.InvalidValue("lang", q.lang, "is not a language of the map.", "Use vi or en.")
	}
	q.filter, err = s.filter(c, w)
	return q, err
}

// style gives a style over these tiles.
func (s *Server) style(ctx context.Context, q *styleRequest) (*reply, error) {
	style, err := s.opt.Tiles.Style(ctx, q.name, q.filter, q.base, q.lang)
	if err != nil {
		return nil, err
	}
	return jsonReply(style)
}
