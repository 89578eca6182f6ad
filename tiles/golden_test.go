package tiles_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/encoding/wkt"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/tiles"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGoldenTiles shows whole tiles as text, so that a change of the format
// is seen in review.
func TestGoldenTiles(t *testing.T) {
	t.Parallel()
	c := newCity(t, 70, 40, saigon, 0.03)
	s := newService(t, c)
	for name, ask := range map[string]struct {
		layer  tiles.Layer
		zoom   uint8
		filter diemnong.Filter
	}{
		"heat":         {tiles.HeatLayer(), 15, diemnong.Filter{}},
		"areas":        {wards, 13, diemnong.Filter{}},
		"complaints":   {tiles.ComplaintLayer(), 15, diemnong.Filter{}},
		"heat_change":  {tiles.HeatLayer().Comparing(heat.WithPrevious), 15, fiveDays},
		"areas_change": {wards.Comparing(heat.WithPrevious), 13, fiveDays},
	} {
		got := text(t, mustTile(t, s, ask.layer, addressOf(geo.Point{Lon: 106.7, Lat: 10.78}, ask.zoom), ask.filter))
		file := filepath.Join("testdata", name+".txt")
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s tile (-want +got, go test -update writes it anew):\n%s", name, diff)
		}
	}
}

// text writes a tile feature by feature: id, geometry in tile units, properties.
func text(t *testing.T, tile *tiles.Tile) string {
	t.Helper()
	layers, err := mvt.Unmarshal(tile.Body)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, l := range layers {
		fmt.Fprintf(&b, "layer %s version %d extent %d\n", l.Name, l.Version, l.Extent)
		for _, f := range l.Features {
			p, err := json.Marshal(f.Properties)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "%.0f %s\n  %s\n", f.ID, wkt.MarshalString(f.Geometry), p)
		}
	}
	return b.String()
}
