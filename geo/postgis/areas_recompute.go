package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
)

// recomputeBatch is how many complaints one transaction looks at: enough that
// its fixed cost does not count, and locked for less than a second.
const recomputeBatch = 10_000

// areaFlags are the flags that follow from areas.
const areaFlags = diemnong.FlagAreaContradicts | diemnong.FlagAreaSplit | diemnong.FlagOutsideCity

// RecomputeAreas gives all complaints the areas and flags that follow from the
// boundaries and crosswalks as they are now, and raises the revision for those
// that change. It works in batches of its own transactions, so it can be broken
// off and begun again; when the areas are changed meanwhile, it begins again
// by itself. progress, which may be nil, is called after each batch.
func (db *DB) RecomputeAreas(ctx context.Context, progress func(done, total int64)) (changed int64, err error) {
	if progress == nil {
		progress = func(int64, int64) {}
	}
	r := recomputer{db: db, progress: progress}
	for again := true; again; {
		if again, err = r.pass(ctx); err != nil {
			return r.changed, explainWrite("recompute areas", err)
		}
	}
	return r.changed, nil
}

type recomputer struct {
	db       *DB
	progress func(done, total int64)
	changed  int64

	atlas    *area.Atlas
	revision diemnong.Revision // of the atlas
	places   []int32           // scratch
}

// pass goes through all complaints once; stale tells that the areas changed on the way.
func (r *recomputer) pass(ctx context.Context) (stale bool, err error) {
	if err := r.load(ctx); err != nil {
		return false, err
	}
	var total, done int64
	if err := r.db.Pool.QueryRow(ctx, r.db.sql(`select count(*) from diemnong.complaint`)).Scan(&total); err != nil {
		return false, fmt.Errorf("count complaints: %w", err)
	}
	for last, n := int64(0), recomputeBatch; n == recomputeBatch; {
		if stale, last, n, err = r.batch(ctx, last); err != nil || stale {
			return stale, err
		}
		done += int64(n)
		r.progress(done, max(total, done))
	}
	return false, nil
}

// load reads the atlas and the revision that it belongs to.
func (r *recomputer) load(ctx context.Context) error {
	return r.db.inTx(ctx, snapshotTx, func(tx pgx.Tx) (err error) {
		if r.revision, err = r.db.areasRevision(ctx, tx); err != nil {
			return err
		}
		r.atlas, err = r.db.loadAtlas(ctx, tx)
		return err
	})
}

// areasRevision is that of the newest change of the areas.
func (db *DB) areasRevision(ctx context.Context, q querier) (revision diemnong.Revision, err error) {
	err = q.QueryRow(ctx, db.sql(`
		select coalesce(max(revision), 0) from diemnong.revision where scope = 'areas'`)).Scan(&revision)
	if err != nil {
		return 0, fmt.Errorf("read revision of areas: %w", err)
	}
	return revision, nil
}

// batch recomputes the complaints that follow the one with the ID last. It is
// tried again when it collides with an import of complaints.
func (r *recomputer) batch(ctx context.Context, last int64) (stale bool, newLast int64, n int, err error) {
	for attempt := 1; ; attempt++ {
		var moved []movedComplaint
		err = r.db.inTx(ctx, pgx.TxOptions{}, func(tx pgx.Tx) error {
			now, err := r.db.areasRevision(ctx, tx)
			if stale = now != r.revision; err != nil || stale {
				return err
			}
			if moved, newLast, n, err = r.look(ctx, tx, last); err != nil || len(moved) == 0 {
				return err
			}
			return r.store(ctx, tx, moved)
		})
		if err == nil {
			r.changed += int64(len(moved))
		}
		if err == nil || attempt == writeAttempts || !collided(err) {
			return stale, newLast, n, err
		}
	}
}

// movedComplaint is what changes of a complaint.
type movedComplaint struct {
	id    int64
	areas []int32
	flags diemnong.Flags
}

