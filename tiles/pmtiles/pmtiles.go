// Package pmtiles reads tiles from PMTiles archives, version 3
// (https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md): one file
// with a header, directories along a Hilbert curve, and the tiles.
//
// Nothing that a file says is believed: every offset and every length is held
// against the file's own, and what is unpacked is bounded.
package pmtiles

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
)

// Type is what the tiles of an archive are.
type Type uint8

// The types of tiles, by the numbers of the format.
const (
	MVT  Type = 1
	PNG  Type = 2
	JPEG Type = 3
	WebP Type = 4
	AVIF Type = 5
)

var mediaTypes = map[Type]string{
	MVT: "application/vnd.mapbox-vector-tile", PNG: "image/png", JPEG: "image/jpeg", WebP: "image/webp", AVIF: "image/avif",
}

// MediaType is the type as HTTP names it; empty for an unknown one.
func (t Type) MediaType() string { return mediaTypes[t] }

// The compressions that are read, by the numbers of the format.
const (
	compressionNone = 1
	compressionGzip = 2
)

// Bounds on what a file makes the service do.
const (
	headerBytes     = 127
	maxUnpacked     = 16 << 20 // bytes of a directory, of the metadata and of a tile
	maxDepth        = 4        // directories below each other
	maxKeptLeaves   = 256      // directories kept in memory, some 100 kB each
	maxZoom         = 26       // beyond it ids of tiles leave 64 bits behind the map's own zooms
	degreesPerUnit  = 1e-7
	internalOffset  = 97
	positionsOffset = 102
)

// Archive is an open file. It is safe for concurrent use.
type Archive struct {
	Type             Type
	Gzip             bool // tiles are stored in gzip
	MinZoom, MaxZoom int
	Bounds           [4]float64 // west, south, east, north
	Metadata         Metadata

	file         *os.File
	size         uint64
	internalGzip bool
	leaves, data section
	root         []entry

	mu   sync.Mutex
	kept map[section][]entry // leaf directories
}

// Metadata is what an archive tells of itself beyond its header.
type Metadata struct {
	Name         string        `json:"name"`
	Attribution  string        `json:"attribution"`
	VectorLayers []VectorLayer `json:"vector_layers"`
}

// VectorLayer is a layer of the archive's vector tiles.
type VectorLayer struct {
	ID string `json:"id"`
}

// section is a part of the file.
type section struct{ offset, length uint64 }

// Open opens an archive and reads all but its tiles and leaf directories. Its
// errors say what is wrong with the file.
func Open(path string) (_ *Archive, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, file.Close())
		}
	}()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is not a file")
	}
	a := &Archive{file: file, size: uint64(info.Size()), kept: map[section][]entry{}}
	if err := a.readHeader(); err != nil {
		return nil, err
	}
	return a, nil
}

// Close closes the file.
func (a *Archive) Close() error { return a.file.Close() }

func (a *Archive) readHeader() error {
	h := make([]byte, headerBytes)
	if _, err := a.file.ReadAt(h, 0); err != nil || string(h[:7]) != "PMTiles" {
		return errors.New("it is no PMTiles archive")
	}
	if h[7] != 3 {
		return fmt.Errorf("it is of version %d of the format; version 3 is read", h[7])
	}
	part := func(at int) section {
		return section{binary.LittleEndian.Uint64(h[at:]), binary.LittleEndian.Uint64(h[at+8:])}
	}
	a.leaves, a.data = part(40), part(56)
	a.MinZoom, a.MaxZoom, a.Type = int(h[100]), int(h[101]), Type(h[99])
	for i := range a.Bounds {
		a.Bounds[i] = float64(int32(binary.LittleEndian.Uint32(h[positionsOffset+4*i:]))) * degreesPerUnit
	}
	if a.Type.MediaType() == "" {
		return fmt.Errorf("its tiles are of the unknown type %d", a.Type)
	}
	if a.MinZoom > a.MaxZoom || a.MaxZoom > maxZoom {
		return fmt.Errorf("its zooms are %d to %d", a.MinZoom, a.MaxZoom)
	}
	var err error
	if a.internalGzip, err = isGzip("directories", h[internalOffset]); err != nil {
		return err
	}
	if a.Gzip, err = isGzip("tiles", h[internalOffset+1]); err != nil {
		return err
	}
	return a.readParts(part(8), part(24))
}

