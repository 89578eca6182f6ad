package gazetteer_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
	"github.com/diemnong/diemnong/geo/geocode/vntext"
)

// build makes a gazetteer of version 1.
func build(fill func(b *gazetteer.Builder)) *gazetteer.Gazetteer {
	var b gazetteer.Builder
	fill(&b)
	return b.Build(1)
}

// streets makes a gazetteer of streets of which one address each is known.
func streets(names ...string) *gazetteer.Gazetteer {
	return build(func(b *gazetteer.Builder) {
		for _, n := range names {
			b.AddAddress(&gazetteer.Address{Street: n, Number: "1", Point: geo.Point{Lon: 106.7, Lat: 10.8}}, true)
		}
	})
}

// key is the form by which a street is looked up.
func key(name string) string {
	var t vntext.Text
	t.Read(name)
	k, _ := gazetteer.AppendStreetKey(nil, nil, t.Tokens)
	return string(k)
}

// find looks a street up by name; the test ends when it is not there.
func find(t testing.TB, g *gazetteer.Gazetteer, name string) gazetteer.NameID {
	t.Helper()
	id, ok := g.Find([]byte(key(name)))
	if !ok {
		t.Fatalf("no street %q (key %q)", name, key(name))
	}
	return id
}

// namesOf are the names of streets, in alphabetical order.
func namesOf(g *gazetteer.Gazetteer, ids []gazetteer.NameID) []string {
	var names []string
	for _, id := range ids {
		names = append(names, g.Name(id))
	}
	slices.Sort(names)
	return names
}

func TestBuildEmptiesTheBuilder(t *testing.T) {
	var b gazetteer.Builder
	area := diemnong.AreaRef{Set: "old", Code: "a"}
	fill := func() {
		b.AddStreet(&gazetteer.Street{Name: "Lê Lợi", Lines: orb.MultiLineString{{{106.7, 10.7}, {106.71, 10.7}}}})
		b.AddAddress(&gazetteer.Address{Street: "Lê Lợi", Number: "5", Point: geo.Point{Lon: 106.7, Lat: 10.7}, Area: area}, true)
		b.AddPlace(&gazetteer.Place{Name: "Chợ Lớn", Point: geo.Point{Lon: 106.7, Lat: 10.7}})
		b.AddAlias(gazetteer.AreaAlias{Set: "old", Code: "a", Alias: "A"})
	}
	fill()
	first := b.Build(3)
	if empty := b.Build(4); empty.Names() != 0 || empty.PointCount() != 0 || empty.HasPlace([]byte("cholon")) || len(empty.Aliases()) != 0 || empty.Version != 4 {
		t.Errorf("after Build the builder still has %d names, %d points", empty.Names(), empty.PointCount())
	}
	fill()
	second := b.Build(5)
	for _, g := range []*gazetteer.Gazetteer{first, second} {
		id := find(t, g, "Lê Lợi")
		points, _ := g.PointsOf(id)
		if g.Names() != 1 || g.PointCount() != 1 || len(points) != 1 || g.AreaOf(&points[0]) != area || g.NumberText(&points[0]) != "5" || !g.HasLines(id) {
			t.Errorf("version %d: %d names, points %+v", g.Version, g.Names(), points)
		}
	}
}

func TestTheBuilderCopiesWhatItKeeps(t *testing.T) {
	var b gazetteer.Builder
	line := orb.LineString{{106.70, 10.7}, {106.71, 10.7}}
	s := gazetteer.Street{Name: "Lê Lợi", Lines: orb.MultiLineString{line}}
	b.AddStreet(&s)
	line[1] = orb.Point{0, 0}
	s.Name = "Hàm Nghi"
	g := b.Build(1)
	id := find(t, g, "Lê Lợi")
	g.Walk(id, 1e9, func(p geo.Point, lengthM float64) {
		if lengthM < 1000 || lengthM > 1200 {
			t.Errorf("the line is %.0f m long; want 1.1 km", lengthM)
		}
	})
}

