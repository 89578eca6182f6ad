package area_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
)

// box is an outline for areas whose place does not matter.
var box = orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}}}}

// unit makes an area; its ID comes from its set and number: s1's 7 is 107.
func unit(set, number int, level string, parent int32) area.Unit {
	return area.Unit{
		Area: diemnong.Area{
			ID: 100*set + number, Set: fmt.Sprintf("s%d", set), Level: level, Code: fmt.Sprint(number),
		},
		ParentID: parent, Outline: box,
	}
}

// threeSets is three vintages. In s1, districts 1 (wards 11, 12, 13) and 2
// (ward 21) within city 9; in s2, wards 11, 12, 21 and no districts, within city 9;
// in s3 wards only.
func threeSets(t *testing.T, links ...area.Link) *area.Atlas {
	t.Helper()
	level := func(codes ...string) (l []diemnong.Level) {
		for _, c := range codes {
			l = append(l, diemnong.Level{Code: c})
		}
		return l
	}
	return mustAtlas(t, []diemnong.AreaSet{
		{ID: 3, Code: "s3", Levels: level("ward")},
		{ID: 1, Code: "s1", Levels: level("city", "district", "ward")},
		{ID: 2, Code: "s2", Levels: level("city", "ward")},
	}, []area.Unit{
		unit(1, 21, "ward", 102), unit(1, 13, "ward", 101), unit(1, 12, "ward", 101), unit(1, 11, "ward", 101),
		unit(1, 2, "district", 109), unit(1, 1, "district", 109), unit(1, 9, "city", 0),
		unit(2, 9, "city", 0), unit(2, 11, "ward", 209), unit(2, 12, "ward", 209), unit(2, 21, "ward", 209),
		unit(3, 11, "ward", 0), unit(3, 12, "ward", 0),
	}, links)
}

func TestAncestor(t *testing.T) {
	t.Parallel()
	atlas := threeSets(t)
	f := func(id int32, level string, want int32) {
		t.Helper()
		if got := atlas.Ancestor(id, level); got != want {
			t.Errorf("Ancestor(%d, %s) = %d; want %d", id, level, got, want)
		}
	}
	f(111, "ward", 111)
	f(111, "district", 101)
	f(111, "city", 109)
	f(101, "ward", 0) // coarser than the level
	f(211, "district", 0)
	f(211, "city", 209)
	f(311, "city", 0)
	f(999, "city", 0)
}

func TestWithin(t *testing.T) {
	t.Parallel()
	atlas := threeSets(t)
	f := func(want []int32, ids ...int32) {
		t.Helper()
		if diff := cmp.Diff(want, atlas.Within(ids...)); diff != "" {
			t.Errorf("Within(%d): %s", ids, diff)
		}
	}
	f([]int32{111}, 111)
	f([]int32{101, 111, 112, 113}, 101)
	f([]int32{101, 102, 109, 111, 112, 113, 121}, 109)
	f([]int32{102, 111, 121, 311}, 311, 121, 102, 111, 111)
	f(nil, 999)
	f(nil)
}

func TestAtlasFindsAreas(t *testing.T) {
	t.Parallel()
	atlas := threeSets(t)
	u, ok := atlas.ByRef(diemnong.AreaRef{Set: "s1", Code: "12"})
	if !ok || u.ID != 112 || u.Parent != "1" || u.Bounds != (diemnong.Bounds{East: 1, North: 1}) {
		t.Errorf("ByRef(s1:12) = %+v, %t", u, ok)
	}
	if _, ok := atlas.ByRef(diemnong.AreaRef{Set: "s2", Code: "13"}); ok {
		t.Error("ByRef found an area in a set that does not have it")
	}
	if u, ok := atlas.Area(221); !ok || u.Code != "21" {
		t.Errorf("Area(221) = %+v, %t", u, ok)
	}
	var codes []string
	for _, u := range atlas.AtLevel("s1", "ward") {
		codes = append(codes, u.Code)
	}
	if diff := cmp.Diff([]string{"11", "12", "13", "21"}, codes); diff != "" {
		t.Error(diff)
	}
	if got := atlas.AtLevel("s2", "district"); got != nil {
		t.Errorf("AtLevel of a missing level = %v", got)
	}
	if s := atlas.Sets(); s[0].Code != "s1" || s[2].Code != "s3" {
		t.Errorf("sets are not in the order of their IDs: %v", s)
	}
}

