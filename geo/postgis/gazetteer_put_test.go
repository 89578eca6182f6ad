package postgis_test

import (
	"errors"
	"fmt"
	"iter"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
	"github.com/diemnong/diemnong/geo/postgis"
)

var openStreetMap = gazetteer.Source{Code: "osm", Name: "OpenStreetMap", Kind: gazetteer.SourceOSM, Attribution: "© OSM", Weight: .75}

// at is a point in the units of rect.
func at(x, y float64) orb.Point { return orb.Point{106 + x/100, 10 + y/100} }

func place(x, y float64) geo.Point { return geo.Point{Lon: at(x, y)[0], Lat: at(x, y)[1]} }

func street(ref, name string, line ...orb.Point) gazetteer.Street {
	s := gazetteer.Street{Ref: ref, Name: name, Class: "residential", Aliases: []string{name + " cũ", `"{,}`}}
	if len(line) > 0 {
		s.Lines = orb.MultiLineString{line}
	}
	return s
}

func address(ref, number string, x, y float64) gazetteer.Address {
	return gazetteer.Address{Ref: ref, Street: "Nguyễn Trãi", Number: number, Point: place(x, y)}
}

// batches gives batches one by one, each in the same memory.
func batches(list ...gazetteer.Batch) iter.Seq2[*gazetteer.Batch, error] {
	return func(yield func(*gazetteer.Batch, error) bool) {
		var b gazetteer.Batch
		for _, b = range list {
			if !yield(&b, nil) {
				return
			}
		}
	}
}

