package geocode

import (
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
	"github.com/diemnong/diemnong/geo/geocode/vntext"
)

// streets reads the names of streets that begin at token core: known ones, and
// whatever may be one up to the end of the part.
func (r *reader) streets(i, core int, marked bool) {
	if core >= len(r.Tokens) || !marked && r.Tokens[core].Kind == vntext.Number && core > 0 && beforeTime[r.Tokens[core-1].Plain] {
		return
	}
	longest := 0
	for end := core + 1; end <= len(r.Tokens) && end-core <= maxStreetTokens; end++ {
		t := &r.Tokens[end-1]
		if end-1 > core && (t.Break || delimiter(t) && t.Plain != ")") || t.Kind == vntext.Number && t.End-t.Start > 5 {
			break // behind a telephone number, too
		}
		if t.Kind == vntext.Sign {
			continue
		}
		longest = end
		if marked || t.Kind == vntext.Word || end-core > 1 {
			r.knownStreet(i, core, end, marked)
		}
	}
	if longest == 0 || longest-core > maxUnknown {
		return
	}
	if !marked && !r.hasWord(core, longest) {
		return
	}
	r.unknownStreet(i, core, longest, marked)
	if marked { // "Đường số 7 P. Tân Phú": the name may end anywhere
		for end := core + 1; end < longest; end++ {
			if r.Tokens[end-1].Kind != vntext.Sign {
				r.unknownStreet(i, core, end, marked)
			}
		}
	}
}

// hasWord reports whether some token of a span has letters.
func (r *reader) hasWord(from, to int) bool {
	for i := from; i < to; i++ {
		if r.Tokens[i].Kind == vntext.Word {
			return true
		}
	}
	return false
}

// knownStreet adds a street that the gazetteer has.
func (r *reader) knownStreet(i, core, end int, marked bool) {
	from := core
	if marked {
		from = i // so that the word for street is treated as in the gazetteer
	}
	id, ok := r.findStreet(from, end)
	if !ok && marked {
		id, ok = r.findStreet(core, end)
	}
	if !ok {
		return
	}
	first := &r.Tokens[core]
	words := float32(end - core)
	score := 0.9*words - 0.3
	if !marked && first.Kind == vntext.Number && end-core < 3 {
		score -= 1.5
	}
	if !marked && end-core == 1 && len(first.Plain) < 3 {
		return
	}
	switch r.compare(from, end, r.gaz.Toned(id)) {
	case vntext.Agrees:
		score++
	case vntext.Differs:
		if !marked {
			score -= 0.7
		}
	}
	if marked {
		score += 2.5
	}
	if r.delimited(end) {
		score += 0.8
	}
	if r.delimited(i) {
		score += 0.3
	}
	r.add(segment{kind: kindStreet, from: int32(i), to: int32(end), core: int32(core), score: score, street: id})
}

// streetFollows reports whether a street that the gazetteer knows begins at a token.
func (r *reader) streetFollows(core int) bool {
	for end := core + 1; end <= len(r.Tokens) && end-core <= maxStreetTokens && !r.closes(end-1); end++ {
		if id, ok := r.findStreet(core, end); ok && r.gaz.Known(id) {
			return true
		}
	}
	return false
}

func (r *reader) findStreet(from, end int) (gazetteer.NameID, bool) {
	r.key, r.toned = gazetteer.AppendStreetKey(r.key[:0], r.toned[:0], r.Tokens[from:end])
	if id, ok := r.gaz.Find(r.key); ok || r.Tokens[from].Plain != "duong" || r.Tokens[from].Marked {
		return id, ok
	}
	r.key = r.key[:0] // the name Dương without its marks, as in Duong Ba Trac
	for i := from; i < end; i++ {
		r.key = vntext.AppendKey(r.key, &r.Tokens[i])
	}
	return r.gaz.Find(r.key)
}

// unknownStreet adds what may be a street that the gazetteer does not have.
func (r *reader) unknownStreet(i, core, end int, marked bool) {
	score := float32(-0.3)
	if marked {
		score = 2.6
	}
	if r.delimited(end) {
		score += 1.2
	}
	score -= 0.12 * float32(end-core)
	r.add(segment{kind: kindStreet, from: int32(i), to: int32(end), core: int32(core), score: score, street: -1})
}

// abbreviated reads a street whose words are shortened: XVNT, Ng. T. Thuật.
func (r *reader) abbreviated(i int) {
	if r.Tokens[i].Kind != vntext.Word || i > 0 && r.Tokens[i-1].Joined && r.Tokens[i-1].Kind == vntext.Word && r.Tokens[i].Joined {
		return
	}
	var initials, last []byte
	short := 0
	for end := i; end < len(r.Tokens) && end-i < maxStreetTokens; end++ {
		t := &r.Tokens[end]
		if end > i && (t.Break || delimiter(t)) || t.Kind == vntext.Number {
			break
		}
		if t.Kind == vntext.Sign {
			continue
		}
		if end == i && len(t.Plain) >= 3 && len(t.Plain) <= 6 && t.Capitals && !t.Marked {
			r.shortStreet(i, end+1, t.Plain, "")
		}
		if last != nil {
			initials = append(initials, last[0])
		}
		if last = append(last[:0], t.Plain...); len(t.Plain) <= 2 {
			short++
		}
		if len(initials) > 0 && len(last) > 2 && short > 0 {
			r.shortStreet(i, end+1, "", string(append(initials[:len(initials):len(initials)], last...)))
		}
	}
}

