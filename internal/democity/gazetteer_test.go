package democity

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
	"github.com/diemnong/diemnong/geo/geocode/source"
)

// entriesOf puts the batches of a gazetteer together.
func entriesOf(g *Generator) (all gazetteer.Batch) {
	for b := range g.Gazetteer() {
		all.Streets = append(all.Streets, b.Streets...)
		all.Addresses = append(all.Addresses, b.Addresses...)
		all.Places = append(all.Places, b.Places...)
	}
	return all
}

func TestTheGazetteerIsSound(t *testing.T) {
	t.Parallel()
	g := usualGenerator(t)
	all, refs := entriesOf(g), make(map[string]bool)
	once := func(ref string) {
		t.Helper()
		if refs[ref] {
			t.Fatalf("%s is there twice", ref)
		}
		refs[ref] = true
	}
	for _, s := range all.Streets {
		once("street " + s.Ref)
		if s.Name == "" || len(s.Lines) == 0 {
			t.Fatalf("street %+v", s)
		}
	}
	for _, a := range all.Addresses {
		once("address " + a.Ref)
	}
	for _, p := range all.Places {
		once("place " + p.Ref)
	}
	if s, a, p := len(all.Streets), len(all.Addresses), len(all.Places); s < 2000 || a < 20_000 || p != 4*168 {
		t.Errorf("%d streets, %d addresses, %d places; want thousands, tens of thousands, 672", s, a, p)
	}
}

// TestHouseNumbersRiseAlongTheStreet: odd ones on the left, even ones on the right.
func TestHouseNumbersRiseAlongTheStreet(t *testing.T) {
	t.Parallel()
	before := 0
	for n := range int32(3) {
		b := block{number: 1 + n*2*blockM/frontM}
		for along := 1.0; along < blockM; along += frontM {
			left, right := b.house(along, true), b.house(along, false)
			if left <= before || left%2 != 1 || right != left+1 {
				t.Fatalf("block %d, %g m: %d and %d after %d", n, along, left, right, before)
			}
			before = left
		}
	}
}

func TestTheGazetteerIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	g := usualGenerator(t)
	path := filepath.Join(t.TempDir(), "demo.geojson")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := g.WriteGazetteer(file); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	read, err := source.Open(path, source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	var got gazetteer.Batch
	for b, err := range read.Batches(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		got.Streets = append(got.Streets, b.Streets...)
		got.Addresses = append(got.Addresses, b.Addresses...)
		got.Places = append(got.Places, b.Places...)
	}
	unsaid := cmp.Options{ // what a file of this kind does not say
		cmpopts.IgnoreFields(gazetteer.Street{}, "Ref"), cmpopts.IgnoreFields(gazetteer.Address{}, "Ref"),
		cmpopts.IgnoreFields(gazetteer.Place{}, "Ref", "Aliases", "RadiusM"),
	}
	if diff := cmp.Diff(entriesOf(g), got, unsaid); diff != "" {
		t.Errorf("-written +read:\n%.2000s", diff)
	}
}

// TestAddressesAreFound has the geocoder look up the addresses of complaints
// whose coordinates are known: it must find the right place with nothing but the
// gazetteer, wherever the resident says in which area it is.
func TestAddressesAreFound(t *testing.T) {
	t.Parallel()
	g := usualGenerator(t)
	atlas, err := g.Geography.Atlas()
	if err != nil {
		t.Fatal(err)
	}
	var b gazetteer.Builder
	all := entriesOf(g)
	for i := range all.Streets {
		b.AddStreet(&all.Streets[i])
	}
	for i := range all.Addresses {
		b.AddAddress(&all.Addresses[i], true)
	}
	for i := range all.Places {
		b.AddPlace(&all.Places[i])
	}
	found, asked := 0, 0
	var off []float64
	geocoder := geocode.New(atlas, b.Build(1))
	for row := range g.Rows(70_000) {
		c := &row.Complaint
		if c.Location.Quality != diemnong.QualityPoint || c.Location.Area == (diemnong.AreaRef{}) {
			continue
		}
		if asked == 1500 {
			break
		}
		asked++
		a := geocoder.Geocode(geocode.Query{Text: row.Personal.Address, At: c.ReceivedAt})
		if len(a.Candidates) == 0 || !a.Candidates[0].Quality.Placeable() {
			continue
		}
		at := a.Candidates[0].Point
		if d := at.DistanceM(geo.Point{Lon: c.Location.Lon, Lat: c.Location.Lat}); d < 300 {
			found++
			off = append(off, d)
		}
	}
	slices.Sort(off)
	t.Logf("%d of %d found, median %.0f m off", found, asked, off[len(off)/2])
	if share := float64(found) / float64(asked); share < 0.8 {
		t.Errorf("%.3f of the addresses are found within 300 m; want 0.8", share)
	}
	if median := off[len(off)/2]; median > 60 {
		t.Errorf("the median is %.0f m off; want at most 60", median)
	}
}

func TestStreetsAreDrawnWhereTheirBlocksAre(t *testing.T) {
	t.Parallel()
	at := func(n int) block {
		return block{start: geo.Point{Lon: 106.7 + float64(n)*0.001, Lat: 10.7}, lon: 0.001 / blockM, number: int32(1 + n*2*blockM/frontM)}
	}
	got := linesOf([]block{at(0), at(1), at(3)})
	want := orb.MultiLineString{{{106.7, 10.7}, {106.702, 10.7}}, {{106.703, 10.7}, {106.704, 10.7}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("with a gap for the third block, -want +got:\n%s", diff)
	}
}
