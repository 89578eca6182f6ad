package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong/geo/ingest"
)

// StartImport begins or continues the import with a fingerprint. An import
// that was finished begins anew: reading a file again is how one makes sure
// that all of it is stored.
func (db *DB) StartImport(ctx context.Context, fileName string, fingerprint []byte) (ingest.Job, error) {
	rows, err := db.Pool.Query(ctx, db.sql(`
		insert into diemnong.import_job as j (file_name, fingerprint) values ($1, $2)
		on conflict (fingerprint) do update set
			file_name = $1, finished_at = null, updated_at = now(),
			started_at = case when j.finished_at is null then j.started_at else now() end,
			rows_done = case when j.finished_at is null then j.rows_done else 0 end,
			inserted = case when j.finished_at is null then j.inserted else 0 end,
			updated = case when j.finished_at is null then j.updated else 0 end,
			unchanged = case when j.finished_at is null then j.unchanged else 0 end,
			rejected = case when j.finished_at is null then j.rejected else 0 end,
			reject_bytes = case when j.finished_at is null then j.reject_bytes else 0 end
		returning id, started_at, rows_done, inserted, updated, unchanged, rejected, reject_bytes`),
		fileName, fingerprint)
	if err != nil {
		return ingest.Job{}, explainWrite("start import", err)
	}
	job, err := pgx.CollectExactlyOneRow(rows, func(row pgx.CollectableRow) (ingest.Job, error) {
		j := ingest.Job{FileName: fileName, Fingerprint: fingerprint}
		err := row.Scan(&j.ID, &j.StartedAt, &j.RowsDone, &j.Inserted, &j.Updated, &j.Unchanged, &j.Rejected, &j.RejectBytes)
		return j, err
	})
	if err != nil {
		return ingest.Job{}, explainWrite("start import", err)
	}
	return job, nil
}

// FinishImport marks an import as done and gives its final state.
func (db *DB) FinishImport(ctx context.Context, jobID int64) (ingest.Tally, error) {
	var t ingest.Tally
	err := db.Pool.QueryRow(ctx, db.sql(`
		update diemnong.import_job set finished_at = now(), updated_at = now() where id = $1
		returning rows_done, inserted, updated, unchanged, rejected, reject_bytes`), jobID).Scan(
		&t.RowsDone, &t.Inserted, &t.Updated, &t.Unchanged, &t.Rejected, &t.RejectBytes)
	if err != nil {
		return ingest.Tally{}, explainWrite(fmt.Sprintf("finish import %d", jobID), err)
	}
	return t, nil
}
