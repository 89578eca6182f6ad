package index_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/geo/heat/heattest"
	"github.com/diemnong/diemnong/geo/index"
)

// memory is a system of record in a map: a [index.Source] and a [index.Feed].
type memory struct {
	mu        sync.Mutex
	rows      map[int64]index.Row
	revisions []revision // dense; the first is 0
	world     *index.World
	now       func() time.Time
	away      error // what every method fails with
	loads     int   // calls of Load

	beforeHistories func() // called at the beginning of Histories

	bells   []chan heat.State
	history string // part of the revisions' ids
}

type revision struct {
	id      string
	changed []int64
	world   *index.World
}

func newMemory(w *index.World, now func() time.Time) *memory {
	w.State = heat.State{ID: "h-0"}
	return &memory{
		rows: map[int64]index.Row{}, world: w, now: now, history: "h",
		revisions: []revision{{id: "h-0", world: w}},
	}
}

func (m *memory) newest() heat.State {
	n := len(m.revisions) - 1
	return heat.State{Revision: diemnong.Revision(n), ID: m.revisions[n].id}
}

// commit stores rows and deletions as one revision, and rings.
func (m *memory) commit(rows []index.Row, gone ...int64) heat.State {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := revision{world: m.world, changed: slices.Clone(gone)}
	for _, row := range rows {
		m.rows[row.ID] = row
		r.changed = append(r.changed, row.ID)
	}
	for _, id := range gone {
		delete(m.rows, id)
	}
	return m.append(r)
}

func (m *memory) append(r revision) heat.State {
	r.id = fmt.Sprintf("%s-%d", m.history, len(m.revisions))
	m.revisions = append(m.revisions, r)
	s := m.newest()
	for _, bell := range m.bells {
		select {
		case <-bell:
		default:
		}
		bell <- s
	}
	return s
}

// setWorld changes what rows refer to, as a revision.
func (m *memory) setWorld(change func(w *index.World)) heat.State {
	m.mu.Lock()
	defer m.mu.Unlock()
	w := *m.world
	change(&w)
	s := m.append(revision{world: &w})
	w.State = s
	m.world = &w
	return s
}

func (m *memory) Load(_ context.Context, begin func(index.Beginning) error, take func(*index.Row) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.loads++
	if m.away != nil {
		return m.away
	}
	if err := begin(index.Beginning{State: m.newest(), World: m.world, Rows: len(m.rows) / 2}); err != nil {
		return err
	}
	for _, row := range m.rows { // in no order
		row.Events = nil
		if err := take(&row); err != nil {
			return err
		}
	}
	return nil
}

func (m *memory) Histories(_ context.Context, begin func(heat.State) error, take func(int64, []index.Event) error) error {
	if m.beforeHistories != nil {
		m.beforeHistories()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.away != nil {
		return m.away
	}
	if err := begin(m.newest()); err != nil {
		return err
	}
	for id, row := range m.rows {
		if len(row.Events) == 0 {
			continue
		}
		if err := take(id, row.Events); err != nil {
			return err
		}
	}
	return nil
}

func (m *memory) Changes(_ context.Context, since heat.State, w *index.World) (*index.Changes, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.away != nil {
		return nil, m.away
	}
	if int(since.Revision) >= len(m.revisions) || m.revisions[since.Revision].id != since.ID {
		return nil, index.ErrDiverged
	}
	c := &index.Changes{State: m.newest()}
	if w == nil || w.State != m.world.State {
		c.World = m.world
	}
	seen := map[int64]bool{}
	for _, r := range m.revisions[since.Revision+1:] {
		for _, id := range r.changed {
			if seen[id] {
				continue
			}
			seen[id] = true
			if row, there := m.rows[id]; there {
				c.Rows = append(c.Rows, row)
			} else {
				c.Gone = append(c.Gone, id)
			}
		}
	}
	return c, nil
}

func (m *memory) Subscribe() (<-chan heat.State, func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	bell := make(chan heat.State, 1)
	bell <- m.newest()
	m.bells = append(m.bells, bell)
	return bell, func() {}
}

func (m *memory) Newest() (heat.State, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.newest(), true
}

func (m *memory) Seen() time.Time { return m.now() }

// noFallback is an engine that must not be asked.
type noFallback struct{}

func (noFallback) State(context.Context) (heat.State, error) { return heat.State{}, errAsked }
func (noFallback) Grid(context.Context, diemnong.Filter) (*heat.Grid, error) {
	return nil, errAsked
}

func (noFallback) Stats(context.Context, heat.StatsQuery) (*heat.Stats, error) { return nil, errAsked }

var errAsked = diemnong.Errorf(diemnong.Unavailable, "the fallback was asked")

// run starts an engine and gives the function that ends it and waits.
func run(t testing.TB, e *index.Engine, m *memory) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- e.Run(ctx, m) }()
	var once sync.Once
	stop = func() {
		once.Do(func() {
			cancel()
			<-done
		})
	}
	t.Cleanup(stop)
	return stop
}

