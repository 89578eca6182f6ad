package postgis_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
	"github.com/diemnong/diemnong/geo/ingest"
	"github.com/diemnong/diemnong/geo/postgis"
)

// simpleTeacher reads "12 Street, …". It finds no street without a comma, and
// a contradiction in every "Phường sai".
type simpleTeacher struct{}

func (simpleTeacher) Version() int64 { return math.MaxInt64 }

func (simpleTeacher) Learn(text string, _ time.Time, p geo.Point) (gazetteer.Address, error) {
	named, area, whole := strings.Cut(text, ",")
	number, name, numbered := strings.Cut(named, " ")
	if !whole || !numbered {
		return gazetteer.Address{}, diemnong.InvalidValue("address", text, "has no street.", "")
	}
	a := gazetteer.Address{Street: name, Number: number, Point: p, Weight: 1, Area: diemnong.AreaRef{Set: "s", Code: strings.TrimSpace(area)}}
	if strings.Contains(area, "Phường sai") {
		return a, diemnong.InvalidValue("address", text, "names another ward.", "")
	}
	return a, nil
}

func newLearner(db *postgis.DB, teacher postgis.Teacher) *postgis.Learner {
	return postgis.NewLearner(db, func(context.Context, int64) (postgis.Teacher, error) { return teacher, nil }, slog.New(slog.DiscardHandler))
}

