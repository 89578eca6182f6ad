package mvttest_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/diemnong/diemnong/tiles/mvt/mvttest"
)

// stricter are the fixtures that are valid by the letter and refused by Check,
// which wants more of tiles that we write ourselves.
var stricter = map[string]string{
	"016": "a geometry of unknown type",
	"025": "a layer without features",
	"039": "version 1",
	"057": "a MoveTo with fewer points than it says",
}

// TestFixtures holds Check against the valid and invalid tiles of
// @mapbox/mvt-fixtures.
func TestFixtures(t *testing.T) {
	file, err := os.Open(filepath.Join("..", "testdata", "fixtures.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	n := 0
	for lines := bufio.NewScanner(file); lines.Scan(); n++ {
		var fixture struct {
			ID, Description string
			Valid           bool
			Tile            []byte
		}
		if err := json.Unmarshal(lines.Bytes(), &fixture); err != nil {
			t.Fatal(err)
		}
		want := fixture.Valid && stricter[fixture.ID] == ""
		if err := mvttest.Check(fixture.Tile); (err == nil) != want {
			t.Errorf("fixture %s: %v; want valid %t. %s", fixture.ID, err, want, fixture.Description)
		}
	}
	if n < 70 {
		t.Errorf("%d fixtures; want all of them", n)
	}
}
