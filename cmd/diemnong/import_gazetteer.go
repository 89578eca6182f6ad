package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
	"github.com/diemnong/diemnong/geo/geocode/source"
	"github.com/diemnong/diemnong/geo/ingest"
	"github.com/diemnong/diemnong/geo/postgis"
)

type importGazetteerCmd struct {
	File string `arg:"" help:"OpenStreetMap extract (.osm.pbf), GeoJSON of streets or points, or CSV." type:"path"`

	Source      string  `help:"Code of the source; what it gave before is replaced. Default osm for an extract, else the name of the file." placeholder:"CODE"`
	Name        string  `help:"Name of the source."`
	Attribution string  `help:"Line that its licence asks for; default that of OpenStreetMap for an extract."`
	Weight      float32 `help:"How much its address points count beside those of other sources, above 0, up to 1." default:"1" placeholder:"N"`
	Format      string  `help:"pbf, geojson or csv, where the name of the file does not tell."`
	Encoding    string  `help:"Of a CSV file: utf-8, utf-16le, utf-16be or windows-1258, where it is not recognised."`
	Delimiter   string  `help:"Of a CSV file: character between columns, or tab, where it is not recognised." placeholder:"C"`
	Rejects     string  `help:"Of a CSV file: also write the rows that are left out to this CSV file, with line, column, value and reason." type:"path" placeholder:"FILE"`
	AllowBad    bool    `help:"Of a CSV file: import what can be used even if more than half cannot."`
	Bounds      string  `help:"Leave out what lies outside west,south,east,north; default the bounds of the city." placeholder:"W,S,E,N"`

	Lat          string `help:"Column with the latitude; guessed by default, as are the following." placeholder:"COLUMN"`
	Lon          string `help:"Column with the longitude." placeholder:"COLUMN"`
	Street       string `help:"Column or property with the street." placeholder:"COLUMN"`
	Number       string `help:"Column or property with the house number." placeholder:"COLUMN"`
	NameColumn   string `help:"Column or property with the name of a place; of a line, of its street." placeholder:"COLUMN"`
	Address      string `help:"Column with the whole address in one text." placeholder:"COLUMN"`
	WeightColumn string `help:"Column with the weight of an address point, above 0, up to 1." placeholder:"COLUMN"`
	Kind         string `help:"Column or property with the kind of a place or the class of a street." placeholder:"COLUMN"`

	osmAreas `embed:"" prefix:"area-"`
}

// osmAttribution is what the licence of OpenStreetMap's data, ODbL 1.0, asks for.
const osmAttribution = "© OpenStreetMap contributors"

// Run reads the file and replaces what its source gave before.
func (c importGazetteerCmd) Run(ctx context.Context, a *app) (err error) {
	levels, err := c.osmAreas.check()
	if err != nil {
		return err
	}
	bounds, err := importAreasCmd{Bounds: c.Bounds}.bounds()
	if err != nil {
		return err
	}
	if err := c.checkFile(bounds); err != nil { // before a database is started for nothing
		return err
	}
	var rejects *rejectsFile
	if c.Rejects != "" {
		if rejects, err = createRejects(c.Rejects); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, rejects.end(a.out, err)) }()
	}
	db, done, err := a.openDB(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	city, _, err := db.City(ctx)
	if err != nil {
		return err
	}
	progress := newImportProgress(a)
	defer progress.end()
	teacher := &teacher{ctx: ctx, db: db, a: a}
	file, err := source.Open(c.File, source.Options{
		Format: c.Format, Encoding: c.Encoding, Delimiter: c.Delimiter, Bounds: cmp.Or(bounds, city.Bounds), Columns: c.columns(),
		Learn: teacher.learn, AllowBad: c.AllowBad, OnReject: rejects.add(),
		OnProgress: func(p source.Progress) {
			progress.show(ingest.Progress{Done: p.Done, Total: p.Total, Rows: p.Entries})
		},
	})
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(c.File), err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if rejects != nil {
		rejects.columns = file.Columns()
	}
	if c.Set != "" {
		if err := c.importAreas(ctx, a, db, file, levels); err != nil {
			return stoppedHere(ctx, "nothing was changed", fmt.Errorf("%s: %w", filepath.Base(c.File), err))
		}
	}
	nothing := "nothing was changed"
	if c.Set != "" {
		nothing = "the areas are stored, of the gazetteer nothing was changed"
	}
	return stoppedHere(ctx, nothing, c.importEntries(ctx, a, db, file, progress))
}

