package postgis

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/geo/index"
)

// ChangesLimit is how many complaints may have changed for [IndexSource.Changes]
// to tell them. Beyond it a new load is the better answer: a complaint costs
// some 300 bytes here and is looked up by its id, which takes ten times as long
// as to read it with all others.
const ChangesLimit = 500_000

// changesPage is how many complaints one statement looks up: enough that its
// fixed cost does not count, little enough to be written as text.
const changesPage = 5_000

// Changes gives what became of every complaint that changed after a state,
// histories included. More than [ChangesLimit] of them are [index.ErrDiverged],
// as is a state that the database does not have, or whose changes since have
// been pruned.
func (s *IndexSource) Changes(ctx context.Context, since heat.State, world *index.World) (*index.Changes, error) {
	var changes *index.Changes
	err := s.read(ctx, "read changes", func(snap *sourceSnapshot) error {
		if err := snap.checkContinues(ctx, since); err != nil {
			return err
		}
		c := &index.Changes{State: snap.state}
		if world == nil || world.State != snap.worldState {
			w, err := snap.world(ctx)
			if err != nil {
				return err
			}
			c.World = indexWorld(w)
		}
		ids, err := snap.changedIDs(ctx, since)
		if err != nil {
			return err
		}
		for page := range slices.Chunk(ids, changesPage) {
			if err := snap.lookUp(ctx, page, c); err != nil {
				return err
			}
		}
		changes = c
		return nil
	})
	return changes, err
}

// checkContinues fails with [index.ErrDiverged] unless the database has the
// state and knows every change after it. That revisions are dense is checked
// too: who mends a feed by hand must not make an index wrong.
func (s *sourceSnapshot) checkContinues(ctx context.Context, since heat.State) error {
	if since == s.state {
		return nil
	}
	var known bool
	err := s.tx.QueryRow(ctx, s.db.sql(continuesQuery), since.Revision, since.ID, s.state.Revision).Scan(&known)
	if err != nil {
		return fmt.Errorf("look for revision %d: %w", since.Revision, err)
	}
	if !known {
		return index.ErrDiverged
	}
	return nil
}

const continuesQuery = `
	select exists (select from diemnong.revision where revision = $1 and id::text = $2)
		and (select pruned from diemnong.feed) <= $1
		and (select count(*) from diemnong.revision where revision > $1) = $3::bigint - $1`

// changedIDs gives the complaints that changed after a state, by id.
func (s *sourceSnapshot) changedIDs(ctx context.Context, since heat.State) ([]int64, error) {
	rows, err := s.tx.Query(ctx, s.db.sql(changedQuery), since.Revision, ChangesLimit+1)
	if err != nil {
		return nil, fmt.Errorf("read changed complaints: %w", err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return nil, fmt.Errorf("read changed complaints: %w", err)
	}
	if len(ids) > ChangesLimit {
		return nil, index.ErrDiverged
	}
	return ids, nil
}

const changedQuery = `select distinct complaint_id from diemnong.change where revision > $1 order by complaint_id limit $2`

// lookUp adds the newest versions of complaints, given in the order of their ids.
func (s *sourceSnapshot) lookUp(ctx context.Context, ids []int64, into *index.Changes) error {
	list := idList(ids)
	at := make(map[int64]int, len(ids)) // where a complaint is in into.Rows
	err := copyOut(ctx, s.tx, s.db.sql(rowsQuery)+"c.id = any("+list+")", rowsReader(func(r *index.Row) error {
		row := *r
		row.Areas = slices.Clone(r.Areas)
		at[row.ID] = len(into.Rows)
		into.Rows = append(into.Rows, row)
		return nil
	}))
	if err != nil {
		return err
	}
	for _, id := range ids {
		if _, there := at[id]; !there {
			into.Gone = append(into.Gone, id)
		}
	}
	r := eventsReader{take: func(id int64, events []index.Event) error {
		if i, there := at[id]; there {
			into.Rows[i].Events = slices.Clone(events)
		}
		return nil
	}}
	if err := copyOut(ctx, s.tx, s.db.sql(eventsQuery)+"e.complaint_id = any("+list+")"+eventsOrder, r.read); err != nil {
		return err
	}
	return r.flush()
}

// idList writes ids as an array in a statement: COPY takes no arguments.
func idList(ids []int64) string {
	var b strings.Builder
	b.WriteString("'{")
	for i, id := range ids {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.FormatInt(id, 10))
	}
	b.WriteString("}'::bigint[]")
	return b.String()
}
