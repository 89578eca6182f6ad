package postgis

import (
	"context"
	"fmt"

	"github.com/diemnong/diemnong/geo/ingest"
)

// Holdings tell how far a schema is filled.
type Holdings struct {
	City       string // its name; empty while none is set
	Sets       int    // area sets
	Complaints int64
	Unfinished *ingest.Job // the import asked for, when it was begun and not ended; ID, StartedAt and RowsDone only
}

// Holdings counts what the schema holds, and finds an unfinished import by its
// fingerprint.
func (db *DB) Holdings(ctx context.Context, fingerprint []byte) (h Holdings, err error) {
	var job ingest.Job
	err = db.Pool.QueryRow(ctx, db.sql(`
		select coalesce((select name from diemnong.city), ''),
			(select count(*) from diemnong.area_set), (select count(*) from diemnong.complaint),
			coalesce(j.id, 0), coalesce(j.started_at, now()), coalesce(j.rows_done, 0)
		from (select) as always
		left join diemnong.import_job j on j.fingerprint = $1 and j.finished_at is null`), fingerprint).Scan(
		&h.City, &h.Sets, &h.Complaints, &job.ID, &job.StartedAt, &job.RowsDone)
	if err != nil {
		return Holdings{}, fmt.Errorf("see what the schema holds: %w", err)
	}
	if job.ID != 0 {
		h.Unfinished = &job
	}
	return h, nil
}

// Analyze has the server count what its plans go by. After a large load that
// makes the first questions fast, instead of those some minutes later.
func (db *DB) Analyze(ctx context.Context) error {
	for _, table := range []string{"complaint", "complaint_personal", "complaint_event", "area", "change"} {
		if _, err := db.Pool.Exec(ctx, db.sql(`analyze diemnong.`+table)); err != nil {
			return fmt.Errorf("analyze %s: %w", table, err)
		}
	}
	return nil
}
