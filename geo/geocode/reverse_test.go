package geocode_test

import (
	"testing"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

func TestWhatLiesAtAPoint(t *testing.T) {
	c := theCity(t)
	f := func(p geo.Point, old, now, street, number string) {
		t.Helper()
		h := c.Reverse(p)
		if len(h.Areas) != 2 || c.name(h.Areas[0]) != old || c.name(h.Areas[1]) != now || h.Street != street || h.Number != number {
			t.Errorf("at %v: %+v (%q, %q); want %q %q in %q, %q", p, h, c.name(h.Areas[0]), c.name(h.Areas[1]), number, street, old, now)
		}
	}
	r := street("Nguyễn Trãi")
	f(r.house(224), "Phường 4, Quận 5", "Phường An Đông", "Nguyễn Trãi", "224")
	f(r.house(224).Moved(3, -4), "Phường 4, Quận 5", "Phường An Đông", "Nguyễn Trãi", "224")
	f(r.along(222, -80), "Phường 4, Quận 5", "Phường An Đông", "Nguyễn Trãi", "")       // no house within 30 m
	f(r.along(250, -150), "Phường 4, Quận 5", "Phường An Đông", "", "")                 // no street within 100 m
	f(at(7, 7.4).Moved(0, 50), "Phường 14, Quận 5", "Phường An Đông", "Hùng Vương", "") // no houses known
	f(at(1, 2), "Thị trấn Tân Túc, Huyện Bình Chánh", "Xã Tân Nhựt", "", "")            // no streets
	f(geo.Point{Lon: 105.85, Lat: 21.03}, "", "", "", "")                               // Hà Nội
	f(geo.Point{}, "", "", "", "")                                                      // the Gulf of Guinea
	f(geo.Point{Lon: 180, Lat: 90}, "", "", "", "")                                     // the edge of the map
	f(geo.Point{Lon: -180, Lat: -90}, "", "", "", "")
}

func TestTheDistanceIsThatToTheStreet(t *testing.T) {
	h := theCity(t).Reverse(street("Nguyễn Trãi").along(250, 70))
	if h.DistanceM < 65 || h.DistanceM > 75 {
		t.Errorf("%.1f m from the street; want 70", h.DistanceM)
	}
}

// TestLearnedNumbersAreNotRepeated: what a resident told the hotline is not for the next
// one to read.
func TestLearnedNumbersAreNotRepeated(t *testing.T) {
	r := street("Nguyễn Trãi")
	for _, public := range []bool{false, true} {
		c := theCity(t).with(func(b *gazetteer.Builder) {
			r.addTo(b)
			b.AddAddress(&gazetteer.Address{Street: "Nguyễn Trãi", Number: "221/7", Point: r.along(222, -150)}, public)
			b.AddAddress(&gazetteer.Address{Street: "Đường Học Được", Number: "5", Point: at(1, 1)}, public)
		})
		if h := c.Reverse(at(1, 1)); (h.Number == "5") != public || (h.Street == "Đường Học Được") != public {
			t.Errorf("public %v: %+v", public, h)
		}
		if h := c.Reverse(r.along(222, -150)); (h.Number == "221/7") != public {
			t.Errorf("public %v: %+v", public, h)
		}
	}
}
