package mvt_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong/tiles/mvt"
)

// jsFeature is a feature as the decoder of MapLibre GL JS gives it.
type jsFeature struct {
	Name            string
	Version, Extent int
	ID              float64
	Type            int
	Geometry        [][][2]float64 // points, or rings with their first point again at the end
	Properties      map[string]any
}

// TestJavaScriptReadsTheSame decodes random tiles with the decoder that runs
// in browsers.
func TestJavaScriptReadsTheSame(t *testing.T) {
	t.Parallel()
	node, modules := javaScriptDecoder(t)
	rng := rand.New(rand.NewPCG(11, 12))
	for range 3 {
		l := mvt.NewLayer("l")
		var want []jsFeature
		for range 200 {
			if f := putRandom(l, rng); f != nil {
				want = append(want, asJavaScript(*f))
			}
		}
		got := runJavaScript(t, node, modules, l.AppendTo(nil))
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("JavaScript reads (-want +got):\n%s", diff)
		}
	}
}

// javaScriptDecoder finds Node and the packages of the page; without them the test is skipped.
func javaScriptDecoder(t *testing.T) (node, modules string) {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed: the JavaScript decoder's reading of tiles is not checked")
	}
	modules = filepath.Join("..", "..", "frontend", "node_modules")
	if _, err := os.Stat(filepath.Join(modules, "@mapbox", "vector-tile")); err != nil {
		t.Skip("frontend/node_modules has no @mapbox/vector-tile: run npm ci in frontend to check the JavaScript decoder's reading of tiles")
	}
	return node, modules
}

func runJavaScript(t *testing.T, node, modules string, tile []byte) (out []jsFeature) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, node, filepath.Join("testdata", "decode.mjs"), modules)
	cmd.Stdin = bytes.NewReader(tile)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	raw, err := cmd.Output()
	if err != nil {
		t.Fatalf("node: %v\n%s", err, stderr.String())
	}
	for d := json.NewDecoder(bytes.NewReader(raw)); ; {
		var f jsFeature
		if err := d.Decode(&f); errors.Is(err, io.EOF) {
			return out
		} else if err != nil {
			t.Fatal(err)
		}
		out = append(out, f)
	}
}

// asJavaScript is what the decoder should give of a feature.
func asJavaScript(f feature) jsFeature {
	js := jsFeature{Name: "l", Version: 2, Extent: mvt.Extent, ID: float64(f.ID), Type: 3, Properties: f.Properties}
	polygons, _ := f.Geometry.(orb.MultiPolygon)
	switch g := f.Geometry.(type) {
	case orb.Point:
		js.Type, js.Geometry = 1, [][][2]float64{{g}}
	case orb.MultiPoint:
		js.Type = 1
		for _, p := range g {
			js.Geometry = append(js.Geometry, [][2]float64{p})
		}
	case orb.Polygon:
		polygons = orb.MultiPolygon{g}
	}
	for _, p := range polygons {
		for _, r := range p {
			var ring [][2]float64
			for _, c := range r {
				ring = append(ring, c)
			}
			js.Geometry = append(js.Geometry, ring)
		}
	}
	return js
}
