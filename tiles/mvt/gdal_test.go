package mvt_test

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/diemnong/diemnong/tiles/mvt"
)

// TestGDALReadsTheSame decodes a tile with GDAL, the library under QGIS, so
// that not only one decoder's idea of the format is met.
func TestGDALReadsTheSame(t *testing.T) {
	ogr2ogr, err := exec.LookPath("ogr2ogr")
	if err != nil {
		t.Skip("ogr2ogr is not installed: GDAL's reading of tiles is not checked (Debian: gdal-bin)")
	}
	l := mvt.NewLayer("cells")
	n, rate, name, red := l.Key("n"), l.Key("rate"), l.Key("name"), l.Key("red")
	l.Polygon(4503599627370495, ring(0, 0, 4096, 0, 4096, 4096, 0, 4096), ring(1024, 1024, 2048, 1024, 2048, 2048))
	l.Uint(n, 12)
	l.Double(rate, 0.125)
	l.String(name, "Phường Bến Nghé")
	l.Bool(red, true)
	l.MultiPolygon(2, [][][]mvt.Point{{ring(0, 0, 8, 0, 8, 8)}, {ring(16, 16, 32, 16, 32, 32)}})
	l.Int(n, -5)

	// GDAL gives all features of a layer one type of geometry.
	got := readGDAL(t, ogr2ogr, l.AppendTo(nil))
	want := []gdalFeature{
		{"MultiPolygon", map[string]any{"mvt_id": 4503599627370495.0, "n": 12.0, "rate": 0.125, "name": "Phường Bến Nghé", "red": true}},
		{"MultiPolygon", map[string]any{"mvt_id": 2.0, "n": -5.0}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("GDAL reads (-want +got):\n%s", diff)
	}
}

type gdalFeature struct {
	Geometry   string
	Properties map[string]any
}

func readGDAL(t *testing.T, ogr2ogr string, tile []byte) []gdalFeature {
	t.Helper()
	file := filepath.Join(t.TempDir(), "0.mvt")
	if err := os.WriteFile(file, tile, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, ogr2ogr, "-f", "GeoJSON", "/vsistdout/", "MVT:"+file, "cells")
	raw, err := cmd.Output()
	if err != nil {
		t.Fatalf("ogr2ogr: %v", err)
	}
	var fc struct {
		Features []struct {
			Geometry   struct{ Type string }
			Properties map[string]any
		}
	}
	if err := json.Unmarshal(raw, &fc); err != nil {
		t.Fatalf("ogr2ogr wrote %.200s: %v", raw, err)
	}
	var out []gdalFeature
	for _, f := range fc.Features {
		for k, v := range f.Properties {
			if v == nil { // GeoJSON writes every column
				delete(f.Properties, k)
			}
		}
		out = append(out, gdalFeature{f.Geometry.Type, f.Properties})
	}
	return out
}
