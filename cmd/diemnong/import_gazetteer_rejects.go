package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/geocode/source"
)

// rejectsFile holds the rows of a table that were left out, in the form of the
// reject file of an import of complaints.
type rejectsFile struct {
	out     *output
	csv     *csv.Writer
	columns []string // of the table
	rows    int64
}

func createRejects(path string) (*rejectsFile, error) {
	out, err := createOutput("rejects", path)
	if err != nil {
		return nil, err
	}
	return &rejectsFile{out: out, csv: csv.NewWriter(out)}, nil
}

// add is what hears of each row; nil where nobody asked for the file.
func (f *rejectsFile) add() func(source.Reject) error {
	if f == nil {
		return nil
	}
	return func(j source.Reject) error {
		if f.rows == 0 {
			header := append([]string{"reject_line", "reject_column", "reject_value", "reject_reason"}, f.columns...)
			if err := f.csv.Write(header); err != nil {
				return fmt.Errorf("write %s: %w", f.out.path, err)
			}
		}
		f.rows++
		if err := f.csv.Write(append([]string{strconv.FormatInt(j.Line, 10), j.Column, j.Value, j.Reason}, j.Fields...)); err != nil {
			return fmt.Errorf("write %s: %w", f.out.path, err)
		}
		return nil
	}
}

// end keeps the file where rows were left out: also when that was why the table was
// refused, for then it says what to mend.
func (f *rejectsFile) end(told io.Writer, cause error) error {
	f.csv.Flush()
	if f.rows == 0 || cause != nil && diemnong.ErrorCode(cause) != diemnong.Invalid {
		return f.out.drop()
	}
	if err := errors.Join(f.csv.Error(), f.out.keep()); err != nil {
		return errors.Join(err, f.out.drop())
	}
	fmt.Fprintf(told, "The %s rows that were left out, with line, column and reason, are in %s.\n", thousands(f.rows), f.out.path)
	return nil
}