// shortStreet adds the streets of an abbreviation.
func (r *reader) shortStreet(i, end int, initials, skeleton string) {
	for k, id := range r.gaz.Abbreviated(initials, skeleton) {
		if k == maxShort {
			break
		}
		score := 0.5 + 0.3*float32(end-i)
		if r.delimited(end) {
			score += 0.8
		}
		r.add(segment{kind: kindStreet, from: int32(i), to: int32(end), core: int32(i), score: score, street: id, shortened: true})
	}
}

// maxShort is how many streets an abbreviation may stand for; more say nothing.
const maxShort = 6

// number reads a house number that begins at token core.
func (r *reader) number(i, core int) {
	end, digits := r.numberEnd(core)
	if digits == 0 || r.numbersRoad(core) || r.telephoneEnd(core) > 0 || r.clock(i, end) {
		return
	}
	score := float32(1.2)
	if end-core > 1 {
		score += 0.4
	}
	if i < core {
		score += 1
	}
	if r.delimited(i) {
		score += 0.5
	}
	r.add(segment{kind: kindNumber, from: int32(i), to: int32(end), core: int32(core), score: score, street: -1})
	if rest, ok := r.rangeEnd(end); ok {
		r.add(segment{kind: kindNumber, from: int32(i), to: int32(rest), core: int32(core), score: score + 1.2, street: -1})
	}
}

// numbersRoad reports whether a number at a token is that of a road, as in QL13: then it
// is no house number.
func (r *reader) numbersRoad(core int) bool {
	if roadKinds[r.Tokens[core].Plain] {
		return true
	}
	before := core - 1
	if before > 0 && r.Tokens[before].Plain == "." {
		before--
	}
	return before >= 0 && len(r.Tokens[before].Plain) == 2 && roadKinds[r.Tokens[before].Plain] ||
		before >= 1 && r.Tokens[before].Plain == "lo" && roadKinds[r.Tokens[before-1].Plain]
}

// numberEnd finds the end of a chain such as 1806/127/2A bis, and how many of its
// tokens are digits; none when no number begins there. A letter with a dot begins no
// number: H.210 is an alley.
func (r *reader) numberEnd(core int) (end, digits int) {
	end = core
	for k := core; k < len(r.Tokens); k++ {
		t := &r.Tokens[k]
		switch {
		case k > core && t.Break:
			return end, digits
		case t.Kind == vntext.Number:
			if k > core && !t.Joined || t.End-t.Start > 5 {
				return end, digits
			}
			end, digits = k+1, digits+1
		case t.Kind == vntext.Word:
			suffix := t.Joined && len(t.Plain) <= 2 || t.Plain == "bis" || t.Plain == "ter"
			lead := k == core && len(t.Plain) <= 2 && k+1 < len(r.Tokens) && r.Tokens[k+1].Joined
			if !suffix && !lead || k > core && lead && !suffix {
				return end, digits
			}
			if digits > 0 {
				end = k + 1
			}
		case t.Plain == "/" || t.Plain == "\\" || (t.Plain == "-" || t.Plain == ".") && t.Joined:
			if k == core || digits == 0 && t.Plain == "." || k+1 >= len(r.Tokens) || !r.Tokens[k+1].Joined && t.Plain != "/" {
				return end, digits
			}
			if t.Plain == "/" && k+1 < len(r.Tokens) && r.Tokens[k+1].Kind == vntext.Number {
				r.Tokens[k+1].Joined = true // "12 / 3"
			}
		default:
			return end, digits
		}
	}
	return end, digits
}

// rangeEnd reads " - 54" or ", 54 -" behind a number.
func (r *reader) rangeEnd(end int) (int, bool) {
	if end+1 >= len(r.Tokens) {
		return 0, false
	}
	switch r.Tokens[end].Plain {
	case "-", "+", "&":
	case ",":
		// "62, 77 Lý Chính Thắng": two numbers of one place
	default:
		return 0, false
	}
	rest, digits := r.numberEnd(end + 1)
	return rest, digits > 0 && r.Tokens[end+1].Kind == vntext.Number
}

// alley reads "hẻm 12/3".
func (r *reader) alley(i, core int, short bool) {
	if core < len(r.Tokens) && r.Tokens[core].Plain == "so" {
		core++
	}
	end, digits := r.numberEnd(core)
	if digits == 0 {
		if !short {
			r.add(segment{kind: kindRelation, from: int32(i), to: int32(i + 1), score: 0.3, street: -1})
		}
		return
	}
	score := float32(3)
	if short {
		score = 1.2
	}
	r.add(segment{kind: kindAlley, from: int32(i), to: int32(end), core: int32(core), score: score, street: -1})
}