// look finds out which complaints of a batch change, and locks all of them.
func (r *recomputer) look(ctx context.Context, tx pgx.Tx, last int64) (moved []movedComplaint, newLast int64, n int, err error) {
	rows, err := tx.Query(ctx, r.db.sql(`
		select id, coalesce(stated_area_id, 0), flags, areas, ST_X(geom), ST_Y(geom)
		from diemnong.complaint where id > $1 order by id limit $2 for no key update`), last, recomputeBatch)
	if err != nil {
		return nil, 0, 0, fmt.Errorf("read complaints: %w", err)
	}
	var c storedComplaint
	newLast = last
	_, err = pgx.ForEachRow(rows, []any{&c.id, &c.stated, &c.flags, &c.areas, &c.lon, &c.lat}, func() error {
		newLast, n = c.id, n+1
		if areas, flags := r.place(&c); flags != c.flags || !sameAreas(areas, c.areas) {
			moved = append(moved, movedComplaint{c.id, append([]int32(nil), areas...), flags})
		}
		return nil
	})
	if err != nil {
		return nil, 0, 0, fmt.Errorf("read complaints: %w", err)
	}
	return moved, newLast, n, nil
}

// storedComplaint is what areas follow from, and the areas as stored.
type storedComplaint struct {
	id       int64
	stated   int32
	flags    diemnong.Flags
	areas    []*int32
	lon, lat *float64 // nil without a point
}

// place gives a complaint's areas and flags. Without a point, the flag that it
// lies outside the city stays: it tells of a point that was refused.
func (r *recomputer) place(c *storedComplaint) ([]int32, diemnong.Flags) {
	if c.lon == nil {
		areas, split := r.atlas.Resolve(c.stated)
		flags := c.flags &^ (diemnong.FlagAreaContradicts | diemnong.FlagAreaSplit)
		if split {
			flags |= diemnong.FlagAreaSplit
		}
		return areas, flags
	}
	p := geo.Point{Lon: *c.lon, Lat: *c.lat}
	r.places = r.atlas.Locate(p, r.places)
	flags := c.flags &^ areaFlags
	if lastKnown(r.places) == 0 {
		flags |= diemnong.FlagOutsideCity
	}
	if _, exists := r.atlas.Area(c.stated); exists && !r.atlas.Contains(c.stated, p) {
		flags |= diemnong.FlagAreaContradicts
	}
	return r.places, flags
}

// lastKnown is how many areas are left when the unknown ones at the end are cut off.
func lastKnown(areas []int32) int {
	n := len(areas)
	for n > 0 && areas[n-1] == 0 {
		n--
	}
	return n
}

// sameAreas compares computed with stored areas; a missing one is unknown.
func sameAreas(areas []int32, stored []*int32) bool {
	for i := range max(len(areas), len(stored)) {
		var a, s int32
		if i < len(areas) {
			a = areas[i]
		}
		if i < len(stored) && stored[i] != nil {
			s = *stored[i]
		}
		if a != s {
			return false
		}
	}
	return true
}

// store writes the changes of a batch and raises the revision for them.
func (r *recomputer) store(ctx context.Context, tx pgx.Tx, moved []movedComplaint) error {
	ids, flags, areas := make([]int64, len(moved)), make([]int16, len(moved)), make([]string, len(moved))
	for i, m := range moved {
		ids[i], flags[i], areas[i] = m.id, int16(m.flags), arrayLiteral(m.areas)
	}
	if _, err := tx.Exec(ctx, r.db.sql(`
		update diemnong.complaint c set areas = m.areas::integer[], flags = m.flags
		from unnest($1::bigint[], $2::text[], $3::smallint[]) as m (id, areas, flags)
		where c.id = m.id`), ids, areas, flags); err != nil {
		return fmt.Errorf("store areas of complaints: %w", err)
	}
	return r.db.recordChange(ctx, tx, "complaints", ids)
}
