package postgis

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/ingest"
)

// writeAttempts bounds how often a batch is tried again after it collided with
// another writer. A collision needs the same complaint in two batches at the
// same time, so a second one is already rare.
const writeAttempts = 5

// PutComplaints stores a batch in one transaction: all of it or nothing.
//
// Rows are known by source and source_ref. New ones are inserted with their
// personal data and history; stored ones of the same hash are left alone; the
// others are updated and leave an event. Where a batch holds a complaint
// twice, the later row counts as the update. Catalogue entries of the batch's
// definitions are created where they are missing; a row that names others
// fails the batch with [diemnong.Invalid].
//
// It fails with [diemnong.Unavailable] when the server is away or full, and
// with [diemnong.Conflict] when another process is at the same import.
func (db *DB) PutComplaints(ctx context.Context, b *ingest.Batch) (ingest.PutResult, error) {
	if err := checkRows(b.Rows); err != nil {
		return ingest.PutResult{}, err
	}
	var result ingest.PutResult
	for attempt := 1; ; attempt++ {
		err := db.inTx(ctx, pgx.TxOptions{}, func(tx pgx.Tx) (err error) {
			w := batchWriter{db: db, tx: tx, rows: b.Rows}
			result, err = w.put(ctx, b)
			return err
		})
		if err == nil {
			return result, nil
		}
		if attempt == writeAttempts || !collided(err) {
			return ingest.PutResult{}, explainWrite("store complaints", err)
		}
	}
}

// collided reports whether another writer was in the way, so that the same
// batch can go in now that the other one is done.
func collided(err error) bool {
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return false
	}
	switch pg.Code {
	case "23505", "40001", "40P01", "55P03": // unique violation, serialization failure, deadlock, lock timeout
		return true
	}
	return false
}

// batchWriter writes one batch in one transaction.
type batchWriter struct {
	db    *DB
	tx    pgx.Tx
	rows  []ingest.Row
	codes *catalogCodes

	ids     []int64 // by row
	changed []int64 // complaints inserted or updated
	result  ingest.PutResult
	space   []byte // reused by each COPY
}

func (w *batchWriter) put(ctx context.Context, b *ingest.Batch) (ingest.PutResult, error) {
	created, err := w.resolveCodes(ctx, &b.Definitions)
	if err != nil {
		return ingest.PutResult{}, err
	}
	if err := w.planByIndex(ctx); err != nil {
		return ingest.PutResult{}, err
	}
	w.ids = make([]int64, len(w.rows))
	pending := make([]int, len(w.rows))
	for i := range pending {
		pending[i] = i
	}
	for len(pending) > 0 {
		var wave []int
		wave, pending = w.splitRepeated(pending)
		if err := w.putWave(ctx, wave); err != nil {
			return ingest.PutResult{}, err
		}
	}
	if b.Turn != nil {
		if err := b.Turn(ctx); err != nil {
			return ingest.PutResult{}, err
		}
	}
	if b.Step != nil {
		if err := w.recordStep(ctx, b.Step); err != nil {
			return ingest.PutResult{}, err
		}
	}
	if err := w.recordChanges(ctx, created); err != nil {
		return ingest.PutResult{}, err
	}
	w.result.IDs = w.ids
	return w.result, nil
}

// planByIndex makes the transaction's statements look rows up by index. A
// connection keeps the plans it made when the table was small, and reading
// the whole table is the better plan only then. For the same reason the
// statements are written so that the planner cannot turn them around.
//
// The lock timeout is for imports in several processes: a batch that waits for
// its turn holds locks meanwhile, which the server cannot see as a deadlock.
func (w *batchWriter) planByIndex(ctx context.Context) error {
	const statement = `select set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true),
		set_config('lock_timeout', '10s', true)`
	if _, err := w.tx.Exec(ctx, statement); err != nil {
		return fmt.Errorf("choose plans: %w", err)
	}
	return nil
}

type sourceKey struct{ source, ref string }

func keyOf(r *ingest.Row) sourceKey { return sourceKey{r.Complaint.Source, r.Complaint.SourceRef} }

// splitRepeated takes the first row of each complaint and leaves the others
// for later, where they are updates of the first.
func (w *batchWriter) splitRepeated(pending []int) (first, later []int) {
	seen := make(map[sourceKey]struct{}, len(pending))
	first = make([]int, 0, len(pending))
	for _, i := range pending {
		k := keyOf(&w.rows[i])
		if _, ok := seen[k]; ok {
			later = append(later, i)
			continue
		}
		seen[k] = struct{}{}
		first = append(first, i)
	}
	return first, later
}

