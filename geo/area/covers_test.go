package area_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/internal/pgtest"
)

// ownersByPostGIS asks PostGIS for the owner of each point: of the units whose
// outline ST_Covers it the finest, of these the one with the smallest code; 0
// where there is none.
func ownersByPostGIS(t *testing.T, units []area.Unit, points []geo.Point) []int32 {
	t.Helper()
	pool := pgtest.NewEmpty(t).Pool(t)
	query := func(sql string, args ...any) {
		t.Helper()
		if _, err := pool.Exec(t.Context(), sql, args...); err != nil {
			t.Fatal(err)
		}
	}
	query(`create table unit (id integer, fine boolean, code text, geom geometry)`)
	for _, u := range units {
		query(`insert into unit values ($1, $2, $3, ST_GeomFromEWKB($4))`, u.ID, u.Level == "ward", u.Code,
			ewkb.MustMarshal(u.Outline, 4326, binary.LittleEndian))
	}
	query(`create index on unit using gist (geom)`)
	lon, lat := make([]float64, len(points)), make([]float64, len(points))
	for i, p := range points {
		lon[i], lat[i] = p.Lon, p.Lat
	}
	return owners(t, pool, lon, lat)
}

func owners(t *testing.T, pool *pgxpool.Pool, lon, lat []float64) []int32 {
	t.Helper()
	rows, err := pool.Query(t.Context(), `
		select coalesce((
			select id from unit where ST_Covers(geom, ST_SetSRID(ST_MakePoint(lon, lat), 4326))
			order by fine desc, code collate "C" limit 1), 0)
		from unnest($1::float8[], $2::float8[]) with ordinality as p (lon, lat, i) order by i`, lon, lat)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var ids []int32
	for rows.Next() {
		var id int32
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return ids
}

func checkAgainstPostGIS(t *testing.T, set diemnong.AreaSet, units []area.Unit, points []geo.Point) {
	t.Helper()
	atlas := mustAtlas(t, []diemnong.AreaSet{set}, units, nil)
	want := ownersByPostGIS(t, units, points)
	var got []int32
	wrong, nobody := 0, 0
	for i, p := range points {
		got = atlas.Locate(p, got)
		if want[i] == 0 {
			nobody++
		}
		if got[set.ID-1] != want[i] {
			if wrong++; wrong <= 10 {
				t.Errorf("Locate(%v) = %d; PostGIS says %d", p, got[set.ID-1], want[i])
			}
		}
	}
	t.Logf("%d points, %d of them covered by no area; %d differ from PostGIS", len(points), nobody, wrong)
}

func TestLocateAnswersAsPostGISDoes(t *testing.T) {
	t.Parallel()
	set := setOf(1, "made")
	units := patchwork{n: 12, m: 3, steps: 40, seed: 1}.units(set)
	r := rand.New(rand.NewPCG(1, 2))
	box := diemnong.Bounds{West: 106.28, South: 10.38, East: 106.68, North: 10.78}
	checkAgainstPostGIS(t, set, units, append(randomPoints(box, 200_000, r), borderPoints(units, 100_000, r)...))
}

func TestLocateAnswersAsPostGISDoesOnRealWards(t *testing.T) {
	t.Parallel()
	set := setOf(1, "wards")
	units := realWards(t, set)
	var bound orb.Bound
	for i, u := range units {
		if i == 0 {
			bound = u.Outline.Bound()
		}
		bound = bound.Union(u.Outline.Bound())
	}
	box := diemnong.Bounds{West: bound.Min[0], South: bound.Min[1], East: bound.Max[0], North: bound.Max[1]}
	r := rand.New(rand.NewPCG(3, 4))
	checkAgainstPostGIS(t, set, units, append(randomPoints(box, 200_000, r), borderPoints(units, 100_000, r)...))
}

// realWards reads the wards of a real city, 216,000 vertices; the test is
// skipped where they are not at hand.
func realWards(t testing.TB, set diemnong.AreaSet) []area.Unit {
	t.Helper()
	const file = dataDir + "/hcmc/wards_168_corrected.geojson"
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("%s is not there", file)
	}
	if err != nil {
		t.Fatal(err)
	}
	drafts, _, err := area.ReadGeoJSON(bytes.NewReader(data), area.Fields{}, diemnong.Bounds{})
	if err != nil {
		t.Fatal(err)
	}
	units := make([]area.Unit, len(drafts))
	for i, d := range drafts {
		units[i] = area.Unit{
			Area:    diemnong.Area{ID: i + 1, Set: set.Code, Level: "ward", Code: d.Code, Name: d.Name},
			Outline: d.Outline,
		}
	}
	return units
}