func mustPutGazetteer(t testing.TB, db *postgis.DB, src gazetteer.Source, list ...gazetteer.Batch) postgis.GazetteerReport {
	t.Helper()
	r, err := db.PutGazetteer(t.Context(), src, batches(list...))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func query[T any](t testing.TB, db *postgis.DB, statement string) (v T) {
	t.Helper()
	if err := db.Pool.QueryRow(t.Context(), strings.ReplaceAll(statement, "diemnong.", db.Schema+".")).Scan(&v); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	return v
}

func TestPutGazetteerReplacesWhatItsSourceGave(t *testing.T) {
	t.Parallel()
	db := openWriting(t)
	other := openStreetMap
	other.Code = "other"
	mustPutGazetteer(t, db, other, gazetteer.Batch{Addresses: []gazetteer.Address{address("1", "9", 1, 1)}})
	full := gazetteer.Batch{
		Streets:   []gazetteer.Street{street("w1", "Nguyễn Trãi", at(0, 0), at(1, 0)), street("w2", "Lê Lợi")},
		Addresses: []gazetteer.Address{address("1", "12/3A", 1, 1), address("2", "", 2, 2)},
		Places:    []gazetteer.Place{{Ref: "1", Name: "Chợ Bến Thành", Kind: "marketplace", Point: place(1, 2), RadiusM: 80}},
		Features:  []gazetteer.Feature{{Ref: "1", Kind: gazetteer.Water, Name: "Hồ", Geometry: orb.Polygon{{at(0, 0), at(1, 0), at(1, 1), at(0, 0)}}}},
	}
	got := mustPutGazetteer(t, db, openStreetMap, full, gazetteer.Batch{Addresses: []gazetteer.Address{address("3", "5", 3, 3)}})
	want := postgis.GazetteerReport{Streets: 2, Addresses: 3, Places: 1, Features: 1, Version: 2}
	if got != want {
		t.Errorf("first: %+v; want %+v", got, want)
	}
	got = mustPutGazetteer(t, db, openStreetMap, gazetteer.Batch{Addresses: []gazetteer.Address{address("1", "14", 1, 1)}})
	if want = (postgis.GazetteerReport{Addresses: 1, Removed: 7, Version: 3}); got != want {
		t.Errorf("second: %+v; want %+v", got, want)
	}
	if rows := query[string](t, db, `select string_agg(s.code || ' ' || a.number, ', ' order by a.id)
		from diemnong.gazetteer_address a join diemnong.gazetteer_source s on s.id = a.source_id`); rows != "other 9, osm 14" {
		t.Errorf("addresses are %s; want those of the other source and of the second import", rows)
	}
}

func TestPutGazetteerStoresWhatItIsGiven(t *testing.T) {
	t.Parallel()
	db := openWriting(t)
	s := street("w1", "Nguyễn Trãi", at(0, 0), at(1, 0))
	s.Lines = append(s.Lines, orb.LineString{at(2, 0), at(3, 1)})
	a := address("1", "12/3A", 1, 1)
	a.Weight, a.Area = .5, diemnong.AreaRef{Set: "s", Code: "7"}
	mustPutGazetteer(t, db, openStreetMap, gazetteer.Batch{
		Streets: []gazetteer.Street{s, street("w2", "Lê Lợi")}, Addresses: []gazetteer.Address{a, address("2", "7", 1, 2)},
		Places:   []gazetteer.Place{{Ref: "1", Name: "Chợ", Aliases: []string{"Chợ lớn"}, Kind: "marketplace", Point: place(1, 2), RadiusM: 80}},
		Features: []gazetteer.Feature{{Ref: "1", Kind: gazetteer.Station, Class: "metro", Name: "Ga", Geometry: at(2, 2)}},
	})
	for statement, want := range map[string]string{
		`select string_agg(concat_ws('|', source_ref, name, class, array_length(aliases, 1), aliases[2], ST_AsText(geom)), ' ' order by source_ref)
			from diemnong.gazetteer_street`: `w1|Nguyễn Trãi|residential|2|"{,}|MULTILINESTRING((106 10,106.01 10),(106.02 10,106.03 10.01)) w2|Lê Lợi|residential|2|"{,}`,
		`select string_agg(concat_ws('|', source_ref, street, number, area_set, area_code, weight, ST_AsText(geom)), ' ' order by source_ref)
			from diemnong.gazetteer_address`: "1|Nguyễn Trãi|12/3A|s|7|0.5|POINT(106.01 10.01) 2|Nguyễn Trãi|7|||1|POINT(106.01 10.02)",
		`select concat_ws('|', source_ref, name, kind, aliases::text, radius_m, ST_AsText(geom)) from diemnong.gazetteer_place`:          `1|Chợ|marketplace|{"Chợ lớn"}|80|POINT(106.01 10.02)`,
		`select concat_ws('|', source_ref, kind, class, name, ST_AsText(geom), ST_SRID(geom)) from diemnong.gazetteer_feature`:           "1|station|metro|Ga|POINT(106.02 10.02)|4326",
		`select concat_ws('|', code, name, kind, attribution, weight, public) from diemnong.gazetteer_source where kind <> 'complaints'`: "osm|OpenStreetMap|osm|© OSM|0.75|t",
	} {
		if got := query[string](t, db, statement); got != want {
			t.Errorf("%s\n%s; want\n%s", statement, got, want)
		}
	}
}

var errFile = errors.New("the file ends in the midst of a block")

func TestPutGazetteerIsAllOrNothing(t *testing.T) {
	t.Parallel()
	db := openWriting(t)
	mustPutGazetteer(t, db, openStreetMap, gazetteer.Batch{Addresses: []gazetteer.Address{address("1", "9", 1, 1)}})
	good := gazetteer.Batch{Addresses: []gazetteer.Address{address("1", "1", 1, 1), address("2", "2", 1, 1)}}
	f := func(what string, src gazetteer.Source, want string, list ...gazetteer.Batch) {
		t.Helper()
		_, err := db.PutGazetteer(t.Context(), src, batches(list...))
		if diemnong.ErrorCode(err) != diemnong.Invalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want an invalid %q", what, err, want)
		}
	}
	_, err := db.PutGazetteer(t.Context(), openStreetMap, func(yield func(*gazetteer.Batch, error) bool) {
		if yield(&good, nil) {
			yield(nil, errFile)
		}
	})
	if !errors.Is(err, errFile) {
		t.Errorf("an iterator that fails: %v; want its error", err)
	}
	one := func(change func(b *gazetteer.Batch)) gazetteer.Batch {
		b := gazetteer.Batch{
			Streets:   []gazetteer.Street{street("w1", "Lê Lợi", at(0, 0), at(1, 0))},
			Addresses: []gazetteer.Address{address("way/5", "1", 1, 1)},
			Places:    []gazetteer.Place{{Ref: "n1", Name: "Chợ", Point: place(1, 1)}},
			Features:  []gazetteer.Feature{{Ref: "f1", Kind: gazetteer.Road, Geometry: orb.LineString{at(0, 0), at(1, 0)}}},
		}
		change(&b)
		return b
	}
	unchanged := func(*gazetteer.Batch) {}
	f("a Ref twice", openStreetMap, "way/5", good, one(unchanged), one(func(b *gazetteer.Batch) { b.Streets, b.Places, b.Features = nil, nil, nil }))
	f("a short line", openStreetMap, "w1", one(func(b *gazetteer.Batch) { b.Streets[0].Lines[0] = b.Streets[0].Lines[0][:1] }))
	f("no name", openStreetMap, "w1", one(func(b *gazetteer.Batch) { b.Streets[0].Name = " " }))
	f("no number", openStreetMap, "w1", one(func(b *gazetteer.Batch) { b.Streets[0].Lines[0][1][0] = math.NaN() }))
	f("not UTF-8", openStreetMap, "UTF-8", one(func(b *gazetteer.Batch) { b.Addresses[0].Number = "\xff" }))
	f("a zero character", openStreetMap, "way/5", one(func(b *gazetteer.Batch) { b.Addresses[0].Street = "a\x00" }))
	f("no point", openStreetMap, "way/5", one(func(b *gazetteer.Batch) { b.Addresses[0].Point.Lat = 91 }))
	f("no weight", openStreetMap, "weight", one(func(b *gazetteer.Batch) { b.Addresses[0].Weight = 2 }))
	f("no radius", openStreetMap, "n1", one(func(b *gazetteer.Batch) { b.Places[0].RadiusM = -1 }))
	f("no geometry", openStreetMap, "f1", one(func(b *gazetteer.Batch) { b.Features[0].Geometry = nil }))
	f("no kind", openStreetMap, "kind", one(func(b *gazetteer.Batch) { b.Features[0].Kind = "cloud" }))
	f("no code", gazetteer.Source{Code: "a b", Kind: gazetteer.SourceCSV}, "source", good)
	f("what was learned", gazetteer.Source{Code: "complaints", Kind: gazetteer.SourceCSV}, "source", good)
	f("no kind of source", gazetteer.Source{Code: "c"}, "kind", good)
	if rows := query[string](t, db, `select string_agg(number, ' ') || ' ' || (select version from diemnong.gazetteer) from diemnong.gazetteer_address`); rows != "9 1" {
		t.Errorf("after imports that failed there are %s; want the 9 of version 1", rows)
	}
}