func TestPointsAreSortedBySeriesAndNumber(t *testing.T) {
	g := build(func(b *gazetteer.Builder) {
		for i, n := range []string{"210", "C9/63", "5", "12/3", "", "7A", "C2", "99999", "12"} {
			b.AddAddress(&gazetteer.Address{Street: "Lê Lợi", Number: n, Point: geo.Point{Lon: 106.7, Lat: 10.7 + float64(i)/1000}}, true)
			b.AddAddress(&gazetteer.Address{Street: "Hàm Nghi", Number: n, Point: geo.Point{Lon: 106.8, Lat: 10.7 + float64(i)/1000}}, true)
		}
	})
	total := 0
	for id := range gazetteer.NameID(g.Names()) {
		points, first := g.PointsOf(id)
		if first != total {
			t.Errorf("points of %s begin at %d; want %d", g.Name(id), first, total)
		}
		total += len(points)
		var got []string
		for i := range points {
			got = append(got, g.NumberText(&points[i]))
		}
		if diff := cmp.Diff([]string{"", "5", "7A", "12/3", "12", "210", "99999", "C2", "C9/63"}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", g.Name(id), diff)
		}
	}
	if total != g.PointCount() {
		t.Errorf("%d points by name, %d in all", total, g.PointCount())
	}
}

func TestPointsKeepTheirPlaceWeightAndArea(t *testing.T) {
	old, now := diemnong.AreaRef{Set: "old", Code: "a"}, diemnong.AreaRef{Set: "new", Code: "a"}
	places := []geo.Point{{Lon: 106.7000001, Lat: 10.7999999}, {Lon: -74.0059731, Lat: 40.7143528}, {Lon: 179.9999999, Lat: -89.9999999}}
	g := build(func(b *gazetteer.Builder) {
		for i, p := range places {
			b.AddAddress(&gazetteer.Address{Street: "Lê Lợi", Number: fmt.Sprint(i + 1), Point: p, Weight: 0.5, Area: []diemnong.AreaRef{old, {}, now}[i]}, i > 0)
		}
		b.AddAddress(&gazetteer.Address{Street: "Lê Lợi", Number: "9", Point: geo.Point{Lon: 200, Lat: 10}}, true) // nowhere
		b.AddAddress(&gazetteer.Address{Street: " ,. ", Number: "9", Point: places[0]}, true)                      // on no street
	})
	points, _ := g.PointsOf(find(t, g, "Lê Lợi"))
	if len(points) != 3 || g.Names() != 1 {
		t.Fatalf("%d points of %d names; want 3 of one", len(points), g.Names())
	}
	for i := range points {
		p := &points[i]
		if d := p.At().DistanceM(places[i]); d > 0.02 {
			t.Errorf("point %d is %.3f m off", i, d)
		}
		if p.Weight < 127 || p.Weight > 128 || g.AreaOf(p) != []diemnong.AreaRef{old, {}, now}[i] {
			t.Errorf("point %d has weight %d, area %v", i, p.Weight, g.AreaOf(p))
		}
		if p.Public() != (i > 0) || (g.NumberText(p) != "") != (i > 0) {
			t.Errorf("point %d is public %v, with number %q", i, p.Public(), g.NumberText(p))
		}
	}
}

func TestOneStreetHasOneNameHoweverItIsWritten(t *testing.T) {
	g := streets("duong le loi", "Lê Lợi", "ĐƯỜNG LÊ LỢI", "Đ. Lê Lợi", "Le Loi (Quận 1)")
	if g.Names() != 1 {
		t.Fatalf("%d names; want one", g.Names())
	}
	id := find(t, g, "lê lợi")
	if points, _ := g.PointsOf(id); len(points) != 5 || g.Name(id) != "Lê Lợi" || g.Toned(id) == g.Key(id) {
		t.Errorf("%d points of %q (%q); want 5 of the first name with marks", len(points), g.Name(id), g.Toned(id))
	}
}

