package postgis_test

import (
	"fmt"
	"log/slog"
	"math"
	"testing"
	"time"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
	"github.com/diemnong/diemnong/geo/postgis"
)

func TestWhatWasLearnedCanBeForgotten(t *testing.T) {
	t.Parallel()
	ctx, db := t.Context(), openWriting(t)
	put := mustPut(ctx, t, db, addressed(t, "1 A, P", "2 A, P", "3 A, P"))
	mustLearn(t, db)
	forget := func(want int64, complaints ...int64) {
		t.Helper()
		if n, err := db.ForgetLearned(ctx, complaints...); err != nil || n != want {
			t.Errorf("ForgetLearned(%v) = %d, %v; want %d", complaints, n, err, want)
		}
	}
	forget(1, put.IDs[0], 999)
	forget(0, put.IDs[0])
	mustPutGazetteer(t, db, openStreetMap, gazetteer.Batch{Streets: []gazetteer.Street{street("w1", "A")}})
	if r := mustLearn(t, db); r.Looked != 3 || r.Learned != 0 {
		t.Errorf("%+v; want all looked at and nothing learned", r)
	}
	wantLearned(t, db, "one forgotten", "00=1 A (Forgotten by hand.), 01=2 A, 02=3 A")
	forget(2)
	mustLearn(t, db)
	wantLearned(t, db, "all forgotten", "00=1 A (Forgotten by hand.)")
	mustPut(ctx, t, db, addressed(t, "11 A, P", "2 A, P", "33 A, P"))
	mustLearn(t, db)
	wantLearned(t, db, "what says something else", "00=11 A, 02=33 A")
	if err := db.LearnAgain(ctx); err != nil {
		t.Fatal(err)
	}
	mustLearn(t, db)
	wantLearned(t, db, "learned again", "00=11 A, 01=2 A, 02=33 A")
}

// With every gazetteer all complaints are looked at again, and yet what was
// forgotten stays so.
func TestAnImportBringsNothingForgottenBack(t *testing.T) {
	t.Parallel()
	ctx, db := t.Context(), openWriting(t)
	walk := func(when, want string) {
		t.Helper()
		mustPutGazetteer(t, db, openStreetMap, gazetteer.Batch{Streets: []gazetteer.Street{street("w1", "A")}})
		mustLearn(t, db)
		wantLearned(t, db, when, want)
	}
	mustPut(ctx, t, db, addressed(t, "1 A, P", "2 A, P", "3 A, P"))
	mustLearn(t, db)
	if n, err := db.ForgetLearned(ctx); err != nil || n != 3 {
		t.Fatalf("ForgetLearned = %d, %v; want 3", n, err)
	}
	walk("an import", "")
	mustPut(ctx, t, db, addressed(t, "1 A, P", "22 A, P", "3 A, P", "4 A, P")) // unseen by any learner before the import
	walk("a change, a new one and an import", "01=22 A, 03=4 A")

	p := postgis.NewFeedPruner(db, slog.New(slog.DiscardHandler))
	p.KeepChanges = 0
	if n, err := p.Prune(ctx); err != nil || n == 0 {
		t.Fatalf("Prune = %d, %v; want the changes gone", n, err)
	}
	walk("a pruned feed", "01=22 A, 03=4 A")
	if err := db.LearnAgain(ctx); err != nil {
		t.Fatal(err)
	}
	walk("learning again", "00=1 A, 01=22 A, 02=3 A, 03=4 A")
}

// teachAll teaches the same of every address.
type teachAll struct{ street, number string }

func (teachAll) Version() int64 { return math.MaxInt64 }

func (a teachAll) Learn(_ string, _ time.Time, p geo.Point) (gazetteer.Address, error) {
	return gazetteer.Address{Street: a.street, Number: a.number, Point: p, Weight: 1}, nil
}

// What one complaint taught stays forgotten, however another gazetteer reads its
// address, until that or the point is another one.
func TestAForgottenAddressStaysForgottenHoweverItIsRead(t *testing.T) {
	t.Parallel()
	ctx, db := t.Context(), openWriting(t)
	put := mustPut(ctx, t, db, addressed(t, "1 A, P"))
	mustLearn(t, db)
	forget := func() {
		t.Helper()
		if n, err := db.ForgetLearned(ctx, put.IDs[0]); err != nil || n != 1 {
			t.Fatalf("ForgetLearned = %d, %v; want 1", n, err)
		}
	}
	read := func(teacher postgis.Teacher) {
		t.Helper()
		mustPutGazetteer(t, db, openStreetMap, gazetteer.Batch{Streets: []gazetteer.Street{street("w1", "A")}})
		if _, err := newLearner(db, teacher).Learn(ctx); err != nil {
			t.Fatal(err)
		}
		wantLearned(t, db, fmt.Sprintf("read by %+v", teacher), "00=1 A (Forgotten by hand.)")
	}
	forget()
	read(teachAll{"Another", "7"})
	read(teachAll{}) // no street
	read(simpleTeacher{})

	mustPut(ctx, t, db, addressed(t, "1 A, P2"))
	mustLearn(t, db)
	wantLearned(t, db, "another address", "00=1 A")
	forget()
	moved := addressed(t, "1 A, P2")
	moved.Rows[0].Complaint.Location.Lat += .0001
	moved.Rows[0].SetHash()
	mustPut(ctx, t, db, moved)
	mustLearn(t, db)
	wantLearned(t, db, "another point", "00=1 A")
	forget()
	if err := db.LearnAgain(ctx); err != nil {
		t.Fatal(err)
	}
	mustLearn(t, db)
	wantLearned(t, db, "learned again", "00=1 A")
}