func TestNewAtlasRefuses(t *testing.T) {
	t.Parallel()
	set := setOf(1, "s1")
	f := func(why string, sets []diemnong.AreaSet, units []area.Unit, links ...area.Link) {
		t.Helper()
		if _, err := area.NewAtlas(sets, units, links); diemnong.ErrorCode(err) != diemnong.Invalid {
			t.Errorf("%s: %v", why, err)
		}
	}
	one := []diemnong.AreaSet{set}
	f("a set without a position", []diemnong.AreaSet{setOf(0, "a")}, nil)
	f("a position over 64", []diemnong.AreaSet{setOf(65, "a")}, nil)
	f("two sets at one position", []diemnong.AreaSet{setOf(1, "a"), setOf(1, "b")}, nil)
	f("a set twice", []diemnong.AreaSet{setOf(1, "a"), setOf(2, "a")}, nil)
	f("an unknown level", one, []area.Unit{unit(1, 1, "street", 0)})
	f("an unknown set", one, []area.Unit{unit(2, 1, "ward", 0)})
	f("an area twice", one, []area.Unit{unit(1, 1, "ward", 0), unit(1, 1, "ward", 0)})
	f("an unknown parent", one, []area.Unit{unit(1, 1, "ward", 55)})
	f("a parent of the same level", one, []area.Unit{unit(1, 1, "ward", 0), unit(1, 2, "ward", 101)})
	f("a link within a set", one, []area.Unit{unit(1, 1, "ward", 0), unit(1, 2, "ward", 0)}, area.Link{From: 101, To: 102})
	f("a link to nowhere", one, []area.Unit{unit(1, 1, "ward", 0)}, area.Link{From: 101, To: 7})
	bad := func(outline ...orb.Point) []area.Unit {
		u := unit(1, 1, "ward", 0)
		u.Outline = orb.MultiPolygon{{outline}}
		return []area.Unit{u}
	}
	f("a ring that is open", one, bad(orb.Point{0, 0}, orb.Point{1, 0}, orb.Point{1, 1}, orb.Point{0, 1}))
	f("a ring of one place", one, bad(orb.Point{}, orb.Point{}, orb.Point{}, orb.Point{}))
	f("a ring off the globe", one, bad(orb.Point{0, 0}, orb.Point{181, 0}, orb.Point{1, 1}, orb.Point{0, 0}))
	empty := unit(1, 1, "ward", 0)
	empty.Outline = nil
	f("no outline", one, []area.Unit{empty})
}

func TestResolve(t *testing.T) {
	t.Parallel()
	atlas := threeSets(
		t,
		area.Link{From: 111, To: 211, Share: .4}, area.Link{From: 111, To: 212, Share: .6, Main: true}, // split
		area.Link{From: 112, To: 212, Main: true},
		area.Link{From: 113, To: 212, Main: true},
		area.Link{From: 121, To: 221, Main: true},
		area.Link{From: 211, To: 311, Main: true},
		area.Link{From: 212, To: 312, Share: .5}, area.Link{From: 212, To: 311, Share: .5}, // equal shares, none main: by code
	)
	if got := atlas.Links(211); len(got) != 2 || got[0].To != 311 || got[1].From != 111 {
		t.Errorf("Links(211) = %+v; want the main one to 311, then that from 111", got)
	}
	f := func(stated int32, wantSplit bool, want ...int32) {
		t.Helper()
		got, split := atlas.Resolve(stated)
		if diff := cmp.Diff(want, got); diff != "" || split != wantSplit {
			t.Errorf("Resolve(%d) = %d, %t; want %d, %t", stated, got, split, want, wantSplit)
		}
	}
	f(112, true, 112, 212, 311)  // a chain of two crosswalks; the second one splits
	f(111, true, 111, 212, 311)  // split in the first one already
	f(121, false, 121, 221, 0)   // the chain ends
	f(211, false, 111, 211, 311) // its only predecessor is certain
	f(212, true, 101, 212, 311)  // three predecessors: the district that holds them
	f(221, false, 121, 221, 0)
	f(311, false, 109, 209, 311) // from 211 and 212, hence from the city as a whole
	f(312, false, 101, 212, 312)
	f(101, false, 101, 209, 0) // all its wards' successors are in the city
	f(102, false, 102, 221, 0) // a district of one ward that moved as a whole
	f(109, false, 109, 209, 0) // the city
	f(209, false, 109, 209, 0) // back: all predecessors of all wards are in the city
	f(999, false, 0, 0, 0)
}
