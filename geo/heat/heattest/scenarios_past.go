package heattest

import (
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

func pastScenarios() []scenario {
	return []scenario{
		{name: "the past is told by the last event at or before it", play: func(b *bench) {
			got, due := b.local("2026-03-01 08:00:00"), b.local("2026-03-05 08:00:00")
			closed, reopened := b.local("2026-03-02 08:00:00"), b.local("2026-03-04 08:00:00")
			b.put(received("1", got, due).closed(closed).reopened(reopened))
			b.wantTotal(asOfTime(got.Add(-time.Second)), "none") // not received yet
			b.wantTotal(asOfTime(got), "open 1")
			b.wantTotal(asOfTime(closed.Add(-time.Second)), "open 1")
			b.wantTotal(asOfTime(closed), "on_time 1")
			b.wantTotal(asOfTime(reopened.Add(-time.Second)), "on_time 1")
			b.wantTotal(asOfTime(reopened), "open 1, reopened 1")
			b.wantTotal(asOfTime(due), "open 1, reopened 1")
			b.wantTotal(asOfTime(due.Add(time.Second)), "overdue 1, reopened 1")
		}},
		{name: "of events at one time the last counts", play: func(b *bench) {
			at := b.local("2026-03-01 08:00:00")
			b.put(received("1", at, at).then(at, diemnong.EventAssigned, diemnong.Assigned, at, never).closed(at))
			b.wantRows(asOfTime(at), by(heat.ByStatus), "resolved: on_time 1")
		}},
		{name: "a due time that was moved counts from then on", play: func(b *bench) {
			first, second := b.local("2026-03-03"), b.local("2026-03-10")
			moved := b.local("2026-03-05")
			b.put(received("1", b.local("2026-03-01"), first).
				then(moved, diemnong.EventUpdated, diemnong.Assigned, second, never).
				then(second.Add(time.Hour), diemnong.EventUpdated, diemnong.Assigned, never, never))
			b.wantTotal(asOfTime(moved.Add(-time.Second)), "overdue 1")
			b.wantTotal(asOfTime(moved), "open 1")
			b.wantTotal(asOfTime(second.Add(time.Second)), "overdue 1")
			b.wantTotal(asOfTime(second.Add(time.Hour)), "undated_open 1")
		}},
		{name: "without a moment the state as stored counts at once", play: func(b *bench) {
			b.put(
				received("1", startNow, startNow.Add(time.Hour)), // after the moment
				received("2", b.local("2026-03-01"), startNow.Add(time.Hour)).closed(startNow),
			)
			b.wantTotal(all, "on_time 1, open 1")
			b.wantTotal(asOfTime(startNow.Truncate(heat.AsOfStep)), "open 1")
		}},
		{name: "status and class filters are about the moment", play: func(b *bench) {
			got, closed := b.local("2026-03-01"), b.local("2026-03-04")
			b.put(received("1", got, closed).closed(closed.Add(time.Hour)))
			f := diemnong.Filter{Statuses: []diemnong.Status{diemnong.Resolved}}
			b.wantTotal(f, "late 1")
			f.AsOf = closed
			b.wantTotal(f, "none")
			b.wantTotal(diemnong.Filter{AsOf: closed, Classes: []diemnong.Class{diemnong.Open}}, "open 1")
			b.wantTotal(diemnong.Filter{AsOf: closed, Classes: []diemnong.Class{diemnong.Late}}, "none")
		}},
		{name: "the past keeps windows, places and handling times", play: func(b *bench) {
			got := b.local("2026-03-01 08:00:00")
			b.put(
				received("1", got, never).at(0, 0).closed(got.Add(time.Minute)),
				received("2", got.Add(time.Hour), never).at(7, 7),
			)
			f := diemnong.Filter{From: got, To: got.Add(time.Hour), AsOf: got.Add(2 * time.Hour)}
			b.wantRows(f, byArea("old", "district"), "D1: undated_closed 1")
			b.wantRows(asOfTime(f.AsOf), byArea("old", "district"), "D1: undated_closed 1", "D3: undated_open 1")
		}},
		{name: "a window and the one before it are judged at one age", play: func(b *bench) {
			now := startNow.Truncate(heat.AsOfStep)
			f := diemnong.Filter{From: now.AddDate(0, 0, -4), To: now.AddDate(0, 0, 3)} // under way
			for i, week := range []int{0, -7} {
				at := func(day int, hour time.Duration) time.Time { return now.AddDate(0, 0, week+day).Add(hour * time.Hour) }
				ref := func(n string) string { return []string{"now ", "then "}[i] + n }
				b.put(
					received(ref("closed"), at(-4, 0), at(-2, 0)).closed(at(-3, 0)),
					received(ref("late"), at(-3, 0), at(-2, 0)).closed(at(-1, 0)),
					received(ref("overdue"), at(-3, 5), at(-1, 0)),
					received(ref("open"), at(-2, 0), at(2, 0)),
				)
			}
			for _, later := range []Complaint{ // what one age on has become of it
				received("then overdue", now.AddDate(0, 0, -10).Add(5*time.Hour), now.AddDate(0, 0, -8)).closed(now.AddDate(0, 0, -6)),
				received("then open", now.AddDate(0, 0, -9), now.AddDate(0, 0, -5)).closed(now.AddDate(0, 0, -5)),
				received("then new", now.AddDate(0, 0, -5), now.AddDate(0, 0, -1)),
			} {
				b.put(later)
			}
			before, err := heat.WithPrevious.Before(f, b.zone, now)
			if err != nil {
				b.Fatal(err)
			}
			const same = "on_time 1, late 1, open 1, overdue 1"
			b.wantTotal(f, same)
			b.wantTotal(before, same)
			before.AsOf = time.Time{}
			b.wantTotal(before, "on_time 2, late 2, overdue 1") // as of now it has had a week more
		}},
		{name: "the present moment may be asked for, the future not", play: func(b *bench) {
			b.put(received("1", b.local("2026-03-01"), never))
			b.wantTotal(asOfTime(startNow), "undated_open 1")
			b.wantRefused(heat.StatsQuery{Filter: asOfTime(startNow.Add(time.Second))}, "as_of")
		}},
	}
}
