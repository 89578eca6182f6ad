package heattest

import (
	"slices"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

func classScenarios() []scenario {
	return []scenario{
		{name: "closed at the due time is on time, a second later late", play: func(b *bench) {
			got, due := b.local("2026-03-01 08:00:00"), b.local("2026-03-03 08:00:00")
			b.put(
				received("1", got, due).closed(due),
				received("2", got, due).closed(due.Add(time.Second)),
				received("3", got, due).closed(due.Add(-time.Second)),
			)
			b.wantTotal(all, "on_time 2, late 1")
		}},
		{name: "due at the moment is open, a second before overdue", play: func(b *bench) {
			moment := startNow.Truncate(heat.AsOfStep)
			b.put(
				received("1", b.local("2026-03-01"), moment),
				received("2", b.local("2026-03-01"), moment.Add(-time.Second)),
				received("3", b.local("2026-03-01"), moment.Add(time.Second)), // before now, after the moment
			)
			b.wantTotal(all, "open 2, overdue 1")
			b.wantTotal(asOfTime(startNow), "overdue 3")
			b.setNow(moment.Add(heat.AsOfStep)) // the line moves
			b.wantTotal(all, "overdue 3")
		}},
		{name: "without a due time nothing is judged", play: func(b *bench) {
			b.put(
				received("1", b.local("2026-03-01"), never),
				received("2", b.local("2026-03-01"), never).closed(b.local("2026-03-02")),
				received("3", b.local("2026-03-01"), never).closedSometime(b.local("2026-03-02")),
			)
			b.wantTotal(all, "undated_open 1, undated_closed 2")
		}},
		{name: "closed without a usable time is undated and has no handling time", play: func(b *bench) {
			b.put(received("1", b.local("2026-03-01"), b.local("2026-03-05")).closedSometime(b.local("2026-03-02")))
			b.wantTotal(all, "undated_closed 1")
			if times := b.ask(heat.StatsQuery{}).Total.Handling; len(times) != 0 {
				b.Errorf("handling times: %v; want none", times)
			}
		}},
		{name: "rejected is closed", play: func(b *bench) {
			due := b.local("2026-03-03")
			b.put(received("1", b.local("2026-03-01"), due).then(due, diemnong.EventClosed, diemnong.Rejected, due, due))
			b.wantTotal(all, "on_time 1")
			b.wantRows(all, by(heat.ByStatus), "rejected: on_time 1")
		}},
		{name: "re-opened is not closed, and counts once", play: func(b *bench) {
			day := func(d int) time.Time { return b.local("2026-03-01").AddDate(0, 0, d) }
			once := received("1", day(0), day(9)).closed(day(1)).reopened(day(2))
			twice := received("2", day(0), day(30)).closed(day(1)).reopened(day(2)).closed(day(3)).reopened(day(4))
			again := received("3", day(0), day(9)).closed(day(1)).reopened(day(2)).closed(day(5))
			b.put(once, twice, again)
			b.wantTotal(all, "on_time 1, open 1, overdue 1, reopened 3")
		}},
		{name: "handling times fall into buckets that hold their lower bound", play: playBuckets},
		{name: "the last closing counts", play: func(b *bench) {
			got, due := b.local("2026-03-01"), b.local("2026-03-03")
			c := received("1", got, due).closed(got.Add(time.Hour)).reopened(got.Add(2 * time.Hour)).closed(due.Add(time.Hour))
			b.put(c)
			b.wantTotal(all, "late 1, reopened 1")
			want := heat.Histogram{{Bucket: bucket(49 * 3600), N: 1}}
			if got := b.ask(heat.StatsQuery{}).Total.Handling; !slices.Equal(got, want) {
				b.Errorf("handling times: %v; want %v", got, want)
			}
		}},
	}
}

// playBuckets closes complaints a second around the bounds of buckets.
func playBuckets(b *bench) {
	got := b.local("2016-03-01")
	var want [heat.NumBuckets]uint32
	var complaints []Complaint
	for i, bound := range heat.Bounds {
		ref := string(rune('A'+i%26)) + string(rune('a'+i/26))
		complaints = append(complaints, received("at"+ref, got, never).closed(got.Add(time.Duration(bound)*time.Second)))
		want[i]++
		if i > 0 {
			complaints = append(complaints, received("under"+ref, got, never).closed(got.Add(time.Duration(bound-1)*time.Second)))
			want[i-1]++
		}
	}
	b.put(complaints...)
	var times [heat.NumBuckets]uint32
	for _, t := range b.ask(heat.StatsQuery{}).Total.Handling {
		times[t.Bucket] = t.N
	}
	if times != want {
		b.Errorf("buckets: got %v; want %v", times, want)
	}
}
