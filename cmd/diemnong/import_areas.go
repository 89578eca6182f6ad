package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/postgis"
)

type importAreasCmd struct {
	File string `arg:"" help:"GeoJSON file with the areas of one level, in longitude and latitude." type:"path"`

	Set         string `required:"" help:"Code of the area set, such as hcmc-2025-07; made when it does not exist." placeholder:"CODE"`
	Level       string `required:"" help:"Code of the level, such as ward; what the set has of this level is replaced." placeholder:"CODE"`
	SetName     string `help:"Name of the set."`
	SetNameEN   string `name:"set-name-en" help:"English name of the set."`
	LevelName   string `help:"Name of the level."`
	LevelNameEN string `name:"level-name-en" help:"English name of the level."`
	ValidFrom   string `help:"First day on which the set holds." placeholder:"YYYY-MM-DD"`
	ValidTo     string `help:"First day on which the set no longer holds." placeholder:"YYYY-MM-DD"`
	Approximate bool   `help:"The outlines are not official ones; maps say so."`
	Attribution string `help:"Line that maps with these outlines show."`
	Rank        int    `help:"Place of the level in the set, 1 for the coarsest; default by the size of its areas." placeholder:"N"`

	Code       string `help:"Property with the code; guessed by default, as are the following." placeholder:"PROPERTY"`
	Name       string `help:"Property with the name." placeholder:"PROPERTY"`
	NameEN     string `name:"name-en" help:"Property with the English name." placeholder:"PROPERTY"`
	Parent     string `help:"Property with the code of the area of a coarser level that holds it; found by place by default." placeholder:"PROPERTY"`
	Population string `help:"Property with the number of residents." placeholder:"PROPERTY"`
	AreaKM2    string `name:"area-km2" help:"Property with the official area in km²." placeholder:"PROPERTY"`
	Label      string `help:"Property with [longitude, latitude] of a place for the name." placeholder:"PROPERTY"`

	Bounds      string `help:"Refuse areas outside west,south,east,north; default the bounds of the city." placeholder:"W,S,E,N"`
	NoRecompute bool   `help:"Leave the complaints in the areas they had; run \"diemnong areas recompute\" later."`
}

// Run reads the file, replaces the level and moves the complaints.
func (c importAreasCmd) Run(ctx context.Context, a *app) (err error) {
	in, err := c.areaImport()
	if err != nil {
		return err
	}
	bounds, err := c.bounds()
	if err != nil {
		return err
	}
	if err := checkInput(c.File); err != nil { // before a database is started for nothing
		return err
	}
	db, done, err := a.openDB(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	city, hasCity, err := db.City(ctx)
	if err != nil {
		return err
	}
	var used area.Fields
	if in.Areas, used, err = c.read(cmp.Or(bounds, city.Bounds)); err != nil {
		return err
	}
	report, err := db.ReplaceAreas(ctx, in)
	if err != nil {
		return stoppedHere(ctx, "nothing was changed", fmt.Errorf("%s: %w", filepath.Base(c.File), err))
	}
	printAreaReport(a.out, filepath.Base(c.File), in, used, report)
	if !hasCity {
		if err := c.makeCity(ctx, a, db, cmp.Or(bounds, extentOf(in.Areas))); err != nil {
			return err
		}
	} else {
		warnOfBounds(a.out, city, in.Areas)
	}
	if c.NoRecompute {
		fmt.Fprintln(a.out, "Complaints keep their areas until: diemnong areas recompute")
		return nil
	}
	return stoppedHere(ctx, areasStored, recomputeAreas(ctx, a, db))
}

// areasStored is how things are between storing areas and moving the complaints.
const areasStored = "the areas are stored, and complaints keep theirs until: diemnong areas recompute"

// areaImport is what the flags say, without the areas.
func (c importAreasCmd) areaImport() (in postgis.AreaImport, err error) {
	in.Set = diemnong.AreaSet{
		Code: c.Set, Name: c.SetName, NameEN: c.SetNameEN, Approximate: c.Approximate, Attribution: c.Attribution,
	}
	in.Level = diemnong.Level{Code: c.Level, Name: c.LevelName, NameEN: c.LevelNameEN}
	if in.Rank = c.Rank; c.Rank < 0 {
		return in, diemnong.InvalidValue("rank", fmt.Sprint(c.Rank), "is not a place.", "Give 1 for the coarsest level, 2 for the next.")
	}
	if in.Set.ValidFrom, err = parseDay("valid-from", c.ValidFrom); err != nil {
		return in, err
	}
	in.Set.ValidTo, err = parseDay("valid-to", c.ValidTo)
	return in, err
}

// parseDay reads a date; the zero time for none.
func parseDay(flag, s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	day, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return time.Time{}, diemnong.InvalidValue(flag, s, "is not a day.", "Write it like 2025-07-01.")
	}
	return day, nil
}

func (c importAreasCmd) bounds() (diemnong.Bounds, error) {
	if c.Bounds == "" {
		return diemnong.Bounds{}, nil
	}
	return parseBounds(c.Bounds)
}

func (c importAreasCmd) read(within diemnong.Bounds) (drafts []area.Draft, used area.Fields, err error) {
	file, err := os.Open(c.File)
	if err != nil {
		return nil, used, missingFile(c.File, err)
	}
	defer file.Close() // only read
	drafts, used, err = area.ReadGeoJSON(file, area.Fields{
		Code: c.Code, Name: c.Name, NameEN: c.NameEN, Parent: c.Parent,
		Population: c.Population, AreaKM2: c.AreaKM2, Label: c.Label,
	}, within)
	if err != nil {
		return nil, used, fmt.Errorf("%s: %w", filepath.Base(c.File), err)
	}
	return drafts, used, nil
}

func missingFile(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return &diemnong.Error{
			Code: diemnong.NotFound, Field: "FILE", Value: path, Message: "does not exist.", Hint: "Check the path.", Err: err,
		}
	}
	return fmt.Errorf("open %s: %w", path, err)
}

// makeCity makes the city of a schema that has none, with what the import
// tells of it: a code from that of the set, and bounds.
func (c importAreasCmd) makeCity(ctx context.Context, a *app, db *postgis.DB, bounds diemnong.Bounds) error {
	code, _, _ := strings.Cut(c.Set, "-")
	err := db.SetCity(ctx, diemnong.City{
		Code: code, Name: code, NameEN: code, TimeZone: a.TimeZone, Bounds: bounds, Attribution: c.Attribution,
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "The schema had no city: made %s in time zone %s with bounds %g,%g,%g,%g.\n"+
		"Give it its name and, if need be, its time zone: diemnong city --name … --name-en … --zone …\n",
		code, a.TimeZone, bounds.West, bounds.South, bounds.East, bounds.North)
	return nil
}

// extentOf is a box around the areas with a margin of a twentieth, in whole
// hundredths of a degree.
func extentOf(areas []area.Draft) diemnong.Bounds {
	b := boundOf(areas)
	margin := max(b.Max[0]-b.Min[0], b.Max[1]-b.Min[1])/20 + .01
	down := func(v float64) float64 { return math.Floor(v*100) / 100 }
	up := func(v float64) float64 { return math.Ceil(v*100) / 100 }
	return diemnong.Bounds{
		West: max(down(b.Min[0]-margin), -180), South: max(down(b.Min[1]-margin), -85),
		East: min(up(b.Max[0]+margin), 180), North: min(up(b.Max[1]+margin), 85),
	}
}

func boundOf(areas []area.Draft) orb.Bound {
	b := areas[0].Outline.Bound()
	for _, d := range areas[1:] {
		b = b.Union(d.Outline.Bound())
	}
	return b
}
