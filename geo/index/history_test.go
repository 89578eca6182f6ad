package index

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// randomEvents makes a history, mostly of the common kind.
func randomEvents(r *rand.Rand, received int64) []Event {
	at, due := received, int64(None)
	if r.IntN(8) == 0 {
		at += r.Int64N(1000) - 500
	}
	var events []Event
	for range r.IntN(7) {
		if r.IntN(3) == 0 {
			due = received + r.Int64N(1<<uint(1+r.IntN(30)))*[]int64{1, 60, 3600, -1}[r.IntN(4)]
		}
		e := Event{At: at, DueAt: due, ClosedAt: None, Status: diemnong.Status(r.IntN(5)), Reopened: r.IntN(6) == 0}
		if e.Status.Closed() && r.IntN(4) > 0 {
			e.ClosedAt = []int64{at, at - 7, received - 100, received + 60}[r.IntN(4)]
		}
		events = append(events, e)
		at += r.Int64N(1 << uint(1+r.IntN(28)))
		if r.IntN(10) == 0 {
			due = None
		}
	}
	return events
}

// TestHistoriesReadBack asks for the state at and around every event, in any order of rows.
func TestHistoriesReadBack(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 7))
	const n = 1000
	var written historyRows
	received, all, from := make([]int64, n), make([][]Event, n), make([]uint32, n)
	for i := range n {
		received[i] = r.Int64N(1<<33) - 1<<32
		all[i] = randomEvents(r, received[i])
		written.add(received[i], all[i], measure(r.IntN(1<<12)), diemnong.Status(r.IntN(5)))
		from[i] = uint32(i)
	}
	h := newHistories(from, func(i uint32) []byte { return written.of(int(i)) })
	var c historyCursor
	for range 20_000 {
		i := r.IntN(n)
		moments := []int64{received[i] - 1, received[i], received[i] + r.Int64N(1<<30)}
		for _, e := range all[i] {
			moments = append(moments, e.At-1, e.At, e.At+1)
		}
		moment := moments[r.IntN(len(moments))]
		c.seek(h, i)
		got, reopened := c.stateAt(received[i], moment)
		c.row++
		want, wantReopened := Event{DueAt: None, ClosedAt: None}, false
		for _, e := range all[i] {
			if e.At <= moment {
				want, wantReopened = e, wantReopened || e.Reopened
			}
		}
		if diff := cmp.Diff(want, got); diff != "" || reopened != wantReopened {
			t.Fatalf("row %d, %+v, received %d, at %d (-want +got), re-opened %v, want %v:\n%s",
				i, all[i], received[i], moment, reopened, wantReopened, diff)
		}
	}
}

// TestSteadyRowsAreAsStored: whatever is stored beside a history, what is said of
// a steady row is what its history says.
func TestSteadyRowsAreAsStored(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 11))
	found := 0
	for range 200_000 {
		received := r.Int64N(1<<33) - 1<<32
		events := randomEvents(r, received)
		status := diemnong.Status(r.IntN(5))
		stored := measure(r.IntN(int(diemnong.UndatedClosed)+1))<<classShift | measure(heat.NoTime)
		if len(events) > 0 && r.IntN(8) > 0 { // as it should be
			last := events[len(events)-1]
			status = last.Status
			reopened := slices.ContainsFunc(events, func(e Event) bool { return e.Reopened })
			stored = measureOf(classOf(last.Status, last.DueAt, last.ClosedAt), reopened, bucketOf(last.Status, received, last.ClosedAt))
		}
		if !steady(received, events, stored, status) || longest[uint8(stored)] == math.MaxInt64 {
			continue // no moment is late enough for the last bucket
		}
		found++
		h := reader{data: appendHistory(nil, received, events, true)}
		if !h.isSteady() {
			t.Fatal("a steady row is not written so")
		}
		from := received + longest[uint8(stored)]
		got, again := h.stateAt(received, from+r.Int64N(1<<uint(r.IntN(30))))
		is := measureOf(classOf(got.Status, got.DueAt, got.ClosedAt), again, bucketOf(got.Status, received, got.ClosedAt))
		if is != stored || got.Status != status {
			t.Fatalf("%+v, received %d: %b and %s; stored are %b and %s", events, received, is, got.Status, stored, status)
		}
	}
	if found < 10_000 {
		t.Errorf("only %d histories are steady", found)
	}
}

// TestClosedComplaintsAreSteady: else questions about the past are as slow as
// reading every history.
func TestClosedComplaintsAreSteady(t *testing.T) {
	r := newRows(2000)
	r.histories = &historyRows{}
	fillCity(t, r, 2000)
	closed, found := 0, 0
	for i := range r.len() {
		if attrStatus(r.attr[i]).Closed() {
			closed++
			if h := (reader{data: r.histories.of(i)}); h.isSteady() {
				found++
			}
		}
	}
	if found != closed || closed == 0 {
		t.Errorf("%d of %d closed complaints are steady", found, closed)
	}
}

func TestCommonHistoriesAreShort(t *testing.T) {
	const received = 1_700_000_000
	due := int64(received + 3*86400)
	closing := int64(received + 100_000)
	events := []Event{
		{At: received, DueAt: due, ClosedAt: None},
		{At: received + 3000, DueAt: due, ClosedAt: None, Status: diemnong.Assigned},
		{At: closing, DueAt: due, ClosedAt: closing, Status: diemnong.Resolved},
	}
	if n := len(appendHistory(nil, received, events, true)); n > 11 {
		t.Errorf("receipt, assignment and closing take %d bytes; want 11", n)
	}
}
