package geocode

import (
	"slices"
	"strings"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
	"github.com/diemnong/diemnong/geo/geocode/vntext"
)

// areaName is a name of an area without the word for its kind.
type areaName struct {
	id      int32
	class   class  // what the area is by its name, 0 when that does not say
	toned   string // with marks
	alias   bool   // not its name in the area set
	initial bool   // only the first letters of its words
}

// areaNames finds areas by name.
type areaNames struct {
	byKey    map[string][]areaName
	fuzzy    []string // keys long enough to be found with a mistake
	maxWords int
}

func newAreaNames(atlas *area.Atlas, aliases []gazetteer.AreaAlias) *areaNames {
	n := &areaNames{byKey: map[string][]areaName{}, maxWords: 2}
	var t vntext.Text
	for _, set := range atlas.Sets() {
		for _, level := range set.Levels {
			for _, u := range atlas.AtLevel(set.Code, level.Code) {
				if len(set.Levels) > 1 && u.ParentID == 0 && level.Code == set.Levels[0].Code && len(atlas.AtLevel(set.Code, level.Code)) == 1 {
					continue // the city itself
				}
				n.add(&t, int32(u.ID), u.Name, false)
			}
		}
	}
	for _, a := range aliases {
		if u, ok := atlas.ByRef(diemnong.AreaRef{Set: a.Set, Code: a.Code}); ok {
			n.add(&t, int32(u.ID), a.Alias, true)
		}
	}
	for key := range n.byKey {
		if len(key) >= minFuzzyArea {
			n.fuzzy = append(n.fuzzy, key)
		}
	}
	slices.Sort(n.fuzzy) // of two names that fit as well, every run takes the same
	return n
}

// minFuzzyArea is the shortest name that is also found with a mistake in it.
const minFuzzyArea = 6

// add files an area under its name, and under its initials.
func (n *areaNames) add(t *vntext.Text, id int32, name string, alias bool) {
	if at := strings.IndexAny(name, ",("); at > 0 {
		name = name[:at]
	}
	t.Read(name)
	kind, from := leadingArea(t.Tokens)
	if from == len(t.Tokens) {
		kind, from = 0, 0
	}
	core := t.Tokens[from:]
	if len(core) == 0 {
		return
	}
	var key, toned []byte
	words := 0
	for i := range core {
		key = vntext.AppendKey(key, &core[i])
		if core[i].Kind != vntext.Sign {
			toned = append(toned, core[i].Toned...)
			words++
		}
	}
	n.maxWords = max(n.maxWords, words)
	n.put(string(key), areaName{id: id, class: kind, toned: string(toned), alias: alias})
	if core[0].Kind == vntext.Word && words > 1 {
		var initials []byte
		for i := range core {
			switch core[i].Kind {
			case vntext.Word:
				initials = append(initials, core[i].Plain[0])
			case vntext.Number:
				initials = append(initials, core[i].Plain...)
			}
		}
		n.put(string(initials), areaName{id: id, class: kind, alias: alias, initial: true})
	}
}

func (n *areaNames) put(key string, name areaName) {
	for _, has := range n.byKey[key] {
		if has.id == name.id && has.initial == name.initial {
			return
		}
	}
	n.byKey[key] = append(n.byKey[key], name)
}

// similar lists the keys that are one change from the given one, or two where it
// is long; the first letter is the same.
func (n *areaNames) similar(key string, dst []string) []string {
	if len(key) < minFuzzyArea-1 {
		return dst
	}
	limit := 1
	if len(key) >= 11 {
		limit = 2
	}
	for _, other := range n.fuzzy {
		if d := len(other) - len(key); other[0] == key[0] && d <= limit && -d <= limit && vntext.Within(key, other, limit) {
			dst = append(dst, other)
		}
	}
	return dst
}

// leadingArea reads words such as Phường or Thành phố at the beginning of a name.
func leadingArea(tokens []vntext.Token) (kind class, n int) {
	for width := min(maxWords, len(tokens)); width > 0; width-- {
		var key []byte
		for i := range width {
			key = vntext.AppendKey(key, &tokens[i])
		}
		for _, w := range lexicon[string(key)] {
			if w.class&classArea != 0 && !w.short {
				return w.class, width
			}
		}
	}
	return 0, 0
}
