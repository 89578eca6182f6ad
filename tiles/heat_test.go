package tiles_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/geojson"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/h3"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/tiles"
)

var saigon = geo.Point{Lon: 106.7, Lat: 10.78}

// TestCellsOfAllTilesAddUp counts, at every zoom, each cell of all tiles once.
func TestCellsOfAllTilesAddUp(t *testing.T) {
	t.Parallel()
	c := newCity(t, 1, 4000, saigon, 0.25)
	s := newService(t, c)
	f := func(filter diemnong.Filter, deepest uint8) {
		t.Helper()
		filter = mustFilter(t, filter)
		placed := 0
		for i := range c.complaints {
			if p := &c.complaints[i]; matches(filter, p) && p.Quality.Placeable() {
				placed++
			}
		}
		for zoom := range deepest + 1 {
			if got := countCells(t, s, filter, addressesOver(c.catalog.City.Bounds, zoom)); got != placed {
				t.Errorf("filter %q, zoom %d: the cells add up to %d; want %d placed complaints", filter.Key(), zoom, got, placed)
			}
		}
	}
	f(diemnong.Filter{}, 15)
	f(diemnong.Filter{Categories: []string{"noise"}}, 13)
	f(diemnong.Filter{Categories: []string{"road", "water"}, Classes: []diemnong.Class{diemnong.Overdue}}, 13)
	f(diemnong.Filter{Categories: []string{"nothing"}}, 9)
}

// countCells adds up n over the distinct cells of tiles, whose figures must be
// the same wherever they occur.
func countCells(t *testing.T, s *tiles.Service, f diemnong.Filter, addresses []tiles.Address) int {
	t.Helper()
	seen := map[string]geojson.Properties{}
	total := 0
	for _, a := range addresses {
		for _, cell := range decode(t, mustTile(t, s, tiles.HeatLayer(), a, f))["cells"] {
			p := cell.Properties
			index := p["h3"].(string)
			if before, ok := seen[index]; ok {
				if !cmp.Equal(before, p) {
					t.Errorf("cell %s has other figures in tile %s: %v and %v", index, a, before, p)
				}
				continue
			}
			seen[index] = p
			total += int(p["n"].(float64))
		}
	}
	return total
}

// TestCellThatReachesIntoATileIsInIt compares tiles with a search over the
// outlines of all cells, at several places on the globe.
func TestCellThatReachesIntoATileIsInIt(t *testing.T) {
	t.Parallel()
	for i, middle := range []geo.Point{saigon, {Lon: -74, Lat: 40.7}, {Lon: 25, Lat: 66}, {Lon: -58.4, Lat: -34.6}, {Lon: 0, Lat: 0}} {
		c := newCity(t, uint64(10+i), 1500, middle, 0.3)
		s := newService(t, c)
		rng := rand.New(rand.NewPCG(uint64(i), 3))
		for zoom := uint8(3); zoom <= 20; zoom++ {
			cells, _, err := c.byCell(diemnong.Filter{}, geo.Resolution(int(zoom)))
			if err != nil {
				t.Fatal(err)
			}
			for range 6 {
				a := randomAddress(rng, c, zoom)
				want := expectedCells(t, cells, a)
				got := decode(t, mustTile(t, s, tiles.HeatLayer(), a, diemnong.Filter{}))["cells"]
				if diff := cmp.Diff(want, properties(got), cmpopts.EquateApprox(1e-12, 0), cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("tile %s at %v (-want +got):\n%s", a, middle, diff)
				}
			}
		}
	}
}

// randomAddress is the tile of a complaint or one of its neighbours.
func randomAddress(rng *rand.Rand, c *city, zoom uint8) tiles.Address {
	p := c.complaints[rng.IntN(len(c.complaints))].Point
	u := tileUnits(orb.Point{p.Lon, p.Lat}, tiles.Address{Z: zoom})
	last := int(1)<<zoom - 1
	near := func(v float64) uint32 { return uint32(min(max(int(v/4096)+rng.IntN(3)-1, 0), last)) }
	return tiles.Address{Z: zoom, X: near(u[0]), Y: near(u[1])}
}

// expectedCells gives the properties of the cells whose outlines have a part
// within the tile and its buffer.
func expectedCells(t *testing.T, cells map[geo.Cell]heat.Measures, a tiles.Address) map[string]geojson.Properties {
	t.Helper()
	box := orb.Bound{Min: orb.Point{-tiles.Buffer, -tiles.Buffer}, Max: orb.Point{4096 + tiles.Buffer, 4096 + tiles.Buffer}}
	out := map[string]geojson.Properties{}
	for cell, m := range cells {
		corners, err := h3.Boundary(cell)
		if err != nil {
			t.Fatal(err)
		}
		var ring orb.Ring
		for _, p := range corners {
			ring = append(ring, tileUnits(orb.Point{p.Lon, p.Lat}, a))
		}
		if len(clip.Ring(box, append(ring, ring[0]))) == 0 {
			continue
		}
		km2, err := h3.AreaKM2(cell)
		if err != nil {
			t.Fatal(err)
		}
		p := expectedMeasures(m)
		p["h3"], p["res"] = cell.String(), float64(cell.Resolution())
		p["per_km2"] = fourDigits(p["n"].(float64) / km2)
		out[cell.String()] = p
	}
	return out
}

