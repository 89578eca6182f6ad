package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/geocode"
	"github.com/diemnong/diemnong/geo/ingest"
	"github.com/diemnong/diemnong/geo/ingest/source"
)

// geocodeFile are the flags for a whole file.
type geocodeFile struct {
	File      string `help:"CSV, XLSX or NDJSON file with addresses." type:"path" placeholder:"IN"`
	Column    string `help:"Column with the address." default:"address" placeholder:"NAME"`
	AtColumn  string `help:"Column with the date or time when it was written." placeholder:"NAME"`
	Out       string `help:"CSV file to write: the same rows with lat, lon, quality, radius_m, score and a ward of each area set." type:"path" placeholder:"OUT.csv"`
	Prefix    string `help:"Put before the names of the new columns, where the file has such already." placeholder:"TEXT"`
	Format    string `help:"csv, xlsx or ndjson, where the name of the file does not tell."`
	Encoding  string `help:"utf-8, utf-16le, utf-16be or windows-1258, where it is not recognised."`
	Delimiter string `help:"Character between columns, or tab, where it is not recognised." placeholder:"C"`
}

// run geocodes the file. What can be wrong with the file and the flags is found
// before areas and gazetteer are loaded, which takes seconds.
func (c *geocodeFile) run(ctx context.Context, a *app, dates *ingest.Dates) (err error) {
	f, err := c.open(dates)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.reader.Close()) }()
	out, err := createOutput("out", c.Out)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.drop()) }()
	g, done, err := openGeocoding(ctx, a)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	f.geocoding, f.zone = g, a.zone
	if err := f.addWards(c.Prefix); err != nil {
		return err
	}
	began := a.now()
	if err := f.stream(ctx, out); err != nil {
		return fmt.Errorf("%s: %w", f.name, err)
	}
	if err := out.keep(); err != nil {
		return err
	}
	f.report(a, c.Out, a.now().Sub(began))
	return nil
}

// open opens the file and finds its columns.
func (c *geocodeFile) open(dates *ingest.Dates) (*fileGeocoding, error) {
	if c.Out == "" {
		return nil, diemnong.InvalidValue("out", "", "is missing.", "Name the file to write: --out OUT.csv.")
	}
	if sameFile(c.Out, c.File) {
		return nil, diemnong.InvalidValue("out", c.Out, "is the file that is read.", "Name another file.")
	}
	if err := checkInput(c.File); err != nil {
		return nil, err
	}
	reader, err := source.Open(c.File, source.Options{Format: c.Format, Encoding: c.Encoding, Delimiter: c.Delimiter})
	if err != nil {
		return nil, err
	}
	f := &fileGeocoding{name: filepath.Base(c.File), reader: reader, columns: reader.Columns(), at: -1, dates: dates, date1904: reader.Details().Date1904}
	if err := f.resolve(c); err != nil {
		return nil, errors.Join(err, reader.Close())
	}
	return f, nil
}

// resolve finds the columns that the flags name, and names those that come.
func (f *fileGeocoding) resolve(c *geocodeFile) (err error) {
	if f.address, err = f.find("column", c.Column); err != nil {
		return err
	}
	if c.AtColumn != "" {
		if f.at, err = f.find("at-column", c.AtColumn); err != nil {
			return err
		}
	}
	for _, name := range []string{"lat", "lon", "quality", "radius_m", "score"} {
		if err := f.add(c.Prefix + name); err != nil {
			return err
		}
	}
	return nil
}

// fileGeocoding adds places to the rows of a file.
type fileGeocoding struct {
	*geocoding
	name        string
	reader      source.Reader
	columns     []string // of the file
	address, at int      // positions of columns; at is -1 where there is none
	dates       *ingest.Dates
	date1904    bool // a workbook that counts its days from 1904
	zone        *time.Location

	added   []string                    // names of the new columns
	finest  map[int]string              // by AreaSet.ID-1: code of the set's finest level
	slots   []int                       // AreaSet.ID-1 of each ward column
	rows    int64                       // written
	counts  map[diemnong.Quality]int64  // by quality
	without map[diemnong.Unplaced]int64 // of quality none, by the reason
}

// find gives the position of a column that a flag names.
func (f *fileGeocoding) find(flag, name string) (int, error) {
	if i := slices.Index(f.columns, name); i >= 0 {
		return i, nil
	}
	return 0, diemnong.InvalidValue(flag, name, "is not a column of "+f.name+".", "It has: "+strings.Join(f.columns, ", ")+".")
}

