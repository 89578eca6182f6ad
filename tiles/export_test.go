package tiles

// ForgetTiles drops the tiles that are kept, and nothing else.
func (s *Service) ForgetTiles() { s.tiles.drop(func(tileQuestion) bool { return true }) }

// ForgetAnswers drops everything that is kept but the outlines of cells.
func (s *Service) ForgetAnswers() {
	s.ForgetTiles()
	s.surfaces.drop(func(question) bool { return true })
	s.legends.drop(func(question) bool { return true })
}
