package bulkcity_test

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/h3"
	"github.com/diemnong/diemnong/internal/bulkcity"
)

// all gives copies of a city's complaints.
func all(t *testing.T, n int) (made []bulkcity.Complaint) {
	t.Helper()
	if err := bulkcity.Each(n, func(c *bulkcity.Complaint) error {
		k := *c
		k.Events = slices.Clone(c.Events)
		made = append(made, k)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return made
}

func TestACityIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	first := all(t, 2000)
	if len(first) != 2000 || !reflect.DeepEqual(first, all(t, 2000)) {
		t.Errorf("two runs differ, or give %d complaints; want 2000", len(first))
	}
}

func TestComplaintsFollowFromTheirHistories(t *testing.T) {
	t.Parallel()
	for _, c := range all(t, 2000) {
		first, last := c.Events[0], c.Events[len(c.Events)-1]
		if !first.At.Equal(c.ReceivedAt) || last.Status != c.Status || !last.ClosedAt.Equal(c.ClosedAt) || !last.At.Before(bulkcity.End) {
			t.Fatalf("complaint %+v does not follow from its history", c)
		}
		reopened := 0
		for i, e := range c.Events {
			if i > 0 && e.At.Before(c.Events[i-1].At) || e.Status.Closed() == e.ClosedAt.IsZero() || !e.DueAt.Equal(c.DueAt) {
				t.Fatalf("event %d of %+v is out of order or contradicts itself", i, c)
			}
			if e.Kind == diemnong.EventReopened {
				reopened++
			}
		}
		if reopened != c.Reopened {
			t.Fatalf("complaint %+v has %d re-openings in its history", c, reopened)
		}
	}
}

// The parts that the figures of a benchmark depend on.
func TestTheCityHasItsProportions(t *testing.T) {
	t.Parallel()
	const n = 20_000
	var middle, unplaced, open, events int
	bulkCenter := geo.Point{Lon: bulkcity.West + bulkcity.Width/2, Lat: bulkcity.South + bulkcity.Height/2}
	for _, c := range all(t, n) {
		events += len(c.Events)
		if !c.Status.Closed() {
			open++
		}
		place := geo.Point{Lon: c.Location.Lon, Lat: c.Location.Lat}
		switch cell, _ := h3.FromPoint(place, geo.BaseResolution); {
		case c.Location.Cell == 0:
			unplaced++
		case geo.Cell(c.Location.Cell) != cell:
			t.Fatalf("complaint %+v is not in its point's cell %s", c, cell)
		case place.DistanceM(bulkCenter) < 10_000:
			middle++
		}
	}
	f := func(what string, got int, low, high float64) {
		t.Helper()
		if part := float64(got) / n; part < low || part > high {
			t.Errorf("%s: %.3f of all complaints; want %.3f to %.3f", what, part, low, high)
		}
	}
	f("in the middle", middle, 0.38, 0.48) // nine tenths of half, and what of the others falls there
	f("in no cell", unplaced, 0.09, 0.11)
	f("not closed", open, 0.12, 0.16)
	f("events", events, 2.7, 3.1)
}

func TestEachEndsWithTheFirstError(t *testing.T) {
	t.Parallel()
	enough, n := errors.New("enough"), 0
	err := bulkcity.Each(10, func(*bulkcity.Complaint) error {
		if n++; n == 3 {
			return enough
		}
		return nil
	})
	if err != enough || n != 3 {
		t.Errorf("Each = %v after %d; want %v after 3", err, n, enough)
	}
}
