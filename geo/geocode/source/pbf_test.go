package source

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/paulmach/osm"
	"google.golang.org/protobuf/encoding/protowire"

	"github.com/diemnong/diemnong"
)

func TestEveryWayOfPackingIsRead(t *testing.T) {
	f := func(pack protowire.Number) {
		t.Helper()
		w := newPBF()
		w.pack = pack
		w.dense(node(1, 106.7, 10.7, "amenity", "school", "name", "Trường"))
		got, _, err := drainPBF(t, w.Bytes(), Options{})
		if err != nil || len(got.Places) != 1 {
			t.Errorf("packed in field %d: %d places, %v; want 1", pack, len(got.Places), err)
		}
	}
	f(blobRaw)
	f(blobZlib)
	f(blobZstd)
}

// TestBrokenFilesAreRefusedWhereTheyAreBroken breaks a sound file in many ways:
// the error names the byte at which the faulty block begins, and nothing is given.
func TestBrokenFilesAreRefusedWhereTheyAreBroken(t *testing.T) {
	sound := town()
	third := sound.offsets[2] // the header, dense nodes, then this
	body := int(sound.offsets[3])
	f := func(what string, content []byte, offset int64, words ...string) {
		t.Helper()
		got, _, err := drainPBF(t, content, Options{})
		if got.Len() > 0 {
			t.Errorf("%s: %d entries were given away", what, got.Len())
		}
		refused(t, err, diemnong.Invalid, append(words, fmt.Sprintf("at byte %d ", offset))...)
	}
	whole := sound.Bytes()
	f("cut in a body", whole[:body-5], third, "is cut off")
	f("cut in a header", whole[:third+8], third, "is cut off")
	f("cut in a length", whole[:third+2], third, "is cut off", "2 bytes are left")
	f("a bit flipped", flipped(whole, body-20), third, "is damaged")
	f("a length without sense", overwritten(whole, int(third), []byte{0xff, 0xff, 0xff, 0xff}), third, "has a header of 4294967295 bytes")
	f("text", []byte("name,lat,lon\nx,1,2\n"), 0, "has a header of")
	f("no header", whole[sound.offsets[1]:], 0, `"OSMData"`, "OSMHeader")
	f("bytes behind the end", append(slices.Clone(whole), 0, 0, 0), int64(len(whole)), "is cut off")
	f("the history of everything", newPBF("HistoricalInformation").Bytes(), 0, `"HistoricalInformation"`)
	_, _, err := drainPBF(t, nil, Options{})
	refused(t, err, diemnong.Invalid, "empty")
}

// TestBlocksThatLie holds what the sizes and numbers in a file say.
func TestBlocksThatLie(t *testing.T) {
	f := func(what string, put func(w *pbfWriter), words ...string) {
		t.Helper()
		w := newPBF()
		start := int64(w.Len())
		put(w)
		_, _, err := drainPBF(t, w.Bytes(), Options{})
		refused(t, err, diemnong.Invalid, append(words, fmt.Sprintf("at byte %d ", start))...)
	}
	block := func(group []byte) func(*pbfWriter) {
		return func(w *pbfWriter) { w.blob("OSMData", appendBytes(nil, 2, group)) }
	}
	f("inflates to more than it says", func(w *pbfWriter) {
		w.dense(node(1, 106, 10))
		content := w.Bytes()[start(w):]
		at := bytes.IndexByte(content, 0x10) // field 2, the size
		content[at+1]--
	}, "inflates to more")
	f("inflates beyond the bound", func(w *pbfWriter) {
		w.frame("OSMData", appendBytes(appendVarint(nil, blobRawSize, 40<<20), blobZlib, []byte{1}))
	}, "33554432 are allowed")
	f("has a size below zero", func(w *pbfWriter) {
		w.frame("OSMData", appendBytes(appendVarint(nil, blobRawSize, 1<<31), blobZlib, []byte{1}))
	}, "-2147483648")
	f("is packed by LZMA", func(w *pbfWriter) { w.frame("OSMData", appendBytes(nil, 4, []byte{1})) }, "field 4")
	f("names a text that is not there", block(appendBytes(nil, groupWay, appendBytes(appendBytes(nil, 2, []byte{9}), 3, []byte{9}))), "text number 9")
	f("has a key without value", block(appendBytes(nil, groupDense, appendBytes(appendBytes(appendBytes(appendBytes(nil,
		1, []byte{2}), 8, []byte{2}), 9, []byte{2}), 10, []byte{1}))), "text number 1")
	f("has fewer latitudes than nodes", block(appendBytes(nil, groupDense, appendBytes(nil, 1, []byte{2, 2}))), "differ in length")
	f("has a node beside the globe", func(w *pbfWriter) { w.dense(node(7, 200, 10)) }, "node 7", "not on the globe")
	f("has a member of no type", func(w *pbfWriter) {
		w.group(func(*textTable) []byte {
			msg := appendBytes(appendBytes(appendBytes(nil, 8, []byte{0}), 9, []byte{2}), 10, []byte{7})
			return appendBytes(nil, groupRelation, msg)
		})
	}, "type 7")
}

