package diemnong_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/diemnong/diemnong"

// layers gives each package its place: a package imports only from layers
// below its own, and from its own layer only what mayImport says.
var layers = map[string]int{
	"":         0, // the vocabulary
	"geo":      1,
	"geo/h3":   2,
	"geo/proj": 2,
	"geo/area": 3, "geo/heat": 3,
	"geo/geocode/vntext":    2,
	"geo/geocode/gazetteer": 3,
	"geo/geocode/source":    4,
	"geo/geocode":           4,
	"geo/ingest/source":     3,
	"geo/ingest":            4,
	"geo/heat/heattest":     4,
	"migrations":            4,
	"geo/index":             5, "geo/postgis": 5,
	"tiles/mvt": 5, "tiles/pmtiles": 5,
	"tiles":                    6,
	"api/auth":                 6,
	"api":                      7,
	"frontend":                 7,
	"internal/democity/mosaic": 7,
	"internal":                 8,
	"cmd/diemnong":             9,
}

// mayImport are the imports that the layers alone would not allow, or that
// they would allow but the design does not.
var (
	sameLayer = map[string][]string{
		"geo/heat":          {"geo/area"},
		"geo/postgis":       {"geo/index"},
		"internal/bench":    {"internal/bulkcity", "internal/localpg"},
		"internal/democity": {"internal/localpg"},
		"internal/pgtest":   {"internal/localpg"},
	}
	forbidden = map[string][]string{
		"tiles": {"geo/postgis", "geo/index", "geo/ingest", "migrations"},
		"api":   {"geo/postgis", "geo/index", "migrations"},
	}
	// owners of a dependency: nothing else imports it.
	owners = map[string][]string{
		"github.com/jackc/pgx":    {"geo/postgis", "migrations", "internal", "cmd"},
		"github.com/jackc/tern":   {"migrations"},
		"github.com/labstack":     {"api"},
		"github.com/uber/h3-go":   {"geo/h3"},
		"github.com/twpayne":      {"geo/postgis", "internal"},
		"github.com/xuri":         {"geo/ingest"},
		"github.com/alecthomas":   {"cmd"},
		"C":                       {},
		"go.yaml.in/yaml":         {"geo/ingest"},
		"github.com/prometheus":   {"api", "cmd"},
		"github.com/maypok86":     {"tiles"},
		"github.com/schollz":      {"cmd"},
		"github.com/paulmach/osm": {"geo/geocode/source"},
		"github.com/getkin":       {},
		"github.com/google":       {},
		"github.com/rogpeppe":     {},
		"github.com/paulmach/orb": {"geo", "tiles", "api", "internal", "cmd"},
	}
)

// TestImportsFollowTheDesign holds the directions of docs/architecture.md.
func TestImportsFollowTheDesign(t *testing.T) {
	for _, p := range listPackages(t) {
		from := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
		if _, known := layerOf(from); !known {
			t.Errorf("package %q has no layer: give it one here, with an ADR", from)
			continue
		}
		for _, imported := range p.Imports {
			checkImport(t, from, imported)
		}
	}
}

func checkImport(t *testing.T, from, imported string) {
	t.Helper()
	to, own := strings.CutPrefix(imported, module)
	if !own {
		for prefix, allowed := range owners {
			if strings.HasPrefix(imported, prefix) && (imported == prefix || prefix != "C") && !within(from, allowed) {
				t.Errorf("%s imports %s, which belongs to %v", from, imported, allowed)
			}
		}
		if from == "" && strings.Contains(imported, ".") {
			t.Errorf("the root package imports %s; it uses the standard library only", imported)
		}
		return
	}
	to = strings.TrimPrefix(to, "/")
	below, _ := layerOf(to)
	here, _ := layerOf(from)
	if below >= here && !slices.Contains(sameLayer[from], to) {
		t.Errorf("%s (layer %d) imports %s (layer %d): imports go downwards", from, here, to, below)
	}
	if within(to, forbidden[from]) {
		t.Errorf("%s imports %s: it takes a small interface instead, which cmd joins", from, to)
	}
}

// layerOf finds the layer of a package or of the nearest folder above it.
func layerOf(pkg string) (int, bool) {
	for {
		if l, ok := layers[pkg]; ok && (pkg != "" || l == 0) {
			return l, true
		}
		i := strings.LastIndex(pkg, "/")
		if i < 0 {
			return 0, pkg == ""
		}
		pkg = pkg[:i]
	}
}

func within(pkg string, folders []string) bool {
	return slices.ContainsFunc(folders, func(f string) bool { return pkg == f || strings.HasPrefix(pkg, f+"/") })
}

type listed struct {
	ImportPath string
	Imports    []string
}

func listPackages(t *testing.T) []listed {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}
