package frontend

import (
	"io/fs"
	"strings"
	"testing"
)

func TestDistHoldsTheWholePageOrSaysItIsNotBuilt(t *testing.T) {
	dist, built := Dist()
	if !built {
		if _, err := fs.Stat(dist, ".gitkeep"); err != nil {
			t.Fatalf("an unbuilt dist lacks its marker: %v", err)
		}
		t.Skip("the frontend is not built; run npm run build in frontend/")
	}
	page, err := fs.ReadFile(dist, "index.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range assetNames(string(page)) {
		for _, file := range []string{name, name + ".gz"} {
			if _, err := fs.Stat(dist, file); err != nil {
				t.Errorf("index.html names %s, but: %v", name, err)
			}
		}
	}
}

// assetNames lists the scripts and style sheets that the page refers to.
func assetNames(page string) []string {
	var names []string
	for _, part := range strings.Split(page, `"`) {
		if strings.HasPrefix(part, "/assets/") && (strings.HasSuffix(part, ".js") || strings.HasSuffix(part, ".css")) {
			names = append(names, strings.TrimPrefix(part, "/"))
		}
	}
	return names
}
