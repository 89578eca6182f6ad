package ingest

import (
	"slices"
	"strings"
	"sync"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/geocode/vntext"
)

// unitWords are the words that names of areas begin with, and how people write
// them, as keys. What follows tells areas apart.
var unitWords = map[string][]string{
	"Phường": {"phuong", "p", "f", "ph"}, "Xã": {"xa", "x"}, "Thị trấn": {"thitran", "tt"}, "Đặc khu": {"dackhu"},
	"Quận": {"quan", "q"}, "Huyện": {"huyen", "h"}, "Thị xã": {"thixa", "tx"}, "Thành phố": {"thanhpho", "tp"},
}

// agrees reports that an address plainly names the area that a point lies in,
// with the one around it, in some set. It spares [Geocoder.Named], which takes
// many times as long, for the many rows whose address and point agree. False
// says nothing, so that it may be strict: streets are named after wards, and
// wards after others (Tân Sơn, Tân Sơn Nhì).
func (p *Placer) agrees(address string, at geo.Point, places []int32) bool {
	text := texts.Get().(*vntext.Text)
	defer texts.Put(text)
	text.Read(address)
	for _, id := range p.Locator.Places.Locate(at, places) {
		if u, ok := p.Locator.Places.Area(id); ok && p.agreesWith(text.Tokens, &u) {
			return true
		}
	}
	return false
}

var texts = sync.Pool{New: func() any { return new(vntext.Text) }}

// agreesWith reports whether a text names an area and the one around it. Where
// there is none around it, the text must name none either: in another vintage
// the same name may be elsewhere.
func (p *Placer) agreesWith(text []vntext.Token, u *area.Unit) bool {
	start, end, ok := p.says(text, u)
	if !ok {
		return false
	}
	if u.ParentID == 0 {
		return !namesDistrict(text[:start]) && namesOnlyCity(text[end:])
	}
	parent, ok := p.Locator.Places.Area(u.ParentID)
	if ok {
		_, _, ok = p.says(text, &parent)
	}
	return ok
}

// namesDistrict reports whether a text may name an area that holds wards.
func namesDistrict(text []vntext.Token) bool {
	return slices.ContainsFunc(text, func(t vntext.Token) bool {
		switch t.Plain {
		case "q", "quan", "h", "huyen", "tx", "thi", "tp", "pho":
			return true
		}
		return false
	})
}

// cityWords are keys of what may follow a ward without a district: the words for
// the city and the country, longer ones before their beginnings.
var cityWords = []string{"thanhpho", "tp", "hochiminh", "hcmc", "hcm", "hanoi", "haiphong", "danang", "cantho", "vietnam", "vn"}

// namesOnlyCity reports whether a text has nothing but city, country and numbers.
func namesOnlyCity(text []vntext.Token) bool {
	var space [64]byte
	key := space[:0]
	for i := range text {
		if text[i].Kind == vntext.Word {
			key = vntext.AppendKey(key, &text[i])
		}
	}
	rest := string(key)
	for rest != "" {
		before := len(rest)
		for _, w := range cityWords {
			rest = strings.TrimPrefix(rest, w)
		}
		if len(rest) == before {
			return false
		}
	}
	return true
}

// says finds an area in a text: the word for its kind, then its name, and where
// that begins and ends.
func (p *Placer) says(text []vntext.Token, u *area.Unit) (start, end int, ok bool) {
	form, ok := p.forms.Load(int32(u.ID))
	if !ok {
		form, _ = p.forms.LoadOrStore(int32(u.ID), formOf(u.Area))
	}
	return form.(unitForm).find(text)
}

// unitForm is how a text names an area without doubt.
type unitForm struct {
	words []string // keys of the word for its kind; none where its name has no such word
	name  string   // key of the name behind it
}

func formOf(a diemnong.Area) unitForm {
	for unit, words := range unitWords {
		if rest, ok := strings.CutPrefix(a.Name, unit+" "); ok {
			return unitForm{words, vntext.Key(rest)}
		}
	}
	return unitForm{}
}

func (f unitForm) find(text []vntext.Token) (start, end int, ok bool) {
	for start = range text {
		for _, word := range f.words {
			end, ok := spells(text, start, word)
			if !ok {
				continue
			}
			if end < len(text) && text[end].Plain == "." { // P. Bến Thành
				end++
			}
			if end, ok = spells(text, end, f.name); ok && endsName(text, end) {
				return start, end, true
			}
		}
	}
	return 0, 0, false
}

// spells reports whether the words and numbers from a place on make up a key,
// and gives the place behind them.
func spells(text []vntext.Token, at int, key string) (end int, ok bool) {
	for at < len(text) && text[at].Kind != vntext.Sign {
		if key, ok = strings.CutPrefix(key, text[at].Plain); !ok {
			return at, false
		}
		if at++; key == "" {
			return at, true
		}
		key = strings.TrimPrefix(key, "-") // between two numbers
	}
	return at, false
}

// endsName reports whether a name that was read up to a place does not go on
// there: what follows is the end, a new line, a sign that divides, or the word for another
// area. A house number such as 5/3, and a range, are no names.
func endsName(text []vntext.Token, at int) bool {
	if at == len(text) || text[at].Break {
		return true
	}
	t := &text[at]
	if t.Kind != vntext.Sign {
		return beginsArea(text, at)
	}
	divides := strings.Contains(",.;()", t.Plain)
	return divides || t.Plain == "-" && (at+1 == len(text) || text[at+1].Kind == vntext.Word)
}

// beginsArea reports whether the word for an area's kind stands at a place. A
// short one needs a point or a number behind it, unless it speaks of the city.
func beginsArea(text []vntext.Token, at int) bool {
	switch text[at].Plain {
	case "tp", "tphcm", "hcm":
		return true
	}
	for _, words := range unitWords {
		for _, word := range words {
			end, ok := spells(text, at, word)
			if ok && (len(word) > 2 || end < len(text) && (text[end].Kind == vntext.Number || text[end].Plain == ".")) {
				return true
			}
		}
	}
	return false
}
