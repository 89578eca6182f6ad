package pmtiles

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/diemnong/diemnong/tiles/pmtiles/pmtilestest"
)

func archive() pmtilestest.Archive {
	return pmtilestest.Archive{
		Type: byte(PNG), MaxZoom: 2, Metadata: map[string]any{"attribution": "© Test", "vector_layers": []any{map[string]any{"id": "water"}}},
		Tiles: []pmtilestest.Tile{{ID: 0, Body: []byte("whole")}, {ID: 1, Run: 3, Body: []byte("same")}, {ID: 7, Body: []byte("far")}},
	}
}

// TestTileIDs by the drawings of the format.
func TestTileIDs(t *testing.T) {
	t.Parallel()
	f := func(z uint8, x, y uint32, want uint64) {
		t.Helper()
		if got := tileID(z, x, y); got != want {
			t.Errorf("%d/%d/%d has id %d; want %d", z, x, y, got, want)
		}
	}
	f(0, 0, 0, 0)
	f(1, 0, 0, 1)
	f(1, 0, 1, 2)
	f(1, 1, 1, 3)
	f(1, 1, 0, 4)
	f(2, 0, 0, 5)
	f(2, 1, 0, 6)
	f(2, 3, 0, 20)
	f(12, 3423, 1763, 19078479)
}

// TestTheCurveGoesStepByStep: every id of a zoom once, neighbours after each other.
func TestTheCurveGoesStepByStep(t *testing.T) {
	t.Parallel()
	const zoom, side = 5, 1 << 5
	at := map[uint64][2]int{}
	for x := range side {
		for y := range side {
			at[tileID(zoom, uint32(x), uint32(y))] = [2]int{x, y}
		}
	}
	first := tileID(zoom, 0, 0)
	for id := first + 1; id < first+side*side; id++ {
		a, b := at[id-1], at[id]
		if dx, dy := a[0]-b[0], a[1]-b[1]; dx*dx+dy*dy != 1 {
			t.Fatalf("from %v the curve jumps to %v", a, b)
		}
	}
}

func TestTilesAreReadAsTheyAreStored(t *testing.T) {
	t.Parallel()
	for _, packed := range []bool{false, true} {
		for _, leaves := range []bool{false, true} {
			a := archive()
			a.Gzip, a.Leaves = packed, leaves
			opened, err := Open(pmtilestest.Write(t, a))
			if err != nil {
				t.Fatal(err)
			}
			f := func(z uint8, x, y uint32, want string) {
				t.Helper()
				for range 2 { // the second time from a kept directory
					body, err := opened.Tile(z, x, y)
					if err == nil && packed && body != nil {
						body, err = Unzip(body)
					}
					if err != nil || string(body) != want {
						t.Errorf("gzip %v, leaves %v: %d/%d/%d is %q, %v; want %q", packed, leaves, z, x, y, body, err, want)
					}
				}
			}
			f(0, 0, 0, "whole")
			f(1, 0, 0, "same")
			f(1, 1, 1, "same")
			f(1, 1, 0, "")
			f(2, 1, 1, "far")
			f(2, 3, 3, "")
			f(2, 9, 0, "")
			f(3, 0, 0, "")
			if opened.Metadata.Attribution != "© Test" || !slices.Equal(opened.Metadata.VectorLayers, []VectorLayer{{"water"}}) || opened.Gzip != packed {
				t.Errorf("archive %+v", opened)
			}
			if err := opened.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestBrokenArchivesAreRefusedWithTheReason(t *testing.T) {
	t.Parallel()
	good := pmtilestest.Bytes(t, archive())
	f := func(want string, change func(b []byte) []byte) {
		t.Helper()
		path := filepath.Join(t.TempDir(), "broken.pmtiles")
		if err := os.WriteFile(path, change(bytes.Clone(good)), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v; want %q", err, want)
		}
	}
	set := func(at int, v byte) func([]byte) []byte {
		return func(b []byte) []byte { b[at] = v; return b }
	}
	f("no PMTiles archive", func([]byte) []byte { return nil })
	f("no PMTiles archive", func(b []byte) []byte { return b[:100] })
	f("no PMTiles archive", set(0, 'Q'))
	f("version 2", set(7, 2))
	f("unknown type 9", set(99, 9))
	f("zooms are 3 to 2", set(100, 3))
	f("method 3", set(97, 3))
	f("method 4", set(98, 4))
	f("cut off", func(b []byte) []byte { return b[:len(b)-1] })
	f("cut off", set(15, 0xff))
	f("directory", set(127, 0))
	f("directory", set(127, 200))
	f("no JSON", func(b []byte) []byte { return bytes.Replace(b, []byte(`{"attr`), []byte(`["attr`), 1) })
	if _, err := Open(t.TempDir()); err == nil {
		t.Error("a folder is opened")
	}
	if _, err := Open("/nowhere/at/all.pmtiles"); !os.IsNotExist(err) {
		t.Errorf("a file that is not there: %v", err)
	}
}

// FuzzArchive: whatever stands in a file, it is read or refused.
func FuzzArchive(f *testing.F) {
	f.Add(pmtilestest.Bytes(f, archive()))
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(t.TempDir(), "any.pmtiles")
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		a, err := Open(path)
		if err != nil {
			return
		}
		defer a.Close()
		for z := range uint8(4) {
			_, _ = a.Tile(z, 0, 0)
			_, _ = a.Tile(z, 1<<z-1, 1<<z-1)
		}
	})
}
