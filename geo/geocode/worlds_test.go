package geocode_test

import (
	"testing"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/geocode"
)

// TestUnitsOfBothWorlds looks names up before and since the reform: the answer is in
// the set in force, and the finest area of the other set goes along where it is known.
func TestUnitsOfBothWorlds(t *testing.T) {
	c := theCity(t)
	f := func(text string, when time.Time, area, old, now string) {
		t.Helper()
		k := c.best(t, text, when)
		if o, n := c.wards(k); c.named(k.Area) != area || o != old || n != now || k.Score < 0.9 {
			t.Errorf("%q in %d is in %q (%q, %q) with score %.3f; want %q (%q, %q) with at least 0.9",
				text, when.Year(), c.named(k.Area), o, n, k.Score, area, old, now)
		}
	}
	const old, now = "Phường 4, Quận 5", "Phường An Đông"
	f("Phường 4, Quận 5", before, old, old, now)
	f("Phường 4, Quận 5", after, now, old, now) // an old name after the reform
	f("P4 Q5 cũ", after, now, old, now)
	f("P. An Đông (P4, Q5 cũ)", after, now, old, now)
	f("phường 4 quận 5 (cũ), nay là phường An Đông", after, now, old, now)
	f("223 Nguyễn Trãi, phường An Đông", after, now, old, now)
	f("223 Nguyễn Trãi, phường An Đông, quận 5", after, now, old, now) // mixed
	f("223 Nguyễn Trãi, P4, Q5", reform, now, old, now)
	f("223 Nguyễn Trãi, P4, Q5", reform.Add(-time.Second), old, old, now)
	f("223 Nguyễn Trãi, P4, Q5", time.Time{}, now, old, now) // no date: the newest set

	f("Phường Tân Sơn Nhì, Quận Tân Phú", before, "Phường Tân Sơn Nhì, Quận Tân Phú", "Phường Tân Sơn Nhì, Quận Tân Phú", "Phường Tân Sơn Nhì")
	f("Xã Vĩnh Lộc A, Bình Chánh", after, "Xã Vĩnh Lộc", "Xã Vĩnh Lộc A, Huyện Bình Chánh", "Xã Vĩnh Lộc")
	// The other words of the text say which of two areas of one name it is.
	f("Phường An Phú, TP Thủ Đức", after, "Phường Bình Trưng", "Phường An Phú, Thành phố Thủ Đức", "Phường Bình Trưng")
	f("Phường Tân Phú, Quận 7", after, "Phường Tân Thuận", "Phường Tân Phú, Quận 7", "Phường Tân Thuận")
	// Before the reform only one area had these names.
	f("Phường An Phú", before, "Phường An Phú, Thành phố Thủ Đức", "Phường An Phú, Thành phố Thủ Đức", "Phường Bình Trưng")
	f("Phường Bến Thành", before, "Phường Bến Thành, Quận 1", "Phường Bến Thành, Quận 1", "Phường Bến Thành")
}

