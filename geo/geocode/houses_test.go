package geocode_test

import (
	"strconv"
	"testing"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

func TestANumberBetweenTwoKnownOnesIsInterpolated(t *testing.T) {
	c := theCity(t).with(func(b *gazetteer.Builder) {
		r := street("Nguyễn Trãi")
		for _, n := range []int{200, 210, 230, 240} {
			b.AddAddress(&gazetteer.Address{Street: r.name, Number: strconv.Itoa(n), Point: r.house(n)}, true)
		}
	})
	f := func(text string, number int, withinM float64) {
		t.Helper()
		k := c.best(t, text, after)
		want := street("Nguyễn Trãi").house(number)
		if d := k.Point.DistanceM(want); !k.Quality.Placeable() || d > withinM {
			t.Errorf("%q is %v, %.0f m from where it should be; want at most %.0f m", text, k.Quality, d, withinM)
		}
	}
	f("210 Nguyễn Trãi, P4, Q5", 210, 25)
	f("220 Nguyễn Trãi, P4, Q5", 220, 25) // halfway over a gap of 200 m
	f("216 Nguyễn Trãi, P4, Q5", 216, 35)
	f("224 Nguyễn Trãi, P4, Q5", 224, 35)
	f("224/8 Nguyễn Trãi, P4, Q5", 224, 60)
}

// TestParityDecidesTheSide: the border of the new Bến Thành and Sài Gòn runs along Lê Lợi,
// that of Quận 5 and Quận 3 along Nguyễn Văn Cừ.
func TestParityDecidesTheSide(t *testing.T) {
	c := theCity(t)
	f := func(text, want string) {
		t.Helper()
		k := c.best(t, text, after)
		if got := c.named(k.Area); got != want || k.Score < geocode.Certain {
			t.Errorf("%q is in %q with score %.3f; want %q, for certain", text, got, k.Score, want)
		}
		if k.Quality.Placeable() && !c.atlas.Near(int32(c.unit(t, k.Area)), k.Point, 50) {
			t.Errorf("%q: the point %v is not in its area", text, k.Point)
		}
		for _, k := range c.Geocode(geocode.Query{Text: text, At: after}).Candidates[1:] {
			if k.Quality.Placeable() {
				t.Errorf("%q: the second candidate has a point, too", text)
			}
		}
	}
	for _, n := range []string{"101", "157", "203", "261"} {
		f(n+" Lê Lợi, Quận 1", "Phường Sài Gòn")
	}
	for _, n := range []string{"102", "158", "206", "262"} {
		f(n+" Lê Lợi, Quận 1", "Phường Bến Thành")
	}
	f("83 Nguyễn Văn Cừ", "Phường An Đông")
	f("84 Nguyễn Văn Cừ", "Phường Bàn Cờ")
}

func TestFarNumbersAreLessCertain(t *testing.T) {
	c := theCity(t).with(func(b *gazetteer.Builder) {
		r := street("Nguyễn Trãi")
		for n := 200; n <= 240; n += 4 {
			b.AddAddress(&gazetteer.Address{Street: r.name, Number: strconv.Itoa(n), Point: r.house(n)}, true)
		}
	})
	near, far := c.best(t, "222 Nguyễn Trãi, Q5", before), c.best(t, "360 Nguyễn Trãi, Q5", before)
	if near.Quality != diemnong.QualityPoint {
		t.Errorf("a number among known ones is %v", near.Quality)
	}
	if far.RadiusM < 2*near.RadiusM || far.Quality < near.Quality {
		t.Errorf("a number 120 behind the last known one is %v within %.0f m; a near one %v within %.0f m", far.Quality, far.RadiusM, near.Quality, near.RadiusM)
	}
}

// TestWeightsDecideBetweenSources: two sources have the same house half a kilometre apart.
func TestWeightsDecideBetweenSources(t *testing.T) {
	west, east := at(6.5, 4.5), at(7, 4.5)
	answer := func(wWest, wEast float32) geocode.Candidate {
		c := theCity(t).with(func(b *gazetteer.Builder) {
			b.AddAddress(&gazetteer.Address{Street: "Nguyễn Trãi", Number: "222", Point: west, Weight: wWest}, true)
			b.AddAddress(&gazetteer.Address{Street: "Nguyễn Trãi", Number: "222", Point: east, Weight: wEast}, true)
		})
		return c.best(t, "222 Nguyễn Trãi, P4, Q5", before)
	}
	if p := answer(1, 0.1).Point; p.DistanceM(west) > p.DistanceM(east) {
		t.Errorf("the point is %.0f m from the better source, %.0f m from the poorer", p.DistanceM(west), p.DistanceM(east))
	}
	if p := answer(0.1, 1).Point; p.DistanceM(east) > p.DistanceM(west) {
		t.Errorf("the point is %.0f m from the better source, %.0f m from the poorer", p.DistanceM(east), p.DistanceM(west))
	}
}

// TestAPointCountsForTheAreaThatItIsSaidToBeIn: coordinates that are 60 m off do not move
// a house across the border.
func TestAPointCountsForTheAreaThatItIsSaidToBeIn(t *testing.T) {
	c := theCity(t)
	border := at(8, 4.5) // Quận 5 to the west, Quận 3 to the east
	f := func(p geo.Point, stated, want string) {
		t.Helper()
		var ref diemnong.AreaRef
		if stated != "" {
			ref = c.ref(t, "old", stated)
		}
		k := c.with(func(b *gazetteer.Builder) {
			b.AddAddress(&gazetteer.Address{Street: "Nguyễn Trãi", Number: "379", Point: p, Area: ref}, true)
		}).best(t, "379 Nguyễn Trãi", before)
		if got, _ := c.wards(k); got != want {
			t.Errorf("a point said to be in %q is in %q; want %q", stated, got, want)
		}
	}
	f(border.Moved(60, 0), "", "Phường 1, Quận 3")
	f(border.Moved(60, 0), "Phường 4, Quận 5", "Phường 4, Quận 5")
	f(border.Moved(-60, 0), "", "Phường 4, Quận 5")
	f(border.Moved(-60, 0), "Phường 1, Quận 3", "Phường 1, Quận 3")
	f(border.Moved(600, 0), "Phường 4, Quận 5", "Phường 1, Quận 3") // too far off to be a slip
}

func TestHousesInAnAlleyLieInIt(t *testing.T) {
	c := theCity(t)
	deep := street("Nguyễn Trãi").along(210, -90)
	for _, text := range []string{"210/12 Nguyễn Trãi, P4, Q5", "210/20A Nguyễn Trãi, P4, Q5", "nhà 12 hẻm 210 Nguyễn Trãi, P4, Q5"} {
		k := c.best(t, text, before)
		if d := k.Point.DistanceM(deep); k.Quality != diemnong.QualityPoint || d > 60 {
			t.Errorf("%q is %v, %.0f m from the alley", text, k.Quality, d)
		}
	}
	mouth := street("Lê Lợi").along(12, -30)
	if k := c.best(t, "hẻm 12 Lê Lợi", after); k.Point.DistanceM(mouth) > 200 || c.named(k.Area) != "Phường Bến Thành" {
		t.Errorf("the alley is %.0f m from its mouth, in %q", k.Point.DistanceM(mouth), c.named(k.Area))
	}
}

func TestARowOfStreetsTellsWhereTheNextOneIs(t *testing.T) {
	c := theCity(t)
	k := c.best(t, "12 Bàu Cát 3, Tân Bình", before)
	if got, _ := c.wards(k); got != "Phường 13, Quận Tân Bình" {
		t.Errorf("Bàu Cát 3 is in %q; Bàu Cát 1 and 2 are in Phường 13, Quận Tân Bình", got)
	}
}
