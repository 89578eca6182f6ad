package vntext

import (
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
)

func plains(text string) (all []string) {
	var t Text
	t.Read(text)
	for _, k := range t.Tokens {
		all = append(all, k.Plain)
	}
	return all
}

func TestWordsAreFoundHoweverTheyAreJoined(t *testing.T) {
	for text, want := range map[string][]string{
		"P4Q4":                {"p", "4", "q", "4"},
		"TP.HồChíMinh":        {"tp", ".", "ho", "chi", "minh"},
		"TPHCM":               {"tphcm"},
		"TPHồ Chí Minh":       {"tp", "ho", "chi", "minh"},
		"XTân Nghĩa":          {"x", "tan", "nghia"},
		"Phường 04":           {"phuong", "4"},
		"1806/127/2A bis":     {"1806", "/", "127", "/", "2", "a", "bis"},
		"Ðường Đề Thám":       {"duong", "de", "tham"},
		"12\x00B\x7fC\u200bD": {"12", "b", "c", "d"},
		"Lầu–2":               {"lau", "-", "2"},
	} {
		if diff := cmp.Diff(want, plains(text)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

func TestDifferencesThatMeanNothingVanish(t *testing.T) {
	for _, same := range [][]string{
		{"Hoà", "Hòa", "HÒA", norm.NFD.String("Hoà")},
		{"Thuỷ", "Thủy"},
		{"Quý", "Qúy"},
	} {
		var first, next Text
		first.Read(same[0])
		for _, s := range same[1:] {
			next.Read(s)
			if first.Tokens[0].Toned != next.Tokens[0].Toned {
				t.Errorf("%q and %q differ: %q, %q", same[0], s, first.Tokens[0].Toned, next.Tokens[0].Toned)
			}
		}
	}
	var a, b Text
	a.Read("đường")
	b.Read("dương")
	if a.Tokens[0].Toned == b.Tokens[0].Toned || a.Tokens[0].Plain != b.Tokens[0].Plain {
		t.Errorf("đường and dương: %+v %+v", a.Tokens[0], b.Tokens[0])
	}
}

func TestTokensKnowTheirPlaceInTheTextAsGiven(t *testing.T) {
	text := norm.NFD.String("12 Nguyễn Trãi, Q.5")
	var k Text
	k.Read(text)
	if got := text[k.Tokens[2].Start:k.Tokens[2].End]; got != norm.NFD.String("Trãi") {
		t.Errorf("third token is %q", got)
	}
}

func TestKeys(t *testing.T) {
	for name, want := range map[string]string{
		"Nguyễn Trãi":     "nguyentrai",
		"Đường 3 tháng 2": "duong3thang2",
		"Đường 3/2":       "duong3-2",
		"Đường số 08":     "duongso8",
		"Đông Thạnh 3-1":  "dongthanh3-1",
	} {
		if got := Key(name); got != want {
			t.Errorf("Key(%q) = %q, want %q", name, got, want)
		}
	}
	if got := Initials("Tân Chánh Hiệp 10"); got != "tch10" {
		t.Errorf("Initials: %q", got)
	}
}

func TestWithin(t *testing.T) {
	for _, c := range []struct {
		a, b  string
		limit int
		want  bool
	}{
		{"nguyentrai", "nguyentrai", 0, true},
		{"nguyetrai", "nguyentrai", 1, true},
		{"nguynetrai", "nguyentrai", 1, true},
		{"ngyuetrai", "nguyentrai", 1, false},
		{"ngyuetrai", "nguyentrai", 2, true},
		{"", "ab", 2, true},
		{"", "abc", 2, false},
	} {
		if Within(c.a, c.b, c.limit) != c.want || Within(c.b, c.a, c.limit) != c.want {
			t.Errorf("Within(%q, %q, %d) is not %v both ways", c.a, c.b, c.limit, c.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"", "P4Q4", "12/3 Nguyễn Văn Cừ, P4 Q5", "Hoà\u0300 \xff\x00", "漢字 адрес"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var k Text
		k.Read(s)
		at := 0
		for _, tok := range k.Tokens {
			if tok.Start < at || tok.End <= tok.Start || tok.End > len(s) {
				t.Fatalf("token %+v out of order or of the text %q", tok, s)
			}
			if tok.Kind == Word && (tok.Plain == "" || !utf8.ValidString(tok.Toned)) {
				t.Fatalf("bad word %+v", tok)
			}
			at = tok.End
		}
	})
}