func mustLearn(t *testing.T, db *postgis.DB) postgis.LearnReport {
	t.Helper()
	r, err := newLearner(db, simpleTeacher{}).Learn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// learned lists the learned points as "complaint's ref=number street" with the
// reason where they are not used.
func learned(t *testing.T, db *postgis.DB) string {
	t.Helper()
	return query[string](t, db, `select coalesce(string_agg(concat(right(c.source_ref, 2), '=', a.number, ' ', a.street, ' (' || a.rejected || ')'), ', ' order by c.source_ref), '')
		from diemnong.gazetteer_address a left join diemnong.complaint c on c.id = a.complaint_id where a.complaint_id is not null`)
}

func wantLearned(t *testing.T, db *postgis.DB, when, want string) {
	t.Helper()
	if got := learned(t, db); got != want {
		t.Errorf("%s: learned %q; want %q", when, got, want)
	}
}

// addressed makes complaints with an address each, at someRows' places.
func addressed(t *testing.T, addresses ...string) *ingest.Batch {
	t.Helper()
	b := someRows(t, len(addresses))
	for i, a := range addresses {
		b.Rows[i].Personal.Address = a
		b.Rows[i].SetHash()
	}
	return b
}

func mustExec(t *testing.T, db *postgis.DB, statement string, args ...any) {
	t.Helper()
	if _, err := db.Pool.Exec(t.Context(), strings.ReplaceAll(statement, "diemnong.", db.Schema+"."), args...); err != nil {
		t.Fatal(err)
	}
}

func TestComplaintsTeachAddresses(t *testing.T) {
	t.Parallel()
	ctx, db := t.Context(), openWriting(t)
	put := mustPut(ctx, t, db, addressed(t, "1 A, P2", "2 B, P2", "gần chợ", "4 D, Phường sai", ""))
	if r := mustLearn(t, db); r != (postgis.LearnReport{Looked: 5, Learned: 3, Version: 1}) {
		t.Errorf("first: %+v; want 3 of 5, and version 1", r)
	}
	wantLearned(t, db, "first", "00=1 A, 01=2 B, 03=4 D (names another ward.)")
	if source := query[string](t, db, `select concat_ws(' ', code, kind, weight, public) from diemnong.gazetteer_source`); source != "complaints complaints 0.5 f" {
		t.Errorf("their source is %s", source)
	}
	if same := query[bool](t, db, `select bool_and(a.geom = c.geom and (a.area_set, a.area_code) in (('s', 'P2'), ('s', 'Phường sai')) and a.source_ref = c.id::text) from diemnong.gazetteer_address a
		join diemnong.complaint c on c.id = a.complaint_id`); !same {
		t.Error("the points are not those of their complaints")
	}
	if r := mustLearn(t, db); r != (postgis.LearnReport{}) {
		t.Errorf("again: %+v; want nothing", r)
	}

	changed := addressed(t, "1 A, P2", "22 B, P2", "3 C, P2", "4 D, P2")
	mustPut(ctx, t, db, changed)
	if r := mustLearn(t, db); r != (postgis.LearnReport{Looked: 3, Learned: 3, Version: 2}) {
		t.Errorf("after a change: %+v; want 3 of 3, and version 2", r)
	}
	wantLearned(t, db, "after a change", "00=1 A, 01=22 B, 02=3 C, 03=4 D")

	changed = addressed(t, "1 A, P2", "22 B, P2", "tại đây", "4 D, P2")
	mustPut(ctx, t, db, changed)
	if _, err := db.DeleteComplaints(ctx, put.IDs[:2]); err != nil {
		t.Fatal(err)
	}
	if r := mustLearn(t, db); r != (postgis.LearnReport{Looked: 3, Removed: 3, Version: 3}) {
		t.Errorf("after deletions: %+v; want 3 removed, and version 3", r)
	}
	wantLearned(t, db, "after deletions", "03=4 D")
}

func TestWhatWasGeocodedTeachesNothing(t *testing.T) {
	t.Parallel()
	db := openWriting(t)
	put := mustPut(t.Context(), t, db, addressed(t, "0 A, P", "1 A, P", "2 A, P", "3 A, P", "4 A, P", "5 A, P", "6 A, P"))
	for i, change := range []string{
		"located_by = 0", "located_by = 1", "located_by = 2", "located_by = 3", "located_by = 4",
		"located_by = 1, quality = 1", "flags = 2",
	} {
		mustExec(t, db, `update diemnong.complaint set `+change+` where id = $1`, put.IDs[i])
	}
	mustLearn(t, db)
	want := "00=0 A, 01=1 A, 04=4 A, 06=6 A (The point lies outside the area that the complaint states.)"
	wantLearned(t, db, "first", want)
	mustExec(t, db, `update diemnong.complaint set located_by = 3 where id = $1`, put.IDs[0])
	mustExec(t, db, `update diemnong.complaint set located_by = 4, flags = 2 where id = $1`, put.IDs[6])
	mustExec(t, db, `select diemnong.record_change('complaints', $1)`, put.IDs)
	mustLearn(t, db)
	wantLearned(t, db, "when the geocoder and an operator have moved them", "01=1 A, 04=4 A, 06=6 A")
}

func TestLearningSurvivesAPrunedFeed(t *testing.T) {
	t.Parallel()
	ctx, db := t.Context(), openWriting(t)
	put := mustPut(ctx, t, db, addressed(t, "1 A, P", "2 A, P", "3 A, P"))
	mustLearn(t, db)
	if _, err := db.DeleteComplaints(ctx, put.IDs[1:2]); err != nil {
		t.Fatal(err)
	}
	mustPut(ctx, t, db, addressed(t, "1 A, P", "9 B, P", "33 A, P"))
	p := postgis.NewFeedPruner(db, slog.New(slog.DiscardHandler))
	p.KeepChanges = 0
	if n, err := p.Prune(ctx); err != nil || n == 0 {
		t.Fatalf("Prune = %d, %v; want the changes gone", n, err)
	}
	if r := mustLearn(t, db); r.Looked != 3 || r.Learned != 2 || r.Removed != 1 {
		t.Errorf("%+v; want all 3 looked at, two learned and one removed", r)
	}
	wantLearned(t, db, "after the walk", "00=1 A, 01=9 B, 02=33 A")
	if r := mustLearn(t, db); r.Looked != 0 {
		t.Errorf("%+v; want no second walk", r)
	}
}

// manyAddresses makes n complaints on streets of a hundred numbers.
func manyAddresses(t *testing.T, n int) *ingest.Batch {
	t.Helper()
	addresses := make([]string, n)
	for i := range addresses {
		addresses[i] = fmt.Sprintf("%d Đường Số %d, P", i%100+1, i/100)
	}
	return addressed(t, addresses...)
}

func TestARevisionMayBeLargerThanAPortion(t *testing.T) {
	t.Parallel()
	db := openWriting(t)
	mustLearn(t, db) // nothing: from here on by the feed
	mustPut(t.Context(), t, db, manyAddresses(t, 4500))
	mustExec(t, db, `select diemnong.record_change('areas', null)`)
	var steps []int64
	l := newLearner(db, simpleTeacher{})
	l.Progress = func(r postgis.LearnReport) { steps = append(steps, r.Looked) }
	r, err := l.Learn(t.Context())
	if err != nil || r.Looked != 4500 || r.Learned != 4500 || len(steps) < 1 {
		t.Errorf("%+v, %v in steps %v; want 4500", r, err, steps)
	}
}

// failingTeacher gives up after so many addresses.
type failingTeacher struct{ left int }

var errTeacher = errors.New("no more today")

func (f *failingTeacher) current(context.Context, int64) (postgis.Teacher, error) {
	if f.left--; f.left < 0 {
		return nil, errTeacher
	}
	return simpleTeacher{}, nil
}

func TestLearningGoesOnWhereItWasBrokenOff(t *testing.T) {
	t.Parallel()
	db := openWriting(t)
	mustPut(t.Context(), t, db, manyAddresses(t, 4500))
	teacher := failingTeacher{left: 2}
	l := postgis.NewLearner(db, teacher.current, slog.New(slog.DiscardHandler))
	if r, err := l.Learn(t.Context()); !errors.Is(err, errTeacher) || r.Looked != 4000 {
		t.Fatalf("Learn = %+v, %v; want 4000 looked at and the teacher's error", r, err)
	}
	if version := query[int64](t, db, `select version from diemnong.gazetteer`); version != 0 {
		t.Errorf("version %d in the midst of the walk; want none", version)
	}
	mustPut(t.Context(), t, db, addressed(t, "7 Mới, P")) // behind the walk: only the feed knows
	if r := mustLearn(t, db); r.Looked != 501 || r.Learned != 501 || r.Version != 1 {
		t.Errorf("then %+v; want the other 500, and the one that changed", r)
	}
	if n := query[int](t, db, `select count(*) from diemnong.gazetteer_address where rejected is null`); n != 4500 {
		t.Errorf("%d points; want 4500", n)
	}
}

func TestLearnersTakeTurns(t *testing.T) {
	t.Parallel()
	db := openWriting(t)
	mustPut(t.Context(), t, db, manyAddresses(t, 6500))
	var wg sync.WaitGroup
	reports, errs := make([]postgis.LearnReport, 3), make([]error, 3)
	for i := range reports {
		wg.Go(func() { reports[i], errs[i] = newLearner(db, simpleTeacher{}).Learn(t.Context()) })
	}
	wg.Wait()
	var looked int64
	for _, r := range reports {
		looked += r.Looked
	}
	if err := errors.Join(errs...); err != nil || looked != 6500 {
		t.Errorf("three learners looked at %d: %v; want each of 6500 once", looked, err)
	}
	if n := query[int](t, db, `select count(*) from diemnong.gazetteer_address`); n != 6500 {
		t.Errorf("%d points; want 6500", n)
	}
}

func TestLearningMakesFewVersions(t *testing.T) {
	t.Parallel()
	ctx, db := t.Context(), openWriting(t)
	now := testNow
	db.Now = func() time.Time { return now }
	running, stop := context.WithCancel(ctx)
	l := newLearner(db, simpleTeacher{})
	l.Poll = time.Millisecond
	looked := make(chan int64, 100)
	l.Progress = func(r postgis.LearnReport) { looked <- r.Looked }
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := l.Run(running); !errors.Is(err, context.Canceled) {
			t.Errorf("Run = %v; want its context's error", err)
		}
	})
	defer wg.Wait()
	defer stop()
	learn := func(address string) {
		t.Helper()
		mustPut(ctx, t, db, addressed(t, address))
		for n := range looked {
			if n > 0 {
				return
			}
		}
	}
	learn("1 A, P")
	learn("2 A, P")
	learn("3 A, P")
	stop()
	wg.Wait()
	// The first is due at once; the others wait for a minute, of which the clock knows nothing.
	if version := query[int64](t, db, `select version from diemnong.gazetteer where learned_news`); version != 1 {
		t.Errorf("version %d after three complaints within a second; want 1", version)
	}
	if r, err := l.Learn(ctx); err != nil || r.Version != 2 {
		t.Errorf("when asked for: %+v, %v; want version 2", r, err)
	}
}

