package postgis

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
)

// CrosswalkReport tells what the import of a crosswalk did.
type CrosswalkReport struct {
	Links       int      // from one area to another
	Split       int      // areas that have several successors
	Undecided   []string // of these, codes of those whose main successor neither a mark nor a share tells; the smallest code was taken
	UnknownFrom []string // codes in the file that the one set does not have
	UnknownTo   []string // … and that the other does not have
	Missing     []string // codes of areas of the finest level that have no successor
}

// ImportCrosswalk replaces the links from one area set to another, in one
// transaction. Rows whose codes are unknown are left out and told. The main
// successor is the one that is marked, or that has the largest share, or the
// only one. Complaints keep the areas that they have until [DB.RecomputeAreas].
//
// It fails with [diemnong.NotFound] when there is no such set, and with
// [diemnong.Invalid] when no row fits the two sets.
func (db *DB) ImportCrosswalk(ctx context.Context, from, to string, rows []area.Passage) (r CrosswalkReport, err error) {
	if from == to {
		return r, diemnong.InvalidValue("to", to, "is the set that the crosswalk comes from.", "Name two different sets.")
	}
	err = db.inTx(ctx, pgx.TxOptions{}, func(tx pgx.Tx) error {
		w := crosswalkWriter{db: db, tx: tx}
		if err := w.load(ctx, from, to); err != nil {
			return err
		}
		if err := w.match(rows); err != nil {
			return err
		}
		r = w.report
		return w.store(ctx)
	})
	if err != nil {
		return CrosswalkReport{}, explainWrite("import crosswalk", err)
	}
	return r, nil
}

// codedSet is a set with its areas by code.
type codedSet struct {
	diemnong.AreaSet
	ids    map[string]int32
	finest []string // codes of the finest level
}

type crosswalkWriter struct {
	db       *DB
	tx       pgx.Tx
	sets     []codedSet
	from, to *codedSet
	links    []area.Link
	report   CrosswalkReport
}

// load reads the codes of all sets: those that are not asked for help to say
// what went wrong.
func (w *crosswalkWriter) load(ctx context.Context, from, to string) error {
	if _, err := w.tx.Exec(ctx, w.db.sql(`lock table diemnong.area_set in share row exclusive mode`)); err != nil {
		return fmt.Errorf("lock area sets: %w", err)
	}
	sets, err := w.db.loadSets(ctx, w.tx)
	if err != nil {
		return err
	}
	at := make(map[int]*codedSet, len(sets))
	w.sets = make([]codedSet, len(sets))
	for i, s := range sets {
		w.sets[i] = codedSet{AreaSet: s, ids: make(map[string]int32)}
		at[s.ID] = &w.sets[i]
	}
	rows, err := w.tx.Query(ctx, w.db.sql(`select set_id, id, code, level from diemnong.area order by code collate "C"`))
	if err != nil {
		return fmt.Errorf("read area codes: %w", err)
	}
	var set int
	var id int32
	var code, level string
	if _, err = pgx.ForEachRow(rows, []any{&set, &id, &code, &level}, func() error {
		s := at[set]
		s.ids[code] = id
		if level == s.Levels[len(s.Levels)-1].Code {
			s.finest = append(s.finest, code)
		}
		return nil
	}); err != nil {
		return fmt.Errorf("read area codes: %w", err)
	}
	if w.from, err = w.set("from", from); err != nil {
		return err
	}
	w.to, err = w.set("to", to)
	return err
}

func (w *crosswalkWriter) set(field, code string) (*codedSet, error) {
	var codes []string
	for i := range w.sets {
		if w.sets[i].Code == code {
			return &w.sets[i], nil
		}
		codes = append(codes, w.sets[i].Code)
	}
	return nil, &diemnong.Error{
		Code: diemnong.NotFound, Field: field, Value: code, Message: "is not an area set.",
		Hint: "Import its areas first. There are: " + cmp.Or(strings.Join(codes, ", "), "none") + ".",
	}
}

