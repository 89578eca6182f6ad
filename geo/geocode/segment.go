package geocode

import (
	"strings"

	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
	"github.com/diemnong/diemnong/geo/geocode/vntext"
)

// kind is what a segment of a text is read as.
type kind uint8

const (
	kindOther kind = iota
	kindNumber
	kindAlley
	kindStreet
	kindHamlet
	kindPlace
	kindRelation
	kindArea
	kindHome      // the city itself
	kindElsewhere // another province
	kindForeign   // a district or province that nobody here knows
	kindLost      // a numbered ward or district that nobody here knows
	kindNation    // country or postal code
	kinds
)

// segment is a piece of a text and what it may be.
type segment struct {
	kind       kind
	class      class // of the word before the name
	from, to   int32 // tokens
	core       int32 // first token of the name itself
	score      float32
	street     gazetteer.NameID // of a known street, else −1
	areas      []candidateArea
	province   int32
	placeKnown bool
	exact      bool // an area whose name is spelt right
	full       bool // an area behind the whole word for its kind
	shortened  bool // a street that is abbreviated
}

// candidateArea is an area that a piece of text may name.
type candidateArea struct {
	id int32
	q  float32 // how well the text fits, in (0, 1]
}

// reader reads texts; its memory is reused.
type reader struct {
	names *areaNames
	gaz   *gazetteer.Gazetteer
	home  map[int32]bool // provinces that the area sets cover

	vntext.Text
	segments []segment
	first    []int32 // by token: its segments begin here
	areas    []candidateArea
	path     []segment
	keys     []string
	slips    int // misspelt names looked for in this text

	key, toned []byte
	cells      []cell
}

// Longest names, in tokens.
const (
	maxStreetTokens = 9
	maxAreaTokens   = 7
	maxUnknown      = 7
	maxTokens       = 400 // of a text; further ones are not read
)

// enumerate finds everything that the pieces of the text may be.
func (r *reader) enumerate() {
	if len(r.Tokens) > maxTokens {
		r.Tokens = r.Tokens[:maxTokens]
	}
	r.segments, r.first, r.areas, r.slips = r.segments[:0], r.first[:0], r.areas[:0], 0
	for i := range r.Tokens {
		r.first = append(r.first, int32(len(r.segments)))
		r.at(i)
	}
	r.first = append(r.first, int32(len(r.segments)))
}

func (r *reader) at(i int) {
	if r.Tokens[i].Kind == vntext.Sign {
		r.add(segment{kind: kindOther, from: int32(i), to: int32(i + 1)}) // costs nothing
		return
	}
	r.other(i)
	if r.telephone(i) {
		return
	}
	r.number(i, i)
	r.area(i, i, 0, false)
	r.provinceAt(i)
	r.postal(i)
	if !r.behindArea(i) {
		r.streets(i, i, false)
	}
	r.abbreviated(i)
	for width := min(maxWords+1, len(r.Tokens)-i); width > 0; width-- {
		r.marked(i, width)
	}
	r.glued(i)
	r.place(i, i)
}

// marked reads what follows a word of the lexicon.
func (r *reader) marked(i, width int) {
	key := r.key[:0]
	for k := i; k < i+width; k++ {
		t := &r.Tokens[k]
		if t.Kind == vntext.Sign && (k == i || k == i+width-1 || t.Plain != "." && t.Plain != "/") || k > i && t.Break {
			return
		}
		key = vntext.AppendKey(key, t)
	}
	r.key = key
	if string(key) == "pho" && i > 0 && r.Tokens[i-1].Plain == "khu" {
		return // khu phố
	}
	junction := junctions[string(key)]
	for _, w := range lexicon[string(key)] {
		if !r.agrees(i, width, w.toned) {
			continue
		}
		next := r.skipDots(i + width)
		switch {
		case w.class&classArea != 0:
			r.area(i, next, w.class, w.short)
			r.foreign(i, next, &w)
		case w.class == classTinh:
			r.foreign(i, next, &w)
		case w.class == classStreet:
			r.streets(i, next, true)
		case w.class == classAlley:
			r.alley(i, next, w.short)
		case w.class == classHamlet:
			r.hamlet(i, next, w.short)
		case w.class == classNumber:
			r.number(i, next)
		case w.class == classPlace:
			r.markedPlace(i, next, w.short)
			if crossingWords[string(key)] {
				r.add(segment{kind: kindRelation, from: int32(i), to: int32(i + width), score: 0.5, street: -1})
			}
			if junction && r.streetFollows(next) {
				r.add(segment{kind: kindRelation, from: int32(i), to: int32(i + width), score: 3})
			}
		case w.class == classRelation:
			r.add(segment{kind: kindRelation, from: int32(i), to: int32(i + width), score: 0.5})
		}
	}
}

// crossingWords say that two streets follow.
var crossingWords = map[string]bool{
	"ngaba": true, "nga3": true, "ngatu": true, "nga4": true, "nganam": true, "nga5": true, "ngasau": true, "nga6": true, "vongxoay": true,
}

