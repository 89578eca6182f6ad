package ingest

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	"github.com/diemnong/diemnong/geo/ingest/source"
)

// rejectColumns precede the columns of the file itself, so that a corrected
// reject file can be imported with the same mapping.
var rejectColumns = []string{"reject_line", "reject_column", "reject_value", "reject_reason"}

// rejectFile holds the records that were no complaints. It exists only when
// there are any.
type rejectFile struct {
	path    string
	columns []string
	file    *os.File
	bytes   int64 // its length

	buf bytes.Buffer
	csv *csv.Writer
}

// openRejects continues a reject file of a known length; what an interrupted
// import wrote behind it is cut off, for it will come again.
func openRejects(path string, columns []string, length int64) (*rejectFile, error) {
	r := &rejectFile{path: path, columns: columns}
	r.csv = csv.NewWriter(&r.buf)
	if length == 0 {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("remove old reject file: %w", err)
		}
		return r, nil
	}
	if err := r.open(); err != nil {
		return nil, err
	}
	info, err := r.file.Stat()
	if err == nil && info.Size() > length {
		err = r.file.Truncate(length)
	}
	if err == nil {
		r.bytes, err = r.file.Seek(0, io.SeekEnd)
	}
	if err != nil {
		return nil, fmt.Errorf("continue reject file: %w", err)
	}
	return r, nil
}

func (r *rejectFile) open() (err error) {
	if r.file, err = os.OpenFile(r.path, os.O_RDWR|os.O_CREATE, 0o600); err != nil { // it holds personal data
		return fmt.Errorf("open reject file: %w", err)
	}
	return nil
}

// add queues a rejection with its record.
func (r *rejectFile) add(j *Rejection, rec *source.Record) error {
	if r.bytes == 0 && r.buf.Len() == 0 {
		if err := r.csv.Write(append(append([]string{}, rejectColumns...), r.columns...)); err != nil {
			return err
		}
		r.csv.Flush()
	}
	row := append([]string{strconv.FormatInt(j.Line, 10), j.Column, j.Value, j.Reason}, rec.Fields...)
	return r.csv.Write(row)
}

// save writes what was queued to the disk, before the batch that it belongs to
// is stored, and gives the file's length.
func (r *rejectFile) save() (int64, error) {
	r.csv.Flush()
	if r.buf.Len() == 0 {
		return r.bytes, nil
	}
	if r.file == nil {
		if err := r.open(); err != nil {
			return 0, err
		}
	}
	n, err := r.file.Write(r.buf.Bytes())
	r.bytes += int64(n)
	r.buf.Reset()
	if err == nil {
		err = r.file.Sync()
	}
	if err != nil {
		return 0, fmt.Errorf("write reject file %s: %w", r.path, err)
	}
	return r.bytes, nil
}

func (r *rejectFile) close() error {
	if r.file == nil {
		return nil
	}
	return r.file.Close()
}
