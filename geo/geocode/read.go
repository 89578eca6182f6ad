package geocode

// cell is the best way to read the text up to a token, ending in one kind.
type cell struct {
	score   float32
	segment int32 // the last one; −1: none ends here
	before  kind  // kind of the one before it
}

const impossible = -1e9

// read finds the likeliest sequence of segments: the one of the highest sum of
// their scores and of how well neighbours follow each other (Viterbi's algorithm
// over segments). The result is shared until the next call.
func (r *reader) read(text string) []segment {
	r.Read(text)
	r.enumerate()
	n := len(r.Tokens)
	r.cells = r.cells[:0]
	for range (n + 1) * int(kinds) {
		r.cells = append(r.cells, cell{score: impossible, segment: -1})
	}
	r.cells[kindOther].score = 0
	for i := range n {
		r.step(i)
	}
	return r.trace(n)
}

// step continues all readings that end before token i.
func (r *reader) step(i int) {
	from := r.cells[i*int(kinds) : (i+1)*int(kinds)]
	for s := r.first[i]; s < r.first[i+1]; s++ {
		seg := &r.segments[s]
		to := r.cells[int(seg.to)*int(kinds):]
		sign := seg.kind == kindOther && seg.score == 0
		for before := range kinds {
			if from[before].score == impossible {
				continue
			}
			kind, score := seg.kind, from[before].score+seg.score
			if sign {
				kind = before // signs keep what was before them in mind
			} else {
				score += r.follows(before, seg)
			}
			if c := &to[kind]; score > c.score {
				*c = cell{score, s, before}
			}
		}
	}
}

// follows is how well a segment stands behind one of a kind.
func (r *reader) follows(before kind, s *segment) float32 {
	cut := r.delimited(int(s.from))
	switch s.kind {
	case kindStreet:
		return followsStreet(before, s, cut)
	case kindArea:
		if before == kindNumber && !cut && s.class == 0 {
			return -2
		}
		if before == kindArea || before == kindStreet {
			return 0.3
		}
	case kindNumber:
		switch before {
		case kindStreet:
			if !cut && s.core == s.from {
				return -3.5 // "Bàu Cát 1": the number belongs to the name
			}
			return -0.8
		case kindNumber:
			return -1
		case kindOther, kindPlace, kindRelation:
			return 0
		case kindHamlet:
			return -0.3
		default:
			return -0.8
		}
	case kindAlley:
		if before == kindNumber {
			return 1
		}
	case kindPlace:
		if before == kindNumber && !cut {
			return -1
		}
	case kindHome, kindElsewhere:
		return r.followsProvince(before, s, cut)
	}
	return 0
}

// followsProvince keeps names apart that a province's name is the end of: Nguyễn Huế,
// bún bò Huế.
func (r *reader) followsProvince(before kind, s *segment, cut bool) float32 {
	if cut || s.core > s.from {
		return 0
	}
	switch before {
	case kindNumber, kindStreet:
		return -2
	case kindOther, kindPlace, kindRelation:
		if s.kind == kindElsewhere {
			return -1
		}
	}
	return 0
}

func followsStreet(before kind, s *segment, cut bool) float32 {
	unknown := s.street < 0 && s.class == 0
	switch before {
	case kindNumber:
		if cut {
			return 1.2
		}
		return 2.2
	case kindAlley:
		return 1.8
	case kindPlace:
		if !cut && s.class == 0 {
			return -2 // "chợ Bà Chiểu" is one name
		}
	case kindStreet:
		if unknown {
			return -3
		}
		return -1
	case kindArea, kindHome, kindNation, kindElsewhere:
		if unknown {
			return -3
		}
		return -0.8
	}
	if unknown {
		return -2
	}
	return 0
}

// trace collects the segments of the best reading.
func (r *reader) trace(n int) []segment {
	best := kindOther
	end := r.cells[n*int(kinds):]
	for k := range kinds {
		if end[k].score > end[best].score {
			best = k
		}
	}
	r.path = r.path[:0]
	for at, k := n, best; at > 0; {
		c := r.cells[at*int(kinds)+int(k)]
		s := r.segments[c.segment]
		r.path = append(r.path, s)
		at, k = int(s.from), c.before
	}
	for i, j := 0, len(r.path)-1; i < j; i, j = i+1, j-1 {
		r.path[i], r.path[j] = r.path[j], r.path[i]
	}
	return r.path
}
