package postgis

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// TestOffsetsMeetTheSamePages enters every order at any place, near the
// beginning and so deep that the kept order answers, and holds what comes
// against the pages by cursor.
func TestOffsetsMeetTheSamePages(t *testing.T) {
	t.Parallel()
	const rows, limit = nearOffset + 500, 37
	c := newTestComplaints(generate(t, rows))
	for sort := heat.NewestFirst; sort <= heat.LongestHandledFirst; sort++ {
		for _, f := range []diemnong.Filter{{}, {AsOf: explainNow.AddDate(0, -3, 0)}, {Categories: []string{"c1", "c2", "c3"}}} {
			q := heat.ListQuery{Filter: f, Sort: sort, Limit: limit}
			all := walk(t, c, q)
			for _, offset := range []int{0, 1, limit, nearOffset, nearOffset + 1, nearOffset + 201, len(all) - limit, len(all) - 1, len(all), rows, heat.MaxOffset} {
				q.Offset = max(offset, 0)
				got := walkFrom(t, c, q)
				if want := all[min(q.Offset, len(all)):]; !slices.Equal(got, want) {
					t.Errorf("%s of %q from %d: %s", sort, f.Key(), q.Offset, gocmp.Diff(want, got))
				}
			}
		}
	}
}

// walkFrom enters a list by its offset and follows the cursors from there.
func walkFrom(t *testing.T, c *Complaints, q heat.ListQuery) []int64 {
	t.Helper()
	page, err := c.List(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	ids := []int64{}
	for _, l := range page.Complaints {
		ids = append(ids, l.ID)
	}
	if page.Next == "" {
		return ids
	}
	q.Offset, q.Cursor = 0, page.Next
	return append(ids, walk(t, c, q)...)
}

// TestDeepPagesFollowTheRevision changes the order of a list that is kept.
func TestDeepPagesFollowTheRevision(t *testing.T) {
	t.Parallel()
	db := generate(t, nearOffset+20)
	c := newTestComplaints(db)
	last := func() heat.Listed {
		t.Helper()
		page, err := c.List(t.Context(), heat.ListQuery{Sort: heat.OldestFirst, Offset: nearOffset + 19, Limit: 5})
		if err != nil || len(page.Complaints) != 1 || page.Next != "" {
			t.Fatalf("last page: %+v, error %v; want one complaint", page, err)
		}
		return page.Complaints[0]
	}
	before := last()
	if _, err := db.Pool.Exec(t.Context(), db.sql(`with moved as (
		update diemnong.complaint set received_at = '2020-01-01Z' where id = $1 returning id)
		select diemnong.record_change('complaints', array(select id from moved))`), before.ID); err != nil {
		t.Fatal(err)
	}
	if after := last(); after.ID == before.ID {
		t.Errorf("complaint %d is last although it is the oldest now", before.ID)
	}
}

// TestKeptListsAreBounded asks for more lists than are kept, and again for the
// one that was asked for last.
func TestKeptListsAreBounded(t *testing.T) {
	t.Parallel()
	var k keptPlaces
	key := func(i int) listKey { return listKey{filter: fmt.Sprint(i)} }
	first := k.list(key(0))
	for i := range maxKeptLists {
		k.list(key(i))
	}
	if k.list(key(0)) != first || len(k.lists) != maxKeptLists {
		t.Errorf("%d lists; want %d, the first one among them", len(k.lists), maxKeptLists)
	}
	k.list(key(maxKeptLists)) // pushes out number 1, which nobody has asked for since
	if slices.ContainsFunc(k.lists, func(l *keptList) bool { return l.key == key(1) }) || k.list(key(0)) != first {
		t.Error("the list that nobody asked for is kept, or the one just asked for is not")
	}
}

// TestOrderIsFoundOnce lets some ask for a list at once: one finds it, few wait,
// others are sent away. One that fails leaves it to the next, and who waits may leave.
func TestOrderIsFoundOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := new(keptPlaces).list(listKey{})
		failed := errors.New("failed")
		if _, err := l.order(t.Context(), func() ([]int64, error) { return nil, failed }); !errors.Is(err, failed) {
			t.Errorf("error %v; want that of the search", err)
		}
		gone, leave := context.WithCancel(t.Context())
		leave()
		var found int
		goOn := make(chan struct{})
		find := func() ([]int64, error) {
			found++ // under the list's own lock
			<-goOn
			return []int64{3, 1, 2}, nil
		}
		ask := func() {
			if ids, err := l.order(t.Context(), find); err != nil || !slices.Equal(ids, []int64{3, 1, 2}) {
				t.Errorf("order %v, error %v", ids, err)
			}
		}
		var all sync.WaitGroup
		all.Go(ask)
		synctest.Wait()
		if _, err := l.order(gone, find); !errors.Is(err, context.Canceled) {
			t.Errorf("who has left while another searches: error %v", err)
		}
		for range maxWaitingForOrder {
			all.Go(ask)
		}
		synctest.Wait()
		if _, err := l.order(t.Context(), find); diemnong.ErrorCode(err) != diemnong.Unavailable {
			t.Errorf("one too many: error %v; want unavailable", err)
		}
		close(goOn)
		all.Wait()
		if ask(); found != 1 || l.waiting.Load() != 0 {
			t.Errorf("the order was found %d times, %d wait; want once, and nobody", found, l.waiting.Load())
		}
	})
}

// TestExportIsTheWholeList holds an export against the pages, and stops one midway.
func TestExportIsTheWholeList(t *testing.T) {
	t.Parallel()
	c := newTestComplaints(generate(t, 1500))
	q := heat.ListQuery{Sort: heat.EarliestDueFirst, Limit: 1200}
	var ids []int64
	take := func(l heat.Listed) error { ids = append(ids, l.ID); return nil }
	e, err := c.Export(t.Context(), q, take)
	if err != nil || e.Next == "" || e.State.Revision == 0 || len(ids) != 1200 {
		t.Fatalf("first export: %d complaints, %+v, error %v; want 1200 and a cursor", len(ids), e, err)
	}
	q.Cursor = e.Next
	if e, err = c.Export(t.Context(), q, take); err != nil || e.Next != "" {
		t.Fatalf("second export: %+v, error %v; want the rest", e, err)
	}
	if want := walk(t, c, heat.ListQuery{Sort: heat.EarliestDueFirst, Limit: 1000}); !slices.Equal(ids, want) {
		t.Errorf("two exports are not the list: %s", gocmp.Diff(want, ids))
	}
	full := errors.New("full")
	if _, err := c.Export(t.Context(), q, func(heat.Listed) error { return full }); !errors.Is(err, full) {
		t.Errorf("error %v; want that of who takes", err)
	}
}
