package heat_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/heat"
)

func testWorld(t *testing.T) (*diemnong.Catalog, *area.Atlas) {
	t.Helper()
	c := &diemnong.Catalog{
		Groups:     []diemnong.Group{{Code: "infrastructure"}},
		Categories: []diemnong.Category{{Code: "flooding", Group: "infrastructure"}, {Code: "street-light", Group: "infrastructure"}},
		Agencies:   []diemnong.Agency{{Code: "so-xay-dung"}},
		Sets:       []diemnong.AreaSet{{ID: 1, Code: "hcmc-2025-07", Levels: []diemnong.Level{{Code: "ward"}}}},
	}
	square := orb.MultiPolygon{{{{106, 10}, {107, 10}, {107, 11}, {106, 11}, {106, 10}}}}
	atlas, err := area.NewAtlas(c.Sets, []area.Unit{{
		Area: diemnong.Area{ID: 1, Set: "hcmc-2025-07", Level: "ward", Code: "26740"}, Outline: square,
	}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c, atlas
}

func TestCheckNamesWhatIsWrongAndWhatIsNear(t *testing.T) {
	catalog, atlas := testWorld(t)
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	f := func(q heat.StatsQuery, field, value, hint string) {
		t.Helper()
		var e *diemnong.Error
		if err := q.Check(catalog, atlas, now); !errors.As(err, &e) {
			t.Errorf("%s: error %v; want it refused", field, err)
			return
		}
		if e.Code != diemnong.Invalid || e.Field != field || e.Value != value || !strings.Contains(e.Hint, hint) {
			t.Errorf("got %+v; want field %s, value %q and %q in the hint", e, field, value, hint)
		}
	}
	filter := func(f diemnong.Filter) heat.StatsQuery { return heat.StatsQuery{Filter: f} }
	by := func(g ...heat.Grouping) heat.StatsQuery { return heat.StatsQuery{By: g} }

	f(filter(diemnong.Filter{Categories: []string{"flooding", "floding"}}), "category", "floding", "Did you mean flooding?")
	f(filter(diemnong.Filter{Categories: []string{"noise"}}), "category", "noise", "/api/v1/meta")
	f(filter(diemnong.Filter{Groups: []string{"infrastrukture"}}), "group", "infrastrukture", "infrastructure")
	f(filter(diemnong.Filter{Agencies: []string{"so-xd"}}), "agency", "so-xd", "/api/v1/meta")
	f(filter(diemnong.Filter{Areas: []diemnong.AreaRef{{Set: "hcmc-2025-07", Code: "26741"}}}),
		"area", "hcmc-2025-07:26741", "hcmc-2025-07:26740")
	f(filter(diemnong.Filter{Areas: []diemnong.AreaRef{{Set: "hcmc-2025", Code: "26740"}}}),
		"area", "hcmc-2025:26740", "hcmc-2025-07:26740")
	f(filter(diemnong.Filter{AsOf: now.Add(time.Second)}), "as_of", "2026-03-01T00:00:01Z", "up to now")
	f(by(heat.Grouping{Dimension: heat.ByArea, Set: "hcmc-2025-7", Level: "ward"}), "set", "hcmc-2025-7", "hcmc-2025-07")
	f(by(heat.Grouping{Dimension: heat.ByArea, Set: "hcmc-2025-07", Level: "wards"}), "level", "wards", "ward")
	f(by(heat.Grouping{Dimension: 99}), "group_by", "unknown", "hour_of_week")
	f(by(heat.Grouping{Dimension: heat.ByDay}, heat.Grouping{Dimension: heat.ByDay}), "group_by", "day", "different")
	f(by(heat.Grouping{Dimension: heat.ByDay}, heat.Grouping{Dimension: heat.ByHour}, heat.Grouping{}), "group_by", "", "at most 2")

	good := heat.StatsQuery{
		Filter: diemnong.Filter{
			Categories: []string{"street-light"}, Groups: []string{"infrastructure"}, Agencies: []string{"so-xay-dung"},
			Areas: []diemnong.AreaRef{{Set: "hcmc-2025-07", Code: "26740"}}, AsOf: now,
		},
		By: []heat.Grouping{{Dimension: heat.ByArea, Set: "hcmc-2025-07", Level: "ward"}, {Dimension: heat.ByHourOfWeek}},
	}
	if err := good.Check(catalog, atlas, now); err != nil {
		t.Errorf("a good question: %v", err)
	}
}

func TestNearest(t *testing.T) {
	known := []string{"flood", "flow", "hole"}
	f := func(s, want string, wantOK bool) {
		t.Helper()
		if got, ok := heat.Nearest(s, known); ok != wantOK || ok && got != want {
			t.Errorf("Nearest(%q) = %q, %v; want %q, %v", s, got, ok, want, wantOK)
		}
	}
	f("flood", "flood", true)
	f("floood", "flood", true)
	f("lood", "flood", true)
	f("flod", "flood", true)
	f("hloe", "", false) // half of it differs
	f("xyz", "", false)
	f("", "", false)
	if _, ok := heat.Nearest("x", nil); ok {
		t.Error("something is near where nothing is known")
	}
}
