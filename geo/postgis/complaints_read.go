package postgis

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// Complaints reads single complaints and lists of them. It never selects
// anything personal. It is safe for concurrent use.
type Complaints struct {
	snapshots
	kept keptPlaces
}

// NewComplaints reads the complaints of a city.
func NewComplaints(db *DB, worlds *Worlds) *Complaints {
	return &Complaints{snapshots: snapshots{db: db, worlds: worlds, Timeout: DefaultTimeout}}
}

// selection checks a filter and translates it.
func (r *snapshots) selection(f diemnong.Filter, w *World) (*selection, error) {
	now := r.db.Now()
	if err := heat.Check(f, w.Catalog, w.Atlas, now); err != nil {
		return nil, err
	}
	return newSelection(f, w, now), nil
}

// Complaint gives one complaint as stored, with its history. It fails with
// [diemnong.NotFound].
func (c *Complaints) Complaint(ctx context.Context, id int64) (*heat.Detail, error) {
	return c.detail(ctx, "id", strconv.FormatInt(id, 10), func(s *selection) {
		s.and("c.id = %s", id)
	})
}

// ComplaintBySource gives the complaint that a source knows under its own
// number. It fails with [diemnong.NotFound].
func (c *Complaints) ComplaintBySource(ctx context.Context, source, ref string) (*heat.Detail, error) {
	return c.detail(ctx, "source_ref", source+"/"+ref, func(s *selection) {
		s.and("c.source_id = %s and c.source_ref = %s", s.world.ids.sources.id[source], ref)
	})
}

func (c *Complaints) detail(ctx context.Context, field, value string, narrow func(*selection)) (*heat.Detail, error) {
	var d *heat.Detail
	err := c.read(ctx, "read complaint", func(ctx context.Context, s *snapshot) error {
		sel, err := c.selection(diemnong.Filter{}, s.world)
		if err != nil {
			return err
		}
		narrow(sel)
		d = &heat.Detail{State: s.state, AsOf: sel.asOf}
		if d.Listed, err = c.one(ctx, s, sel, field, value); err != nil {
			return err
		}
		if d.History, err = c.history(ctx, s, d.ID); err != nil {
			return err
		}
		d.Earlier, err = c.earlier(ctx, s, d.ID)
		return err
	})
	return d, err
}

// one reads the only complaint of a selection. It fails with
// [diemnong.NotFound], naming how it was asked for.
func (c *Complaints) one(ctx context.Context, s *snapshot, sel *selection, field, value string) (heat.Listed, error) {
	text := fmt.Sprintf("select %s, 0::bigint\nfrom %s\n%s", sel.listedColumns(), sel.from, sel.where())
	var position int64
	l, err := s.world.scanListed(s.tx.QueryRow(ctx, c.db.sql(text), sel.args...), &position)
	if errors.Is(err, pgx.ErrNoRows) {
		return l, &diemnong.Error{
			Code: diemnong.NotFound, Field: field, Value: value, Message: "There is no such complaint.",
			Hint: "It may have been removed; /api/v1/complaints lists what there is.",
		}
	}
	return l, err
}

func (c *Complaints) history(ctx context.Context, s *snapshot, id int64) ([]diemnong.Event, error) {
	rows, err := s.tx.Query(ctx, c.db.sql(`
		select at, kind, status, due_at, closed_at from diemnong.complaint_event
		where complaint_id = $1 order by seq`), id)
	if err != nil {
		return nil, fmt.Errorf("query history: %w", err)
	}
	events, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (e diemnong.Event, err error) {
		var due, closed *time.Time
		err = row.Scan(&e.At, &e.Kind, &e.Status, &due, &closed)
		e.At, e.DueAt, e.ClosedAt = e.At.UTC(), timeOrZero(due), timeOrZero(closed)
		return e, err
	})
	if err != nil {
		return nil, fmt.Errorf("read history: %w", err)
	}
	return events, nil
}

// Points gives the placed complaints of a filter in a box, borders included:
// the newest, at most limit of them.
func (c *Complaints) Points(ctx context.Context, f diemnong.Filter, box diemnong.Bounds, limit int) (*heat.Points, error) {
	var points *heat.Points
	err := c.read(ctx, "points", func(ctx context.Context, s *snapshot) error {
		sel, err := c.selection(f, s.world)
		if err != nil {
			return err
		}
		rows, err := s.tx.Query(ctx, c.db.sql(sel.pointsStatement(box, limit)), sel.args...)
		if err != nil {
			return fmt.Errorf("query: %w", err)
		}
		points = &heat.Points{State: s.state, AsOf: sel.asOf}
		points.Points, err = pgx.CollectRows(rows, s.world.scanPoint)
		if len(points.Points) > limit {
			points.Points, points.More = points.Points[:limit], true
		}
		return err
	})
	return points, err
}

func (s *selection) pointsStatement(box diemnong.Bounds, limit int) string {
	s.conditions = append(s.conditions, "c.cell is not null")
	s.and("c.geom && st_makeenvelope(%s, %s, %s, %s, 4326)", box.West, box.South, box.East, box.North)
	s.and("st_x(c.geom) between %s and %s", box.West, box.East) // the index knows single precision only
	s.and("st_y(c.geom) between %s and %s", box.South, box.North)
	return fmt.Sprintf("select %s\nfrom %s\n%s\norder by c.received_at desc, c.id desc\nlimit %s",
		s.pointColumns(), s.from, s.where(), s.arg(limit+1))
}
