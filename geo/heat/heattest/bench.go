package heattest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/heat"
)

// startNow is the time at which every test begins: not on a border of
// [heat.AsOfStep], so that the two differ.
var startNow = time.Date(2026, 3, 15, 5, 3, 27, 0, time.UTC)

// bench holds an engine beside the reference. Whatever is asked is asked of
// both, and held against the invariants.
type bench struct {
	testing.TB
	h    Harness
	ref  *reference
	zone *time.Location
	now  atomic.Pointer[time.Time]
	last diemnong.Revision // of the newest answer
}

func newBench(t testing.TB, open Open, zone string) *bench {
	t.Helper()
	if zone == "" {
		zone = defaultZone
	}
	location, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatalf("time zone: %v", err)
	}
	b := &bench{TB: t, zone: location}
	b.setNow(startNow)
	setup := Setup{Catalog: newCatalog(zone), Units: newUnits(), Now: func() time.Time { return *b.now.Load() }}
	b.ref = newReference(setup, location)
	b.h = open(t, setup)
	return b
}

func (b *bench) setNow(t time.Time) { b.now.Store(&t) }

// local reads a time in the city's zone, such as "2026-03-08 01:59:59".
func (b *bench) local(s string) time.Time {
	b.Helper()
	layout := "2006-01-02 15:04:05"
	t, err := time.ParseInLocation(layout, s+"2006-01-02 00:00:00"[len(s):], b.zone)
	if err != nil {
		b.Fatalf("time in a scenario: %v", err)
	}
	return t.UTC()
}

func (b *bench) put(complaints ...Complaint) {
	b.Helper()
	b.h.Put(b, complaints)
	for _, c := range complaints {
		b.ref.complaints[c.SourceRef] = c
	}
}

func (b *bench) delete(refs ...string) {
	b.Helper()
	b.h.Delete(b, refs)
	for _, ref := range refs {
		delete(b.ref.complaints, ref)
	}
}

func (b *bench) setSuccessor(agency, successor string) {
	b.Helper()
	b.h.SetSuccessor(b, agency, successor)
	for i := range b.ref.catalog.Agencies {
		if a := &b.ref.catalog.Agencies[i]; a.Code == agency {
			a.Successor = successor
		}
	}
}

// wantTotal asks for the total of a filter and compares it with figures in
// words, such as "on_time 1, overdue 2".
func (b *bench) wantTotal(f diemnong.Filter, want string) {
	b.Helper()
	if got := heat.Words(b.ask(heat.StatsQuery{Filter: f}).Total); got != want {
		b.Errorf("%s: got %q; want %q", question(heat.StatsQuery{Filter: f}), got, want)
	}
}

