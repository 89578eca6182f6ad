package gazetteer

import (
	"math"

	"github.com/cespare/xxhash/v2"

	"github.com/diemnong/diemnong/geo/geocode/vntext"
)

// Number is a house number taken apart. In 1806/127/2A the house 2A stands in
// an alley off the alley that begins at 1806, house 127: the head tells where
// along the street, the chain where behind it.
type Number struct {
	Series byte   // capital letter before the head, as in C9/63; 0: none
	Head   int32  // number on the street; 0: none
	Second int32  // number in the first alley; 0: none
	Depth  uint8  // how many numbers the chain has
	Exact  uint32 // equal for the same whole number however it is written; 0: none
}

// IsZero reports whether there is no number.
func (n Number) IsZero() bool { return n.Exact == 0 }

// maxHead bounds numbers; larger ones are telephone numbers or mistakes.
const maxHead = 99_999

// ParseNumber takes a house number apart. Of a range or a list the first counts.
func ParseNumber(text string) Number {
	var t vntext.Text
	t.Read(text)
	return NumberOf(t.Tokens)
}

// NumberOf takes the tokens of a house number apart.
func NumberOf(tokens []vntext.Token) Number {
	var n Number
	var form []byte
	for i := range tokens {
		k := &tokens[i]
		switch k.Kind {
		case vntext.Number:
			v := atoi(k.Plain)
			switch {
			case v > maxHead:
				return Number{}
			case n.Depth == 0:
				n.Head = v
			case n.Depth == 1:
				n.Second = v
			}
			n.Depth = min(n.Depth, math.MaxUint8-1) + 1
			form = append(append(form, '/'), k.Plain...)
		case vntext.Word:
			if skipWords[k.Plain] {
				continue
			}
			if n.Depth == 0 && len(k.Plain) == 1 {
				n.Series = k.Plain[0] - 'a' + 'A'
			}
			form = append(form, k.Plain...)
		case vntext.Sign:
			if n.Depth > 0 && (k.Plain == "-" || k.Plain == "," || k.Plain == "+" || k.Plain == "&") {
				return n.seal(form)
			}
		}
	}
	return n.seal(form)
}

// skipWords stand in numbers and mean nothing there.
var skipWords = map[string]bool{"so": true, "nha": true, "hem": true, "sn": true, "lo": true}

func (n Number) seal(form []byte) Number {
	if n.Depth == 0 {
		return Number{}
	}
	h := xxhash.Sum64(form)
	n.Exact = uint32(h^h>>32) | 1
	return n
}

func atoi(s string) int32 {
	if len(s) > 6 {
		return maxHead + 1
	}
	v := int32(0)
	for i := range len(s) {
		v = v*10 + int32(s[i]-'0')
	}
	return v
}
