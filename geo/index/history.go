package index

// histories are the events of a segment's rows.
type histories struct{}

type historyCursor struct{}

func (historyCursor) see(s *scanner, x *piece) { s.present(x) }
