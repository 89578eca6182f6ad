package geocode_test

import (
	"testing"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/geocode"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// cityOf is the made-up city with its area sets under other IDs, or without one of them.
func cityOf(t *testing.T, oldID, newID int) city {
	t.Helper()
	atlas, err := makeAtlas(oldID, newID)
	if err != nil {
		t.Fatal(err)
	}
	return city{geocode.New(atlas, makeGazetteer(1)), atlas}
}

// TestACityWithoutAreasKnowsNothing: so is a new installation.
func TestACityWithoutAreasKnowsNothing(t *testing.T) {
	for _, gaz := range []*gazetteer.Gazetteer{makeGazetteer(1), new(gazetteer.Builder).Build(1)} {
		c := cityOf(t, 0, 0)
		c.Geocoder = geocode.New(c.atlas, gaz)
		for _, text := range mixedTexts {
			if a := c.Geocode(geocode.Query{Text: text, At: after}); len(a.Candidates) > 0 || a.Unplaced == diemnong.Placed {
				t.Errorf("%q: %+v", text, a)
			}
			if ref, ok := c.Named(geocode.Query{Text: text}); ok {
				t.Errorf("%q names %v", text, ref)
			}
		}
		if h := c.Reverse(at(7, 5)); len(h.Areas) != 0 {
			t.Errorf("at a point: %+v", h)
		}
		if a, err := c.Learn("5 Hai Bà Trưng", after, at(7, 5)); err != nil || a.Area != (diemnong.AreaRef{}) {
			t.Errorf("learned %+v, %v", a, err)
		}
	}
}

func TestACityWithoutAGazetteerKnowsItsAreas(t *testing.T) {
	c := theCity(t).with(func(*gazetteer.Builder) {})
	k := c.best(t, "223 Nguyễn Trãi, P4, Q5", before)
	if k.Quality != diemnong.QualityArea || c.named(k.Area) != "Phường 4, Quận 5" {
		t.Errorf("%v in %q", k.Quality, c.named(k.Area))
	}
}

// TestTimesWithoutASetInForceAreAnsweredFromWhatThereIs: complaints are older than the
// first set, or than the only one.
func TestTimesWithoutASetInForceAreAnsweredFromWhatThereIs(t *testing.T) {
	onlyNew, onlyOld := cityOf(t, 0, 2), cityOf(t, 1, 0)
	if k := onlyNew.best(t, "223 Nguyễn Trãi, phường An Đông", before); onlyNew.named(k.Area) != "Phường An Đông" || len(k.Areas) != 2 {
		t.Errorf("before the only set: %+v", k)
	}
	if k := onlyOld.best(t, "223 Nguyễn Trãi, P4, Q5", after); onlyOld.named(k.Area) != "Phường 4, Quận 5" || len(k.Areas) != 1 {
		t.Errorf("after the only set: %+v", k)
	}
}

// TestSetsMayHaveAnyIDs: a set that was removed leaves a gap, and the older set may have
// come later.
func TestSetsMayHaveAnyIDs(t *testing.T) {
	for _, ids := range [][2]int{{2, 5}, {3, 1}} {
		c := cityOf(t, ids[0], ids[1])
		for _, text := range mixedTexts {
			want, got := theCity(t).Geocode(geocode.Query{Text: text, At: after}), c.Geocode(geocode.Query{Text: text, At: after})
			if len(want.Candidates) != len(got.Candidates) {
				t.Errorf("IDs %v, %q: %d candidates; want %d", ids, text, len(got.Candidates), len(want.Candidates))
				continue
			}
			for i, k := range got.Candidates {
				if w := want.Candidates[i]; k.Area != w.Area || c.name(k.Areas[ids[0]-1]) != c.name(w.Areas[0]) || c.name(k.Areas[ids[1]-1]) != c.name(w.Areas[1]) {
					t.Errorf("IDs %v, %q: candidate %d in %v; want %v", ids, text, i, k.Area, w.Area)
				}
			}
		}
	}
}
