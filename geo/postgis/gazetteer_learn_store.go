package postgis

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// storeLearnedPoints makes the learned address points of a page's complaints
// what they are now, and notes the streets whose points have to be compared.
func (db *DB) storeLearnedPoints(ctx context.Context, tx pgx.Tx, page learnPage, points []learnedPoint, did *LearnReport) error {
	stored, err := db.storedPoints(ctx, tx, page)
	if err != nil {
		return err
	}
	changed, fresh := map[string]bool{}, []learnedPoint(nil)
	for i := range points {
		p := &points[i]
		was, there := stored[p.complaint]
		if there && p.staysForgotten(&was) {
			delete(stored, p.complaint)
			continue
		}
		if p.key = streetKey(p.street); p.key == "" { // nothing to learn
			continue
		}
		delete(stored, p.complaint)
		if there && !p.replaces(&was) {
			continue
		}
		if there {
			changed[was.key] = true
		}
		changed[p.key] = true
		fresh = append(fresh, *p)
	}
	for _, gone := range stored {
		changed[gone.key] = true
	}
	did.Learned, did.Removed = int64(len(fresh)), int64(len(stored))
	if err := db.putLearned(ctx, tx, fresh); err != nil {
		return err
	}
	if err := db.deleteLearned(ctx, tx, slices.Collect(maps.Keys(stored))); err != nil {
		return err
	}
	return db.noteUnchecked(ctx, tx, slices.Sorted(maps.Keys(changed)))
}

// storedPoints gives the learned address points of a page's complaints.
func (db *DB) storedPoints(ctx context.Context, tx pgx.Tx, page learnPage) (map[int64]learnedPoint, error) {
	const columns = `select complaint_id, street, street_key, number, area_set, area_code, weight, coalesce(rejected, ''), coalesce(forgotten_hash, 0), ST_X(geom), ST_Y(geom) from diemnong.gazetteer_address where `
	statement, args := columns+`complaint_id = any($1)`, []any{page.ids}
	if page.walk {
		statement, args = columns+`complaint_id > $1 and complaint_id <= $2`, []any{page.from, page.end}
	}
	rows, err := tx.Query(ctx, db.sql(statement), args...)
	if err != nil {
		return nil, fmt.Errorf("read learned addresses: %w", err)
	}
	stored := map[int64]learnedPoint{}
	var p learnedPoint
	if _, err := pgx.ForEachRow(rows, []any{&p.complaint, &p.street, &p.key, &p.number, &p.area.Set, &p.area.Code, &p.weight, &p.rejected, &p.hash, &p.at.Lon, &p.at.Lat}, func() error {
		stored[p.complaint] = p
		return nil
	}); err != nil {
		return nil, fmt.Errorf("read learned addresses: %w", err)
	}
	return stored, nil
}

// putLearned stores address points that are new or changed.
func (db *DB) putLearned(ctx context.Context, tx pgx.Tx, points []learnedPoint) error {
	if len(points) == 0 {
		return nil
	}
	source, err := db.learnedSourceID(ctx, tx)
	if err != nil {
		return err
	}
	n := len(points)
	ids, streets, keys := make([]int64, n), make([]string, n), make([]string, n)
	numbers, reasons, sets, codes := make([]string, n), make([]string, n), make([]string, n), make([]string, n)
	weights, lons, lats := make([]float32, n), make([]float64, n), make([]float64, n)
	for i := range points {
		p := &points[i]
		ids[i], streets[i], keys[i], numbers[i], reasons[i] = p.complaint, p.street, p.key, p.number, p.rejected
		sets[i], codes[i] = p.area.Set, p.area.Code
		weights[i], lons[i], lats[i] = p.weight, p.at.Lon, p.at.Lat
	}
	if _, err := tx.Exec(ctx, db.file("gazetteer_learned_put"), source, ids, streets, keys, numbers, weights, reasons, lons, lats, sets, codes); err != nil {
		return fmt.Errorf("store learned addresses: %w", err)
	}
	return nil
}