// fourDigits rounds by way of the decimal text.
func fourDigits(x float64) float64 {
	r, err := strconv.ParseFloat(strconv.FormatFloat(x, 'e', 3, 64), 64)
	if err != nil {
		panic(err) // FormatFloat wrote it
	}
	return r
}

// expectedMeasures is what a feature says of measures, as a decoder gives it.
func expectedMeasures(m heat.Measures) geojson.Properties {
	n := float64(m.N())
	p := geojson.Properties{"n": n, "reopened": float64(m.Reopened)}
	for _, c := range diemnong.Classes() {
		p[c.String()] = float64(m.Classes[c])
	}
	if n > 0 {
		p["overdue_share"] = p["overdue"].(float64) / n
	}
	if judged := p["on_time"].(float64) + p["late"].(float64) + p["overdue"].(float64); judged > 0 {
		p["on_time_rate"] = p["on_time"].(float64) / judged
	}
	if len(m.Handling) > 0 {
		median, _ := m.Handling.Median()
		p90, _ := m.Handling.P90()
		p["median_s"], p["p90_s"] = float64(median), float64(p90)
	}
	return p
}

func properties(cells []*geojson.Feature) map[string]geojson.Properties {
	out := map[string]geojson.Properties{}
	for _, f := range cells {
		out[f.Properties["h3"].(string)] = f.Properties
	}
	return out
}

// TestHexagonsAreValid looks at the geometry and the ids at every zoom.
func TestHexagonsAreValid(t *testing.T) {
	t.Parallel()
	c := newCity(t, 2, 800, saigon, 0.2)
	s := newService(t, c)
	rng := rand.New(rand.NewPCG(5, 6))
	for zoom := range uint8(geo.MaxZoom + 1) {
		for range 4 {
			a := randomAddress(rng, c, zoom)
			for _, f := range decode(t, mustTile(t, s, tiles.HeatLayer(), a, diemnong.Filter{}))["cells"] {
				cell, err := geo.ParseCell(f.Properties["h3"].(string))
				if err != nil {
					t.Fatal(err)
				}
				if f.ID != float64(cell.FeatureID()) {
					t.Errorf("tile %s: cell %s has id %v; want %d", a, cell, f.ID, cell.FeatureID())
				}
				if err := checkPolygon(f.Geometry, 4096); err != nil {
					t.Errorf("tile %s, cell %s: %v", a, cell, err)
				}
			}
		}
	}
}

// checkPolygon looks for what renderers trip over: rings that are open, have
// no area, are wound the wrong way or reach beyond the tile by more than margin.
func checkPolygon(g orb.Geometry, margin float64) error {
	polygons, ok := g.(orb.MultiPolygon)
	if p, single := g.(orb.Polygon); single {
		polygons, ok = orb.MultiPolygon{p}, true
	}
	if !ok {
		return fmt.Errorf("is a %T", g)
	}
	for _, p := range polygons {
		for i, r := range p {
			want := orb.CCW // y runs downwards
			if i > 0 {
				want = orb.CW
			}
			if !r.Closed() || r.Orientation() != want {
				return fmt.Errorf("ring %d %v is open, has no area or is wound the wrong way", i, r)
			}
		}
	}
	if b := g.Bound(); min(b.Min[0], b.Min[1]) < -margin || max(b.Max[0], b.Max[1]) > 4096+margin {
		return fmt.Errorf("reaches beyond the tile: %v", b)
	}
	return nil
}

func TestNeighbouringHexagonsShareTheirCorners(t *testing.T) {
	t.Parallel()
	c := newCity(t, 3, 20000, saigon, 0.08) // so dense that nearly every cell is there
	tile := mustTile(t, newService(t, c), tiles.HeatLayer(), addressOf(saigon, 13), diemnong.Filter{})
	corners := map[orb.Point]int{}
	cells := decode(t, tile)["cells"]
	for _, f := range cells {
		for _, p := range f.Geometry.(orb.Polygon)[0][1:] {
			corners[p]++
		}
	}
	alone := 0
	for _, n := range corners {
		if n == 1 {
			alone++
		}
	}
	// Inside, three hexagons meet in a corner; alone are only some at the rim.
	if len(cells) < 200 || alone > len(corners)/4 {
		t.Errorf("%d of %d corners of %d hexagons belong to one hexagon only", alone, len(corners), len(cells))
	}
}

func TestFiguresAreThoseOfTheEngine(t *testing.T) {
	t.Parallel()
	c := newCity(t, 4, 1000, saigon, 0.1)
	s := newService(t, c)
	g, err := c.Grid(t.Context(), diemnong.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	var want []float64
	for i := range g.At(6).Cells {
		want = append(want, float64(g.At(6).Counts[i].N()))
	}
	var got []float64
	for _, f := range decode(t, mustTile(t, s, tiles.HeatLayer(), tiles.Address{}, diemnong.Filter{}))["cells"] {
		got = append(got, f.Properties["n"].(float64))
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the world in one tile (-want +got):\n%s", diff)
	}
}
