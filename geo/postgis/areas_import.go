package postgis

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/twpayne/go-geom"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
)

// AreaImport is one level of an area set, whole.
type AreaImport struct {
	// Set names the set; its ID and Levels do not matter. A set that exists
	// keeps what is zero here.
	Set diemnong.AreaSet
	// Level names the level; empty names become the code.
	Level diemnong.Level
	// Rank is the level's place among those of the set, from 1 for the
	// coarsest. 0: a new level is placed by the mean size of its areas, one
	// that exists stays where it is.
	Rank  int
	Areas []area.Draft
}

// ReplaceAreas makes one level of an area set what the import says, in one
// transaction: the areas of the level that the import does not have are
// deleted, together with their crosswalk links, and those with equal codes
// keep their IDs, so that stored complaints stay right. Outlines that are not
// valid are repaired. Complaints keep the areas that they have until
// [DB.RecomputeAreas].
//
// It fails with [diemnong.Invalid] when an outline cannot be repaired, or when
// another level of the set has one of the codes.
func (db *DB) ReplaceAreas(ctx context.Context, in AreaImport) (AreaReport, error) {
	reports, err := db.ReplaceLevels(ctx, []AreaImport{in})
	if err != nil {
		return AreaReport{}, err
	}
	return reports[0], nil
}

// ReplaceLevels is [DB.ReplaceAreas] for several levels, all in one transaction:
// all of them are stored or none. It gives a report for each.
func (db *DB) ReplaceLevels(ctx context.Context, levels []AreaImport) (reports []AreaReport, err error) {
	for _, in := range levels {
		if err := checkImport(in); err != nil {
			return nil, err
		}
	}
	err = db.inTx(ctx, pgx.TxOptions{}, func(tx pgx.Tx) error {
		reports = nil
		for _, in := range levels {
			w := areaWriter{db: db, tx: tx, in: in}
			if err := w.replace(ctx); err != nil {
				return err
			}
			reports = append(reports, w.report)
		}
		return db.recordChange(ctx, tx, "areas", nil)
	})
	if err != nil {
		return nil, explainWrite("import areas", explainAreas(err))
	}
	return reports, nil
}

func checkImport(in AreaImport) error {
	for field, code := range map[string]string{"set": in.Set.Code, "level": in.Level.Code} {
		if !diemnong.ValidCode(code) {
			return diemnong.InvalidValue(field, code, "is not a code.", "Use 1 to 64 letters a–z, digits, '-', '_' or '.'.")
		}
	}
	if !in.Set.ValidTo.IsZero() && !in.Set.ValidFrom.Before(in.Set.ValidTo) {
		return diemnong.InvalidValue("valid-to", in.Set.ValidTo.Format("2006-01-02"), "is not after valid-from.",
			"The day it gives is the first one on which the set no longer holds.")
	}
	if len(in.Areas) == 0 {
		return diemnong.InvalidValue("areas", "", "are missing.", "A level has at least one area.")
	}
	return nil
}

// explainAreas tells which rule of the schema an import broke.
func explainAreas(err error) error {
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return err
	}
	switch pg.ConstraintName {
	case "area_set_id_check":
		return &diemnong.Error{
			Code: diemnong.Conflict, Message: fmt.Sprintf("There are %d area sets already.", area.MaxSets),
			Hint: "Delete one that is no longer needed.", Err: err,
		}
	case "area_set_check":
		return &diemnong.Error{
			Code: diemnong.Invalid, Field: "valid-to", Message: "is not after the set's valid-from.", Err: err,
		}
	}
	return err
}

// areaWriter is one import in one transaction.
type areaWriter struct {
	db     *DB
	tx     pgx.Tx
	in     AreaImport
	ranked []string // codes of the set's levels, coarse to fine
	report AreaReport
}