// parts lists the parts of streets as "street area:metres".
func parts(t *testing.T, db *postgis.DB) string {
	t.Helper()
	return query[string](t, db, `select coalesce(string_agg(concat(s.source_ref, ' ', x.code, ':', a.code, ' ', round(p.length_m)), ', ' order by s.source_ref, x.id, a.code), '')
		from diemnong.gazetteer_street_part p join diemnong.gazetteer_street s on s.id = p.street_id
		join diemnong.area a on a.id = p.area_id join diemnong.area_set x on x.id = a.set_id`)
}

func TestStreetsAreSplitByTheFinestAreas(t *testing.T) {
	t.Parallel()
	db := openWriting(t)
	mustReplace(t, db, level("new", "ward", rect("a", "", 0, 0, 2, 2), rect("b", "", 2, 0, 4, 2)))
	mustReplace(t, db, level("old", "ward", rect("w", "", 0, 0, 1, 2)))
	mustReplace(t, db, level("old", "district", rect("d", "", 0, 0, 2, 2), rect("e", "", 2, 0, 4, 2)))
	zigzag := street("zigzag", "Z", at(1.5, .5), at(2.5, .5), at(2.5, 1), at(1.5, 1))
	r := mustPutGazetteer(t, db, openStreetMap, gazetteer.Batch{Streets: []gazetteer.Street{
		street("across", "A", at(.5, 1), at(3.5, 1)), street("name", "N"), street("out", "O", at(9, 9), at(9, 8)),
		street("touch", "T", at(4, .5), at(5, .5)), street("within", "W", at(.2, .2), at(.2, .4)), zigzag,
	}})
	// 0.01° of longitude at 10° are 1,096.4 m; w is the only old ward, and d, which holds it, is not finest.
	want := "across new:a 1645, across new:b 1645, across old:e 1645, across old:w 548, " +
		"within new:a 221, within old:w 221, zigzag new:a 1096, zigzag new:b 1649, zigzag old:e 1649"
	if diff := cmp.Diff(strings.Split(want, ", "), strings.Split(parts(t, db), ", ")); diff != "" || r.Parts != 9 {
		t.Errorf("%d parts: %s", r.Parts, diff)
	}
	if off := query[float64](t, db, `select max(abs(whole - parts)) from (
		select ST_Length(s.geom::geography) as whole, sum(p.length_m) as parts
		from diemnong.gazetteer_street s join diemnong.gazetteer_street_part p on p.street_id = s.id join diemnong.area a on a.id = p.area_id
		where a.set_id = 1 group by s.id) as sums`); off > .01 {
		t.Errorf("the parts of a street differ from its length by %g m", off)
	}
	if kinds := query[string](t, db, `select string_agg(distinct GeometryType(geom) || ST_IsValid(geom), ' ') from diemnong.gazetteer_street_part`); kinds != "MULTILINESTRINGtrue" {
		t.Errorf("parts are %s", kinds)
	}
}

