package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/ingest"
)

// EnsureCatalog creates the sources, groups, categories and agencies that do
// not exist yet. What exists is left as it is: people may have corrected names.
func (db *DB) EnsureCatalog(ctx context.Context, d ingest.Definitions) error {
	err := db.inTx(ctx, pgx.TxOptions{}, func(tx pgx.Tx) error {
		w := batchWriter{db: db, tx: tx}
		created, err := w.resolveCodes(ctx, &d)
		if err != nil || !created {
			return err
		}
		return db.recordChange(ctx, tx, "catalog", nil)
	})
	if err != nil {
		return explainWrite("write catalogue", err)
	}
	return nil
}

// catalogCodes translates codes to ids.
type catalogCodes struct {
	sources, groups, categories, agencies map[string]int16
}

// resolveCodes reads the ids of all codes, creates what the definitions add,
// and checks that the rows name nothing else. created tells whether anything
// was new.
func (w *batchWriter) resolveCodes(ctx context.Context, d *ingest.Definitions) (created bool, err error) {
	if w.codes, err = w.readCodes(ctx); err != nil {
		return false, err
	}
	if missing := w.codes.missing(d); !missing.Empty() {
		if err := w.define(ctx, &missing); err != nil {
			return false, err
		}
		created = true
		if w.codes, err = w.readCodes(ctx); err != nil {
			return false, err
		}
	}
	return created, w.checkCodes()
}

func (w *batchWriter) readCodes(ctx context.Context) (*catalogCodes, error) {
	rows, err := w.tx.Query(ctx, w.db.sql(`
		select 0, code, id from diemnong.source union all
		select 1, code, id from diemnong.category_group union all
		select 2, code, id from diemnong.category union all
		select 3, code, id from diemnong.agency`))
	if err != nil {
		return nil, fmt.Errorf("read catalogue: %w", err)
	}
	tables := [4]map[string]int16{{}, {}, {}, {}}
	var table int
	var code string
	var id int16
	if _, err := pgx.ForEachRow(rows, []any{&table, &code, &id}, func() error {
		tables[table][code] = id
		return nil
	}); err != nil {
		return nil, fmt.Errorf("read catalogue: %w", err)
	}
	return &catalogCodes{tables[0], tables[1], tables[2], tables[3]}, nil
}

// missing is the part of the definitions that is not stored.
func (c *catalogCodes) missing(d *ingest.Definitions) ingest.Definitions {
	return ingest.Definitions{
		Sources:    without(c.sources, d.Sources, func(s ingest.Source) string { return s.Code }),
		Groups:     without(c.groups, d.Groups, func(g diemnong.Group) string { return g.Code }),
		Categories: without(c.categories, d.Categories, func(k diemnong.Category) string { return k.Code }),
		Agencies:   without(c.agencies, d.Agencies, func(a diemnong.Agency) string { return a.Code }),
	}
}

// without keeps the first entry of each code that known does not have.
func without[T any](known map[string]int16, entries []T, code func(T) string) []T {
	var out []T
	seen := map[string]bool{}
	for _, e := range entries {
		k := code(e)
		if _, ok := known[k]; !ok && !seen[k] {
			out = append(out, e)
		}
		seen[k] = true
	}
	return out
}

// define inserts definitions. Another writer may do the same at the same time:
// whoever comes second waits for the first and then finds it done.
func (w *batchWriter) define(ctx context.Context, d *ingest.Definitions) error {
	if err := checkDefinitions(d); err != nil {
		return err
	}
	batch := &pgx.Batch{}
	for _, s := range d.Sources {
		batch.Queue(w.db.sql(`insert into diemnong.source (code, name) values ($1, $2) on conflict do nothing`), s.Code, s.Name)
	}
	for _, g := range d.Groups {
		batch.Queue(w.db.sql(`insert into diemnong.category_group (code, name, name_en) values ($1, $2, $3)
			on conflict do nothing`), g.Code, g.Name, g.NameEN)
	}
	for _, k := range d.Categories {
		batch.Queue(w.db.sql(`insert into diemnong.category (group_id, code, name, name_en)
			select id, $2, $3, $4 from diemnong.category_group where code = $1 on conflict do nothing`),
			k.Group, k.Code, k.Name, k.NameEN)
	}
	for _, a := range d.Agencies {
		batch.Queue(w.db.sql(`insert into diemnong.agency (code, name, name_en, valid_from, valid_to)
			values ($1, $2, $3, $4, $5) on conflict do nothing`),
			a.Code, a.Name, a.NameEN, orNull(a.ValidFrom), orNull(a.ValidTo))
	}
	for _, a := range d.Agencies {
		if a.Successor != "" { // in a second round, when all are there
			batch.Queue(w.db.sql(`update diemnong.agency a set successor_id = s.id
				from diemnong.agency s where a.code = $1 and s.code = $2`), a.Code, a.Successor)
		}
	}
	if err := w.tx.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("create catalogue entries: %w", err)
	}
	return nil
}

func checkDefinitions(d *ingest.Definitions) error {
	check := func(field, code string) error {
		if !diemnong.ValidCode(code) {
			return diemnong.InvalidValue(field, code, "is not a code.",
				"A code has 1 to 64 letters, digits, '-', '_' or '.'.")
		}
		return nil
	}
	for _, s := range d.Sources {
		if err := check("source", s.Code); err != nil {
			return err
		}
	}
	for _, g := range d.Groups {
		if err := check("group", g.Code); err != nil {
			return err
		}
	}
	for _, k := range d.Categories {
		if err := check("category", k.Code); err != nil {
			return err
		}
	}
	for _, a := range d.Agencies {
		if err := check("agency", a.Code); err != nil {
			return err
		}
	}
	return nil
}

// checkCodes refuses rows that name what the catalogue does not have.
func (w *batchWriter) checkCodes() error {
	for i := range w.rows {
		c := &w.rows[i].Complaint
		if _, ok := w.codes.sources[c.Source]; !ok {
			return unknownCode("source", c.Source)
		}
		if _, ok := w.codes.categories[c.Category]; !ok {
			return unknownCode("category", c.Category)
		}
		if _, ok := w.codes.agencies[c.Agency]; !ok && c.Agency != "" {
			return unknownCode("agency", c.Agency)
		}
	}
	return nil
}

func unknownCode(field, code string) error {
	return diemnong.InvalidValue(field, code, "is not known here.", "/api/v1/meta lists what there is.")
}
