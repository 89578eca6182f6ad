package source

import (
	"bytes"
	"encoding/binary"
	"math"
	"testing"

	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
	"github.com/paulmach/osm"
	"google.golang.org/protobuf/encoding/protowire"
)

// pbfWriter writes OpenStreetMap files for the tests: a header and a block for
// each call.
type pbfWriter struct {
	bytes.Buffer
	pack    protowire.Number // how blocks are packed; 0: zlib
	offsets []int64          // of the blocks
}

// newPBF begins a file.
func newPBF(features ...string) *pbfWriter {
	w := &pbfWriter{}
	w.begin(features...)
	return w
}

// begin writes the header, with features that a reader must have.
func (w *pbfWriter) begin(features ...string) {
	var header []byte
	for _, f := range append([]string{"OsmSchema-V0.6", "DenseNodes"}, features...) {
		header = appendBytes(header, 4, []byte(f))
	}
	w.blob("OSMHeader", header)
}

func (w *pbfWriter) blob(kind string, content []byte) {
	w.offsets = append(w.offsets, int64(w.Len()))
	var packed bytes.Buffer
	blob := appendVarint(nil, blobRawSize, uint64(len(content)))
	switch w.pack {
	case blobRaw:
		blob = appendBytes(nil, blobRaw, content)
	case blobZstd:
		z, _ := zstd.NewWriter(&packed)
		z.Write(content)
		z.Close()
		blob = appendBytes(blob, blobZstd, packed.Bytes())
	default:
		z := zlib.NewWriter(&packed)
		z.Write(content)
		z.Close()
		blob = appendBytes(blob, blobZlib, packed.Bytes())
	}
	w.frame(kind, blob)
}

func (w *pbfWriter) frame(kind string, blob []byte) {
	header := appendVarint(appendBytes(nil, 1, []byte(kind)), 3, uint64(len(blob)))
	_ = binary.Write(w, binary.BigEndian, uint32(len(header)))
	w.Write(header)
	w.Write(blob)
}

// group writes a block with one group of elements.
func (w *pbfWriter) group(make func(texts *textTable) []byte) *pbfWriter {
	texts := &textTable{at: map[string]uint64{"": 0}, all: []string{""}}
	group := make(texts)
	var table, block []byte
	for _, s := range texts.all {
		table = appendBytes(table, 1, []byte(s))
	}
	block = appendBytes(block, 2, group) // the texts behind the elements: readers must not mind
	w.blob("OSMData", appendBytes(block, 1, table))
	return w
}

type textTable struct {
	at  map[string]uint64
	all []string
}

func (t *textTable) of(s string) uint64 {
	if _, ok := t.at[s]; !ok {
		t.at[s] = uint64(len(t.all))
		t.all = append(t.all, s)
	}
	return t.at[s]
}

// units of 100 nanodegrees, the usual granularity.
func units(degrees float64) int64 { return int64(math.Round(degrees * 1e7)) }

func (w *pbfWriter) dense(nodes ...osm.Node) *pbfWriter {
	return w.group(func(texts *textTable) []byte {
		var ids, lats, lons, tags []byte
		var last osm.Node
		for _, n := range nodes {
			ids = appendStep(ids, int64(n.ID-last.ID))
			lats = appendStep(lats, units(n.Lat)-units(last.Lat))
			lons = appendStep(lons, units(n.Lon)-units(last.Lon))
			for _, t := range n.Tags {
				tags = protowire.AppendVarint(protowire.AppendVarint(tags, texts.of(t.Key)), texts.of(t.Value))
			}
			tags = protowire.AppendVarint(tags, 0)
			last = n
		}
		dense := appendBytes(appendBytes(appendBytes(nil, 1, ids), 8, lats), 9, lons)
		return appendBytes(nil, groupDense, appendBytes(dense, 10, tags))
	})
}