func (w *areaWriter) replace(ctx context.Context) error {
	for _, step := range []func(context.Context) error{
		w.putSet, w.stage, w.repair, w.putLevel, w.checkCodes, w.putAreas, w.order, w.connect, w.unstage, w.inspect, w.loadLevels, w.splitStreets,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// exec runs a statement whose words for an error are what.
func (w *areaWriter) exec(ctx context.Context, what, statement string, args ...any) error {
	if _, err := w.tx.Exec(ctx, w.db.sql(statement), args...); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// putSet finds or makes the set. The lock lets one import in at a time, so
// that the ID chosen for a new set is free. IDs do not come from the sequence,
// because that counts failed imports too and there are only 64.
func (w *areaWriter) putSet(ctx context.Context) error {
	if err := w.exec(ctx, "lock area sets", `lock table diemnong.area_set in share row exclusive mode`); err != nil {
		return err
	}
	s := w.in.Set
	err := w.tx.QueryRow(ctx, w.db.file("area_set_put"),
		s.Code, s.Name, s.NameEN, orNull(s.ValidFrom), orNull(s.ValidTo), s.Approximate, s.Attribution).Scan(&w.report.Set)
	if err != nil {
		return fmt.Errorf("store area set %s: %w", s.Code, err)
	}
	return nil
}

// stage copies the drafts into a table that is empty between imports. It is
// no temporary one, which would belong to the session and not to the city.
func (w *areaWriter) stage(ctx context.Context) error {
	columns := []string{"code", "name", "name_en", "parent", "population", "area_km2", "label", "geom"}
	_, err := w.tx.CopyFrom(ctx, pgx.Identifier{w.db.Schema, "area_draft"}, columns, pgx.CopyFromSlice(len(w.in.Areas), func(i int) ([]any, error) {
		d := &w.in.Areas[i]
		return []any{
			d.Code, d.Name, d.NameEN, d.Parent, orNull(int32(d.Population)), orNull(d.AreaKM2), labelOf(d), geomOf(d.Outline),
		}, nil
	}))
	if err != nil {
		return fmt.Errorf("stage areas: %w", err)
	}
	return nil
}

// unstage leaves the table as it was.
func (w *areaWriter) unstage(ctx context.Context) error {
	return w.exec(ctx, "unstage areas", `delete from diemnong.area_draft`)
}

// repair makes outlines valid and notes which were not.
func (w *areaWriter) repair(ctx context.Context) error {
	if err := w.exec(ctx, "check outlines", `update diemnong.area_draft set reason = ST_IsValidReason(geom) where not ST_IsValid(geom)`); err != nil {
		return err
	}
	if err := w.exec(ctx, "repair outlines", `update diemnong.area_draft
		set geom = ST_Multi(ST_CollectionExtract(ST_MakeValid(geom, 'method=structure keepcollapsed=false'), 3))
		where reason is not null`); err != nil {
		return err
	}
	rows, err := w.tx.Query(ctx, w.db.sql(`select code, reason, ST_IsEmpty(geom) or not ST_IsValid(geom) as lost
		from diemnong.area_draft where reason is not null order by code collate "C"`))
	if err != nil {
		return fmt.Errorf("repair outlines: %w", err)
	}
	var r AreaRepair
	var lost bool
	_, err = pgx.ForEachRow(rows, []any{&r.Code, &r.Reason, &lost}, func() error {
		if lost {
			return &diemnong.Error{
				Code: diemnong.Invalid, Field: "code", Value: r.Code,
				Message: "has an outline that cannot be repaired: " + r.Reason + ".", Hint: "Mend it in a GIS and import the file again.",
			}
		}
		w.report.Repaired = append(w.report.Repaired, r)
		return nil
	})
	if err != nil {
		return fmt.Errorf("repair outlines: %w", err)
	}
	return nil
}

// putLevel finds or makes the level; order gives a new one its rank.
func (w *areaWriter) putLevel(ctx context.Context) error {
	l := w.in.Level
	return w.exec(ctx, "store area level "+l.Code, `
		insert into diemnong.area_level as old (set_id, code, name, name_en, rank)
		values ($1, $2, coalesce(nullif($3, ''), $2), coalesce(nullif($4, ''), nullif($3, ''), $2), 0)
		on conflict (set_id, code) do update set
			name = coalesce(nullif($3, ''), old.name), name_en = coalesce(nullif($4, ''), old.name_en)`,
		w.report.Set, l.Code, l.Name, l.NameEN)
}

// checkCodes refuses codes that another level of the set has.
func (w *areaWriter) checkCodes(ctx context.Context) error {
	var code, level string
	err := w.tx.QueryRow(ctx, w.db.sql(`
		select a.code, a.level from diemnong.area a join diemnong.area_draft d using (code)
		where a.set_id = $1 and a.level <> $2 order by a.code collate "C" limit 1`), w.report.Set, w.in.Level.Code).Scan(&code, &level)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("check area codes: %w", err)
	}
	return &diemnong.Error{
		Code: diemnong.Invalid, Field: "code", Value: code,
		Message: fmt.Sprintf("is the code of an area of level %s of set %s.", level, w.in.Set.Code),
		Hint:    "Codes are unique in a set: check --level, or import these areas into a set of their own.",
	}
}

// putAreas replaces the level's areas by the drafts.
func (w *areaWriter) putAreas(ctx context.Context) error {
	gone, err := w.tx.Exec(ctx, w.db.sql(`
		delete from diemnong.area a where set_id = $1 and level = $2
		and not exists (select from diemnong.area_draft d where d.code = a.code)`), w.report.Set, w.in.Level.Code)
	if err != nil {
		return fmt.Errorf("delete areas: %w", err)
	}
	w.report.Removed = int(gone.RowsAffected())
	err = w.tx.QueryRow(ctx, w.db.file("areas_put"), w.report.Set, w.in.Level.Code).Scan(&w.report.Added, &w.report.Kept)
	if err != nil {
		return fmt.Errorf("store areas: %w", err)
	}
	return nil
}

// splitStreets makes the parts of streets in the set anew. The parts of other
// sets stay.
func (w *areaWriter) splitStreets(ctx context.Context) error {
	err := w.exec(ctx, "delete parts of streets", `
		delete from diemnong.gazetteer_street_part where area_id in (select id from diemnong.area where set_id = $1)`, w.report.Set)
	if err != nil {
		return err
	}
	_, err = w.db.splitStreets(ctx, w.tx, 0, w.report.Set)
	return err
}

// loadLevels notes the levels that the set now has.
func (w *areaWriter) loadLevels(ctx context.Context) error {
	set := []diemnong.AreaSet{{ID: w.report.Set}}
	err := w.db.loadLevels(ctx, w.tx, set)
	w.report.Levels = set[0].Levels
	return err
}

func labelOf(d *area.Draft) any {
	if d.Label == nil {
		return nil
	}
	return geom.NewPointFlat(geom.XY, d.Label[:]).SetSRID(srid)
}
