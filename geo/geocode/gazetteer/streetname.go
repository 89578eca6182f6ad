package gazetteer

import (
	"strings"

	"github.com/diemnong/diemnong/geo/geocode/vntext"
)

// kinds are the words that stand before a street's name and belong to it, in
// the form that all ways of writing them are given.
var kinds = map[string]string{
	"ql": "quoclo", "quoclo": "quoclo", "tl": "tinhlo", "tinhlo": "tinhlo", "hl": "huonglo", "huonglo": "huonglo",
	"dt": "duongtinh", "duongtinh": "duongtinh", "xl": "xalo", "xalo": "xalo", "dl": "dailo", "dailo": "dailo",
	"ltl": "lientinhlo", "lientinhlo": "lientinhlo",
}

// AppendStreetKey appends the form by which a street is looked up, plain and with
// marks. It leaves out the word for street and makes the ways to write the same
// street one: "so5", "Đường số 05" and "Đ. 5" give "5", "QL 1A" and "Quốc lộ 1A"
// give "quoclo1a", "Đường 3 tháng 2" and "3/2" give "3-2".
func AppendStreetKey(key, toned []byte, tokens []vntext.Token) (plain, marked []byte) {
	tokens = trimStreet(tokens)
	start, startToned := len(key), len(toned)
	i := 0
	if kind, n := leadingKind(tokens); n > 0 && n < len(tokens) {
		key, toned, i = append(key, kind...), append(toned, kind...), n
	}
	for ; i < len(tokens); i++ {
		k := &tokens[i]
		if between(tokens, i) {
			continue
		}
		if digit := spelledMonth(tokens, i); digit != 0 {
			key, toned = append(key, digit), append(toned, digit)
			continue
		}
		key = vntext.AppendKey(key, k)
		if k.Kind != vntext.Sign {
			toned = append(toned, k.Toned...)
		}
	}
	if alias, ok := sameStreet[string(key[start:])]; ok {
		key, toned = append(key[:start], alias...), append(toned[:startToned], alias...)
	}
	return key, toned
}

// sameStreet are names that people write in ways no rule finds.
var sameStreet = map[string]string{
	"bathanghai": "3-2", "bamuoithangtu": "30-4", "cmt8": "cachmangthang8", "cmt": "cachmangthang8",
	"cmtt": "cachmangthang8", "cachmangthangtam": "cachmangthang8", "xlhn": "xalohanoi", "hanoihighway": "xalohanoi",
	"vvk": "vovankiet", "quoclo1": "quoclo1a",
}

// trimStreet leaves out the words for street at the beginning, signs at both
// ends, and what follows in brackets.
func trimStreet(tokens []vntext.Token) []vntext.Token {
	for i := range tokens {
		if tokens[i].Plain == "(" && i > 0 {
			tokens = tokens[:i]
			break
		}
	}
	for len(tokens) > 0 && tokens[len(tokens)-1].Kind == vntext.Sign {
		tokens = tokens[:len(tokens)-1]
	}
	for len(tokens) > 1 && (tokens[0].Kind == vntext.Sign || leadsStreet(tokens)) {
		tokens = tokens[1:]
	}
	return tokens
}

// leadsStreet reports whether the first token is only a word for street.
func leadsStreet(tokens []vntext.Token) bool {
	k, next := &tokens[0], &tokens[1]
	switch k.Plain {
	case "duong":
		if next.Plain == "tinh" && len(tokens) > 2 && tokens[2].Kind == vntext.Number {
			return false // Đường tỉnh 743 is a kind
		}
		// Without marks it may be the family name Dương, as in Duong Ba Trac.
		return k.Toned == "đương2" || k.Toned != "dương" && (next.Kind == vntext.Number || len(next.Plain) <= 2)
	case "dg", "dng", "street":
		return true
	case "d":
		return next.Plain == "." || k.Toned == "đ" && (next.Kind == vntext.Word || next.Plain == "so")
	case "pho":
		return k.Toned == "phô1" && len(tokens) > 2
	case "so", "s", "no":
		return next.Kind == vntext.Number || next.Plain == "." || len(next.Plain) <= 2
	case "ds":
		return next.Kind == vntext.Number || next.Plain == "."
	}
	return false
}

// leadingKind finds a kind of road at the beginning, in one word or two.
func leadingKind(tokens []vntext.Token) (kind string, n int) {
	if len(tokens) < 2 {
		return "", 0
	}
	if kind, ok := kinds[tokens[0].Plain]; ok {
		n = 1
		for n < len(tokens) && tokens[n].Kind == vntext.Sign {
			n++
		}
		return kind, n
	}
	if kind, ok := kinds[tokens[0].Plain+tokens[1].Plain]; ok {
		return kind, 2
	}
	return "", 0
}

// between reports whether the token is the word for month between two numbers.
func between(tokens []vntext.Token, i int) bool {
	return tokens[i].Plain == "thang" && i > 0 && i+1 < len(tokens) &&
		tokens[i-1].Kind == vntext.Number && tokens[i+1].Kind == vntext.Number
}

// spelledMonth is the digit of a month in words at the end, as in Cách Mạng Tháng Tám.
func spelledMonth(tokens []vntext.Token, i int) byte {
	if i == len(tokens)-1 && i > 0 && tokens[i-1].Plain == "thang" && tokens[i].Plain == "tam" {
		return '8'
	}
	return 0
}

// Skeleton is the form of a name whose words but the last are shortened: "ntthuat"
// for Nguyễn Thiện Thuật. It is empty for names of one word.
func Skeleton(name string) string {
	words := strings.Fields(name)
	if len(words) < 2 {
		return ""
	}
	return vntext.Initials(strings.Join(words[:len(words)-1], " ")) + vntext.Key(words[len(words)-1])
}
