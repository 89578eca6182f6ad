package postgis_test

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
	"github.com/diemnong/diemnong/geo/geocode/vntext"
	"github.com/diemnong/diemnong/geo/postgis"
)

func mustLoadGazetteer(t testing.TB, db *postgis.DB) *gazetteer.Gazetteer {
	t.Helper()
	g, err := db.LoadGazetteer(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// pointsOf lists the address points of a street as "head weight lon lat text",
// without the text where an answer may not repeat it.
func pointsOf(g *gazetteer.Gazetteer, street string) (list []string) {
	var text vntext.Text
	text.Read(street)
	key, _ := gazetteer.AppendStreetKey(nil, nil, text.Tokens)
	id, ok := g.Find(key)
	if !ok {
		return nil
	}
	points, _ := g.PointsOf(id)
	for i := range points {
		p := &points[i]
		list = append(list, strings.TrimSpace(fmt.Sprintf("%d %d %.4f %.4f %s", p.Head, p.Weight, p.At().Lon, p.At().Lat, g.NumberText(p))))
	}
	slices.Sort(list)
	return list
}

func TestTheGazetteerIsLoadedAsItWasStored(t *testing.T) {
	t.Parallel()
	db := openWriting(t)
	half := address("1", "12/3A", 1, 1)
	half.Weight = .5
	mustPutGazetteer(t, db, openStreetMap, gazetteer.Batch{
		Streets: []gazetteer.Street{
			{Ref: "w1", Name: "Lê Lợi", Aliases: []string{"Bonard"}, Lines: orb.MultiLineString{{at(0, 0), at(1, 0)}, {at(1, 0), at(1, 1)}}},
			street("w2", "Chỉ Có Tên"),
		},
		Addresses: []gazetteer.Address{half, address("2", "14", 2, 2)},
		Places:    []gazetteer.Place{{Ref: "1", Name: "Chợ Bến Thành", Aliases: []string{"Chợ Sài Gòn"}, Kind: "marketplace", Point: place(1, 2), RadiusM: 80}},
	})
	mustPut(t.Context(), t, db, addressed(t, "16 Nguyễn Trãi, P", "18 Nguyễn Trãi, Phường sai"))
	mustLearn(t, db)
	if err := db.PutAreaAlias(t.Context(), gazetteer.AreaAlias{Set: "s", Code: "1", Alias: "Xóm Chiếu"}); err != nil {
		t.Fatal(err)
	}

	g := mustLoadGazetteer(t, db)
	if version, err := db.GazetteerVersion(t.Context()); err != nil || version != 3 || g.Version != 3 {
		t.Errorf("version %d loaded, %d stored, %v; want 3, of an import, learning and a name", g.Version, version, err)
	}
	// Weights are those of the point times those of the source, in 255ths.
	want := []string{"12 96 106.0100 10.0100 12/3A", "14 191 106.0200 10.0200 14", "16 128 106.6000 10.7000"}
	if diff := cmp.Diff(want, pointsOf(g, "Nguyễn Trãi")); diff != "" {
		t.Errorf("points: %s", diff)
	}
	segments := 0
	for _, name := range []string{"leloi", "bonard"} {
		if id, ok := g.Find([]byte(name)); ok {
			g.Walk(id, 1e6, func(geo.Point, float64) { segments++ })
		}
	}
	if segments != 4 {
		t.Errorf("%d pieces of a street of two lines by both its names; want 4", segments)
	}
	if hits := g.FindPlaces([]byte(vntext.Key("chợ sài gòn"))); len(hits) != 1 {
		t.Errorf("the market by its other name: %+v; want one place", hits)
	}
	if diff := cmp.Diff([]gazetteer.AreaAlias{{Set: "s", Code: "1", Alias: "Xóm Chiếu"}}, g.Aliases()); diff != "" {
		t.Errorf("other names of areas: %s", diff)
	}
}

// Which spelling of a street answers show must not change with the order in
// which the server happens to keep rows.
func TestAStreetKeepsItsSpelling(t *testing.T) {
	t.Parallel()
	db := openWriting(t)
	mustPut(t.Context(), t, db, addressed(t, "16 nguyễn TRÃI, P"))
	mustLearn(t, db)
	first, second := address("1", "1", 1, 1), address("2", "2", 1, 1)
	second.Street = "NGUYỄN TRÃI"
	mustPutGazetteer(t, db, openStreetMap, gazetteer.Batch{Addresses: []gazetteer.Address{first, second}})
	spelling := func(when string) {
		t.Helper()
		g := mustLoadGazetteer(t, db)
		if id, ok := g.Find([]byte("nguyentrai")); !ok || g.Name(id) != "Nguyễn Trãi" {
			t.Errorf("%s: %q; want the first of a public source", when, g.Name(id))
		}
	}
	spelling("as imported")
	mustExec(t, db, `update diemnong.gazetteer_address set weight = weight where number = '1'`) // which puts it behind the others
	spelling("after rows changed")
}

func TestAnEmptyGazetteerIsLoaded(t *testing.T) {
	t.Parallel()
	if g := mustLoadGazetteer(t, openWriting(t)); g.Version != 0 || g.PointCount() != 0 {
		t.Errorf("version %d with %d points; want nothing", g.Version, g.PointCount())
	}
}

func TestSourcesAreListedAndRemoved(t *testing.T) {
	t.Parallel()
	ctx, db := t.Context(), openWriting(t)
	mustPutGazetteer(t, db, openStreetMap, gazetteer.Batch{
		Streets:   []gazetteer.Street{street("w1", "Lê Lợi", at(0, 0), at(1, 0))},
		Addresses: []gazetteer.Address{address("1", "1", 1, 1), address("2", "2", 1, 1)},
	})
	csv := gazetteer.Source{Code: "csv", Kind: gazetteer.SourceCSV}
	mustPutGazetteer(t, db, csv, gazetteer.Batch{Places: []gazetteer.Place{{Ref: "1", Name: "Chợ", Point: place(1, 2)}}})
	mustPut(ctx, t, db, addressed(t, "16 Nguyễn Trãi, P", "18 Nguyễn Trãi, Phường sai"))
	mustLearn(t, db)
	list := func() (lines []string) {
		sources, err := db.GazetteerSources(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range sources {
			lines = append(lines, fmt.Sprint(s.Code, " ", s.Name, " ", s.Kind, " ", s.Weight, " ", s.Public, " ", !s.ImportedAt.IsZero(), " ",
				s.Streets, s.Addresses, s.Rejected, s.Places, s.Features))
		}
		return lines
	}
	want := []string{
		"complaints Learned from complaints complaints 0.5 false true 0 1 1 0 0", "csv csv csv 1 true true 0 0 0 1 0",
		"osm OpenStreetMap osm 0.75 true true 1 2 0 0 0",
	}
	if diff := cmp.Diff(want, list()); diff != "" {
		t.Error(diff)
	}
	if n, err := db.DeleteGazetteerSource(ctx, "osm"); n != 3 || err != nil {
		t.Errorf("DeleteGazetteerSource = %d, %v; want 3 entries", n, err)
	}
	if diff := cmp.Diff(want[:2], list()); diff != "" {
		t.Error(diff)
	}
	for code, want := range map[string]diemnong.Code{"osm": diemnong.NotFound, "complaints": diemnong.Invalid} {
		if _, err := db.DeleteGazetteerSource(ctx, code); diemnong.ErrorCode(err) != want {
			t.Errorf("to remove %s: %v; want %s", code, err, want)
		}
	}
	// Who deletes the source by hand leaves nothing behind either.
	mustExec(t, db, `delete from diemnong.gazetteer_source`)
	if n := query[int](t, db, `select (select count(*) from diemnong.gazetteer_address) + (select count(*) from diemnong.gazetteer_place)`); n != 0 {
		t.Errorf("%d entries are left without a source", n)
	}
}

func TestGazetteersOfTwoCities(t *testing.T) {
	t.Parallel()
	one, two := openCities(t)
	listener, err := two.Pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Release()
	const channel = `"city_two".gazetteer`
	if _, err := listener.Exec(t.Context(), "listen "+pgx.Identifier{channel}.Sanitize()); err != nil {
		t.Fatal(err)
	}
	before := contents(t, two)
	operateGazetteer(t, one)
	if after := contents(t, two); after != before {
		t.Errorf("the other city changed from\n%s\nto\n%s", before, after)
	}
	operateGazetteer(t, two)
	bell, err := listener.Conn().WaitForNotification(t.Context())
	if err != nil || bell.Payload != "1" {
		t.Errorf("the bell says %v, %v; want version 1, the first of its own city", bell, err)
	}
}

// operateGazetteer does with a city all that the commands do with a gazetteer.
func operateGazetteer(t *testing.T, db *postgis.DB) {
	t.Helper()
	ctx := t.Context()
	mustPutGazetteer(t, db, openStreetMap, gazetteer.Batch{
		Streets: []gazetteer.Street{street("w1", "A", at(0, 1), at(1, 1))}, Addresses: []gazetteer.Address{address("1", "1", 1, 1)},
		Places:   []gazetteer.Place{{Ref: "1", Name: "Chợ", Point: place(1, 2)}},
		Features: []gazetteer.Feature{{Ref: "1", Kind: gazetteer.Road, Geometry: orb.LineString{at(0, 0), at(1, 0)}}},
	})
	mustReplace(t, db, level("gazetteer", "ward", rect("a", "", 0, 0, 9, 9)))
	put := mustPut(ctx, t, db, addressed(t, "1 A, P", "3 A, P"))
	mustLearn(t, db)
	alias := gazetteer.AreaAlias{Set: "gazetteer", Code: "a", Alias: "Xóm"}
	for what, do := range map[string]func() error{
		"alias":  func() error { return db.PutAreaAlias(ctx, alias) },
		"forget": func() error { _, err := db.ForgetLearned(ctx, put.IDs[0]); return err },
		"again":  func() error { return db.LearnAgain(ctx) },
		"list":   func() error { _, err := db.GazetteerSources(ctx); return err },
		"names":  func() error { _, err := db.AreaAliases(ctx); return err },
	} {
		if err := do(); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	mustLearn(t, db)
	if g := mustLoadGazetteer(t, db); g.PointCount() < 2 {
		t.Errorf("%d address points; want that of the file and those learned", g.PointCount())
	}
	if _, err := db.ForgetLearned(ctx); err != nil {
		t.Error(err)
	}
	if err := db.DeleteAreaAlias(ctx, alias); err != nil {
		t.Error(err)
	}
	if _, err := db.DeleteGazetteerSource(ctx, "osm"); err != nil {
		t.Error(err)
	}
}

// manyPoints gives address points on streets of two hundred numbers.
func manyPoints(n int) func(yield func(*gazetteer.Batch, error) bool) {
	return func(yield func(*gazetteer.Batch, error) bool) {
		for i := 0; i < n; {
			var b gazetteer.Batch
			for end := min(i+10_000, n); i < end; i++ {
				a := address(fmt.Sprint("node/", i), fmt.Sprint(i%200+1), float64(i%997)/10, float64(i%1009)/10)
				a.Street = fmt.Sprintf("Đường Số %d Khu %c", i/2000, 'A'+rune(i/200%10))
				b.Addresses = append(b.Addresses, a)
			}
			if !yield(&b, nil) {
				return
			}
		}
	}
}

// BenchmarkLoadGazetteer loads a million address points: how fast, and how many
// bytes stay in memory.
func BenchmarkLoadGazetteer(b *testing.B) {
	if testing.Short() {
		b.Skip("a million address points take half a minute")
	}
	const rows = 1_000_000
	db := openWriting(b)
	if _, err := db.PutGazetteer(b.Context(), openStreetMap, manyPoints(rows)); err != nil {
		b.Fatal(err)
	}
	var held *gazetteer.Gazetteer
	before := heapBytes()
	for b.Loop() {
		held = mustLoadGazetteer(b, db)
	}
	b.ReportMetric(float64(b.N)*rows/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(float64(heapBytes()-before), "held-bytes")
	runtime.KeepAlive(held)
}

func heapBytes() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// BenchmarkLearn learns from complaints that each have an address.
func BenchmarkLearn(b *testing.B) {
	const rows = 50_000
	db := openWriting(b)
	for i := 0; i < rows; i += 5000 {
		batch := someRows(b, 5000)
		for n := range batch.Rows {
			batch.Rows[n].Complaint.SourceRef = fmt.Sprintf("B-%07d", i+n)
			batch.Rows[n].Personal.Address = fmt.Sprintf("%d Đường Số %d, P", n%200+1, (i+n)/200)
		}
		mustPut(b.Context(), b, db, batch)
	}
	for b.Loop() {
		if _, err := db.ForgetLearned(b.Context()); err != nil {
			b.Fatal(err)
		}
		if err := db.LearnAgain(b.Context()); err != nil {
			b.Fatal(err)
		}
		if r, err := newLearner(db, simpleTeacher{}).Learn(b.Context()); err != nil || r.Learned != rows {
			b.Fatalf("%+v, %v", r, err)
		}
	}
	b.ReportMetric(float64(b.N)*rows/b.Elapsed().Seconds(), "rows/s")
}
