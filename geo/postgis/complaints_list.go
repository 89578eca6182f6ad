package postgis

import (
	"context"
	"fmt"
	"strconv"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// List gives a page of the complaints of a filter. It fails with
// [diemnong.Invalid] for a filter that names what does not exist, for a limit
// outside 1 to [heat.MaxPage], for a cursor of another question, and for an
// offset outside 0 to [heat.MaxOffset] or beside a cursor.
//
// Pages by cursor go by the last complaint's place in the order, not by
// counting, so that each costs the same and new complaints move nothing. By
// its offset a page is entered anywhere, as a scroll bar does.
func (c *Complaints) List(ctx context.Context, q heat.ListQuery) (*heat.Page, error) {
	if err := checkLimit(q.Limit, heat.MaxPage); err != nil {
		return nil, err
	}
	page := &heat.Page{}
	e, err := c.each(ctx, q, func(l heat.Listed) error {
		page.Complaints = append(page.Complaints, l)
		return nil
	})
	if err != nil {
		return nil, err
	}
	page.State, page.AsOf, page.Next = e.State, e.AsOf, e.Next
	return page, nil
}

// Export hands over the complaints of a filter, one after the other, all from
// one snapshot. It fails as [Complaints.List] does, for a limit over
// [heat.MaxExport], for an offset into more than a page, and with what take returns.
func (c *Complaints) Export(ctx context.Context, q heat.ListQuery, take func(heat.Listed) error) (*heat.Exported, error) {
	if err := checkLimit(q.Limit, heat.MaxExport); err != nil {
		return nil, err
	}
	return c.each(ctx, q, take)
}

// each reads a list.
func (c *Complaints) each(ctx context.Context, q heat.ListQuery, take func(heat.Listed) error) (*heat.Exported, error) {
	if err := q.CheckOffset(); err != nil {
		return nil, err
	}
	after, err := parseCursor(q)
	if err != nil {
		return nil, err
	}
	e := &heat.Exported{}
	err = c.read(ctx, "list complaints", func(ctx context.Context, s *snapshot) error {
		sel, err := c.selection(q.Filter, s.world)
		if err != nil {
			return err
		}
		sel.unplaced(q.Unplaced)
		e.State, e.AsOf = s.state, sel.asOf
		if q.Offset > passedOver(q.Sort) {
			return c.readDeepPage(ctx, s, sel, q, e, take)
		}
		return c.readPage(ctx, s, sel, q, after, e, take)
	})
	return e, err
}

// readPage reads one complaint more than asked for, to know whether a page follows.
func (c *Complaints) readPage(ctx context.Context, s *snapshot, sel *selection, q heat.ListQuery, after *cursor,
	e *heat.Exported, take func(heat.Listed) error,
) error {
	rows, err := s.tx.Query(ctx, c.db.sql(sel.pageStatement(q, after)), sel.args...)
	if err != nil {
		return fmt.Errorf("query: %w", err)
	}
	defer rows.Close()
	var last cursor
	for n := 0; rows.Next(); n++ {
		if n == q.Limit {
			e.Next = last.text(q)
			break
		}
		l, err := s.world.scanListed(rows, &last.position)
		if err != nil {
			return err
		}
		last.id = l.ID
		if err := take(l); err != nil {
			return err
		}
	}
	rows.Close()
	return rows.Err()
}

// pageStatement finds the ids of the page first: sorting rows with all columns
// of a list, of which most are thrown away, takes five times as long.
func (s *selection) pageStatement(q heat.ListQuery, after *cursor) string {
	o := s.order(q.Sort)
	if after != nil {
		o.continueAfter(s, after)
	}
	return fmt.Sprintf("select %s, %s\nfrom %s\nwhere c.id = any(array(%s offset %s))\norder by %s",
		s.listedColumns(), o.position(), s.from, s.idsStatement(o, q.Limit+1), s.arg(q.Offset), o.by())
}

// idsStatement gives the ids of the first complaints in order.
func (s *selection) idsStatement(o order, limit int) string {
	return fmt.Sprintf("select c.id\nfrom %s\n%s\norder by %s\nlimit %s", s.from, s.where(), o.by(), s.arg(limit))
}

func checkLimit(limit, most int) error {
	if limit < 1 || limit > most {
		return diemnong.InvalidValue("limit", strconv.Itoa(limit), "is not a number of complaints.",
			fmt.Sprintf("Give 1 to %d.", most))
	}
	return nil
}
