package postgis

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// nearOffset is how many complaints a page by offset simply passes over.
const nearOffset = 1000

// passedOver is how many complaints a page by offset passes over. Further inside,
// the order of the whole list is found once and kept: a scroll bar asks for many
// pages of the same list, and each would count or sort all of it. The index by
// time of receipt gives the first ones for nothing; no other order has one:
// three more indexes would make storing a complaint half as slow again, to
// serve only lists that no window of time narrows.
func passedOver(sort heat.Sort) int {
	if sort == heat.NewestFirst || sort == heat.OldestFirst {
		return nearOffset
	}
	return 0
}

// maxKeptLists bounds how many orders are kept: 0.8 MB each.
const maxKeptLists = 8

// maxWaitingForOrder bounds how many wait for orders that others are finding.
// Each holds a connection meanwhile: all of them could wait for one sort.
const maxWaitingForOrder = 2

// listKey names a list and the data that its order was found in: within a
// revision, and judged at the same moment, a list does not change.
type listKey struct {
	state    heat.State
	asOf     time.Time
	sort     heat.Sort
	filter   string
	unplaced string
}

func newListKey(s *snapshot, sel *selection, q heat.ListQuery) listKey {
	reasons := make([]string, len(q.Unplaced))
	for i, u := range q.Unplaced {
		reasons[i] = u.String()
	}
	return listKey{s.state, sel.asOf, q.Sort, q.Filter.Key(), strings.Join(reasons, " ")}
}

// keptList is the order of a list, once somebody has found it.
type keptList struct {
	key     listKey
	finding chan struct{}           // holds a value while somebody looks
	ids     atomic.Pointer[[]int64] // nil until then; never changed after
	waiting *atomic.Int32           // for any of the orders
}

// keptPlaces keeps the orders of the lists that were asked for last. Its zero
// value is ready.
type keptPlaces struct {
	mu      sync.Mutex
	lists   []*keptList // the one asked for last at the end
	waiting atomic.Int32
}

// list gives the place of a list, which is empty the first time.
func (k *keptPlaces) list(key listKey) *keptList {
	k.mu.Lock()
	defer k.mu.Unlock()
	i := slices.IndexFunc(k.lists, func(l *keptList) bool { return l.key == key })
	if i < 0 {
		if len(k.lists) == maxKeptLists {
			k.lists = slices.Delete(k.lists, 0, 1)
		}
		l := &keptList{key: key, finding: make(chan struct{}, 1), waiting: &k.waiting}
		k.lists = append(k.lists, l)
		return l
	}
	l := k.lists[i]
	k.lists = append(slices.Delete(k.lists, i, i+1), l)
	return l
}

// order gives the ids in order, by find where nobody has found them yet. Only
// one looks at a time; who fails or leaves lets the next one try. It fails with
// [diemnong.Unavailable] when too many wait.
func (l *keptList) order(ctx context.Context, find func() ([]int64, error)) ([]int64, error) {
	if ids := l.ids.Load(); ids != nil {
		return *ids, nil
	}
	if err := l.begin(ctx); err != nil {
		return nil, err
	}
	defer func() { <-l.finding }()
	if ids := l.ids.Load(); ids != nil { // found while this one waited
		return *ids, nil
	}
	ids, err := find()
	if err != nil {
		return nil, err
	}
	l.ids.Store(&ids)
	return ids, nil
}

// begin waits until nobody looks.
func (l *keptList) begin(ctx context.Context) error {
	select {
	case l.finding <- struct{}{}:
		return nil
	default:
	}
	defer l.waiting.Add(-1)
	if l.waiting.Add(1) > maxWaitingForOrder {
		return &diemnong.Error{
			Code: diemnong.Unavailable, Message: "The list is being put in order, and others wait for it.", Hint: "Ask again in a few seconds.",
		}
	}
	select {
	case l.finding <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// readDeepPage reads a page by the order of its list.
func (c *Complaints) readDeepPage(ctx context.Context, s *snapshot, sel *selection, q heat.ListQuery,
	e *heat.Exported, take func(heat.Listed) error,
) error {
	ids, err := c.kept.list(newListKey(s, sel, q)).order(ctx, func() ([]int64, error) { return c.placesOf(ctx, s, q, sel.asOf) })
	if err != nil {
		return err
	}
	from, to := min(q.Offset, len(ids)), min(q.Offset+q.Limit, len(ids))
	last, err := c.readInOrder(ctx, s, sel, q.Sort, ids[from:to], take)
	if err == nil && to < len(ids) {
		e.Next = last.text(q)
	}
	return err
}

// placesOf gives the ids of a list's first complaints in order, as many as
// pages by offset can reach and one more.
func (c *Complaints) placesOf(ctx context.Context, s *snapshot, q heat.ListQuery, asOf time.Time) ([]int64, error) {
	sel := newSelection(q.Filter, s.world, asOf)
	sel.unplaced(q.Unplaced)
	ids := []int64{}
	if err := s.tx.QueryRow(ctx, c.db.sql(sel.placesStatement(q.Sort)), sel.args...).Scan(&ids); err != nil {
		return nil, fmt.Errorf("order complaints: %w", err)
	}
	return ids, nil
}

// placesStatement names the moment, its first argument, where no condition may.
func (s *selection) placesStatement(sort heat.Sort) string {
	return fmt.Sprintf("select array(%s)\nwhere $1::timestamptz is not null", s.idsStatement(s.order(sort), heat.MaxOffset+heat.MaxPage+1))
}

// readInOrder hands over complaints of a selection in the order of their ids
// in the list, and gives the place of the last one.
func (c *Complaints) readInOrder(ctx context.Context, s *snapshot, sel *selection, sort heat.Sort, ids []int64,
	take func(heat.Listed) error,
) (cursor, error) {
	sel.and("c.id = any(%s)", ids)
	text := fmt.Sprintf("select %s, %s\nfrom %s\n%s", sel.listedColumns(), sel.order(sort).position(), sel.from, sel.where())
	rows, err := s.tx.Query(ctx, c.db.sql(text), sel.args...)
	if err != nil {
		return cursor{}, fmt.Errorf("query: %w", err)
	}
	defer rows.Close()
	read := make(map[int64]placed, len(ids))
	for rows.Next() {
		var p placed
		if p.Listed, err = s.world.scanListed(rows, &p.position); err != nil {
			return cursor{}, err
		}
		read[p.ID] = p
	}
	if err := rows.Err(); err != nil {
		return cursor{}, err
	}
	var last cursor
	for _, id := range ids {
		p, ok := read[id]
		if !ok {
			continue // deleted by hand, without a revision
		}
		last = cursor{p.position, id}
		if err := take(p.Listed); err != nil {
			return cursor{}, err
		}
	}
	return last, nil
}

// placed is a complaint and its sort key.
type placed struct {
	heat.Listed
	position int64
}
