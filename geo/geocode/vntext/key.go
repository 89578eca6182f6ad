package vntext

// AppendKey appends the form of a token by which names are looked up: its plain
// letters or digits. Signs leave nothing, so that names are found however their
// words are joined or divided; a number after a number keeps a hyphen before it.
func AppendKey(key []byte, t *Token) []byte {
	switch t.Kind {
	case Sign:
		return key
	case Number:
		if n := len(key); n > 0 && '0' <= key[n-1] && key[n-1] <= '9' {
			key = append(key, '-')
		}
	}
	return append(key, t.Plain...)
}

// Key is the form by which a name is looked up.
func Key(name string) string {
	var t Text
	t.Read(name)
	var key []byte
	for i := range t.Tokens {
		key = AppendKey(key, &t.Tokens[i])
	}
	return string(key)
}

// Initials are the first letters of a name's words, and its numbers: "gv" for
// Gò Vấp, "tch10" for Tân Chánh Hiệp 10.
func Initials(name string) string {
	var t Text
	t.Read(name)
	var key []byte
	for i := range t.Tokens {
		switch k := &t.Tokens[i]; k.Kind {
		case Word:
			key = append(key, k.Plain[0])
		case Number:
			key = append(key, k.Plain...)
		}
	}
	return string(key)
}

// Agreement is how far the marks that were typed agree with those of a name.
type Agreement int8

// The agreements.
const (
	Differs Agreement = iota - 1 // marks were typed, but other ones
	Silent                       // no marks were typed
	Agrees                       // all marks are those of the name, or the name has none
)

// Compare compares a token that was typed with a word of a name whose plain
// letters are the same.
func Compare(typed *Token, toned string) Agreement {
	switch {
	case typed.Toned == toned:
		return Agrees
	case !typed.Marked:
		return Silent
	}
	return Differs
}

// Within reports whether a can be made b by at most limit changes: a letter more,
// less or another one, or two neighbours exchanged (the optimal string alignment
// distance). limit is at most 3.
func Within(a, b string, limit int) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > limit || len(b) > maxCompared {
		return a == b
	}
	var rows [3][maxCompared + 1]int8
	for j := range len(b) + 1 {
		rows[0][j] = int8(min(j, 100))
	}
	for i := 1; i <= len(a); i++ {
		now, before, earlier := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		now[0] = int8(i)
		best := now[0]
		for j := 1; j <= len(b); j++ {
			change := before[j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			now[j] = min(change, before[j]+1, now[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				now[j] = min(now[j], earlier[j-2]+1)
			}
			best = min(best, now[j])
		}
		if int(best) > limit {
			return false
		}
	}
	return int(rows[len(a)%3][len(b)]) <= limit
}

// maxCompared is the longest key that [Within] compares; longer ones must be equal.
const maxCompared = 63
