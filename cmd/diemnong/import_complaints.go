package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/ingest"
	"github.com/diemnong/diemnong/geo/ingest/source"
	"github.com/diemnong/diemnong/geo/postgis"
)

type importComplaintsCmd struct {
	File           string `arg:"" help:"CSV, XLSX or NDJSON file." type:"path"`
	Mapping        string `help:"YAML file that says what the columns mean; see docs/import.md. Without it, columns must be named like the fields." type:"path" placeholder:"FILE"`
	SuggestMapping bool   `help:"Print a first draft of the mapping and import nothing."`
	Source         string `help:"Code of the system the file comes from, over that of the mapping." placeholder:"CODE"`
	Rejects        string `help:"Where rows go that are no complaints; default FILE.rejects.csv." type:"path" placeholder:"FILE"`
	Format         string `help:"csv, xlsx or ndjson, where the name of the file does not tell."`
	Encoding       string `help:"utf-8, utf-16le, utf-16be or windows-1258, where it is not recognised."`
	Delimiter      string `help:"Character between columns, or tab, where it is not recognised." placeholder:"C"`
	Sheet          string `help:"Sheet of a workbook; default the first." placeholder:"NAME"`
	HeaderLine     int    `help:"Line with the names of the columns; default the first that is not empty." placeholder:"N"`
}

// Run imports the file, or prints a draft of its mapping.
func (c importComplaintsCmd) Run(ctx context.Context, a *app) (err error) {
	if c.SuggestMapping {
		return c.suggest(a.out)
	}
	if _, err := os.Stat(c.File); errors.Is(err, os.ErrNotExist) {
		return &diemnong.Error{Code: diemnong.NotFound, Field: "file", Value: c.File, Message: "does not exist.", Hint: "Check the path.", Err: err}
	}
	m, err := c.mapping()
	if err != nil {
		return err
	}
	if c.Rejects == "" {
		c.Rejects = c.File + ".rejects.csv"
	}
	if sameFile(c.Rejects, c.File) || sameFile(c.Rejects, c.Mapping) {
		return diemnong.InvalidValue("rejects", c.Rejects, "is the file that is read.", "Name another file.")
	}
	reader, err := source.Open(c.File, c.readOptions(m))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	if _, err := ingest.NewConverter(m, reader.Columns(), ingest.Surroundings{}); err != nil {
		return err // before a database is started for nothing
	}
	db, done, err := a.openDB(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	return c.run(ctx, a, db, m, reader)
}

// sameFile reports whether two paths lead to one file that exists.
func sameFile(a, b string) bool {
	infoA, errA := os.Stat(a)
	infoB, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(infoA, infoB)
}

func (c importComplaintsCmd) mapping() (*ingest.Mapping, error) {
	if c.Mapping == "" && c.Source == "" {
		return nil, &diemnong.Error{
			Code: diemnong.Invalid, Field: "mapping", Message: "is missing: it says what the columns of the file mean.", Hint: c.draftHint(),
		}
	}
	if c.Mapping == "" {
		return ingest.PlainMapping(c.Source)
	}
	text, err := os.ReadFile(c.Mapping)
	if errors.Is(err, os.ErrNotExist) {
		return nil, &diemnong.Error{
			Code: diemnong.NotFound, Field: "mapping", Value: c.Mapping, Message: "does not exist.",
			Hint: c.draftHint(), Err: err,
		}
	}
	if err != nil {
		return nil, fmt.Errorf("read mapping: %w", err)
	}
	m, err := ingest.ParseMapping(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(c.Mapping), err)
	}
	if c.Source != "" {
		if !diemnong.ValidCode(c.Source) {
			return nil, diemnong.InvalidValue("source", c.Source, "is not a code.", "Use letters, digits, '-', '_' or '.', such as 1022.")
		}
		m.Source = ingest.Source{Code: c.Source, Name: c.Source}
	}
	return m, nil
}

func (c importComplaintsCmd) draftHint() string {
	name := filepath.Base(c.File)
	return fmt.Sprintf("Make a first draft: diemnong import complaints --suggest-mapping %s > %s.yaml", name, name)
}

// readOptions are those of the mapping with the flags over them.
func (c importComplaintsCmd) readOptions(m *ingest.Mapping) source.Options {
	o := source.Options{Format: c.Format, Encoding: c.Encoding, Delimiter: c.Delimiter, Sheet: c.Sheet, HeaderLine: c.HeaderLine}
	if m != nil {
		o = m.ReadOptions(o)
	}
	return o
}