func TestOutliersAreNotUsedUntilOthersAgree(t *testing.T) {
	t.Parallel()
	ctx, db := t.Context(), openWriting(t)
	// someRows puts its points 22 m from each other; the sixth is moved 2 km away.
	batch := func(n int, far ...int) *ingest.Batch {
		addresses := make([]string, n)
		for i := range addresses {
			addresses[i] = fmt.Sprintf("%d %s, P", i+1, []string{"Lê Lợi", "LE LOI", "đường Lê Lợi"}[i%3])
		}
		b := addressed(t, addresses...)
		for k, i := range far {
			b.Rows[i].Complaint.Location.Lat += .02 + float64(k)*.0005
			b.Rows[i].SetHash()
		}
		return b
	}
	mustPut(ctx, t, db, batch(6, 5))
	if r := mustLearn(t, db); r.Learned != 6 || r.Doubted != 1 || r.Version != 1 {
		t.Errorf("%+v; want six learned and one doubted, in one version", r)
	}
	const outlier = `select coalesce(string_agg(number, ' ' order by number), '') from diemnong.gazetteer_address where rejected like '%500 m%'`
	if got := query[string](t, db, outlier); got != "6" {
		t.Errorf("outliers: %q; want 6", got)
	}
	if err := db.LearnAgain(ctx); err != nil {
		t.Fatal(err)
	}
	if r := mustLearn(t, db); r.Learned+r.Doubted != 0 || r.Version != 0 {
		t.Errorf("again: %+v; want the outlier left as it is", r)
	}
	mustPut(ctx, t, db, batch(8, 5, 6, 7))
	if r := mustLearn(t, db); r.Learned != 2 || r.Doubted != 1 {
		t.Errorf("%+v; want two more learned and the first of them believed", r)
	}
	if got := query[string](t, db, outlier); got != "" {
		t.Errorf("outliers: %q; want none where three agree", got)
	}
}

