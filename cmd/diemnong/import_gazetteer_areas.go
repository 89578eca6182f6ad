package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/geocode/source"
	"github.com/diemnong/diemnong/geo/postgis"
)

// importAreas makes an area set of an extract's administrative boundaries, each
// level as "import areas" would, but all of them or none.
func (c importGazetteerCmd) importAreas(ctx context.Context, a *app, db *postgis.DB, file *source.File, codes map[string]string) error {
	levels, report, err := file.Areas(ctx, c.osmAreas.Code)
	if err != nil {
		return err
	}
	printLeftOut(a.out, report)
	if levels, err = chosen(levels, codes); err != nil {
		return err
	}
	as := importAreasCmd{
		Set: c.Set, Attribution: cmp.Or(c.Attribution, osmAttribution), ValidFrom: c.ValidFrom, ValidTo: c.ValidTo,
	}
	imports := make([]postgis.AreaImport, len(levels))
	for i, l := range levels {
		as.Level = cmp.Or(codes[strconv.Itoa(l.Level)], fmt.Sprintf("level-%d", l.Level))
		as.Rank = i + 1
		if imports[i], err = as.areaImport(); err != nil {
			return ownFlags(err)
		}
		imports[i].Areas = l.Areas
	}
	stored, err := db.ReplaceLevels(ctx, imports)
	if err != nil {
		return ownFlags(err)
	}
	for i, in := range imports {
		printAreaReport(a.out, filepath.Base(c.File), in, c.areaFields(), stored[i])
	}
	if err = c.cityOf(ctx, a, db, as, levels); err == nil {
		err = recomputeAreas(ctx, a, db)
	}
	return stoppedHere(ctx, areasStored+"; of the gazetteer nothing was changed", err)
}

// ownFlags names the flags of this command in an error that speaks of those of
// "import areas".
func ownFlags(err error) error {
	var told *diemnong.Error
	if !errors.As(err, &told) || told.Code != diemnong.Invalid {
		return err
	}
	switch told.Field {
	case "code":
		told.Hint = "Codes are unique in a set, and no level was stored: give each admin_level the code that the set has for it, " +
			"such as --area-levels 6=district,8=ward, or import into a set of its own with --area-set."
	case "set", "valid-from", "valid-to":
		told.Field = "area-" + told.Field
	}
	return told // what wraps it has its words already
}

// areaFields are the tags that areas were read from, for the report.
func (c importGazetteerCmd) areaFields() area.Fields {
	return area.Fields{Code: cmp.Or(c.osmAreas.Code, "number of the relation"), Name: "name", NameEN: "name:en", Population: "population"}
}

// cityOf makes a city where the schema has none, with the extent of its
// coarsest areas.
func (c importGazetteerCmd) cityOf(ctx context.Context, a *app, db *postgis.DB, as importAreasCmd, levels []source.AreaLevel) error {
	if _, has, err := db.City(ctx); err != nil || has {
		return err
	}
	return as.makeCity(ctx, a, db, extentOf(levels[0].Areas))
}

// chosen are the levels that are wanted; all where none is named.
func chosen(levels []source.AreaLevel, codes map[string]string) (some []source.AreaLevel, err error) {
	var has []string
	for _, l := range levels {
		number := strconv.Itoa(l.Level)
		has = append(has, number)
		if _, wanted := codes[number]; wanted || len(codes) == 0 {
			some = append(some, l)
		}
	}
	if len(some) == 0 || len(codes) > len(some) {
		e := diemnong.Errorf(diemnong.Invalid, "The extract does not have all the administrative areas that are asked for whole and within the bounds.")
		e.Field, e.Hint = "area-levels", "It has those of admin_level: "+strings.Join(has, ", ")+"."
		if len(has) == 0 {
			e.Hint = "It has none at all."
		}
		return nil, e
	}
	return some, nil
}
