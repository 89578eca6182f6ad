package postgis

import (
	"context"
	"fmt"
	"runtime"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/ingest"
)

// retryBatch is how many complaints one transaction geocodes: its rows are
// locked for a fraction of a second.
const retryBatch = 1000

// clearlyHigher is by how much a score must rise for a place of the same quality
// to move: less is within what calibration promises (a twentieth either way).
const clearlyHigher = 0.1

// Geocoding is what complaints are placed with.
type Geocoding struct {
	Placer    *ingest.Placer
	Gazetteer int64 // its version
}

// Retry says which complaints are geocoded again.
type Retry struct {
	Qualities []diemnong.Quality // those that are poor
	After     int64              // only complaints with a greater id: where an earlier run stopped
	Limit     int64              // most complaints to look at; 0: all
	// Load gives the present geocoding. It is called at the start and again
	// when the areas have changed meanwhile.
	Load func(ctx context.Context) (Geocoding, error)
	// Progress is called after each batch; may be nil.
	Progress func(RetryResult)
}

// RetryResult is what became of the complaints that were looked at.
type RetryResult struct {
	Looked, Total int64                         // Total is an estimate while others write
	Improved      map[[2]diemnong.Quality]int64 // by the quality before and after
	Reasons       int64                         // still without a place, but for another reason than was stored
	Last          int64                         // id of the last complaint that was looked at
}

// RetryGeocoding looks up again the addresses of complaints whose place is poor
// and that neither their source nor an operator has placed. Only what is better
// is stored: a better quality, or a score that is higher by a tenth; with the
// place before, and an event. Where nothing is found still, the reason is
// brought up to date. Each batch is a transaction, and done for good: it can be
// broken off at any time, and goes on behind Last.
func (db *DB) RetryGeocoding(ctx context.Context, o Retry) (RetryResult, error) {
	r := retrier{db: db, o: o, result: RetryResult{Improved: map[[2]diemnong.Quality]int64{}, Last: o.After}}
	if err := r.run(ctx); err != nil {
		return r.result, explainWrite("geocode again", err)
	}
	return r.result, nil
}

type retrier struct {
	db     *DB
	o      Retry
	result RetryResult

	geocoding Geocoding
	areas     diemnong.Revision // at least this old is the geocoding's atlas
}

// poor is the condition for complaints that are looked at: $1 ids to skip, $2 qualities.
var poor = fmt.Sprintf(`c.id > $1 and c.quality = any($2) and c.located_by not in (%d, %d)`, diemnong.MethodGiven, diemnong.MethodOperator)

func (r *retrier) run(ctx context.Context) error {
	if err := r.load(ctx); err != nil {
		return err
	}
	if err := r.db.Pool.QueryRow(ctx, r.db.sql(`select count(*) from diemnong.complaint c where `+poor),
		r.o.After, smallints(r.o.Qualities)).Scan(&r.result.Total); err != nil {
		return fmt.Errorf("count complaints: %w", err)
	}
	if r.o.Limit > 0 {
		r.result.Total = min(r.result.Total, r.o.Limit)
	}
	for {
		size := int64(retryBatch)
		if r.o.Limit > 0 {
			size = min(size, r.o.Limit-r.result.Looked)
		}
		if size == 0 {
			return nil
		}
		if n, err := r.batch(ctx, size); err != nil || n < size {
			return err
		}
	}
}

// load gets the geocoding that belongs to the areas as they are now.
func (r *retrier) load(ctx context.Context) (err error) {
	if r.areas, err = r.db.areasRevision(ctx, r.db.Pool); err != nil {
		return err
	}
	r.geocoding, err = r.o.Load(ctx)
	return err
}

// batch looks at the next complaints. It is tried again when it collides with
// another writer, and with a new geocoding when the areas have changed.
func (r *retrier) batch(ctx context.Context, size int64) (n int64, err error) {
	for attempt := 1; ; attempt++ {
		b := retriedBatch{retrier: r}
		stale := false
		err := r.db.inTx(ctx, pgx.TxOptions{}, func(tx pgx.Tx) error {
			areas, err := r.db.areasRevision(ctx, tx)
			if stale = areas != r.areas; err != nil || stale {
				return err
			}
			return b.run(ctx, tx, size)
		})
		switch {
		case err == nil && stale:
			if err := r.load(ctx); err != nil {
				return 0, err
			}
		case err == nil:
			r.count(&b)
			return int64(len(b.old)), nil
		case attempt == writeAttempts || !collided(err):
			return 0, err
		}
	}
}

