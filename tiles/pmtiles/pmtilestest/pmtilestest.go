// Package pmtilestest makes PMTiles archives for tests.
package pmtilestest

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// Tile is a tile by its id along the curve: 0 is the one of zoom 0; 1 to 4 are
// 0/0, 0/1, 1/1 and 1/0 of zoom 1.
type Tile struct {
	ID   uint64
	Run  uint32 // 1 when zero
	Body []byte
}

// Archive is an archive to be written.
type Archive struct {
	Type             byte // as the format numbers types
	Gzip             bool // directories, metadata and tiles
	MinZoom, MaxZoom byte
	Metadata         map[string]any
	Tiles            []Tile // in the order of their ids
	Leaves           bool   // the root holds one directory with all tiles
}

// Write writes an archive into a folder of the test and gives its path.
func Write(t testing.TB, a Archive) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "map.pmtiles")
	if err := os.WriteFile(path, Bytes(t, a), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Bytes gives the bytes of an archive.
func Bytes(t testing.TB, a Archive) []byte {
	t.Helper()
	pack := func(b []byte) []byte {
		if !a.Gzip {
			return b
		}
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		_, _ = z.Write(b) // a buffer never fails
		_ = z.Close()
		return packed.Bytes()
	}
	var data []byte
	var tiles []line
	for _, tile := range a.Tiles {
		body := pack(tile.Body)
		tiles = append(tiles, line{tile.ID, uint64(max(tile.Run, 1)), uint64(len(body)), uint64(len(data))})
		data = append(data, body...)
	}
	root, leaves := pack(directory(tiles)), []byte(nil)
	if a.Leaves {
		leaves = root
		root = pack(directory([]line{{tiles[0].id, 0, uint64(len(leaves)), 0}}))
	}
	metadata, err := json.Marshal(a.Metadata)
	if err != nil {
		t.Fatal(err)
	}
	return assemble(a, root, pack(metadata), leaves, data)
}

func assemble(a Archive, parts ...[]byte) []byte {
	h := make([]byte, 127)
	copy(h, "PMTiles\x03")
	at := uint64(len(h))
	for i, part := range parts {
		binary.LittleEndian.PutUint64(h[8+16*i:], at)
		binary.LittleEndian.PutUint64(h[16+16*i:], uint64(len(part)))
		at += uint64(len(part))
	}
	compression := byte(1)
	if a.Gzip {
		compression = 2
	}
	h[97], h[98], h[99], h[100], h[101] = compression, compression, a.Type, a.MinZoom, a.MaxZoom
	for i, degrees := range []int32{-180, -85, 180, 85} {
		binary.LittleEndian.PutUint32(h[102+4*i:], uint32(degrees*10_000_000))
	}
	return append(h, bytes.Join(parts, nil)...)
}

type line struct{ id, run, length, offset uint64 }

func directory(lines []line) []byte {
	b := binary.AppendUvarint(nil, uint64(len(lines)))
	before := uint64(0)
	for _, l := range lines {
		b = binary.AppendUvarint(b, l.id-before)
		before = l.id
	}
	for _, l := range lines {
		b = binary.AppendUvarint(b, l.run)
	}
	for _, l := range lines {
		b = binary.AppendUvarint(b, l.length)
	}
	for i, l := range lines {
		if i > 0 && l.offset == lines[i-1].offset+lines[i-1].length {
			b = binary.AppendUvarint(b, 0)
			continue
		}
		b = binary.AppendUvarint(b, l.offset+1)
	}
	return b
}