// putWave stores rows of different complaints.
func (w *batchWriter) putWave(ctx context.Context, wave []int) error {
	stored, err := w.lookup(ctx, wave)
	if err != nil {
		return err
	}
	var fresh, changed []int
	for _, i := range wave {
		s, ok := stored[keyOf(&w.rows[i])]
		w.ids[i] = s.id
		switch {
		case !ok:
			fresh = append(fresh, i)
		case s.hash != w.rows[i].Hash:
			changed = append(changed, i)
		default:
			w.result.Unchanged++
		}
	}
	if err := w.insert(ctx, fresh); err != nil {
		return err
	}
	return w.update(ctx, changed)
}

type storedRow struct{ id, hash int64 }

// lookup finds which of the rows are stored already.
func (w *batchWriter) lookup(ctx context.Context, wave []int) (map[sourceKey]storedRow, error) {
	bySource := map[string][]string{}
	for _, i := range wave {
		c := &w.rows[i].Complaint
		bySource[c.Source] = append(bySource[c.Source], c.SourceRef)
	}
	stored := map[sourceKey]storedRow{}
	for source, refs := range bySource {
		rows, err := w.tx.Query(ctx, w.db.sql(`
			select c.source_ref, c.id, c.source_hash
			from diemnong.complaint c
			where c.source_ref = any($2::text[]) and c.source_id = $1`), w.codes.sources[source], refs)
		if err != nil {
			return nil, fmt.Errorf("look up complaints: %w", err)
		}
		k, s := sourceKey{source: source}, storedRow{}
		if _, err := pgx.ForEachRow(rows, []any{&k.ref, &s.id, &s.hash}, func() error {
			stored[k] = s
			return nil
		}); err != nil {
			return nil, fmt.Errorf("look up complaints: %w", err)
		}
	}
	return stored, nil
}

// recordStep writes how far the import got. It fails when another process has
// moved the same import on.
func (w *batchWriter) recordStep(ctx context.Context, s *ingest.Step) error {
	tag, err := w.tx.Exec(ctx, w.db.sql(`
		update diemnong.import_job set rows_done = $3, inserted = inserted + $4, updated = updated + $5,
			unchanged = unchanged + $6, rejected = rejected + $7, reject_bytes = $8, updated_at = now()
		where id = $1 and rows_done = $2`),
		s.JobID, s.From, s.To, w.result.Inserted, w.result.Updated, w.result.Unchanged, s.Rejected, s.RejectBytes)
	if err != nil {
		return fmt.Errorf("record progress: %w", err)
	}
	if tag.RowsAffected() == 0 {
		return &diemnong.Error{
			Code: diemnong.Conflict, Message: "Another process is importing the same file.",
			Hint: "Let it finish; running the command again afterwards changes nothing.",
		}
	}
	return nil
}

// recordChanges raises the revision where anything changed; it comes last,
// because it holds the feed's lock until the commit.
func (w *batchWriter) recordChanges(ctx context.Context, catalog bool) error {
	if catalog {
		if err := w.db.recordChange(ctx, w.tx, "catalog", nil); err != nil {
			return err
		}
	}
	if len(w.changed) == 0 {
		return nil
	}
	slices.Sort(w.changed)
	var err error
	w.result.Revision, err = w.db.recordComplaints(ctx, w.tx, slices.Compact(w.changed))
	return err
}

// recordComplaints raises the revision for complaints and gives it.
func (db *DB) recordComplaints(ctx context.Context, tx pgx.Tx, ids []int64) (r diemnong.Revision, err error) {
	if err := tx.QueryRow(ctx, db.sql(`select diemnong.record_change('complaints', $1)`), ids).Scan(&r); err != nil {
		return 0, fmt.Errorf("record change: %w", err)
	}
	return r, nil
}

// DeleteComplaints removes complaints with all that belongs to them, and says
// so in the feed. Ids that do not exist are skipped; it gives the number removed.
func (db *DB) DeleteComplaints(ctx context.Context, ids []int64) (int, error) {
	var gone []int64
	err := db.inTx(ctx, pgx.TxOptions{}, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, db.sql(`delete from diemnong.complaint where id = any($1) returning id`), ids)
		if err != nil {
			return err
		}
		if gone, err = pgx.CollectRows(rows, pgx.RowTo[int64]); err != nil || len(gone) == 0 {
			return err
		}
		_, err = db.recordComplaints(ctx, tx, gone)
		return err
	})
	if err != nil {
		return 0, explainWrite("delete complaints", err)
	}
	return len(gone), nil
}