// match turns rows into links. Rows that say the same twice count once, with
// their shares added up.
func (w *crosswalkWriter) match(rows []area.Passage) error {
	unknownFrom, unknownTo := map[string]bool{}, map[string]bool{}
	byFrom := make(map[string]map[string]area.Link)
	for _, p := range rows {
		f, knownFrom := w.from.ids[p.From]
		t, knownTo := w.to.ids[p.To]
		if !knownFrom {
			unknownFrom[p.From] = true
		}
		if !knownTo {
			unknownTo[p.To] = true
		}
		if !knownFrom || !knownTo {
			continue
		}
		if byFrom[p.From] == nil {
			byFrom[p.From] = make(map[string]area.Link)
		}
		old := byFrom[p.From][p.To]
		byFrom[p.From][p.To] = area.Link{From: f, To: t, Share: min(old.Share+p.Share, 1), Main: old.Main || p.Main}
	}
	w.report.UnknownFrom = slices.Sorted(maps.Keys(unknownFrom))
	w.report.UnknownTo = slices.Sorted(maps.Keys(unknownTo))
	if len(byFrom) == 0 {
		return w.noneFits(rows)
	}
	for _, code := range slices.Sorted(maps.Keys(byFrom)) {
		w.addLinks(code, byFrom[code])
	}
	for _, code := range w.from.finest {
		if byFrom[code] == nil {
			w.report.Missing = append(w.report.Missing, code)
		}
	}
	return nil
}

// addLinks adds the links of one area and settles which is the main one.
func (w *crosswalkWriter) addLinks(code string, to map[string]area.Link) {
	codes := slices.Sorted(maps.Keys(to))
	order := func(a, b string) int { // the main one first
		return cmp.Or(-cmpBool(to[a].Main, to[b].Main), cmp.Compare(to[b].Share, to[a].Share))
	}
	slices.SortStableFunc(codes, order)
	if len(codes) > 1 {
		w.report.Split++
		if order(codes[0], codes[1]) == 0 {
			w.report.Undecided = append(w.report.Undecided, code)
		}
	}
	for i, c := range codes {
		l := to[c]
		l.Main = i == 0
		w.links = append(w.links, l)
	}
	w.report.Links += len(codes)
}

func cmpBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// noneFits tells to which sets the codes of the file would fit better.
func (w *crosswalkWriter) noneFits(rows []area.Passage) error {
	best := func(code func(area.Passage) string) string {
		fits, name := 0, "no area set"
		for _, s := range w.sets {
			n := 0
			for _, p := range rows {
				if _, ok := s.ids[code(p)]; ok {
					n++
				}
			}
			if n > fits {
				fits, name = n, s.Code
			}
		}
		return fmt.Sprintf("%s (%d of %d rows)", name, fits, len(rows))
	}
	return &diemnong.Error{
		Code: diemnong.Invalid, Message: fmt.Sprintf("No row of the crosswalk leads from an area of %s to one of %s.", w.from.Code, w.to.Code),
		Hint: fmt.Sprintf("Its old codes fit best to %s, its new codes to %s: check --from, --to, --from-code and --to-code.",
			best(func(p area.Passage) string { return p.From }), best(func(p area.Passage) string { return p.To })),
	}
}

// store replaces the links between the two sets.
func (w *crosswalkWriter) store(ctx context.Context) error {
	if _, err := w.tx.Exec(ctx, w.db.sql(`
		delete from diemnong.area_crosswalk c using diemnong.area a
		where a.id = c.from_id and a.set_id = $1 and c.to_set_id = $2`), w.from.ID, w.to.ID); err != nil {
		return fmt.Errorf("delete old links: %w", err)
	}
	_, err := w.tx.CopyFrom(ctx, pgx.Identifier{w.db.Schema, "area_crosswalk"}, []string{"from_id", "to_id", "to_set_id", "share", "main"},
		pgx.CopyFromSlice(len(w.links), func(i int) ([]any, error) {
			l := w.links[i]
			return []any{l.From, l.To, int16(w.to.ID), orNull(l.Share), l.Main}, nil
		}))
	if err != nil {
		return fmt.Errorf("store links: %w", err)
	}
	return w.db.recordChange(ctx, w.tx, "areas", nil)
}
