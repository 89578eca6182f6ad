package source

import (
	"bytes"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/osm"
	"google.golang.org/protobuf/encoding/protowire"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// town is a file with one of everything. Its places are round, so that lengths
// can be checked by hand: 0.001 degrees of latitude are 111.2 m.
func town() *pbfWriter { return townPacked(blobZlib) }

func townPacked(pack protowire.Number) *pbfWriter {
	w := &pbfWriter{pack: pack}
	w.begin()
	w.dense(
		node(1, 106.700, 10.700), node(2, 106.702, 10.700), node(3, 106.704, 10.700),
		node(4, 106.701, 10.701, "addr:housenumber", "12/3A", "addr:street", "Nguyễn Trãi"),
		node(5, 106.703, 10.701, "addr:housenumber", "14;16", "addr:place", "Ấp 3"),
		node(6, 106.705, 10.701, "amenity", "marketplace", "name", "Chợ  Lớn", "name:en", "Big Market"),
		node(7, 106.706, 10.701, "railway", "station", "station", "subway", "name", "Ga Bến Thành"),
		node(8, 106.706, 10.702, "highway", "bus_stop", "name", "Trạm"),
	)
	w.plain(
		node(11, 106.710, 10.710), node(12, 106.712, 10.710), node(13, 106.712, 10.712), node(14, 106.710, 10.712),
		node(15, 106.7105, 10.7105), node(16, 106.7115, 10.7105), node(17, 106.7115, 10.7115),
	)
	w.ways(
		way(100, []osm.NodeID{1, 2, 3}, "highway", "primary", "name", "Nguyễn Trãi", "old_name", "Đường Cũ; Rue X", "ref", "QL1"),
		way(101, []osm.NodeID{3, 99, 7}, "highway", "residential", "name", "Đường cụt"),
		way(102, []osm.NodeID{1, 4}, "highway", "secondary", "ref", "TL10"),
		way(103, []osm.NodeID{1, 4}, "highway", "residential"),
		way(104, []osm.NodeID{11, 12, 13, 14, 11}, "building", "yes", "name", "Tòa nhà", "addr:housenumber", "7", "addr:street", "Lê Lợi"),
		way(105, []osm.NodeID{1, 2}, "railway", "subway", "name", "Tuyến 1"),
		way(106, []osm.NodeID{1, 2}, "railway", "rail", "service", "yard"),
		way(107, []osm.NodeID{2, 3}, "waterway", "river", "name", "Sông Sài Gòn"),
		way(110, []osm.NodeID{11, 12, 13}), way(111, []osm.NodeID{11, 14, 13}),
		way(112, []osm.NodeID{15, 16, 17, 15}),
		way(113, []osm.NodeID{98, 99}, "highway", "residential", "name", "Nowhere"),
	)
	w.relations(
		relation(200, []osm.Member{member("outer", 110), member("outer", 111), member("inner", 112)},
			"type", "multipolygon", "natural", "water", "water", "lake", "name", "Hồ"),
		relation(201, []osm.Member{member("outer", 110)}, "type", "multipolygon", "leisure", "park", "name", "Công viên hở"),
		relation(202, []osm.Member{member("outer", 999)}, "type", "multipolygon", "leisure", "park", "name", "Công viên xa"),
		relation(210, []osm.Member{member("outer", 110), member("", 111), {Type: osm.TypeNode, Ref: 1, Role: "label"}},
			"type", "boundary", "boundary", "administrative", "admin_level", "8", "name", "Phường 1", "ref:gso", "26734", "population", "1200"),
		relation(211, []osm.Member{member("outer", 110)}, "type", "boundary", "boundary", "administrative", "admin_level", "8", "name", "Phường hở"),
	)
	return w
}

func TestATownGivesItsEntries(t *testing.T) {
	got, f, err := drainPBF(t, town().Bytes(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	street := got.street(t, "Nguyễn Trãi")
	want := gazetteer.Street{
		Ref: "way/100", Name: "Nguyễn Trãi", Aliases: []string{"Đường Cũ", "Rue X", "QL1"}, Class: "primary",
		Lines: orb.MultiLineString{{{106.7, 10.7}, {106.702, 10.7}, {106.704, 10.7}}},
	}
	if diff := cmp.Diff(want, street); diff != "" {
		t.Errorf("street, -want +got:\n%s", diff)
	}
	if s := got.street(t, "Đường cụt"); len(s.Lines[0]) != 2 {
		t.Errorf("a street with a node that is missing: %v", s.Lines)
	}
	if s := got.street(t, "TL10"); s.Ref != "way/102" {
		t.Errorf("a road that has only a number: %+v", s)
	}
	if len(got.Streets) != 3 {
		t.Errorf("%d streets; want 3", len(got.Streets))
	}
	wantAddresses := []gazetteer.Address{
		{Ref: "node/4", Street: "Nguyễn Trãi", Number: "12/3A", Point: geo.Point{Lon: 106.701, Lat: 10.701}, Weight: 1},
		{Ref: "node/5", Street: "Ấp 3", Number: "14", Point: geo.Point{Lon: 106.703, Lat: 10.701}, Weight: 1},
		{Ref: "node/5#2", Street: "Ấp 3", Number: "16", Point: geo.Point{Lon: 106.703, Lat: 10.701}, Weight: 1},
		{Ref: "way/104", Street: "Lê Lợi", Number: "7", Point: geo.Point{Lon: 106.711, Lat: 10.711}, Weight: 1},
	}
	if diff := cmp.Diff(wantAddresses, got.Addresses, cmp.Comparer(sameFloat)); diff != "" {
		t.Errorf("addresses, -want +got:\n%s", diff)
	}
	reasons := f.Report().LeftOut
	f2 := func(where, reason string) {
		t.Helper()
		if !slices.ContainsFunc(reasons, func(r Reason) bool { return r.Where == where && r.Text == reason && r.N == 1 }) {
			t.Errorf("%s is not left out because it %s %+v", where, reason, reasons)
		}
	}
	f2("relation/201", "is not closed.")
	f2("relation/202", "has a way that is not in the file.")
	f2("way/113", "has fewer than two of its nodes in the file.")
}

func sameFloat(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

func TestATownGivesItsPlacesAndFeatures(t *testing.T) {
	got, _, err := drainPBF(t, town().Bytes(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if p := got.place(t, "Chợ Lớn"); p.Kind != "marketplace" || !slices.Equal(p.Aliases, []string{"Big Market"}) || p.RadiusM != 0 {
		t.Errorf("a place that is a node: %+v", p)
	}
	// Half a diagonal of 0.002 by 0.002 degrees at 10.7° north.
	if p := got.place(t, "Tòa nhà"); p.Kind != "building" || math.Abs(p.RadiusM-155.9) > 0.5 {
		t.Errorf("a place that is an area: %+v", p)
	}
	if p := got.place(t, "Ga Bến Thành"); p.Kind != "station" {
		t.Errorf("a station: %+v", p)
	}
	f := func(ref string, kind gazetteer.FeatureKind, class, geometry string) {
		t.Helper()
		if x := got.feature(t, ref); x.Kind != kind || x.Class != class || x.Geometry.GeoJSONType() != geometry {
			t.Errorf("%s is %s %s %s; want %s %s %s", ref, x.Kind, x.Class, x.Geometry.GeoJSONType(), kind, class, geometry)
		}
	}
	f("way/100", gazetteer.Road, "primary", "LineString")
	f("way/105", gazetteer.Rail, "subway", "LineString")
	f("way/107", gazetteer.Waterway, "river", "LineString")
	f("node/7", gazetteer.Station, "subway", "Point")
	f("relation/200", gazetteer.Water, "lake", "Polygon")
	if lake := got.feature(t, "relation/200").Geometry.(orb.Polygon); len(lake) != 2 || len(lake[0]) != 5 || len(lake[1]) != 4 {
		t.Errorf("a lake with an island: %v", lake)
	}
	if len(got.Features) != 6 {
		t.Errorf("%d features; want 6: no siding, no park", len(got.Features))
	}
}

func TestWhatLiesOutsideTheBoundsIsLeftOut(t *testing.T) {
	got, _, err := drainPBF(t, town().Bytes(), Options{Bounds: diemnong.Bounds{West: 106.70, South: 10.69, East: 106.7015, North: 10.705}})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Streets) != 2 || len(got.Addresses) != 1 || len(got.Places) != 0 {
		t.Errorf("%d streets, %d addresses, %d places; want 2 that touch the bounds, 1, 0", len(got.Streets), len(got.Addresses), len(got.Places))
	}
}

func TestATownGivesItsAreas(t *testing.T) {
	_, f, err := drainPBF(t, town().Bytes(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	levels, r, err := f.Areas(t.Context(), "ref:gso")
	if err != nil {
		t.Fatal(err)
	}
	if len(levels) != 1 || levels[0].Level != 8 || len(levels[0].Areas) != 1 {
		t.Fatalf("got %+v; want one area of level 8", levels)
	}
	if d := levels[0].Areas[0]; d.Code != "26734" || d.Name != "Phường 1" || d.Population != 1200 || len(d.Outline[0][0]) != 5 {
		t.Errorf("got %+v", d)
	}
	if len(r.LeftOut) != 1 || r.LeftOut[0].Where != "relation/211" || r.LeftOut[0].Text != "is not closed." {
		t.Errorf("left out: %+v", r.LeftOut)
	}
	if levels, _, _ = f.Areas(t.Context(), ""); levels[0].Areas[0].Code != "r210" {
		t.Errorf("without a tag for it, the code is %s", levels[0].Areas[0].Code)
	}
	table := open(t, write(t, "s.csv", "street\nx\n"), Options{})
	_, _, err = table.Areas(t.Context(), "")
	refused(t, err, diemnong.Invalid, ".osm.pbf")
}

// TestTheStoredTownIsThisOne keeps the file that other packages test with. The
// blocks in it are not packed, so that no compressor can change it.
func TestTheStoredTownIsThisOne(t *testing.T) {
	const path = "testdata/town.osm.pbf"
	want := townPacked(blobRaw).Bytes()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is another town (%v); write it anew: UPDATE=1 go test ./geo/geocode/source", path, err)
	}
}

func TestProgressGoesForwardToItsEnd(t *testing.T) {
	var seen []Progress
	if _, _, err := drainPBF(t, town().Bytes(), Options{OnProgress: func(p Progress) { seen = append(seen, p) }}); err != nil {
		t.Fatal(err)
	}
	for i, p := range seen {
		if i > 0 && p.Done < seen[i-1].Done || p.Done > p.Total {
			t.Errorf("step %d: %+v after %+v", i, p, seen[max(i-1, 0)])
		}
	}
	if end := seen[len(seen)-1]; end.Done != end.Total {
		t.Errorf("the end is %+v", end)
	}
}

// TestNodesInAnyOrder holds the compact store against a map.
func TestNodesInAnyOrder(t *testing.T) {
	var s nodes
	for _, id := range []int64{9, 3, 7, 3, 9, 12, -4} {
		s.need(id)
	}
	s.seal()
	for _, id := range []int64{1, 3, 4, 7, 8, 12, 13, 9, -4, 2} { // 9 and -4 come late
		s.put(id, float64(id)/10, 1)
	}
	for _, id := range []int64{-4, 3, 7, 9, 12} {
		if p, ok := s.at(id); !ok || p != (orb.Point{float64(id) / 10, 1}) {
			t.Errorf("node %d is at %v, %v", id, p, ok)
		}
	}
	for _, id := range []int64{1, 4, 8, 13} {
		if _, ok := s.at(id); ok {
			t.Errorf("node %d, which nobody needs, is there", id)
		}
	}
}

// TestRealExtracts counts what is in real files. The elements have been counted
// with the decoder of paulmach/osm too.
func TestRealExtracts(t *testing.T) {
	f := func(name string, elements [3]int, streets, addresses, places int, areas map[int]int) {
		t.Helper()
		file := open(t, shared(t, "osm/"+name), Options{})
		got, err := drain(t, file)
		if err != nil {
			t.Fatal(err)
		}
		if n := count(t, file.format.(*osmFile)); n != elements {
			t.Errorf("%s has %v nodes, ways and relations; want %v", name, n, elements)
		}
		if len(got.Streets) != streets || len(got.Addresses) != addresses || len(got.Places) != places {
			t.Errorf("%s gives %d streets, %d addresses, %d places; want %d, %d, %d", name,
				len(got.Streets), len(got.Addresses), len(got.Places), streets, addresses, places)
		}
		levels, _, err := file.Areas(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		found := make(map[int]int)
		for _, l := range levels {
			found[l.Level] = len(l.Areas)
		}
		if diff := cmp.Diff(areas, found); diff != "" {
			t.Errorf("%s, areas by level, -want +got:\n%s", name, diff)
		}
	}
	f("liechtenstein-2024.osm.pbf", [3]int{318592, 34073, 921}, 2912, 12510, 1265, map[int]int{2: 1, 6: 2, 8: 11})
	f("monaco-2019.osm.pbf", [3]int{46444, 3717, 210}, 655, 164, 588, map[int]int{10: 6})
}

func count(t *testing.T, f *osmFile) (n [3]int) {
	t.Helper()
	err := f.scan(t.Context(), holdsAny, visitor{
		node:     func(*osm.Node) error { n[0]++; return nil },
		way:      func(*osm.Way) error { n[1]++; return nil },
		relation: func(*osm.Relation) error { n[2]++; return nil },
	}, new(Report))
	if err != nil {
		t.Fatal(err)
	}
	return n
}