func await(t testing.TB, e *index.Engine, s heat.State) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := e.Await(ctx, s.Revision); err != nil {
		t.Fatalf("the index did not reach revision %d: %v; status: %v", s.Revision, err, e.Status())
	}
}

// awaitHistories waits until questions about the past are answered.
func awaitHistories(t testing.TB, e *index.Engine) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := e.AwaitHistories(ctx); err != nil {
		t.Fatalf("no histories: %v; status: %v", err, e.Status())
	}
}

var quiet = slog.New(slog.DiscardHandler)

// harness is the index over a memory.
type harness struct {
	*memory
	setup  heattest.Setup
	engine *index.Engine
	ids    map[string]int64
}

func openHarness(t testing.TB, s heattest.Setup) heattest.Harness {
	t.Helper()
	h := &harness{setup: s, ids: map[string]int64{}}
	h.memory = newMemory(worldOf(t, s), s.Now)
	h.engine = index.New(index.Options{
		Source: h.memory, Fallback: noFallback{}, Log: quiet, Now: s.Now, PublishEvery: time.Nanosecond,
		File: t.TempDir() + "/index", SaveEvery: time.Millisecond, // a new base almost every time
	})
	run(t, h.engine, h.memory)
	await(t, h.engine, heat.State{})
	awaitHistories(t, h.engine)
	return h
}

func worldOf(t testing.TB, s heattest.Setup) *index.World {
	t.Helper()
	atlas, err := area.NewAtlas(s.Catalog.Sets, s.Units, nil)
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation(s.Catalog.City.TimeZone)
	if err != nil {
		t.Fatal(err)
	}
	w := &index.World{Catalog: s.Catalog, Atlas: atlas, Zone: zone, Categories: map[int16]string{}, Agencies: map[int16]string{}}
	for i, c := range s.Catalog.Categories {
		w.Categories[int16(i+1)] = c.Code
	}
	for i, a := range s.Catalog.Agencies {
		w.Agencies[int16(i+1)] = a.Code
	}
	return w
}

func (h *harness) Engine() heat.Engine { return h.engine }

func (h *harness) Put(t testing.TB, complaints []heattest.Complaint) {
	t.Helper()
	var rows []index.Row
	for _, c := range complaints {
		id, known := h.ids[c.SourceRef]
		if !known {
			id = int64(len(h.ids) + 1)
			h.ids[c.SourceRef] = id
		}
		rows = append(rows, h.row(id, c))
	}
	await(t, h.engine, h.commit(rows))
}

func (h *harness) row(id int64, c heattest.Complaint) index.Row {
	row := index.Row{
		ID: id, ReceivedAt: c.ReceivedAt.Unix(), DueAt: unixOrNone(c.DueAt), ClosedAt: unixOrNone(c.ClosedAt),
		Cell: geo.Cell(c.Location.Cell), Category: numberOf(h.world.Categories, c.Category), Agency: numberOf(h.world.Agencies, c.Agency),
		Channel: c.Channel, Status: c.Status, Quality: c.Location.Quality, Reopened: c.Reopened > 0, Areas: make([]int32, 3),
	}
	for _, ref := range c.Areas {
		set, _ := h.setup.Catalog.Set(ref.Set)
		unit, _ := h.world.Atlas.ByRef(ref)
		row.Areas[set.ID-1] = int32(unit.ID)
	}
	for _, e := range c.Events {
		row.Events = append(row.Events, index.Event{
			At: e.At.Unix(), DueAt: unixOrNone(e.DueAt), ClosedAt: unixOrNone(e.ClosedAt),
			Status: e.Status, Reopened: e.Kind == diemnong.EventReopened,
		})
	}
	return row
}

func numberOf(codes map[int16]string, code string) int16 {
	for id, c := range codes {
		if c == code {
			return id
		}
	}
	return 0
}

func unixOrNone(t time.Time) int64 {
	if t.IsZero() {
		return index.None
	}
	return t.Unix()
}

func (h *harness) Delete(t testing.TB, refs []string) {
	t.Helper()
	var ids []int64
	for _, ref := range refs {
		ids = append(ids, h.ids[ref])
	}
	await(t, h.engine, h.commit(nil, ids...))
}

func (h *harness) SetSuccessor(t testing.TB, agency, successor string) {
	t.Helper()
	await(t, h.engine, h.setWorld(func(w *index.World) {
		c := *w.Catalog
		c.Agencies = slices.Clone(c.Agencies)
		for i := range c.Agencies {
			if c.Agencies[i].Code == agency {
				c.Agencies[i].Successor = successor
			}
		}
		w.Catalog = &c
	}))
}

func TestEngineConforms(t *testing.T) { heattest.Run(t, openHarness) }
