// Package vntext takes Vietnamese text apart for comparing: into words and
// numbers that know where in the text they stand, without the differences that
// mean nothing. Composed and decomposed characters, old and new positions of
// the tone mark (hoà, hòa), capitals and Đ or Ð are the same; marks that were
// typed are kept beside the plain letters, because they tell Đường from Dương.
package vntext

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Kind says what a token is made of.
type Kind uint8

// The kinds of tokens.
const (
	Word   Kind = iota // letters
	Number             // digits
	Sign               // one character that is neither, but for spaces
)

// Token is a piece of a text.
type Token struct {
	Start, End int    // its place in the text as given, in bytes
	Plain      string // lower case, without marks; numbers without leading zeros; signs as they are
	Toned      string // lower case with the vowels' marks, the tone as a digit at the end
	Kind       Kind
	Joined     bool // nothing stands between it and the token before
	Break      bool // a line break stands before it
	Marked     bool // has a tone or a letter that only Vietnamese has
	Capital    bool // begins with a capital
	Capitals   bool // has no small letters
}

// Text is a tokenized text. Its memory is reused by the next [Text.Read].
type Text struct {
	Tokens []Token
	Marked bool // some word has marks: the writer typed them
	bytes  []byte
	spans  []span
}

// span is where a token's two forms stand in Text.bytes.
type span struct{ plain, toned, end int }

// Read takes a text apart. What is no letter, digit or space becomes a sign;
// control characters and broken UTF-8 count as spaces.
func (t *Text) Read(text string) {
	t.Tokens, t.bytes, t.spans, t.Marked = t.Tokens[:0], t.bytes[:0], t.spans[:0], false
	if norm.NFC.IsNormalString(text) {
		t.scan(text, nil)
		return
	}
	composed, places := compose(text)
	t.scan(composed, places)
}

// compose is the text in NFC, with the place in the original of each of its bytes
// and of its end. A character that changed begins where its letter began; what
// follows it within one composed piece begins where the piece ends.
func compose(text string) (composed string, places []int) {
	var out []byte
	var it norm.Iter
	it.InitString(norm.NFC, text)
	for !it.Done() {
		at := it.Pos()
		piece := it.Next()
		end := it.Pos()
		_, first := utf8.DecodeRune(piece)
		same := string(piece) == text[at:end]
		for i := range piece {
			switch {
			case same:
				places = append(places, at+i)
			case i < first:
				places = append(places, at)
			default:
				places = append(places, end)
			}
		}
		out = append(out, piece...)
	}
	return string(out), append(places, len(text))
}

// scan fills the tokens. places maps positions to those of the original text;
// nil where they are the same.
func (t *Text) scan(text string, places []int) {
	s := scanner{t: t, text: text, places: places, joined: false}
	for s.at < len(text) {
		s.next()
	}
	all := string(t.bytes) // one copy for all tokens
	for i, sp := range t.spans {
		t.Tokens[i].Plain, t.Tokens[i].Toned = all[sp.plain:sp.toned], all[sp.toned:sp.end]
	}
}

type scanner struct {
	t      *Text
	text   string
	places []int
	at     int
	joined bool // to the token before
	broken bool // a line break was passed
}

func (s *scanner) place(at int) int {
	if s.places == nil {
		return at
	}
	return s.places[at]
}

func (s *scanner) next() {
	r, size := utf8.DecodeRuneInString(s.text[s.at:])
	_, _, latin := lookup(r)
	switch {
	case latin:
		s.word()
	case '0' <= r && r <= '9':
		s.number()
	case r == '\n' || r == '\r' || r == '\u2028':
		s.at, s.joined, s.broken = s.at+size, false, true
	case unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) || r == utf8.RuneError && size == 1:
		s.at, s.joined = s.at+size, false
	default:
		s.sign(r, size)
	}
}

func (s *scanner) add(k Token, end int, sp span) {
	k.Start, k.End, k.Joined, k.Break = s.place(s.at), s.place(end), s.joined, s.broken
	s.t.Tokens, s.t.spans = append(s.t.Tokens, k), append(s.t.spans, sp)
	s.at, s.joined, s.broken = end, true, false
}

// word reads letters up to a change from small to capital (HồChí) or to the
// capital that begins a word after capitals (TPHồ).
func (s *scanner) word() {
	var k Token
	sp := span{plain: len(s.t.bytes)}
	end, count, uppers, tone := s.at, 0, 0, uint8(0)
	for end < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[end:])
		l, upper, ok := lookup(r)
		if !ok || count > 0 && upper && s.startsWord(end, size, uppers == count) {
			break
		}
		if upper {
			uppers++
		}
		s.t.bytes = append(s.t.bytes, l.plain)
		k.Marked = k.Marked || l.tone != 0 || rune(l.plain) != l.base
		if l.tone != 0 {
			tone = l.tone
		}
		k.Capital = k.Capital || upper && count == 0
		end, count = end+size, count+1
	}
	k.Capitals = uppers == count
	s.t.Marked = s.t.Marked || k.Marked
	sp.toned = len(s.t.bytes)
	for at := s.at; at < end; {
		r, size := utf8.DecodeRuneInString(s.text[at:])
		l, _, _ := lookup(r)
		s.t.bytes = utf8.AppendRune(s.t.bytes, l.base)
		at += size
	}
	if tone != 0 {
		s.t.bytes = append(s.t.bytes, '0'+tone)
	}
	sp.end = len(s.t.bytes)
	s.add(k, end, sp)
}

// startsWord reports whether the capital at a place begins a word of its own.
// After small letters it does; after capitals only if small ones follow.
func (s *scanner) startsWord(at, size int, afterCapitals bool) bool {
	if !afterCapitals {
		return true
	}
	r, _ := utf8.DecodeRuneInString(s.text[at+size:])
	_, upper, ok := lookup(r)
	return ok && !upper
}

func (s *scanner) number() {
	end := s.at
	for end < len(s.text) && '0' <= s.text[end] && s.text[end] <= '9' {
		end++
	}
	first := s.at
	for first < end-1 && s.text[first] == '0' {
		first++
	}
	s.form(s.text[first:end], Number, end)
}

func (s *scanner) sign(r rune, size int) {
	text := s.text[s.at : s.at+size]
	switch r {
	case '–', '—', '−', '‐', '‑':
		text = "-"
	case '’', '‘', '`':
		text = "'"
	case '，', '、':
		text = ","
	}
	s.form(text, Sign, s.at+size)
}

func (s *scanner) form(text string, kind Kind, end int) {
	at := len(s.t.bytes)
	s.t.bytes = append(s.t.bytes, text...)
	s.add(Token{Kind: kind}, end, span{plain: at, toned: len(s.t.bytes), end: len(s.t.bytes)})
}
