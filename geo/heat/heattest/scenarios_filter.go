package heattest

import (
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

func filterScenarios() []scenario {
	return []scenario{
		{name: "a window holds its beginning and not its end", play: func(b *bench) {
			from, to := b.local("2026-03-01"), b.local("2026-03-02")
			b.put(
				received("1", from.Add(-time.Second), never),
				received("2", from, never),
				received("3", to.Add(-time.Second), never),
				received("4", to, never),
			)
			b.wantTotal(diemnong.Filter{From: from, To: to}, "undated_open 2")
			b.wantTotal(diemnong.Filter{From: from}, "undated_open 3")
			b.wantTotal(diemnong.Filter{To: to}, "undated_open 3")
		}},
		{name: "category and group narrow each other", play: func(b *bench) {
			at := b.local("2026-03-01")
			b.put(
				received("1", at, never).of("flood"), received("2", at, never).of("leak"),
				received("3", at, never).of("hole"), received("4", at, never).of("hole"),
			)
			b.wantTotal(diemnong.Filter{Categories: []string{"flood", "hole"}}, "undated_open 3")
			b.wantTotal(diemnong.Filter{Groups: []string{"water"}}, "undated_open 2")
			b.wantTotal(diemnong.Filter{Groups: []string{"water"}, Categories: []string{"flood", "hole"}}, "undated_open 1")
			b.wantTotal(diemnong.Filter{Groups: []string{"road"}, Categories: []string{"leak"}}, "none")
			b.wantTotal(diemnong.Filter{Groups: []string{"unused"}}, "none")
			b.wantRows(all, by(heat.ByCategory), "flood: undated_open 1", "hole: undated_open 2", "leak: undated_open 1")
			b.wantRows(all, by(heat.ByGroup), "road: undated_open 2", "water: undated_open 2")
		}},
		{name: "agencies as then and as now", play: playAgencies},
		{name: "status, class and channel are lists of alternatives", play: func(b *bench) {
			at, due := b.local("2026-03-01"), b.local("2026-03-03")
			b.put(
				received("1", at, due).then(at, diemnong.EventAssigned, diemnong.Assigned, due, never),
				received("2", at, due).then(at, diemnong.EventProgress, diemnong.InProgress, due, never),
				received("3", at, due).closed(due),
				func() Complaint { c := received("4", at, never); c.Channel = diemnong.App; return c }(),
			)
			b.wantTotal(diemnong.Filter{Statuses: []diemnong.Status{diemnong.Assigned, diemnong.Resolved}}, "on_time 1, overdue 1")
			b.wantTotal(diemnong.Filter{Classes: []diemnong.Class{diemnong.Overdue, diemnong.UndatedOpen}}, "overdue 2, undated_open 1")
			b.wantTotal(diemnong.Filter{Channels: []diemnong.Channel{diemnong.App, diemnong.Web}}, "undated_open 1")
			b.wantTotal(diemnong.Filter{
				Channels: []diemnong.Channel{diemnong.Phone}, Classes: []diemnong.Class{diemnong.Overdue},
				Statuses: []diemnong.Status{diemnong.InProgress},
			}, "overdue 1")
			b.wantRows(all, by(heat.ByStatus, heat.ByChannel),
				"assigned/phone: overdue 1", "in_progress/phone: overdue 1", "received/app: undated_open 1", "resolved/phone: on_time 1")
		}},
		{name: "what does not exist is refused by name", play: func(b *bench) {
			f := func(field string, f diemnong.Filter, by ...heat.Grouping) {
				b.Helper()
				b.wantRefused(heat.StatsQuery{Filter: f, By: by}, field)
			}
			f("category", diemnong.Filter{Categories: []string{"flood", "fload"}})
			f("group", diemnong.Filter{Groups: []string{"flood"}})
			f("agency", diemnong.Filter{Agencies: []string{"hier"}})
			f("area", diemnong.Filter{Areas: []diemnong.AreaRef{old("N2")}})
			f("area", diemnong.Filter{Areas: []diemnong.AreaRef{{Set: "older", Code: "W1"}}})
			f("set", all, heat.Grouping{Dimension: heat.ByArea, Set: "older", Level: "ward"})
			f("level", all, heat.Grouping{Dimension: heat.ByArea, Set: "new", Level: "district"})
			f("group_by", all, heat.Grouping{Dimension: 200})
			f("group_by", all, by(heat.ByDay, heat.ByDay)...)
			f("group_by", all, by(heat.ByDay, heat.ByStatus, heat.ByHour)...)
		}},
	}
}

// playAgencies has complaints of a chain of three agencies, of one that merged
// into its end, of another one and of none.
func playAgencies(b *bench) {
	at := b.local("2026-03-01")
	for _, a := range []string{"grandparent", "parent", "heir", "merged", "other", ""} {
		b.put(received("of "+a, at, never).by(a))
	}
	one := ": undated_open 1"
	b.wantRows(all, by(heat.ByAgency), "grandparent"+one, "heir"+one, "merged"+one, "other"+one, "parent"+one, "-"+one)
	now := diemnong.Filter{AgencyView: diemnong.AsNow}
	b.wantRows(now, by(heat.ByAgency), "heir: undated_open 4", "other"+one, "-"+one)
	f := func(view diemnong.AgencyView, want string, agencies ...string) {
		b.Helper()
		b.wantTotal(diemnong.Filter{AgencyView: view, Agencies: agencies}, want)
	}
	f(diemnong.AsThen, "undated_open 1", "heir")
	f(diemnong.AsThen, "undated_open 2", "parent", "other")
	f(diemnong.AsNow, "undated_open 4", "heir")
	f(diemnong.AsNow, "undated_open 4", "parent") // read as the one it has become
	f(diemnong.AsNow, "undated_open 5", "merged", "other")
	b.setSuccessor("other", "merged") // the chain grows
	f(diemnong.AsNow, "undated_open 5", "heir")
	b.setSuccessor("parent", "") // and breaks
	f(diemnong.AsNow, "undated_open 3", "heir")
	f(diemnong.AsNow, "undated_open 2", "grandparent")
}
