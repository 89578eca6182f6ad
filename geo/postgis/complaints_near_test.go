package postgis

import (
	"fmt"
	"math"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// gather moves complaints of a generated city into a square of 4 km, so that
// they have neighbours. Every fifth lies exactly on its neighbour in number.
func gather(t *testing.T, db *DB) {
	t.Helper()
	if _, err := db.Pool.Exec(t.Context(), db.sql(`update diemnong.complaint
		set geom = st_setsrid(st_makepoint(106.68 + (id / 5 * 7919 % 1000) * 0.00004, 10.76 + (id / 5 * 104729 % 1000) * 0.00004), 4326)
		where geom is not null`)); err != nil {
		t.Fatal(err)
	}
}

type far struct {
	ID          int64
	Millimetres int64
}

// distancesFrom lets PostGIS measure every pair, without any index.
func distancesFrom(t *testing.T, db *DB, id int64, radius int, where string) []far {
	t.Helper()
	rows, err := db.Pool.Query(t.Context(), db.sql(fmt.Sprintf(`select c.id, round(st_distance(c.geom::geography, o.geom::geography) * 1000)::bigint
		from diemnong.complaint c, diemnong.complaint o
		where o.id = $1 and c.id <> o.id and c.quality < 2 and st_distance(c.geom::geography, o.geom::geography) <= $2 and %s
		order by st_distance(c.geom::geography, o.geom::geography), c.id`, where)), id, radius)
	if err != nil {
		t.Fatal(err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[far])
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestNeighboursAreThoseOfTheEllipsoid(t *testing.T) {
	t.Parallel()
	db := generate(t, 4000)
	gather(t, db)
	c := newTestComplaints(db)
	f := func(id int64, radius int, filter diemnong.Filter, where string) {
		t.Helper()
		got, err := c.Neighbours(t.Context(), heat.NeighbourQuery{ID: id, RadiusM: radius, Limit: heat.MaxPage, Filter: filter})
		if err != nil {
			t.Fatal(err)
		}
		want, listed := distancesFrom(t, db, id, radius, where), []far(nil)
		for _, n := range got.Complaints {
			listed = append(listed, far{n.ID, int64(math.Round(n.DistanceM * 1000))})
		}
		if len(want) == 0 || got.N != int64(len(want)) {
			t.Errorf("%d has %d neighbours within %d m; want %d", id, got.N, radius, len(want))
		}
		if diff := gocmp.Diff(want[:min(len(want), heat.MaxPage)], listed); diff != "" {
			t.Errorf("neighbours of %d within %d m (-want +got):\n%s", id, radius, diff)
		}
		var sum int64
		for i, k := range got.Categories {
			sum += k.N
			if i > 0 && k.N > got.Categories[i-1].N {
				t.Errorf("category %d of %d is more frequent than the one before", i, id)
			}
		}
		if sum != got.N {
			t.Errorf("categories of %d add up to %d; want %d", id, sum, got.N)
		}
	}
	for _, id := range []int64{1, 1234, 3999} {
		f(id, 200, diemnong.Filter{}, "true")
		f(id, 1000, diemnong.Filter{}, "true")
		f(id, 1000, diemnong.Filter{Channels: []diemnong.Channel{diemnong.App}}, "c.channel = 1")
	}
	f(1, 1, diemnong.Filter{}, "true") // those at the very place
}

func TestNeighboursOfNoPlace(t *testing.T) {
	t.Parallel()
	db := generate(t, 200)
	c := newTestComplaints(db)
	for _, id := range []int64{10, 20} { // every tenth has no point
		got, err := c.Neighbours(t.Context(), heat.NeighbourQuery{ID: id, RadiusM: 200, Limit: 50})
		if err != nil || got.N != 0 || len(got.Complaints) != 0 || got.Location.Quality.Placeable() || got.State.Revision == 0 {
			t.Errorf("neighbours of %d: %+v, error %v; want none, and why", id, got, err)
		}
	}
}

func TestNeighboursRefuses(t *testing.T) {
	t.Parallel()
	c := newTestComplaints(generate(t, 20))
	f := func(want diemnong.Code, q heat.NeighbourQuery) {
		t.Helper()
		if _, err := c.Neighbours(t.Context(), q); diemnong.ErrorCode(err) != want {
			t.Errorf("%+v: error %v; want %s", q, err, want)
		}
	}
	f(diemnong.NotFound, heat.NeighbourQuery{ID: 99, RadiusM: 200, Limit: 1})
	f(diemnong.Invalid, heat.NeighbourQuery{ID: 1, RadiusM: 0, Limit: 1})
	f(diemnong.Invalid, heat.NeighbourQuery{ID: 1, RadiusM: heat.MaxRadiusM + 1, Limit: 1})
	f(diemnong.Invalid, heat.NeighbourQuery{ID: 1, RadiusM: 200, Limit: 0})
	f(diemnong.Invalid, heat.NeighbourQuery{ID: 1, RadiusM: 200, Limit: 1, Filter: diemnong.Filter{Categories: []string{"none"}}})
}

// TestAroundIsNeverTooSmall measures the corners of the box against the
// distance it stands for, from the equator to where nobody lives.
func TestAroundIsNeverTooSmall(t *testing.T) {
	t.Parallel()
	db := generate(t, 0)
	for _, lat := range []float64{-60, -0.001, 0, 10.77, 45, 70, 89} {
		s := &selection{}
		s.around(1, diemnong.Location{Lon: 106.7, Lat: lat}, heat.MaxRadiusM)
		box := s.args[1:5]
		var least float64
		if err := db.Pool.QueryRow(t.Context(), `select st_distance(st_makepoint(106.7, $5::float8)::geography,
			st_boundary(st_makeenvelope($1, $2, $3, $4, 4326))::geography)`, slices.Concat(box, []any{lat})...).Scan(&least); err != nil {
			t.Fatal(err)
		}
		if least < heat.MaxRadiusM {
			t.Errorf("at %v the box ends after %.1f m; want at least %d", lat, least, heat.MaxRadiusM)
		}
	}
}
