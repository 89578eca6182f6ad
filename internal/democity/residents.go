package democity

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
)

// channelShares is the part of each channel, in hundredths: by day, and when
// offices are closed.
var (
	channelsByDay   = mix[diemnong.Channel]{{diemnong.Phone, 46}, {diemnong.App, 26}, {diemnong.Web, 11}, {diemnong.Social, 8}, {diemnong.Email, 5}, {diemnong.Counter, 4}}
	channelsByNight = mix[diemnong.Channel]{{diemnong.Phone, 50}, {diemnong.App, 32}, {diemnong.Web, 8}, {diemnong.Social, 10}}
)

// qualities is how well a place is known, in hundredths, by channel: an app
// sends its position, a caller says what they know.
var qualities = map[diemnong.Channel]mix[diemnong.Quality]{
	diemnong.Phone:   {{diemnong.QualityPoint, 56}, {diemnong.QualityStreet, 20}, {diemnong.QualityArea, 17}, {diemnong.QualityNone, 7}},
	diemnong.App:     {{diemnong.QualityPoint, 93}, {diemnong.QualityStreet, 2}, {diemnong.QualityArea, 4}, {diemnong.QualityNone, 1}},
	diemnong.Web:     {{diemnong.QualityPoint, 68}, {diemnong.QualityStreet, 14}, {diemnong.QualityArea, 13}, {diemnong.QualityNone, 5}},
	diemnong.Email:   {{diemnong.QualityPoint, 50}, {diemnong.QualityStreet, 20}, {diemnong.QualityArea, 20}, {diemnong.QualityNone, 10}},
	diemnong.Counter: {{diemnong.QualityPoint, 60}, {diemnong.QualityStreet, 18}, {diemnong.QualityArea, 20}, {diemnong.QualityNone, 2}},
	diemnong.Social:  {{diemnong.QualityPoint, 52}, {diemnong.QualityStreet, 20}, {diemnong.QualityArea, 18}, {diemnong.QualityNone, 10}},
}

// placeless is the same for what happens at no particular place.
var placeless = mix[diemnong.Quality]{{diemnong.QualityPoint, 15}, {diemnong.QualityStreet, 5}, {diemnong.QualityArea, 45}, {diemnong.QualityNone, 35}}

var isPlaceless = map[string]bool{"spam-call": true, "suggestion": true, "service-attitude": true, "procedures": true, "residence": true}

// knownOnlyByAddress reports whether nobody notes the coordinates of a place
// that the resident can name: a voice on the telephone, a letter, a comment.
func knownOnlyByAddress(c diemnong.Channel, q diemnong.Quality, r *rand.Rand) bool {
	if c == diemnong.App || c == diemnong.Web {
		return false
	}
	switch q {
	case diemnong.QualityPoint:
		return r.IntN(20) == 0
	case diemnong.QualityStreet:
		return r.IntN(3) == 0
	}
	return false
}

// mix is values and how often each occurs, in hundredths.
type mix[T any] []struct {
	value T
	of100 int
}

func (m mix[T]) draw(r *rand.Rand) T {
	n := r.IntN(100)
	for _, e := range m {
		if n -= e.of100; n < 0 {
			return e.value
		}
	}
	return m[len(m)-1].value
}

// resident invents who complains. One in six says nothing of themselves.
func (w *wording) resident(c diemnong.Channel, r *rand.Rand) (p diemnong.Personal) {
	if r.IntN(6) == 0 {
		return p
	}
	surnames, given := w.phrases["surname"], w.phrases["given"]
	p.Name = surnames[r.IntN(len(surnames))] + " " + given[r.IntN(len(given))]
	n := r.IntN(10_000_000)
	// No operator has numbers that begin with 050 in the national numbering plan.
	p.Phone = "050" + fmt.Sprintf("%07d", n)
	if c == diemnong.Email {
		// RFC 2606 reserves example.com: no mail gets there.
		p.Email = "cudan" + strconv.Itoa(n) + "@example.com"
	}
	return p
}

// houseNumber is the number of a house along a block, perhaps in an alley.
func houseNumber(b *block, along float64, left, alley bool, r *rand.Rand) (number, mouth string) {
	mouth = strconv.Itoa(b.house(along, left))
	switch {
	case !alley && r.IntN(12) == 0:
		return mouth + string(rune('A'+r.IntN(4))), mouth
	case !alley:
		return mouth, mouth
	case r.IntN(4) == 0:
		return mouth + "/" + strconv.Itoa(1+r.IntN(40)) + "/" + strconv.Itoa(1+r.IntN(20)), mouth
	default:
		return mouth + "/" + strconv.Itoa(1+r.IntN(60)), mouth
	}
}

// areaStyle is how somebody writes an area.
type areaStyle uint8

const (
	inFull areaStyle = iota // "Phường 4, Quận 5"
	short                   // "P.4, Q.5"
	tight                   // "P4 Q5"
)

// areaText writes an area and those above it, but for the city.
func areaText(a, parent *area.Unit, style areaStyle) string {
	text := shortened(a.Name, style)
	if parent != nil && parent.Level != LevelCity {
		sep := ", "
		if style == tight {
			sep = " "
		}
		text += sep + shortened(parent.Name, style)
	}
	return text
}

// shortened writes the type of an area as people abbreviate it.
func shortened(name string, style areaStyle) string {
	if style == inFull {
		return name
	}
	for kind, letter := range map[string]string{"Phường ": "P.", "Quận ": "Q.", "Huyện ": "H.", "Xã ": "X.", "Thành phố ": "TP."} {
		rest, ok := strings.CutPrefix(name, kind)
		if !ok {
			continue
		}
		digit := rest[0] >= '0' && rest[0] <= '9'
		switch {
		case style == tight && digit:
			return letter[:1] + rest
		case digit:
			return letter + rest
		default:
			return letter + " " + rest
		}
	}
	return name
}
