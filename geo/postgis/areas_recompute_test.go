package postgis_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/ingest"
	"github.com/diemnong/diemnong/geo/postgis"
)

// withoutPoint makes a row known only by its stated area.
func withoutPoint(r *ingest.Row, stated int32) {
	r.Complaint.Location = diemnong.Location{Quality: diemnong.QualityArea, RadiusM: 500}
	r.StatedArea, r.Areas = stated, nil
}

// placesOf reads areas and flags of all complaints by source_ref.
func placesOf(t *testing.T, db *postgis.DB) map[string]string {
	t.Helper()
	rows, err := db.Pool.Query(t.Context(), `select source_ref, areas::text || ' ' || flags from `+db.Schema+`.complaint`)
	if err != nil {
		t.Fatal(err)
	}
	places := make(map[string]string)
	var ref, place string
	if _, err := pgx.ForEachRow(rows, []any{&ref, &place}, func() error { places[ref] = place; return nil }); err != nil {
		t.Fatal(err)
	}
	return places
}

func TestRecomputeAreas(t *testing.T) {
	t.Parallel()
	ctx, db := t.Context(), openWriting(t)
	mustReplace(t, db, level("old", "ward", rect("a", "", 60, 70, 70, 80), rect("b", "", 70, 70, 80, 80)))
	mustReplace(t, db, level("new", "ward", rect("1", "", 60, 70, 65, 80), rect("2", "", 65, 70, 75, 80)))
	atlas := mustLoadAtlas(t, db)
	a, b, one, two := id(t, atlas, "old:a"), id(t, atlas, "old:b"), id(t, atlas, "new:1"), id(t, atlas, "new:2")
	batch := someRows(t, 6)
	place := func(i int, lon, lat float64, stated int32) {
		r := &batch.Rows[i]
		r.Complaint.Location.Lon, r.Complaint.Location.Lat, r.StatedArea, r.Areas = lon, lat, stated, nil
	}
	place(0, 106.65, 10.75, 0) // on the border of 1 and 2
	place(1, 106.79, 10.75, a) // in b, though a was stated
	place(2, 107.5, 11.5, b)   // outside
	withoutPoint(&batch.Rows[3], a)
	withoutPoint(&batch.Rows[4], two)
	withoutPoint(&batch.Rows[5], 0)
	batch.Rows[5].Complaint.Location.Quality, batch.Rows[5].Complaint.Flags = diemnong.QualityNone, diemnong.FlagOutsideCity
	mustPut(ctx, t, db, batch)

	recompute := func(wantChanged int64, want map[string]string) {
		t.Helper()
		changed, err := db.RecomputeAreas(ctx, nil)
		if err != nil || changed != wantChanged {
			t.Errorf("RecomputeAreas = %d, %v; want %d", changed, err, wantChanged)
		}
		if diff := cmp.Diff(want, placesOf(t, db)); diff != "" {
			t.Error(diff)
		}
	}
	want := map[string]string{
		"HCM-0000000": areaArray(a, one) + " 0",
		"HCM-0000001": areaArray(b, 0) + " 2",
		"HCM-0000002": areaArray(0, 0) + " 10",
		"HCM-0000003": areaArray(a, 0) + " 0",
		"HCM-0000004": areaArray(0, two) + " 0",
		"HCM-0000005": "{} 8",
	}
	before := count(t, db, "change")
	recompute(5, want)
	if n := count(t, db, "change") - before; n != 5 {
		t.Errorf("the feed has %d changes; want 5", n)
	}
	recompute(0, want)

	if _, err := db.ImportCrosswalk(ctx, "old", "new", []area.Passage{
		{From: "a", To: "1", Share: .5}, {From: "a", To: "2", Share: .5, Main: true}, {From: "b", To: "2"},
	}); err != nil {
		t.Fatal(err)
	}
	want["HCM-0000003"] = areaArray(a, two) + " 4"
	recompute(1, want) // back from 2 there are two ways, so nothing is certain

	mustReplace(t, db, level("old", "ward", rect("b", "", 60, 70, 80, 80)))
	want["HCM-0000000"] = areaArray(b, one) + " 0"
	want["HCM-0000001"] = areaArray(b, 0) + " 0" // what was stated is no more
	want["HCM-0000003"] = areaArray(0, 0) + " 0"
	want["HCM-0000004"] = areaArray(b, two) + " 0"
	recompute(4, want)
}