// sampleRows is how many rows a draft of a mapping is made from.
const sampleRows = 500

func (c importComplaintsCmd) suggest(out io.Writer) (err error) {
	r, err := source.Open(c.File, c.readOptions(nil))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	var records []source.Record
	for len(records) < sampleRows {
		var rec source.Record
		if err := r.Next(&rec); err == io.EOF {
			break
		} else if err != nil {
			return err
		}
		if rec.Fault == nil {
			records = append(records, rec)
		}
	}
	_, err = out.Write(ingest.SuggestMapping(filepath.Base(c.File), r.Details(), r.Columns(), records))
	return err
}

func (c importComplaintsCmd) run(ctx context.Context, a *app, db *postgis.DB, m *ingest.Mapping, r source.Reader) error {
	catalog, err := db.LoadCatalog(ctx)
	if err != nil {
		return err
	}
	atlas, err := db.LoadAtlas(ctx)
	if err != nil {
		return err
	}
	names, err := areaNames(catalog, atlas, m, a)
	if err != nil {
		return err
	}
	geocoder, err := importGeocoder(ctx, a, db, m)
	if err != nil {
		return err
	}
	print, err := ingest.Fingerprint(ctx, c.File, m, m.Source.Code, fmt.Sprintf("%+v", c.readOptions(m)))
	if err != nil {
		return err
	}
	progress := newImportProgress(a)
	im := ingest.Import{
		Reader: r, FileName: filepath.Base(c.File), Fingerprint: print, Mapping: m,
		Surroundings: ingest.Surroundings{Now: a.now(), Zone: a.zone, Areas: names, Date1904: r.Details().Date1904},
		Locator:      &ingest.Locator{Places: atlas, Bounds: catalog.City.Bounds, Cell: baseCell},
		Geocoder:     geocoder, Jobs: db, RejectPath: c.Rejects, OnProgress: progress.show,
	}
	summary, err := im.Run(ctx)
	progress.end()
	printSummary(a.out, im.FileName, &summary, a.now().Sub(progress.start))
	if err != nil {
		fmt.Fprintf(a.out, "Not finished. The same command continues behind row %s.\n", thousands(summary.RowsDone))
		return err
	}
	return nothingImported(&summary)
}

// importGeocoder loads the geocoder where the file has texts that it can look up.
func importGeocoder(ctx context.Context, a *app, db *postgis.DB, m *ingest.Mapping) (ingest.Geocoder, error) {
	if m.Columns[ingest.FieldAddress] == nil && m.Columns[ingest.FieldText] == nil {
		return nil, nil
	}
	g, err := loadGeocoding(ctx, a, db)
	if err != nil {
		return nil, err
	}
	return addressGeocoder{g.geocoder}, nil
}

// areaNames prepares finding areas by name, where the file names any. Without
// a set in the mapping, that in force now is meant, if the city has any.
func areaNames(catalog *diemnong.Catalog, atlas *area.Atlas, m *ingest.Mapping, a *app) (*ingest.AreaNames, error) {
	if m.Columns[ingest.FieldArea] == nil {
		return nil, nil
	}
	code := m.Areas.Set
	if code == "" {
		code = catalog.SetInForce(a.now())
	}
	if code == "" {
		return nil, nil
	}
	set, ok := catalog.Set(code)
	if !ok {
		var codes []string
		for _, s := range catalog.Sets {
			codes = append(codes, s.Code)
		}
		return nil, diemnong.InvalidValue("mapping areas.set", code, "is not an area set of this city.",
			"It has: "+strings.Join(codes, ", ")+". diemnong import areas adds one.")
	}
	var areas []diemnong.Area
	for _, l := range set.Levels {
		for _, u := range atlas.AtLevel(code, l.Code) {
			areas = append(areas, u.Area)
		}
	}
	return ingest.NewAreaNames(code, areas), nil
}

// nothingImported is the fault of a file without a single complaint.
func nothingImported(s *ingest.Summary) error {
	switch {
	case s.Inserted+s.Updated+s.Unchanged > 0:
		return nil
	case s.Rejected == 0:
		return diemnong.Errorf(diemnong.Invalid, "The file has no rows behind its header.")
	}
	e := diemnong.Errorf(diemnong.Invalid, "None of the %d rows could be imported.", s.Rejected)
	e.Hint = "The reasons above tell what to change in the mapping."
	return e
}
