package gazetteer_test

import (
	"strings"
	"testing"

	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

func TestHouseNumbersAreTakenApart(t *testing.T) {
	f := func(text string, series byte, head, second int32, depth uint8) {
		t.Helper()
		n := gazetteer.ParseNumber(text)
		if n.Series != series || n.Head != head || n.Second != second || n.Depth != depth || n.IsZero() != (depth == 0) {
			t.Errorf("%q is %+v; want series %q, head %d, second %d, depth %d", text, n, series, head, second, depth)
		}
	}
	f("12", 0, 12, 0, 1)
	f("012", 0, 12, 0, 1)
	f("12A", 0, 12, 0, 1)
	f("12 bis", 0, 12, 0, 1)
	f("số nhà 12", 0, 12, 0, 1)
	f("12/3", 0, 12, 3, 2)
	f("1806/127/2/6/15/48/2A", 0, 1806, 127, 7)
	f("hẻm 12/3", 0, 12, 3, 2)
	f("C9/63", 'C', 9, 63, 2)
	f("F7/26G", 'F', 7, 26, 2)
	f("52-54", 0, 52, 0, 1) // of a range the first
	f("62, 77", 0, 62, 0, 1)
	f("62 & 64", 0, 62, 0, 1)
	f("99999", 0, 99999, 0, 1)
	f("100000", 0, 0, 0, 0) // a telephone number or a mistake
	f("0903123456", 0, 0, 0, 0)
	f("", 0, 0, 0, 0)
	f("bis", 0, 0, 0, 0)
	f("/ - ,", 0, 0, 0, 0)
}

func TestTheSameNumberIsExactlyEqualHoweverItIsWritten(t *testing.T) {
	for _, same := range [][]string{
		{"12/3A", "12/3a", " 12 / 3A ", "012/03A", "số 12/3A", "12/3 A"},
		{"C9/63", "c9/63", "C 9/63"},
		{"12 bis", "12BIS", "12Bis"},
	} {
		want := gazetteer.ParseNumber(same[0])
		for _, s := range same[1:] {
			if got := gazetteer.ParseNumber(s); got != want {
				t.Errorf("%q is %+v, but %q is %+v", same[0], want, s, got)
			}
		}
	}
	seen := map[uint32]string{}
	for _, s := range []string{"12", "12A", "12/3", "12/3A", "123", "1/23", "12 bis", "C12", "A12", "12/3/1"} {
		e := gazetteer.ParseNumber(s).Exact
		if other, ok := seen[e]; ok {
			t.Errorf("%q and %q are taken for the same number", s, other)
		}
		seen[e] = s
	}
}

func TestAnEndlessChainIsStillANumber(t *testing.T) {
	for _, links := range []int{255, 256, 257, 1000} {
		n := gazetteer.ParseNumber("12" + strings.Repeat("/7", links-1))
		if n.Head != 12 || n.Second != 7 || n.Depth != 255 || n.IsZero() {
			t.Errorf("%d numbers: %+v; want head 12, second 7, and the greatest depth", links, n)
		}
	}
}

func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{"", "12", "1806/127/2A bis", "C9/63", "52-54", "0903123456", "số 12/3", "\xff12", "٣", strings.Repeat("1/", 300)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n := gazetteer.ParseNumber(s)
		if n.IsZero() && n != (gazetteer.Number{}) || n.IsZero() != (n.Depth == 0) {
			t.Fatalf("%q is half a number: %+v", s, n)
		}
		if n.Head < 0 || n.Head > 99_999 || n.Second < 0 || n.Second > 99_999 || n.Series != 0 && (n.Series < 'A' || n.Series > 'Z') {
			t.Fatalf("%q is %+v", s, n)
		}
		if again := gazetteer.ParseNumber(" " + s + " "); again != n {
			t.Fatalf("%q is %+v, with spaces about it %+v", s, n, again)
		}
	})
}

// FuzzStreetKey holds that a street is found again by the name that it was filed under,
// and that its key is made of small letters, digits and hyphens only.
func FuzzStreetKey(f *testing.F) {
	for _, s := range []string{"Lê Lợi", "Đường số 05", "3/2", "QL 1A", "Đ. Dương Bá Trạc", "Cách Mạng Tháng Tám", "CMT8 (Q3)", "\xff", "漢字", "Hẻm 12 Lê Lợi", "so so so 5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		k := key(s)
		if bad := strings.Trim(k, "abcdefghijklmnopqrstuvwxyz0123456789-"); bad != "" {
			t.Fatalf("%q has key %q, with %q in it", s, k, bad)
		}
		if len(k) > 0 && len(k) <= 80 {
			g := streets(s)
			if id, ok := g.Find([]byte(k)); !ok || g.Name(id) != s || g.Key(id) != k {
				t.Fatalf("%q is not found by its key %q", s, k)
			}
			g.Similar(k, nil)
			g.Row([]byte(k))
		}
	})
}
