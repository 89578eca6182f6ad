package gazetteer

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cespare/xxhash/v2"

	"github.com/diemnong/diemnong/geo/geocode/vntext"
)

// minFuzzy is the shortest key that is also found with a mistake in it: of
// shorter ones too many differ by one letter.
const minFuzzy = 6

// maxFuzzy is the longest.
const maxFuzzy = 40

// deletion is a key with one character left out, or the key itself.
type deletion struct {
	hash uint32
	name NameID
}

// indexNames fills the ways to find names that are misspelt or shortened.
func (g *Gazetteer) indexNames() {
	g.skeletons, g.initials, g.rows = map[string][]NameID{}, map[string][]NameID{}, map[string][]NameID{}
	var scratch []byte
	for id := range g.names {
		n := &g.names[id]
		if n.public {
			g.indexShort(NameID(id), n.text)
		}
		if stem, ok := stemOf(n.key); ok && g.Known(NameID(id)) {
			g.rows[stem] = append(g.rows[stem], NameID(id))
		}
		if len(n.key) < minFuzzy || len(n.key) > maxFuzzy {
			continue
		}
		scratch = deletionsOf(n.key, scratch, func(hash uint32) {
			g.deletions = append(g.deletions, deletion{hash, NameID(id)})
		})
	}
	slices.SortFunc(g.deletions, func(a, b deletion) int { return cmp.Compare(a.hash, b.hash) })
	g.deletions = slices.Clip(g.deletions)
}

// indexShort files a name under its initials and its skeleton.
func (g *Gazetteer) indexShort(id NameID, text string) {
	if at := strings.IndexAny(text, "(,"); at > 0 {
		text = text[:at]
	}
	var t vntext.Text
	t.Read(text)
	tokens := trimStreet(t.Tokens)
	if len(tokens) < 2 || tokens[0].Kind != vntext.Word || alleyWords[tokens[0].Plain] {
		return
	}
	text = text[tokens[0].Start:]
	if len(tokens) >= 3 {
		initials := vntext.Initials(text)
		g.initials[initials] = append(g.initials[initials], id)
	}
	if s := Skeleton(text); s != "" {
		g.skeletons[s] = append(g.skeletons[s], id)
	}
}

// deletionsOf calls visit with the hash of the key and of it without each of its
// characters.
func deletionsOf(key string, scratch []byte, visit func(hash uint32)) []byte {
	visit(uint32(xxhash.Sum64String(key)))
	for i := range len(key) {
		if i > 0 && key[i] == key[i-1] {
			continue
		}
		scratch = append(append(scratch[:0], key[:i]...), key[i+1:]...)
		visit(uint32(xxhash.Sum64(scratch)))
	}
	return scratch
}

// Similar appends the names whose key is one change from the given one, or, where it
// is long, two of which one leaves a character out and the other adds one.
func (g *Gazetteer) Similar(key string, dst []NameID) []NameID {
	if len(key) < minFuzzy || len(key) > maxFuzzy {
		return dst
	}
	limit := 1
	if len(key) >= 2*minFuzzy {
		limit = 2
	}
	from := len(dst)
	deletionsOf(key, nil, func(hash uint32) {
		i, _ := slices.BinarySearchFunc(g.deletions, hash, func(d deletion, h uint32) int { return cmp.Compare(d.hash, h) })
		for ; i < len(g.deletions) && g.deletions[i].hash == hash; i++ {
			id := g.deletions[i].name
			if !slices.Contains(dst[from:], id) && vntext.Within(key, g.names[id].key, limit) && sameDigits(key, g.names[id].key) {
				dst = append(dst, id)
			}
		}
	})
	return dst
}

// sameDigits reports whether two keys have the same digits: another number is
// another street, not a slip of the finger.
func sameDigits(a, b string) bool {
	i, j := 0, 0
	for {
		for i < len(a) && (a[i] < '0' || a[i] > '9') {
			i++
		}
		for j < len(b) && (b[j] < '0' || b[j] > '9') {
			j++
		}
		if i == len(a) || j == len(b) {
			return i == len(a) && j == len(b)
		}
		if a[i] != b[j] {
			return false
		}
		i, j = i+1, j+1
	}
}

// stemOf is a key without the number at its end; ok is false when it has none, or
// when the number is all of its name.
func stemOf(key string) (stem string, ok bool) {
	end := len(key)
	for end > 0 && (key[end-1] >= '0' && key[end-1] <= '9' || key[end-1] == '-') {
		end--
	}
	return key[:end], end < len(key) && end > 4
}

// Row lists the known streets whose names differ from a key only in the number at the
// end, as those that are laid out together do: Bàu Cát 1, Bàu Cát 2.
func (g *Gazetteer) Row(key []byte) []NameID {
	stem, ok := stemOf(string(key))
	if !ok {
		return nil
	}
	return g.rows[stem]
}
