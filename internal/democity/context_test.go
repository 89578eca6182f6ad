package democity

import (
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

func TestTheContextIsSound(t *testing.T) {
	t.Parallel()
	features, err := Context()
	if err != nil {
		t.Fatal(err)
	}
	b := City().Bounds
	bounds := orb.Bound{Min: orb.Point{b.West, b.South}, Max: orb.Point{b.East, b.North}}
	kinds, refs := map[gazetteer.FeatureKind]int{}, map[string]bool{}
	for _, f := range features {
		kinds[f.Kind]++
		if f.Name == "" || refs[f.Ref] {
			t.Errorf("feature %s %q has no name or is there twice", f.Ref, f.Name)
		}
		refs[f.Ref] = true
		if box := f.Geometry.Bound(); !bounds.Contains(box.Min) || !bounds.Contains(box.Max) {
			t.Errorf("%s lies partly outside the city: %v", f.Name, box)
		}
		want := map[gazetteer.FeatureKind]string{
			gazetteer.Water: "Polygon", gazetteer.Waterway: "LineString", gazetteer.Road: "LineString",
			gazetteer.Rail: "LineString", gazetteer.Station: "Point",
		}[f.Kind]
		if got := f.Geometry.GeoJSONType(); got != want {
			t.Errorf("%s is a %s; want a %s", f.Name, got, want)
		}
	}
	for _, kind := range []gazetteer.FeatureKind{gazetteer.Water, gazetteer.Waterway, gazetteer.Road, gazetteer.Rail, gazetteer.Station} {
		if kinds[kind] == 0 {
			t.Errorf("there is no %s", kind)
		}
	}
}

// TestStationsLieOnTheirLine: the metro's, and as far as two metres.
func TestStationsLieOnTheirLine(t *testing.T) {
	t.Parallel()
	features, err := Context()
	if err != nil {
		t.Fatal(err)
	}
	line := features[slices.IndexFunc(features, func(f gazetteer.Feature) bool { return f.Class == "subway" })].Geometry.(orb.LineString)
	stations := 0
	for _, f := range features {
		if f.Kind != gazetteer.Station || f.Class != "subway" {
			continue
		}
		stations++
		near := slices.ContainsFunc(line, func(p orb.Point) bool { return metresBetween(p, f.Geometry.(orb.Point)) < 2 })
		if !near {
			t.Errorf("station %s lies beside its line", f.Name)
		}
	}
	if stations != 14 {
		t.Errorf("%d stations; want 14", stations)
	}
}

func TestABrokenRowOfTheContextIsRefused(t *testing.T) {
	t.Parallel()
	for _, row := range []string{
		"", "water|river|Sông", "water|river|Sông|wide|106.7,10.7 106.8,10.8", "road|trunk|Đường||", "road|trunk|Đường||106.7;10.7",
	} {
		if f, err := contextFeatures("1", row); err == nil {
			t.Errorf("%q gives %v", row, f)
		}
	}
	if _, err := contextFeatures("1", "road|trunk|Đường||106.7,10.7 106.8,10.8"); err != nil {
		t.Errorf("a good row: %v", err)
	}
}
