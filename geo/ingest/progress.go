package ingest

import "time"

// Job is the record of one import of one file: how far it got. It is stored,
// so that the same command continues where an earlier one stopped.
type Job struct {
	ID          int64
	FileName    string // without its folder
	Fingerprint []byte // of the file's content, the mapping and the source
	StartedAt   time.Time
	FinishedAt  time.Time // zero while it is not finished
	Tally
}

// Tally counts what an import did with the records of its file.
type Tally struct {
	RowsDone    int64 // records dealt with, rejected ones included
	Inserted    int64
	Updated     int64
	Unchanged   int64
	Rejected    int64
	RejectBytes int64 // length of the reject file that belongs to RowsDone
}

// Step is the part of an import that a batch covers. It is stored in the same
// transaction as the batch's rows.
type Step struct {
	JobID       int64
	From, To    int64 // records dealt with before and after
	Rejected    int64 // records of the step that were rejected
	RejectBytes int64 // length of the reject file after the step
}