// start is where the last block begins.
func start(w *pbfWriter) int64 { return w.offsets[len(w.offsets)-1] }

func TestUnknownBlocksAreSkipped(t *testing.T) {
	w := newPBF()
	w.blob("Index", []byte("whatever"))
	w.dense(node(1, 106.7, 10.7, "shop", "yes", "name", "Quán"))
	got, _, err := drainPBF(t, w.Bytes(), Options{})
	if err != nil || len(got.Places) != 1 || got.Places[0].Kind != "shop" {
		t.Errorf("got %+v, %v; want one shop", got.Places, err)
	}
}

func TestARealFileCutAnywhereIsRefused(t *testing.T) {
	content, err := os.ReadFile(shared(t, "osm/monaco-2019.osm.pbf"))
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range []int{3, 100, 1000, len(content) / 2, len(content) - 1} {
		got, _, err := drainPBF(t, content[:size], Options{})
		refused(t, err, diemnong.Invalid, "is cut off", "The block at byte ")
		if got.Len() > 0 {
			t.Errorf("cut at %d, the file gave %d entries", size, got.Len())
		}
	}
}

func flipped(b []byte, at int) []byte {
	b = slices.Clone(b)
	b[at] ^= 0x10
	return b
}

func overwritten(b []byte, at int, with []byte) []byte {
	b = slices.Clone(b)
	copy(b[at:], with)
	return b
}

// FuzzPBF feeds whole files: reading ends, nothing panics, and whatever is
// wrong is the file's fault and said with a place, or nothing was usable.
func FuzzPBF(f *testing.F) {
	f.Add(town().Bytes())
	raw := newPBF()
	raw.pack = blobRaw
	raw.dense(node(1, 106, 10, "amenity", "school", "name", "T"))
	raw.plain(node(2, 106, 10))
	raw.ways(way(1, []osm.NodeID{1, 2}, "highway", "road", "name", "x"))
	raw.relations(relation(1, []osm.Member{member("outer", 1)}, "type", "multipolygon", "natural", "water"))
	f.Add(raw.Bytes())
	f.Fuzz(func(t *testing.T, content []byte) {
		if _, _, err := drainPBF(t, content, Options{}); err != nil && diemnong.ErrorCode(err) != diemnong.Invalid {
			t.Fatalf("the file is wrong in a way of its own: %v", err)
		}
	})
}

// FuzzBlock feeds the decoder of blocks without the packing around it, which
// no fuzzer gets through.
func FuzzBlock(f *testing.F) {
	raw := newPBF()
	raw.pack = blobRaw
	raw.dense(node(1, 106, 10, "amenity", "school", "name", "T"))
	r := frames{in: bytes.NewReader(raw.Bytes()), size: int64(raw.Len())}
	frame, _, err := r.at(raw.offsets[1])
	if err != nil {
		f.Fatal(err)
	}
	content, err := r.content(frame)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(content)
	f.Fuzz(func(t *testing.T, content []byte) {
		var b block
		n := 0
		v := visitor{
			node:     func(*osm.Node) error { n++; return nil },
			way:      func(w *osm.Way) error { n += 1 + len(w.Nodes); return nil },
			relation: func(r *osm.Relation) error { n += 1 + len(r.Members); return nil },
		}
		holds, err := b.visit(content, v)
		if n > len(content) {
			t.Fatalf("%d elements out of %d bytes", n, len(content))
		}
		if err == nil && n > 0 && holds == 0 {
			t.Fatal("elements of no kind")
		}
	})
}

// TestFramesHoldTheirBounds: a length of the header is big-endian, and at most
// 64 KiB.
func TestFramesHoldTheirBounds(t *testing.T) {
	f := func(length uint32, ok bool) {
		t.Helper()
		content := binary.BigEndian.AppendUint32(nil, length)
		content = append(content, make([]byte, maxHeaderBytes+8)...)
		r := frames{in: bytes.NewReader(content), size: int64(len(content))}
		_, _, err := r.at(0)
		if readHeader := err != nil && bytes.Contains([]byte(err.Error()), []byte("unreadable header")); readHeader != ok {
			t.Errorf("a header of %d bytes: %v", length, err)
		}
	}
	f(0, false)
	f(1, true)
	f(maxHeaderBytes, true)
	f(maxHeaderBytes+1, false)
}
