package postgis

import (
	"context"
	"fmt"
	"math"

	"github.com/jackc/pgx/v5"
)

// learnPortion is how many complaints one transaction learns from: half a
// second of work, for which an import of a gazetteer may have to wait.
const learnPortion = 2000

// learnState is how far learning got, and how far there is to go.
type learnState struct {
	learned   *int64 // all changes up to this revision were looked at; nil: all complaints have to be
	walk      *int64 // revision at which the walk through all complaints began; nil: there is none
	walkedTo  int64  // the walk's last complaint
	forgotten *int64 // revision at which all was forgotten; nil: it was not
	forgotTo  int64  // complaints up to it teach nothing unless they changed since
	news      bool   // something was learned that is in no version yet
	unchecked bool   // streets wait for the comparison of their points
	version   int64  // of the gazetteer
	newest    int64  // revision of the feed
	pruned    int64  // changes up to it are not known any more
}

// idle reports whether there is nothing to do.
func (s *learnState) idle() bool { return !s.behind(s.newest) && !s.news && !s.unchecked }

// behind reports whether something up to a revision was not looked at.
func (s *learnState) behind(target int64) bool { return s.learned == nil || *s.learned < target }

// learnState reads how far learning got; with the suffix "for update of g" it
// keeps other learners out until the end of the transaction.
func (db *DB) learnState(ctx context.Context, q querier, suffix string) (s learnState, err error) {
	err = q.QueryRow(ctx, db.sql(`
		select g.learned_revision, g.walk_revision, g.walked_to, g.forgotten_revision, g.forgotten_to, g.learned_news,
			exists (select from diemnong.gazetteer_unchecked), g.version, f.revision, f.pruned
		from diemnong.gazetteer g, diemnong.feed f `+suffix)).
		Scan(&s.learned, &s.walk, &s.walkedTo, &s.forgotten, &s.forgotTo, &s.news, &s.unchecked, &s.version, &s.newest, &s.pruned)
	if err != nil {
		return s, fmt.Errorf("read how far learning got: %w", err)
	}
	return s, nil
}

// storeLearnState writes how far learning got.
func (db *DB) storeLearnState(ctx context.Context, tx pgx.Tx, s *learnState) error {
	_, err := tx.Exec(ctx, db.sql(`
		update diemnong.gazetteer set learned_revision = $1, walk_revision = $2, walked_to = $3, learned_news = $4`),
		s.learned, s.walk, s.walkedTo, s.news)
	if err != nil {
		return fmt.Errorf("note how far learning got: %w", err)
	}
	return nil
}

// startLearning has all complaints looked at again: with other streets, other
// address points follow from them. What was forgotten stays so.
func (db *DB) startLearning(ctx context.Context, tx pgx.Tx) error {
	return db.storeLearned(ctx, tx, `null`)
}

// storeLearned ends a walk and sets the revision up to which all is learned.
func (db *DB) storeLearned(ctx context.Context, tx pgx.Tx, revision string) error {
	_, err := tx.Exec(ctx, db.sql(`
		update diemnong.gazetteer set learned_revision = `+revision+`, walk_revision = null, walked_to = 0`))
	if err != nil {
		return fmt.Errorf("note how far learning got: %w", err)
	}
	return nil
}

// storeForgotten notes that complaints as they are now teach nothing any more.
func (db *DB) storeForgotten(ctx context.Context, tx pgx.Tx) error {
	if _, err := tx.Exec(ctx, db.sql(`
		update diemnong.gazetteer set forgotten_revision = (select revision from diemnong.feed),
			forgotten_to = (select coalesce(max(id), 0) from diemnong.complaint)`)); err != nil {
		return fmt.Errorf("note what was forgotten: %w", err)
	}
	return db.storeLearned(ctx, tx, `(select revision from diemnong.feed)`)
}

// LearnAgain has all complaints looked at again by the next [Learner], also
// those that [DB.ForgetLearned] has forgotten.
func (db *DB) LearnAgain(ctx context.Context) error {
	err := db.inTx(ctx, pgx.TxOptions{}, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, db.sql(`update diemnong.gazetteer set forgotten_revision = null, forgotten_to = 0`)); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, db.sql(`
			update diemnong.gazetteer_address set forgotten_hash = null where complaint_id is not null and forgotten_hash is not null`)); err != nil {
			return err
		}
		return db.startLearning(ctx, tx)
	})
	if err != nil {
		return explainWrite("learn again", err)
	}
	return nil
}

// learnPage is the complaints of one portion.
type learnPage struct {
	ids       []int64
	walk      bool
	from, end int64 // of a walk: ids are those after from up to end, and all others between them are gone
}

// nextPage finds the complaints to look at next, and moves the state on behind
// them. Where changes are no longer known, and at first, it walks through all
// complaints by id; changes from then on are in the feed behind walk. Once all
// was forgotten, only what came or changed since teaches: the walk leaves out
// what was there, but for what has taught again, and behind it the feed is
// followed from the forgetting on, as far as its changes are known.
func (db *DB) nextPage(ctx context.Context, tx pgx.Tx, s *learnState) (learnPage, error) {
	if s.learned != nil && *s.learned < s.pruned {
		s.learned, s.walk, s.walkedTo = nil, nil, 0
	}
	if s.learned != nil {
		return db.changedPage(ctx, tx, s)
	}
	if s.walk == nil {
		began := s.newest
		if s.forgotten != nil {
			began = max(*s.forgotten, s.pruned)
		}
		s.walk, s.walkedTo = &began, 0
	}
	ids, err := db.int64s(ctx, tx, `select id from diemnong.complaint where id > $1 order by id limit $2`, s.walkedTo, learnPortion)
	p := learnPage{ids: ids, walk: true, from: s.walkedTo, end: math.MaxInt64}
	if len(ids) < learnPortion {
		s.learned, s.walk, s.walkedTo = s.walk, nil, 0
	} else {
		p.end = ids[len(ids)-1]
		s.walkedTo = p.end
	}
	if err == nil && s.forgotten != nil {
		p.ids, err = db.int64s(ctx, tx, `
			select c.id from unnest($1::bigint[]) as c (id)
			where c.id > $2 or exists (select from diemnong.gazetteer_address a where a.complaint_id = c.id) order by c.id`, ids, s.forgotTo)
	}
	return p, err
}

// changedPage takes whole revisions: as many as make a portion, at least one.
func (db *DB) changedPage(ctx context.Context, tx pgx.Tx, s *learnState) (p learnPage, err error) {
	var last *int64 // revision in which the portion is full
	err = tx.QueryRow(ctx, db.sql(`
		select (select revision from diemnong.change where revision > $1 order by revision, complaint_id offset $2 limit 1)`),
		*s.learned, learnPortion).Scan(&last)
	if err != nil {
		return p, fmt.Errorf("read changes: %w", err)
	}
	to := s.newest
	if last != nil {
		to = min(to, max(*last-1, *s.learned+1))
	}
	p.ids, err = db.int64s(ctx, tx, `
		select distinct complaint_id from diemnong.change where revision > $1 and revision <= $2 order by 1`, *s.learned, to)
	s.learned = &to
	return p, err
}

// int64s runs a query for one column of numbers.
func (db *DB) int64s(ctx context.Context, tx pgx.Tx, statement string, args ...any) ([]int64, error) {
	rows, err := tx.Query(ctx, db.sql(statement), args...)
	if err != nil {
		return nil, fmt.Errorf("read complaints: %w", err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return nil, fmt.Errorf("read complaints: %w", err)
	}
	return ids, nil
}
