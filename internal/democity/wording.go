package democity

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// What residents say, the streets they live in and the pieces between.
var (
	//go:embed texts.txt
	textsFile string
	//go:embed phrases.txt
	phrasesFile string
	//go:embed streets.txt
	streetsFile string
)

// wording holds all texts in Unicode's composed form (NFC).
type wording struct {
	texts   map[string][]string // templates by category
	phrases map[string][]string
	streets []string
}

func newWording(categories []category) (*wording, error) {
	w := &wording{texts: sections(textsFile), phrases: sections(phrasesFile), streets: lines(streetsFile)}
	for _, k := range categories {
		if len(w.texts[k.Code]) == 0 {
			return nil, fmt.Errorf("demo city: nobody says anything about %s", k.Code)
		}
	}
	for _, p := range append([]string{"near", "since", "surname", "given"}, dayparts...) {
		if len(w.phrases[p]) == 0 {
			return nil, fmt.Errorf("demo city: there is no phrase for %s", p)
		}
	}
	return w, nil
}

// lines gives the lines of a file but for comments and empty ones.
func lines(file string) []string {
	var out []string
	for l := range strings.Lines(norm.NFC.String(file)) {
		if l = strings.TrimSpace(l); l != "" && l[0] != '#' {
			out = append(out, l)
		}
	}
	return out
}

// sections gives the lines that follow each line in brackets.
func sections(file string) map[string][]string {
	out := make(map[string][]string)
	name := ""
	for _, l := range lines(file) {
		if rest, ok := strings.CutPrefix(l, "["); ok {
			name = strings.TrimSuffix(rest, "]")
			continue
		}
		out[name] = append(out[name], l)
	}
	return out
}

// scene is what a text is about.
type scene struct {
	category string
	hour     int    // of the day, local
	street   string // empty when the resident does not say where
	number   string // house number; empty when the resident does not say which
	alley    string // number of the house at the alley's mouth
	area     string // as people name it; empty when nobody said
}

// say fills a template of the category.
func (w *wording) say(s *scene, r *rand.Rand) string {
	templates := w.texts[s.category]
	rest := templates[r.IntN(len(templates))]
	out := make([]byte, 0, 256)
	for {
		text, slot, found := strings.Cut(rest, "{")
		out = append(out, text...)
		if !found {
			break
		}
		slot, rest, _ = strings.Cut(slot, "}")
		out = append(out, w.fill(slot, s, r)...)
	}
	return capital(out)
}

func (w *wording) fill(slot string, s *scene, r *rand.Rand) string {
	pick := func(phrases []string) string { return phrases[r.IntN(len(phrases))] }
	switch slot {
	case "street", "address", "alley":
		return s.where(slot)
	case "area":
		if s.area == "" {
			return "khu phố chúng tôi"
		}
		return s.area
	case "when":
		return pick(w.phrases[daypart(s.hour)])
	case "daypart":
		return daypartNames[daypart(s.hour)]
	case "n":
		return strconv.Itoa(2 + r.IntN(8))
	default:
		return pick(w.phrases[slot])
	}
}

// where names a street, a house or an alley as far as the resident says it.
func (s *scene) where(what string) string {
	switch {
	case s.street == "":
		return map[string]string{"street": "con đường trước nhà tôi", "address": "nhà tôi", "alley": "hẻm nhà tôi"}[what]
	case what == "alley":
		return "hẻm " + s.alley + " " + streetInText(s.street)
	case what == "street":
		return streetInText(s.street)
	case s.number == "":
		return "căn nhà trên " + streetInText(s.street)
	default:
		return "số " + s.number + " " + streetInText(s.street)
	}
}

// streetInText is a street's name inside a sentence: "đường Nguyễn Trãi", but
// "quốc lộ 13", whose name says what it is.
func streetInText(name string) string {
	for _, kind := range []string{"Đường", "Quốc lộ", "Tỉnh lộ", "Hương lộ", "Đại lộ"} {
		if rest, ok := strings.CutPrefix(name, kind); ok {
			return strings.ToLower(kind) + rest
		}
	}
	return "đường " + name
}

var dayparts = []string{"night", "morning", "noon", "afternoon", "evening"}

var daypartNames = map[string]string{
	"night": "đêm", "morning": "buổi sáng", "noon": "buổi trưa", "afternoon": "buổi chiều", "evening": "buổi tối",
}

// daypart is the part of the day that an hour is in, as people speak of it.
func daypart(hour int) string {
	switch {
	case hour < 4 || hour >= 22:
		return "night"
	case hour < 11:
		return "morning"
	case hour < 14:
		return "noon"
	case hour < 18:
		return "afternoon"
	default:
		return "evening"
	}
}

// capital makes the first letter a capital one.
func capital(text []byte) string {
	first, n := utf8.DecodeRune(text)
	return string(unicode.ToUpper(first)) + string(text[n:])
}
