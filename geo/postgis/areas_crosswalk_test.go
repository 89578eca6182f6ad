package postgis_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/postgis"
)

func TestImportCrosswalk(t *testing.T) {
	t.Parallel()
	db := openWriting(t)
	mustReplace(t, db, level("old", "ward",
		rect("a", "", 0, 0, 1, 1), rect("b", "", 1, 0, 2, 1), rect("c", "", 2, 0, 3, 1), rect("d", "", 3, 0, 4, 1)))
	mustReplace(t, db, level("new", "ward", rect("1", "", 0, 0, 2, 1), rect("2", "", 2, 0, 4, 1)))
	rows := []area.Passage{
		{From: "a", To: "2", Share: .6}, {From: "a", To: "1", Share: .4, Main: true}, // a mark is worth more than a share
		{From: "b", To: "1", Share: .2}, {From: "b", To: "2", Share: .5}, {From: "b", To: "1", Share: .2}, // twice
		{From: "c", To: "2"}, {From: "c", To: "1"}, // nobody knows
		{From: "x", To: "1"}, {From: "a", To: "9"}, {From: "y", To: "9"},
	}
	got, err := db.ImportCrosswalk(t.Context(), "old", "new", rows)
	if err != nil {
		t.Fatal(err)
	}
	want := postgis.CrosswalkReport{
		Links: 6, Split: 3, Undecided: []string{"c"}, UnknownFrom: []string{"x", "y"}, UnknownTo: []string{"9"}, Missing: []string{"d"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	links := func(code string) []area.Link {
		atlas := mustLoadAtlas(t, db)
		return atlas.Links(id(t, atlas, "old:"+code))
	}
	atlas := mustLoadAtlas(t, db)
	a, b, c, one, two := id(t, atlas, "old:a"), id(t, atlas, "old:b"), id(t, atlas, "old:c"), id(t, atlas, "new:1"), id(t, atlas, "new:2")
	check := func(code string, want ...area.Link) {
		t.Helper()
		if diff := cmp.Diff(want, links(code)); diff != "" {
			t.Errorf("%s: %s", code, diff)
		}
	}
	check("a", area.Link{From: a, To: one, Share: .4, Main: true}, area.Link{From: a, To: two, Share: .6})
	check("b", area.Link{From: b, To: two, Share: .5, Main: true}, area.Link{From: b, To: one, Share: .4})
	check("c", area.Link{From: c, To: one, Main: true}, area.Link{From: c, To: two})

	if _, err := db.ImportCrosswalk(t.Context(), "new", "old", []area.Passage{{From: "1", To: "d"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := db.ImportCrosswalk(t.Context(), "old", "new", rows[6:]); err != nil {
		t.Fatal(err)
	}
	check("a")
	check("c", area.Link{From: c, To: one, Main: true})
	check("d", area.Link{From: one, To: id(t, atlas, "old:d"), Main: true}) // the other direction has stayed
}

func TestImportCrosswalkRefuses(t *testing.T) {
	t.Parallel()
	db := openWriting(t)
	mustReplace(t, db, level("old", "ward", rect("a", "", 0, 0, 1, 1)))
	mustReplace(t, db, level("new", "ward", rect("1", "", 0, 0, 1, 1)))
	mustReplace(t, db, level("other", "ward", rect("z", "", 0, 0, 1, 1)))
	f := func(from, to string, rows []area.Passage, code diemnong.Code, parts ...string) {
		t.Helper()
		_, err := db.ImportCrosswalk(t.Context(), from, to, rows)
		if diemnong.ErrorCode(err) != code {
			t.Errorf("%v; want %s", err, code)
			return
		}
		for _, part := range parts {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%q does not say %q", err, part)
			}
		}
	}
	rows := []area.Passage{{From: "a", To: "1"}, {From: "b", To: "1"}}
	f("old", "old", rows, diemnong.Invalid, "to")
	f("older", "new", rows, diemnong.NotFound, `from "older"`, "old, new, other")
	f("old", "newer", rows, diemnong.NotFound, `to "newer"`)
	f("new", "old", rows, diemnong.Invalid, "old codes fit best to old (1 of 2 rows)", "new codes to new (2 of 2 rows)")
	f("old", "new", []area.Passage{{From: "z", To: "?"}}, diemnong.Invalid, "old codes fit best to other", "new codes to no area set")
}