// areaArray is how PostgreSQL writes areas.
func areaArray(areas ...int32) string {
	texts := make([]string, len(areas))
	for i, a := range areas {
		if texts[i] = "NULL"; a != 0 {
			texts[i] = strconv.Itoa(int(a))
		}
	}
	return "{" + strings.Join(texts, ",") + "}"
}

// For points, the areas are what PostGIS says, in every set.
func TestRecomputeAnswersAsPostGISDoes(t *testing.T) {
	t.Parallel()
	ctx, db := t.Context(), openWriting(t)
	r := rand.New(rand.NewPCG(1, 1))
	for _, set := range []string{"s1", "s2", "s3"} {
		var wards []area.Draft
		for x := range 6 {
			for y := range 6 {
				if r.IntN(6) > 0 {
					wards = append(wards, rect(string(rune('A'+x))+string(rune('a'+y)), "", float64(x), float64(y), float64(x+1), float64(y+1)))
				}
			}
		}
		mustReplace(t, db, level(set, "ward", wards...))
		mustReplace(t, db, level(set, "district", rect("d", "", 0, 0, 6, 4)))
	}
	batch := someRows(t, 3000)
	for i := range batch.Rows {
		l := &batch.Rows[i].Complaint.Location
		l.Lon, l.Lat = 106+float64(r.IntN(140))/2000, 10+float64(r.IntN(140))/2000 // every tenth on a border
	}
	mustPut(ctx, t, db, batch)
	var steps []int64
	if _, err := db.RecomputeAreas(ctx, func(done, total int64) { steps = append(steps, done, total) }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int64{3000, 3000}, steps); diff != "" {
		t.Errorf("progress: %s", diff)
	}
	var wrong, placed int
	if err := db.Pool.QueryRow(ctx, `
		with truth as (
			select c.id, s.id as set, c.areas[s.id] as got, (
				select a.id from `+db.Schema+`.area a join `+db.Schema+`.area_level l on (l.set_id, l.code) = (a.set_id, a.level)
				where a.set_id = s.id and ST_Covers(a.geom, c.geom) order by l.rank desc, a.code collate "C" limit 1) as want
			from `+db.Schema+`.complaint c cross join `+db.Schema+`.area_set s)
		select count(*) filter (where got is distinct from want), count(want) from truth`).Scan(&wrong, &placed); err != nil {
		t.Fatal(err)
	}
	if wrong > 0 || placed < 5000 {
		t.Errorf("%d areas of %d differ from PostGIS", wrong, placed)
	}
}

func TestRecomputeCanBeBrokenOff(t *testing.T) {
	t.Parallel()
	db := openWriting(t)
	mustReplace(t, db, level("s", "ward", rect("a", "", 0, 0, 99, 99)))
	mustPut(t.Context(), t, db, someRows(t, 20_001))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	changed, err := db.RecomputeAreas(ctx, func(int64, int64) { cancel() })
	if !errors.Is(err, context.Canceled) || changed != 10_000 {
		t.Errorf("RecomputeAreas = %d, %v; want the first 10000, and canceled", changed, err)
	}
	if changed, err = db.RecomputeAreas(t.Context(), nil); err != nil || changed != 10_001 {
		t.Errorf("RecomputeAreas = %d, %v; want the other 10001", changed, err)
	}
}

func TestRecomputeBeginsAgainWhenAreasChange(t *testing.T) {
	t.Parallel()
	db := openWriting(t)
	mustReplace(t, db, level("s", "ward", rect("a", "", 0, 0, 99, 99)))
	mustPut(t.Context(), t, db, someRows(t, 12_000))
	passes := 0
	if _, err := db.RecomputeAreas(t.Context(), func(done, _ int64) {
		if done == 10_000 {
			if passes++; passes == 1 {
				mustReplace(t, db, level("s", "ward", rect("b", "", 0, 0, 99, 99)))
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	want := areaArray(id(t, mustLoadAtlas(t, db), "s:b")) + " 0"
	for ref, got := range placesOf(t, db) {
		if got != want {
			t.Fatalf("%s is in %s; want %s", ref, got, want)
		}
	}
	if passes != 2 {
		t.Errorf("%d passes; want 2", passes)
	}
}
