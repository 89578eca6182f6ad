package mvt_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"
	orbmvt "github.com/paulmach/orb/encoding/mvt"

	"github.com/diemnong/diemnong/tiles/mvt"
	"github.com/diemnong/diemnong/tiles/mvt/mvttest"
)

// feature is what a test puts in and expects to come out: coordinates as
// numbers, values as the decoder gives them.
type feature struct {
	ID         uint64
	Geometry   orb.Geometry
	Properties map[string]any
}

// decode reads a tile with orb's decoder.
func decode(t testing.TB, tile []byte) map[string][]feature {
	t.Helper()
	if err := mvttest.Check(tile); err != nil {
		t.Errorf("the tile breaks the specification: %v", err)
	}
	layers, err := orbmvt.Unmarshal(tile)
	if err != nil {
		t.Fatalf("decode tile: %v", err)
	}
	out := map[string][]feature{}
	for _, l := range layers {
		if l.Version != 2 || l.Extent != mvt.Extent {
			t.Errorf("layer %s has version %d and extent %d; want 2 and %d", l.Name, l.Version, l.Extent, mvt.Extent)
		}
		for _, f := range l.Features {
			out[l.Name] = append(out[l.Name], feature{uint64(f.ID.(float64)), f.Geometry, f.Properties})
		}
	}
	return out
}

