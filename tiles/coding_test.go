package tiles_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/tiles"
)

// forms gives a tile in every coding.
func forms(t testing.TB, tile *tiles.Tile) (all []tiles.Form) {
	t.Helper()
	for _, coding := range []string{"", "gzip", "zstd"} {
		all = append(all, mustForm(t, tile, coding))
	}
	return all
}

// unpack undoes a coding with a decoder of another library where there is one.
func unpack(t testing.TB, f tiles.Form) []byte {
	t.Helper()
	var r io.Reader = bytes.NewReader(f.Body)
	var err error
	switch f.Coding {
	case "gzip":
		r, err = gzip.NewReader(r)
	case "zstd":
		r, err = zstd.NewReader(r)
	}
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestEveryFormHoldsTheBodyAndHasATagOfItsOwn(t *testing.T) {
	t.Parallel()
	tile := mustTile(t, newService(t, newCity(t, 42, 600, saigon, 0.2)), tiles.HeatLayer(), addressOf(saigon, 11), diemnong.Filter{})
	tags := map[string]bool{}
	for _, f := range forms(t, tile) {
		if got := unpack(t, f); !bytes.Equal(got, tile.Body) {
			t.Errorf("%q holds %d bytes; want the %d of the body", f.Coding, len(got), len(tile.Body))
		}
		if f.Coding != "" && len(f.Body) >= len(tile.Body) {
			t.Errorf("%q takes %d bytes; the body has %d", f.Coding, len(f.Body), len(tile.Body))
		}
		tags[f.ETag] = true
	}
	if len(tags) != 3 {
		t.Errorf("three codings have the tags %v", tags)
	}
}

func TestUnknownCodingIsRefused(t *testing.T) {
	t.Parallel()
	tile := mustTile(t, newService(t, newCity(t, 42, 60, saigon, 0.2)), tiles.HeatLayer(), tiles.Address{}, diemnong.Filter{})
	if f, err := tile.Form("br"); err == nil {
		t.Errorf("br gave %d bytes; want an error", len(f.Body))
	}
}

// TestCodersForgetWhatTheyDidBefore compresses tiles in different orders and at once.
func TestCodersForgetWhatTheyDidBefore(t *testing.T) {
	t.Parallel()
	c := newCity(t, 47, 2000, saigon, 0.2)
	s := newService(t, c)
	addresses := addressesOver(c.catalog.City.Bounds, 12)
	want := make([][]tiles.Form, len(addresses))
	for i, a := range addresses {
		want[i] = forms(t, mustTile(t, newService(t, c), tiles.HeatLayer(), a, diemnong.Filter{}))
	}
	var wg sync.WaitGroup
	for i := len(addresses) - 1; i >= 0; i-- {
		wg.Go(func() {
			got := forms(t, mustTile(t, s, tiles.HeatLayer(), addresses[i], diemnong.Filter{}))
			if diff := cmp.Diff(want[i], got); diff != "" {
				t.Errorf("tile %s (-alone +among others):\n%s", addresses[i], diff)
			}
		})
	}
	wg.Wait()
}
