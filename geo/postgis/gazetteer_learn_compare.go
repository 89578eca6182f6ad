package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
	"github.com/diemnong/diemnong/geo/geocode/vntext"
)

// comparePortion is how many streets one transaction compares.
const comparePortion = 200

// compareStreets compares the points of the streets that changed, each street
// once: in the midst of many complaints, a street with many of them would be
// compared again with every portion.
func (l *Learner) compareStreets(ctx context.Context, report *LearnReport) error {
	for streets := comparePortion; streets == comparePortion; {
		var doubted int64
		err := l.db.inTx(ctx, pgx.TxOptions{}, func(tx pgx.Tx) (err error) {
			streets, doubted, err = l.db.compareSome(ctx, tx)
			return err
		})
		if err != nil {
			return err
		}
		report.Doubted += doubted
	}
	return nil
}

// compareSome takes streets off the list, and gives how many they were and how
// many of their points are no longer used, or used again.
func (db *DB) compareSome(ctx context.Context, tx pgx.Tx) (streets int, doubted int64, err error) {
	if _, err := db.learnState(ctx, tx, "for update of g"); err != nil {
		return 0, 0, err
	}
	rows, err := tx.Query(ctx, db.sql(`
		delete from diemnong.gazetteer_unchecked where street_key = any(array(
			select street_key from diemnong.gazetteer_unchecked order by street_key limit $1)) returning street_key`), comparePortion)
	if err != nil {
		return 0, 0, fmt.Errorf("take streets to compare: %w", err)
	}
	keys, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return 0, 0, fmt.Errorf("take streets to compare: %w", err)
	}
	byStreet, err := db.streetPoints(ctx, tx, keys)
	if err != nil {
		return 0, 0, err
	}
	var out, in []int64
	for _, points := range byStreet {
		out, in = compareStreet(points, out, in)
	}
	return len(keys), int64(len(out) + len(in)), db.storeComparison(ctx, tx, out, in)
}

// compareStreet appends the points of a street that turn out to be outliers,
// and those that no longer are.
func compareStreet(points []streetPoint, out, in []int64) (newOut, newIn []int64) {
	was := make(map[int64]bool, len(points))
	for _, p := range points {
		was[p.id] = p.outlier
	}
	markOutliers(points)
	for _, p := range points {
		switch {
		case p.outlier && !was[p.id]:
			out = append(out, p.id)
		case !p.outlier && was[p.id]:
			in = append(in, p.id)
		}
	}
	return out, in
}

// streetPoints reads the learned points of streets, without those that are not
// used for another reason than their neighbours.
func (db *DB) streetPoints(ctx context.Context, tx pgx.Tx, keys []string) (map[string][]streetPoint, error) {
	rows, err := tx.Query(ctx, db.sql(`
		select street_key, id, number, ST_X(geom), ST_Y(geom), rejected is not null from diemnong.gazetteer_address
		where complaint_id is not null and street_key = any($1) and (rejected is null or rejected = $2)`), keys, reasonOutlier)
	if err != nil {
		return nil, fmt.Errorf("read points of streets: %w", err)
	}
	byStreet := map[string][]streetPoint{}
	var key, number string
	var p streetPoint
	if _, err := pgx.ForEachRow(rows, []any{&key, &p.id, &number, &p.at.Lon, &p.at.Lat, &p.outlier}, func() error {
		p.head = gazetteer.ParseNumber(number).Head
		byStreet[key] = append(byStreet[key], p)
		return nil
	}); err != nil {
		return nil, fmt.Errorf("read points of streets: %w", err)
	}
	return byStreet, nil
}

func (db *DB) storeComparison(ctx context.Context, tx pgx.Tx, out, in []int64) error {
	if len(out)+len(in) == 0 {
		return nil
	}
	for _, change := range []struct {
		ids    []int64
		reason any
	}{{out, reasonOutlier}, {in, nil}} {
		if _, err := tx.Exec(ctx, db.sql(`update diemnong.gazetteer_address set rejected = $2 where id = any($1)`), change.ids, change.reason); err != nil {
			return fmt.Errorf("store comparison of points: %w", err)
		}
	}
	if _, err := tx.Exec(ctx, db.sql(`update diemnong.gazetteer set learned_news = true`)); err != nil {
		return fmt.Errorf("store comparison of points: %w", err)
	}
	return nil
}

// streetKey is what two spellings of a street's name have in common.
func streetKey(name string) string {
	var text vntext.Text
	text.Read(name)
	key, _ := gazetteer.AppendStreetKey(nil, nil, text.Tokens)
	return string(key)
}
