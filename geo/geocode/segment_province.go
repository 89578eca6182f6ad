package geocode

import "github.com/diemnong/diemnong/geo/geocode/vntext"

// provinceAt reads the name of a province, with or without a word before it.
func (r *reader) provinceAt(i int) {
	core := i
	key := r.key[:0]
	lead := float32(0)
	for n := 0; n < 3 && core < len(r.Tokens); n++ { // "TP.", "Thành phố", "Tỉnh"
		t := &r.Tokens[core]
		if t.Kind == vntext.Sign {
			core++
			continue
		}
		key = vntext.AppendKey(key, t)
		if _, ok := leadsProvince[string(key)]; ok {
			lead, core, key = 1.5, core+1, key[:0]
			core = r.skipDots(core)
			break
		}
		core++
	}
	if lead == 0 {
		core, key = i, key[:0]
	}
	r.provinceName(i, core, key[:0], lead)
	if lead != 0 {
		r.provinceName(i, i, key[:0], 0)
	}
	r.key = key
}

// leadsProvince are words before a province or a city of that rank.
var leadsProvince = map[string]bool{"tp": true, "thanhpho": true, "tinh": true, "t": true, "tpho": true, "thpho": true}

func (r *reader) provinceName(i, core int, key []byte, lead float32) {
	for end := core; end < len(r.Tokens) && end-core < maxAreaTokens; end++ {
		t := &r.Tokens[end]
		if end > core && (t.Break || delimiter(t)) {
			break
		}
		key = vntext.AppendKey(key, t)
		if nations[string(key)] {
			r.add(segment{kind: kindNation, from: int32(i), to: int32(end + 1), score: 2.5, street: -1})
		}
		if t.Kind == vntext.Sign {
			continue
		}
		id, ok := provinceByKey[string(key)]
		slip := float32(0)
		if !ok && r.ends(end+1) {
			id, ok = similarProvince(string(key))
			slip = 2
		}
		if !ok {
			continue
		}
		if slip == 0 && r.compare(core, end+1, provinceToned[id]) == vntext.Differs && provinceKeys[id] == string(key) {
			continue // Huệ is not Huế
		}
		if !r.home[id] && lead == 0 && !r.ends(end+1) {
			continue // a quán Hà Nội in the middle of a text
		}
		score := 1.5 + lead + 0.4*float32(end-core) - slip
		if r.delimited(i) {
			score += 0.5
		}
		if r.delimited(end + 1) {
			score++
		}
		if r.ends(end + 1) {
			score++ // the coarsest unit stands last
		}
		s := segment{kind: kindElsewhere, from: int32(i), to: int32(end + 1), core: int32(core), score: score, street: -1, province: id}
		if r.home[id] {
			s.kind, s.score = kindHome, score+1
		}
		r.add(s)
	}
}

// similarProvince finds a province whose name is one slip of the finger from a key, or
// two where it is long.
func similarProvince(key string) (int32, bool) {
	limit := 1
	if len(key) >= 9 {
		limit = 2
	}
	if len(key) < minFuzzyArea {
		return 0, false
	}
	for id, name := range provinceKeys {
		d := len(name) - len(key)
		if len(name) >= minFuzzyArea && name[0] == key[0] && d <= limit && -d <= limit && vntext.Within(key, name, limit) {
			return int32(id), true
		}
	}
	return 0, false
}

// ends reports whether nothing but signs, a postal code and the country follow.
func (r *reader) ends(i int) bool {
	for ; i < len(r.Tokens); i++ {
		t := &r.Tokens[i]
		if t.Kind == vntext.Word && !nationWords[t.Plain] || t.Kind == vntext.Number && t.End-t.Start < 5 {
			return false
		}
	}
	return true
}

// nationWords are the words of the country's name.
var nationWords = map[string]bool{"viet": true, "nam": true, "vietnam": true, "vn": true}

// provinceKeys are the keys of the provinces' names.
var provinceKeys = func() (keys []string) {
	for _, p := range provinces {
		keys = append(keys, vntext.Key(p.name))
	}
	return keys
}()

// provinceToned are the same with marks.
var provinceToned = func() (toned []string) {
	var t vntext.Text
	for _, p := range provinces {
		t.Read(p.name)
		all := ""
		for i := range t.Tokens {
			if t.Tokens[i].Kind != vntext.Sign {
				all += t.Tokens[i].Toned
			}
		}
		toned = append(toned, all)
	}
	return toned
}()

// provinceByKey finds provinces by the key of their names.
var provinceByKey = func() map[string]int32 {
	m := map[string]int32{}
	for i, p := range provinces {
		m[vntext.Key(p.name)] = int32(i)
	}
	for key, name := range provinceAliases {
		m[key] = m[vntext.Key(name)]
	}
	return m
}()

// postal reads a postal code: five or six digits near the end.
func (r *reader) postal(i int) {
	t := &r.Tokens[i]
	if t.Kind == vntext.Number && (t.End-t.Start == 5 || t.End-t.Start == 6) && i > 0 && !t.Joined {
		r.add(segment{kind: kindNation, from: int32(i), to: int32(i + 1), score: 0.6, street: -1})
	}
}
