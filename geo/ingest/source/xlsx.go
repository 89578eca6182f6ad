package source

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/diemnong/diemnong"
)

// Bounds on what a workbook may unpack to. Sheets above the second one are
// unpacked to a temporary file and streamed from there.
const (
	maxWorkbookBytes = 8 << 30
	maxSheetInMemory = 16 << 20
)

// workbookReader reads one sheet of an Excel workbook, row by row. Cells come
// with their raw values: a date is a serial number of days.
type workbookReader struct {
	file     *excelize.File
	rows     *excelize.Rows
	sheet    string
	date1904 bool
	columns  []string
	row      int64
}

func openWorkbook(path string, o Options) (Reader, error) {
	f, err := excelize.OpenFile(path, excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxWorkbookBytes, UnzipXMLSizeLimit: maxSheetInMemory,
	})
	if os.IsNotExist(err) {
		return nil, openError(path, err)
	}
	if err != nil {
		return nil, &diemnong.Error{
			Code: diemnong.Invalid, Field: "file", Value: filepath.Base(path), Message: "cannot be read as an Excel workbook.",
			Hint: "Save it again as .xlsx without a password, or as CSV in UTF-8.", Err: err,
		}
	}
	w := &workbookReader{file: f}
	if err := w.open(o); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", filepath.Base(path), err), f.Close())
	}
	return w, nil
}

func (w *workbookReader) open(o Options) (err error) {
	if w.sheet, err = w.chooseSheet(o.Sheet); err != nil {
		return err
	}
	props, err := w.file.GetWorkbookProps()
	if err != nil {
		return fmt.Errorf("read workbook: %w", err)
	}
	w.date1904 = props.Date1904 != nil && *props.Date1904
	if w.rows, err = w.file.Rows(w.sheet); err != nil {
		return fmt.Errorf("read sheet %q: %w", w.sheet, err)
	}
	return w.readHeader(o.HeaderLine)
}

func (w *workbookReader) chooseSheet(name string) (string, error) {
	sheets := w.file.GetSheetList()
	if name == "" && len(sheets) > 0 {
		return sheets[0], nil
	}
	for _, s := range sheets {
		if strings.EqualFold(s, name) {
			return s, nil
		}
	}
	return "", diemnong.InvalidValue("sheet", name, "is not a sheet of this workbook.", "It has: "+strings.Join(sheets, ", ")+".")
}

func (w *workbookReader) readHeader(headerLine int) error {
	for {
		cells, err := w.nextRow()
		if err == io.EOF {
			return diemnong.Errorf(diemnong.Invalid, "Sheet %q has no row with the names of the columns.", w.sheet)
		}
		if err != nil {
			return err
		}
		if w.row < int64(headerLine) || len(cells) == 0 {
			continue
		}
		for _, c := range cells {
			w.columns = append(w.columns, strings.TrimSpace(composed(c)))
		}
		return nil
	}
}

// nextRow gives the cells of the next row up to the last that is not empty.
func (w *workbookReader) nextRow() ([]string, error) {
	if !w.rows.Next() {
		if err := w.rows.Error(); err != nil {
			return nil, fmt.Errorf("read sheet %q behind row %d: %w", w.sheet, w.row, err)
		}
		return nil, io.EOF
	}
	w.row++
	cells, err := w.rows.Columns(excelize.Options{RawCellValue: true})
	if err != nil {
		return nil, fmt.Errorf("read sheet %q, row %d: %w", w.sheet, w.row, err)
	}
	for len(cells) > 0 && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	return cells, nil
}

// Columns are the names in the header row.
func (w *workbookReader) Columns() []string { return w.columns }

// Details tell sheet and date system.
func (w *workbookReader) Details() Details {
	return Details{Format: "xlsx", Sheet: w.sheet, Date1904: w.date1904}
}

// Next reads a row; empty rows are skipped.
func (w *workbookReader) Next(r *Record) error {
	for {
		cells, err := w.nextRow()
		if err != nil {
			return err
		}
		if len(cells) == 0 {
			continue
		}
		r.Line, r.Fields, r.Fault = w.row, make([]string, len(w.columns)), nil
		for i, c := range cells[:min(len(cells), len(w.columns))] {
			r.Fields[i] = composed(c)
			if strings.IndexByte(c, 0) >= 0 || !utf8.ValidString(c) {
				r.Fault = &Fault{Column: w.columns[i], Reason: "is not text."}
			}
		}
		if len(cells) > len(w.columns) {
			r.Fault = &Fault{Reason: fmt.Sprintf("has %d columns, but the header has %d.", len(cells), len(w.columns))}
		}
		return nil
	}
}

// Progress is in rows; how many there will be is not known before the end.
func (w *workbookReader) Progress() (done, total int64) { return w.row, 0 }

// Close removes the temporary files.
func (w *workbookReader) Close() error { return errors.Join(w.rows.Close(), w.file.Close()) }
