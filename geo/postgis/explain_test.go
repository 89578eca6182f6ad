package postgis

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// explainNow is after everything that generate makes.
var explainNow = time.Date(2026, 3, 15, 5, 3, 27, 0, time.UTC)

// TestStatementsUseTheirIndexes lets the server plan every kind of statement
// of the engine and the lists, as they run: they parse, and a narrow window,
// a single place and a page cost what they touch, not the whole table.
func TestStatementsUseTheirIndexes(t *testing.T) {
	t.Parallel()
	db := generate(t, 20_000)
	complaints := NewComplaints(db, newTestEngine(db).worlds)
	narrow := diemnong.Filter{From: explainNow.AddDate(0, 0, -20), To: explainNow.AddDate(0, 0, -19)}
	past := narrow
	past.AsOf = explainNow.AddDate(0, 0, -18)
	all := diemnong.Filter{
		From: narrow.From, To: narrow.To, Categories: []string{"c1"}, Groups: []string{"g2"}, Agencies: []string{"a1"},
		AgencyView: diemnong.AsNow, Statuses: diemnong.Statuses(), Classes: diemnong.Classes(),
		Channels: diemnong.Channels(), Qualities: diemnong.Qualities(),
		Areas: []diemnong.AreaRef{{Set: "old", Code: "d1"}, {Set: "new", Code: "w2"}},
	}
	err := complaints.read(t.Context(), "explain", func(_ context.Context, s *snapshot) error {
		f := func(name string, f diemnong.Filter, statement func(*selection) string, want ...string) {
			t.Helper()
			q := newSelection(f, s.world, explainNow)
			plan := explain(t, s.tx, db.sql(statement(q)), q.args)
			for _, w := range want {
				if !strings.Contains(plan, w) {
					t.Errorf("%s: the plan lacks %q:\n%s", name, w, plan)
				}
			}
		}
		const byTime = "complaint_received_at_id_idx"
		f("grid of a day", narrow, gridStatement, byTime)
		f("grid of a day, as of then", past, gridStatement, byTime, "complaint_event_pkey")
		f("grid with every condition", all, gridStatement, byTime)
		for d := heat.ByArea; d <= heat.ByHourOfWeek; d++ {
			stats := func(q *selection) string {
				by := []heat.Grouping{{Dimension: d, Set: "old", Level: "ward"}, {Dimension: heat.ByStatus}}
				return statsStatement(q, newGroups(q, heat.StatsQuery{By: by}))
			}
			f("statistics by "+d.String(), narrow, stats, byTime)
			f("statistics as of then by "+d.String(), past, stats, byTime, "complaint_event_pkey")
		}
		for sort := heat.NewestFirst; sort <= heat.LongestHandledFirst; sort++ {
			page := func(q *selection) string {
				return q.pageStatement(heat.ListQuery{Sort: sort, Limit: 50}, &cursor{1, 1})
			}
			f("page "+sort.String(), narrow, page, byTime)
		}
		first := func(q *selection) string { return q.pageStatement(heat.ListQuery{Limit: 50}, nil) }
		f("first page of everything", diemnong.Filter{}, first, "Limit", byTime)
		overdue := diemnong.Filter{Classes: []diemnong.Class{diemnong.Overdue}}
		f("grid of what is overdue", overdue, gridStatement, "complaint_not_closed_idx")
		box := diemnong.Bounds{West: 106.5, South: 10.5, East: 106.51, North: 10.51}
		f("points of a place", diemnong.Filter{}, func(q *selection) string { return q.pointsStatement(box, 100) }, "complaint_geom_idx")
		f("neighbours", diemnong.Filter{}, func(q *selection) string {
			q.around(1, diemnong.Location{Lon: 106.5, Lat: 10.5}, 200)
			return q.aroundStatement(50)
		}, "complaint_geom_idx")
		places := func(q *selection) string { return q.placesStatement(heat.OldestFirst) }
		f("order of a day", narrow, places, byTime)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func explain(t *testing.T, tx pgx.Tx, statement string, args []any) string {
	t.Helper()
	rows, err := tx.Query(t.Context(), "explain "+statement, args...)
	if err != nil {
		t.Fatalf("%v in\n%s", err, statement)
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatalf("%v in\n%s", err, statement)
	}
	return strings.Join(lines, "\n")
}
