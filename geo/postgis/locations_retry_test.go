package postgis_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/ingest"
	"github.com/diemnong/diemnong/geo/postgis"
)

// retry geocodes again with version 7 of a gazetteer; change may be nil.
func retry(t *testing.T, db *postgis.DB, placer *ingest.Placer, change func(*postgis.Retry)) postgis.RetryResult {
	t.Helper()
	o := postgis.Retry{
		Qualities: []diemnong.Quality{diemnong.QualityStreet, diemnong.QualityArea, diemnong.QualityNone},
		Load: func(context.Context) (postgis.Geocoding, error) {
			return postgis.Geocoding{Placer: placer, Gazetteer: 7}, nil
		},
	}
	if change != nil {
		change(&o)
	}
	result, err := db.RetryGeocoding(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func TestABetterGazetteerPlacesWhatWasPoor(t *testing.T) {
	t.Parallel()
	ctx, db, locator := t.Context(), openWriting(t), locatorOf(squares(t, 5))
	point, street, ward, none := diemnong.QualityPoint, diemnong.QualityStreet, diemnong.QualityArea, diemnong.QualityNone
	before := book{
		"a": {Quality: none, Unplaced: diemnong.UnplacedUnknown}, "b": wardNo(7, 0.9), "c": spot(106.71, street, 0.6), "d": spot(106.72, street, 0.6),
		"e": spot(106.73, street, 0.9), "f": {Quality: none, Unplaced: diemnong.UnplacedUnknown}, "g": spot(106.74, point, 0.6), "h": wardNo(8, 0.9),
	}
	after := book{
		"a": spot(106.6, point, 0.9), "b": spot(106.61, street, 0.8), "c": spot(106.62, street, 0.7), "d": spot(106.63, street, 0.69),
		"e": wardNo(7, 0.95), "f": {Quality: none, Unplaced: diemnong.UnplacedAmbiguous}, "g": spot(106.64, point, 1), "h": wardNo(8, 0.9),
	}
	ids := mustPut(ctx, t, db, unlocated(t, &ingest.Placer{Locator: locator, Geocoder: before}, "a", "b", "c", "d", "e", "f", "g", "h")).IDs
	revision := count(t, db, "revision")

	result := retry(t, db, &ingest.Placer{Locator: locator, Geocoder: after}, nil)
	want := postgis.RetryResult{
		Looked: 7, Total: 7, Reasons: 1, Last: ids[7],
		Improved: map[[2]diemnong.Quality]int64{{none, point}: 1, {ward, street}: 1, {street, street}: 1},
	}
	if diff := cmp.Diff(want, result); diff != "" {
		t.Errorf("result (-want +got):\n%s", diff)
	}
	wantLines(t, "found now", places(t, db, ids[0]), "unknown none unknown_street by 7", "geocoded point 106.600 score 0.9")
	wantLines(t, "found more exactly", places(t, db, ids[1]), "geocoded area score 0.9 unknown_street area 100007 by 7", "geocoded street 106.610 score 0.8")
	wantLines(t, "a clearly higher score", places(t, db, ids[2]), "geocoded street 106.710 score 0.6 by 7", "geocoded street 106.620 score 0.7")
	wantLines(t, "a score that is hardly higher", places(t, db, ids[3]), "geocoded street 106.720 score 0.6")
	wantLines(t, "worse", places(t, db, ids[4]), "geocoded street 106.730 score 0.9")
	wantLines(t, "another reason", places(t, db, ids[5]), "unknown none ambiguous")
	wantLines(t, "good before", places(t, db, ids[6]), "geocoded point 106.740 score 0.6")
	wantLines(t, "the same", places(t, db, ids[7]), "geocoded area score 0.9 unknown_street area 100008")
	wantLines(t, "events", eventsOf(t, db, ids[0])[2:], "3 relocated resolved 03-01 12:00")
	if n := count(t, db, "revision"); n != revision+1 {
		t.Errorf("%d revisions more; want one for the batch", n-revision)
	}
	if n := query[int](t, db, `select count(*)::int from diemnong.change where revision = (select max(revision) from diemnong.change)`); n != 4 {
		t.Errorf("the feed has %d complaints; want the four that changed", n)
	}

	again := retry(t, db, &ingest.Placer{Locator: locator, Geocoder: after}, nil)
	if len(again.Improved) != 0 || again.Reasons != 0 || count(t, db, "revision") != revision+1 {
		t.Errorf("again: %+v; want nothing to change", again)
	}
}

func TestARetryLeavesWhatIsGivenAndGoesByWhatIsStated(t *testing.T) {
	t.Parallel()
	ctx, db, locator := t.Context(), openWriting(t), locatorOf(squares(t, 5))
	b := unlocated(t, &ingest.Placer{Locator: locator, Geocoder: book{}}, "a", "b")
	for i := range b.Rows {
		b.Rows[i].Complaint.Location.Area = diemnong.AreaRef{Set: "set1", Code: "00007"}
	}
	b.Rows[1].Complaint.Location.Lon, b.Rows[1].Complaint.Location.Lat, b.Rows[1].Complaint.Location.Quality = 106.7, 10.7, diemnong.QualityStreet
	for i := range b.Rows {
		if err := locator.Locate(&b.Rows[i]); err != nil {
			t.Fatal(err)
		}
	}
	ids := mustPut(ctx, t, db, b).IDs
	var asked []ingest.Address
	known := spy{book{"a": spot(106.6, diemnong.QualityPoint, 0.9), "b": spot(106.6, diemnong.QualityPoint, 0.9)}, &asked}
	retry(t, db, &ingest.Placer{Locator: locator, Geocoder: known}, nil)
	wantLines(t, "stated", places(t, db, ids[0]), "stated area unknown_street area 100007 by 7", "geocoded point 106.600 score 0.9 area 100007")
	wantLines(t, "given", places(t, db, ids[1]), "given street 106.700 unknown_street area 100007")
	want := []ingest.Address{{Text: "a", At: b.Rows[0].Complaint.ReceivedAt, Stated: diemnong.AreaRef{Set: "set1", Code: "00007"}}}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Errorf("addresses (-want +got):\n%s", diff)
	}
	if got := query[int](t, db, fmt.Sprint(`select flags from diemnong.complaint where id = `, ids[0])); got != int(diemnong.FlagAreaContradicts) {
		t.Errorf("flags %d; want that the point lies outside the stated area", got)
	}
}

// spy notes what is asked.
type spy struct {
	book
	asked *[]ingest.Address
}

func (s spy) Geocode(a ingest.Address) ingest.Found {
	*s.asked = append(*s.asked, a)
	return s.book.Geocode(a)
}

func TestARetryGoesOnWhereItStopped(t *testing.T) {
	t.Parallel()
	ctx, db, locator := t.Context(), openWriting(t), locatorOf(squares(t, 5))
	addresses := make([]string, 2500)
	for i := range addresses {
		addresses[i] = "a"
	}
	ids := mustPut(ctx, t, db, unlocated(t, &ingest.Placer{Locator: locator, Geocoder: book{}}, addresses...)).IDs
	placer := &ingest.Placer{Locator: locator, Geocoder: book{"a": spot(106.6, diemnong.QualityPoint, 0.9)}}

	first := retry(t, db, placer, func(o *postgis.Retry) { o.Limit = 1200 })
	if first.Looked != 1200 || first.Total != 1200 || first.Last != ids[1199] {
		t.Errorf("with a limit: %+v; want 1200 up to %d", first, ids[1199])
	}
	stopped, cancel := context.WithCancel(ctx)
	broken, err := db.RetryGeocoding(stopped, postgis.Retry{
		Qualities: []diemnong.Quality{diemnong.QualityNone}, After: first.Last,
		Load:     func(context.Context) (postgis.Geocoding, error) { return postgis.Geocoding{Placer: placer}, nil },
		Progress: func(postgis.RetryResult) { cancel() },
	})
	if !errors.Is(err, context.Canceled) || broken.Last != ids[2199] {
		t.Errorf("broken off: %+v, %v; want the first batch done", broken, err)
	}
	last := retry(t, db, placer, func(o *postgis.Retry) { o.After = broken.Last })
	if last.Looked != 300 || count(t, db, "complaint_location") != 2500 {
		t.Errorf("continued: %+v with %d earlier places; want the other 300 and all moved once", last, count(t, db, "complaint_location"))
	}
}

func TestARetryNoticesThatTheAreasChange(t *testing.T) {
	t.Parallel()
	ctx, db, locator := t.Context(), openWriting(t), locatorOf(squares(t, 5))
	addresses := make([]string, 1001)
	mustPut(ctx, t, db, unlocated(t, &ingest.Placer{Locator: locator, Geocoder: book{}}, addresses...))
	loads := 0
	result := retry(t, db, nil, func(o *postgis.Retry) {
		o.Load = func(context.Context) (postgis.Geocoding, error) {
			loads++
			return postgis.Geocoding{Placer: &ingest.Placer{Locator: locator, Geocoder: book{}}}, nil
		}
		o.Progress = func(r postgis.RetryResult) {
			if r.Looked == 1000 {
				if _, err := db.Pool.Exec(ctx, `select `+db.Schema+`.record_change('areas', null)`); err != nil {
					t.Error(err)
				}
			}
		}
	})
	if result.Looked != 1001 || loads != 2 {
		t.Errorf("%+v after %d loads; want all looked at, the last with new areas", result, loads)
	}
}

// districts is an atlas of two districts side by side, of two wards each.
func districts(t *testing.T) *area.Atlas {
	t.Helper()
	set := diemnong.AreaSet{ID: 1, Code: "set1", Name: "set1", Levels: []diemnong.Level{{Code: "district", Name: "district"}, {Code: "ward", Name: "ward"}}}
	box := func(w, e float64) orb.MultiPolygon {
		return orb.MultiPolygon{{{{w, 10.4}, {e, 10.4}, {e, 11}, {w, 11}, {w, 10.4}}}}
	}
	var units []area.Unit
	for d := range 2 {
		code, west := fmt.Sprint(760+d), 106.4+float64(d)*0.3
		units = append(units, area.Unit{Area: diemnong.Area{ID: 10 * (d + 1), Set: "set1", Level: "district", Code: code, Name: code}, Outline: box(west, west+0.3)})
		for w := range 2 {
			west := west + float64(w)*0.15
			units = append(units, area.Unit{
				Area:     diemnong.Area{ID: 10*(d+1) + w + 1, Set: "set1", Level: "ward", Code: fmt.Sprint(code, "-", w+1), Parent: code, Name: fmt.Sprint(w)},
				ParentID: int32(10 * (d + 1)), Outline: box(west, west+0.15),
			})
		}
	}
	atlas, err := area.NewAtlas([]diemnong.AreaSet{set}, units, nil)
	if err != nil {
		t.Fatal(err)
	}
	return atlas
}

// A ward that the address names within the stated district does not speak for
// the source, nor does one that an operator set.
func TestWhatTheSourceStatesOutlivesWhatWasFound(t *testing.T) {
	t.Parallel()
	ctx, db, locator := t.Context(), openWriting(t), locatorOf(districts(t))
	district := diemnong.AreaRef{Set: "set1", Code: "760"}
	ward := ingest.Found{Quality: diemnong.QualityArea, Score: 0.9, Area: diemnong.AreaRef{Set: "set1", Code: "760-1"}, Unplaced: diemnong.UnplacedUnknown}
	first := &ingest.Placer{Locator: locator, Geocoder: book{"a": ward}}
	b := unlocated(t, first, "a")
	put := func() int64 {
		t.Helper()
		row := &b.Rows[0]
		row.Complaint.Location = diemnong.Location{Quality: diemnong.QualityNone, Area: district}
		row.SetHash()
		if err := first.Place(row); err != nil {
			t.Fatal(err)
		}
		return mustPut(ctx, t, db, b).IDs[0]
	}
	id := put()
	wantLines(t, "found", places(t, db, id), "geocoded area score 0.9 unknown_street area 11")

	var asked []ingest.Address
	again := func() {
		t.Helper()
		asked = nil
		retry(t, db, &ingest.Placer{Locator: locator, Geocoder: spy{book{"a": ward}, &asked}}, nil)
		if len(asked) != 1 || asked[0].Stated != district {
			t.Errorf("asked for %+v; want the district that the source states", asked)
		}
	}
	again()
	ward.Score = 1
	again() // moved by this: once more with what is stored now
	again()

	relocate := func(to diemnong.Location) {
		t.Helper()
		if err := db.Relocate(ctx, id, to, locator); err != nil {
			t.Fatal(err)
		}
	}
	relocate(diemnong.Location{Quality: diemnong.QualityArea, Area: diemnong.AreaRef{Set: "set1", Code: "761-1"}})
	b.Rows[0].Personal.Text, district.Code = "more", "761" // the source changes its mind
	put()
	relocate(diemnong.Location{Lon: 106.45, Lat: 10.5, Quality: diemnong.QualityPoint})
	lines := places(t, db, id)
	wantLines(t, "by hand", lines[len(lines)-2:], "operator area area 21", "operator point 106.450 area 20")
	if got := query[int](t, db, `select flags from diemnong.complaint`); got != int(diemnong.FlagAreaContradicts) {
		t.Errorf("flags %d; want that the point lies outside of what the source states", got)
	}
}

// Complaints from before methods were stored have only their stated area.
func TestARetryKnowsWhatWasStatedBefore(t *testing.T) {
	t.Parallel()
	ctx, db, locator := t.Context(), openWriting(t), locatorOf(districts(t))
	id := mustPut(ctx, t, db, unlocated(t, &ingest.Placer{Locator: locator, Geocoder: book{}}, "a")).IDs[0]
	mustExec(t, db, `update diemnong.complaint set stated_area_id = 10, quality = 2, located_by = 0 where id = $1`, id)
	var asked []ingest.Address
	retry(t, db, &ingest.Placer{Locator: locator, Geocoder: spy{book{}, &asked}}, nil)
	if want := (diemnong.AreaRef{Set: "set1", Code: "760"}); len(asked) != 1 || asked[0].Stated != want {
		t.Errorf("asked for %+v; want %v", asked, want)
	}
}