func TestPolygonIsWrittenAsTheSpecificationAsks(t *testing.T) {
	square := orb.Ring{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}}
	hole := orb.Ring{{2, 2}, {2, 4}, {4, 4}, {4, 2}, {2, 2}}
	f := func(name string, want orb.Geometry, rings ...[]mvt.Point) {
		t.Helper()
		l := mvt.NewLayer("l")
		began := l.Polygon(7, rings...)
		got := decode(t, l.AppendTo(nil))["l"]
		if want == nil {
			if began || len(got) != 0 {
				t.Errorf("%s: began %t with %d features; want nothing", name, began, len(got))
			}
			return
		}
		if diff := cmp.Diff([]feature{{ID: 7, Geometry: want}}, got); diff != "" || !began {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	f("as it should be", orb.Polygon{square}, ring(0, 0, 10, 0, 10, 10, 0, 10))
	f("closed already", orb.Polygon{square}, ring(0, 0, 10, 0, 10, 10, 0, 10, 0, 0, 0, 0))
	f("wound backwards", orb.Polygon{square}, ring(0, 0, 0, 10, 10, 10, 10, 0))
	f("repeated points", orb.Polygon{square}, ring(0, 0, 0, 0, 10, 0, 10, 10, 10, 10, 10, 10, 0, 10))
	f("repeated points, backwards", orb.Polygon{square}, ring(0, 0, 0, 10, 0, 10, 10, 10, 10, 0, 10, 0))
	f("hole wound either way", orb.Polygon{square, hole}, ring(0, 0, 10, 0, 10, 10, 0, 10), ring(2, 2, 4, 2, 4, 4, 2, 4))
	f("hole without area", orb.Polygon{square}, ring(0, 0, 10, 0, 10, 10, 0, 10), ring(2, 2, 4, 2))
	f("no ring", nil)
	f("one point", nil, ring(3, 3))
	f("a line there and back", nil, ring(0, 0, 5, 5, 9, 9, 5, 5))
	f("outer ring without area", nil, ring(0, 0, 9, 9), ring(2, 2, 4, 2, 4, 4, 2, 4))
	f("out of range", nil, ring(0, 0, mvt.MaxCoordinate+1, 0, 0, 9))
	f("hole out of range", nil, ring(0, 0, 10, 0, 10, 10, 0, 10), ring(2, 2, 4, 2, 4, mvt.MaxCoordinate+1))
}

func TestFeatureThatWasNotBegunTakesNoProperties(t *testing.T) {
	l := mvt.NewLayer("l")
	name, n := l.Key("name"), l.Key("n")
	l.Points(1, mvt.Point{X: 5, Y: 6})
	l.String(name, "kept")
	if l.Points(2) {
		t.Error("a feature of no points was begun")
	}
	l.String(name, "lost")
	l.Uint(n, 2)
	if l.Polygon(3, ring(1, 1, 2, 2)) {
		t.Error("a polygon without area was begun")
	}
	l.Bool(n, true)
	if l.Len() != 1 {
		t.Errorf("Len = %d; want 1", l.Len())
	}
	want := []feature{{1, orb.Point{5, 6}, map[string]any{"name": "kept"}}}
	if diff := cmp.Diff(want, decode(t, l.AppendTo(nil))["l"]); diff != "" {
		t.Errorf("features (-want +got):\n%s", diff)
	}
}

func TestLayersFollowEachOtherAndEmptyOnesAreAbsent(t *testing.T) {
	a, b, c := mvt.NewLayer("a"), mvt.NewLayer("b"), mvt.NewLayer("c")
	a.Points(1, mvt.Point{})
	c.Points(2, mvt.Point{X: 1}, mvt.Point{X: 2})
	b.Key("unused")
	tile := c.AppendTo(b.AppendTo(a.AppendTo(nil)))
	want := map[string][]feature{
		"a": {{ID: 1, Geometry: orb.Point{}}},
		"c": {{ID: 2, Geometry: orb.MultiPoint{{1, 0}, {2, 0}}}},
	}
	if diff := cmp.Diff(want, decode(t, tile)); diff != "" {
		t.Errorf("tile (-want +got):\n%s", diff)
	}
	if got := b.AppendTo(nil); got != nil {
		t.Errorf("an empty layer gives %d bytes; want none", len(got))
	}
}

func TestResetForgetsEverything(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	used := mvt.NewLayer("old")
	for range 500 {
		putRandom(used, rng)
	}
	used.AppendTo(nil)
	used.Reset("l")
	fresh := mvt.NewLayer("l")
	for range 200 {
		seed := rng.Uint64()
		putRandom(used, rand.New(rand.NewPCG(seed, 0)))
		putRandom(fresh, rand.New(rand.NewPCG(seed, 0)))
	}
	if diff := cmp.Diff(fresh.AppendTo(nil), used.AppendTo(nil)); diff != "" {
		t.Error("a layer after Reset writes other bytes than a new one")
	}
}

func TestValuesAreStoredOnce(t *testing.T) {
	once, often := mvt.NewLayer("l"), mvt.NewLayer("l")
	put := func(l *mvt.Layer) {
		k := l.Key("k")
		for n := range uint64(3000) {
			l.Points(1, mvt.Point{})
			l.Uint(k, n)
			l.Double(k, float64(n)/7)
			l.Int(k, -int64(n))
			l.String(k, string([]byte{byte('a' + n%20), byte('a' + n/20%20), byte('a' + n/400)}))
		}
	}
	put(once)
	for range 3 {
		put(often)
	}
	// Each repetition adds features, which are equal and of at most 20 bytes, and no value.
	first, all := len(once.AppendTo(nil)), len(often.AppendTo(nil))
	if limit := first + 2*3000*28; all > limit {
		t.Errorf("three times the same features take %d bytes; want at most %d", all, limit)
	}
}

// putRandom puts one feature with random geometry and properties and gives
// what a decoder should find, or nil when the geometry has no area.
func putRandom(l *mvt.Layer, rng *rand.Rand) *feature {
	want := &feature{ID: rng.Uint64N(1 << 52)}
	var began bool
	switch rng.IntN(3) {
	case 0:
		points := randomPoints(rng, 1+rng.IntN(4), 5000)
		began, want.Geometry = l.Points(want.ID, points...), pointGeometry(points)
	case 1:
		rings := randomRings(rng)
		began, want.Geometry = l.Polygon(want.ID, rings...), expectedGeometry([][][]mvt.Point{rings})
	default:
		polygons := make([][][]mvt.Point, 1+rng.IntN(4))
		for i := range polygons {
			polygons[i] = randomRings(rng)
		}
		began, want.Geometry = l.MultiPolygon(want.ID, polygons), expectedGeometry(polygons)
	}
	want.Properties = putProperties(l, rng)
	if !began {
		return nil
	}
	return want
}

func putProperties(l *mvt.Layer, rng *rand.Rand) map[string]any {
	var put map[string]any
	set := func(name string, v any) mvt.Key {
		if put == nil {
			put = map[string]any{}
		}
		put[name] = v
		return l.Key(name)
	}
	if rng.IntN(2) == 0 {
		n := rng.Uint64N(3000)
		l.Uint(set("uint", float64(n)), n)
	}
	if rng.IntN(2) == 0 {
		n := rng.Int64N(1<<40) - 1<<39
		l.Int(set("int", float64(n)), n)
	}
	if rng.IntN(2) == 0 {
		x := float64(rng.IntN(100)) / 7
		l.Double(set("double", x), x)
	}
	if rng.IntN(2) == 0 {
		b := rng.IntN(2) == 0
		l.Bool(set("bool", b), b)
	}
	if rng.IntN(2) == 0 {
		s := []string{"", "Bến Nghé", "Phường 4", "x"}[rng.IntN(4)]
		l.String(set("string", s), s)
	}
	if rng.IntN(4) == 0 {
		s := strconv.FormatUint(rng.Uint64(), 36)
		l.Set(set("unique", s), l.UniqueText([]byte(s)))
	}
	return put
}

func TestWhatIsEncodedDecodesToTheSame(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		l := mvt.NewLayer("l")
		var want []feature
		for range rng.IntN(40) {
			if f := putRandom(l, rng); f != nil {
				want = append(want, *f)
			}
		}
		got := decode(t, l.AppendTo(nil))["l"]
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("tile (-want +got):\n%s", diff)
		}
	}
}

