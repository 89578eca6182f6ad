package index

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/h3"
	"github.com/diemnong/diemnong/geo/heat"
)

func TestCellsOfABlock(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 2000 {
		c, err := h3.FromPoint(geo.Point{Lon: r.Float64()*360 - 180, Lat: r.Float64()*170 - 85}, geo.BaseResolution)
		if err != nil {
			t.Fatal(err)
		}
		local := localOf(c)
		if got := cellOf(c.Parent(blockResolution), local); got != c || local >= blockCells || !validBaseCell(c) {
			t.Fatalf("%s is number %d of its block, which is %s", c, local, got)
		}
		for _, g := range groupings[blockResolution:] {
			if got := cellOf(c.Parent(blockResolution), g.of[local]*g.members).Parent(g.res); got != c.Parent(g.res) {
				t.Fatalf("%s is counted into %s at resolution %d; want %s", c, got, g.res, c.Parent(g.res))
			}
		}
	}
	for _, bad := range []geo.Cell{1, 0x8965b5662abffff, 0x8a65b5662aaffff | 7<<15, 0xffffffffffffffff} {
		if validBaseCell(bad) {
			t.Errorf("%s passes for a base cell", bad)
		}
	}
}

func TestRowMap(t *testing.T) {
	f := func(ids ...int64) {
		t.Helper()
		m := newRowMap(ids)
		for row, id := range ids {
			if got, ok := m.find(id); got != row || !ok {
				t.Errorf("%v: find(%d) = %d, %v; want %d", ids, id, got, ok, row)
			}
			for _, other := range []int64{id - 1, id + 1, -id, 1 << 62} {
				if _, ok := m.find(other); ok != slices.Contains(ids, other) {
					t.Errorf("%v: find(%d) is %v", ids, other, ok)
				}
			}
		}
		if got := m.inverse(len(ids)); !slices.Equal(got, ids) && len(ids) > 0 {
			t.Errorf("inverse %v; want %v", got, ids)
		}
	}
	f()
	f(5)
	f(3, 1, 2)
	f(100, 1, 50, 7)             // sparse
	f(-5, 1<<40, 1<<61, 0, 9, 8) // very
	f(10, 12, 11, 15, 18, 20)
}

func TestRadixSort(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for _, bits := range []int{1, 11, 12, 33, 63} {
		list := make([]uint64, 3000)
		for i := range list {
			list[i] = r.Uint64N(1 << bits)
		}
		want := slices.Sorted(slices.Values(list))
		if got := radixSort(list); !slices.Equal(got, want) {
			t.Errorf("%d bits: not sorted", bits)
		}
	}
	radixSort(nil)
}

// testSnapshot is a city of n made-up complaints.
func testSnapshot(t testing.TB, n int) (*snapshot, *base, *dictionaries) {
	t.Helper()
	r, d := makeCity(t, n)
	r.histories = &historyRows{}
	for i := range n {
		r.histories.add(r.received[i], randomEvents(rand.New(rand.NewPCG(uint64(i), 3)), r.received[i]), r.measure[i], attrStatus(r.attr[i]))
	}
	b, err := newBase(heat.State{Revision: 1, ID: "x"}, r)
	if err != nil {
		t.Fatal(err)
	}
	return newSnapshot(b.state, benchWorld(t), d.words(), b.parts()), b, d
}

// TestListedGroups holds the way of many groups against the way of few: the
// sums over the days of a ward are the ward's.
func TestListedGroups(t *testing.T) {
	s, _, _ := testSnapshot(t, 5000)
	ward, day := heat.Grouping{Dimension: heat.ByArea, Set: "old", Level: "ward"}, heat.Grouping{Dimension: heat.ByDay}
	ask := func(by ...heat.Grouping) *heat.Stats {
		q := newSelection(diemnong.Filter{Classes: []diemnong.Class{diemnong.OnTime, diemnong.Overdue}}, s.world, s.words, benchEnd)
		return s.stats(q, newGroups(s, q, by, diemnong.AsThen))
	}
	few, many := ask(ward), ask(ward, day)
	everything := newSelection(diemnong.Filter{}, s.world, s.words, benchEnd)
	if n := newGroups(s, everything, []heat.Grouping{ward, day}, diemnong.AsThen).n; n <= mostDense {
		t.Fatalf("%d groups are few", n)
	}
	sums := map[string]*heat.Measures{}
	for i := range many.Rows {
		row := &many.Rows[i]
		if sums[row.Keys[0]] == nil {
			sums[row.Keys[0]] = &heat.Measures{}
		}
		sums[row.Keys[0]].Add(&row.Measures)
	}
	for _, row := range few.Rows {
		if d := heat.DiffMeasures(*sums[row.Keys[0]], row.Measures); d != "" {
			t.Errorf("ward %s: %s", row.Keys[0], d)
		}
	}
	if d := heat.DiffMeasures(many.Total, few.Total); d != "" || many.Placed != few.Placed {
		t.Errorf("total: %s", d)
	}
}

