package geocode_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

func TestAnAddressWithItsPlaceIsLearned(t *testing.T) {
	c := theCity(t)
	p := street("Nguyễn Trãi").house(223)
	got, err := c.Learn("Trước nhà số 223/5 Nguyễn Trãi, P.4, Q.5, TP.HCM", before, p)
	if err != nil {
		t.Fatal(err)
	}
	want := gazetteer.Address{Street: "Nguyễn Trãi", Number: "223/5", Point: p, Weight: 1, Area: c.ref(t, "old", "Phường 4, Quận 5")}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("learned (-want +got):\n%s", diff)
	}
}

// TestWhatWasLearnedIsFound learns from addresses of a street that nobody knows, and
// looks up a number of it.
func TestWhatWasLearnedIsFound(t *testing.T) {
	c := theCity(t)
	r := road{"Lý Chính Thắng", []float64{10.2, 7, 11.8, 7}, 160, 0, nil}
	if k := c.best(t, "62 Lý Chính Thắng, Quận 3", before); k.Quality.Placeable() {
		t.Fatalf("the street is known before it is learned: %+v", k)
	}
	var learned []gazetteer.Address
	for _, n := range []struct {
		text   string
		number int
	}{{"58 Lý Chính Thắng, P. Võ Thị Sáu, Q3", 58}, {"62 lý chính thắng q3", 62}, {"66/3 Ly Chinh Thang, Vo Thi Sau", 66}, {"63 L.C.Thắng, đường Lý Chính Thắng, Q3", 63}} {
		a, err := c.Learn(n.text, before, r.house(n.number))
		if err != nil {
			t.Fatalf("%q: %v", n.text, err)
		}
		learned = append(learned, a)
	}
	taught := c.with(func(b *gazetteer.Builder) {
		for i := range learned {
			b.AddAddress(&learned[i], false)
		}
	})
	for _, number := range []string{"62", "64"} {
		k := taught.best(t, number+" Lý Chính Thắng, Quận 3", before)
		if d := k.Point.DistanceM(r.house(62)); k.Quality != diemnong.QualityPoint || d > 60 {
			t.Errorf("number %s is %v, %.0f m off", number, k.Quality, d)
		}
	}
}

func TestWhatContradictsItselfIsNotLearned(t *testing.T) {
	c := theCity(t)
	f := func(text string, x, y float64, kept bool, says string) {
		t.Helper()
		a, err := c.Learn(text, before, at(x, y))
		var e *diemnong.Error
		if !errors.As(err, &e) || e.Code != diemnong.Invalid || !strings.Contains(e.Message, says) {
			t.Errorf("%q: %v; want Invalid that says %q", text, err, says)
		}
		if kept != (a.Street != "") || kept && a.Point != at(x, y) {
			t.Errorf("%q: address %+v; kept should be %v", text, a, kept)
		}
	}
	f("223 Nguyễn Trãi, P4, Q5", 14, 4.5, true, "Phường 4")
	f("223 Nguyễn Trãi, P4, Q5", 8.3, 4.5, true, "Phường 4") // 300 m outside
	f("50 Dương Bá Trạc, TP.HCM, quận 8, phường 4", 5, 1, true, "Phường 4")
	f("Phường 4, Quận 5", 7, 5, false, "no street")
	f("xin chào", 7, 5, false, "no street")
	f("", 7, 5, false, "no street")
	f("10.765, 106.665", 7, 5, false, "no street")
}

func TestAPointJustAcrossTheBorderIsLearned(t *testing.T) {
	c := theCity(t)
	p := at(8, 4.5).Moved(80, 0) // Quận 3; the text says Quận 5
	a, err := c.Learn("379 Nguyễn Trãi, P4, Q5", before, p)
	if err != nil || a.Area != c.ref(t, "old", "Phường 4, Quận 5") {
		t.Errorf("learned %+v, %v", a, err)
	}
}

// TestAPointFarFromItsStreetIsNotLearned: Nguyễn Trãi runs in the south of Quận 5 only.
func TestAPointFarFromItsStreetIsNotLearned(t *testing.T) {
	c := theCity(t)
	a, err := c.Learn("223 Nguyễn Trãi, Q5", before, at(6, 7.9))
	if err == nil || a.Street != "Nguyễn Trãi" {
		t.Errorf("learned %+v, %v; the street is 3.8 km away", a, err)
	}
	if _, err := c.Learn("223 Nguyễn Trãi, Q5", before, at(6, 6.5)); err != nil {
		t.Errorf("2.2 km from what is known of the street: %v", err)
	}
}
