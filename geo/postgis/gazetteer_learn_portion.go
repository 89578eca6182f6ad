package postgis

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/cespare/xxhash/v2"
	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
)

// Why an address point is not used, beside what a [Teacher] says.
const (
	reasonStated    = "The point lies outside the area that the complaint states."
	reasonOutlier   = "The point is more than 500 m from where its neighbours on the street are."
	reasonForgotten = "Forgotten by hand."
)

// learnedWeight is how much a learned address point counts beside one of a
// file: complaints are put where somebody stood or tapped, which is often
// across the street.
const learnedWeight = 0.5

// learnedPoint is an address point that was learned from a complaint.
type learnedPoint struct {
	complaint      int64
	street, number string
	key            string // of the street, set where the point is stored
	area           diemnong.AreaRef
	weight         float32
	rejected       string // why it is not used; empty: it is
	hash           int64  // of what it was learned from; of stored points only where they were forgotten by hand
	at             geo.Point
}

// samePlace reports whether two points say the same of the ground.
func (p *learnedPoint) samePlace(q *learnedPoint) bool {
	return p.street == q.street && p.number == q.number && p.area == q.area && p.at == q.at
}

// staysForgotten reports whether what is stored was forgotten by hand and p was
// learned from the same address and point, whatever a newer gazetteer makes of them.
func (p *learnedPoint) staysForgotten(stored *learnedPoint) bool {
	return stored.rejected == reasonForgotten && stored.hash == p.hash
}

// replaces reports whether p, as learned now, changes what is stored. What a
// comparison with neighbours found stays so until the next one.
func (p *learnedPoint) replaces(stored *learnedPoint) bool {
	if !p.samePlace(stored) {
		return true
	}
	if stored.rejected == reasonOutlier {
		return p.rejected != "" || p.weight != stored.weight
	}
	return p.rejected != stored.rejected || p.weight != stored.weight
}

// portion learns from the next complaints, in one transaction that keeps other
// learners out, and gives the state behind them. Where the gazetteer changes
// while it begins, it does nothing, and is to be tried again.
func (l *Learner) portion(ctx context.Context, report *LearnReport) (s learnState, err error) {
	teacher, err := l.newestTeacher(ctx)
	if err != nil {
		return s, err
	}
	var did LearnReport
	err = l.db.inTx(ctx, pgx.TxOptions{}, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `select set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)`); err != nil {
			return fmt.Errorf("choose plans: %w", err)
		}
		if s, err = l.db.learnState(ctx, tx, "for update of g"); err != nil || s.version > teacher.Version() {
			return err
		}
		page, err := l.db.nextPage(ctx, tx, &s)
		if err != nil {
			return err
		}
		complaints, err := l.db.teachingComplaints(ctx, tx, page.ids)
		if err != nil {
			return err
		}
		did.Looked = int64(len(page.ids))
		if err := l.db.storeLearnedPoints(ctx, tx, page, l.teach(teacher, complaints), &did); err != nil {
			return err
		}
		s.news = s.news || did.Learned+did.Removed > 0
		return l.db.storeLearnState(ctx, tx, &s)
	})
	if err != nil {
		return s, err
	}
	report.Looked += did.Looked
	report.Learned += did.Learned
	report.Removed += did.Removed
	return s, nil
}

// newestTeacher gives a teacher that reads by the gazetteer as it is stored.
func (l *Learner) newestTeacher(ctx context.Context) (Teacher, error) {
	version, err := l.db.gazetteerVersion(ctx, l.db.Pool)
	if err != nil {
		return nil, fmt.Errorf("read version of the gazetteer: %w", err)
	}
	teacher, err := l.teachers(ctx, version)
	if err != nil {
		return nil, err
	}
	if teacher.Version() < version {
		return nil, fmt.Errorf("the geocoder has version %d of the gazetteer, which is at %d", teacher.Version(), version)
	}
	return teacher, nil
}

// teachingComplaint is what a complaint has to teach.
type teachingComplaint struct {
	id         int64
	receivedAt time.Time
	method     diemnong.Method
	flags      diemnong.Flags
	at         geo.Point
	address    string
}

// hash is that of all that a point is learned from.
func (c *teachingComplaint) hash() int64 {
	var space [256]byte
	b := append(space[:0], c.address...)
	for _, v := range [...]float64{c.at.Lon, c.at.Lat} {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
	}
	return int64(xxhash.Sum64(b))
}

// teachingComplaints reads those of the complaints that have an address and a
// place from somebody who knew it: a point of the source, or set by an operator.
// A point that was stored before methods were is the source's. Both tables are
// looked up by id, so that no plan reads all of one.
func (db *DB) teachingComplaints(ctx context.Context, tx pgx.Tx, ids []int64) ([]teachingComplaint, error) {
	rows, err := tx.Query(ctx, db.sql(`
		select c.id, c.received_at, c.located_by, c.flags, ST_X(c.geom), ST_Y(c.geom), p.address
		from diemnong.complaint c join diemnong.complaint_personal p on p.complaint_id = c.id
		where c.id = any($1) and p.complaint_id = any($1) and c.quality = $2 and c.located_by = any($3) and c.geom is not null and p.address <> ''`),
		ids, int16(diemnong.QualityPoint),
		[]int16{int16(diemnong.MethodUnknown), int16(diemnong.MethodGiven), int16(diemnong.MethodOperator)})
	if err != nil {
		return nil, fmt.Errorf("read complaints: %w", err)
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (c teachingComplaint, err error) {
		err = row.Scan(&c.id, &c.receivedAt, &c.method, &c.flags, &c.at.Lon, &c.at.Lat, &c.address)
		return c, err
	})
	if err != nil {
		return nil, fmt.Errorf("read complaints: %w", err)
	}
	return list, nil
}

// teach gives the address points of complaints; those that teach nothing have no street.
func (l *Learner) teach(teacher Teacher, complaints []teachingComplaint) []learnedPoint {
	points := make([]learnedPoint, len(complaints))
	workers := max(l.Workers, 1)
	var running sync.WaitGroup
	for w := range workers {
		running.Go(func() {
			for i := w; i < len(complaints); i += workers {
				points[i] = learnFrom(teacher, &complaints[i])
			}
		})
	}
	running.Wait()
	return points
}

func learnFrom(teacher Teacher, c *teachingComplaint) learnedPoint {
	a, err := teacher.Learn(c.address, c.receivedAt, c.at)
	p := learnedPoint{complaint: c.id, street: a.Street, number: a.Number, area: a.Area, weight: a.Weight, hash: c.hash(), at: c.at}
	if !(p.weight > 0 && p.weight <= 1) {
		p.weight = 1
	}
	switch {
	case err != nil:
		p.rejected = reasonOf(err)
	case c.flags&diemnong.FlagAreaContradicts != 0 && c.method != diemnong.MethodOperator:
		p.rejected = reasonStated
	}
	return p
}

// reasonOf is the sentence of an error, without the address in it.
func reasonOf(err error) string {
	var e *diemnong.Error
	if errors.As(err, &e) && e.Message != "" {
		return e.Message
	}
	return err.Error()
}
