package ingest

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/cespare/xxhash/v2"
	"golang.org/x/text/unicode/norm"
)

// maxCode is the length of the longest code, see [diemnong.ValidCode].
const maxCode = 64

// unmarked are the letters that do not come apart into a letter and a mark.
var unmarked = strings.NewReplacer(
	"đ", "d", "Đ", "D", "ß", "ss", "ø", "o", "Ø", "O", "æ", "ae", "Æ", "AE", "œ", "oe", "Œ", "OE", "ł", "l", "Ł", "L",
)

// Slug makes a code out of a name: "Ngập nước" becomes "ngap-nuoc". Names that
// differ only in marks, case or punctuation have the same one. A name that is
// too long is cut and gets a number that tells it from others with the same
// beginning; one without any Latin letter or digit is a number only. The slug
// of the empty name is empty.
func Slug(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFD.String(unmarked.Replace(name)) {
		switch {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		case !unicode.Is(unicode.Mn, r):
			gap = true
		}
	}
	slug := b.String()
	switch {
	case slug == "" && strings.TrimSpace(name) != "":
		return fmt.Sprintf("x%08x", uint32(xxhash.Sum64String(name)))
	case len(slug) > maxCode:
		number := fmt.Sprintf("-%08x", uint32(xxhash.Sum64String(slug)))
		return strings.TrimRight(slug[:maxCode-len(number)], "-") + number
	}
	return slug
}

// fold makes texts comparable: case and spaces around do not matter.
func fold(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(norm.NFC.String(s)), " "))
}