func FuzzRoundTrip(f *testing.F) {
	f.Add(uint64(1), uint64(2), uint8(3))
	f.Add(uint64(0), uint64(0), uint8(200))
	f.Fuzz(func(t *testing.T, a, b uint64, n uint8) {
		rng := rand.New(rand.NewPCG(a, b))
		l := mvt.NewLayer("l")
		var want []feature
		for range n {
			if f := putRandom(l, rng); f != nil {
				want = append(want, *f)
			}
		}
		if diff := cmp.Diff(want, decode(t, l.AppendTo(nil))["l"], cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("tile (-want +got):\n%s", diff)
		}
	})
}

// FuzzRing gives the encoder any ring: what comes out is closed, has area and
// the right winding, and covers what went in.
func FuzzRing(f *testing.F) {
	f.Add([]byte{0, 0, 10, 0, 10, 10, 0, 10})
	f.Add([]byte{0, 0, 1, 1, 2, 2, 1, 1})
	f.Add([]byte{5, 5, 5, 5, 5, 5, 9, 5, 9, 9, 5, 5})
	f.Fuzz(func(t *testing.T, raw []byte) {
		if len(raw) > 400 {
			return
		}
		r := make([]mvt.Point, len(raw)/2)
		for i := range r {
			r[i] = mvt.Point{X: int32(int8(raw[2*i])), Y: int32(int8(raw[2*i+1]))}
		}
		l := mvt.NewLayer("l")
		began := l.Polygon(1, r)
		want := expectedGeometry([][][]mvt.Point{{r}})
		if began != (want != nil) {
			t.Fatalf("Polygon(%v) = %t; want %t", r, began, want != nil)
		}
		if !began {
			return
		}
		got := decode(t, l.AppendTo(nil))["l"][0].Geometry
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("ring %v (-want +got):\n%s", r, diff)
		}
		if got.(orb.Polygon)[0].Orientation() != orb.CCW { // y runs downwards: clockwise on a screen
			t.Fatalf("outer ring %v is wound the wrong way", got)
		}
	})
}

// TestIDsOfEveryLength are read back, with eight bytes and with any other number.
func TestIDsOfEveryLength(t *testing.T) {
	l := mvt.NewLayer("l")
	var want []uint64
	for shift := range 53 {
		for _, id := range []uint64{1 << shift, 1<<shift | 0x5a5a5a5a5a5a5&(1<<shift-1), 2<<shift - 1} {
			if !slices.Contains(want, id) {
				want = append(want, id)
				l.Points(id, mvt.Point{})
			}
		}
	}
	for i, f := range decode(t, l.AppendTo(nil))["l"] {
		if f.ID != want[i] {
			t.Errorf("id %d is read as %d", want[i], f.ID)
		}
	}
}
