package api

import (
	"context"

	"github.com/diemnong/diemnong/tiles"
)

// readBase gives what addresses in the answer begin with.
func (s *Server) readBase(_ context.Context, c *call) (string, error) { return s.baseURL(c), nil }

// readAddress reads the address of a tile that no filter changes.
func (s *Server) readAddress(_ context.Context, c *call) (tiles.Address, error) {
	return tiles.ParseAddress(c.path.get("z"), c.path.get("x"), c.path.get("y"))
}

// contextJSON describes the tiles of what maps draw around the complaints.
func (s *Server) contextJSON(ctx context.Context, base string) (*reply, error) {
	t, err := s.opt.Tiles.ContextJSON(ctx, base)
	if err != nil {
		return nil, err
	}
	return jsonReply(t)
}

// contextTile gives such a tile. It tells no revision: complaints do not change it.
func (s *Server) contextTile(ctx context.Context, a tiles.Address) (*reply, error) {
	t, err := s.opt.Tiles.ContextTile(ctx, a)
	if err != nil {
		return nil, err
	}
	return tileReply(t), nil
}
