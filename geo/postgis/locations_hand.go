package postgis

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/ingest"
)

// Relocate puts a complaint where an operator says: at a point (quality point),
// or in an area (quality area). The place before is kept, and the history says
// that it was relocated. From then on no import and no retry moves it; only
// another call does. Saying the same again changes nothing.
//
// It fails with [diemnong.NotFound] when there is no such complaint, with
// [diemnong.Invalid] for a point outside the city's bounds and an area that is
// not known, and with [diemnong.Conflict] when another writer holds it.
func (db *DB) Relocate(ctx context.Context, id int64, to diemnong.Location, l *ingest.Locator) error {
	if err := checkHand(to, l); err != nil {
		return err
	}
	err := db.inTx(ctx, pgx.TxOptions{}, func(tx pgx.Tx) error { return db.relocate(ctx, tx, id, to, l) })
	if err != nil && collided(err) {
		err = &diemnong.Error{
			Code: diemnong.Conflict, Field: "id", Value: strconv.FormatInt(id, 10), Message: "Somebody else is changing this complaint.",
			Hint: "Look at it again, and repeat the change if it is still needed.", Err: err,
		}
	}
	if err != nil {
		return explainWrite("relocate complaint", err)
	}
	return nil
}

// handTimeout is how long a call waits for another writer, such as an
// import whose batch holds the complaint.
const handTimeout = "2s"

// checkHand refuses what cannot be a place here.
func checkHand(to diemnong.Location, l *ingest.Locator) error {
	switch to.Quality {
	case diemnong.QualityPoint:
		if b := l.Bounds; !b.IsZero() && !b.Contains(to.Lon, to.Lat) {
			return diemnong.InvalidValue("lon", fmt.Sprint(to.Lon, ", ", to.Lat), "lies outside the city.",
				fmt.Sprintf("The city lies between %v, %v and %v, %v.", b.West, b.South, b.East, b.North))
		}
	case diemnong.QualityArea:
		if _, ok := l.Places.ByRef(to.Area); !ok {
			return diemnong.InvalidValue("area", to.Area.String(), "is not known here.", "Write it as set:code, such as hcmc-2025-07:26740.")
		}
	default:
		return diemnong.InvalidValue("location", to.Quality.String(), "is no place.", "Give a point or an area.")
	}
	return nil
}

func (db *DB) relocate(ctx context.Context, tx pgx.Tx, id int64, to diemnong.Location, l *ingest.Locator) error {
	if _, err := tx.Exec(ctx, `select set_config('lock_timeout', $1, true)`, handTimeout); err != nil {
		return fmt.Errorf("bound the wait: %w", err)
	}
	var old located
	err := old.scan(tx.QueryRow(ctx, db.sql(`select `+locatedColumns+` from diemnong.complaint c where c.id = $1 for update`), id))
	if errors.Is(err, pgx.ErrNoRows) {
		return &diemnong.Error{
			Code: diemnong.NotFound, Field: "id", Value: strconv.FormatInt(id, 10), Message: "There is no such complaint.",
			Hint: "It may have been removed; /api/v1/complaints lists what there is.",
		}
	}
	if err != nil {
		return fmt.Errorf("read complaint: %w", err)
	}
	row := old.row(l.Places)
	row.Complaint.Flags &^= diemnong.FlagAddressContradicts // an operator has looked at the address
	k := &row.Complaint.Location
	if k.Method = diemnong.MethodOperator; to.Quality == diemnong.QualityPoint {
		k.Lon, k.Lat, k.Quality = to.Lon, to.Lat, diemnong.QualityPoint
	} else {
		k.Area = to.Area
	}
	if err := l.Locate(&row); err != nil {
		return err
	}
	if old.isAt(&row) {
		return nil
	}
	m := mover{db: db, tx: tx}
	if err := m.move(ctx, []ingest.Row{row}); err != nil {
		return err
	}
	_, err = db.recordComplaints(ctx, tx, []int64{id})
	return err
}

// isAt reports whether an operator has put the complaint there before.
func (l *located) isAt(r *ingest.Row) bool {
	k := &r.Complaint.Location
	return l.place.Method == diemnong.MethodOperator && l.place.Quality == k.Quality && l.statedID == r.StatedArea &&
		(k.Quality == diemnong.QualityArea || l.place.Lon == k.Lon && l.place.Lat == k.Lat)
}
