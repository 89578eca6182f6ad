package democity

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// WriteGazetteer writes the gazetteer as a GeoJSON file that "diemnong import
// gazetteer" reads: lines with a name, points with street and number, points
// with a name and a kind.
func (g *Generator) WriteGazetteer(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "{\"type\":\"FeatureCollection\",\"attribution\":%q,\"features\":[", Attribution)
	sep := "\n"
	for b, err := range g.Gazetteer() {
		if err != nil {
			return fmt.Errorf("write gazetteer: %w", err)
		}
		for _, f := range featuresOf(b) {
			text, err := json.Marshal(f)
			if err != nil {
				return fmt.Errorf("write gazetteer: %w", err)
			}
			fmt.Fprintf(out, "%s%s", sep, text)
			sep = ",\n"
		}
	}
	fmt.Fprint(out, "\n]}\n")
	if err := out.Flush(); err != nil { // also tells of the errors before
		return fmt.Errorf("write gazetteer: %w", err)
	}
	return nil
}

func featuresOf(b *gazetteer.Batch) []*geojson.Feature {
	all := make([]*geojson.Feature, 0, b.Len())
	add := func(at orb.Geometry, properties geojson.Properties) {
		f := geojson.NewFeature(at)
		f.Properties = properties
		all = append(all, f)
	}
	for _, s := range b.Streets {
		add(s.Lines, geojson.Properties{"name": s.Name, "highway": s.Class})
	}
	for _, a := range b.Addresses {
		add(point(a.Point), geojson.Properties{"street": a.Street, "number": a.Number})
	}
	for _, p := range b.Places {
		add(point(p.Point), geojson.Properties{"name": p.Name, "kind": p.Kind})
	}
	return all
}

func point(p geo.Point) orb.Point { return orb.Point{p.Lon, p.Lat} }
