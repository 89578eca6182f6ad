package source

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxName bounds a name in bytes: OpenStreetMap's own bound is 255 characters.
const maxName = 1024

// clean gives a name as the gazetteer holds it: in NFC, on one line, without
// what PostgreSQL cannot store, and empty when it is no name at all.
func clean(s string) string {
	if len(s) > maxName {
		s = s[:maxName]
	}
	s = strings.ToValidUTF8(s, "")
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, s)
	return norm.NFC.String(strings.Join(strings.Fields(s), " "))
}

// bare is the name of a column without case, spaces, signs and marks.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		switch r = unicode.ToLower(r); {
		case r == 'đ':
			return 'd'
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return r
		}
		return -1
	}, norm.NFD.String(s))
}