// addWards names a column for each area set.
func (f *fileGeocoding) addWards(prefix string) error {
	f.finest = map[int]string{}
	for _, set := range f.world.Catalog.Sets {
		if err := f.add(prefix + "ward_" + set.Code); err != nil {
			return err
		}
		f.slots = append(f.slots, set.ID-1)
		if n := len(set.Levels); n > 0 {
			f.finest[set.ID-1] = set.Levels[n-1].Code
		}
	}
	return nil
}

// add names a new column, and refuses one that the file has.
func (f *fileGeocoding) add(name string) error {
	if slices.Contains(f.columns, name) {
		return diemnong.InvalidValue("file", name, "is a column of "+f.name+" already.",
			"Give the new columns other names, such as with --prefix geo_.")
	}
	f.added = append(f.added, name)
	return nil
}

// place gives the cells of the new columns for a record.
func (f *fileGeocoding) place(rec *source.Record) (placed, error) {
	if rec.Fault != nil {
		return placed{}, lineFault(rec, rec.Fault.Column, rec.Fault.Value, rec.Fault.Reason)
	}
	q := geocode.Query{Text: rec.Fields[f.address]}
	if f.at >= 0 {
		var err error
		if q.At, err = timeOf(f.columns[f.at], rec.Fields[f.at], f.dates, f.zone, f.date1904); err != nil {
			return placed{}, fmt.Errorf("line %d: %w", rec.Line, err)
		}
	}
	if strings.TrimSpace(q.Text) == "" {
		return f.nowhere(diemnong.UnplacedNoAddress), nil
	}
	answer := f.geocoder.Geocode(q)
	if len(answer.Candidates) == 0 || answer.Candidates[0].Quality == diemnong.QualityNone {
		return f.nowhere(answer.Unplaced), nil
	}
	return f.cells(&answer.Candidates[0]), nil
}

// nowhere are the cells of an address without a place.
func (f *fileGeocoding) nowhere(reason diemnong.Unplaced) placed {
	cells := make([]string, len(f.added))
	cells[2] = diemnong.QualityNone.String()
	return placed{cells, diemnong.QualityNone, reason}
}

// placed is a place as cells of the new columns.
type placed struct {
	cells    []string
	quality  diemnong.Quality
	unplaced diemnong.Unplaced
}

func (f *fileGeocoding) cells(c *geocode.Candidate) placed {
	number := func(v float64, digits int) string { return strconv.FormatFloat(v, 'f', digits, 64) }
	cells := append(make([]string, 0, len(f.added)),
		number(c.Point.Lat, 7), number(c.Point.Lon, 7), c.Quality.String(), number(c.RadiusM, 0), number(c.Score, 3))
	for _, slot := range f.slots {
		ward := ""
		if c.Score >= ingest.AcceptPoint {
			ward = f.ward(c.Areas, slot)
		}
		cells = append(cells, ward)
	}
	return placed{cells: cells, quality: c.Quality}
}

// ward is the code of the area in a set, if it is of the finest level: a
// district is no ward.
func (f *fileGeocoding) ward(areas []int32, slot int) string {
	if slot >= len(areas) {
		return ""
	}
	u, ok := f.world.Atlas.Area(areas[slot])
	if !ok || u.Level != f.finest[slot] {
		return ""
	}
	return u.Code
}

// lineFault names the line of a record that cannot be read.
func lineFault(rec *source.Record, column, value, reason string) error {
	return fmt.Errorf("line %d: %w", rec.Line, diemnong.InvalidValue(cmp.Or(column, "row"), value, reason, "Mend the file; nothing was written."))
}

// report says what was written.
func (f *fileGeocoding) report(a *app, out string, took time.Duration) {
	fmt.Fprintf(a.out, "%s: %s addresses", f.name, thousands(f.rows))
	if s := took.Seconds(); s > 0 {
		fmt.Fprintf(a.out, ", %.1f s, %s addresses/s", s, thousands(int64(float64(f.rows)/s)))
	}
	fmt.Fprint(a.out, "\n  quality   ")
	for _, q := range diemnong.Qualities() {
		fmt.Fprintf(a.out, " %s %s", q, thousands(f.counts[q]))
	}
	fmt.Fprintln(a.out)
	if f.counts[diemnong.QualityNone] > 0 {
		fmt.Fprint(a.out, "  none      ")
		for _, u := range diemnong.UnplacedReasons() {
			if n := f.without[u]; n > 0 {
				fmt.Fprintf(a.out, " %s %s", u, thousands(n))
			}
		}
		fmt.Fprintln(a.out)
	}
	fmt.Fprintln(a.out, "Written to", out)
}
