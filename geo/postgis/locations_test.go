package postgis_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/h3"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/geo/ingest"
	"github.com/diemnong/diemnong/geo/postgis"
)

// places tells where a complaint is and was, one line each: the earlier ones with
// the version of the gazetteer, the present one last.
func places(t *testing.T, db *postgis.DB, id int64) []string {
	t.Helper()
	rows, err := db.Pool.Query(t.Context(), `
		select located_by, unplaced, quality, coalesce(score, 0), coalesce(stated_area_id, 0), st_x(geom), coalesce(gazetteer_version, 0), seq
		from `+db.Schema+`.complaint_location where complaint_id = $1
		union all
		select located_by, unplaced, quality, coalesce(score, 0), coalesce(stated_area_id, 0), st_x(geom), -1, 32767
		from `+db.Schema+`.complaint where id = $1 order by seq`, id)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (string, error) {
		var l diemnong.Location
		var stated, version, seq int
		var lon *float64
		var score float32
		err := row.Scan(&l.Method, &l.Unplaced, &l.Quality, &score, &stated, &lon, &version, &seq)
		line := fmt.Sprint(l.Method, " ", l.Quality)
		if lon != nil {
			line += fmt.Sprintf(" %.3f", *lon)
		}
		if score > 0 {
			line += fmt.Sprint(" score ", score)
		}
		if l.Unplaced != diemnong.Placed {
			line += " " + l.Unplaced.String()
		}
		if stated > 0 {
			line += fmt.Sprint(" area ", stated)
		}
		if version > 0 {
			line += fmt.Sprint(" by ", version)
		}
		return line, err
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func wantLines(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// locatorOf places rows in the areas of an atlas.
func locatorOf(atlas *area.Atlas) *ingest.Locator {
	return &ingest.Locator{
		Places: atlas, Bounds: diemnong.Bounds{West: 106.4, South: 10.4, East: 107, North: 11},
		Cell: func(p geo.Point) (geo.Cell, error) { return h3.FromPoint(p, geo.BaseResolution) },
	}
}

// book is a geocoder that knows some addresses.
type book map[string]ingest.Found

func (b book) Geocode(a ingest.Address) ingest.Found {
	if f, ok := b[a.Text]; ok {
		return f
	}
	return ingest.Found{Quality: diemnong.QualityNone, Unplaced: diemnong.UnplacedUnknown}
}

func (book) Named(ingest.Address) (diemnong.AreaRef, bool) { return diemnong.AreaRef{}, false }

// spot is a found point or street.
func spot(lon float64, q diemnong.Quality, score float64) ingest.Found {
	return ingest.Found{Point: geo.Point{Lon: lon, Lat: 10.7}, Quality: q, RadiusM: 40, Score: score}
}

// wardNo is a found area: number i of the first set of squares.
func wardNo(i int, score float64) ingest.Found {
	return ingest.Found{
		Quality: diemnong.QualityArea, RadiusM: 900, Score: score,
		Area: diemnong.AreaRef{Set: "set1", Code: fmt.Sprintf("%05d", i)}, Unplaced: diemnong.UnplacedUnknown,
	}
}

// unlocated makes rows without coordinates, with an address each.
func unlocated(t *testing.T, placer *ingest.Placer, addresses ...string) *ingest.Batch {
	t.Helper()
	b := someRows(t, len(addresses))
	for i := range b.Rows {
		r := &b.Rows[i]
		r.Complaint.Location = diemnong.Location{Quality: diemnong.QualityNone}
		r.Personal.Address, r.Personal.Text = addresses[i], ""
		r.SetHash()
		if err := placer.Place(r); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

func TestAComplaintKeepsHowItWasPlaced(t *testing.T) {
	t.Parallel()
	ctx, db, atlas := t.Context(), openWriting(t), squares(t, 5)
	placer := &ingest.Placer{Locator: locatorOf(atlas), Geocoder: book{"house": spot(106.7, diemnong.QualityPoint, 0.83), "ward": wardNo(7, 0.9)}}
	ids := mustPut(ctx, t, db, unlocated(t, placer, "house", "ward", "nonsense", "")).IDs
	wantLines(t, "house", places(t, db, ids[0]), "geocoded point 106.700 score 0.83")
	wantLines(t, "ward", places(t, db, ids[1]), "geocoded area score 0.9 unknown_street area 100007")
	wantLines(t, "nonsense", places(t, db, ids[2]), "unknown none unknown_street")
	wantLines(t, "no address", places(t, db, ids[3]), "unknown none no_address")

	list := postgis.NewComplaints(db, postgis.NewWorlds(db, slog.New(slog.DiscardHandler)))
	d, err := list.Complaint(ctx, ids[0])
	if l := d.Location; err != nil || l.Method != diemnong.MethodGeocoded || l.Score != 0.83 || l.Unplaced != diemnong.Placed {
		t.Errorf("%+v, %v; want what was stored", l, err)
	}
	counts, err := list.Unplaced(ctx, diemnong.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	var want heat.UnplacedCounts
	want.Reasons[diemnong.UnplacedUnknown].Area, want.Reasons[diemnong.UnplacedUnknown].None = 1, 1
	want.Reasons[diemnong.UnplacedNoAddress].None = 1
	if diff := cmp.Diff(want.Reasons, counts.Reasons); diff != "" {
		t.Errorf("reasons (-want +got):\n%s", diff)
	}
	f := func(want []int64, reasons ...diemnong.Unplaced) {
		t.Helper()
		page, err := list.List(ctx, heat.ListQuery{Unplaced: reasons, Sort: heat.OldestFirst, Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		var got []int64
		for _, c := range page.Complaints {
			got = append(got, c.ID)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("reasons %v (-want +got):\n%s", reasons, diff)
		}
	}
	f([]int64{ids[2], ids[1]}, diemnong.UnplacedUnknown)
	f([]int64{ids[3], ids[2], ids[1]}, diemnong.UnplacedNoAddress, diemnong.UnplacedUnknown)
	f(nil, diemnong.Placed) // nobody is left out
}

// A cursor of one list of reasons is none of another.
func TestACursorBelongsToItsReasons(t *testing.T) {
	t.Parallel()
	ctx, db := t.Context(), openWriting(t)
	mustPut(ctx, t, db, unlocated(t, &ingest.Placer{Locator: locatorOf(squares(t, 1)), Geocoder: book{}}, "a", "b"))
	list := postgis.NewComplaints(db, postgis.NewWorlds(db, slog.New(slog.DiscardHandler)))
	q := heat.ListQuery{Unplaced: []diemnong.Unplaced{diemnong.UnplacedUnknown}, Limit: 1}
	page, err := list.List(ctx, q)
	if err != nil || page.Next == "" {
		t.Fatalf("%+v, %v; want a page and another", page, err)
	}
	q.Cursor = page.Next
	if page, err := list.List(ctx, q); err != nil || len(page.Complaints) != 1 || page.Next != "" {
		t.Errorf("second page: %+v, %v", page, err)
	}
	q.Unplaced = nil
	if _, err := list.List(ctx, q); diemnong.ErrorCode(err) != diemnong.Invalid {
		t.Errorf("the cursor without its reasons: %v; want it refused", err)
	}
}

func TestAnUpdateKeepsTheEarlierPlace(t *testing.T) {
	t.Parallel()
	ctx, db, atlas := t.Context(), openWriting(t), squares(t, 5)
	placer := &ingest.Placer{Locator: locatorOf(atlas), Geocoder: book{"house": spot(106.7, diemnong.QualityPoint, 0.83)}}
	b := unlocated(t, placer, "nonsense")
	row := &b.Rows[0]
	row.Complaint.Status, row.Complaint.ClosedAt = diemnong.Received, time.Time{}
	id := mustPut(ctx, t, db, b).IDs[0]
	put := func(change func()) {
		t.Helper()
		change()
		row.SetHash()
		if r := mustPut(ctx, t, db, b); r.Updated != 1 {
			t.Fatalf("%+v; want an update", r)
		}
	}
	place := func(address string) {
		row.Personal.Address = address
		row.Complaint.Location = diemnong.Location{Quality: diemnong.QualityNone}
		if err := placer.Place(row); err != nil {
			t.Fatal(err)
		}
	}
	put(func() { place("house") })
	put(func() { row.Personal.Name = "another" }) // stays where it is
	put(func() { place("gone"); row.Complaint.Status = diemnong.Assigned })
	wantLines(t, "places", places(t, db, id),
		"unknown none unknown_street", "geocoded point 106.700 score 0.83", "unknown none unknown_street")
	wantLines(t, "events", eventsOf(t, db, id), "1 received received 02-25 08:00", "2 relocated received 03-01 12:00",
		"3 updated received 03-01 12:00", "4 relocated received 03-01 12:00", "5 assigned assigned 03-01 12:00")

	list := postgis.NewComplaints(db, postgis.NewWorlds(db, slog.New(slog.DiscardHandler)))
	d, err := list.Complaint(ctx, id)
	if err != nil || len(d.Earlier) != 2 {
		t.Fatalf("%+v, %v; want two earlier places", d, err)
	}
	want := heat.PastPlace{Until: testNow, Location: diemnong.Location{
		Lon: 106.7, Lat: 10.7, Quality: diemnong.QualityPoint, RadiusM: 40, Method: diemnong.MethodGeocoded, Score: 0.83,
	}}
	if diff := cmp.Diff(want, d.Earlier[1]); diff != "" {
		t.Errorf("earlier place (-want +got):\n%s", diff)
	}
}

func TestAnOperatorsPlaceStays(t *testing.T) {
	t.Parallel()
	ctx, db, atlas := t.Context(), openWriting(t), squares(t, 5)
	placer := &ingest.Placer{Locator: locatorOf(atlas), Geocoder: book{}}
	b := unlocated(t, placer, "nonsense")
	id := mustPut(ctx, t, db, b).IDs[0]
	relocate := func(to diemnong.Location) {
		t.Helper()
		if err := db.Relocate(ctx, id, to, placer.Locator); err != nil {
			t.Fatal(err)
		}
	}
	point := diemnong.Location{Lon: 106.75, Lat: 10.75, Quality: diemnong.QualityPoint}
	relocate(point)
	revision := count(t, db, "revision")
	relocate(point) // the same again
	if n := count(t, db, "revision"); n != revision {
		t.Errorf("saying the same again raised the revision")
	}
	wantLines(t, "at a point", places(t, db, id), "unknown none unknown_street", "operator point 106.750")

	row := &b.Rows[0] // a later file has coordinates, and the complaint's text
	row.Complaint.Location = diemnong.Location{Lon: 106.5, Lat: 10.5, Area: diemnong.AreaRef{Set: "set1", Code: "00000"}}
	row.Personal.Text, row.Complaint.Flags = "more", diemnong.FlagClosedAtUnusable|diemnong.FlagAddressContradicts
	row.SetHash()
	if err := placer.Place(row); err != nil {
		t.Fatal(err)
	}
	if r := mustPut(ctx, t, db, b); r.Updated != 1 {
		t.Fatalf("%+v; want an update", r)
	}
	wantLines(t, "after an import", places(t, db, id), "unknown none unknown_street", "operator point 106.750")
	if got := query[int](t, db, `select flags from diemnong.complaint`); got != int(diemnong.FlagClosedAtUnusable) {
		t.Errorf("flags %d; want those of the row that do not tell of a place", got)
	}
	result := retry(t, db, &ingest.Placer{Locator: placer.Locator, Geocoder: book{"nonsense": spot(106.6, diemnong.QualityPoint, 1)}}, nil)
	if result.Looked != 0 {
		t.Errorf("%+v; want nothing to retry", result)
	}

	relocate(diemnong.Location{Quality: diemnong.QualityArea, Area: diemnong.AreaRef{Set: "set1", Code: "00007"}})
	relocate(diemnong.Location{Lon: 106.76, Lat: 10.75, Quality: diemnong.QualityPoint})
	wantLines(t, "in an area, and at another point", places(t, db, id),
		"unknown none unknown_street", "operator point 106.750", "operator area area 100007", "operator point 106.760 area 100000")
	wantLines(t, "events", eventsOf(t, db, id)[2:], "3 relocated resolved 03-01 12:00", "4 updated resolved 03-01 12:00",
		"5 relocated resolved 03-01 12:00", "6 relocated resolved 03-01 12:00")
	var cell, areas int
	if err := db.Pool.QueryRow(ctx, `select (cell is not null)::int, areas[1] from `+db.Schema+`.complaint`).Scan(&cell, &areas); err != nil || cell != 1 || areas != 100012 {
		t.Errorf("cell %d, area %d, %v; want a cell in area 100012", cell, areas, err)
	}
}

func TestWhatIsNoPlaceIsRefused(t *testing.T) {
	t.Parallel()
	ctx, db, atlas := t.Context(), openWriting(t), squares(t, 5)
	id := mustPut(ctx, t, db, someRows(t, 1)).IDs[0]
	f := func(name string, id int64, to diemnong.Location, code diemnong.Code) {
		t.Helper()
		if err := db.Relocate(ctx, id, to, locatorOf(atlas)); diemnong.ErrorCode(err) != code {
			t.Errorf("%s: %v; want %s", name, err, code)
		}
	}
	point := diemnong.Location{Lon: 106.75, Lat: 10.75, Quality: diemnong.QualityPoint}
	f("no complaint", id+1, point, diemnong.NotFound)
	f("outside the city", id, diemnong.Location{Lon: 108, Lat: 10.75, Quality: diemnong.QualityPoint}, diemnong.Invalid)
	f("no area", id, diemnong.Location{Quality: diemnong.QualityArea, Area: diemnong.AreaRef{Set: "set1", Code: "x"}}, diemnong.Invalid)
	f("nothing", id, diemnong.Location{Quality: diemnong.QualityNone}, diemnong.Invalid)

	tx, err := db.Pool.Begin(ctx) // an import that holds the complaint
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback(context.WithoutCancel(ctx))
	if _, err := tx.Exec(ctx, `select 1 from `+db.Schema+`.complaint for update`); err != nil {
		t.Fatal(err)
	}
	f("held by another", id, point, diemnong.Conflict)
	wantLines(t, "places", places(t, db, id), "unknown point 106.600")
}
