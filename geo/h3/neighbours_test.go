package h3_test

import (
	"testing"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/h3"
)

func TestCornersAreThoseOfTheBoundary(t *testing.T) {
	t.Parallel()
	c, err := geo.ParseCell("8965b5662abffff")
	if err != nil {
		t.Fatal(err)
	}
	corners, err := h3.Corners(c)
	if err != nil {
		t.Fatal(err)
	}
	boundary, err := h3.Boundary(c)
	if err != nil {
		t.Fatal(err)
	}
	if len(corners) != len(boundary) {
		t.Fatalf("%d corners; the boundary has %d", len(corners), len(boundary))
	}
	shift := -1
	for i, k := range corners {
		p, err := k.Point()
		if err != nil {
			t.Fatal(err)
		}
		for j, b := range boundary {
			if p.DistanceM(b) > 0.001 {
				continue
			}
			if at := (j - i + len(boundary)) % len(boundary); shift >= 0 && at != shift {
				t.Errorf("corner %d is boundary point %d: the order differs", i, j)
			} else {
				shift = at
			}
		}
	}
	if shift < 0 {
		t.Error("no corner lies on the boundary")
	}
}

func TestNeighboursShareTwoCorners(t *testing.T) {
	t.Parallel()
	c, err := geo.ParseCell("8965b5662abffff")
	if err != nil {
		t.Fatal(err)
	}
	disk, err := h3.Disk(c, 1)
	if err != nil {
		t.Fatal(err)
	}
	if len(disk) != 7 {
		t.Fatalf("%d cells within one step; want 7", len(disk))
	}
	own := make(map[h3.Corner]bool)
	corners, err := h3.Corners(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range corners {
		own[k] = true
	}
	for _, n := range disk {
		corners, err := h3.Corners(n)
		if err != nil {
			t.Fatal(err)
		}
		shared := 0
		for _, k := range corners {
			if own[k] {
				shared++
			}
		}
		if want := 2; n != c && shared != want {
			t.Errorf("%s shares %d corners with %s; want %d", n, shared, c, want)
		}
	}
}