func TestTimesTooFarApartAreRefused(t *testing.T) {
	r, d := newRows(2), newDictionaries()
	for i, at := range []int64{-2_000_000_000, 3_000_000_000} {
		if err := r.add(&Row{ID: int64(i), ReceivedAt: at, DueAt: None, ClosedAt: None}, d); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := newBase(heat.State{}, r); err != errSpan {
		t.Errorf("got %v; want %v", err, errSpan)
	}
}

// TestFinePartsAreKeptWithinBounds asks for base cells of every block, twice.
func TestFinePartsAreKeptWithinBounds(t *testing.T) {
	s, _, _ := testSnapshot(t, 3000)
	f := s.grid(newSelection(diemnong.Filter{}, s.world, s.words, benchEnd)).Finer.(*finer)
	if len(f.Blocks()) <= mostParts {
		t.Fatalf("%d blocks are too few", len(f.Blocks()))
	}
	first, second := f.Parts(geo.BaseResolution, f.Blocks()), f.Parts(geo.BaseResolution, f.Blocks())
	for i := range first {
		if d := heat.DiffLayers(second[i], first[i]); d != "" {
			t.Errorf("block %s, asked again: %s", f.Blocks()[i], d)
		}
	}
	if n := len(f.base.parts); n > mostParts {
		t.Errorf("%d parts are kept; want %d at most", n, mostParts)
	}
	last := f.Blocks()[len(f.Blocks())-1]
	part := f.Part(geo.BaseResolution, last)
	if again := f.Part(geo.BaseResolution, last); again != part {
		t.Error("the last part was counted again")
	}
}

// TestDueBeforeItCame closes a complaint that was due before it came, and looks
// at a moment before it came: it was overdue then and there, and is counted off so.
func TestDueBeforeItCame(t *testing.T) {
	const received, due = 1_700_000_000, 1_699_000_000
	moment := time.Unix(received-60, 0).UTC()
	row := Row{ID: 1, ReceivedAt: received, DueAt: due, ClosedAt: None, Category: 1}
	w := &writer{words: newDictionaries(), world: benchWorld(t), changed: map[int64]change{}}
	total := func() string {
		t.Helper()
		s, err := w.snapshot()
		if err != nil {
			t.Fatal(err)
		}
		q := newSelection(diemnong.Filter{}, s.world, s.words, moment)
		return heat.Words(s.stats(q, newGroups(s, q, nil, diemnong.AsThen)).Total)
	}
	b, err := newBase(heat.State{}, newRows(0))
	if err != nil {
		t.Fatal(err)
	}
	w.base = b
	w.apply(&Changes{Rows: []Row{row}})
	if got := total(); got != "overdue 1" {
		t.Errorf("new: %s; want overdue 1", got)
	}
	r := newRows(2)
	older := row
	older.ID, older.ReceivedAt, older.DueAt = 2, received-1_000_000, None
	for _, c := range []*Row{&row, &older} {
		if err := r.add(c, w.words); err != nil {
			t.Fatal(err)
		}
	}
	if w.base, err = newBase(heat.State{}, r); err != nil {
		t.Fatal(err)
	}
	row.Status, row.ClosedAt = diemnong.Resolved, received+5
	w.changed = map[int64]change{1: {row: row}}
	if got := total(); got != "late 1, undated_open 1" {
		t.Errorf("closed: %s; want late 1, undated_open 1", got)
	}
}

func TestScansAllocateNothing(t *testing.T) {
	s, _, _ := testSnapshot(t, 20_000)
	for name, f := range map[string]diemnong.Filter{
		"all":  {},
		"some": {Groups: []string{"g1"}, Agencies: []string{"a3"}, Classes: []diemnong.Class{diemnong.Late}, Channels: []diemnong.Channel{1}},
		"past": {AsOf: benchEnd.AddDate(-1, 0, 0)},
	} {
		w := takeGridWorker()
		w.q, w.group = newSelection(f, s.world, s.words, benchEnd), &groupings[geo.BaseResolution]
		var sum heat.Tally
		if n := testing.AllocsPerRun(10, func() {
			for i := range s.union {
				w.countBlock(s, &s.union[i])
				for k := range w.cells {
					if w.cells[k].used() {
						w.cells[k].moveTo(&sum)
					}
				}
			}
		}); n > 0 {
			t.Errorf("%s: a scan allocates %v times; want none", name, n)
		}
		w.release()
	}
}

// TestFileRoundTrip writes a base and reads it back, and writes that again.
func TestFileRoundTrip(t *testing.T) {
	for _, n := range []int{0, 1, 3000} {
		s, b, d := testSnapshot(t, n)
		var first, second bytes.Buffer
		if err := encodeBase(&first, b, d.words()); err != nil {
			t.Fatal(err)
		}
		back, words, err := decodeBase(bytes.NewReader(first.Bytes()), int64(first.Len()))
		if err != nil {
			t.Fatalf("%d complaints: %v", n, err)
		}
		if err := encodeBase(&second, back, words.words()); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first.Bytes(), second.Bytes()) {
			t.Errorf("%d complaints: the file read and written again is another one", n)
		}
		again := newSnapshot(back.state, s.world, words.words(), back.parts())
		for _, f := range []diemnong.Filter{{}, {AsOf: time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)}} {
			q := func(s *snapshot) *heat.Grid { return s.grid(newSelection(f, s.world, s.words, benchEnd)) }
			if d := heat.DiffGrids(q(again), q(s)); d != "" {
				t.Errorf("%d complaints, as of %v: %s", n, f.AsOf, d)
			}
		}
	}
}

func FuzzDecodeFile(f *testing.F) {
	_, b, d := testSnapshot(f, 50)
	var good bytes.Buffer
	if err := encodeBase(&good, b, d.words()); err != nil {
		f.Fatal(err)
	}
	f.Add(good.Bytes())
	f.Add([]byte(fileMagic))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, file []byte) {
		b, _, err := decodeBase(bytes.NewReader(file), int64(len(file)))
		if err == nil && b.settled.len()+b.waiting.len() > len(file) {
			t.Errorf("%d rows from %d bytes", b.len(), len(file))
		}
	})
}