// wantRows asks for groups and compares them with lines such as
// "D1: open 2", where "-" is the empty key and "/" separates two.
func (b *bench) wantRows(f diemnong.Filter, by []heat.Grouping, want ...string) {
	b.Helper()
	q := heat.StatsQuery{Filter: f, By: by}
	var got []string
	for _, row := range b.ask(q).Rows {
		got = append(got, heat.KeyWords(row.Keys, len(by))+": "+heat.Words(row.Measures))
	}
	if !slices.Equal(got, want) {
		b.Errorf("%s: got\n  %s\nwant\n  %s", question(q), strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// wantRefused expects that a question is refused for the value of a field.
func (b *bench) wantRefused(q heat.StatsQuery, field string) {
	b.Helper()
	_, err := b.h.Engine().Stats(b.Context(), q)
	b.checkRefusal(q, field, err)
	if len(q.By) == 0 {
		_, err := b.h.Engine().Grid(b.Context(), q.Filter)
		b.checkRefusal(q, field, err)
	}
}

// ask asks engine and reference, and compares the answers.
func (b *bench) ask(q heat.StatsQuery) *heat.Stats {
	b.Helper()
	q.Filter = b.canonical(q.Filter)
	got, err := b.h.Engine().Stats(b.Context(), q)
	if err != nil {
		b.Fatalf("%s: %v", question(q), err)
	}
	want, _ := b.ref.Stats(b.Context(), q)
	if diff := heat.DiffStats(got, want); diff != "" {
		b.Errorf("%s: statistics differ from the reference:\n%s", question(q), diff)
	}
	b.checkState(q, got.State)
	b.checkRows(q, got)
	b.checkGrid(q, got)
	return got
}

// checkGrid asks for the grid of the same filter and holds it against the
// reference and the statistics.
func (b *bench) checkGrid(q heat.StatsQuery, s *heat.Stats) {
	b.Helper()
	got, err := b.h.Engine().Grid(b.Context(), q.Filter)
	if err != nil {
		b.Fatalf("grid of %s: %v", question(q), err)
	}
	want, _ := b.ref.Grid(b.Context(), q.Filter)
	if diff := heat.DiffGrids(got, want); diff != "" {
		b.Errorf("%s: grid differs from the reference:\n%s", question(q), diff)
	}
	if diff := heat.DiffMeasures(got.Total(), s.Total); diff != "" {
		b.Errorf("%s: the grid's total is not the statistics': %s", question(q), diff)
	}
	placed := got.Placed
	if placed.N() != s.Placed {
		b.Errorf("%s: the grid places %d complaints, the statistics %d", question(q), placed.N(), s.Placed)
	}
	for _, res := range geo.Resolutions() {
		layer := got.At(res)
		var sum heat.Counts
		for i := range layer.Counts {
			sum.Add(&layer.Counts[i])
		}
		if sum != placed.Counts {
			b.Errorf("%s: resolution %d adds up to %v; placed are %v", question(q), layer.Resolution, sum, placed.Counts)
		}
		if !slices.IsSorted(layer.Cells) {
			b.Errorf("%s: cells of resolution %d are not in order", question(q), layer.Resolution)
		}
		b.checkBlocks(q, got, res)
	}
	b.checkState(q, got.State)
}

// checkBlocks puts a layer together from its parts.
func (b *bench) checkBlocks(q heat.StatsQuery, g *heat.Grid, res int) {
	b.Helper()
	if res < heat.BlockResolution {
		return
	}
	joined := &heat.Layer{Resolution: res}
	for _, block := range g.Blocks() {
		joined.Append(g.Part(res, block))
	}
	if diff := heat.DiffLayers(joined, g.At(res)); diff != "" {
		b.Errorf("%s: the blocks of resolution %d differ from the whole layer:\n%s", question(q), res, diff)
	}
}

// checkRows holds the rows' sum against the total.
func (b *bench) checkRows(q heat.StatsQuery, s *heat.Stats) {
	b.Helper()
	var sum heat.Measures
	for _, row := range s.Rows {
		sum.Add(&row.Measures)
	}
	if diff := heat.DiffMeasures(sum, s.Total); diff != "" {
		b.Errorf("%s: the rows do not add up to the total: %s", question(q), diff)
	}
}

// checkState expects that answers never go back, and that the newest state is
// that of the newest answer: nobody else changes this city.
func (b *bench) checkState(q heat.StatsQuery, s heat.State) {
	b.Helper()
	newest, err := b.h.Engine().State(b.Context())
	if err != nil {
		b.Fatalf("state: %v", err)
	}
	if s != newest || s.Revision < b.last || s.ID == "" {
		b.Errorf("%s: answered from %+v after revision %d; the newest is %+v", question(q), s, b.last, newest)
	}
	b.last = s.Revision
}

// checkParts cuts the complaints of a filter by class and by every area level:
// the parts add up to the whole.
func (b *bench) checkParts(f diemnong.Filter) {
	b.Helper()
	whole := b.ask(heat.StatsQuery{Filter: f}).Total
	if len(f.Classes) == 0 {
		var sum heat.Measures
		for _, c := range diemnong.Classes() {
			part := f
			part.Classes = []diemnong.Class{c}
			m := b.ask(heat.StatsQuery{Filter: part}).Total
			sum.Add(&m)
		}
		if diff := heat.DiffMeasures(sum, whole); diff != "" {
			b.Errorf("%s: the classes do not add up: %s", question(heat.StatsQuery{Filter: f}), diff)
		}
	}
	for _, g := range areaGroupings() {
		q := heat.StatsQuery{Filter: f, By: []heat.Grouping{g}}
		if diff := heat.DiffMeasures(b.ask(q).Total, whole); diff != "" {
			b.Errorf("%s: another total than without grouping: %s", question(q), diff)
		}
	}
}

func (b *bench) canonical(f diemnong.Filter) diemnong.Filter {
	b.Helper()
	f, err := diemnong.NewFilter(f)
	if err != nil {
		b.Fatalf("filter of a scenario: %v", err)
	}
	return f
}

// checkRefusal expects an error that a person can mend.
func (b *bench) checkRefusal(q heat.StatsQuery, field string, err error) {
	b.Helper()
	e := refusal(err)
	if e == nil || e.Code != diemnong.Invalid || e.Field != field || e.Message == "" || e.Hint == "" {
		b.Errorf("%s: got error %v; want it refused for its %s, with a hint", question(q), err, field)
	}
}

// Context is the test's own.
func (b *bench) Context() context.Context { return b.TB.Context() }

// question writes what was asked.
func question(q heat.StatsQuery) string {
	s := "[" + q.Filter.Key() + "]"
	for _, g := range q.By {
		s += " by " + g.Dimension.String()
		if g.Set != "" {
			s += fmt.Sprintf("(%s %s)", g.Set, g.Level)
		}
	}
	return s
}
