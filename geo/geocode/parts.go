package geocode

// parts says what each piece of the text was read as.
func (g *Geocoder) parts(c *call, path []segment, text string) []Part {
	var parts []Part
	for i := range path {
		s := &path[i]
		k, ok := partKinds[s.kind]
		if !ok {
			continue
		}
		start, end := c.reader.span(s)
		parts = append(parts, Part{Kind: k, Text: text[start:end], Start: start, End: end, Value: g.value(c, s, text)})
	}
	return parts
}

var partKinds = map[kind]PartKind{
	kindNumber: PartNumber, kindStreet: PartStreet, kindAlley: PartAlley, kindHamlet: PartHamlet, kindArea: PartArea,
	kindHome: PartArea, kindPlace: PartPlace, kindElsewhere: PartElsewhere, kindForeign: PartElsewhere, kindLost: PartArea,
}

// value is what a segment means.
func (g *Geocoder) value(c *call, s *segment, text string) string {
	switch s.kind {
	case kindStreet:
		if s.street >= 0 && g.gaz.Public(s.street) {
			return g.gaz.Name(s.street)
		}
	case kindHome, kindElsewhere:
		return provinces[s.province].name
	case kindArea:
		best, q := int32(0), float32(0)
		for _, a := range s.areas {
			if a.q > q {
				best, q = a.id, a.q
			}
		}
		if u, ok := g.atlas.Area(best); ok {
			return u.Name
		}
	}
	if int(s.core) < len(c.reader.Tokens) && s.core < s.to {
		return text[c.reader.Tokens[s.core].Start:c.reader.Tokens[s.to-1].End]
	}
	return ""
}
