package vntext

import "unicode"

// letter is a character taken apart: the plain letter, the letter with its
// vowel mark but without its tone, and the tone.
type letter struct {
	plain byte
	base  rune
	tone  uint8 // 0 none (ngang), 1 sắc, 2 huyền, 3 hỏi, 4 ngã, 5 nặng
}

// rows lists each vowel with its tones in the order of letter.tone.
var rows = []string{
	"aáàảãạ", "ăắằẳẵặ", "âấầẩẫậ", "eéèẻẽẹ", "êếềểễệ", "iíìỉĩị",
	"oóòỏõọ", "ôốồổỗộ", "ơớờởỡợ", "uúùủũụ", "ưứừửữự", "yýỳỷỹỵ",
}

var plainOf = map[rune]byte{
	'ă': 'a', 'â': 'a', 'ê': 'e', 'ô': 'o', 'ơ': 'o', 'ư': 'u', 'đ': 'd',
}

// letters holds the lower-case letters below U+1F00; base is 0 elsewhere.
var letters = func() (t [0x1F00]letter) {
	for r := 'a'; r <= 'z'; r++ {
		t[r] = letter{plain: byte(r), base: r}
	}
	for _, row := range rows {
		var base rune
		for tone, r := range []rune(row) {
			if tone == 0 {
				base = r
			}
			plain, ok := plainOf[base]
			if !ok {
				plain = byte(base)
			}
			t[r] = letter{plain: plain, base: base, tone: uint8(tone)}
		}
	}
	t['đ'] = letter{plain: 'd', base: 'đ'}
	t['ð'] = t['đ'] // Icelandic eth, which many keyboards give for đ
	// Letters of other languages that get into Vietnamese text by mistake.
	for plain, others := range map[byte]string{
		'a': "äåāą", 'c': "çćč", 'e': "ëēėę", 'i': "îïī", 'n': "ñńň", 'o': "öøō", 'u': "ûüůū", 's': "śš", 'z': "źžż", 'y': "ÿ",
	} {
		for _, r := range others {
			t[r] = letter{plain: plain, base: r}
		}
	}
	return t
}()

// lookup takes a character apart. ok is false when it is no Latin letter.
func lookup(r rune) (l letter, upper, ok bool) {
	if r < 0x80 {
		if 'A' <= r && r <= 'Z' {
			return letters[r+'a'-'A'], true, true
		}
		l = letters[r]
		return l, false, l.base != 0
	}
	low := unicode.ToLower(r)
	if low < 0 || int(low) >= len(letters) {
		return letter{}, false, false
	}
	l = letters[low]
	return l, low != r, l.base != 0
}
