package geocode

import (
	"slices"

	"github.com/diemnong/diemnong/geo/geocode/vntext"
)

// area reads the name of an area that begins at token core, behind a word of the
// given class that begins at i.
func (r *reader) area(i, core int, kind class, short bool) {
	if kind != 0 && core < len(r.Tokens) { // "Phường Phường 12"
		if c := &r.Tokens[core]; c.Kind == vntext.Word {
			for _, w := range lexicon[c.Plain] {
				if w.class == kind && !w.short && core+1 < len(r.Tokens) {
					core = r.skipDots(core + 1)
					break
				}
			}
		}
	}
	key := r.key[:0]
	found := false
	for end := core; end < len(r.Tokens) && end-core < maxAreaTokens; end++ {
		t := &r.Tokens[end]
		if end > core && (t.Break || delimiter(t)) {
			break
		}
		key = vntext.AppendKey(key, t)
		if t.Kind == vntext.Sign {
			continue
		}
		if names := r.names.byKey[string(key)]; len(names) > 0 {
			found = r.addArea(i, core, end+1, kind, short, names, 1) || found
		}
	}
	r.key = key
	if kind != 0 && !found {
		r.lost(i, core, short)
	}
	if kind != 0 && !found && (!short || r.Tokens[i].End < r.Tokens[min(core, len(r.Tokens)-1)].Start || core > i+1) {
		r.misspelt(i, core, kind, short)
	}
}

// lost reads a numbered ward or district that no area set has. It is no house number.
func (r *reader) lost(i, core int, short bool) {
	if core >= len(r.Tokens) || r.Tokens[core].Kind != vntext.Number || len(r.Tokens[core].Plain) > 2 || r.goesOn(core+1) {
		return
	}
	score := float32(5)
	if short {
		score = 3.5
	}
	r.add(segment{kind: kindLost, from: int32(i), to: int32(core + 1), core: int32(core), score: score, street: -1})
}

// foreign reads a district or a province that no area set has: the address is
// somewhere else, unless other words say that it is here.
func (r *reader) foreign(i, core int, w *word) {
	if w.short || w.class&(classCoarse|classTinh) == 0 || w.class == classThanhPho || r.closes(core) {
		return
	}
	for end := core + 1; end <= len(r.Tokens) && end-core <= 3; end++ {
		t := &r.Tokens[end-1]
		if t.Kind != vntext.Word || end-1 > core && t.Break {
			return
		}
		score := 1.6 + 0.8*float32(end-core)
		if r.delimited(end) {
			score += 0.5
		}
		r.add(segment{kind: kindForeign, class: w.class, from: int32(i), to: int32(end), core: int32(core), score: score, street: -1})
	}
}

// misspelt reads a name with a mistake behind a word such as Phường.
func (r *reader) misspelt(i, core int, kind class, short bool) {
	if r.slips++; r.slips > maxSlips {
		return
	}
	key := []byte(nil)
	for end := core; end < len(r.Tokens) && end-core < maxAreaTokens; end++ {
		t := &r.Tokens[end]
		if end > core && (t.Break || delimiter(t)) {
			break
		}
		key = vntext.AppendKey(key, t)
		if t.Kind == vntext.Sign || len(key) < minFuzzyArea-1 {
			continue
		}
		r.keys = r.names.similar(string(key), r.keys[:0])
		var names []areaName // all of them: which one is meant is for the rest of the text to say
		for _, other := range r.keys {
			names = append(names, r.names.byKey[other]...)
		}
		r.addArea(i, core, end+1, kind, short, names, 0.35)
	}
}

// maxSlips is in how many places of a text misspelt names are looked for.
const maxSlips = 12

