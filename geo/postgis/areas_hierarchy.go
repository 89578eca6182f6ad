package postgis

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
)

// wholeShare is the part of an area that must lie in its parent for it not to
// be reported: neighbouring files rarely draw the same border twice.
const wholeShare = .99

// rankedLevel is a level with what decides its rank.
type rankedLevel struct {
	code string
	rank int     // 0 for the level that this import made
	mean float64 // m² of its areas on average
}

// order gives the levels of the set their ranks, from 1 for the coarsest.
// Levels that the set had keep their order; a new one goes before the first
// that has smaller areas on average.
func (w *areaWriter) order(ctx context.Context) error {
	rows, err := w.tx.Query(ctx, w.db.sql(`
		select l.code, l.rank, coalesce((
			select avg(ST_Area(a.geom::geography)) from diemnong.area a where a.set_id = l.set_id and a.level = l.code), 0)
		from diemnong.area_level l where l.set_id = $1 order by l.rank, l.code`), w.report.Set)
	if err != nil {
		return fmt.Errorf("order area levels: %w", err)
	}
	levels, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (l rankedLevel, err error) {
		return l, row.Scan(&l.code, &l.rank, &l.mean)
	})
	if err != nil {
		return fmt.Errorf("order area levels: %w", err)
	}
	w.ranked = nil
	for _, l := range w.sorted(levels) {
		w.ranked = append(w.ranked, l.code)
	}
	return w.exec(ctx, "order area levels", `
		update diemnong.area_level l set rank = o.rank from unnest($2::text[]) with ordinality as o (code, rank)
		where l.set_id = $1 and l.code = o.code`, w.report.Set, w.ranked)
}

// sorted moves the imported level to its place among the others, which come by rank.
func (w *areaWriter) sorted(levels []rankedLevel) []rankedLevel {
	at := slices.IndexFunc(levels, func(l rankedLevel) bool { return l.code == w.in.Level.Code })
	own := levels[at]
	others := slices.Delete(levels, at, at+1)
	switch {
	case w.in.Rank > 0:
		at = min(w.in.Rank-1, len(others))
	case own.rank == 0:
		if at = slices.IndexFunc(others, func(l rankedLevel) bool { return l.mean < own.mean }); at < 0 {
			at = len(others)
		}
	}
	return slices.Insert(others, at, own)
}

// connect gives areas their parents: those of the imported level by code
// where the file names one, otherwise by where they lie; those of finer levels
// anew by where they lie when they have none or when the imported level is nearer
// to them than the parent they have.
func (w *areaWriter) connect(ctx context.Context) error {
	if err := w.connectByCode(ctx); err != nil {
		return err
	}
	own := slices.Index(w.ranked, w.in.Level.Code)
	for child := max(own, 1); child < len(w.ranked); child++ {
		ids, err := w.unconnected(ctx, child, own)
		if err != nil {
			return err
		}
		for parent := child - 1; parent >= 0 && len(ids) > 0; parent-- {
			if ids, err = w.connectByPlace(ctx, ids, parent); err != nil {
				return err
			}
		}
	}
	if own == 0 {
		return nil
	}
	return w.findOrphans(ctx)
}

// connectByCode sets the parents of the imported level that the file names, and
// clears its others, as well as those of areas that are no longer coarser.
func (w *areaWriter) connectByCode(ctx context.Context) error {
	set, level := w.report.Set, w.in.Level.Code
	err := w.exec(ctx, "clear parents", `
		update diemnong.area a set parent_id = null
		from diemnong.area p, diemnong.area_level own, diemnong.area_level above
		where a.set_id = $1 and p.id = a.parent_id
		and (own.set_id, own.code) = (a.set_id, a.level) and (above.set_id, above.code) = (p.set_id, p.level)
		and (a.level = $2 or above.rank >= own.rank)`, set, level)
	if err != nil {
		return err
	}
	coarser := w.ranked[:slices.Index(w.ranked, level)]
	found, err := w.tx.Exec(ctx, w.db.sql(`
		update diemnong.area a set parent_id = p.id
		from diemnong.area_draft d, diemnong.area p
		where a.set_id = $1 and a.level = $2 and d.code = a.code
		and p.set_id = $1 and p.code = d.parent and p.level = any($3)`), set, level, coarser)
	if err != nil {
		return fmt.Errorf("find parents by code: %w", err)
	}
	w.report.ByCode = int(found.RowsAffected())
	if len(coarser) == 0 {
		return nil
	}
	w.report.UnknownParents, err = w.codes(ctx, `
		select distinct d.parent collate "C" from diemnong.area_draft d where d.parent <> '' and not exists (
			select from diemnong.area p where p.set_id = $1 and p.code = d.parent and p.level = any($2))
		order by 1`, set, coarser)
	return err
}

// unconnected lists the areas of a level that need a parent by place: those
// without one and, below the imported level, those whose parent is farther up.
func (w *areaWriter) unconnected(ctx context.Context, child, own int) ([]int32, error) {
	rows, err := w.tx.Query(ctx, w.db.sql(`
		select a.id from diemnong.area a left join diemnong.area p on p.id = a.parent_id
		where a.set_id = $1 and a.level = $2 and (p.id is null or $3 and p.level = any($4)) order by a.id`),
		w.report.Set, w.ranked[child], child > own, w.ranked[:own])
	if err != nil {
		return nil, fmt.Errorf("find areas without a parent: %w", err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int32])
	if err != nil {
		return nil, fmt.Errorf("find areas without a parent: %w", err)
	}
	return ids, nil
}

// connectByPlace gives areas a parent of a level and returns those that have none there.
func (w *areaWriter) connectByPlace(ctx context.Context, ids []int32, parent int) ([]int32, error) {
	rows, err := w.tx.Query(ctx, w.db.file("areas_parent"), ids, w.report.Set, w.ranked[parent])
	if err != nil {
		return nil, fmt.Errorf("find parents by place: %w", err)
	}
	var id int32
	var s AreaStray
	found := make(map[int32]bool)
	_, err = pgx.ForEachRow(rows, []any{&id, &s.Code, &s.Parent, &s.Share}, func() error {
		found[id] = true
		if s.Share < wholeShare {
			w.report.Strays = append(w.report.Strays, s)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("find parents by place: %w", err)
	}
	w.report.ByPlace += len(found)
	slices.SortFunc(w.report.Strays, func(a, b AreaStray) int { return cmp.Or(cmp.Compare(a.Share, b.Share), cmp.Compare(a.Code, b.Code)) })
	return slices.DeleteFunc(ids, func(id int32) bool { return found[id] }), nil
}

// findOrphans lists the imported areas that no coarser one holds.
func (w *areaWriter) findOrphans(ctx context.Context) (err error) {
	w.report.Orphans, err = w.codes(ctx, `
		select code from diemnong.area where set_id = $1 and level = $2 and parent_id is null order by code collate "C"`,
		w.report.Set, w.in.Level.Code)
	return err
}

// codes runs a statement that gives codes.
func (w *areaWriter) codes(ctx context.Context, statement string, args ...any) ([]string, error) {
	rows, err := w.tx.Query(ctx, w.db.sql(statement), args...)
	if err != nil {
		return nil, fmt.Errorf("find areas without a parent: %w", err)
	}
	codes, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("find areas without a parent: %w", err)
	}
	return codes, nil
}