func (w *pbfWriter) plain(nodes ...osm.Node) *pbfWriter {
	return w.group(func(texts *textTable) (group []byte) {
		for _, n := range nodes {
			msg := appendVarint(nil, 1, protowire.EncodeZigZag(int64(n.ID)))
			msg = appendTags(msg, texts, n.Tags)
			msg = appendVarint(msg, 8, protowire.EncodeZigZag(units(n.Lat)))
			msg = appendVarint(msg, 9, protowire.EncodeZigZag(units(n.Lon)))
			group = appendBytes(group, groupNode, msg)
		}
		return group
	})
}

func (w *pbfWriter) ways(ways ...osm.Way) *pbfWriter {
	return w.group(func(texts *textTable) (group []byte) {
		for _, way := range ways {
			msg := appendTags(appendVarint(nil, 1, uint64(way.ID)), texts, way.Tags)
			var refs []byte
			last := osm.NodeID(0)
			for _, n := range way.Nodes {
				refs = appendStep(refs, int64(n.ID-last))
				last = n.ID
			}
			group = appendBytes(group, groupWay, appendBytes(msg, 8, refs))
		}
		return group
	})
}

func (w *pbfWriter) relations(relations ...osm.Relation) *pbfWriter {
	return w.group(func(texts *textTable) (group []byte) {
		for _, r := range relations {
			msg := appendTags(appendVarint(nil, 1, uint64(r.ID)), texts, r.Tags)
			var roles, refs, kinds []byte
			last := int64(0)
			for _, m := range r.Members {
				roles = protowire.AppendVarint(roles, texts.of(m.Role))
				refs = appendStep(refs, m.Ref-last)
				last = m.Ref
				for i, k := range memberTypes {
					if k == m.Type {
						kinds = protowire.AppendVarint(kinds, uint64(i))
					}
				}
			}
			msg = appendBytes(appendBytes(appendBytes(msg, 8, roles), 9, refs), 10, kinds)
			group = appendBytes(group, groupRelation, msg)
		}
		return group
	})
}

func appendTags(msg []byte, texts *textTable, tags osm.Tags) []byte {
	var keys, values []byte
	for _, t := range tags {
		keys = protowire.AppendVarint(keys, texts.of(t.Key))
		values = protowire.AppendVarint(values, texts.of(t.Value))
	}
	return appendBytes(appendBytes(msg, 2, keys), 3, values)
}

func appendVarint(msg []byte, num protowire.Number, v uint64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(msg, num, protowire.VarintType), v)
}

func appendBytes(msg []byte, num protowire.Number, v []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(msg, num, protowire.BytesType), v)
}

func appendStep(list []byte, v int64) []byte {
	return protowire.AppendVarint(list, protowire.EncodeZigZag(v))
}

// Shorthands of elements.

func node(id osm.NodeID, lon, lat float64, tags ...string) osm.Node {
	return osm.Node{ID: id, Lon: lon, Lat: lat, Tags: tagged(tags)}
}

func way(id osm.WayID, nodes []osm.NodeID, tags ...string) osm.Way {
	w := osm.Way{ID: id, Tags: tagged(tags)}
	for _, n := range nodes {
		w.Nodes = append(w.Nodes, osm.WayNode{ID: n})
	}
	return w
}

func relation(id osm.RelationID, members []osm.Member, tags ...string) osm.Relation {
	return osm.Relation{ID: id, Members: members, Tags: tagged(tags)}
}

func member(role string, way int64) osm.Member {
	return osm.Member{Type: osm.TypeWay, Ref: way, Role: role}
}

// tagged makes tags of keys and values in turn.
func tagged(list []string) (tags osm.Tags) {
	for i := 0; i < len(list); i += 2 {
		tags = append(tags, osm.Tag{Key: list[i], Value: list[i+1]})
	}
	return tags
}

// drain reads all entries of a file in memory.
func drainPBF(t testing.TB, content []byte, o Options) (got entries, f *File, err error) {
	t.Helper()
	f = &File{
		format: newOSM(bytes.NewReader(content), int64(len(content)), o), allowBad: true, report: Report{Bounds: o.Bounds},
		closer: func() error { return nil },
	}
	got, err = drain(t, f)
	return got, f, err
}