// agrees reports whether the marks of the typed words do not speak against those of
// a lexicon entry of one word.
func (r *reader) agrees(i, width int, toned string) bool {
	if toned == "" || width > 1 {
		return true
	}
	t := &r.Tokens[i]
	return t.Toned == toned || !t.Marked && !r.Marked
}

// skipDots passes the signs between an abbreviation and what it stands before.
func (r *reader) skipDots(i int) int {
	for n := 0; i < len(r.Tokens) && n < 3; n++ {
		p := r.Tokens[i].Plain
		if r.Tokens[i].Kind != vntext.Sign || p != "." && p != ":" && p != "-" && p != "/" {
			break
		}
		i++
	}
	return i
}

func (r *reader) add(s segment) { r.segments = append(r.segments, s) }

// other reads one token as nothing known.
func (r *reader) other(i int) {
	score := float32(-0.8)
	if r.Tokens[i].Kind == vntext.Number {
		score = -1.2
	}
	r.add(segment{kind: kindOther, from: int32(i), to: int32(i + 1), score: score, street: -1})
}

// behindArea reports whether a word for an area stands right before a token: what
// follows it is no street.
func (r *reader) behindArea(i int) bool {
	if i == 0 || r.Tokens[i].Break || r.Tokens[i-1].Kind != vntext.Word {
		return false
	}
	for width := 1; width <= 2 && width <= i; width++ {
		key := vntext.AppendKey(nil, &r.Tokens[i-width])
		if width == 2 {
			key = vntext.AppendKey(key, &r.Tokens[i-1])
		}
		for _, w := range lexicon[string(key)] {
			if w.class&classArea != 0 && !w.short && w.class != classThanhPho && r.agrees(i-width, width, w.toned) {
				return true
			}
		}
	}
	return false
}

// telephone reads a telephone number. It reports whether one begins at the token.
func (r *reader) telephone(i int) bool {
	end := r.telephoneEnd(i)
	if end > 0 {
		r.add(segment{kind: kindNation, from: int32(i), to: int32(end), score: 5, street: -1})
	}
	return end > 0
}

// telephoneEnd finds the end of a telephone number: nine to eleven digits from 0 or 84
// on, perhaps in groups; 0 when none begins at the token.
func (r *reader) telephoneEnd(i int) int {
	first := &r.Tokens[i]
	zero := first.End-first.Start > len(first.Plain) // which Plain leaves out
	if first.Kind != vntext.Number || !zero && !strings.HasPrefix(first.Plain, "84") {
		return 0
	}
	digits, end := 0, 0
	for k := i; k < len(r.Tokens); k++ {
		t := &r.Tokens[k]
		if t.Kind == vntext.Number && digits+t.End-t.Start <= 11 {
			digits, end = digits+t.End-t.Start, k+1
		} else if t.Kind != vntext.Sign || t.Plain != "." && t.Plain != "-" {
			break
		}
	}
	if digits < 9 {
		return 0
	}
	return end
}

// clock reports whether a number is of a time or a date: 10 giờ, ngày 3/2.
func (r *reader) clock(i, end int) bool {
	if end < len(r.Tokens) && afterTime[r.Tokens[end].Plain] && !r.closes(end) {
		return true
	}
	return i > 0 && beforeTime[r.Tokens[i-1].Plain] && !r.Tokens[i].Break
}

var (
	beforeTime = map[string]bool{"ngay": true, "luc": true}
	afterTime  = map[string]bool{"gio": true, "phut": true, "ngay": true, "thang": true, "trieu": true, "nghin": true, "nguoi": true}
)

// delimited reports whether something ends before a token: the text, a line, a
// part between commas.
func (r *reader) delimited(i int) bool {
	if i <= 0 || i >= len(r.Tokens) || r.Tokens[i].Break {
		return true
	}
	return delimiter(&r.Tokens[i-1]) || delimiter(&r.Tokens[i])
}

// closes reports whether a part ends before token i, so that no name goes on there.
func (r *reader) closes(i int) bool {
	return i >= len(r.Tokens) || r.Tokens[i].Break || delimiter(&r.Tokens[i])
}

func delimiter(t *vntext.Token) bool {
	if t.Kind != vntext.Sign {
		return false
	}
	switch t.Plain {
	case ",", ";", "(", ")", "|", "[", "]", "!", "?", "\"":
		return true
	}
	return false
}

// compare says whether the typed tokens agree with the marked form of a name whose
// plain letters are the same.
func (r *reader) compare(from, to int, toned string) vntext.Agreement {
	rest := toned
	for i := from; i < to; i++ {
		t := &r.Tokens[i]
		if t.Kind == vntext.Sign {
			continue
		}
		if !strings.HasPrefix(rest, t.Toned) {
			if r.anyMarked(from, to) {
				return vntext.Differs
			}
			return vntext.Silent
		}
		rest = rest[len(t.Toned):]
	}
	return vntext.Agrees
}

func (r *reader) anyMarked(from, to int) bool {
	for i := from; i < to; i++ {
		if r.Tokens[i].Marked {
			return true
		}
	}
	return false
}
