package postgis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// StoredSource is a source of the gazetteer and what it gave.
type StoredSource struct {
	gazetteer.Source
	Public     bool // whether answers may repeat its entries
	ImportedAt time.Time

	Streets, Addresses, Places, Features int64
	Rejected                             int64 // address points beside Addresses that are not used
}

// GazetteerSources lists the sources by code. It counts all entries, which
// takes some tenths of a second for a million.
func (db *DB) GazetteerSources(ctx context.Context) ([]StoredSource, error) {
	rows, err := db.Pool.Query(ctx, db.sql(`
		select s.code, s.name, s.kind, s.attribution, s.weight, s.public, s.imported_at,
			(select count(*) from diemnong.gazetteer_street e where e.source_id = s.id),
			coalesce(a.used, 0), coalesce(a.rejected, 0),
			(select count(*) from diemnong.gazetteer_place e where e.source_id = s.id),
			(select count(*) from diemnong.gazetteer_feature e where e.source_id = s.id)
		from diemnong.gazetteer_source s left join (
			select source_id, count(*) filter (where rejected is null) as used, count(rejected) as rejected
			from diemnong.gazetteer_address group by source_id) a on a.source_id = s.id
		order by s.code collate "C"`))
	if err != nil {
		return nil, explainRead(ctx, "list sources of the gazetteer", err)
	}
	sources, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (s StoredSource, err error) {
		err = row.Scan(&s.Code, &s.Name, &s.Kind, &s.Attribution, &s.Weight, &s.Public, &s.ImportedAt,
			&s.Streets, &s.Addresses, &s.Rejected, &s.Places, &s.Features)
		return s, err
	})
	if err != nil {
		return nil, explainRead(ctx, "list sources of the gazetteer", err)
	}
	return sources, nil
}

// DeleteGazetteerSource removes a source with all its entries and gives their
// number. It fails with [diemnong.NotFound] when there is none of that code, and
// with [diemnong.Invalid] for what was learned: [DB.ForgetLearned] is for that.
func (db *DB) DeleteGazetteerSource(ctx context.Context, code string) (removed int64, err error) {
	if code == learnedSource {
		return 0, diemnong.InvalidValue("source", code, "is what was learned from complaints.",
			"To forget it: diemnong gazetteer forget")
	}
	err = db.inTx(ctx, pgx.TxOptions{}, func(tx pgx.Tx) error {
		var id int16
		err := tx.QueryRow(ctx, db.sql(`select id from diemnong.gazetteer_source where code = $1 for update`), code).Scan(&id)
		if errors.Is(err, pgx.ErrNoRows) {
			return &diemnong.Error{
				Code: diemnong.NotFound, Field: "source", Value: code, Message: "gave nothing to the gazetteer.",
				Hint: "To see what there is: diemnong gazetteer list",
			}
		}
		if err != nil {
			return err
		}
		if removed, err = db.clearSource(ctx, tx, id); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, db.sql(`delete from diemnong.gazetteer_source where id = $1`), id); err != nil {
			return err
		}
		if _, err := db.raiseGazetteer(ctx, tx); err != nil {
			return err
		}
		return db.startLearning(ctx, tx)
	})
	if err != nil {
		return 0, explainWrite("remove source "+code, err)
	}
	return removed, nil
}

// PutAreaAlias stores another name of an area. The area need not exist: an
// import may bring it later. A name that is stored already changes nothing.
func (db *DB) PutAreaAlias(ctx context.Context, a gazetteer.AreaAlias) error {
	if err := checkAlias(a); err != nil {
		return err
	}
	return db.changeAliases(ctx, `insert into diemnong.area_alias (set_code, area_code, alias) values ($1, $2, $3) on conflict do nothing`, a)
}

// DeleteAreaAlias removes another name of an area. It fails with
// [diemnong.NotFound] when the area has no such name.
func (db *DB) DeleteAreaAlias(ctx context.Context, a gazetteer.AreaAlias) error {
	err := db.changeAliases(ctx, `delete from diemnong.area_alias where (set_code, area_code, alias) = ($1, $2, $3)`, a)
	if errors.Is(err, errNothingChanged) {
		return &diemnong.Error{
			Code: diemnong.NotFound, Field: "alias", Value: a.Alias, Message: fmt.Sprintf("is no other name of %s:%s.", a.Set, a.Code),
			Hint: "To see those there are: diemnong gazetteer alias",
		}
	}
	return err
}

var errNothingChanged = errors.New("nothing changed")

// changeAliases runs a statement and raises the version if it did something.
func (db *DB) changeAliases(ctx context.Context, statement string, a gazetteer.AreaAlias) error {
	var tag pgconn.CommandTag
	err := db.inTx(ctx, pgx.TxOptions{}, func(tx pgx.Tx) (err error) {
		tag, err = tx.Exec(ctx, db.sql(statement), a.Set, a.Code, a.Alias)
		if err == nil && tag.RowsAffected() > 0 {
			_, err = db.raiseGazetteer(ctx, tx)
		}
		return err
	})
	if err != nil {
		return explainWrite("change names of areas", err)
	}
	if tag.Delete() && tag.RowsAffected() == 0 {
		return errNothingChanged
	}
	return nil
}

// AreaAliases lists the other names of areas by set, code and name.
func (db *DB) AreaAliases(ctx context.Context) ([]gazetteer.AreaAlias, error) {
	rows, err := db.Pool.Query(ctx, db.sql(`select set_code, area_code, alias from diemnong.area_alias
		order by set_code collate "C", area_code collate "C", alias collate "C"`))
	if err != nil {
		return nil, explainRead(ctx, "list other names of areas", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[gazetteer.AreaAlias])
	if err != nil {
		return nil, explainRead(ctx, "list other names of areas", err)
	}
	return list, nil
}

func checkAlias(a gazetteer.AreaAlias) error {
	for field, value := range map[string]string{"set": a.Set, "code": a.Code, "alias": a.Alias} {
		if value == "" || !goodText(value) {
			return diemnong.InvalidValue(field, value, "is not a text that can be stored.", "Give it in UTF-8, with at least one letter.")
		}
	}
	return nil
}
