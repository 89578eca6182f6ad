package geocode_test

import (
	"strings"
	"testing"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/geocode"
)

func TestWhatIsNoAddressHasADefinedAnswer(t *testing.T) {
	c := theCity(t)
	f := func(text string) {
		t.Helper()
		a := c.Geocode(geocode.Query{Text: text, At: after})
		checkAnswer(t, text, a)
		if len(a.Candidates) > 0 || a.Unplaced != diemnong.UnplacedUnreadable {
			t.Errorf("%.60q: %d candidates, because %v; want none, because unreadable", text, len(a.Candidates), a.Unplaced)
		}
	}
	for _, text := range []string{
		"", " ", "\n\t\r", "\x00\x01\x02\x7f", "\u200b\ufeff\u202e", "\xff\xfe\xc3", "!!! ??? ...", ",,,;;;---", "((((((", "/////",
		"🚗🔥💥", "漢字 の 住所", "Улица Ленина 5", "العنوان", "ที่อยู่", "0903123456", "+84 903 123 456", "0903.123.456", "(028) 3829 7611", "123", "12/3/4",
		"SELECT * FROM complaint; DROP TABLE complaint;--", "' OR 1=1 --", "%s%n%x", "../../etc/passwd",
		strings.Repeat("a", 10_000), strings.Repeat("ă", 10_000), strings.Repeat("1/", 5000), strings.Repeat("\u0301", 10_000), strings.Repeat("🔥", 5000),
	} {
		f(text)
	}
}

func TestALongTextIsReadAsFarAsTheLimit(t *testing.T) {
	c := theCity(t)
	const address = "223 Nguyễn Trãi, P4, Q5. "
	tail := strings.Repeat("Xin cảm ơn rất nhiều. ", 500) // 13 kB
	k := c.best(t, address+tail, before)
	if c.named(k.Area) != "Phường 4, Quận 5" {
		t.Errorf("the address at the beginning is in %q", c.named(k.Area))
	}
	a := c.Geocode(geocode.Query{Text: tail + address, At: before})
	checkAnswer(t, tail+address, a)
	for _, k := range a.Candidates {
		if k.Street == "Nguyễn Trãi" {
			t.Errorf("the address is behind %d bytes, but was found", len(tail))
		}
	}
	word := strings.Repeat("a", geocode.MaxTextBytes)
	if a := c.Geocode(geocode.Query{Text: word + " " + address, At: before}); len(a.Candidates) > 0 {
		t.Errorf("the address is behind %d bytes, but was found", len(word))
	}
	// The limit does not cut characters, whatever is on it.
	for shift := range 4 {
		text := strings.Repeat("x", shift) + strings.Repeat("ễ", geocode.MaxTextBytes)
		checkAnswer(t, text, c.Geocode(geocode.Query{Text: text}))
	}
}

func TestManyNumbersAndNamesAreNoTrouble(t *testing.T) {
	c := theCity(t)
	for _, text := range []string{
		strings.Repeat("223 Nguyễn Trãi, P4, Q5; ", 160),
		strings.Repeat("P4Q5", 1000),
		strings.Repeat("phường ", 500),
		strings.Repeat("hẻm 1 ", 500),
		strings.Repeat("Nguyễn Trãi - ", 250),
		"1806/127/2/6/15/48/2A/1/2/3/4/5/6/7/8/9/10/11/12 Nguyễn Trãi, P4, Q5",
		"99999999999999999999 Nguyễn Trãi, P4, Q5",
		"P99999999999, Q99999999999",
		"Quận -1, Phường 0",
		"<script>alert(1)</script>",
	} {
		checkAnswer(t, text, c.Geocode(geocode.Query{Text: text, At: after}))
	}
}

func TestAnyTimeIsAnswered(t *testing.T) {
	c := theCity(t)
	for _, when := range []time.Time{{}, time.Unix(0, 0), time.Unix(1<<40, 0), time.Unix(-1<<40, 0), reform} {
		const text = "223 Nguyễn Trãi, P4, Q5"
		checkAnswer(t, text, c.Geocode(geocode.Query{Text: text, At: when}))
	}
}

func TestAStatedAreaThatDoesNotExistCountsForNothing(t *testing.T) {
	c := theCity(t)
	a := c.Geocode(geocode.Query{Text: "", Stated: diemnong.AreaRef{Set: "old", Code: "atlantis"}})
	if len(a.Candidates) > 0 || a.Unplaced != diemnong.UnplacedUnreadable {
		t.Errorf("%+v", a)
	}
}
