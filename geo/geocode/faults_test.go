package geocode_test

import (
	"testing"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/geocode"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

func TestATextThatContradictsItselfIsNotAnsweredForSure(t *testing.T) {
	c := theCity(t)
	for _, text := range []string{
		"Phường Bến Thành, Thành phố Thủ Đức",
		"Phường Bến Nghé, Quận Tân Phú",
		"Phường 1 Quận 3, Phường 4 Quận 5",
		"Phường 30, Quận 5",
		"Nguyễn Trãi, quận 13",
	} {
		a := c.Geocode(geocode.Query{Text: text, At: before})
		if len(a.Candidates) > 0 && (a.Candidates[0].Score >= geocode.Certain || a.Candidates[0].Quality.Placeable()) {
			k := a.Candidates[0]
			t.Errorf("%q is %s in %q with score %.2f", text, k.Quality, c.named(k.Area), k.Score)
		}
	}
}

func TestTheNumberOfAnUnknownWardIsNoHouseNumber(t *testing.T) {
	c := theCity(t)
	for _, k := range c.Geocode(geocode.Query{Text: "Nguyễn Trãi, Phường 30, Quận 5", At: before}).Candidates {
		if k.Number != "" {
			t.Errorf("the house number is %q", k.Number)
		}
	}
}

func TestUnknownDistrictsAreElsewhere(t *testing.T) {
	c := theCity(t)
	for _, text := range []string{"12 Lạch Tray, quận Ngô Quyền", "Quận Ba Đình", "huyện Yên Sơn", "140 Tổ 2, Phước Thái, Long Thành, Đồng Nai, Việt Nam", "12 Lê Lợi, Hà Nội 100000, Việt Nam"} {
		if a := c.Geocode(geocode.Query{Text: text, At: before}); len(a.Candidates) > 0 || a.Unplaced != diemnong.UnplacedElsewhere {
			t.Errorf("%q has %d candidates, reason %q", text, len(a.Candidates), a.Unplaced)
		}
	}
}

func TestProvincesInOtherNamesDoNotLeadElsewhere(t *testing.T) {
	c := theCity(t)
	for _, text := range []string{
		"12 Lê Lợi, Phường 1, Quận 5 gần quán bún bò Huế", "quán cơm Hà Nội ở Phường 1, Quận 5", "Phường 1, Quận 5, trường Tiểu học Hòa Bình",
	} {
		k := c.best(t, text, before)
		if old, _ := c.wards(k); old != "Phường 1, Quận 5" {
			t.Errorf("%q is in %q", text, old)
		}
	}
	a := c.Geocode(geocode.Query{Text: "12 đường Nguyễn Huệ", At: before})
	if a.Unplaced == diemnong.UnplacedElsewhere {
		t.Error("đường Nguyễn Huệ is taken for Huế")
	}
}

func TestLinksToMapsAreTheirCoordinates(t *testing.T) {
	c := theCity(t)
	want := at(13, 5)
	for _, text := range []string{
		"https://maps.google.com/?q=10.765,106.725", "https://www.google.com/maps/@10.765,106.725,17z", "10,76500; 106,72500",
	} {
		if k := c.best(t, text, before); k.Point.DistanceM(want) > 5 {
			t.Errorf("%q is at %v, want %v", text, k.Point, want)
		}
	}
	if a := c.Geocode(geocode.Query{Text: "https://maps.app.goo.gl/abc", At: before}); len(a.Candidates) > 0 || a.Unplaced != diemnong.UnplacedUnreadable {
		t.Errorf("a link without coordinates has %d candidates, reason %q", len(a.Candidates), a.Unplaced)
	}
}

func TestTimesAndTelephonesAreNoHouseNumbers(t *testing.T) {
	c := theCity(t)
	for text, want := range map[string]string{
		"gọi số 0283 8291 234, Nguyễn Trãi, Quận 5": "",
		"lúc 10 giờ, Nguyễn Trãi, Quận 5":           "",
		"0903123456, 12 Nguyễn Trãi, Quận 5":        "12",
	} {
		if k := c.best(t, text, before); k.Number != want {
			t.Errorf("%q: the house number is %q, want %q", text, k.Number, want)
		}
	}
}

func TestNamesThatOnlyComplaintsTaughtAreNotRepeated(t *testing.T) {
	c := theCity(t).with(func(b *gazetteer.Builder) {
		b.AddAddress(&gazetteer.Address{Street: "nhà ông Trần Văn Tèo", Number: "12", Point: at(5, 5), Weight: 1}, false)
		b.AddAddress(&gazetteer.Address{Street: "nhà bà Nguyễn Thị Tí", Number: "14", Point: at(6, 5), Weight: 1}, true)
	})
	for _, text := range []string{"NOTVT", "nh. ô. Tr. V. Tèo", "12 nha ong tran van teo"} {
		a := c.Geocode(geocode.Query{Text: text})
		for _, k := range a.Candidates {
			if k.Street == "nhà ông Trần Văn Tèo" {
				t.Errorf("%q gives the name away", text)
			}
		}
		for _, p := range a.Parts {
			if p.Value == "nhà ông Trần Văn Tèo" {
				t.Errorf("%q gives the name away in its parts", text)
			}
		}
	}
	if k := c.best(t, "12 nha ba nguyen thi ti", before); k.Street != "nhà bà Nguyễn Thị Tí" {
		t.Errorf("the street of a public source is %q", k.Street)
	}
}

func TestAWrongPointDoesNotVouchForItself(t *testing.T) {
	far := at(4.5, 7.5)
	fill := func(b *gazetteer.Builder) {
		for i := range 5 {
			b.AddAddress(&gazetteer.Address{Street: "Trần Tuấn Khải", Number: string(rune('1' + i)), Point: at(7.5+float64(i)/100, 4.5), Weight: 1}, true)
		}
	}
	if _, err := theCity(t).with(fill).Learn("9 Trần Tuấn Khải, Quận 5", before, far); err == nil {
		t.Fatal("a point that lies kilometres from its street is learned")
	}
	_, err := theCity(t).with(func(b *gazetteer.Builder) {
		fill(b)
		b.AddAddress(&gazetteer.Address{Street: "Trần Tuấn Khải", Number: "9", Point: far, Weight: 1}, false)
	}).Learn("9 Trần Tuấn Khải, Quận 5", before, far)
	if err == nil {
		t.Error("once learned, it is learned again by its own witness")
	}
}

func TestPiecesOfUncomposedLettersStandInTheText(t *testing.T) {
	c := theCity(t)
	for _, text := range []string{"Q\u0301uận 5", "1\u0301Hà Nội, Quận 5", "Quận\u0323\u0302 5"} {
		for _, p := range c.Geocode(geocode.Query{Text: text, At: before}).Parts {
			if p.Start >= p.End || p.End > len(text) || text[p.Start:p.End] != p.Text {
				t.Errorf("%q: part %q at %d–%d", text, p.Text, p.Start, p.End)
			}
		}
	}
}

func TestAPointLiesWhereTheTextAllowsIt(t *testing.T) {
	// Phường Phú Định of today has parts of Quận 8 and of Quận 4. The street runs through
	// both, but its known numbers are in Quận 4.
	c := theCity(t).with(func(b *gazetteer.Builder) {
		b.AddStreet(&gazetteer.Street{Name: "Lý Nam Đế", Lines: orb.MultiLineString{{point(at(6.2, 0.5)), point(at(9, 0.5))}}})
		for i := range 5 {
			b.AddAddress(&gazetteer.Address{Street: "Lý Nam Đế", Number: string(rune('1' + i)), Point: at(8.5+float64(i)/100, 0.5), Weight: 1}, true)
		}
	})
	if k := c.best(t, "3 Lý Nam Đế, Quận 8", after); k.Quality.Placeable() && k.Point.Lon > at(8.2, 0).Lon {
		t.Errorf("it is at %v with score %.2f, in another district than the text says", k.Point, k.Score)
	}
	if k := c.best(t, "3 Lý Nam Đế, Quận 4", after); !k.Quality.Placeable() {
		t.Errorf("in its own district it is %s", k.Quality)
	}
}