// versioned is a teacher by a version of the gazetteer, whose streets it is named after.
type versioned int64

func (v versioned) Version() int64 { return int64(v) }

func (v versioned) Learn(_ string, _ time.Time, p geo.Point) (gazetteer.Address, error) {
	return gazetteer.Address{Street: fmt.Sprint("Version ", int64(v)), Number: "1", Point: p, Weight: 1}, nil
}

// An import that comes between choosing a teacher and learning has all complaints
// looked at by a newer teacher; one that stays behind teaches nothing.
func TestNobodyLearnsByAnOldGazetteer(t *testing.T) {
	t.Parallel()
	ctx, db := t.Context(), openWriting(t)
	mustPut(ctx, t, db, addressed(t, "1 A, P"))
	var asked []int64
	l := postgis.NewLearner(db, func(_ context.Context, version int64) (postgis.Teacher, error) {
		if asked = append(asked, version); len(asked) == 1 {
			mustPutGazetteer(t, db, openStreetMap, gazetteer.Batch{Streets: []gazetteer.Street{street("w1", "A")}})
		}
		return versioned(version), nil
	}, slog.New(slog.DiscardHandler))
	if r, err := l.Learn(ctx); err != nil || r.Looked != 1 {
		t.Errorf("Learn = %+v, %v; want one looked at", r, err)
	}
	wantLearned(t, db, "after an import", "00=1 Version 1")

	mustPutGazetteer(t, db, openStreetMap, gazetteer.Batch{Streets: []gazetteer.Street{street("w1", "A")}})
	if _, err := newLearner(db, versioned(1)).Learn(ctx); err == nil || !strings.Contains(err.Error(), "version 1") {
		t.Errorf("by an old geocoder: %v; want an error", err)
	}
	if left := query[bool](t, db, `select learned_revision is null from diemnong.gazetteer`); !left {
		t.Error("the walk that the import began has ended without a look by its gazetteer")
	}
}

func TestAnImportHasComplaintsLookedAtAgain(t *testing.T) {
	t.Parallel()
	db := openWriting(t)
	mustPut(t.Context(), t, db, addressed(t, "1 A, P", "2 A, P"))
	mustLearn(t, db)
	mustPutGazetteer(t, db, openStreetMap, gazetteer.Batch{Streets: []gazetteer.Street{street("w1", "A")}})
	if r := mustLearn(t, db); r.Looked != 2 || r.Version != 0 {
		t.Errorf("%+v; want two looked at, and no version since they say the same", r)
	}
}
