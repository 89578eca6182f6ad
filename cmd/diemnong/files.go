package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/diemnong/diemnong"
)

// checkInput refuses a path from which nothing can be read, before anything is
// loaded for it.
func checkInput(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return missingFile(path, err)
	}
	if info.IsDir() {
		return diemnong.InvalidValue("FILE", path, "is a folder, not a file.", "Name one file in it; several are imported one after the other.")
	}
	return nil
}

// output is a file that has its name only when it is whole. It may hold
// personal data, so only its owner can read it.
type output struct {
	*os.File
	path string
}

// createOutput begins the file that a flag names. It fails with [diemnong.Invalid]
// where it could not be given its name.
func createOutput(flag, path string) (*output, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, diemnong.InvalidValue(flag, path, "is a folder, not a file.", "Name the file to write in it, such as "+filepath.Join(path, flag+".csv")+".")
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".diemnong-*.csv")
	if err != nil {
		return nil, &diemnong.Error{
			Code: diemnong.Invalid, Field: flag, Value: path, Message: "cannot be written.", Hint: "Name a file in a folder that exists and is yours.", Err: err,
		}
	}
	return &output{file, path}, nil
}

// keep gives the file its name, in place of one that had it.
func (o *output) keep() error {
	if err := o.Sync(); err != nil {
		return fmt.Errorf("write %s: %w", o.path, err)
	}
	if err := os.Rename(o.Name(), o.path); err != nil {
		return fmt.Errorf("write %s: %w", o.path, err)
	}
	return o.Close()
}

// drop leaves nothing of the file behind, if it was not kept.
func (o *output) drop() error {
	err := o.Close()
	if errors.Is(err, os.ErrClosed) {
		return nil
	}
	return errors.Join(err, os.Remove(o.Name()))
}
