package postgis

import (
	"context"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// Teacher makes address points of addresses whose place is known, as
// geocode.Geocoder does. An error together with a street says that the point
// contradicts the address: it is kept with the reason and not used. An error
// without one says that there is nothing to learn.
type Teacher interface {
	Learn(text string, at time.Time, p geo.Point) (gazetteer.Address, error)
	// Version is that of the gazetteer by which it reads.
	Version() int64
}

// Teachers gives a teacher of the gazetteer's version or a newer one, as
// [Geocoders.AtLeast] does. It waits until there is one.
type Teachers func(ctx context.Context, version int64) (Teacher, error)

// Learner makes address points of complaints that bring both an address and a
// place, and follows the change feed with them. What was geocoded teaches
// nothing: the geocoder would learn its own mistakes.
//
// How far it got is stored with what it learned, in one transaction, so it can
// be broken off at any time. Several may run on one database: they take turns.
type Learner struct {
	// Poll is how often [Learner.Run] looks for changes, and tries again when
	// the database is away. NewLearner sets ten seconds.
	Poll time.Duration
	// RaiseEvery is the least time between two versions of the gazetteer that
	// come from learning: each makes every service load it anew. NewLearner
	// sets one minute.
	RaiseEvery time.Duration
	// Workers is how many addresses are read at once. NewLearner sets one,
	// which leaves the other cores to those who wait for answers.
	Workers int
	// Progress, where it is not nil, is called after each portion with what the
	// round did so far.
	Progress func(LearnReport)

	db       *DB
	teachers Teachers
	log      *slog.Logger
}

// LearnReport is what a round of learning did.
type LearnReport struct {
	Looked  int64 // complaints that were looked at
	Learned int64 // address points that are new or changed, those that are not used among them
	Removed int64 // address points whose complaint went, or no longer has an address and a place
	Doubted int64 // address points that are no longer used, or used again, after comparing neighbours
	Version int64 // of the gazetteer that the round made; 0: none
}

// NewLearner makes the learner of a city. A teacher is asked for before each
// portion: one that reads by a gazetteer of before the last import would end the
// walk that the import began, and nobody would look with the new one.
func NewLearner(db *DB, teachers Teachers, log *slog.Logger) *Learner {
	return &Learner{Poll: 10 * time.Second, RaiseEvery: time.Minute, Workers: 1, db: db, teachers: teachers, log: log}
}

// Run learns what there is to learn, and then looks now and then, until ctx
// ends; it gives its error. What fails is logged once and tried again.
func (l *Learner) Run(ctx context.Context) error {
	tick := time.NewTicker(l.Poll)
	defer tick.Stop()
	for failing := false; ; {
		report, err := l.round(ctx, false)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil && !failing:
			l.log.WarnContext(ctx, "learning addresses from complaints failed and will be tried again", "err", err)
		case err == nil && report.Version > 0:
			l.log.InfoContext(ctx, "learned addresses from complaints", "looked", report.Looked, "learned", report.Learned,
				"removed", report.Removed, "gazetteer", report.Version)
		}
		failing = err != nil
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// Learn learns all there is to learn now, and makes a version of it at once.
func (l *Learner) Learn(ctx context.Context) (LearnReport, error) { return l.round(ctx, true) }

// round goes to where the feed is when it begins, compares the points of the
// streets that changed, and then makes a version: so none holds points that
// were not compared, and even an import of millions makes only one.
func (l *Learner) round(ctx context.Context, raiseAtOnce bool) (report LearnReport, err error) {
	s, err := l.db.learnState(ctx, l.db.Pool, "")
	if err == nil && s.idle() {
		return report, nil
	}
	for target := s.newest; err == nil && s.behind(target); {
		s, err = l.portion(ctx, &report)
		if err == nil && l.Progress != nil {
			l.Progress(report)
		}
	}
	if err == nil {
		err = l.compareStreets(ctx, &report)
	}
	if err == nil {
		err = l.raise(ctx, raiseAtOnce, &report)
	}
	if err != nil {
		return report, explainWrite("learn addresses", err)
	}
	return report, nil
}

// raise makes a version of the gazetteer when learning changed it and the one
// before is not too young.
func (l *Learner) raise(ctx context.Context, atOnce bool, report *LearnReport) error {
	now := l.db.Now()
	before := now.Add(-l.RaiseEvery)
	if atOnce {
		before = now
	}
	return l.db.inTx(ctx, pgx.TxOptions{}, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, l.db.sql(`
			update diemnong.gazetteer set learned_news = false, learned_at = $1 where learned_news and learned_at <= $2`), now, before)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		if _, err := tx.Exec(ctx, l.db.sql(`
			update diemnong.gazetteer_source set imported_at = $2 where code = $1`), learnedSource, now); err != nil {
			return err
		}
		report.Version, err = l.db.raiseGazetteer(ctx, tx)
		return err
	})
}
