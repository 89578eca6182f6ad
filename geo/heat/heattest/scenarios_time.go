package heattest

import (
	"time"

	"github.com/diemnong/diemnong/geo/heat"
)

func timeScenarios() []scenario {
	one := ": undated_open 1"
	return []scenario{
		{name: "days, weeks and months begin at the city's midnight", play: func(b *bench) {
			b.put(
				received("1", b.local("2026-02-28 23:59:59"), never), // Saturday
				received("2", b.local("2026-03-01 00:00:00"), never), // Sunday, 28 February in UTC
				received("3", b.local("2026-03-01 23:59:59"), never),
				received("4", b.local("2026-03-02 00:00:00"), never), // Monday
			)
			b.wantRows(all, by(heat.ByDay), "2026-02-28"+one, "2026-03-01: undated_open 2", "2026-03-02"+one)
			b.wantRows(all, by(heat.ByWeek), "2026-02-23: undated_open 3", "2026-03-02"+one)
			b.wantRows(all, by(heat.ByMonth), "2026-02"+one, "2026-03: undated_open 3")
			b.wantRows(all, by(heat.ByHour), "00: undated_open 2", "23: undated_open 2")
			b.wantRows(all, by(heat.ByHourOfWeek), "000"+one, "143"+one, "144"+one, "167"+one)
		}},
		{name: "a week over the turn of the year is one", play: func(b *bench) {
			b.put(
				received("1", b.local("2025-12-28 23:59:59"), never), // Sunday
				received("2", b.local("2025-12-29 00:00:00"), never),
				received("3", b.local("2026-01-04 23:59:59"), never),
				received("4", b.local("1969-12-31 23:00:00"), never), // before the day that days are counted from
			)
			b.wantRows(all, by(heat.ByWeek), "1969-12-29"+one, "2025-12-22"+one, "2025-12-29: undated_open 2")
			b.wantRows(all, by(heat.ByMonth), "1969-12"+one, "2025-12: undated_open 2", "2026-01"+one)
			b.wantRows(all, by(heat.ByDay), "1969-12-31"+one, "2025-12-28"+one, "2025-12-29"+one, "2026-01-04"+one)
		}},
		{name: "the hour that a clock skips has nothing", zone: "America/New_York", play: func(b *bench) {
			change := time.Date(2026, 3, 8, 7, 0, 0, 0, time.UTC) // 2:00 becomes 3:00
			b.put(
				received("1", change.Add(-time.Second), never),
				received("2", change, never),
				received("3", b.local("2026-03-08 00:00:00"), never),
				received("4", b.local("2026-03-08 23:59:59"), never),
				received("5", b.local("2026-03-09 00:00:00"), never),
			)
			b.wantRows(all, by(heat.ByHour), "00: undated_open 2", "01"+one, "03"+one, "23"+one)
			b.wantRows(all, by(heat.ByDay), "2026-03-08: undated_open 4", "2026-03-09"+one)
			b.wantRows(all, by(heat.ByWeek), "2026-03-02: undated_open 4", "2026-03-09"+one)
		}},
		{name: "the hour that a clock repeats holds both", zone: "America/New_York", play: func(b *bench) {
			change := time.Date(2025, 11, 2, 6, 0, 0, 0, time.UTC) // 2:00 becomes 1:00
			b.put(
				received("1", change.Add(-30*time.Minute), never),
				received("2", change.Add(30*time.Minute), never),
				received("3", change.Add(time.Hour), never),
			)
			b.wantRows(all, by(heat.ByHour), "01: undated_open 2", "02"+one)
			b.wantRows(all, by(heat.ByHourOfWeek), "145: undated_open 2", "146"+one)
		}},
		{name: "two groupings at once", play: func(b *bench) {
			morning, evening := b.local("2026-03-02 08:00:00"), b.local("2026-03-02 20:00:00")
			b.put(
				received("1", morning, evening).of("hole").closed(evening),
				received("2", morning, morning).of("leak"),
				received("3", evening, never).of("hole"),
				received("4", evening, never).of("hole").by("other"),
			)
			b.wantRows(all, by(heat.ByHour, heat.ByCategory),
				"08/hole: on_time 1", "08/leak: overdue 1", "20/hole: undated_open 2")
			b.wantRows(all, by(heat.ByCategory, heat.ByAgency),
				"hole/other: undated_open 1", "hole/-: on_time 1, undated_open 1", "leak/-: overdue 1")
		}},
	}
}