func TestAnImportOfAreasSplitsStreetsAnew(t *testing.T) {
	t.Parallel()
	db := openWriting(t)
	f := func(want string) {
		t.Helper()
		if got := parts(t, db); got != want {
			t.Errorf("parts are %q; want %q", got, want)
		}
	}
	mustPutGazetteer(t, db, openStreetMap, gazetteer.Batch{Streets: []gazetteer.Street{street("s", "S", at(0, 1), at(4, 1))}})
	f("")
	mustReplace(t, db, level("x", "ward", rect("a", "", 0, 0, 1, 2), rect("b", "", 1, 0, 4, 2)))
	f("s x:a 1096, s x:b 3289")
	mustReplace(t, db, level("y", "ward", rect("c", "", 0, 0, 4, 2)))
	mustReplace(t, db, level("x", "ward", rect("a", "", 0, 0, 3, 2), rect("n", "", 3, 0, 4, 2)))
	f("s x:a 3289, s x:n 1096, s y:c 4385")
	mustReplace(t, db, level("x", "block", rect("k", "", 0, 0, 1, 2))) // within a, which is no longer finest
	f("s x:k 1096, s x:n 1096, s y:c 4385")
}

func BenchmarkPutGazetteer(b *testing.B) {
	db := openWriting(b)
	const rows = 200_000
	var list []gazetteer.Batch
	for i := 0; i < rows; i += 10_000 {
		var batch gazetteer.Batch
		for n := range 10_000 {
			batch.Addresses = append(batch.Addresses, address(fmt.Sprint(i+n), fmt.Sprint(n%400), float64(n%100), float64(i%97)))
		}
		list = append(list, batch)
	}
	for b.Loop() {
		mustPutGazetteer(b, db, openStreetMap, list...)
	}
	b.ReportMetric(float64(b.N)*rows/b.Elapsed().Seconds(), "rows/s")
}
