package geocode

import "github.com/diemnong/diemnong/geo/geocode/vntext"

// hamlet reads "khu phố 2", "tổ 17", "ấp Thạnh Bình".
func (r *reader) hamlet(i, core int, short bool) {
	if core >= len(r.Tokens) || r.closes(core) && core > i {
		return
	}
	score := float32(2.2)
	if short {
		score = 1.8
	}
	first := &r.Tokens[core]
	if end, digits := r.numberEnd(core); digits > 0 {
		r.add(segment{kind: kindHamlet, from: int32(i), to: int32(end), core: int32(core), score: score + 4, street: -1})
		return
	}
	if first.Kind != vntext.Word || short {
		return
	}
	for end := core + 1; end <= len(r.Tokens) && end-core <= 4; end++ {
		if r.Tokens[end-1].Kind == vntext.Sign || end-1 > core && r.Tokens[end-1].Break {
			break
		}
		s := score + 0.5*float32(end-core)
		if r.delimited(end) {
			s += 0.8
		}
		r.add(segment{kind: kindHamlet, from: int32(i), to: int32(end), core: int32(core), score: s, street: -1})
	}
}

// markedPlace reads what stands behind words such as chung cư, chợ, KDC.
func (r *reader) markedPlace(i, core int, short bool) {
	base := float32(1.6)
	if short {
		base = 0.8
	}
	key := r.key[:0]
	for k := i; k < min(core, len(r.Tokens)); k++ {
		key = vntext.AppendKey(key, &r.Tokens[k])
	}
	for end := core; end <= len(r.Tokens) && end-core <= maxUnknown; end++ {
		if end > core {
			t := &r.Tokens[end-1]
			if t.Break || delimiter(t) {
				break
			}
			if t.Kind == vntext.Sign {
				continue
			}
			key = vntext.AppendKey(key, t)
		}
		known := r.gaz.HasPlace(key)
		if !known && end < len(r.Tokens) && r.Tokens[end].Kind == vntext.Number && !r.Tokens[end].Break {
			continue // the number belongs to it: ngã tư Cách Mạng Tháng 8
		}
		s := base + 0.6*float32(end-core)
		if known {
			s += 3.5
		}
		if r.delimited(end) {
			s += 1.2
		}
		r.add(segment{kind: kindPlace, from: int32(i), to: int32(end), core: int32(i), score: s, street: -1, placeKnown: known})
	}
	r.key = key
}

// place reads names of places that the gazetteer has.
func (r *reader) place(i, core int) {
	key := r.key[:0]
	for end := core; end < len(r.Tokens) && end-core < maxStreetTokens; end++ {
		t := &r.Tokens[end]
		if end > core && (t.Break || delimiter(t)) {
			break
		}
		key = vntext.AppendKey(key, t)
		if t.Kind == vntext.Sign || len(key) < 4 || !r.gaz.HasPlace(key) {
			continue
		}
		if end == core && !(len(key) > 5 && r.delimited(i) && r.delimited(end+1)) {
			continue // one word may be anything
		}
		score := 0.2 + 0.6*float32(end+1-core)
		if r.delimited(i) {
			score += 0.4
		}
		if r.delimited(end + 1) {
			score += 0.6
		}
		r.add(segment{
			kind: kindPlace, from: int32(i), to: int32(end + 1), core: int32(core), score: score, street: -1, placeKnown: true,
		})
	}
	r.key = key
}
