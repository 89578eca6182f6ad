package postgis_test

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/postgis"
)

// rect is a draft whose outline is a rectangle, in units of 0.01 degrees from 106.0, 10.0.
func rect(code, parent string, west, south, east, north float64) area.Draft {
	at := func(x, y float64) orb.Point { return orb.Point{106 + x/100, 10 + y/100} }
	return area.Draft{
		Code: code, Name: "Phường " + code, Parent: parent,
		Outline: orb.MultiPolygon{{{at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)}}},
	}
}

func level(set, code string, areas ...area.Draft) postgis.AreaImport {
	return postgis.AreaImport{Set: diemnong.AreaSet{Code: set}, Level: diemnong.Level{Code: code}, Areas: areas}
}

func mustReplace(t *testing.T, db *postgis.DB, in postgis.AreaImport) postgis.AreaReport {
	t.Helper()
	r, err := db.ReplaceAreas(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func mustLoadAtlas(t *testing.T, db *postgis.DB) *area.Atlas {
	t.Helper()
	atlas, err := db.LoadAtlas(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return atlas
}

// parents lists "code<parent" of all areas of a set, level by level.
func parents(atlas *area.Atlas, set string) []string {
	var out []string
	for _, s := range atlas.Sets() {
		for _, l := range s.Levels {
			for _, u := range atlas.AtLevel(set, l.Code) {
				if s.Code == set {
					out = append(out, u.Code+"<"+u.Parent)
				}
			}
		}
	}
	return out
}

func TestImportAreas(t *testing.T) {
	t.Parallel()
	db := openWriting(t)
	in := level("hcmc-2025-07", "ward", rect("10", "", 0, 0, 2, 2), rect("9", "", 2, 0, 4, 2))
	in.Set.Name, in.Set.NameEN, in.Set.Attribution, in.Set.Approximate = "Từ 1/7/2025", "Since July 2025", "made up", true
	in.Set.ValidFrom = time.Date(2025, 7, 1, 0, 0, 0, 0, time.UTC)
	in.Level.Name = "Phường"
	in.Areas[0].Population, in.Areas[0].AreaKM2, in.Areas[0].Label = 1200, 4.5, &orb.Point{106.011, 10.012}
	in.Areas[1].Label = &orb.Point{50, 50} // outside: replaced
	r := mustReplace(t, db, in)
	want := postgis.AreaReport{Set: 1, Added: 2, Levels: []diemnong.Level{{Code: "ward", Name: "Phường", NameEN: "Phường", Areas: 2}}}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Error(diff)
	}
	atlas := mustLoadAtlas(t, db)
	in.Set.ID, in.Set.Levels = 1, want.Levels
	if diff := cmp.Diff([]diemnong.AreaSet{in.Set}, atlas.Sets()); diff != "" {
		t.Error(diff)
	}
	u, _ := atlas.ByRef(diemnong.AreaRef{Set: "hcmc-2025-07", Code: "10"})
	if u.Population != 1200 || u.AreaKM2 != 4.5 || u.Lon != 106.011 || u.Lat != 10.012 || u.Name != "Phường 10" {
		t.Errorf("%+v", u.Area)
	}
	if u, _ = atlas.ByRef(diemnong.AreaRef{Set: "hcmc-2025-07", Code: "9"}); !u.Bounds.Contains(u.Lon, u.Lat) || u.Population != 0 {
		t.Errorf("%+v", u.Area)
	}
	border := geo.Point{Lon: 106.02, Lat: 10.01}
	if got := atlas.Locate(border, nil); len(got) != 1 || got[0] != id(t, atlas, "hcmc-2025-07:10") {
		t.Errorf("the shared border belongs to %v", got)
	}
}

func id(t *testing.T, atlas *area.Atlas, ref string) int32 {
	t.Helper()
	r, err := diemnong.ParseAreaRef(ref)
	if err != nil {
		t.Fatal(err)
	}
	u, ok := atlas.ByRef(r)
	if !ok {
		t.Fatalf("there is no area %s", ref)
	}
	return int32(u.ID)
}

func TestImportKeepsTheIDsOfEqualCodes(t *testing.T) {
	t.Parallel()
	db := openWriting(t)
	mustReplace(t, db, level("s", "ward", rect("a", "", 0, 0, 1, 1), rect("b", "", 1, 0, 2, 1)))
	before := id(t, mustLoadAtlas(t, db), "s:b")
	r := mustReplace(t, db, level("s", "ward", rect("b", "", 1, 0, 3, 1), rect("c", "", 0, 0, 1, 1)))
	if r.Added != 1 || r.Kept != 1 || r.Removed != 1 {
		t.Errorf("%+v", r)
	}
	atlas := mustLoadAtlas(t, db)
	if after := id(t, atlas, "s:b"); after != before {
		t.Errorf("the area's ID was %d and is %d", before, after)
	}
	if !atlas.Contains(before, geo.Point{Lon: 106.025, Lat: 10.005}) {
		t.Error("the area has its old outline")
	}
	if _, ok := atlas.ByRef(diemnong.AreaRef{Set: "s", Code: "a"}); ok {
		t.Error("the area that the file no longer has is still there")
	}
}

func TestImportFailsAsAWhole(t *testing.T) {
	t.Parallel()
	db := openWriting(t)
	mustReplace(t, db, level("s", "district", rect("d", "", 0, 0, 2, 2)))
	var before diemnong.Revision
	revision := func(into *diemnong.Revision) {
		c, err := db.LoadCatalog(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		*into = c.Revision
	}
	revision(&before)
	f := func(in postgis.AreaImport, want diemnong.Code) {
		t.Helper()
		if _, err := db.ReplaceAreas(t.Context(), in); diemnong.ErrorCode(err) != want {
			t.Errorf("%v; want %s", err, want)
		}
	}
	line := rect("x", "", 0, 0, 1, 0) // a rectangle without height
	f(level("new", "ward", rect("w", "", 0, 0, 1, 1), line), diemnong.Invalid)
	f(level("s", "ward", rect("w", "", 0, 0, 1, 1), rect("d", "", 1, 1, 2, 2)), diemnong.Invalid)
	f(level("a b", "ward", rect("w", "", 0, 0, 1, 1)), diemnong.Invalid)
	f(level("s", "", rect("w", "", 0, 0, 1, 1)), diemnong.Invalid)
	f(level("s", "ward"), diemnong.Invalid)
	backwards := level("t", "ward", rect("w", "", 0, 0, 1, 1))
	backwards.Set.ValidFrom, backwards.Set.ValidTo = testNow, testNow
	f(backwards, diemnong.Invalid)
	backwards = level("s", "ward", rect("w", "", 0, 0, 1, 1))
	backwards.Set.ValidFrom = testNow
	mustReplace(t, db, backwards)
	backwards.Set.ValidFrom, backwards.Set.ValidTo = time.Time{}, testNow.AddDate(0, 0, -1)
	f(backwards, diemnong.Invalid) // only with what is stored
	var after diemnong.Revision
	if revision(&after); after != before+1 {
		t.Errorf("the revision went from %d to %d; want one import", before, after)
	}
	if sets := mustLoadAtlas(t, db).Sets(); len(sets) != 1 || len(sets[0].Levels) != 2 {
		t.Errorf("%+v", sets)
	}
}

func TestImportRepairsAndTells(t *testing.T) {
	t.Parallel()
	db := openWriting(t)
	bow := rect("bow", "", 0, 0, 1, 1)
	ring := bow.Outline[0][0]
	ring[2], ring[3] = ring[3], ring[2]
	r := mustReplace(t, db, level("s", "ward", bow, rect("whole", "", 5, 5, 6, 6)))
	if len(r.Repaired) != 1 || r.Repaired[0].Code != "bow" || r.Repaired[0].Reason != "Self-intersection[106.005 10.005]" {
		t.Errorf("%+v", r.Repaired)
	}
	atlas := mustLoadAtlas(t, db)
	if !atlas.Contains(id(t, atlas, "s:bow"), geo.Point{Lon: 106.005, Lat: 10.002}) {
		t.Error("the repaired outline lost its ground")
	}
}

func TestImportTellsOverlapsAndGaps(t *testing.T) {
	t.Parallel()
	db := openWriting(t)
	r := mustReplace(t, db, level("s", "ward",
		rect("s", "", 0, 0, 3, 1), rect("n", "", 0, 2, 3, 3), // around a hole
		rect("w", "", 0, 1, 1, 2), rect("e", "", 2, 1, 3, 2.5))) // e reaches half into n
	// 0.01° is 1,105.9 m from south to north and 1,096.4 m from west to east at 10°.
	const square = 1105.9 * 1096.4
	if len(r.Overlaps) != 1 || r.Overlaps[0].A != "e" || r.Overlaps[0].B != "n" || math.Abs(r.Overlaps[0].M2/square-.5) > .001 {
		t.Errorf("overlaps %+v", r.Overlaps)
	}
	if r.OverlapM2 != r.Overlaps[0].M2 {
		t.Errorf("%g m² overlap in all", r.OverlapM2)
	}
	if r.Gaps != 1 || math.Abs(r.GapM2/square-1) > .001 {
		t.Errorf("%d gaps, %g m²", r.Gaps, r.GapM2)
	}
}

func TestLevelsAreOrderedBySize(t *testing.T) {
	t.Parallel()
	db := openWriting(t)
	f := func(in postgis.AreaImport, want ...string) {
		t.Helper()
		var got []string
		for _, l := range mustReplace(t, db, in).Levels {
			got = append(got, l.Code)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("after %s: %s", in.Level.Code, diff)
		}
	}
	f(level("s", "ward", rect("w1", "", 0, 0, 1, 2), rect("w2", "", 1, 0, 2, 2)), "ward")
	f(level("s", "city", rect("c", "", 0, 0, 4, 4)), "city", "ward")
	f(level("s", "district", rect("d1", "", 0, 0, 2, 4), rect("d2", "", 2, 0, 4, 4)), "city", "district", "ward")
	block := level("s", "block", rect("b", "", 0, 0, 9, 9)) // as large as it is: by order of the user
	block.Rank = 9
	f(block, "city", "district", "ward", "block")
	f(level("s", "block", rect("b", "", 0, 0, 9, 9)), "city", "district", "ward", "block") // stays
	block.Rank = 1
	f(block, "block", "city", "district", "ward")
}

func TestHierarchy(t *testing.T) {
	t.Parallel()
	db := openWriting(t)
	f := func(what string, want ...string) {
		t.Helper()
		if diff := cmp.Diff(want, parents(mustLoadAtlas(t, db), "s")); diff != "" {
			t.Errorf("after %s: %s", what, diff)
		}
	}
	wards := []area.Draft{
		rect("w1", "d2", 0, 0, 1, 1),   // by code, against its place
		rect("w2", "", 1, 0, 2, 1),     // by place
		rect("w3", "gone", 2, 0, 4, 1), // its code is unknown: by place
		rect("w4", "", 8, 8, 9, 9),     // nowhere
		rect("w5", "", 1.7, 1, 3, 2),   // 77 % in d2
	}
	r := mustReplace(t, db, level("s", "ward", wards...))
	f("the wards", "w1<", "w2<", "w3<", "w4<", "w5<")
	if r.ByCode+r.ByPlace+len(r.Orphans)+len(r.UnknownParents) != 0 {
		t.Errorf("without a coarser level: %+v", r)
	}
	mustReplace(t, db, level("s", "city", rect("c", "", 0, 0, 4, 4)))
	f("the city", "c<", "w1<c", "w2<c", "w3<c", "w4<", "w5<c")
	r = mustReplace(t, db, level("s", "district", rect("d1", "c", 0, 0, 2, 4), rect("d2", "c", 2, 0, 4, 4)))
	f("the districts", "c<", "d1<c", "d2<c", "w1<d1", "w2<d1", "w3<d2", "w4<", "w5<d2")
	if r.ByCode != 2 || r.ByPlace != 4 || len(r.Strays) != 1 || r.Strays[0].Code != "w5" || math.Abs(r.Strays[0].Share-1/1.3) > .01 {
		t.Errorf("%+v", r)
	}
	r = mustReplace(t, db, level("s", "ward", wards...))
	f("the wards again", "c<", "d1<c", "d2<c", "w1<d2", "w2<d1", "w3<d2", "w4<", "w5<d2")
	if diff := cmp.Diff([]string{"w4"}, r.Orphans); diff != "" || r.UnknownParents[0] != "gone" || r.ByCode != 1 || r.ByPlace != 3 {
		t.Errorf("%+v", r)
	}
	mustReplace(t, db, level("s", "district", rect("d1", "c", 0, 0, 4, 4)))
	f("one district less", "c<", "d1<c", "w1<d1", "w2<d1", "w3<d1", "w4<", "w5<d1")
}