// addArea adds the areas of a name that the text may mean. It reports whether
// there are any.
func (r *reader) addArea(i, core, end int, kind class, short bool, names []areaName, q float32) bool {
	from, best := len(r.areas), float32(0)
	number := r.Tokens[core].Kind == vntext.Number
	if number && r.goesOn(end) {
		return false // F7/26G is a house number
	}
	agreed := vntext.Differs
	for k := range names {
		n := &names[k]
		fit := q * r.classFit(kind, n, number)
		if !n.initial && q == 1 {
			a := r.compare(core, end, n.toned)
			agreed = max(agreed, a)
			fit *= r.agreementFit(a)
		}
		if n.initial && (kind == 0 && !(r.delimited(i) && r.delimited(end)) || r.Tokens[core].Marked) {
			continue
		}
		if fit > 0.01 {
			r.areas = append(r.areas, candidateArea{n.id, fit})
			best = max(best, fit)
		}
	}
	if best >= 0.7 && kind != 0 { // "Phường Thủ Đức" is not the city of that name
		r.areas = append(r.areas[:from], slices.DeleteFunc(r.areas[from:], func(c candidateArea) bool { return c.q < 0.1 })...)
	}
	if len(r.areas) == from {
		return false
	}
	score := float32(0.8) + 0.8*float32(end-core)
	switch {
	case kind != 0 && short:
		score += 2.2
	case kind != 0:
		score += 3.5
	case r.delimited(i) && r.delimited(end):
		score += 2
	case r.delimited(i) || r.delimited(end):
		score += 0.5
	}
	score += 2 * (best - 0.8)
	r.add(segment{
		kind: kindArea, class: kind, from: int32(i), to: int32(end), core: int32(core), score: score, street: -1,
		exact: q == 1, full: kind != 0 && !short, areas: r.areas[from:len(r.areas):len(r.areas)],
	})
	return best > 0.3
}

// goesOn reports whether a number that ends before a token goes on there: with a slash,
// or with a letter that does not begin another area, as Q does in P4Q5.
func (r *reader) goesOn(end int) bool {
	if end >= len(r.Tokens) || !r.Tokens[end].Joined {
		return false
	}
	t := &r.Tokens[end]
	if t.Kind != vntext.Word {
		return t.Plain == "/"
	}
	for _, w := range lexicon[t.Plain] {
		if w.class&classArea != 0 && end+1 < len(r.Tokens) && r.Tokens[end+1].Kind != vntext.Sign {
			return false
		}
	}
	return true
}

// classFit is how well the word before a name fits the area.
func (r *reader) classFit(kind class, n *areaName, number bool) float32 {
	fit := float32(1)
	if n.initial {
		fit = 0.25
	}
	switch {
	case kind == 0 && number:
		return 0
	case kind == 0 && n.class&classCoarse != 0:
		return 0.8 * fit
	case kind == 0:
		return 0.5 * fit
	case kind&n.class != 0:
		return fit
	case number:
		return 0
	case n.class == 0:
		return 0.7 * fit
	case kind&classFine != 0 && n.class&classFine != 0, kind&classCoarse != 0 && n.class&classCoarse != 0:
		return 0.45 * fit // a commune that became a ward, a district that became a city
	}
	return 0.04 * fit
}

// agreementFit is what the typed marks say for a name.
func (r *reader) agreementFit(a vntext.Agreement) float32 {
	switch {
	case a == vntext.Agrees:
		return 1
	case a == vntext.Differs:
		return 0.2
	case r.Marked:
		return 0.7
	}
	return 1
}

// glued reads a name with its abbreviation in one word, as in "Hbình Chánh".
func (r *reader) glued(i int) {
	t := &r.Tokens[i]
	if t.Kind != vntext.Word || len(t.Plain) < 3 || len(r.names.byKey[t.Plain]) > 0 {
		return
	}
	for width := 2; width > 0; width-- {
		for _, w := range lexicon[t.Plain[:width]] {
			if w.class&classArea == 0 {
				continue
			}
			key := append(r.key[:0], t.Plain[width:]...)
			for end := i + 1; ; end++ {
				if names := r.names.byKey[string(key)]; len(names) > 0 && len(key) > 2 {
					r.addArea(i, i, end, w.class, true, names, 0.6)
				}
				if r.closes(end) || end-i >= maxAreaTokens {
					break
				}
				key = vntext.AppendKey(key, &r.Tokens[end])
			}
			r.key = key
		}
	}
}
