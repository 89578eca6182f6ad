package geocode_test

import (
	"math"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode"
	"github.com/diemnong/diemnong/geo/geocode/vntext"
)

// checkAnswer fails when an answer breaks what the package promises of every one.
func checkAnswer(t *testing.T, text string, a geocode.Answer) {
	t.Helper()
	checkParts(t, text, a.Parts)
	if len(a.Candidates) > 5 {
		t.Errorf("%q has %d candidates; at most 5", text, len(a.Candidates))
	}
	if len(a.Candidates) == 0 && a.Unplaced == diemnong.Placed {
		t.Errorf("%q has neither a candidate nor a reason", text)
	}
	if len(a.Candidates) > 0 && a.Candidates[0].Quality.Placeable() != (a.Unplaced == diemnong.Placed) {
		t.Errorf("%q is %v, because %v", text, a.Candidates[0].Quality, a.Unplaced)
	}
	for i, k := range a.Candidates {
		inUnit := func(v float64) bool { return v >= 0 && v <= 1 } // false for NaN, too
		if !inUnit(k.Score) || !inUnit(k.AreaScore) || math.IsNaN(k.RadiusM) || k.RadiusM < 0 || math.IsInf(k.RadiusM, 0) {
			t.Errorf("%q: candidate %d has scores %v, %v and radius %v", text, i, k.Score, k.AreaScore, k.RadiusM)
		}
		if i > 0 && k.Score > a.Candidates[i-1].Score {
			t.Errorf("%q: candidate %d has score %v, the one before %v", text, i, k.Score, a.Candidates[i-1].Score)
		}
		if len(k.Areas) != 2 {
			t.Errorf("%q: candidate %d has %d areas; want one a set", text, i, len(k.Areas))
		}
		if k.Quality != diemnong.QualityNone && (!k.Point.Valid() || k.Point == geo.Point{} || k.RadiusM == 0) {
			t.Errorf("%q: candidate %d is %v at %v within %v m", text, i, k.Quality, k.Point, k.RadiusM)
		}
		if k.Quality == diemnong.QualityNone && k.Area != (diemnong.AreaRef{}) {
			t.Errorf("%q: candidate %d is of no quality, but in %v", text, i, k.Area)
		}
	}
}

var mixedTexts = []string{
	"223 Nguyễn Trãi, P4, Q5", "Phường 1", "100 Trần Hưng Đạo", "giao lộ Nguyễn Trãi - Trần Bình Trọng", "Chợ Bến Thành", "xin chào",
	"P. Bến Thành (Q1 cũ)", "12 Lê Lợi, Hà Nội", "10.765, 106.665", "45 Đường Không Ai Biết, Quận 5", "phường Tân Phí", "12 Bàu Cát 3", "304 CMT8",
	"Phường Tân Bnh", "hẻm 210 Nguyễn Trãi", "Phường An Phú", "Quận 5", "phường Tân Thân",
}

// TestTheSameQueryHasTheSameAnswer asks in turns, so that a geocoder that remembers
// something of the text before gives itself away.
func TestTheSameQueryHasTheSameAnswer(t *testing.T) {
	c := theCity(t)
	ask := func(c city, text string) geocode.Answer { return c.Geocode(geocode.Query{Text: text, At: after}) }
	first := map[string]geocode.Answer{}
	for _, text := range mixedTexts {
		first[text] = ask(c, text)
		checkAnswer(t, text, first[text])
	}
	var all sync.WaitGroup
	for worker := range 8 {
		all.Go(func() {
			for round := range 100 {
				for i := range mixedTexts {
					text := mixedTexts[(i*(2*worker+1)+round)%len(mixedTexts)]
					if got := ask(c, text); !reflect.DeepEqual(got, first[text]) {
						t.Errorf("%q: now %+v, first %+v", text, got, first[text])
						return
					}
				}
			}
		})
	}
	all.Wait()
	for range 4 { // and so does another geocoder of the same city
		again := city{geocode.New(c.atlas, makeGazetteer(7)), c.atlas}
		for _, text := range mixedTexts {
			if got := ask(again, text); !reflect.DeepEqual(got, first[text]) {
				t.Errorf("%q: another geocoder answers %+v, the first %+v", text, got, first[text])
			}
		}
	}
}

func TestLearningDoesNotDependOnWhatWasReadBefore(t *testing.T) {
	c := theCity(t)
	const text = "223 Nguyễn Trãi"
	p := at(6, 7.9) // far from the street, but the text says of no area
	want, errWant := c.Learn(text, before, p)
	for _, other := range mixedTexts {
		c.Geocode(geocode.Query{Text: other, At: before})
		if got, err := c.Learn(text, before, p); got != want || (err == nil) != (errWant == nil) {
			t.Errorf("after %q: %+v, %v; first %+v, %v", other, got, err, want, errWant)
		}
	}
}

func TestTheVersionIsThatOfTheGazetteer(t *testing.T) {
	if v := theCity(t).Version(); v != 7 {
		t.Errorf("version %d; want 7", v)
	}
}

// FuzzGeocode holds what is promised of every answer, whatever the text and the time.
func FuzzGeocode(f *testing.F) {
	c := theCity(f)
	for i, text := range mixedTexts {
		f.Add(text, int64(i)*100_000_000, i%2 == 0)
	}
	f.Add("12/3 hẻm 12 Lê Lợi, KP2, F.13, Q.3, TPHCM 700000 \xff\x00 0903123456", int64(1<<40), true)
	stated := c.ref(f, "old", "Quận 5")
	f.Fuzz(func(t *testing.T, text string, second int64, withStated bool) {
		q := geocode.Query{Text: text, At: time.Unix(second, 0)}
		if withStated {
			q.Stated = stated
		}
		checkAnswer(t, text, c.Geocode(q))
		if ref, ok := c.Named(q); ok != (ref != diemnong.AreaRef{}) {
			t.Errorf("%q names %v, %v", text, ref, ok)
		}
	})
}

// FuzzLearn holds that what is learned is a piece of the text at the point given, and
// that it can be learned again.
func FuzzLearn(f *testing.F) {
	c := theCity(f)
	for _, text := range mixedTexts {
		f.Add(text, 7.0, 4.5)
	}
	f.Fuzz(func(t *testing.T, text string, x, y float64) {
		p := at(x, y)
		if !p.Valid() {
			t.Skip()
		}
		a, err := c.Learn(text, before, p)
		if err != nil {
			if diemnong.ErrorCode(err) != diemnong.Invalid {
				t.Fatalf("%q: %v is not Invalid", text, err)
			}
			return
		}
		if a.Street == "" || a.Weight <= 0 || a.Weight > 1 || a.Point != p {
			t.Fatalf("%q: %+v", text, a)
		}
		if u, ok := c.atlas.ByRef(a.Area); a.Area != (diemnong.AreaRef{}) && (!ok || !c.atlas.Near(int32(u.ID), p, 200)) {
			t.Fatalf("%q at %v: said to be in %v, which is not there", text, p, a.Area)
		}
		if vntext.Key(a.Street) == "" && vntext.Key(a.Number) == "" {
			t.Fatalf("%q: street %q and number %q say nothing", text, a.Street, a.Number)
		}
	})
}