// TestANameOfSeveralAreasIsNeverAnsweredForSure takes names that several areas have,
// with nothing beside them: the right ones are all there, and none is taken for sure.
func TestANameOfSeveralAreasIsNeverAnsweredForSure(t *testing.T) {
	c := theCity(t)
	f := func(text string, when time.Time, wards ...string) {
		t.Helper()
		a := c.Geocode(geocode.Query{Text: text, At: when})
		found, sum := map[string]bool{}, 0.0
		for _, k := range a.Candidates {
			for _, id := range k.Areas {
				found[c.name(id)] = true
			}
			sum += k.Score
			if k.Score >= 0.9 || k.Quality.Placeable() {
				t.Errorf("%q in %d: %v in %v with score %.3f", text, when.Year(), k.Quality, k.Area, k.Score)
			}
		}
		for _, w := range wards {
			if !found[w] {
				t.Errorf("%q in %d: no candidate in %q, only %v", text, when.Year(), w, found)
			}
		}
		if sum > 1.001 || sum < 0.75 {
			t.Errorf("%q in %d: the scores add up to %.3f", text, when.Year(), sum)
		}
	}
	f("Phường 1", before, "Phường 1, Quận 3", "Phường 1, Quận 5", "Phường 1, Quận Tân Bình", "Phường 1, Quận Bình Thạnh")
	f("Phường 1", after, "Phường 1, Quận 3", "Phường 1, Quận 5", "Phường 1, Quận Tân Bình")
	f("P.13", before, "Phường 13, Quận 3", "Phường 13, Quận 4", "Phường 13, Quận 5", "Phường 13, Quận Tân Bình", "Phường 13, Quận Bình Thạnh")
	f("F4", after, "Phường 4, Quận 3", "Phường 4, Quận 5")
	f("Phường An Phú", after, "Phường An Phú", "Phường An Phú, Thành phố Thủ Đức")
	f("Phường Tân Phú", after, "Phường Tân Phú", "Phường Tân Phú, Quận 7")
	f("Phường Tân Bình", after, "Phường Tân Bình", "Phường Tân Bình, Thành phố Dĩ An")
	f("Phường Bến Thành (Q1 cũ)", after, "Phường Bến Thành", "Phường Sài Gòn") // the old one lies in both
	f("100 Trần Hưng Đạo", after, "Phường 4, Quận 5", "Phường Tân Sơn Nhì, Quận Tân Phú", "Phường Dĩ An, Thành phố Dĩ An")
	f("12 Đường số 5", after, "Phường Tân Phong, Quận 7", "Xã Bình Hưng, Huyện Bình Chánh", "Phường Linh Trung, Thành phố Thủ Đức")
	f("Chợ Phú Lâm", after, "Phường Hiệp Tân, Quận Tân Phú", "Xã Long Thới, Huyện Nhà Bè")
}

func TestTheStatedAreaSettlesWhichOneIsMeant(t *testing.T) {
	c := theCity(t)
	f := func(text, set, stated, want string) {
		t.Helper()
		a := c.Geocode(geocode.Query{Text: text, At: after, Stated: c.ref(t, set, stated)})
		if len(a.Candidates) == 0 {
			t.Fatalf("%q stated in %s: %v", text, stated, a.Unplaced)
		}
		k := a.Candidates[0]
		if old, _ := c.wards(k); old != want || k.Score < 0.8 {
			t.Errorf("%q stated in %s is in %q with score %.3f; want %q", text, stated, old, k.Score, want)
		}
	}
	f("100 Trần Hưng Đạo", "old", "Quận 5", "Phường 4, Quận 5")
	f("100 Trần Hưng Đạo", "new", "Phường An Phú", "Phường Dĩ An, Thành phố Dĩ An")
	f("Phường 1", "old", "Quận Tân Bình", "Phường 1, Quận Tân Bình")
	f("P13", "new", "Phường Bàn Cờ", "Phường 13, Quận 3")
}

func TestNamedIsOnlyWhatTheTextSaysOfAreas(t *testing.T) {
	c := theCity(t)
	f := func(text string, when time.Time, want string) {
		t.Helper()
		ref, ok := c.Named(geocode.Query{Text: text, At: when})
		if got := c.named(ref); got != want || ok != (want != "") {
			t.Errorf("%q in %d names %q, %v; want %q", text, when.Year(), got, ok, want)
		}
	}
	f("223 Nguyễn Trãi, P4, Q5", before, "Phường 4, Quận 5")
	f("1 Nguyễn Trãi, P4, Q5", before, "Phường 4, Quận 5") // whatever the number says
	f("223 Nguyễn Trãi, Q5", before, "Quận 5")
	f("223 Nguyễn Trãi", before, "")
	f("Phường 1", before, "")
	f("Phường An Đông", after, "Phường An Đông")
	f("", after, "")
}

func TestAreasHaveOtherNames(t *testing.T) {
	c := theCity(t)
	k := c.best(t, "làng đại học", after)
	if got := c.named(k.Area); got != "Phường Linh Xuân" || k.Quality != diemnong.QualityArea {
		t.Errorf("the alias is in %q, %v", got, k.Quality)
	}
}