func TestAliasesOfAStreetHaveItsLines(t *testing.T) {
	line := orb.MultiLineString{{{106.7, 10.7}, {106.71, 10.7}}}
	g := build(func(b *gazetteer.Builder) {
		b.AddStreet(&gazetteer.Street{Name: "Xa lộ Hà Nội", Aliases: []string{"Võ Nguyên Giáp", "Xa lộ Hà Nội"}, Lines: line})
		b.AddStreet(&gazetteer.Street{Name: "Đường Chỉ Có Tên"})
	})
	for _, name := range []string{"Xa lộ Hà Nội", "Võ Nguyên Giáp"} {
		lengthM := 0.0
		g.Walk(find(t, g, name), 30, func(_ geo.Point, m float64) { lengthM += m })
		if lengthM < 1080 || lengthM > 1100 {
			t.Errorf("%s is %.0f m long; want 1093 m", name, lengthM)
		}
	}
	if id := find(t, g, "Chỉ Có Tên"); g.Known(id) || g.HasLines(id) {
		t.Error("a street without lines is said to be known")
	}
}

func TestAnAlleySaysWhereItsNumberIs(t *testing.T) {
	g := build(func(b *gazetteer.Builder) {
		b.AddStreet(&gazetteer.Street{Name: "Hẻm 493/12 Cách Mạng Tháng 8", Lines: orb.MultiLineString{{{106.70, 10.7}, {106.702, 10.7}}}})
	})
	points, _ := g.PointsOf(find(t, g, "Cách Mạng Tháng 8"))
	if len(points) != 1 || points[0].Head != 493 || points[0].Second != 12 || points[0].Depth != 3 || points[0].Public() {
		t.Fatalf("points %+v; want a house in the alley 493/12", points)
	}
	if d := points[0].At().DistanceM(geo.Point{Lon: 106.701, Lat: 10.7}); d > 1 {
		t.Errorf("the point is %.0f m from the middle of the alley", d)
	}
}

func TestPlacesByNameAndAlias(t *testing.T) {
	g := build(func(b *gazetteer.Builder) {
		b.AddPlace(&gazetteer.Place{Name: "Chợ Lớn", Aliases: []string{"Chợ Bình Tây", "cho lon"}, Kind: "marketplace", Point: geo.Point{Lon: 106.6, Lat: 10.7}, RadiusM: 90})
		b.AddPlace(&gazetteer.Place{Name: "Chợ Lớn", Kind: "suburb", Point: geo.Point{Lon: 106.7, Lat: 10.8}})
		b.AddPlace(&gazetteer.Place{Name: "Chợ Không Đâu", Point: geo.Point{Lon: 999, Lat: 10.8}})
	})
	if hits := g.FindPlaces([]byte("cholon")); len(hits) != 2 || hits[0].Kind != "marketplace" || hits[0].RadiusM != 90 || hits[1].Kind != "suburb" {
		t.Errorf("Chợ Lớn: %+v; want the market and the suburb", hits)
	}
	if hits := g.FindPlaces([]byte("chobinhtay")); len(hits) != 1 || hits[0].Name != "Chợ Lớn" {
		t.Errorf("Chợ Bình Tây: %+v", hits)
	}
	if g.HasPlace([]byte("chokhongdau")) || g.FindPlaces([]byte("x")) != nil {
		t.Error("a place without a point is found")
	}
}

func TestAliasesOfAreas(t *testing.T) {
	want := []gazetteer.AreaAlias{{Set: "old", Code: "q1", Alias: "Quận Nhất"}, {Set: "old", Code: "q1", Alias: "Sài Gòn"}}
	g := build(func(b *gazetteer.Builder) {
		for _, a := range want {
			b.AddAlias(a)
		}
	})
	got := g.Aliases()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatal(diff)
	}
	got[0].Alias = "changed"
	if diff := cmp.Diff(want, g.Aliases()); diff != "" {
		t.Errorf("the caller's change is in the gazetteer: %s", diff)
	}
}
