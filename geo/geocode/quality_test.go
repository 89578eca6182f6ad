package geocode_test

import (
	"strconv"
	"testing"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/geocode"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

func TestTheBestAnswerStepsBackWhereItIsNotCertain(t *testing.T) {
	c := theCity(t)
	f := func(text string, quality diemnong.Quality, area string, why diemnong.Unplaced) {
		t.Helper()
		a := c.Geocode(geocode.Query{Text: text, At: before})
		if len(a.Candidates) == 0 {
			t.Fatalf("%q: no candidate, because %v", text, a.Unplaced)
		}
		k := a.Candidates[0]
		if k.Quality != quality || c.named(k.Area) != area || a.Unplaced != why {
			t.Errorf("%q is %v in %q, because %v (score %.3f); want %v in %q, because %v",
				text, k.Quality, c.named(k.Area), a.Unplaced, k.Score, quality, area, why)
		}
		if k.Quality.Placeable() && k.Score < geocode.CertainPoint {
			t.Errorf("%q is %v with score %.3f", text, k.Quality, k.Score)
		}
		if k.Quality == diemnong.QualityArea && k.AreaScore < geocode.Certain || k.Quality == diemnong.QualityNone && k.Score >= geocode.Certain {
			t.Errorf("%q is %v with scores %.3f, %.3f", text, k.Quality, k.Score, k.AreaScore)
		}
	}
	f("223 Nguyễn Trãi, P4, Q5", diemnong.QualityPoint, "Phường 4, Quận 5", diemnong.Placed)
	f("Hùng Vương, P14, Q5", diemnong.QualityStreet, "Phường 14, Quận 5", diemnong.Placed)
	f("45 Đường Không Ai Biết, P4, Q5", diemnong.QualityArea, "Phường 4, Quận 5", diemnong.UnplacedUnknown)
	f("45 Đường Không Ai Biết, Quận 5", diemnong.QualityArea, "Quận 5", diemnong.UnplacedUnknown) // which ward, nobody knows
	f("P4, Q5", diemnong.QualityArea, "Phường 4, Quận 5", diemnong.UnplacedUncertain)
	f("Quận 5", diemnong.QualityArea, "Quận 5", diemnong.UnplacedUncertain)
	f("Phường 1", diemnong.QualityNone, "", diemnong.UnplacedAmbiguous)
	f("100 Trần Hưng Đạo", diemnong.QualityNone, "", diemnong.UnplacedUncertain)                       // in three districts
	f("1 Nguyễn Trãi, P13, Q4", diemnong.QualityArea, "Phường 13, Quận 4", diemnong.UnplacedUncertain) // the street runs elsewhere
}

func TestWithoutACandidateThereIsAReason(t *testing.T) {
	c := theCity(t)
	f := func(text string, want diemnong.Unplaced) {
		t.Helper()
		a := c.Geocode(geocode.Query{Text: text, At: after})
		if len(a.Candidates) > 0 || a.Unplaced != want {
			t.Errorf("%q has candidates %+v, because %v; want none, because %v", text, a.Candidates, a.Unplaced, want)
		}
	}
	f("xin chào anh chị", diemnong.UnplacedUnreadable)
	f("45 Đường Không Ai Biết", diemnong.UnplacedUnknown)
	f("chung cư Không Ai Biết", diemnong.UnplacedUnknown)
	f("TP. Hồ Chí Minh", diemnong.UnplacedUncertain) // here, but where?
	for _, text := range []string{
		"12 Lê Lợi, TP Huế",
		"12 Lê Lợi, thành phố Đà Nẵng",
		"12 Lê Lợi, Hà Nội",
		"12 le loi, ha noi, viet nam",
		"12 Lê Lợi, quận Ba Đình, Hà Nội",
		"12 Lê Lợi, huyện Đức Hòa, Long An",
		"Ấp 3, xã Tân Phú, tỉnh Tây Ninh",
		"12 Nguyễn Trãi, quận Thanh Xuân",
		"12 Lê Lợi, P. Bến Thành, tỉnh Cà Mau",
	} {
		f(text, diemnong.UnplacedElsewhere)
	}
}

func TestAStreetCalledAfterAProvinceIsHere(t *testing.T) {
	c := theCity(t).with(func(b *gazetteer.Builder) {
		street("Hùng Vương").addTo(b)
		road{"Điện Biên Phủ", []float64{8.2, 7, 9.8, 7}, 160, 4, nil}.addTo(b)
		road{"Hòa Bình", []float64{2.2, 7, 3.8, 7}, 160, 4, nil}.addTo(b)
	})
	for _, text := range []string{"100 Hòa Bình, P. Tân Sơn Nhì, Q. Tân Phú", "100 đường Hòa Bình, quận Tân Phú", "100 Điện Biên Phủ, P13, Q3, TPHCM"} {
		if k := c.best(t, text, before); !k.Quality.Placeable() {
			t.Errorf("%q is %v in %q", text, k.Quality, c.named(k.Area))
		}
	}
}

// TestTheRadiusOfAStreetHoldsIt: Hùng Vương is 1.75 km long.
func TestTheRadiusOfAStreetHoldsIt(t *testing.T) {
	k := theCity(t).best(t, "Hùng Vương, P14, Q5", before)
	for _, x := range []float64{6.2, 7.8} {
		if d := k.Point.DistanceM(at(x, 7.4)); k.Quality != diemnong.QualityStreet || d > k.RadiusM {
			t.Errorf("%v: an end of the street is %.0f m from its point, the radius %.0f m", k.Quality, d, k.RadiusM)
		}
	}
}

// TestAStreetOfWhichOnlyHousesAreKnownIsAPlaceAmongThem: there is no line to be on.
func TestAStreetOfWhichOnlyHousesAreKnownIsAPlaceAmongThem(t *testing.T) {
	houses := []float64{10.2, 10.6, 11, 11.4, 11.8}
	c := theCity(t).with(func(b *gazetteer.Builder) {
		for i, x := range houses {
			b.AddAddress(&gazetteer.Address{Street: "Lý Chính Thắng", Number: strconv.Itoa(40 * i), Point: at(x, 7)}, true)
		}
	})
	k := c.best(t, "Lý Chính Thắng, P. Võ Thị Sáu, Q3", before)
	if d := k.Point.DistanceM(at(11, 7)); k.Quality != diemnong.QualityStreet || d > 1 {
		t.Errorf("%v, %.0f m from the house in the middle", k.Quality, d)
	}
	for _, x := range houses {
		if d := k.Point.DistanceM(at(x, 7)); d > k.RadiusM {
			t.Errorf("a house of the street is %.0f m away, the radius %.0f m", d, k.RadiusM)
		}
	}
}

func TestACrossingOutsideTheAreaInTheTextIsNoPoint(t *testing.T) {
	c := theCity(t)
	a := c.Geocode(geocode.Query{Text: "Nguyễn Trãi - Trần Bình Trọng, P13, Q4", At: before})
	for _, k := range a.Candidates {
		if k.Quality.Placeable() {
			t.Errorf("the streets meet in Quận 5, the text names Quận 4: %v in %q with score %.3f", k.Quality, c.named(k.Area), k.Score)
		}
	}
}

func TestASlipWithoutAnAreaIsLessCertain(t *testing.T) {
	c := theCity(t)
	right, slip := c.best(t, "100 Xô Viết Nghệ Tĩnh", before), c.best(t, "100 Xô Viết Ngệ Tĩnh", before)
	if slip.Score > right.Score-0.1 || slip.Area != right.Area {
		t.Errorf("score %.3f in %q; spelt right %.3f in %q", slip.Score, c.named(slip.Area), right.Score, c.named(right.Area))
	}
}

// TestASlipThatFitsTwoNamesIsNotAnsweredForSure: Tân Thành and Tân Thuận are both one
// letter from Tân Thân.
func TestASlipThatFitsTwoNamesIsNotAnsweredForSure(t *testing.T) {
	c := theCity(t)
	a := c.Geocode(geocode.Query{Text: "phường Tân Thân", At: after})
	found := map[string]bool{}
	for _, k := range a.Candidates {
		old, now := c.wards(k)
		found[old], found[now] = true, true
		if k.Score >= 0.9 {
			t.Errorf("%q, %q with score %.3f", old, now, k.Score)
		}
	}
	if !found["Phường Tân Thành, Quận Tân Phú"] || !found["Phường Tân Thuận"] {
		t.Errorf("found %v", found)
	}
}

func TestASlipInTheStreetIsForgiven(t *testing.T) {
	c := theCity(t)
	for _, text := range []string{"223 Ngyuễn Trãi, P4, Q5", "223 Nguyễn Trải, P4, Q5", "223 Nguyên Trãi, P4, Q5", "223 Nguyễn Tãi, P4, Q5"} {
		k := c.best(t, text, before)
		if d := k.Point.DistanceM(street("Nguyễn Trãi").house(223)); k.Quality != diemnong.QualityPoint || d > 50 {
			t.Errorf("%q is %v, %.0f m off", text, k.Quality, d)
		}
	}
	for _, text := range []string{"223 Nguyễn Trãi, P. Tân Sơn Nhỉ, Q. Tân Phú", "phường Tân Sn Nhì, quận Tân Phú"} {
		if got, _ := c.wards(c.best(t, text, before)); got != "Phường Tân Sơn Nhì, Quận Tân Phú" {
			t.Errorf("%q is in %q", text, got)
		}
	}
}

// TestTheMiddleOfAnAreaIsItsPoint: an answer of quality area has a circle about its area.
func TestTheMiddleOfAnAreaIsItsPoint(t *testing.T) {
	c := theCity(t)
	k := c.best(t, "P4, Q5", before)
	if d := k.Point.DistanceM(at(7, 5)); d > 1 || k.RadiusM < 1500 || k.RadiusM > 1600 {
		t.Errorf("the point is %.0f m from the middle, the radius %.0f m; the ward is a square of 2.2 km", d, k.RadiusM)
	}
}