func isGzip(what string, compression byte) (bool, error) {
	switch compression {
	case compressionNone:
		return false, nil
	case compressionGzip:
		return true, nil
	}
	return false, fmt.Errorf("its %s are compressed by method %d; none and gzip are read", what, compression)
}

// readParts reads the root directory and the metadata.
func (a *Archive) readParts(root, metadata section) error {
	for _, s := range []section{root, metadata, a.leaves, a.data} {
		if !s.within(a.size) {
			return errors.New("it is cut off: a part lies beyond its end")
		}
	}
	var err error
	if a.root, err = a.directory(root); err != nil {
		return err
	}
	if metadata.length == 0 {
		return nil
	}
	text, err := a.unpacked(metadata)
	if err != nil {
		return fmt.Errorf("its metadata: %w", err)
	}
	if err := json.Unmarshal(text, &a.Metadata); err != nil {
		return fmt.Errorf("its metadata is no JSON: %w", err)
	}
	return nil
}

// within reports whether a section lies inside so many bytes.
func (s section) within(size uint64) bool { return s.offset <= size && s.length <= size-s.offset }

// unpacked reads directories or metadata.
func (a *Archive) unpacked(s section) ([]byte, error) {
	if s.length > maxUnpacked {
		return nil, fmt.Errorf("a part of %d bytes is too large", s.length)
	}
	raw := make([]byte, s.length)
	if _, err := a.file.ReadAt(raw, int64(s.offset)); err != nil {
		return nil, err
	}
	if !a.internalGzip {
		return raw, nil
	}
	return Unzip(raw)
}

// Unzip unpacks gzip, up to 16 MB.
func Unzip(packed []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(io.LimitReader(z, maxUnpacked+1))
	if err == nil && len(raw) > maxUnpacked {
		err = errors.New("more than 16 MB once unpacked")
	}
	return raw, err
}

// Tile gives the bytes of a tile as they are stored; nil where there is none.
func (a *Archive) Tile(z uint8, x, y uint32) ([]byte, error) {
	if int(z) < a.MinZoom || int(z) > a.MaxZoom || x>>z != 0 || y>>z != 0 {
		return nil, nil
	}
	at, err := a.find(tileID(z, x, y))
	if err != nil || at.length == 0 {
		return nil, err
	}
	if at.length > maxUnpacked {
		return nil, fmt.Errorf("tile %d/%d/%d has %d bytes", z, x, y, at.length)
	}
	body := make([]byte, at.length)
	if _, err := a.file.ReadAt(body, int64(at.offset)); err != nil {
		return nil, fmt.Errorf("tile %d/%d/%d: %w", z, x, y, err)
	}
	return body, nil
}

// find gives where in the file a tile is; an empty section where there is none.
func (a *Archive) find(id uint64) (section, error) {
	entries := a.root
	for range maxDepth {
		e, ok := lookUp(entries, id)
		if !ok {
			return section{}, nil
		}
		if e.run > 0 {
			return a.data.part(e)
		}
		leaf, err := a.leaves.part(e)
		if err != nil {
			return section{}, err
		}
		if entries, err = a.leaf(leaf); err != nil {
			return section{}, err
		}
	}
	return section{}, errors.New("directories lie too deep in each other")
}

// part is where an entry's bytes are in the file.
func (s section) part(e entry) (section, error) {
	if inner := (section{e.offset, uint64(e.length)}); inner.within(s.length) {
		return section{s.offset + e.offset, inner.length}, nil
	}
	return section{}, errors.New("an entry of a directory points beyond its section")
}

// leaf gives a leaf directory, from memory where it is kept.
func (a *Archive) leaf(s section) ([]entry, error) {
	a.mu.Lock()
	entries, ok := a.kept[s]
	a.mu.Unlock()
	if ok {
		return entries, nil
	}
	entries, err := a.directory(s)
	if err != nil {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.kept) >= maxKeptLeaves {
		clear(a.kept)
	}
	a.kept[s] = entries
	return entries, nil
}
