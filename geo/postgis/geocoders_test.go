package postgis

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

func newTestGeocoders(db *DB) *Geocoders {
	return NewGeocoders(db, newTestWorlds(db), slog.New(slog.DiscardHandler))
}

func mustGeocoder(t *testing.T, g *Geocoders) *geocode.Geocoder {
	t.Helper()
	c, err := g.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// raiseVersion stores one address more.
func raiseVersion(t *testing.T, db *DB) {
	t.Helper()
	batch := gazetteer.Batch{Addresses: []gazetteer.Address{{Ref: "1", Street: "A", Number: "1", Point: geo.Point{Lon: 106.7, Lat: 10.8}}}}
	src := gazetteer.Source{Code: "test", Kind: gazetteer.SourceCSV}
	if _, err := db.PutGazetteer(t.Context(), src, func(yield func(*gazetteer.Batch, error) bool) { yield(&batch, nil) }); err != nil {
		t.Fatal(err)
	}
}

// runGeocoders runs until the test ends.
func runGeocoders(t *testing.T, g *Geocoders) {
	t.Helper()
	g.Poll = time.Millisecond
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := g.Run(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("Run ended with %v; want its context's error", err)
		}
	})
	t.Cleanup(func() { cancel(); wg.Wait() })
}

// another waits until another geocoder is held than before.
func another(t *testing.T, g *Geocoders, before *geocode.Geocoder) *geocode.Geocoder {
	t.Helper()
	for {
		published := g.Published()
		if c := mustGeocoder(t, g); c != before {
			return c
		}
		select {
		case <-published:
		case <-time.After(time.Minute): // far beyond what any machine needs
			t.Fatal("no other geocoder came")
		}
	}
}

func TestGeocodersFollowGazetteerAndAreas(t *testing.T) {
	t.Parallel()
	db := openTestDB(t)
	g := newTestGeocoders(db)
	first := mustGeocoder(t, g)
	raiseVersion(t, db)
	if again := mustGeocoder(t, g); again != first || again.Version() != 0 {
		t.Error("a reader waited for a load, though there was a geocoder")
	}
	runGeocoders(t, g)
	second := another(t, g, first)
	if second.Version() != 1 {
		t.Errorf("version %d after an import; want 1", second.Version())
	}
	gaz := g.held.Load().gaz
	change(t, db, "areas")
	if third := another(t, g, second); third.Version() != 1 || g.held.Load().gaz != gaz {
		t.Error("areas changed and the gazetteer was loaded again")
	}
	change(t, db, "complaints")
	third := mustGeocoder(t, g)
	if err := g.refresh(t.Context()); err != nil || mustGeocoder(t, g) != third {
		t.Errorf("complaints changed and there is another geocoder (%v)", err)
	}
}

func TestGeocodersShareALoad(t *testing.T) {
	t.Parallel()
	g := newTestGeocoders(openTestDB(t))
	var wg sync.WaitGroup
	got := make([]*geocode.Geocoder, 20)
	for i := range got {
		wg.Go(func() { got[i], _ = g.Current(t.Context()) })
	}
	wg.Wait()
	for i, c := range got {
		if c == nil || c != got[0] {
			t.Errorf("caller %d got %p; want %p, as the first", i, c, got[0])
		}
	}
}

func TestGeocodersOutliveTheirDatabase(t *testing.T) {
	t.Parallel()
	db, cut := openCuttable(t)
	g := newTestGeocoders(db)
	cut(true)
	if _, err := g.Current(t.Context()); diemnong.ErrorCode(err) != diemnong.Unavailable {
		t.Errorf("before the first load: error %v; want unavailable", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := g.Current(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("a caller that has gone: error %v; want that of its context", err)
	}
	cut(false)
	held := mustGeocoder(t, g)
	cut(true)
	if err := g.refresh(t.Context()); err == nil {
		t.Error("a refresh from a database that is away succeeded")
	}
	if mustGeocoder(t, g) != held {
		t.Error("while the database is away: another geocoder than the last one")
	}
	runGeocoders(t, g)
	cut(false)
	raiseVersion(t, db)
	another(t, g, held)
}

func TestLearnerSurvivesAnOutage(t *testing.T) {
	t.Parallel()
	db, cut := openCuttable(t)
	g := newTestGeocoders(db)
	l := NewLearner(db, func(ctx context.Context, v int64) (Teacher, error) { return g.AtLeast(ctx, v) }, nil)
	l.Poll = time.Millisecond
	done := make(chan LearnReport, 1000)
	l.Progress = func(r LearnReport) { done <- r }
	failed := make(chan struct{})
	l.log = slog.New(onWarning{slog.DiscardHandler, sync.OnceFunc(func() { close(failed) })})
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := l.Run(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("Run ended with %v; want its context's error", err)
		}
	})
	defer wg.Wait()
	defer cancel()
	<-done // the walk through no complaints
	cut(true)
	<-failed
	cut(false)
	changeSome(t, db, 3)
	if r := <-done; r.Looked != 3 {
		t.Errorf("after the outage %+v; want 3 looked at", r)
	}
}

// A geocoder that answers may be older than the gazetteer that is stored; what
// is learned is read by the newest.
func TestTheLearnerReadsByTheNewestGazetteer(t *testing.T) {
	t.Parallel()
	db := openTestDB(t)
	g := newTestGeocoders(db)
	mustGeocoder(t, g) // nobody runs that would replace it
	raiseVersion(t, db)
	l := NewLearner(db, func(ctx context.Context, v int64) (Teacher, error) { return g.AtLeast(ctx, v) }, slog.New(slog.DiscardHandler))
	if _, err := l.Learn(t.Context()); err != nil {
		t.Error(err)
	}
	if v := mustGeocoder(t, g).Version(); v != 1 {
		t.Errorf("the walk that the import began was by version %d; want 1", v)
	}
}

// onWarning calls when a warning is logged.
type onWarning struct {
	slog.Handler
	call func()
}

func (h onWarning) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelWarn }

func (h onWarning) Handle(context.Context, slog.Record) error { h.call(); return nil }