// checkFile refuses a file that cannot be read, or whose columns do not do.
func (c importGazetteerCmd) checkFile(bounds diemnong.Bounds) error {
	if err := checkInput(c.File); err != nil {
		return err
	}
	file, err := source.Open(c.File, source.Options{
		Format: c.Format, Encoding: c.Encoding, Delimiter: c.Delimiter, Bounds: bounds, Columns: c.columns(),
	})
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(c.File), err)
	}
	defer file.Close() // only read
	if c.Rejects != "" && (file.Columns() == nil || sameFile(c.Rejects, c.File)) {
		return diemnong.InvalidValue("rejects", c.Rejects, "is for the rows of a CSV file, and is not that file.", "Leave it out, or name another file.")
	}
	if c.Set != "" && file.Kind() != gazetteer.SourceOSM {
		return diemnong.InvalidValue("area-set", c.Set, "is for OpenStreetMap files (.osm.pbf).", "Other files: diemnong import areas FILE.geojson")
	}
	return nil
}

func (c importGazetteerCmd) columns() source.Columns {
	return source.Columns{
		Lat: c.Lat, Lon: c.Lon, Street: c.Street, Number: c.Number, Name: c.NameColumn,
		Address: c.Address, Weight: c.WeightColumn, Kind: c.Kind,
	}
}

func (c importGazetteerCmd) importEntries(ctx context.Context, a *app, db *postgis.DB, file *source.File, progress *importProgress) error {
	src := c.source(file)
	stored, err := db.PutGazetteer(ctx, src, file.Batches(ctx))
	progress.end()
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(c.File), err)
	}
	printGazetteerReport(a.out, filepath.Base(c.File), src, file.Report(), stored)
	return nil
}

// source describes where the entries come from.
func (c importGazetteerCmd) source(file *source.File) gazetteer.Source {
	name := filepath.Base(c.File)
	src := gazetteer.Source{
		Code: cmp.Or(c.Source, strings.ToLower(strings.TrimSuffix(name, filepath.Ext(name)))),
		Name: cmp.Or(c.Name, name), Kind: file.Kind(), Attribution: c.Attribution, Weight: c.Weight,
	}
	if src.Kind == gazetteer.SourceOSM {
		src.Code, src.Name = cmp.Or(c.Source, "osm"), cmp.Or(c.Name, "OpenStreetMap")
		src.Attribution = cmp.Or(c.Attribution, osmAttribution)
	}
	return src
}

// teacher reads whole addresses with what the city knows already. It loads
// that when the first address comes: most files have none.
type teacher struct {
	ctx      context.Context
	db       *postgis.DB
	a        *app
	geocoder *geocode.Geocoder
	err      error
}

func (t *teacher) learn(text string, p geo.Point) (gazetteer.Address, error) {
	if t.geocoder == nil && t.err == nil {
		t.geocoder, t.err = t.load()
	}
	if t.err != nil {
		return gazetteer.Address{}, t.err
	}
	return t.geocoder.Learn(text, t.a.now(), p)
}

func (t *teacher) load() (*geocode.Geocoder, error) {
	atlas, err := t.db.LoadAtlas(t.ctx)
	if err != nil {
		return nil, err
	}
	known, err := t.db.LoadGazetteer(t.ctx)
	if err != nil {
		return nil, err
	}
	return geocode.New(atlas, known), nil
}

// osmAreas says which administrative areas of an extract become an area set.
type osmAreas struct {
	Set       string   `help:"Also import the extract's administrative boundaries, as this area set." placeholder:"CODE"`
	Levels    []string `help:"Which of them, by admin_level, coarse to fine, perhaps with the code of the level: 6=district,8=ward; default all." placeholder:"N=CODE,…"`
	Code      string   `help:"Tag with the code of an area; default the number of its relation." placeholder:"TAG"`
	ValidFrom string   `help:"First day on which the set holds." placeholder:"YYYY-MM-DD"`
	ValidTo   string   `help:"First day on which the set no longer holds." placeholder:"YYYY-MM-DD"`
}

// check reads the levels: admin_level → code. It refuses what says nothing
// without a set.
func (o osmAreas) check() (levels map[string]string, err error) {
	if o.Set == "" && (len(o.Levels) > 0 || o.Code+o.ValidFrom+o.ValidTo != "") {
		return nil, diemnong.InvalidValue("area-set", "", "is missing.", "Name the area set that the boundaries are to become.")
	}
	levels = make(map[string]string)
	for _, l := range o.Levels {
		number, code, named := strings.Cut(l, "=")
		if !named {
			code = "level-" + number
		}
		if len(number) == 0 || len(number) > 2 || strings.Trim(number, "0123456789") != "" || !diemnong.ValidCode(code) {
			return nil, diemnong.InvalidValue("area-levels", l, "is not a level.", "Give an admin_level with or without a code, such as 8 or 8=ward.")
		}
		levels[number] = code
	}
	return levels, nil
}