func (r *retrier) count(b *retriedBatch) {
	r.result.Looked += int64(len(b.old))
	r.result.Total = max(r.result.Total, r.result.Looked)
	if len(b.old) > 0 {
		r.result.Last = b.old[len(b.old)-1].id
	}
	for pair, n := range b.improved {
		r.result.Improved[pair] += n
	}
	r.result.Reasons += int64(len(b.reasons.id))
	if r.o.Progress != nil {
		r.o.Progress(r.result)
	}
}

// retriedBatch is the work of one transaction.
type retriedBatch struct {
	*retrier
	old      []located
	rows     []ingest.Row // of the same complaints, placed anew
	moved    []ingest.Row
	improved map[[2]diemnong.Quality]int64
	reasons  struct {
		id       []int64
		unplaced []int16
	}
}

func (b *retriedBatch) run(ctx context.Context, tx pgx.Tx, size int64) error {
	if err := b.read(ctx, tx, size); err != nil {
		return err
	}
	if err := b.place(); err != nil {
		return err
	}
	b.judge()
	m := mover{db: b.db, tx: tx, gazetteer: b.geocoding.Gazetteer}
	if err := m.move(ctx, b.moved); err != nil {
		return err
	}
	return b.finish(ctx, tx)
}

// read locks the batch's complaints, in the order of id as all writers do.
func (b *retriedBatch) read(ctx context.Context, tx pgx.Tx, size int64) error {
	rows, err := tx.Query(ctx, b.db.sql(`select `+locatedColumns+`, coalesce(p.address, ''), coalesce(p.text, '')
		from diemnong.complaint c left join diemnong.complaint_personal p on p.complaint_id = c.id
		where `+poor+` order by c.id limit $3 for no key update of c`), b.result.Last, smallints(b.o.Qualities), size)
	if err != nil {
		return fmt.Errorf("read complaints: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var l located
		var p diemnong.Personal
		if err := l.scan(rows, &p.Address, &p.Text); err != nil {
			return fmt.Errorf("read complaints: %w", err)
		}
		row := l.row(b.geocoding.Placer.Locator.Places)
		row.Personal = p
		b.old, b.rows = append(b.old, l), append(b.rows, row)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read complaints: %w", err)
	}
	return nil
}

// place geocodes the batch, on all cores.
func (b *retriedBatch) place() error {
	var g errgroup.Group
	parts := runtime.GOMAXPROCS(0)
	for part := range parts {
		g.Go(func() error {
			for i := part; i < len(b.rows); i += parts {
				if err := b.geocoding.Placer.Place(&b.rows[i]); err != nil {
					return fmt.Errorf("complaint %d: %w", b.rows[i].Complaint.ID, err)
				}
			}
			return nil
		})
	}
	return g.Wait()
}

// judge picks what is better than before.
func (b *retriedBatch) judge() {
	b.improved = map[[2]diemnong.Quality]int64{}
	for i := range b.rows {
		old, found := &b.old[i].place, &b.rows[i].Complaint.Location
		switch {
		case improves(old, found):
			b.moved = append(b.moved, b.rows[i])
			b.improved[[2]diemnong.Quality{old.Quality, found.Quality}]++
		case old.Quality == found.Quality && !old.Quality.Placeable() && old.Unplaced != found.Unplaced:
			b.reasons.id = append(b.reasons.id, b.old[i].id)
			b.reasons.unplaced = append(b.reasons.unplaced, int16(found.Unplaced))
		}
	}
}

func improves(old, found *diemnong.Location) bool {
	if found.Quality != old.Quality {
		return found.Quality < old.Quality
	}
	return found.Method == diemnong.MethodGeocoded && found.Score >= old.Score+clearlyHigher
}

// finish stores the reasons and raises the revision.
func (b *retriedBatch) finish(ctx context.Context, tx pgx.Tx) error {
	changed := b.reasons.id
	if len(changed) > 0 {
		if _, err := tx.Exec(ctx, b.db.sql(`
			update diemnong.complaint c set unplaced = u.unplaced
			from unnest($1::bigint[], $2::smallint[]) as u (id, unplaced)
			where c.id = u.id and c.id = any($1)`), b.reasons.id, b.reasons.unplaced); err != nil {
			return fmt.Errorf("store reasons: %w", err)
		}
	}
	for i := range b.moved {
		changed = append(changed, b.moved[i].Complaint.ID)
	}
	if len(changed) == 0 {
		return nil
	}
	_, err := b.db.recordComplaints(ctx, tx, changed)
	return err
}
