package democity

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/diemnong/diemnong/geo"
)

func TestHotSpotsStandOutOfTheCity(t *testing.T) {
	t.Parallel()
	g := usualGenerator(t)
	within := make([]int, len(g.HotSpots))
	before := make([]int, len(g.HotSpots)) // as long a time before
	for row := range g.Rows(0) {
		c := &row.Complaint
		if !c.Location.Quality.Placeable() {
			continue
		}
		at := geo.Point{Lon: c.Location.Lon, Lat: c.Location.Lat}
		for i := range g.HotSpots {
			s := &g.HotSpots[i]
			if s.Contains(c.Category, at, c.ReceivedAt) {
				within[i]++
			}
			if s.Contains(c.Category, at, c.ReceivedAt.Add(s.To.Sub(s.From))) {
				before[i]++
			}
		}
	}
	for i, s := range g.HotSpots {
		if within[i] < s.Count || s.Count < 15 {
			t.Errorf("%s: %d complaints; planted are %d", s.ID, within[i], s.Count)
		}
		if quiet := within[i] - s.Count; quiet > 5+s.Count/5 || before[i] > 5+s.Count/5 {
			t.Errorf("%s: %d besides the %d that were planted, %d before", s.ID, quiet, s.Count, before[i])
		}
	}
}

func TestHotSpotsAreSpreadOverTheYears(t *testing.T) {
	t.Parallel()
	g := usualGenerator(t)
	if n := len(g.HotSpots); n != spotsAYear*DefaultYears {
		t.Fatalf("%d hot spots; want %d", n, spotsAYear*DefaultYears)
	}
	active := 0
	for i, s := range g.HotSpots {
		if !s.From.Before(s.To) || s.To.After(testEnd) || s.From.Before(g.line.start) {
			t.Errorf("%s lasts from %v to %v", s.ID, s.From, s.To)
		}
		if i > 0 && s.From.Before(g.HotSpots[i-1].From) {
			t.Errorf("%s begins before the one before it", s.ID)
		}
		if s.To.Equal(testEnd) {
			active++
		}
	}
	if active != 3 {
		t.Errorf("%d hot spots go on at the end; want 3", active)
	}
}

func TestHotSpotsReadBackFromJSON(t *testing.T) {
	t.Parallel()
	want := usualGenerator(t).HotSpots[0]
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got HotSpot
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	got.blocks, got.quarter = want.blocks, want.quarter
	if !reflect.DeepEqual(got, want) || got.Area == "" {
		t.Errorf("%s reads back as %+v; want %+v", text, got, want)
	}
}
