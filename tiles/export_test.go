package tiles

import "github.com/diemnong/diemnong/geo/heat"

// ForgetTiles drops the tiles that are kept, and nothing else.
func (s *Service) ForgetTiles() { s.tiles.drop(func(tileQuestion) bool { return true }) }

// ForgetAnswers drops everything that is kept but the outlines of cells.
func (s *Service) ForgetAnswers() {
	s.ForgetTiles()
	s.surfaces.forget()
	s.legends.forget()
}

// EncodeCells writes a heat tile's body, without a cache.
func (s *Service) EncodeCells(grid *heat.Layer, a Address) ([]byte, error) {
	w := s.cellWriters.Get().(*cellWriter)
	defer s.cellWriters.Put(w)
	return w.encode(grid, nil, a)
}

// CoverCells counts the cells that reach into a tile.
func (s *Service) CoverCells(grid *heat.Layer, a Address) (int, error) {
	w := s.cellWriters.Get().(*cellWriter)
	defer s.cellWriters.Put(w)
	found, err := w.now.cover.all(grid.Cells, a)
	return len(found), err
}