// learnedSourceID finds or makes the source of what is learned.
func (db *DB) learnedSourceID(ctx context.Context, tx pgx.Tx) (id int16, err error) {
	err = tx.QueryRow(ctx, db.sql(`
		insert into diemnong.gazetteer_source (code, name, kind, weight, public) values ($1, 'Learned from complaints', $2, $3, false)
		on conflict (code) do update set code = excluded.code returning id`),
		learnedSource, string(gazetteer.SourceComplaints), learnedWeight).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("store source %s: %w", learnedSource, err)
	}
	return id, nil
}

func (db *DB) deleteLearned(ctx context.Context, tx pgx.Tx, complaints []int64) error {
	if len(complaints) == 0 {
		return nil
	}
	if _, err := tx.Exec(ctx, db.sql(`delete from diemnong.gazetteer_address where complaint_id = any($1)`), complaints); err != nil {
		return fmt.Errorf("delete learned addresses: %w", err)
	}
	return nil
}

// noteUnchecked has the points of streets compared with each other.
func (db *DB) noteUnchecked(ctx context.Context, tx pgx.Tx, keys []string) error {
	if len(keys) == 0 {
		return nil
	}
	_, err := tx.Exec(ctx, db.sql(`
		insert into diemnong.gazetteer_unchecked (street_key) select unnest($1::text[]) on conflict do nothing`), keys)
	if err != nil {
		return fmt.Errorf("note streets to compare: %w", err)
	}
	return nil
}

// ForgetLearned takes back what was learned from complaints and gives the number
// of address points. Those of the complaints that are named stay forgotten until
// their complaint brings another address or place, whatever is imported. Without names, all are
// deleted, and only complaints that come or change later teach again, whatever is imported; [DB.LearnAgain] is
// the way back.
func (db *DB) ForgetLearned(ctx context.Context, complaints ...int64) (forgotten int64, err error) {
	err = db.inTx(ctx, pgx.TxOptions{}, func(tx pgx.Tx) error {
		if _, err := db.learnState(ctx, tx, "for update of g"); err != nil {
			return err
		}
		if forgotten, err = db.forget(ctx, tx, complaints); err != nil || forgotten == 0 {
			return err
		}
		_, err = db.raiseGazetteer(ctx, tx)
		return err
	})
	if err != nil {
		return 0, explainWrite("forget learned addresses", err)
	}
	return forgotten, nil
}

func (db *DB) forget(ctx context.Context, tx pgx.Tx, complaints []int64) (int64, error) {
	if len(complaints) > 0 {
		return db.forgetThose(ctx, tx, complaints)
	}
	tag, err := tx.Exec(ctx, db.sql(`
		delete from diemnong.gazetteer_address where complaint_id is not null and rejected is distinct from $1`), reasonForgotten)
	if err != nil {
		return 0, err
	}
	return tag.RowsAffected(), db.storeForgotten(ctx, tx)
}

// forgetThose marks the points of complaints, with the hash of what they say now.
func (db *DB) forgetThose(ctx context.Context, tx pgx.Tx, complaints []int64) (int64, error) {
	teaching, err := db.teachingComplaints(ctx, tx, complaints)
	if err != nil {
		return 0, err
	}
	ids, hashes := make([]int64, len(teaching)), make([]int64, len(teaching))
	for i := range teaching {
		ids[i], hashes[i] = teaching[i].id, teaching[i].hash()
	}
	rows, err := tx.Query(ctx, db.sql(`
		update diemnong.gazetteer_address a
		set rejected = $2, forgotten_hash = (select h.hash from unnest($3::bigint[], $4::bigint[]) as h (id, hash) where h.id = a.complaint_id)
		where a.complaint_id = any($1) and a.rejected is distinct from $2 returning a.street_key`), complaints, reasonForgotten, ids, hashes)
	if err != nil {
		return 0, err
	}
	keys, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return 0, err
	}
	return int64(len(keys)), db.noteUnchecked(ctx, tx, keys)
}
