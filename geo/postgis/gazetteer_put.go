package postgis

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// GazetteerReport says what an import of a gazetteer's source stored.
type GazetteerReport struct {
	Streets, Addresses, Places, Features int64
	Parts                                int64 // pieces of streets, split by the areas that they cross
	Removed                              int64 // entries of the source's earlier import, all of which made room
	Version                              int64 // of the gazetteer since
}

// PutGazetteer makes the entries of a source what the batches say, in one
// transaction: an error of the iterator, or of the entries, leaves all as it
// was. A batch may be reused once the next one is asked for; memory does not
// grow with their number.
//
// It fails with [diemnong.Invalid] when an entry cannot be stored or a Ref
// occurs twice among entries of one type, and with [diemnong.Unavailable] when
// the server is away or full. An import of areas waits until it is done.
func (db *DB) PutGazetteer(ctx context.Context, src gazetteer.Source, entries iter.Seq2[*gazetteer.Batch, error]) (GazetteerReport, error) {
	if err := checkSource(src); err != nil {
		return GazetteerReport{}, err
	}
	w := gazetteerWriter{db: db}
	err := db.inTx(ctx, pgx.TxOptions{}, func(tx pgx.Tx) error {
		w.tx, w.report = tx, GazetteerReport{}
		return w.replace(ctx, src, entries)
	})
	if err != nil {
		return GazetteerReport{}, explainWrite("import gazetteer "+src.Code, explainGazetteer(err))
	}
	return w.report, nil
}

// explainGazetteer tells of a Ref that occurs twice.
func explainGazetteer(err error) error {
	var pg *pgconn.PgError
	if !errors.As(err, &pg) || pg.Code != "23505" || !strings.HasPrefix(pg.ConstraintName, "gazetteer_") {
		return err
	}
	return &diemnong.Error{
		Code: diemnong.Invalid, Field: "ref", Value: keyValue(pg.Detail), Message: "occurs twice in the " + pg.TableName + " of the source.",
		Hint: "Give each entry an identity of its own, or leave the column out.", Err: err,
	}
}

// keyValue is the Ref in the server's words on a key, "Key (source_id,
// source_ref)=(1, way/5) already exists."; empty when they are others.
func keyValue(detail string) string {
	_, values, _ := strings.Cut(detail, ")=(")
	_, ref, _ := strings.Cut(values, ", ")
	if end := strings.LastIndexByte(ref, ')'); end >= 0 {
		return ref[:end]
	}
	return ""
}

// gazetteerWriter is one import in one transaction.
type gazetteerWriter struct {
	db     *DB
	tx     pgx.Tx
	source int16
	report GazetteerReport
	space  []byte // reused by each COPY
}

func (w *gazetteerWriter) replace(ctx context.Context, src gazetteer.Source, entries iter.Seq2[*gazetteer.Batch, error]) error {
	if err := w.lockAreas(ctx); err != nil {
		return err
	}
	if err := w.putSource(ctx, src); err != nil {
		return err
	}
	if err := w.clear(ctx); err != nil {
		return err
	}
	for batch, err := range entries {
		if err != nil {
			return err
		}
		if err := w.copy(ctx, batch); err != nil {
			return err
		}
	}
	var err error
	if w.report.Parts, err = w.db.splitStreets(ctx, w.tx, w.source, 0); err != nil {
		return err
	}
	if w.report.Version, err = w.db.raiseGazetteer(ctx, w.tx); err != nil {
		return err
	}
	return w.db.startLearning(ctx, w.tx)
}

// lockAreas keeps imports of areas out until the end: one that went between
// would split the streets that it sees and not those of this transaction. It
// comes before everything else, as in such an import, so that neither waits for
// the other in turn.
func (w *gazetteerWriter) lockAreas(ctx context.Context) error {
	if _, err := w.tx.Exec(ctx, sourceSettings); err != nil { // reading a file between batches takes what it takes
		return fmt.Errorf("lift time limits: %w", err)
	}
	if _, err := w.tx.Exec(ctx, w.db.sql(`lock table diemnong.area_set in row exclusive mode`)); err != nil {
		return fmt.Errorf("lock area sets: %w", err)
	}
	return nil
}

// putSource finds or makes the source. Its row stays locked, so that two
// imports of it follow each other.
func (w *gazetteerWriter) putSource(ctx context.Context, src gazetteer.Source) error {
	err := w.tx.QueryRow(ctx, w.db.sql(`
		insert into diemnong.gazetteer_source as old (code, name, kind, attribution, weight)
		values ($1, $2, $3, $4, $5)
		on conflict (code) do update set name = excluded.name, kind = excluded.kind,
			attribution = excluded.attribution, weight = excluded.weight, imported_at = now()
		returning id`), src.Code, cmp.Or(src.Name, src.Code), string(src.Kind), src.Attribution, cmp.Or(src.Weight, 1)).Scan(&w.source)
	if err != nil {
		return fmt.Errorf("store source %s: %w", src.Code, err)
	}
	return nil
}

// clear deletes what the source gave before; the parts of its streets go with them.
func (w *gazetteerWriter) clear(ctx context.Context) (err error) {
	w.report.Removed, err = w.db.clearSource(ctx, w.tx, w.source)
	return err
}

// clearSource deletes the entries of a source and gives their number.
func (db *DB) clearSource(ctx context.Context, tx pgx.Tx, source int16) (removed int64, err error) {
	for _, statement := range []string{
		`delete from diemnong.gazetteer_street where source_id = $1`,
		`delete from diemnong.gazetteer_address where source_id = $1`,
		`delete from diemnong.gazetteer_place where source_id = $1`,
		`delete from diemnong.gazetteer_feature where source_id = $1`,
	} {
		tag, err := tx.Exec(ctx, db.sql(statement), source)
		if err != nil {
			return 0, fmt.Errorf("delete earlier entries: %w", err)
		}
		removed += tag.RowsAffected()
	}
	return removed, nil
}

// splitStreets makes the parts of streets that cross areas: of one source and
// by one set, where these are not 0. It gives their number.
func (db *DB) splitStreets(ctx context.Context, tx pgx.Tx, source int16, set int) (int64, error) {
	if _, err := tx.Exec(ctx, `select set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)`); err != nil {
		return 0, fmt.Errorf("choose plans: %w", err)
	}
	tag, err := tx.Exec(ctx, db.file("gazetteer_parts"), orNull(source), orNull(int16(set)))
	if err != nil {
		return 0, fmt.Errorf("split streets by areas: %w", err)
	}
	return tag.RowsAffected(), nil
}

// raiseGazetteer makes a new version known. It comes last in tx, because it
// holds a lock until the commit.
func (db *DB) raiseGazetteer(ctx context.Context, tx pgx.Tx) (version int64, err error) {
	err = tx.QueryRow(ctx, db.sql(`
		with raised as (update diemnong.gazetteer set version = version + 1 returning version)
		select version from raised, lateral (select pg_notify('diemnong.gazetteer', version::text)) as bell`)).Scan(&version)
	if err != nil {
		return 0, fmt.Errorf("raise version of the gazetteer: %w", err)
	}
	return version, nil
}
